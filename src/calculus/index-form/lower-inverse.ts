/** Inverse and determinant: pushed through products of squares, transposes, numbers and diagonals; else atoms. */
import { type App, type Expr, heads } from "../../expr/index.ts";
import { type Dim, isScalar, sameDim } from "../../shape/index.ts";
import { type Affine, isWhole, one, variable } from "./affine.ts";
import type { Poly } from "./factor.ts";
import { affineOfDim, type Frame, indexLengths } from "./frame.ts";
import { openPower } from "./functions.ts";
import { determinantAt, invertAt } from "./invert.ts";
import { contractAll, lower, lowerScalar, marksOf } from "./lower.ts";
import { lowerEye } from "./lower-eye.ts";
import { lowerReciprocal } from "./lower-powers.ts";
import { asNumber, multiplyPolys, negatePoly, onePoly } from "./poly.ts";
import { raise } from "./powers.ts";
import { whole } from "./rational.ts";
import { freshName, giveUp } from "./session.ts";

/** The definition behind a name that nothing cuts. */
function behind(f: Frame, e: Expr): Expr {
  if (e.kind !== "sym" || f.names.has(e.name) || f.nodes.has(e) || f.opening.has(e.name)) return e;
  const d = f.environment.definitions.get(e.name);
  return d && d.params.length === 0 && d.body.shape.length === 2 ? behind({ ...f, opening: new Set([...f.opening, e.name]) }, d.body) : e;
}

const square = (e: Expr): boolean => e.shape.length === 2 && sameDim(e.shape[0] as Dim, e.shape[1] as Dim);
const appOf = (f: Frame, e: Expr): App | null => (e.kind === "app" && !f.nodes.has(e) ? e : null);

/** Entry (i, j) of the inverse of `e`. */
export function lowerInverse(f: Frame, given: Expr, i: readonly Affine[], j: readonly Affine[]): Poly {
  const s = f.session;
  if (isScalar(given.shape)) return lowerReciprocal(f, given, []);
  const e = behind(f, given);
  const a = appOf(f, e);
  if (e.kind === "sym" && !f.names.has(e.name) && !f.nodes.has(e) && marksOf(f, e).orthogonal) {
    s.laws.add("Q⁻¹ = Qᵀ for orthogonal Q");
    return lower(f, e, [...j, ...i]);
  }
  const first = a?.args[0] as Expr;
  switch (a?.head.name) {
    case "transpose":
      return lowerInverse(f, first, j, i);
    case "neg":
      return negatePoly(lowerInverse(f, first, i, j));
    case "eye":
      return lowerEye(f, i, j);
    case "inv":
      s.conditions.add("what is inverted is nonsingular");
      return lower(f, first, [...i, ...j]);
    case "Diag":
      return multiplyPolys(s, lowerEye(f, i, j), lowerReciprocal(f, first, i));
    case "div":
      return multiplyPolys(s, lowerScalar(f, a?.args[1] as Expr), lowerInverse(f, first, i, j));
    case "kron":
      return inverseOfKronecker(f, a as App, i, j) ?? inverseAtom(f, e, i, j);
    case "mul":
    case "hadamard":
      return inverseOfProduct(f, a as App, i, j) ?? inverseAtom(f, e, i, j);
    default:
      return inverseAtom(f, e, i, j);
  }
}

/** (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹ for square A and B, along pairs. */
function inverseOfKronecker(f: Frame, e: App, i: readonly Affine[], j: readonly Affine[]): Poly | null {
  const [a, b] = e.args as [Expr, Expr];
  const outer = indexLengths(f, a.shape[0] as Dim).length;
  const pairs = outer + indexLengths(f, b.shape[0] as Dim).length;
  if (!square(a) || !square(b) || i.length !== pairs || j.length !== pairs) return null;
  f.session.laws.add("(A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹");
  f.session.conditions.add("what is inverted is nonsingular");
  const part = (x: Expr, from: number, to?: number): Poly => lowerInverse(f, x, i.slice(from, to), j.slice(from, to));
  return multiplyPolys(f.session, part(a, 0, outer), part(b, outer));
}

function inverseOfProduct(f: Frame, a: App, i: readonly Affine[], j: readonly Affine[]): Poly | null {
  const s = f.session;
  const numbers = a.args.filter((x) => isScalar(x.shape));
  const matrices = a.args.filter((x) => !isScalar(x.shape));
  if (!matrices.every(square) || (a.head === heads.hadamard && matrices.length > 1)) return null;
  if (matrices.length > 1) {
    s.laws.add("(AB)⁻¹ = B⁻¹A⁻¹");
    s.conditions.add("what is inverted is nonsingular");
  }
  const list = [...matrices].reverse();
  const go = (k: number, c: readonly Affine[]): Poly =>
    k === 0
      ? lowerInverse(f, list[0] as Expr, i, c)
      : contractAll(f, [a.shape[0] as Dim], (m) => multiplyPolys(s, go(k - 1, m), lowerInverse(f, list[k] as Expr, m, c)));
  return multiplyPolys(s, ...numbers.map((x) => lowerReciprocal(f, x, [])), go(list.length - 1, j));
}

/** The entries of a matrix at fresh names for its row and column. */
function entriesOf(f: Frame, e: Expr): { readonly row: string; readonly column: string; readonly poly: Poly; readonly size: Affine } {
  const s = f.session;
  const [size, ...more] = indexLengths(f, e.shape[0] as Dim);
  if (!size || more.length > 0) return giveUp("the inverse or determinant along an axis that is a product");
  const row = freshName(s, { from: one, to: size });
  const column = freshName(s, { from: one, to: size });
  return { row, column, size, poly: lower(f, e, [variable(row), variable(column)]) };
}

function inverseAtom(f: Frame, e: Expr, i: readonly Affine[], j: readonly Affine[]): Poly {
  const m = entriesOf(f, e);
  return invertAt(f.session, m.row, m.column, m.poly, m.size, [i[0] as Affine, j[0] as Affine]);
}

export function lowerDeterminant(f: Frame, given: Expr): Poly {
  const s = f.session;
  if (isScalar(given.shape)) return lower(f, given, []);
  const e = behind(f, given);
  const a = appOf(f, e);
  const first = a?.args[0] as Expr;
  switch (a?.head.name) {
    case "transpose":
      return lowerDeterminant(f, first);
    case "eye":
      return onePoly;
    case "inv":
      s.laws.add("det A⁻¹ = 1/det A");
      return raise(s, lowerDeterminant(f, first), whole(-1));
    case "kron":
      return determinantOfKronecker(f, a as App) ?? determinantAtom(f, e);
    case "mul":
    case "hadamard":
      return determinantOfProduct(f, a as App) ?? determinantAtom(f, e);
    default:
      return determinantAtom(f, e);
  }
}

/** det(A ⊗ B) = (det A)^p (det B)^n for A n×n and B p×p. */
function determinantOfKronecker(f: Frame, e: App): Poly | null {
  const [a, b] = e.args as [Expr, Expr];
  if (!square(a) || !square(b)) return null;
  f.session.laws.add("det(A ⊗ B) = (det A)^p (det B)^n");
  const part = (x: Expr, times: Expr): Poly => determinantPower(f, lowerDeterminant(f, x), affineOfDim(f, times.shape[0] as Dim));
  return multiplyPolys(f.session, part(a, b), part(b, a));
}

const determinantPower = (f: Frame, c: Poly, size: Affine): Poly =>
  isWhole(size) && size.constant <= 16 ? raise(f.session, c, whole(size.constant)) : openPower(f.session, c, asNumber(f.session, size));

/** det(c A B) = cⁿ det A det B */
function determinantOfProduct(f: Frame, a: App): Poly | null {
  const s = f.session;
  const numbers = a.args.filter((x) => isScalar(x.shape));
  const matrices = a.args.filter((x) => !isScalar(x.shape));
  if (!matrices.every(square) || (a.head === heads.hadamard && matrices.length > 1)) return null;
  const size = affineOfDim(f, a.shape[0] as Dim);
  s.laws.add("det(c A B) = cⁿ det A det B");
  const outside = numbers.map((x) => determinantPower(f, lower(f, x, []), size));
  return multiplyPolys(s, ...outside, ...matrices.map((m) => lowerDeterminant(f, m)));
}

function determinantAtom(f: Frame, e: Expr): Poly {
  const m = entriesOf(f, e);
  return determinantAt(f.session, m.row, m.column, m.poly, m.size);
}
