/**
 * Witnesses: counterexamples as plain data.
 *
 * A refutation is believed only after its witness, written out, read back into a fresh table of terms and evaluated with fifty digits,
 * refutes again.
 */
import {
  type Environment,
  type Head,
  heads,
  type Name,
  type Rational,
  rational,
  type Signature,
  type Sym,
  toNumber,
} from "../expr/index.ts";
import { type ClaimParts, type Plain, type PlainClaim, plainClaim, plainRidges, replayWitness, writeRational } from "../oracle/index.ts";
import { evaluateDim, type Shape } from "../shape/index.ts";
import { reachOf } from "./reach.ts";
import type { Claim, Counterexample, ExactArray } from "./types.ts";

/** Plain data, as reports carry it. */
export interface Witness {
  readonly claim: PlainClaim | null;
  readonly seed: number;
  readonly convention: Readonly<Record<string, string>>;
  /** Sizes and positions of free indices; whole numbers that stand as indices too. */
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

/** The counterexample of a claim as plain data. Definitions and functions are those that the claim reaches. */
export function toWitness(claim: Claim, environment: Environment, c: Counterexample): Witness {
  const reach = reachOf(environment, [claim.lhs, claim.rhs]);
  const names = new Set<Name>(reach.nodes.flatMap((x) => (x.kind === "sym" ? [x.name] : x.kind === "call" ? [x.fn] : [])));
  const parts: ClaimParts = {
    lhs: claim.lhs,
    rhs: claim.rhs,
    relation: claim.relation,
    definitions: [...environment.definitions.values()].filter((d) => names.has(d.name)),
    functions: [...environment.functions.values()].filter((f) => names.has(f.name)),
  };
  const whole = [...c.values].filter(([name]) => reach.symbols.get(name)?.sort === "index");
  const drawn = [...c.values].filter(([name]) => reach.symbols.get(name)?.sort !== "index");
  return {
    claim: c.shapes ? null : withRidges(plainClaim(parts), parts.functions, c),
    seed: c.seed,
    convention: Object.fromEntries(c.convention),
    dims: Object.fromEntries([...c.sizes, ...c.indices, ...whole.map(([name, a]) => [name, toNumber(a.entries[0] as Rational)] as const)]),
    values: Object.fromEntries([...drawn, ...unused(environment, reach.symbols, c)].map(([name, a]) => [name, nested(a)])),
    lhs: c.lhs,
    rhs: c.rhs,
    radius: String(c.radius),
    entry: c.entry,
    shapes: c.shapes,
  };
}

/** Symbols that the values do not depend on (the X of ∂ tr(AX)/∂X) were not drawn: ones will do. */
function unused(environment: Environment, symbols: ReadonlyMap<Name, Sym>, c: Counterexample): readonly (readonly [Name, ExactArray])[] {
  if (c.shapes) return [];
  return [...symbols.values()].flatMap((x) => {
    const known = c.values.has(x.name) || c.sizes.has(x.name) || c.indices.has(x.name);
    const dims = x.shape.map((d) => evaluateDim(d, c.sizes));
    if (known || x.sort !== "real" || environment.definitions.has(x.name) || dims.includes(null)) return [];
    const whole = dims as readonly number[];
    const entries = Array.from({ length: whole.reduce((m, n) => m * n, 1) }, () => rational(1));
    return [[x.name, { dims: whole, entries }] as const];
  });
}

/** Abstract functions as they were drawn: whoever replays the witness needs no generator of random numbers. */
function withRidges(claim: PlainClaim, functions: readonly Signature[], c: Counterexample): PlainClaim {
  const entries = (shape: Shape): number | null =>
    shape.reduce<number | null>((n, d) => {
      const length = evaluateDim(d, c.sizes);
      return n === null || length === null ? null : n * length;
    }, 1);
  const drawn = functions.map((f, i): Plain => {
    const inputs = f.params.map(entries);
    const outputs = entries(f.result);
    const written = claim.functions[i] as readonly Plain[];
    if (outputs === null || inputs.includes(null)) return written;
    const all = inputs.reduce<number>((n, k) => n + (k as number), 0);
    return [...written, plainRidges(c.seed, f.name, all, outputs)];
  });
  return { ...claim, functions: drawn };
}

const structural: readonly (readonly [string, Head])[] = heads.structuralHeads.map((h) => [h.name, h]);

/** Whether the counterexample refutes the claim when it is written out, read back and evaluated afresh. */
export function stillRefutes(claim: Claim, environment: Environment, c: Counterexample): boolean {
  const vocabulary = new Map<string, Head>(structural);
  for (const x of reachOf(environment, [claim.lhs, claim.rhs]).nodes) if (x.kind === "app") vocabulary.set(x.head.name, x.head);
  const replayed = replayWitness(toWitness(claim, environment, c), vocabulary);
  return replayed.ok && replayed.value.failing.length > 0;
}
