/** Inverses and determinants of matrices given by their entries. */
import { type Affine, plain } from "./affine.ts";
import { type Determinant, determinant, inverse, type Poly } from "./factor.ts";
import { leadOf } from "./lead.ts";
import { scale, single } from "./poly.ts";
import { invert, isUnit } from "./rational.ts";
import { giveUp, type Session } from "./session.ts";

/** Entry of the inverse of (row, column) ↦ poly; the lead coefficient goes outside. */
export function invertAt(s: Session, row: string, column: string, poly: Poly, size: Affine, at: readonly [Affine, Affine]): Poly {
  if (poly.terms.length === 0) return giveUp("the inverse of zero");
  const top = leadOf(s, poly).coefficient;
  return scale(single(s, inverse({ row, column, poly: scale(poly, invert(top)), at, size })), invert(top));
}

/** Determinant of (row, column) ↦ poly; positive when that is a tensor declared positive definite. */
export function determinantOf(row: string, column: string, poly: Poly, size: Affine): Determinant {
  const [only] = poly.terms;
  const [x] = only?.powers ?? [];
  const alone = only && x && poly.terms.length === 1 && only.powers.length === 1 && isUnit(only.coefficient) && isUnit(x.exponent) ? x.factor : null;
  const definite = alone?.kind === "tensor" && alone.marks.definite && alone.at.map(plain).sort().join() === [row, column].sort().join();
  return determinant({ row, column, poly, size, definite });
}
