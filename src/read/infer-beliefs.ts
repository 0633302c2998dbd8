/** What is believed of every name under a choice of ranks, and the formulas that must fit it. */
import type { Name } from "../expr/index.ts";
import { axes, type Dim, dimNames, fromAxes, isOne, type Shape, scalarShape, size } from "../shape/index.ts";
import { baseOf } from "./families.ts";
import { lengthAlong } from "./infer-length.ts";
import { type Beliefs, type Callable, meet } from "./infer-misfit.ts";
import { likeliest, type Rank } from "./infer-ranks.ts";
import { shapeOf } from "./infer-shapes.ts";
import { applicationOf, flexible, variableOf, type World } from "./infer-world.ts";
import type { Ground, Layout, Term, TermDefinition } from "./meaning.ts";

export interface Chosen {
  readonly ranks: ReadonlyMap<Name, Rank>;
  /** Ranks that are certain from a noun, positions or a definition by entries. */
  readonly settled: ReadonlyMap<Name, number>;
  readonly ground: ReadonlyMap<Name, Ground>;
}

/** One formula or definition to be fitted. */
export interface Piece {
  readonly kind: "definition" | "claim";
  readonly fit: (b: Beliefs) => void;
  readonly terms: readonly Term[];
}

export function piecesOf(w: World): readonly Piece[] {
  const out: Piece[] = [];
  for (const d of w.definitions.values()) {
    const said = w.entries.get(d.name)?.shape ?? null;
    out.push({
      kind: "definition",
      terms: [d.body],
      fit: (b) => {
        const body = shapeOf(d.body, b, boundAt(d));
        if (d.params.length === 0 && d.at.length === 0 && said) meet(b, said, d.body.kind === "number" ? null : body);
        const result = w.entries.get(d.name)?.signature?.result;
        if (result) meet(b, result, body);
        if (d.at.length > 0 && body && body.some((x) => !isOne(x))) b.penalty(1);
      },
    });
  }
  for (const s of w.stated) {
    if (s.kind === "definition") continue;
    const terms = s.right ? [s.left, s.right] : [s.left];
    out.push({
      kind: "claim",
      terms,
      fit: (b) => {
        const left = shapeOf(s.left, b);
        const right = s.right ? shapeOf(s.right, b) : s.shape;
        if (left && right && (s.right?.kind !== "number" || s.right.value.n !== 0n)) meet(b, left, right);
      },
    });
  }
  return [...out, ...familiesBesideNames(w)];
}

/** Iterates x_1, x_2, … of a quantity x have its shape. */
function familiesBesideNames(w: World): readonly Piece[] {
  return [...w.usage.applications].flatMap(([fn, calls]): readonly Piece[] => {
    const base = baseOf(fn);
    const [call] = calls;
    if (base === null || !call || !w.usage.bare.has(base)) return [];
    const alone: Term = { kind: "name", name: base, span: call.span };
    return [{ kind: "claim", terms: [alone, call], fit: (b) => meet(b, shapeOf(alone, b), shapeOf(call, b)) }];
  });
}

const boundAt = (d: TermDefinition): ReadonlyMap<Name, Shape> =>
  new Map(d.at.flatMap((a) => (a.kind === "name" ? [[a.name, scalarShape] as const] : [])));

export interface Solver {
  readonly unify: (a: Dim, b: Dim) => boolean;
  /** The shape with what is solved so far. */
  readonly apply: (s: Shape) => Shape;
  readonly penalty: (x: number) => void;
}

/** What is believed of every name under a choice of ranks. */
export function beliefs(w: World, c: Chosen, solver: Solver, layout: Layout | null = null): Beliefs {
  const known = new Map<Name, Shape | null>();
  const results = new Map<Name, Shape | null>();
  let count = 0;
  const quiet = (): Beliefs => ({ ...b, penalty: () => undefined });
  const symbol = (name: Name): Shape | null => {
    const said = w.entries.get(name)?.shape;
    if (said) return said;
    const rank = c.settled.get(name);
    const d = w.definitions.get(name);
    const body = d && d.params.length === 0 ? shapeOf(d.body, quiet()) : null;
    if (body && (rank === undefined || axes(body).length === rank)) return body;
    if (rank !== undefined) return flexible(name, rank);
    if (d && d.params.length === 0) return flexible(name, likeliest(name));
    return flexible(name, c.ranks.get(name) ?? 0);
  };
  const fn = (name: Name, args: readonly (Shape | null)[]): Callable | null => {
    const signature = w.entries.get(name)?.signature;
    if (signature) return { ...signature, generic: true };
    const d = w.definitions.get(name);
    if (d && d.params.length > 0)
      return { params: d.params.map((p) => solver.apply(b.shape(p) ?? scalarShape)), result: solver.apply(resultOf(d)), generic: true };
    const variable = variableOf(w, name);
    const rank = c.ranks.get(variable);
    if (rank === undefined) return null;
    const base = baseOf(name);
    if (base !== null && w.usage.bare.has(base))
      return { params: args.map(() => scalarShape), result: b.shape(base) ?? scalarShape, generic: false };
    return { params: args.map((a, k) => firstArgument(name, k) ?? a ?? scalarShape), result: flexible(name, rank), generic: false };
  };
  const firstArgument = (name: Name, k: number): Shape | null => {
    const [call] = w.usage.applications.get(name) ?? [];
    const arg = call?.kind === "call" ? call.args[k] : undefined;
    return arg ? memo(results, `${name} ${k}`, () => shapeOf(arg, quiet())) : null;
  };
  const resultOf = (d: TermDefinition): Shape => {
    const found = memo(results, d.name, () => {
      const body = shapeOf(d.body, quiet(), boundAt(d));
      return d.at.length === 0 ? body : fromAxes(d.at.map((a) => lengthOf(w, a, d, quiet())));
    });
    return found ?? flexible(d.name, d.at.length);
  };
  const b: Beliefs = {
    shape: (written) => {
      const name = w.alias.get(written) ?? written;
      return memo(known, name, () => symbol(name));
    },
    fn,
    layout,
    application: (name) => applicationOf(w, name),
    unify: solver.unify,
    penalty: solver.penalty,
    fresh: () => size(`?#${++count}`),
    isOpen: (written) => c.ranks.has(w.alias.get(written) ?? written),
    sizeOf: (t) => {
      const d = w.sizeOf(t);
      return d && ![...dimNames(d)].some((n) => w.usage.running.has(n)) ? d : null;
    },
  };
  return b;
}

/** Computes once; a name that needs itself is unknown while it is computed. */
function memo<T>(table: Map<string, T | null>, key: string, make: () => T | null): T | null {
  const found = table.get(key);
  if (found !== undefined) return found;
  table.set(key, null);
  const made = make();
  table.set(key, made);
  return made;
}

export function lengthOf(w: World, at: Term, { body, lengths }: TermDefinition, b: Beliefs): Dim {
  if (at.kind !== "name") return b.fresh();
  const written = lengths?.get(at.name);
  const length = written ? w.sizeOf(written) : null;
  if (length) return length;
  const found = lengthAlong(body, {
    index: at.name,
    sizeOf: w.sizeOf,
    axesOf: (of) => {
      const s = shapeOf(of, b);
      return s && axes(s);
    },
  });
  return found ?? b.fresh();
}
