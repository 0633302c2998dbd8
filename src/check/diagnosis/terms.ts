/** Terms and factors that the line before has and this one has not, limits, and guards of cases. */
import { type Expr, freeSymbols, heads, nodesOf } from "../../expr/index.ts";
import { isColumn, isFullMatrix, isScalar, sameShape } from "../../shape/index.ts";
import type { Place } from "./places.ts";
import { isSymmetric, short } from "./product.ts";
import {
  asksForDerivative,
  type Edit,
  isApp,
  isClosed,
  isSquare,
  negated,
  type Proposal,
  type Question,
  tried,
  turned,
} from "./question.ts";

/** A summand of the left side that is missing on the right. */
export function* termLost(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  const pool = nodesOf(lhs)
    .flatMap((x) => (isApp(x, "add") ? x.args : []))
    .filter((x) => isClosed(x) && sameShape(x.shape, rhs.shape));
  const own = nodesOf(rhs).filter((x) => x !== rhs && isClosed(x) && sameShape(x.shape, rhs.shape) && nodesOf(x).length <= 12);
  for (const s of [...new Set([...pool, ...own])].slice(0, 16))
    for (const [term, word] of [
      [s, ""],
      [negated(t, s), "minus "],
    ] as const)
      yield {
        code: "M21",
        cost: pool.includes(s) ? 1.1 : 1.4,
        lhs,
        rhs: t.app(heads.add, [rhs, term]),
        what: `The term ${word}${short(s)} is missing.`,
        mends: "rhs",
      };
}

/** A factor that is missing: any quantity of the problem that gives the product the shape of the left side. */
export function* factorLost(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  if (!asksForDerivative(q) && !nodesOf(lhs).some((x) => isApp(x, "mul"))) return;
  const pool = q.names.filter((s) => !isScalar(s.shape) && s.shape.length === 2);
  const parts = nodesOf(lhs).filter(
    (x) => isClosed(x) && !isScalar(x.shape) && x.shape.length === 2 && x.kind !== "deriv" && x.kind !== "sym" && nodesOf(x).length <= 8,
  );
  for (const a of [...new Set<Expr>([...pool, ...parts])].slice(0, 14))
    for (const f of [a, turned(t, a)])
      for (const made of [
        tried(q, heads.mul, [f, rhs]),
        tried(q, heads.mul, [rhs, f]),
        sameShape(f.shape, rhs.shape) ? tried(q, heads.hadamard, [rhs, f]) : null,
      ])
        if (made && sameShape(made.shape, lhs.shape))
          yield { code: "M05", cost: 1.3, lhs, rhs: made, what: `The factor ${short(f)} is missing.`, mends: "rhs" };
}

/** A factor that is missing inside: a number of the problem, or an entry at an index that is bound or free here. */
export function* factorWithin(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  const [around] = p.above;
  const stands =
    isApp(around, "add") ||
    isApp(around, "neg") ||
    isApp(around, "div") ||
    (around?.kind === "bind" && around.body === node) ||
    (isApp(node, "mul") && p.bound.length > 0);
  if (!isScalar(node.shape) || node.sort !== "real" || !stands) return;
  const indices = [...p.bound.map((b) => b.index), ...[...freeSymbols(q.lhs).values()].filter((s) => s.sort === "index")];
  const entries = q.names.flatMap((v) => (isColumn(v.shape) ? indices.map((i) => t.elem(v, [i])) : []));
  for (const f of [...q.names.filter((s) => isScalar(s.shape)), ...entries].slice(0, 12))
    if (f !== node)
      yield { code: "M05", cost: 1.35, to: t.app(heads.mul, [f, node]), what: `The factor ${short(f)} is missing at ${short(node)}.` };
}

/** 2A for A + Aᵀ, and A alone for it. */
export function* symmetrised(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  const both = (a: Expr): Expr => t.app(heads.add, [a, turned(t, a)]);
  if (isApp(node, "mul")) {
    const two = node.args.findIndex((x) => x.kind === "num" && x.value.n === 2n && x.value.d === 1n);
    for (const [k, a] of node.args.entries())
      if (two >= 0 && isSquare(a) && !isSymmetric(q, a)) {
        const args = node.args.map((x, i) => (i === k ? both(a) : x)).filter((_, i) => i !== two);
        yield {
          code: "M04",
          cost: 0.95,
          to: args.length === 1 ? (args[0] as Expr) : tried(q, heads.mul, args),
          what: `2 ${short(a)} stands for ${short(a)} + ${short(turned(t, a))}: that holds only if ${short(a)} is symmetric.`,
        };
      }
  }
  if (isSquare(node) && isFullMatrix(node.shape) && nodesOf(node).length <= 4 && !isSymmetric(q, node))
    yield { code: "M21", cost: 1.1, to: both(node), what: `The term with ${short(turned(t, node))} is missing.` };
}

/** A limit that the right side should still have, or that is another one. */
export function* limitLost(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  for (const x of nodesOf(lhs)) {
    if (x.kind !== "bind" || x.binder !== "limit" || x.domain.kind !== "point" || x.level > 1) continue;
    const variable = t.sym(x.hint, x.index.shape, x.index.sort);
    if (nodesOf(rhs).includes(variable))
      yield {
        code: "M42",
        cost: 1,
        lhs,
        rhs: t.bind("limit", variable, x.domain, rhs, x.hint),
        what: `The limit in ${x.hint} is dropped.`,
        mends: "rhs",
      };
    const turned = t.replace(lhs, (y) =>
      y === x && x.domain.kind === "point" ? t.bind("limit", x.index, { ...x.domain, at: negated(t, x.domain.at) }, x.body, x.hint) : null,
    );
    yield { code: "M42", cost: 0.9, lhs: turned, rhs, what: "This is the limit at the other end.", mends: "rule" };
    const { domain } = x;
    for (const side of ["both", "left", "right"] as const) {
      if (side === domain.side) continue;
      const other = t.replace(lhs, (y) => (y === x ? t.bind("limit", x.index, { ...domain, side }, x.body, x.hint) : null));
      yield { code: "M42", cost: 0.9, lhs: other, rhs, what: "This is the limit from the other side.", mends: "rule" };
    }
  }
}

/** Limits: the other end, the other side. */
export function* limits(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (node.kind !== "bind" || node.binder !== "limit" || node.domain.kind !== "point") return;
  const { at, side } = node.domain;
  const again = (to: Expr, from: typeof side): Expr =>
    q.t.bind("limit", node.index, { kind: "point", at: to, side: from }, node.body, node.hint);
  yield { code: "M42", cost: 1, to: again(negated(q.t, at), side), what: "The limit is taken at the other end." };
  for (const other of ["both", "left", "right"] as const)
    if (other !== side) yield { code: "M42", cost: 1.1, to: again(at, other), what: "The limit is taken from the other side." };
}

/** Cases: guards turned round, values exchanged. */
export function* guards(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  if (node.kind !== "cases") return;
  const turns: Readonly<Record<string, typeof heads.lt>> = {
    lt: heads.gt,
    gt: heads.lt,
    le: heads.ge,
    ge: heads.le,
    eq: heads.ne,
    ne: heads.eq,
  };
  const arms = node.arms.map((a) => {
    const other = a.when.kind === "app" ? turns[a.when.head.name] : undefined;
    return other && a.when.kind === "app" ? { when: t.app(other, a.when.args), then: a.then } : a;
  });
  yield { code: "M48", cost: 1, to: t.cases(arms, node.otherwise), what: "The conditions of the cases are turned round." };
  const values = [...node.arms.map((a) => a.then), ...(node.otherwise ? [node.otherwise] : [])];
  if (values.length === 2) {
    const [a, b] = values as [Expr, Expr];
    const [first, second] = node.arms;
    if (first)
      yield {
        code: "M48",
        cost: 1,
        to: second
          ? t.cases(
              [
                { ...first, then: b },
                { ...second, then: a },
              ],
              null,
            )
          : t.cases([{ ...first, then: b }], a),
        what: "The values of the cases are exchanged.",
      };
  }
}
