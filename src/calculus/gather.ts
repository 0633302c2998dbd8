/**
 * From index form to matrix form, where one exists.
 *
 *   Σⱼ s(j) = 1ᵀ v          where s(j) is vⱼ for a column v:  Σⱼ Aᵢⱼ xⱼ = (Ax)ᵢ
 *   Σᵢ eᵢ r(i)ᵀ = M         where row i of M is r(i):  Σᵢ eᵢ (Xᵀeᵢ)ᵀ = X
 */
import { type Expr, oneRational, type Sym } from "../expr/index.ts";
import { columnShape, isColumn, isScalar } from "../shape/shape.ts";
import { arg, cols, inside, is, isOnes, rows, scalar } from "./atoms.ts";
import { fullRange, lengthOf, pointwise } from "./contract.ts";
import type { Normal } from "./normal.ts";

/** The term with its sums over whole axes written as products, from the inside out. */
export function createGather(n: Normal): (e: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const go = (e: Expr): Expr => {
    const before = done.get(e);
    if (before) return before;
    const kids = n.children(e);
    const next = kids.map(go);
    const rebuilt = kids.every((k, i) => k === next[i]) ? e : n.rebuild(e, next);
    const gathered = is(rebuilt, inside.sum.name) ? gather(n, arg(rebuilt, 1) as Sym, arg(rebuilt, 0)) : null;
    const out = gathered && gathered !== rebuilt ? go(gathered) : rebuilt;
    done.set(e, out);
    return out;
  };
  return go;
}

function gather(n: Normal, i: Sym, body: Expr): Expr | null {
  const domain = n.bound.get(i)?.domain;
  const length = domain?.kind === "range" ? lengthOf(domain) : null;
  if (!length || !fullRange(n, i, n.size(length))) return null;
  if (is(body, "add")) {
    const parts = body.args.map((x) => (n.free(x).has(i) ? gather(n, i, x) : n.mul([n.size(length), x])));
    return parts.every((p) => p !== null) ? n.add(parts as readonly Expr[], body.shape) : null;
  }
  if (scalar(body)) {
    const v = pointwise(n, body, i, columnShape(length));
    return v && n.mul([n.T(n.ones(length)), v]);
  }
  return outer(n, i, body);
}

/** Σᵢ s(i) eᵢ r(i)ᵀ, or its transpose. */
function outer(n: Normal, i: Sym, body: Expr): Expr | null {
  const { c, s, k } = n.parts(body);
  const cut = k.findIndex((x, p) => p > 0 && rows(x.shape).key === "1");
  if (cut < 1) return isColumn(body.shape) ? pointwiseColumn(n, i, body) : null;
  const [left, right] = [n.mul(k.slice(0, cut)), n.T(n.mul(k.slice(cut)))];
  const front = n.mul([n.num(c), ...s]);
  const unit = (e: Expr): boolean => is(e, "basis") && arg(e, 0) === i;
  if (unit(left)) return liftRows(n, i, n.mul([front, right]), left);
  const m = unit(right) ? liftRows(n, i, n.mul([front, left]), right) : null;
  return m && n.T(m);
}

/** Σᵢ s(i) w with s(i) = vᵢ and w a column that may hold i as well: M 1. */
function pointwiseColumn(n: Normal, i: Sym, body: Expr): Expr | null {
  const { c, s, k } = n.parts(body);
  const varying = s.filter((x) => n.free(x).has(i));
  const domain = n.bound.get(i)?.domain;
  const length = domain?.kind === "range" ? lengthOf(domain) : null;
  if (!length) return null;
  const weights = varying.length > 0 ? pointwise(n, n.mul(varying), i, columnShape(length)) : n.ones(length);
  const m = weights && liftRows(n, i, n.mul(k), n.basis(i, length));
  return m && n.mul([n.num(c), ...s.filter((x) => !varying.includes(x)), n.T(m), weights]);
}

/** The matrix whose row i is the column r(i), turned; null when r(i) uses i in another way. */
function liftRows(n: Normal, i: Sym, r: Expr, unit: Expr): Expr | null {
  const length = rows(unit.shape);
  const done = new Map<Expr, Expr | null>();
  const go = (e: Expr): Expr | null => {
    const before = done.get(e);
    if (before !== undefined) return before;
    const out = lift(e);
    done.set(e, out);
    return out;
  };
  const each = (list: readonly Expr[]): readonly Expr[] | null => {
    const out = list.map(go);
    return out.every((e) => e !== null) ? (out as readonly Expr[]) : null;
  };
  const lift = (e: Expr): Expr | null => {
    if (isScalar(e.shape)) return null;
    if (!n.free(e).has(i)) return n.mul([n.ones(length), n.T(e)]);
    if (e === unit) return n.eye(length);
    if (e.kind !== "app") return null;
    switch (e.head.name) {
      case "mul":
        return liftProduct(e);
      case "add": {
        const list = each(e.args);
        return list && n.add(list);
      }
      case "hadamard": {
        const list = each(e.args);
        return list && n.had(list);
      }
      case "hpow": {
        const base = go(arg(e, 0));
        return base && !n.free(arg(e, 1)).has(i) ? n.pow(base, arg(e, 1)) : null;
      }
      default: {
        const acts = e.head.acts.kind;
        const list = acts === "elementwise" || (acts === "rows" && isColumn(e.shape)) ? each(e.args) : null;
        return list && n.apply(e.head, list);
      }
    }
  };
  /** s(i) A w(i): Diag(s) lift(w) Aᵀ. */
  const liftProduct = (e: Expr): Expr | null => {
    const { c, s, k } = n.parts(e);
    const varying = s.filter((x) => n.free(x).has(i));
    const last = k.at(-1) as Expr;
    if (k.slice(0, -1).some((x) => n.free(x).has(i))) return null;
    const front = k.length > 1 ? n.mul(k.slice(0, -1)) : null;
    const alone = k.length === 1 && s.length === 0 && c.n === oneRational.n && c.d === oneRational.d;
    const below = alone ? null : go(last);
    if (!below) return null;
    const scaled = varying.length > 0 ? pointwise(n, n.mul(varying), i, columnShape(length)) : null;
    if (varying.length > 0 && !scaled) return null;
    const whole = front ? n.mul([below, n.T(front)]) : below;
    const rest = s.filter((x) => !varying.includes(x));
    return n.mul([n.num(c), ...rest, scaled && !isOnes(scaled) ? scaledRows(n, scaled, whole) : whole]);
  };
  const m = go(r);
  return m && cols(m.shape).key === rows(r.shape).key ? m : null;
}

/** Diag(v) M; of 1 uᵀ it is v uᵀ. */
function scaledRows(n: Normal, v: Expr, m: Expr): Expr {
  const { c, s, k } = n.parts(m);
  const [first, ...rest] = k;
  if (first && isOnes(first) && rest.length > 0) return n.mul([n.num(c), ...s, v, ...rest]);
  return n.mul([n.diagMatrix(v), m]);
}
