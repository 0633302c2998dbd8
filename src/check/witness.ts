/** Counterexamples as plain data for the report. */
import type { Counterexample, ExactArray } from "../compare/types.ts";
import { calledFunctions, type Environment, type Expr, freeSymbols, showRational } from "../expr/index.ts";
import { type PlainClaim, plainClaim } from "../oracle/index.ts";
import type { Witness } from "./report.ts";

/** Row-major entries nested by dims, literal ones left out. */
function nested(a: ExactArray): unknown {
  const dims = a.dims.filter((n) => n !== 1);
  const go = (level: number, from: number, length: number): unknown => {
    const n = dims[level];
    if (n === undefined) return showRational(a.entries[from] ?? { n: 0n, d: 1n });
    return Array.from({ length: n }, (_, i) => go(level + 1, from + i * (length / n), length / n));
  };
  return go(0, 0, a.entries.length);
}

const plain = (map: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries(map);

/** What a counterexample refutes, with all that its sides mention. */
export interface Refuted {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly relation: string;
  readonly environment: Environment;
}

/** The claim with the definitions and functions that it reaches, and no others. */
function plainOf(claim: Refuted): PlainClaim {
  const { definitions, functions } = claim.environment;
  const reached = new Set<string>();
  const visit = (e: Expr): void => {
    for (const name of [...freeSymbols(e).keys(), ...calledFunctions(e)]) {
      if (reached.has(name)) continue;
      reached.add(name);
      const definition = definitions.get(name);
      if (definition) visit(definition.body);
    }
  };
  visit(claim.lhs);
  visit(claim.rhs);
  return plainClaim({
    lhs: claim.lhs, rhs: claim.rhs, relation: claim.relation,
    definitions: [...definitions.values()].filter((d) => reached.has(d.name)), functions: [...functions.values()].filter((f) => reached.has(f.name)),
  });
}

/** `claim` is null where a shape alone was stated; such a witness is read, not replayed. */
export function witnessOf(c: Counterexample, claim: Refuted | null): Witness {
  return {
    claim: claim && plainOf(claim), seed: c.seed, convention: Object.fromEntries(c.convention), dims: { ...plain(c.sizes), ...plain(c.indices) },
    values: Object.fromEntries([...c.values].map(([name, a]) => [name, nested(a)])), lhs: c.lhs, rhs: c.rhs, radius: String(c.radius), entry: c.entry, shapes: c.shapes,
  };
}
