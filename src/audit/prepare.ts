/**
 * Trials of one claim: points where its conditions hold, with the values of its left side and of every differential in it.
 *
 * Each d(E) becomes a symbol with a value of its own: for a variable a random direction (zero when fixed), for anything else the slope of
 * E along all directions at once. sg(E) is evaluated at the unmoved point, which is what stopping a gradient means.
 */
import { type App, type Expr, fold, heads, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import { Bug, evaluateShape } from "../shape/index.ts";
import type { Claim } from "./claims.ts";
import { type Evaluator, evaluatorOf, type Outcome } from "./evaluate.ts";
import { type Along, slope } from "./quotient.ts";
import { type Random, randomOf } from "./random.ts";
import { drawSizes, drawValues, type Sizes, sizeNames, type Values } from "./sample.ts";

export interface Trial {
  /** Values of variables and of the symbols that stand for differentials. */
  readonly values: Values;
  readonly left: Outcome;
}

/** Trials at one tuple of sizes. */
export interface Group {
  readonly at: Sizes;
  readonly trials: readonly Trial[];
}

export interface Prepared {
  /** The sides with every d(…) replaced by its symbol. */
  readonly left: Expr;
  readonly right: Expr;
  readonly groups: readonly Group[];
  readonly effective: number;
  readonly attempts: number;
  /** A point where a differential does not exist although the conditions hold. */
  readonly broken: string | null;
  /** Why nothing could be evaluated, when nothing could. */
  readonly unevaluable: string | null;
}

/** Effective trials wanted for each claim; under a third of it the claim is vacuous. */
export const goal = 60;
const tuples = 60;
const pointsPerTuple = 6;

interface Atom {
  readonly of: Expr;
  readonly symbol: Sym;
}

export function prepare(t: Terms, claim: Claim, seed: string): Prepared {
  const atoms = atomsOf(t, claim);
  const bySource = new Map(atoms.map((a) => [t.app(heads.d, [a.of]) as Expr, a.symbol]));
  const plain = (e: Expr): Expr => t.replace(e, (x) => bySource.get(x) ?? null);
  const left = plain(claim.left);
  const right = plain(claim.right);
  const random = randomOf(`${seed} ${claim.name}`);
  const shapes = [...new Set(nodesOf(claim.left, claim.right).map((e) => e.shape))];
  const names = sizeNames(shapes, freeSizes(claim));
  const indices = claim.variables.filter((v) => v.sort === "index").map((v) => v.name);
  const groups: Group[] = [];
  let [effective, attempts, broken, unevaluable] = [0, 0, null as string | null, null as string | null];
  for (let turn = 0; turn < tuples && effective < goal && broken === null; turn++) {
    const at = drawSizes(names, indices, shapes, turn, random);
    if (!at) continue;
    const lab = laboratory(t, claim, atoms, left, at);
    if (typeof lab === "string") {
      unevaluable = lab;
      continue;
    }
    const trials: Trial[] = [];
    for (let point = 0; point < pointsPerTuple && broken === null; point++) {
      attempts++;
      const found = lab(drawValues(claim.variables, claim.facts, at, point, random), random);
      if (typeof found === "string") broken = found;
      else if (found) trials.push(found);
    }
    effective += trials.length;
    if (trials.length > 0) groups.push({ at, trials });
  }
  return { left, right, groups, effective, attempts, broken, unevaluable: effective === 0 ? unevaluable : null };
}

/** Every differential of the claim, with the symbol that stands for it. */
function atomsOf(t: Terms, claim: Claim): readonly Atom[] {
  const found = nodesOf(claim.left, claim.right).filter((x): x is App => x.kind === "app" && x.head === heads.d);
  return found.map((x, i) => {
    const of = x.args[0] as Expr;
    if (isOpen(of)) throw new Bug(`${claim.name}: a differential that depends on a bound index cannot be measured; name it outside`);
    return { of, symbol: t.sym(`d#${i + 1}`, of.shape) };
  });
}

/** Whether a bound index occurs in a term outside its binder. */
const isOpen = (e: Expr): boolean =>
  fold<ReadonlySet<string>>(e, (x, inside) => {
    const names = new Set(inside.flatMap((s) => [...s]));
    if (x.kind === "sym" && x.name.startsWith("#")) names.add(x.name);
    if (x.kind === "bind") names.delete(x.index.name);
    return names;
  }).size > 0;

/** Sizes that a claim mentions as numbers, beside those in shapes. */
function freeSizes(claim: Claim): readonly string[] {
  const own = new Set(claim.variables.map((v) => v.name));
  const out: string[] = [];
  for (const x of nodesOf(claim.left, claim.right, ...claim.when, ...claim.assumed)) {
    if (x.kind === "sym" && x.sort === "index" && !own.has(x.name) && !x.name.startsWith("#")) out.push(x.name);
  }
  return out;
}

/** One point tried: a trial, null when a condition does not hold or nothing can be said, or what is broken. */
type Laboratory = (values: Values, random: Random) => Trial | null | string;

function laboratory(t: Terms, claim: Claim, atoms: readonly Atom[], left: Expr, at: Sizes): Laboratory | string {
  const conditions = conditionsAt(claim, at);
  if (typeof conditions === "string") return conditions;
  const slopes: (readonly [Atom, ReturnType<typeof slopeAt>])[] = [];
  for (const atom of atoms) {
    if (atom.of.kind === "sym") continue;
    const measure = slopeAt(t, claim, atom.of, at);
    if (typeof measure === "string") return measure;
    slopes.push([atom, measure]);
  }
  const sides = evaluatorOf([left], at);
  if (typeof sides === "string") return sides;
  return (values, random) => {
    const tangents = drawTangents(claim, at, random);
    if (!conditions(values)) return null;
    const all = new Map(values);
    for (const a of atoms) if (a.of.kind === "sym") all.set(a.symbol.name, tangents.get(a.of.name) ?? []);
    for (const [atom, measure] of slopes) {
      const found = typeof measure === "string" ? null : measure(values, tangents);
      if (!found || found.kind === "unclear") return null;
      if (found.kind === "none") return `${found.reason}, at ${showValues(values)}`;
      all.set(atom.symbol.name, found.entries);
    }
    return { values: all, left: sides(all)[0] as Outcome };
  };
}

function drawTangents(claim: Claim, at: Sizes, random: Random): Values {
  const out = new Map<string, readonly number[]>();
  for (const v of claim.variables) {
    if (v.sort === "index") continue;
    const count = (evaluateShape(v.shape, at.sizes) ?? []).reduce((x, y) => x * y, 1);
    out.set(
      v.name,
      Array.from({ length: count }, () => (claim.fixed.has(v.name) ? 0 : 2 * random.next() - 1)),
    );
  }
  return out;
}

/** The slope of an expression at a point along tangents, with stopped gradients held. */
function slopeAt(t: Terms, claim: Claim, of: Expr, at: Sizes): ((values: Values, tangents: Values) => ReturnType<typeof slope>) | string {
  const stopped = nodesOf(of).filter((x): x is App => x.kind === "app" && x.head === heads.sg);
  const held = new Map(stopped.map((x, i) => [x as Expr, t.sym(`sg#${i + 1}`, x.shape)]));
  const moving = evaluatorOf([t.replace(of, (x) => held.get(x) ?? null)], at);
  if (typeof moving === "string") return moving;
  const still = stopped.length > 0 ? evaluatorOf(stopped, at) : null;
  if (typeof still === "string") return still;
  return (values, tangents) => slope(alongLine(values, tangents, moving, heldValues(still, values, [...held.values()]), claim));
}

function heldValues(still: Evaluator | null, values: Values, symbols: readonly Sym[]): Values {
  const out = new Map<string, readonly number[]>();
  for (const [i, outcome] of (still?.(values) ?? []).entries()) {
    out.set((symbols[i] as Sym).name, outcome.kind === "values" ? outcome.entries : []);
  }
  return out;
}

function alongLine(values: Values, tangents: Values, moving: Evaluator, held: Values, claim: Claim): Along {
  return (h) => {
    const moved = new Map(held);
    for (const v of claim.variables) {
      const x = values.get(v.name);
      const direction = tangents.get(v.name);
      if (x && direction)
        moved.set(
          v.name,
          x.map((y, i) => y + h * (direction[i] as number)),
        );
    }
    const [out] = moving(moved);
    return out?.kind === "values" ? out.entries : null;
  };
}

/** Strict conditions are asked for with room to spare, so that rounding does not decide; equalities exactly. */
const room = 1e-3;
const strict: ReadonlySet<string> = new Set(["lt", "gt", "ne"]);

function conditionsAt(claim: Claim, at: Sizes): ((values: Values) => boolean) | string {
  const needed = [...claim.when, ...claim.assumed];
  const all = [...needed, ...claim.unless];
  const relations = all.filter((c): c is App => c.kind === "app" && strict.has(c.head.name));
  const evaluate = evaluatorOf([...all, ...relations.flatMap((r) => r.args)], at);
  if (typeof evaluate === "string") return evaluate;
  return (values) => {
    const outcomes = evaluate(values).map((o) => (o.kind === "values" ? (o.entries[0] as number) : null));
    const wanted = needed.every((_, i) => outcomes[i] === 1);
    const unwanted = claim.unless.some((_, i) => outcomes[needed.length + i] !== 0);
    const tight = relations.some((r, k) => {
      const [x, y] = [outcomes[all.length + 2 * k], outcomes[all.length + 2 * k + 1]];
      return needed.includes(r) && (x === null || y === null || x === undefined || y === undefined || Math.abs(x - y) < room);
    });
    return wanted && !unwanted && !tight;
  };
}

/** `x = [0], U = [1, 2]` for messages. */
export const showValues = (values: Values): string =>
  [...values]
    .filter(([n]) => !n.includes("#"))
    .map(([n, e]) => `${n} = [${e.map((x) => Number(x.toPrecision(4))).join(", ")}]`)
    .join(", ");
