/**
 * Multiplying a difference by a matrix that occurs inverted at a free index: d = 0 exactly when M d = 0, for nonsingular M.
 *
 * Push-through and Woodbury fold away once the outer inverse meets its matrix.
 */
import { type Affine, one, plain, variable } from "./affine.ts";
import { crossMultiply } from "./cross.ts";
import { type Inverse, type Poly, term, variablesOf } from "./factor.ts";
import { betweenGuards } from "./guards.ts";
import { polyKey } from "./key.ts";
import { build, multiplyTerms } from "./poly.ts";
import { freshName, type Session } from "./session.ts";
import { substitute } from "./substitute.ts";

const depth = 3;
/** Operations for all multiplications together. */
const allowance = 20_000;

interface Place {
  readonly inverse: Inverse;
  readonly side: 0 | 1;
  readonly index: string;
}

/** Whether the difference vanishes once it is multiplied by matrices that occur inverted at its free indices. */
export const vanishesUnfolded = (s: Session, d: Poly, indices: readonly string[]): boolean =>
  vanishes(s, d, indices, depth, s.operations + allowance);

function vanishes(s: Session, d: Poly, indices: readonly string[], left: number, until: number): boolean {
  if (left === 0 || s.operations > until) return false;
  for (const place of placesIn(s, d, indices)) {
    const next = freshName(s, { from: one, to: place.inverse.size });
    const product = multiplied(s, d, place, next);
    const crossed = crossMultiply(s, product) ?? product;
    const moved = indices.map((i) => (i === place.index ? next : i));
    if (crossed.terms.length > 0 && !vanishes(s, crossed, moved, left - 1, until)) continue;
    s.laws.add("multiplied by an inverted matrix");
    s.conditions.add("what is inverted is nonsingular");
    return true;
  }
  return false;
}

/** Inverses at free indices whose matrix depends on nothing else. */
function placesIn(s: Session, d: Poly, indices: readonly string[]): readonly Place[] {
  const found = new Map<string, Place>();
  for (const t of d.terms) {
    for (const { factor: f } of t.powers) {
      if (f.kind !== "inverse" || [...variablesOf(f.poly)].some((v) => v !== f.row && v !== f.column)) continue;
      for (const side of [0, 1] as const) {
        const index = plain(f.at[side]);
        if (index !== null && indices.includes(index)) found.set(`${polyKey(s, f.poly)} ${side} ${index}`, { inverse: f, side, index });
      }
    }
  }
  return [...found.values()];
}

/** Σ_e M[next, e] d[e], or Σ_e d[e] M[e, next]. */
function multiplied(s: Session, d: Poly, { inverse: v, side, index }: Place, next: string): Poly {
  const e = freshName(s);
  const [row, column]: readonly [Affine, Affine] = side === 0 ? [variable(next), variable(e)] : [variable(e), variable(next)];
  const matrix = substitute(s, substitute(s, v.poly, v.row, row), v.column, column);
  const moved = substitute(s, d, index, variable(e));
  const guards = betweenGuards(variable(e), one, v.size);
  return build(
    s,
    moved.terms.flatMap((a) =>
      matrix.terms.map((b) => {
        const both = multiplyTerms(s, a, b);
        return term(both.coefficient, [...guards, ...both.powers], [...both.dummies, e]);
      }),
    ),
  );
}
