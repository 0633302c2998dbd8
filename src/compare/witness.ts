/**
 * Witnesses: counterexamples as plain data.
 *
 * A refutation is believed only after its witness, written out, read back into a fresh table of terms and evaluated with fifty digits,
 * refutes again.
 */
import { type Environment, type Head, heads, type Name, type Rational, toNumber } from "../expr/index.ts";
import { type ClaimParts, type PlainClaim, plainClaim, replayWitness, writeRational } from "../oracle/index.ts";
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
    claim: c.shapes ? null : plainClaim(parts),
    seed: c.seed,
    convention: Object.fromEntries(c.convention),
    dims: Object.fromEntries([...c.sizes, ...c.indices, ...whole.map(([name, a]) => [name, toNumber(a.entries[0] as Rational)] as const)]),
    values: Object.fromEntries(drawn.map(([name, a]) => [name, nested(a)])),
    lhs: c.lhs,
    rhs: c.rhs,
    radius: String(c.radius),
    entry: c.entry,
    shapes: c.shapes,
  };
}

const structural: readonly (readonly [string, Head])[] = heads.structuralHeads.map((h) => [h.name, h]);

/** Whether the counterexample refutes the claim when it is written out, read back and evaluated afresh. */
export function stillRefutes(claim: Claim, environment: Environment, c: Counterexample): boolean {
  const vocabulary = new Map<string, Head>(structural);
  for (const x of reachOf(environment, [claim.lhs, claim.rhs]).nodes) if (x.kind === "app") vocabulary.set(x.head.name, x.head);
  const replayed = replayWitness(toWitness(claim, environment, c), vocabulary);
  return replayed.ok && replayed.value.failing.length > 0;
}
