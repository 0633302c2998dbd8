/**
 * Sizes at which a claim is measured: all distinct, all equal, and distinct in reverse. Distinct sizes show a forgotten transpose, equal
 * ones a product in the wrong order; a claim is accepted only when it holds at all of them.
 */
import { type Dim, dimNames, evaluateDim } from "../shape/index.ts";

export interface SizeConstraints {
  /** Dims that must agree. */
  readonly equal: readonly (readonly [Dim, Dim])[];
  /** Dims that must be at least 1: d − k + 1. */
  readonly positive: readonly Dim[];
}

export const noConstraints: SizeConstraints = { equal: [], positive: [] };

type Sizes = ReadonlyMap<string, number>;

const preferred = [2, 3, 5, 4, 7, 6, 8] as const;
const mostTries = 20_000;

/** Up to three tuples of sizes for these names, in their order of appearance; none when the constraints cannot be met. */
export function dimTuples(names: readonly string[], constraints: SizeConstraints = noConstraints): readonly Sizes[] {
  if (names.length === 0) return [new Map()];
  const wishes =
    names.length === 1
      ? [[2], [3], [4]]
      : [names.map((_, i) => wish(i)), names.map(() => 3), names.map((_, i) => wish(names.length - 1 - i))];
  const found: Sizes[] = [];
  for (const wished of wishes) {
    const sizes = nearest(names, wished, constraints);
    if (sizes && !found.some((other) => same(other, sizes))) found.push(sizes);
  }
  return found;
}

const wish = (i: number): number => preferred[i % preferred.length] as number;

const same = (a: Sizes, b: Sizes): boolean => [...a].every(([n, k]) => b.get(n) === k);

/** The first assignment that meets the constraints, trying the wished sizes first, name by name. */
function nearest(names: readonly string[], wished: readonly number[], constraints: SizeConstraints): Sizes | null {
  const sizes = new Map<string, number>();
  const checks = [
    ...constraints.equal.map(([a, b]) => ({ names: namesIn(a, b), holds: () => evaluateDim(a, sizes) === evaluateDim(b, sizes) })),
    ...constraints.positive.map((d) => ({ names: namesIn(d), holds: () => (evaluateDim(d, sizes) ?? 1) >= 1 })),
  ];
  let tries = 0;
  const go = (i: number): boolean => {
    const name = names[i];
    if (name === undefined) return true;
    const first = wished[i] as number;
    for (const k of [first, ...candidates.filter((c) => c !== first)]) {
      if (++tries > mostTries) return false;
      sizes.set(name, k);
      const settled = checks.filter((c) => c.names.has(name) && [...c.names].every((n) => sizes.has(n)));
      if (settled.every((c) => c.holds()) && go(i + 1)) return true;
      sizes.delete(name);
    }
    return false;
  };
  return go(0) ? new Map(sizes) : null;
}

const candidates = [3, 2, 4, 5, 6, 7, 8, 9, 12, 1] as const;

function namesIn(...dims: readonly Dim[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const d of dims) dimNames(d, out);
  return out;
}
