/** Powers: pushed through products, quotients and powers before anything is expanded, so that equal denominators stay equal bases. */
import { type App, type Expr, heads } from "../../expr/index.ts";
import { type Dim, isScalar } from "../../shape/index.ts";
import type { Affine } from "./affine.ts";
import type { Poly } from "./factor.ts";
import { type Frame, rowsAndColumns } from "./frame.ts";
import { openPower } from "./functions.ts";
import { contractAll, lower, lowerScalar, lowerSpread } from "./lower.ts";
import { lowerEye } from "./lower-eye.ts";
import { lowerInverse } from "./lower-inverse.ts";
import { constant, constantOf, multiplyPolys } from "./poly.ts";
import { raise } from "./powers.ts";
import { isInteger, isNegative, multiply, negate, type Rational, whole } from "./rational.ts";
import { giveUp } from "./session.ts";

const below = whole(-1);
const entrywise: ReadonlySet<unknown> = new Set([heads.hadamard, heads.hdiv, heads.hpow, heads.neg]);

export const lowerReciprocal = (f: Frame, e: Expr, at: readonly Affine[]): Poly => lowerRaised(f, e, isScalar(e.shape) ? [] : at, below);

/** The entry of `e` to a numeric power. */
function lowerRaised(f: Frame, e: Expr, at: readonly Affine[], k: Rational): Poly {
  const s = f.session;
  const entry = (): Poly => raise(s, lower(f, e, at), k);
  if (!isInteger(k) || !isNegative(k) || e.kind !== "app" || f.nodes.has(e)) return entry();
  const scalar = isScalar(e.shape);
  if (!scalar && !entrywise.has(e.head)) return entry();
  const part = (a: Expr, power: Rational): Poly => lowerRaised(f, a, isScalar(a.shape) ? [] : at, power);
  switch (e.head) {
    case heads.mul:
      return e.args.every((a) => isScalar(a.shape)) ? multiplyPolys(s, ...e.args.map((a) => part(a, k))) : entry();
    case heads.hadamard:
      return multiplyPolys(s, ...e.args.map((a) => part(a, k)));
    case heads.div:
    case heads.hdiv:
      return multiplyPolys(s, part(e.args[0] as Expr, k), part(e.args[1] as Expr, negate(k)));
    case heads.neg:
      return multiplyPolys(s, constant(k.n % 2n === 0n ? whole(1) : below), part(e.args[0] as Expr, k));
    case heads.pow:
    case heads.hpow: {
      const exponent = numericExponent(f, e.args[1] as Expr);
      return exponent && isInteger(exponent) ? part(e.args[0] as Expr, multiply(exponent, k)) : entry();
    }
    default:
      return entry();
  }
}

function numericExponent(f: Frame, e: Expr): Rational | null {
  if (!isScalar(e.shape)) return null;
  return e.kind === "num" ? e.value : constantOf(lowerScalar(f, e));
}

/** pow of a number or a square matrix, hpow of entries. */
export function lowerPower(f: Frame, e: App, at: readonly Affine[]): Poly {
  const [base, exponent] = e.args as [Expr, Expr];
  const k = numericExponent(f, exponent);
  if (e.head === heads.pow && !isScalar(base.shape))
    return k && isInteger(k) ? matrixPower(f, base, k, at) : giveUp("a power of a matrix that is no number");
  if (k) return lowerRaised(f, base, isScalar(base.shape) ? [] : at, k);
  return openPower(f.session, lowerSpread(f, base, at), lowerSpread(f, exponent, at));
}

function matrixPower(f: Frame, base: Expr, k: Rational, at: readonly Affine[]): Poly {
  const [rows, columns] = rowsAndColumns(f, base.shape, at);
  const count = Number(isNegative(k) ? -k.n : k.n);
  if (count > 16) return giveUp("a large power of a matrix");
  if (count === 0) return lowerEye(f, rows, columns);
  const entry = (r: readonly Affine[], c: readonly Affine[]): Poly =>
    isNegative(k) ? lowerInverse(f, base, r, c) : lower(f, base, [...r, ...c]);
  const go = (n: number, c: readonly Affine[]): Poly =>
    n === 1 ? entry(rows, c) : contractAll(f, [base.shape[0] as Dim], (m) => multiplyPolys(f.session, go(n - 1, m), entry(m, c)));
  return go(count, columns);
}
