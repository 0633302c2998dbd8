/**
 * Powers, entrywise products and function cards.
 *
 *   x⁰ = 1   x¹ = x   1ᵖ = 1   (xᵃ)ᵇ = xᵃᵇ unless a is even and b no integer   (eᵘ)ᵖ = e^{pu}   (ab)ᵏ = aᵏbᵏ for integer k
 *   v ⊙ eᵢ = vᵢ eᵢ   A ⊙ eᵢeⱼᵀ = Aᵢⱼ eᵢeⱼᵀ   u ⊙ 1 = u   ln eᵘ = u   e^{ln u} = u   [P]ᵏ = [P]
 */
import { type Book, type Expr, type Head, heads, oneRational, type Rational, rational, sameRational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { isScalar, type Shape, sameShape, scalarShape, showShape } from "../shape/shape.ts";
import { arg, column, integerOf, is, isNumber, isZero, rows, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

/** A power of a scalar or an entrywise one; X³ of a matrix is none. */
const isPower = (e: Expr): boolean => (is(e, "pow") && scalar(e)) || is(e, "hpow");

export function powers(n: Normal) {
  const table = new Map<string, Expr>();

  function pow(base: Expr, exponent: Expr): Expr {
    if (isNumber(exponent, 0)) return n.onesLike(base.shape);
    if (isNumber(exponent, 1) || isNumber(base, 1) || n.isOnesLike(base)) return base;
    const k = integerOf(exponent);
    if (base.kind === "num" && k !== null && Math.abs(k) <= 64 && (base.value.n !== 0n || k > 0))
      return powerOfNumber(base.value.n, base.value.d, k);
    if (isPower(base)) {
      const inner = arg(base as never, 1);
      const even = inner.kind === "num" && inner.value.n % 2n === 0n;
      if (!even || k !== null) return pow(arg(base as never, 0), n.mul([inner, exponent]));
    }
    if (k !== null) {
      const spreadOver = powerOfProduct(base, exponent);
      if (spreadOver) return spreadOver;
      if (is(base, "iverson") && k > 0) return base;
      if (is(base, "exp")) return apply(base.head, [n.mul([exponent, arg(base, 0)])]);
    }
    return n.t.app(scalar(base) ? heads.pow : heads.hpow, [base, exponent]);
  }

  function powerOfNumber(p: bigint, q: bigint, k: number): Expr {
    const size = BigInt(Math.abs(k));
    return n.num(k > 0 ? rational(p ** size, q ** size) : rational(q ** size, p ** size));
  }

  function powerOfProduct(base: Expr, exponent: Expr): Expr | null {
    if (is(base, "hadamard")) return had(base.args.map((a) => pow(a, exponent)));
    if (!is(base, "mul")) return null;
    const p = n.parts(base);
    if (scalar(base)) {
      if (p.k.length > 0 || (p.s.length === 1 && p.s[0] === base)) return null;
      return n.mul([pow(n.num(p.c), exponent), ...p.s.map((x) => pow(x, exponent))]);
    }
    const [only] = p.k;
    if (p.k.length !== 1 || !only || (p.s.length === 0 && sameRational(p.c, oneRational))) return null;
    return n.mul([pow(n.num(p.c), exponent), ...p.s.map((x) => pow(x, exponent)), pow(only, exponent)]);
  }

  interface Entrywise {
    readonly scalars: Expr[];
    readonly powers: Map<Expr, Expr>;
  }

  function put(h: Entrywise, f: Expr, shape: Shape): void {
    if (is(f, "hadamard")) {
      for (const a of f.args) put(h, a, shape);
      return;
    }
    if (isScalar(f.shape)) {
      h.scalars.push(f);
      return;
    }
    if (!sameShape(f.shape, shape)) throw new Bug(`an entrywise product of ${showShape(shape)} and ${showShape(f.shape)}`);
    const p = n.parts(f);
    if (p.s.length > 0 || !sameRational(p.c, oneRational)) {
      h.scalars.push(n.num(p.c), ...p.s);
      put(h, n.raw(oneRational, [], p.k), shape);
      return;
    }
    if (n.isOnesLike(f)) return;
    const [base, exponent] = is(f, "hpow") ? [arg(f, 0), arg(f, 1)] : [f, n.num(1)];
    const before = h.powers.get(base);
    h.powers.set(base, before ? n.add([before, exponent]) : exponent);
  }

  function had(factors: readonly Expr[]): Expr {
    const shape = factors.find((f) => !scalar(f))?.shape ?? scalarShape;
    if (isScalar(shape)) return n.mul(factors);
    if (factors.some(isZero)) return n.zero(shape);
    const h: Entrywise = { scalars: [], powers: new Map() };
    for (const f of factors) put(h, f, shape);
    const made = [...h.powers].map(([b, e]) => pow(b, e)).filter((a) => !n.isOnesLike(a));
    const core = coreOf(made, shape);
    return h.scalars.length > 0 ? n.mul([...h.scalars, core]) : core;
  }

  /** The product of distinct powers; a unit vector or unit matrix among them picks entries. */
  function coreOf(list: readonly Expr[], shape: Shape): Expr {
    const [first] = list;
    if (!first) return n.onesLike(shape);
    if (list.length === 1) return first;
    const unit = list.find((a) => unitPosition(a) !== null);
    const at = unit ? unitPosition(unit) : null;
    if (unit && at) return n.mul([...list.filter((a) => a !== unit).map((a) => n.elem(a, at)), unit]);
    if (
      list.some(
        (a) =>
          n.parts(a).s.length > 0 ||
          (a.kind === "app" && a.head === heads.mul && n.parts(a).c !== oneRational && !sameRational(n.parts(a).c, oneRational)),
      )
    )
      return had(list);
    const key = list
      .map((a) => a.id)
      .sort((a, b) => a - b)
      .join(",");
    const before = table.get(key);
    if (before) return before;
    const node = n.t.app(heads.hadamard, list);
    table.set(key, node);
    return node;
  }

  /** [i] for eᵢ and [i, j] for eᵢeⱼᵀ. */
  function unitPosition(e: Expr): readonly Expr[] | null {
    if (is(e, "basis")) return [arg(e, 0)];
    if (is(e, "transpose")) return unitPosition(arg(e, 0));
    if (!is(e, "mul") || e.args.length !== 2) return null;
    const [a, b] = [arg(e, 0), arg(e, 1)];
    if (!is(a, "basis") || !column(a) || !is(b, "transpose")) return null;
    const right = arg(b, 0);
    return is(right, "basis") ? [arg(a, 0), arg(right, 0)] : null;
  }

  function apply(head: Head, args: readonly Expr[]): Expr {
    const [a] = args;
    if (a && args.length === 1) {
      const known = a.kind === "num" ? valueAt(n.book, head, a.value) : null;
      if (known) return n.num(known);
      if (head.name === "ln" && is(a, "exp")) return arg(a, 0);
      if (head.name === "exp" && is(a, "ln")) return arg(a, 0);
      if (head.name === "norm" && is(a, "transpose")) return apply(head, [arg(a, 0)]);
    }
    const made = n.t.app(head, args);
    return n.names.get(made) ?? made;
  }

  /** The k-th power of a square matrix: a chain for small k, X⁻¹ for −1, else a node. */
  function matrixPower(base: Expr, exponent: Expr): Expr {
    const k = integerOf(exponent);
    if (k === 0) return n.eye(rows(base.shape));
    if (k === null || Math.abs(k) > 8) return n.t.app(heads.pow, [base, exponent]);
    const one = k < 0 ? n.inv(base) : base;
    return n.mul(Array.from({ length: Math.abs(k) }, () => one));
  }

  return { pow, had, apply, matrixPower };
}

/** f(c) of two numbers, where the book has it as a law: exp(0) → 1, sin(0) → 0. */
function valueAt(book: Book, head: Head, at: Rational): Rational | null {
  for (const { left, right, arrow } of book.rules) {
    if (arrow !== "→" || left.kind !== "app" || left.head !== head || right.kind !== "num") continue;
    const [of] = left.args;
    if (left.args.length === 1 && of?.kind === "num" && sameRational(of.value, at)) return right.value;
  }
  return null;
}
