/**
 * Transpose, inverse, trace, determinant, Diag, diag, vec, ⊗.
 *
 *   (AB)ᵀ = BᵀAᵀ   (AB)⁻¹ = B⁻¹A⁻¹   tr(uvᵀ) = vᵀu   tr Diag v = 1ᵀv   tr(A ⊗ B) = tr A tr B   tr Aᵀ = tr A
 *   diag(uvᵀ) = u ⊙ v   diag(Diag(u) A) = u ⊙ diag A   det A⁻¹ = 1/det A   det Aᵀ = det A   det Aᵏ = (det A)ᵏ
 *
 * ᵀ goes through products, inverses, ⊗ and sums of the engine's own making; it stops at functions and at sums the author wrote.
 */
import { type Expr, heads, oneRational, sameRational } from "../expr/index.ts";
import { type Dim, isOne, multiplyDims, one, sameDim } from "../shape/dim.ts";
import { isColumn, type Shape, transposeShape } from "../shape/shape.ts";
import { arg, cols, inside, is, isZero, rows, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import { transposes } from "./products.ts";

const square = (e: Expr): boolean => sameDim(rows(e.shape), cols(e.shape));

export function matrices(n: Normal) {
  const done = new Map<Expr, Expr>();
  const traces = new Map<string, Expr>();

  function T(a: Expr): Expr {
    if (scalar(a)) return a;
    const before = done.get(a);
    if (before) return before;
    const made = turned(a);
    done.set(a, made);
    return made;
  }

  function turned(a: Expr): Expr {
    if (a.kind !== "app") return n.t.app(heads.transpose, [a]);
    switch (a.head.name) {
      case "transpose":
        return arg(a, 0);
      case "eye":
      case "Diag":
        return a;
      case "zeros":
        return n.zero(transposeShape(a.shape));
      case "mul": {
        const p = n.parts(a);
        return n.mul([n.num(p.c), ...p.s, ...[...p.k].reverse().map(T)]);
      }
      case "inv":
        return inv(T(arg(a, 0)));
      case "kron":
        return kron(T(arg(a, 0)), T(arg(a, 1)));
      case "add": {
        if (!n.written.has(a)) return n.add(a.args.map(T));
        return square(a) && n.add(a.args.map(T)) === a ? a : n.t.app(heads.transpose, [a]);
      }
      case inside.sum.name:
        return n.close(arg(a, 1) as never, T(arg(a, 0)));
      case "hadamard":
      case "hpow":
        return square(a) && a.args.every((x) => T(x) === x) ? a : n.t.app(heads.transpose, [a]);
      default:
        return n.t.app(heads.transpose, [a]);
    }
  }

  function inv(a: Expr): Expr {
    if (scalar(a)) return n.pow(a, n.num(-1));
    if (is(a, "inv")) return arg(a, 0);
    if (is(a, "eye")) return a;
    if (is(a, "Diag")) return diagMatrix(n.pow(arg(a, 0), n.num(-1)));
    if (is(a, "mul")) {
      const p = n.parts(a);
      if (p.s.length > 0 || !sameRational(p.c, oneRational)) {
        return n.mul([n.pow(n.num(p.c), n.num(-1)), ...p.s.map((x) => n.pow(x, n.num(-1))), inv(n.raw(oneRational, [], p.k))]);
      }
      if (p.k.every(square)) return n.mul([...p.k].reverse().map(inv));
    }
    return n.apply(n.head("inv"), [a]);
  }

  function tr(a: Expr): Expr {
    if (scalar(a)) return a;
    if (isZero(a)) return n.num(0);
    if (a.kind !== "app") return n.apply(n.head("tr"), [a]);
    switch (a.head.name) {
      case "eye":
        return n.size(rows(a.shape));
      case "add":
        return n.add(a.args.map(tr));
      case "Diag":
        return n.mul([n.T(n.ones(rows(a.shape))), arg(a, 0)]);
      case "transpose":
        return tr(arg(a, 0));
      case "kron":
        return square(arg(a, 0)) && square(arg(a, 1)) ? n.mul([tr(arg(a, 0)), tr(arg(a, 1))]) : n.apply(n.head("tr"), [a]);
      case inside.sum.name:
        return n.close(arg(a, 1) as never, tr(arg(a, 0)));
      case "mul":
        return traceOfProduct(a);
      default:
        return n.apply(n.head("tr"), [a]);
    }
  }

  function traceOfProduct(a: Expr): Expr {
    const { c, s, k } = n.parts(a);
    const outer = k.findIndex((x, i) => i > 0 && isOne(rows(x.shape)));
    if (outer > 0) return n.mul([n.num(c), ...s, ...k.slice(outer), ...k.slice(0, outer)]);
    if (k.length === 1) return n.mul([n.num(c), ...s, tr(k[0] as Expr)]);
    for (let i = 1; i < k.length; i++) {
      const turnedRound = n.mul([...k.slice(i), ...k.slice(0, i)]);
      const p = n.parts(turnedRound);
      if (p.s.length > 0 || p.k.length !== k.length) return n.mul([n.num(c), ...s, tr(turnedRound)]);
    }
    return n.mul([n.num(c), ...s, canonicalTrace(k)]);
  }

  /** One node for all rotations of a chain and of its transpose; shown with the fewest transposes, else as first met. */
  function canonicalTrace(k: readonly Expr[]): Expr {
    const back = [...k].reverse().map(T);
    const flat = back.every((x) => !is(x, "mul") && !is(x, "add"));
    const ids = (list: readonly Expr[]): string => list.map((x) => x.id).join(",");
    const all = (flat ? [k, back] : [k]).flatMap((ch) => ch.map((_, i) => ids([...ch.slice(i), ...ch.slice(0, i)])));
    const key = all.sort()[0] as string;
    const before = traces.get(key);
    if (before) return before;
    const made = n.apply(n.head("tr"), [n.mul(flat && transposes(back) < transposes(k) ? back : k)]);
    traces.set(key, made);
    return made;
  }

  function det(a: Expr): Expr {
    if (scalar(a)) return a;
    if (is(a, "eye")) return n.num(1);
    if (is(a, "inv")) return n.pow(det(arg(a, 0)), n.num(-1));
    if (is(a, "transpose")) return det(arg(a, 0));
    if (is(a, "mul")) {
      const { c, s, k } = n.parts(a);
      const [first] = k;
      if (first && s.length === 0 && sameRational(c, oneRational) && k.every((x) => x === first)) return n.pow(det(first), n.num(k.length));
    }
    return n.apply(n.head("det"), [a]);
  }

  /** What a linear head does to rational and scalar factors: they come out. */
  function outside(a: Expr, core: (x: Expr) => Expr): Expr | null {
    const { c, s, k } = n.parts(a);
    if (scalar(a) || (s.length === 0 && sameRational(c, oneRational))) return null;
    return n.mul([n.num(c), ...s, core(n.raw(oneRational, [], k))]);
  }

  function diagMatrix(v: Expr): Expr {
    if (scalar(v)) return v;
    if (isZero(v)) return n.zero([rows(v.shape), rows(v.shape)]);
    if (is(v, "ones")) return n.eye(rows(v.shape));
    return outside(v, diagMatrix) ?? n.apply(n.head("Diag"), [v]);
  }

  function diagonal(m: Expr): Expr {
    if (scalar(m)) return m;
    if (isZero(m)) return n.zero([rows(m.shape), one]);
    if (m.kind !== "app") return n.apply(n.head("diag"), [m]);
    switch (m.head.name) {
      case "eye":
        return n.ones(rows(m.shape));
      case "Diag":
      case "transpose":
        return m.head.name === "Diag" ? arg(m, 0) : diagonal(arg(m, 0));
      case "add":
        return n.add(m.args.map(diagonal));
      case "hadamard":
        return n.had(m.args.map(diagonal));
      case inside.sum.name:
        return n.close(arg(m, 1) as never, diagonal(arg(m, 0)));
      case "mul":
        return diagonalOfProduct(m);
      default:
        return n.apply(n.head("diag"), [m]);
    }
  }

  function diagonalOfProduct(m: Expr): Expr {
    const { c, s, k } = n.parts(m);
    const front = [n.num(c), ...s];
    const outer = k.findIndex((x, i) => i > 0 && isOne(rows(x.shape)));
    if (outer > 0) return n.mul([...front, n.had([n.mul(k.slice(0, outer)), n.T(n.mul(k.slice(outer)))])]);
    if (k.length === 1) return n.mul([...front, diagonal(k[0] as Expr)]);
    const [first, last] = [k[0] as Expr, k.at(-1) as Expr];
    if (is(first, "Diag")) return n.mul([...front, n.had([arg(first, 0), diagonal(n.mul(k.slice(1)))])]);
    if (is(last, "Diag")) return n.mul([...front, n.had([arg(last, 0), diagonal(n.mul(k.slice(0, -1)))])]);
    return n.mul([...front, n.apply(n.head("diag"), [n.raw(oneRational, [], k)])]);
  }

  const length = (s: Shape): Dim => multiplyDims(rows(s), cols(s));

  function vec(a: Expr): Expr {
    if (scalar(a) || isColumn(a.shape)) return a;
    if (isOne(rows(a.shape))) return n.T(a);
    if (isZero(a)) return n.zero([length(a.shape), one]);
    if (is(a, inside.unvec.name)) return arg(a, 1);
    return outside(a, vec) ?? n.apply(n.head("vec"), [a]);
  }

  /** The matrix whose columns, stacked, are v. */
  function unvec(v: Expr, shape: Shape): Expr {
    if (isColumn(shape)) return v;
    if (isOne(rows(shape))) return n.T(v);
    if (isZero(v)) return n.zero(shape);
    if (is(v, "vec")) return arg(v, 0);
    if (is(v, "add")) return n.add(v.args.map((x) => unvec(x, shape)));
    return outside(v, (x) => unvec(x, shape)) ?? n.t.app(inside.unvec, [n.zero(shape), v]);
  }

  function kron(a: Expr, b: Expr): Expr {
    if (scalar(a) || scalar(b)) return n.mul([a, b]);
    const shape: Shape = [multiplyDims(rows(a.shape), rows(b.shape)), multiplyDims(cols(a.shape), cols(b.shape))];
    if (isZero(a) || isZero(b)) return n.zero(shape);
    const [p, q] = [n.parts(a), n.parts(b)];
    const [x, y] = [n.raw(oneRational, [], p.k), n.raw(oneRational, [], q.k)];
    const core = is(x, "eye") && is(y, "eye") ? n.eye(rows(shape)) : n.t.app(heads.kron, [x, y]);
    return n.mul([n.num(p.c), n.num(q.c), ...p.s, ...q.s, core]);
  }

  return { T, inv, tr, det, diagMatrix, diagonal, vec, unvec, kron };
}
