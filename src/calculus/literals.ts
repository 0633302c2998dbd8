/** Constants as normal terms: numbers, zeros, ones, identities, unit vectors. */
import { type Expr, heads, type Rational, rational } from "../expr/index.ts";
import { type Dim, isOne } from "../shape/dim.ts";
import { Bug } from "../shape/result.ts";
import { isColumn, isRow, isScalar, type Shape } from "../shape/shape.ts";
import { arg, cols, is, isOnes, rows } from "./atoms.ts";
import { enterSize } from "./enter-size.ts";
import type { Normal } from "./normal.ts";

export function literals(n: Normal) {
  const t = n.t;
  const sizes = new Map<string, Expr>();

  const small = new Map<number, Expr>();

  function num(value: Rational | number, d = 1): Expr {
    if (typeof value !== "number") return t.num(value);
    const known = d === 1 ? small.get(value) : undefined;
    if (known) return known;
    const made = t.num(rational(value, d));
    if (d === 1) small.set(value, made);
    return made;
  }

  function size(d: Dim): Expr {
    const known = sizes.get(d.key);
    if (known) return known;
    const made = enterSize(n, t.dim(d));
    sizes.set(d.key, made);
    return made;
  }

  const zero = (shape: Shape): Expr => {
    if (isScalar(shape)) return num(0);
    if (shape.length !== 2) throw new Bug("a zero array of rank three is only met by entries");
    return t.app(heads.zeros, [size(rows(shape)), size(cols(shape))]);
  };
  const ones = (d: Dim): Expr => (isOne(d) ? num(1) : t.app(heads.ones, [size(d), num(1)]));
  const eye = (d: Dim): Expr => (isOne(d) ? num(1) : t.app(heads.eye, [size(d)]));
  const basis = (i: Expr, d: Dim): Expr => (isOne(d) ? num(1) : t.app(heads.basis, [i, size(d)]));

  function onesLike(shape: Shape): Expr {
    if (isScalar(shape)) return num(1);
    if (isColumn(shape)) return ones(rows(shape));
    if (isRow(shape)) return n.T(ones(cols(shape)));
    return n.mul([ones(rows(shape)), n.T(ones(cols(shape)))]);
  }

  /** 1, 1ᵀ or 1 1ᵀ. */
  function isOnesLike(e: Expr): boolean {
    if (isOnes(e)) return true;
    if (is(e, "transpose")) return isOnes(arg(e, 0));
    if (!is(e, "mul") || e.args.length !== 2) return false;
    return isOnes(arg(e, 0)) && isOnesLike(arg(e, 1));
  }

  return {
    num,
    size,
    zero,
    ones,
    eye,
    basis,
    onesLike,
    isOnesLike,
    d: (u: Expr): Expr => t.app(heads.d, [u]),
    head(name: string) {
      const h = n.book.heads.get(name);
      if (!h) throw new Bug(`the book has no card ${name}`);
      return h;
    },
  };
}
