/** Inverse and determinant: pushed through products of squares, transposes, numbers and diagonals; else atoms. */
import { type App, type Expr, heads } from "../../expr/index.ts";
import { type Dim, isScalar, sameDim } from "../../shape/index.ts";
import { type Affine, isWhole, minus, one, variable } from "./affine.ts";
import { delta, type Poly } from "./factor.ts";
import { affineOfDim, type Frame } from "./frame.ts";
import { determinantOf, invertAt } from "./invert.ts";
import { contract, lower, lowerScalar, marksOf } from "./lower.ts";
import { lowerReciprocal, openPower } from "./lower-powers.ts";
import { asNumber, multiplyPolys, negatePoly, onePoly, single } from "./poly.ts";
import { raise } from "./powers.ts";
import { whole } from "./rational.ts";
import { freshName, giveUp } from "./session.ts";

export const lowerIdentity = (f: Frame, i: Affine, j: Affine): Poly => single(f.session, delta(minus(i, j)));

/** The definition behind a name that nothing cuts. */
function behind(f: Frame, e: Expr): Expr {
  if (e.kind !== "sym" || f.names.has(e.name) || f.nodes.has(e) || f.opening.has(e.name)) return e;
  const d = f.environment.definitions.get(e.name);
  return d && d.params.length === 0 && d.body.shape.length === 2 ? behind({ ...f, opening: new Set([...f.opening, e.name]) }, d.body) : e;
}

const square = (e: Expr): boolean => e.shape.length === 2 && sameDim(e.shape[0] as Dim, e.shape[1] as Dim);
const appOf = (f: Frame, e: Expr): App | null => (e.kind === "app" && !f.nodes.has(e) ? e : null);

/** Entry (i, j) of the inverse of `e`. */
export function lowerInverse(f: Frame, given: Expr, i: Affine, j: Affine): Poly {
  const s = f.session;
  if (isScalar(given.shape)) return lowerReciprocal(f, given, []);
  const e = behind(f, given);
  const a = appOf(f, e);
  if (e.kind === "sym" && !f.names.has(e.name) && !f.nodes.has(e) && marksOf(f, e).orthogonal) {
    s.laws.add("Q⁻¹ = Qᵀ for orthogonal Q");
    return lower(f, e, [j, i]);
  }
  const first = a?.args[0] as Expr;
  switch (a?.head.name) {
    case "transpose":
      return lowerInverse(f, first, j, i);
    case "neg":
      return negatePoly(lowerInverse(f, first, i, j));
    case "eye":
      return lowerIdentity(f, i, j);
    case "inv":
      s.conditions.add("what is inverted is nonsingular");
      return lower(f, first, [i, j]);
    case "Diag":
      return multiplyPolys(s, lowerIdentity(f, i, j), lowerReciprocal(f, first, [i]));
    case "div":
      return multiplyPolys(s, lowerScalar(f, a?.args[1] as Expr), lowerInverse(f, first, i, j));
    case "mul":
    case "hadamard":
      return inverseOfProduct(f, a as App, i, j) ?? inverseAtom(f, e, i, j);
    default:
      return inverseAtom(f, e, i, j);
  }
}

function inverseOfProduct(f: Frame, a: App, i: Affine, j: Affine): Poly | null {
  const s = f.session;
  const numbers = a.args.filter((x) => isScalar(x.shape));
  const matrices = a.args.filter((x) => !isScalar(x.shape));
  if (!matrices.every(square) || (a.head === heads.hadamard && matrices.length > 1)) return null;
  if (matrices.length > 1) {
    s.laws.add("(AB)⁻¹ = B⁻¹A⁻¹");
    s.conditions.add("what is inverted is nonsingular");
  }
  const size = affineOfDim(f, a.shape[0] as Dim);
  const list = [...matrices].reverse();
  const go = (k: number, c: Affine): Poly =>
    k === 0 ? lowerInverse(f, list[0] as Expr, i, c)
      : contract(f, size, (m) => multiplyPolys(s, go(k - 1, m), lowerInverse(f, list[k] as Expr, m, c)));
  return multiplyPolys(s, ...numbers.map((x) => lowerReciprocal(f, x, [])), go(list.length - 1, j));
}

/** The entries of a matrix at fresh names for its row and column. */
function entriesOf(f: Frame, e: Expr): { readonly row: string; readonly column: string; readonly poly: Poly; readonly size: Affine } {
  const s = f.session;
  const size = affineOfDim(f, e.shape[0] as Dim);
  const row = freshName(s, { from: one, to: size });
  const column = freshName(s, { from: one, to: size });
  return { row, column, size, poly: lower(f, e, [variable(row), variable(column)]) };
}

function inverseAtom(f: Frame, e: Expr, i: Affine, j: Affine): Poly {
  const m = entriesOf(f, e);
  return invertAt(f.session, m.row, m.column, m.poly, m.size, [i, j]);
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
    case "mul":
    case "hadamard":
      return determinantOfProduct(f, a as App) ?? determinantAtom(f, e);
    default:
      return determinantAtom(f, e);
  }
}

/** det(c A B) = cⁿ det A det B */
function determinantOfProduct(f: Frame, a: App): Poly | null {
  const s = f.session;
  const numbers = a.args.filter((x) => isScalar(x.shape));
  const matrices = a.args.filter((x) => !isScalar(x.shape));
  if (!matrices.every(square) || (a.head === heads.hadamard && matrices.length > 1)) return null;
  const size = affineOfDim(f, a.shape[0] as Dim);
  s.laws.add("det(c A B) = cⁿ det A det B");
  const outside = numbers.map((x) => {
    const c = lower(f, x, []);
    return isWhole(size) && size.constant <= 16 ? raise(s, c, whole(size.constant)) : openPower(f, c, asNumber(s, size));
  });
  return multiplyPolys(s, ...outside, ...matrices.map((m) => lowerDeterminant(f, m)));
}

function determinantAtom(f: Frame, e: Expr): Poly {
  const m = entriesOf(f, e);
  if (m.poly.terms.length === 0) return giveUp("the determinant of zero");
  return single(f.session, determinantOf(m.row, m.column, m.poly, m.size));
}
