/**
 * Reading a matrix from a cotangent that is linear in a symbol.
 *
 * x̄(g) = Jᵀ g for a column g; vec X̄(G) = Kᵀ vec G for a matrix G. Both readings may fail: then the entries are taken (`derivative.ts`).
 */
import type { App, Expr } from "../expr/index.ts";
import { multiplyDims } from "../shape/dim.ts";
import { isColumn, isRow, isScalar } from "../shape/shape.ts";
import { arg, cols, is, isZero, rows } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import { dependence, type Engine, reverse } from "./reverse.ts";

/** M with x = M g, for a column x linear in the column g; null when no line of the table fits. */
export function readMatrix(engine: Engine, x: Expr, g: Expr): Expr | null {
  const { n } = engine;
  const has = dependence(engine, [g]);
  const known = new Map<Expr, Expr | null>();
  const go = (y: Expr): Expr | null => {
    const before = known.get(y);
    if (before !== undefined) return before;
    known.set(y, null);
    const out = read(y);
    known.set(y, out);
    return out;
  };
  const read = (y: Expr): Expr | null => {
    if (!has(y)) return isZero(y) ? n.zero([rows(y.shape), rows(g.shape)]) : null;
    if (y === g) return n.eye(rows(g.shape));
    if (y.kind !== "app") return null;
    switch (y.head.name) {
      case "add": {
        const parts = y.args.map(go);
        return parts.every((p) => p !== null) ? n.add(parts as readonly Expr[]) : null;
      }
      case "mul":
        return product(y);
      case "hadamard":
        return entrywise(y);
      case "diag":
        return diagonal(arg(y, 0));
      default:
        return null;
    }
  };
  const product = (y: App): Expr | null => {
    const { c, s, k } = n.parts(y);
    const p = s.findIndex(has);
    if (p >= 0) {
      const [gradient] = reverse(engine, s[p] as Expr, n.num(1), [g]);
      return n.mul([n.num(c), ...s.filter((_, i) => i !== p), ...k, n.T(gradient as Expr)]);
    }
    const q = k.findIndex(has);
    const f = k[q] as Expr;
    const front = [n.num(c), ...s, ...k.slice(0, q)];
    const after = k.slice(q + 1);
    const below = isColumn(f.shape) ? go(f) : isRow(f.shape) ? rowReading(f, after) : matrixTimes(n, has, f, n.mul(after), go);
    if (!below) return null;
    if (isRow(f.shape)) return n.mul([...front, below]);
    return isColumn(f.shape) && after.length > 0 ? null : n.mul([...front, below]);
  };
  /** (row linear in g) R, R a scalar here or the whole is no column. */
  const rowReading = (f: Expr, after: readonly Expr[]): Expr | null => {
    const m = go(n.T(f));
    return m && after.length > 0 ? n.mul([n.T(n.mul(after)), m]) : null;
  };
  const entrywise = (y: App): Expr | null => {
    const linear = y.args.filter(has);
    const below = linear.length === 1 ? go(linear[0] as Expr) : null;
    return below && n.mul([n.diagMatrix(n.had(y.args.filter((a) => a !== linear[0]))), below]);
  };
  /** diag(L Diag(E) R) = (L ⊙ Rᵀ) E. */
  const diagonal = (m: Expr): Expr | null => {
    if (!is(m, "mul")) return null;
    const { c, s, k } = n.parts(m);
    const q = k.findIndex(has);
    const f = k[q];
    if (!f || !is(f, "Diag") || s.some(has)) return null;
    const below = go(arg(f, 0));
    const side = (list: readonly Expr[]): Expr => (list.length > 0 ? n.mul(list) : n.eye(rows(f.shape)));
    return below && n.mul([n.num(c), ...s, n.had([side(k.slice(0, q)), n.T(side(k.slice(q + 1)))]), below]);
  };
  return go(x);
}

/** (matrix f linear in g) v for a column v, read as a column linear in g. */
function matrixTimes(n: Normal, has: (e: Expr) => boolean, f: Expr, v: Expr, go: (e: Expr) => Expr | null): Expr | null {
  if (!isColumn(v.shape) || f.kind !== "app") return null;
  const each = (list: readonly Expr[]): Expr | null => {
    const parts = list.map((x) => (is(x, "hadamard") ? matrixTimes(n, has, x, v, go) : go(n.mul([x, v]))));
    return parts.every((p) => p !== null) ? n.add(parts as readonly Expr[]) : null;
  };
  switch (f.head.name) {
    case "add":
      return each(f.args);
    case "Diag":
      return go(n.had([arg(f, 0), v]));
    case "transpose": {
      const inner = arg(f, 0);
      if (is(inner, "hadamard")) return matrixTimes(n, has, n.had(inner.args.map(n.T)), v, go);
      return is(inner, "add") ? each(inner.args.map(n.T)) : null;
    }
    case "hadamard":
      return hadamardTimes(n, has, f, v, go);
    default:
      return null;
  }
}

/** (A ⊙ (u wᵀ)) v: u ⊙ (A (w ⊙ v)), or Diag(u) A Diag(v) w when w varies. */
function hadamardTimes(n: Normal, has: (e: Expr) => boolean, f: App, v: Expr, go: (e: Expr) => Expr | null): Expr | null {
  const linear = f.args.filter(has);
  const [a] = linear;
  if (!a || linear.length !== 1) return null;
  const rest = n.had(f.args.filter((x) => x !== a));
  if (is(a, "add")) {
    const parts = a.args.map((x) => {
      const y = n.had([rest, x]);
      return is(y, "hadamard") ? matrixTimes(n, has, y, v, go) : go(n.mul([y, v]));
    });
    return parts.every((p) => p !== null) ? n.add(parts as readonly Expr[]) : null;
  }
  if (!is(a, "mul")) return null;
  const { c, s, k } = n.parts(a);
  const cut = k.findIndex((x, i) => i > 0 && rows(x.shape).key === "1");
  if (cut < 1 || s.some(has)) return null;
  const [u, w] = [n.mul(k.slice(0, cut)), n.T(n.mul(k.slice(cut)))];
  const front = [n.num(c), ...s];
  if (has(u)) {
    const below = go(u);
    return below && n.mul([...front, n.diagMatrix(n.mul([rest, n.had([w, v])])), below]);
  }
  const below = go(w);
  return below && n.mul([...front, n.diagMatrix(u), rest, n.diagMatrix(v), below]);
}

/** K with vec x = K vec G, for x linear in the matrix G: vec(L E R) = (Rᵀ ⊗ L) vec E. */
export function readKronecker(engine: Engine, x: Expr, g: Expr): Expr | null {
  const { n } = engine;
  const has = dependence(engine, [g]);
  const size = (e: Expr) => multiplyDims(rows(e.shape), cols(e.shape));
  const go = (y: Expr): Expr | null => {
    if (isZero(y)) return n.zero([size(y), size(g)]);
    if (y === g) return n.eye(size(g));
    if (y.kind !== "app") return null;
    if (y.head.name === "add") {
      const parts = y.args.map(go);
      return parts.every((p) => p !== null) ? n.add(parts as readonly Expr[]) : null;
    }
    if (y.head.name === "hadamard") {
      const linear = y.args.filter(has);
      const below = linear.length === 1 ? go(linear[0] as Expr) : null;
      return below && n.mul([n.diagMatrix(n.vec(n.had(y.args.filter((a) => a !== linear[0])))), below]);
    }
    return y.head.name === "mul" ? product(y) : null;
  };
  const product = (y: App): Expr | null => {
    const { c, s, k } = n.parts(y);
    const p = s.findIndex(has);
    const front = [n.num(c), ...s.filter((_, i) => i !== p)];
    if (p >= 0) {
      const [gradient] = reverse(engine, s[p] as Expr, n.num(1), [g]);
      return n.mul([...front, n.vec(n.mul(k)), n.T(n.vec(gradient as Expr))]);
    }
    const q = k.findIndex(has);
    const f = k[q] as Expr;
    const turned = is(f, "transpose") && (isRow(f.shape) || isColumn(f.shape));
    const below = turned ? go(arg(f, 0)) : go(f);
    const left = q > 0 ? n.mul(k.slice(0, q)) : n.eye(rows(f.shape));
    const right = q + 1 < k.length ? n.mul(k.slice(q + 1)) : n.eye(cols(f.shape));
    return below && n.mul([...front, n.kron(n.T(right), left), below]);
  };
  return isScalar(x.shape) ? null : go(x);
}
