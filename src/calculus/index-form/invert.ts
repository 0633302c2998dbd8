/** Inverses and determinants of matrices given by their entries. */
import { type Affine, minus, one, plain, variable } from "./affine.ts";
import {
  type Determinant,
  delta,
  determinant,
  inverse,
  type Poly,
  polyOf,
  type Tensor,
  type Term,
  term,
  variablesOf,
  withPowers,
} from "./factor.ts";
import { openPower } from "./functions.ts";
import { betweenGuards } from "./guards.ts";
import { leadOf } from "./lead.ts";
import { addPolys, asNumber, build, multiplyPolys, multiplyTerms, onePoly, powerOf, product, scale, single } from "./poly.ts";
import { commonPowers, divideOut, isBracket, raise } from "./powers.ts";
import { invert, isUnit, negate, whole } from "./rational.ts";
import { freshName, giveUp, type Session } from "./session.ts";
import { substitute, substituteAll } from "./substitute.ts";

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
  const outside = product(
    s,
    common.map((x) => powerOf(x.factor, negate(x.exponent))),
    invert(top),
  );
  return multiplyPolys(s, outside, single(s, inverse({ row, column, poly: scale(matrix, invert(top)), at, size })));
}

/** The diagonal of a matrix whose every term has [row = column]. */
function diagonalOf(s: Session, row: string, column: string, poly: Poly): Poly | null {
  const wanted = [minus(variable(row), variable(column)).key, minus(variable(column), variable(row)).key];
  const terms = poly.terms.map((t) => {
    const x = t.powers.find((y) => y.factor.kind === "delta" && wanted.includes(y.factor.of.key));
    return x
      ? withPowers(
          t,
          t.powers.filter((y) => y !== x),
        )
      : null;
  });
  const found = terms.flatMap((t) => (t ? [t] : []));
  if (found.length < terms.length) return null;
  s.laws.add("inverse of a diagonal matrix");
  return build(s, found);
}

/** Determinant of (row, column) ↦ poly: of a multiple of the identity a power, of a rank-one change by the determinant lemma. */
export function determinantAt(s: Session, row: string, column: string, poly: Poly, size: Affine): Poly {
  if (poly.terms.length === 0) return giveUp("the determinant of zero");
  const diagonal = diagonalOf(s, row, column, poly);
  if (diagonal && !variablesOf(diagonal).has(row) && !variablesOf(diagonal).has(column)) return openPower(s, diagonal, asNumber(s, size));
  return rankOneChange(s, row, column, poly, size) ?? single(s, determinantOf(row, column, poly, size));
}

/** det(M + u vᵀ) = det M (1 + vᵀ M⁻¹ u), where M holds a multiple of the identity or is a matrix by itself. */
function rankOneChange(s: Session, row: string, column: string, poly: Poly, size: Affine): Poly | null {
  const outer = poly.terms.find((t) => isOuter(t, row, column));
  if (!outer || poly.terms.length < 2) return null;
  const rest = polyOf(poly.terms.filter((t) => t !== outer));
  const matrix = rest.terms.some((t) => t.powers.some((x) => x.factor.kind === "delta")) || isMatrix(rest, row, column);
  if (!matrix) return null;
  s.laws.add("det(M + u vᵀ) = det M (1 + vᵀ M⁻¹ u)");
  s.conditions.add("what is inverted is nonsingular");
  const a = freshName(s);
  const b = freshName(s);
  const inner = substituteAll(s, polyOf([outer]), [row, column], [variable(a), variable(b)]);
  const sides = invertAt(s, row, column, rest, size, [variable(b), variable(a)]);
  const guards = [...betweenGuards(variable(a), one, size), ...betweenGuards(variable(b), one, size)];
  const change = build(
    s,
    inner.terms.flatMap((x) =>
      sides.terms.map((y) => {
        const both = multiplyTerms(s, x, y);
        return term(both.coefficient, [...guards, ...both.powers], [...both.dummies, a, b]);
      }),
    ),
  );
  return multiplyPolys(s, determinantAt(s, row, column, rest, size), addPolys(s, onePoly, change));
}

/** u[row] v[column]: no factor, and no chain of factors linked by dummies, holds both. */
function isOuter(t: Term, row: string, column: string): boolean {
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set([from]);
    for (let size = 0; size !== seen.size; ) {
      size = seen.size;
      for (const { factor } of t.powers) {
        const linked = [...factor.variables].filter((v) => v === row || v === column || t.dummies.includes(v));
        if (linked.some((v) => seen.has(v))) for (const v of linked) seen.add(v);
      }
    }
    return seen;
  };
  const touched = t.powers.some((x) => x.factor.variables.has(row)) && t.powers.some((x) => x.factor.variables.has(column));
  return touched && !reach(row).has(column);
}

const isMatrix = (p: Poly, row: string, column: string): boolean => aloneIn(p, row, column) !== null;

/** The tensor that the matrix is, by itself. */
function aloneIn(p: Poly, row: string, column: string): Tensor | null {
  const [only] = p.terms;
  const [x] = only?.powers ?? [];
  if (!only || !x || p.terms.length !== 1 || only.powers.length !== 1 || !isUnit(only.coefficient) || !isUnit(x.exponent)) return null;
  return x.factor.kind === "tensor" && x.factor.at.map(plain).sort().join() === [row, column].sort().join() ? x.factor : null;
}

function determinantOf(row: string, column: string, poly: Poly, size: Affine): Determinant {
  const marks = aloneIn(poly, row, column)?.marks;
  return determinant({ row, column, poly, size, definite: marks?.definite ?? false, orthogonal: marks?.orthogonal ?? false });
}
