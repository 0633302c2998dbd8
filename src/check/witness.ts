/** Counterexamples as plain data for the report. */
import type { Counterexample, ExactArray } from "../compare/types.ts";
import { showRational } from "../expr/index.ts";
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

export function witnessOf(c: Counterexample): Witness {
  return {
    claim: null, seed: c.seed, convention: Object.fromEntries(c.convention), dims: { ...plain(c.sizes), ...plain(c.indices) },
    values: Object.fromEntries([...c.values].map(([name, a]) => [name, nested(a)])), lhs: c.lhs, rhs: c.rhs, radius: String(c.radius), entry: c.entry, shapes: c.shapes,
  };
}
