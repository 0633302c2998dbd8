/** Inverses and determinants of matrices given by their entries. */
import { type Affine, minus, plain, variable } from "./affine.ts";
import { delta, type Determinant, determinant, inverse, type Poly, withPowers } from "./factor.ts";
import { leadOf } from "./lead.ts";
import { build, multiplyPolys, powerOf, product, scale, single } from "./poly.ts";
import { commonPowers, divideOut, isBracket, raise } from "./powers.ts";
import { invert, isUnit, negate, whole } from "./rational.ts";
import { giveUp, type Session } from "./session.ts";
import { substitute } from "./substitute.ts";

/** Entry of the inverse of (row, column) ↦ poly: numbers go outside, a diagonal matrix is inverted entry by entry. */
export function invertAt(s: Session, row: string, column: string, poly: Poly, size: Affine, at: readonly [Affine, Affine]): Poly {
  if (poly.terms.length === 0) return giveUp("the inverse of zero");
  const diagonal = diagonalOf(s, row, column, poly);
  if (diagonal) {
    const entry = raise(s, substitute(s, substitute(s, diagonal, row, at[0]), column, at[0]), whole(-1));
    return multiplyPolys(s, single(s, delta(minus(at[0], at[1]))), entry);
  }
  const common = commonPowers(s, poly, (f) => !isBracket(f) && !f.variables.has(row) && !f.variables.has(column));
  const matrix = divideOut(s, poly, common);
  const top = leadOf(s, matrix).coefficient;
  const outside = product(s, common.map((x) => powerOf(x.factor, negate(x.exponent))), invert(top));
  return multiplyPolys(s, outside, single(s, inverse({ row, column, poly: scale(matrix, invert(top)), at, size })));
}

/** The diagonal of a matrix whose every term has [row = column]. */
function diagonalOf(s: Session, row: string, column: string, poly: Poly): Poly | null {
  const wanted = [minus(variable(row), variable(column)).key, minus(variable(column), variable(row)).key];
  const terms = poly.terms.map((t) => {
    const x = t.powers.find((y) => y.factor.kind === "delta" && wanted.includes(y.factor.of.key));
    return x ? withPowers(t, t.powers.filter((y) => y !== x)) : null;
  });
  const found = terms.flatMap((t) => (t ? [t] : []));
  if (found.length < terms.length) return null;
  s.laws.add("inverse of a diagonal matrix");
  return build(s, found);
}

/** Determinant of (row, column) ↦ poly; positive when that is a tensor declared positive definite. */
export function determinantOf(row: string, column: string, poly: Poly, size: Affine): Determinant {
  const [only] = poly.terms;
  const [x] = only?.powers ?? [];
  const alone = only && x && poly.terms.length === 1 && only.powers.length === 1 && isUnit(only.coefficient) && isUnit(x.exponent) ? x.factor : null;
  const declared = alone?.kind === "tensor" && alone.at.map(plain).sort().join() === [row, column].sort().join() ? alone.marks : null;
  return determinant({ row, column, poly, size, definite: declared?.definite ?? false, orthogonal: declared?.orthogonal ?? false });
}
