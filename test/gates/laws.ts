/**
 * Laws that hold for all values, written both ways, to make equal pairs of any depth. They are written here anew: what is tested must not
 * come from the book or the prover.
 */
import { type Expr, heads, nodesOf, type Terms } from "../../src/expr/index.ts";
import { axes, isColumn, isFullMatrix, isMatrixLike, isScalar, one, sameShape } from "../../src/shape/index.ts";
import type { Random } from "./random.ts";

/** Another way of writing a node, or null where the law does not apply. `other` is any term of the line with the same shape. */
type Law = (t: Terms, x: Expr, other: Expr | null, card: Cards) => Expr | null;

export type Cards = (name: string) => Parameters<Terms["app"]>[0];

const is = (x: Expr | undefined, name: string): x is Extract<Expr, { kind: "app" }> => x?.kind === "app" && x.head.name === name;
const neg = (t: Terms, x: Expr): Expr => t.app(heads.neg, [x]);
const add = (t: Terms, ...xs: readonly Expr[]): Expr => t.app(heads.add, xs);
const mul = (t: Terms, ...xs: readonly Expr[]): Expr => t.app(heads.mul, xs);
const times = (t: Terms, ...xs: readonly Expr[]): Expr => t.app(heads.hadamard, xs);
const turn = (t: Terms, x: Expr): Expr => t.app(heads.transpose, [x]);
const isReal = (x: Expr): boolean => x.sort === "real" && isMatrixLike(x.shape);

export const laws: Readonly<Record<string, Law>> = {
  "terms in another order": (t, x) => (is(x, "add") ? add(t, ...[...x.args].reverse()) : null),
  "brackets in a sum": (t, x) => (is(x, "add") && x.args.length > 2 ? add(t, add(t, ...x.args.slice(0, 2)), ...x.args.slice(2)) : null),
  "brackets in a product": (t, x) => (is(x, "mul") && x.args.length > 2 ? mul(t, x.args[0] as Expr, mul(t, ...x.args.slice(1))) : null),
  "entrywise factors in another order": (t, x) => (is(x, "hadamard") ? times(t, ...[...x.args].reverse()) : null),
  "numbers in another order": (t, x) => (is(x, "mul") && x.args.every((a) => isScalar(a.shape)) ? mul(t, ...[...x.args].reverse()) : null),
  "twice negated": (t, x) => (isReal(x) ? neg(t, neg(t, x)) : null),
  "twice transposed": (t, x) => (isReal(x) && !isScalar(x.shape) ? turn(t, turn(t, x)) : null),
  "a number transposed": (t, x) => (isReal(x) && isScalar(x.shape) ? turn(t, x) : null),
  "product transposed": (t, x) =>
    is(x, "mul") && x.args.every((a) => isMatrixLike(a.shape)) ? turn(t, mul(t, ...[...x.args].reverse().map((a) => turn(t, a)))) : null,
  "sum transposed": (t, x) => (is(x, "add") && !isScalar(x.shape) ? turn(t, add(t, ...x.args.map((a) => turn(t, a)))) : null),
  "distributed from the left": (t, x) => {
    const [a, b] = is(x, "mul") && x.args.length === 2 ? x.args : [];
    return a && is(b, "add") && b.args.every((c) => sameShape(c.shape, b.shape)) ? add(t, ...b.args.map((c) => mul(t, a, c))) : null;
  },
  "distributed from the right": (t, x) => {
    const [a, b] = is(x, "mul") && x.args.length === 2 ? x.args : [];
    return b && is(a, "add") && a.args.every((c) => sameShape(c.shape, a.shape)) ? add(t, ...a.args.map((c) => mul(t, c, b))) : null;
  },
  "something added and taken away": (t, x, other) => (other && isReal(x) ? add(t, x, other, neg(t, other)) : null),
  "half and half": (t, x) => (isReal(x) ? add(t, mul(t, t.num({ n: 1n, d: 2n }), x), mul(t, t.num({ n: 1n, d: 2n }), x)) : null),
  "three times less two times": (t, x) => (isReal(x) ? add(t, mul(t, t.num(3), x), neg(t, mul(t, t.num(2), x))) : null),
  "the identity before": (t, x) => (isReal(x) && !isScalar(x.shape) ? mul(t, t.app(heads.eye, [t.dim(x.shape[0] ?? one)]), x) : null),
  "a minus drawn out": (t, x) =>
    is(x, "mul") && is(x.args[0], "neg") ? neg(t, mul(t, x.args[0].args[0] as Expr, ...x.args.slice(1))) : null,
  "a minus drawn in": (t, x) =>
    is(x, "neg") && is(x.args[0], "mul") ? mul(t, neg(t, x.args[0].args[0] as Expr), ...x.args[0].args.slice(1)) : null,
  "exp of a sum": (t, x, _other, card) =>
    is(x, "exp") && is(x.args[0], "add") && x.args[0].args.every((a) => sameShape(a.shape, x.shape))
      ? times(t, ...x.args[0].args.map((a) => t.app(card("exp"), [a])))
      : null,
  "σ from the other side": (t, x, _other, card) =>
    is(x, "sigmoid") ? add(t, t.num(1), neg(t, t.app(card("sigmoid"), [neg(t, x.args[0] as Expr)]))) : null,
  "σ by tanh": (t, x, _other, card) =>
    is(x, "sigmoid")
      ? mul(t, t.num({ n: 1n, d: 2n }), add(t, t.num(1), t.app(card("tanh"), [mul(t, t.num({ n: 1n, d: 2n }), x.args[0] as Expr)])))
      : null,
  "tanh by σ": (t, x, _other, card) =>
    is(x, "tanh") ? add(t, mul(t, t.num(2), t.app(card("sigmoid"), [mul(t, t.num(2), x.args[0] as Expr)])), t.num(-1)) : null,
  "tanh is odd": (t, x, _other, card) => (is(x, "tanh") ? neg(t, t.app(card("tanh"), [neg(t, x.args[0] as Expr)])) : null),
  "relu as a difference": (t, x, _other, card) =>
    is(x, "relu") ? add(t, x.args[0] as Expr, t.app(card("relu"), [neg(t, x.args[0] as Expr)])) : null,
  "abs of the negative": (t, x, _other, card) => (is(x, "abs") ? t.app(card("abs"), [neg(t, x.args[0] as Expr)]) : null),
  "abs by relu": (t, x, _other, card) =>
    is(x, "abs") ? add(t, t.app(card("relu"), [x.args[0] as Expr]), t.app(card("relu"), [neg(t, x.args[0] as Expr)])) : null,
  "softmax shifted": (t, x, _other, card) =>
    is(x, "softmax") && isColumn((x.args[0] as Expr).shape) ? t.app(card("softmax"), [add(t, x.args[0] as Expr, t.num(3))]) : null,
  "a trace turned round": (t, x, _other, card) =>
    is(x, "tr") && is(x.args[0], "mul") && x.args[0].args.every((a) => isMatrixLike(a.shape) && !isScalar(a.shape))
      ? t.app(card("tr"), [mul(t, ...x.args[0].args.slice(1), x.args[0].args[0] as Expr)])
      : null,
  "a trace transposed": (t, x, _other, card) => (is(x, "tr") ? t.app(card("tr"), [turn(t, x.args[0] as Expr)]) : null),
  "a norm squared": (t, x, _other, card) => {
    const [base, k] = is(x, "pow") ? x.args : [];
    const of = is(base, "norm") ? base.args[0] : undefined;
    if (!of || k?.kind !== "num" || k.value.n !== 2n || k.value.d !== 1n) return null;
    return isFullMatrix(of.shape) ? t.app(card("tr"), [mul(t, turn(t, of), of)]) : isColumn(of.shape) ? mul(t, turn(t, of), of) : null;
  },
  "a square as a product": (t, x) => {
    const [base, k] = is(x, "pow") ? x.args : [];
    return base && k?.kind === "num" && k.value.n === 2n && k.value.d === 1n && (isScalar(base.shape) || isFullMatrix(base.shape))
      ? mul(t, base, base)
      : null;
  },
  "inverse of the inverse": (t, x, _other, card) => (is(x, "inv") ? t.app(card("inv"), [t.app(card("inv"), [x])]) : null),
  "inverse transposed": (t, x, _other, card) => (is(x, "inv") ? turn(t, t.app(card("inv"), [turn(t, x.args[0] as Expr)])) : null),
  "the determinant of the transpose": (t, x, _other, card) => (is(x, "det") ? t.app(card("det"), [turn(t, x.args[0] as Expr)]) : null),
  "a diagonal matrix before a vector": (t, x) =>
    is(x, "mul") && x.args.length === 2 && is(x.args[0], "Diag") && isColumn((x.args[1] as Expr).shape)
      ? times(t, x.args[0].args[0] as Expr, x.args[1] as Expr)
      : null,
  "entrywise as a diagonal matrix": (t, x, _other, card) =>
    is(x, "hadamard") && x.args.length === 2 && x.args.every((a) => isColumn(a.shape))
      ? mul(t, t.app(card("Diag"), [x.args[0] as Expr]), x.args[1] as Expr)
      : null,
  "as its entries": (t, x) => {
    if (!isColumn(x.shape) || x.kind === "bind") return null;
    const i = t.index("i@law");
    return t.bind("tabulate", i, { kind: "range", from: t.num(1), to: t.dim(axes(x.shape)[0] ?? one) }, t.elem(x, [i]), "i");
  },
};

/** A term with one law applied at one place, and the name of the law; null where the draw does not fit. */
export function rewriteOnce(t: Terms, e: Expr, random: Random, card: Cards): { readonly expr: Expr; readonly law: string } | null {
  // What is differentiated by stays what it is.
  const by = new Set(nodesOf(e).flatMap((x) => (x.kind === "deriv" ? nodesOf(x.by) : [])));
  const nodes = nodesOf(e).filter((x) => x.level === 0 && x.sort === "real" && !nodesBound(x) && !by.has(x));
  const node = nodes[random.below(nodes.length)];
  const names = Object.keys(laws);
  const law = names[random.below(names.length)] as string;
  if (!node) return null;
  const alike = nodes.filter((x) => x !== e && sameShape(x.shape, node.shape));
  const other = alike.length === 0 ? null : (alike[random.below(alike.length)] ?? null);
  try {
    const made = laws[law]?.(t, node, other, card) ?? null;
    if (!made || !sameShape(made.shape, node.shape)) return null;
    const expr = t.replace(e, (x) => (x === node ? made : null));
    return expr === e ? null : { expr, law };
  } catch {
    // The law makes no sense here (a shape that does not fit): another draw.
    return null;
  }
}

/** Bound names stand for values that are not to be moved out of their binder. */
const nodesBound = (x: Expr): boolean => nodesOf(x).some((y) => y.kind === "sym" && y.name.startsWith("#"));
