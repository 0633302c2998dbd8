/** Cosines of rational multiples of π that are square roots of fractions: multiples of π/6 and of π/4. */
import { multiplyRational, type Rational, rational } from "../expr/index.ts";

export interface RootOfFraction {
  readonly sign: 1 | -1;
  readonly square: Rational;
}

/** cos² of 0, π/6, π/4, π/3, π/2, by twelfths of π. */
const squares: ReadonlyMap<bigint, Rational> = new Map([
  [0n, rational(1)],
  [2n, rational(3, 4)],
  [3n, rational(1, 2)],
  [4n, rational(1, 4)],
  [6n, rational(0)],
]);

/** cos(qπ), where it is ±√ of a fraction. */
export function cosineOfTurn(q: Rational): RootOfFraction | null {
  const twelfths = multiplyRational(q, rational(12));
  if (twelfths.d !== 1n) return null;
  const k = ((twelfths.n % 24n) + 24n) % 24n;
  const folded = k > 12n ? 24n - k : k;
  const square = squares.get(folded > 6n ? 12n - folded : folded);
  return square ? { sign: folded > 6n ? -1 : 1, square } : null;
}

/** sin(qπ) = cos((½ − q)π) */
export const sineOfTurn = (q: Rational): RootOfFraction | null => cosineOfTurn({ n: q.d - 2n * q.n, d: 2n * q.d });
