/** Heads applied to normal terms: every structural head and the cards with a constructor of their own. */
import { type Expr, type Head, heads, toDim } from "../expr/index.ts";
import { multiplyDims } from "../shape/dim.ts";
import { isRow, type Shape } from "../shape/shape.ts";
import { cols, isZero, rows, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

/** A head applied to normal terms. */
export function applied(n: Normal, head: Head, args: readonly Expr[], pointwise: boolean, shape: Shape): Expr {
  const a = (i: number): Expr => args[i] as Expr;
  switch (head.name) {
    case "add":
      return n.add(n.spread(args));
    case "neg":
      return n.neg(a(0));
    case "mul":
      return pointwise ? n.had(args) : n.mul(args);
    case "div":
    case "hdiv":
      return pointwise || head === heads.hdiv
        ? n.had([...entrywisePair(n, a(0), n.pow(a(1), n.num(-1)))])
        : n.mul([a(0), n.pow(a(1), n.num(-1))]);
    case "pow":
      return scalar(a(0)) || pointwise ? power(n, a(0), a(1)) : n.matrixPower(a(0), a(1));
    case "hpow":
      return power(n, a(0), a(1));
    case "hadamard":
      return n.had(args);
    case "transpose":
      return n.T(a(0));
    case "kron":
      return n.kron(a(0), a(1));
    case "eye":
    case "ones":
    case "zeros":
      return constant(n, head, shape, args);
    case "basis":
      return n.t.app(heads.basis, args);
    case "iverson":
      return n.iverson(a(0));
    default:
      return head.acts.kind === "structural" ? n.t.app(head, args) : cardApplied(n, head, args);
  }
}

/** A scalar above an array is spread over it. */
const entrywisePair = (n: Normal, a: Expr, b: Expr): readonly Expr[] => (scalar(a) && !scalar(b) ? [a, n.onesLike(b.shape), b] : [a, b]);

function power(n: Normal, base: Expr, exponent: Expr): Expr {
  if (scalar(exponent)) return n.pow(base, exponent);
  const array = scalar(base) ? n.mul([base, n.onesLike(exponent.shape)]) : base;
  return n.apply(n.head("exp"), [n.had([exponent, n.apply(n.head("ln"), [array])])]);
}

function constant(n: Normal, head: Head, shape: Shape, args: readonly Expr[]): Expr {
  const dims = args.map(toDim);
  const known = dims.every((d) => d !== null) ? (head.name === "eye" ? [dims[0], dims[0]] : dims) : shape;
  const real = known as Shape;
  if (head.name === "zeros") return n.zero(real);
  return head.name === "eye" ? n.eye(real[0] as Shape[number]) : n.onesLike(real);
}

/** 1ᵀ A 1 */
const total = (n: Normal, a: Expr): Expr => n.mul([n.T(n.ones(rows(a.shape))), a, n.ones(cols(a.shape))]);

function cardApplied(n: Normal, head: Head, args: readonly Expr[]): Expr {
  const [a] = args;
  if (!a) return n.t.app(head, args);
  switch (head.name) {
    case "inv":
      return n.inv(a);
    case "tr":
      return n.tr(a);
    case "det":
      return n.det(a);
    case "Diag":
      return isRow(a.shape) ? n.diagMatrix(n.T(a)) : n.diagMatrix(a);
    case "diag":
      return n.diagonal(a);
    case "vec":
      return n.vec(a);
    case "sumall":
      return total(n, a);
    case "mean":
      return n.mul([total(n, a), n.pow(n.size(multiplyDims(rows(a.shape), cols(a.shape))), n.num(-1))]);
    case "inner":
      return n.pair(a, args[1] as Expr);
    case "outer":
      return n.mul([a, n.T(args[1] as Expr)]);
    default:
      break;
  }
  const params = (head.differential ?? head.means)?.params.length ?? args.length;
  if (head.arity === "many" && params === 2 && args.length > 2) return args.slice(1).reduce((x, y) => cardApplied(n, head, [x, y]), a);
  if (head.acts.kind === "rows" && isRow(a.shape)) return n.T(n.apply(head, [n.T(a), ...args.slice(1)]));
  if (isZero(a) && !scalar(a) && head.name === "vec") return n.zero(a.shape);
  return n.apply(head, args);
}
