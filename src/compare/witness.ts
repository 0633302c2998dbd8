/**
 * Witnesses: counterexamples as plain data, and their replay without the parser.
 *
 * A refutation is believed only after its witness, written out and read back into a fresh table of terms, refutes again.
 */
import { createTerms, type Declared, emptyEnvironment, type Environment, type Head, heads, type Name, nodesOf, type Rational } from "../expr/index.ts";
import { balls, inputsAt, isSkip, type Point, replay, trace } from "../oracle/index.ts";
import { type ClaimParts, type PlainClaim, plainClaim, readClaim, readRational, writeRational } from "../oracle/plain.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { tapeBudget } from "./budget.ts";
import { entryPosition } from "./counterexample.ts";
import { violates } from "./inequality.ts";
import { reachOf } from "./reach.ts";
import type { Claim, ClaimRelation, Counterexample, ExactArray } from "./types.ts";

/** Plain data, the shape that reports carry. */
export interface WitnessData {
  readonly claim: PlainClaim | null;
  readonly seed: number;
  readonly convention: Readonly<Record<string, string>>;
  /** Sizes and positions of free indices. */
  readonly dims: Readonly<Record<string, number>>;
  /** Exact decimals (fractions where there is none), nested by axes. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly lhs: readonly unknown[];
  readonly rhs: readonly unknown[];
  readonly radius: string;
  readonly entry: readonly number[];
  readonly shapes: { readonly lhs: string; readonly rhs: string } | null;
}

/** Row-major entries nested by axes (dims other than 1). */
function nested(a: ExactArray): unknown {
  const dims = a.dims.filter((n) => n !== 1);
  const go = (level: number, from: number, length: number): unknown => {
    const n = dims[level];
    if (n === undefined) return writeRational(a.entries[from] as Rational);
    return Array.from({ length: n }, (_, i) => go(level + 1, from + i * (length / n), length / n));
  };
  return go(0, 0, a.entries.length);
}

function partsOf(claim: Claim, environment: Environment): ClaimParts {
  const reach = reachOf(environment, [claim.lhs, claim.rhs]);
  const named = new Set<Name>();
  for (const x of reach.nodes) if (x.kind === "sym") named.add(x.name);
  for (const x of reach.nodes) if (x.kind === "call") named.add(x.fn);
  return {
    lhs: claim.lhs, rhs: claim.rhs, relation: claim.relation,
    definitions: [...environment.definitions.values()].filter((d) => named.has(d.name)),
    functions: [...environment.functions.values()].filter((f) => named.has(f.name)),
  };
}

/** The counterexample of a claim as plain data. `environment` is the one it was found in. */
export function toWitness(claim: Claim, environment: Environment, c: Counterexample): WitnessData {
  return {
    claim: c.shapes ? null : plainClaim(partsOf(claim, environment)), seed: c.seed, convention: Object.fromEntries(c.convention),
    dims: Object.fromEntries([...c.sizes, ...c.indices]), values: Object.fromEntries([...c.values].map(([name, a]) => [name, nested(a)])),
    lhs: c.lhs, rhs: c.rhs, radius: String(c.radius), entry: c.entry, shapes: c.shapes,
  };
}

export interface Replayed {
  readonly refutes: boolean;
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly radius: number;
  readonly entry: readonly number[];
}

const structural: ReadonlyMap<string, Head> = new Map(heads.structuralHeads.map((h) => [h.name, h]));

/** Evaluates a witness again, from its plain data alone. `cards` is the book's vocabulary. */
export function replayWitness(witness: WitnessData, cards: ReadonlyMap<string, Head>): Result<Replayed, string> {
  if (witness.shapes) return ok({ refutes: witness.shapes.lhs !== witness.shapes.rhs, lhs: [], rhs: [], radius: 0, entry: [] });
  if (!witness.claim) return fail("the witness holds no claim");
  const t = createTerms();
  const read = readClaim(t, { get: (name) => cards.get(name) ?? structural.get(name) } as ReadonlyMap<string, Head>, witness.claim);
  if (!read.ok) return read;
  const values = readValues(witness.values);
  if (!values) return fail("a value of the witness is not a number");
  return evaluateClaim(read.value, witness, values);
}

function readValues(values: Readonly<Record<string, unknown>>): ReadonlyMap<Name, readonly Rational[]> | null {
  const out = new Map<Name, readonly Rational[]>();
  for (const [name, value] of Object.entries(values)) {
    const entries = flat(value).map((x) => (typeof x === "string" ? readRational(x) : null));
    if (entries.includes(null)) return null;
    out.set(name, entries as readonly Rational[]);
  }
  return out;
}

const flat = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value]);

function evaluateClaim(parts: ClaimParts, witness: WitnessData, values: ReadonlyMap<Name, readonly Rational[]>): Result<Replayed, string> {
  const environment: Environment = {
    ...emptyEnvironment, symbols: wholeSymbols(parts, values),
    definitions: new Map(parts.definitions.map((d) => [d.name, d])), functions: new Map(parts.functions.map((f) => [f.name, f])),
  };
  const sizes = new Map(Object.entries(witness.dims));
  const traced = trace(environment, [parts.lhs, parts.rhs], { sizes, indices: sizes, seed: witness.seed, budget: tapeBudget });
  if (!traced.ok) return fail(traced.error.detail);
  const tape = traced.value;
  const unset = tape.inputs.find(({ name, at }) => values.get(name)?.[at] === undefined);
  if (unset) return fail(`the witness has no value for ${unset.name}`);
  const point: Point = { sizes, values };
  const [left, right] = replay(tape, balls, inputsAt(tape, balls, point)).roots;
  if (!left || !right) return fail("the witness has no sides");
  const count = Math.max(left.values.length, right.values.length);
  const at = <T>(list: readonly T[], i: number): T => list[list.length === 1 ? 0 : i] as T;
  const middle = (list: typeof left.values): readonly number[] => list.map((x) => (isSkip(x) ? Number.NaN : x.mid));
  for (let i = 0; i < count; i++) {
    const x = at(left.values, i);
    const y = at(right.values, i);
    if (isSkip(x) || isSkip(y) || !violates(parts.relation as ClaimRelation, x, y)) continue;
    const dims = left.values.length >= right.values.length ? left.dims : right.dims;
    return ok({ refutes: true, lhs: middle(left.values), rhs: middle(right.values), radius: x.rad + y.rad, entry: entryPosition(dims, i) });
  }
  return ok({ refutes: false, lhs: middle(left.values), rhs: middle(right.values), radius: 0, entry: [] });
}

/** Index symbols that were drawn like other symbols must be drawn again. */
function wholeSymbols(parts: ClaimParts, values: ReadonlyMap<Name, unknown>): ReadonlyMap<Name, Declared> {
  const out = new Map<Name, Declared>();
  for (const x of nodesOf(parts.lhs, parts.rhs, ...parts.definitions.map((d) => d.body))) {
    if (x.kind !== "sym" || x.sort !== "index" || !values.has(x.name)) continue;
    out.set(x.name, { name: x.name, shape: x.shape, sort: "index", attributes: new Set(["integer"]), range: null });
  }
  return out;
}

/** Whether the counterexample refutes the claim when it is written out, read back and evaluated afresh. */
export function stillRefutes(claim: Claim, environment: Environment, c: Counterexample): boolean {
  const replayed = replayWitness(toWitness(claim, environment, c), cardsOf(claim, environment));
  return replayed.ok && replayed.value.refutes;
}

function cardsOf(claim: Claim, environment: Environment): ReadonlyMap<string, Head> {
  const out = new Map<string, Head>();
  for (const x of reachOf(environment, [claim.lhs, claim.rhs]).nodes) if (x.kind === "app") out.set(x.head.name, x.head);
  return out;
}

