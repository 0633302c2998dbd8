/** Indices: shifted, exchanged, summed over too little or not at all, a delta that is missing. */
import { type Expr, freeSymbols, heads, nodesOf, type Sym } from "../../expr/index.ts";
import { axes, isScalar } from "../../shape/index.ts";
import { type Place, placesOf } from "./places.ts";
import { short } from "./product.ts";
import { applied, type Edit, isApp, type Proposal, type Question, tried } from "./question.ts";

/** A position off by one, mirrored, or another index. */
export function* positions(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const [around] = p.above;
  if (around?.kind !== "elem" || p.slot === 0) return;
  const { node } = p;
  for (const step of [-1, 1])
    yield {
      code: "M32",
      cost: 1.05,
      to: moved(q, node, step),
      what: `The index ${short(node)} should be ${step > 0 ? "one more" : "one less"}.`,
    };
  const others = [
    ...p.bound.map((b) => b.index),
    ...[...freeSymbols(q.lhs, q.rhs).values()].filter((s) => s.sort === "index" && isPosition(q, s)),
  ];
  for (const other of new Set(others))
    if (other !== node && node.kind === "sym")
      yield { code: "M32", cost: 1.1, to: other, what: `The index should be ${short(other)}, not ${short(node)}.` };
  // Where the same array stands elsewhere, at another position.
  if (around.of.kind === "sym" || around.of.kind === "call")
    for (const other of q.places) {
      const [array] = other.above;
      if (array?.kind === "elem" && array !== around && array.of === around.of && other.slot === p.slot && other.node !== node)
        yield { code: "M32", cost: 1.1, to: other.node, what: `The index should be ${short(other.node)}, not ${short(node)}.` };
    }
  for (const other of leftPositions(q, around.of, p.slot))
    if (other !== node) yield { code: "M32", cost: 1.1, to: other, what: `The index should be ${short(other)}, not ${short(node)}.` };
  if (isApp(node, "add")) {
    const inner = node.args.filter((a) => nodesOf(a).some((x) => x.kind === "sym"));
    for (const a of inner) {
      const flipped = isApp(a, "neg") ? (a.args[0] as Expr) : t.app(heads.neg, [a]);
      const to = tried(
        q,
        heads.add,
        node.args.map((x) => (x === a ? flipped : x)),
      );
      yield { code: "M16", cost: 1.1, to, what: `The sign of ${short(a)} in the index is the other one.` };
      const both =
        inner.length === 2 &&
        tried(
          q,
          heads.add,
          node.args.map((x) => (inner.includes(x) ? (isApp(x, "neg") ? (x.args[0] as Expr) : t.app(heads.neg, [x])) : x)),
        );
      if (both && a === inner[0]) yield { code: "M16", cost: 1.2, to: both, what: `The index ${short(node)} runs the other way.` };
    }
  }
}

/** One factor of a sum run through from the other end: the kernel flipped, or not. */
export function* mirrored(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  if (node.kind !== "elem") return;
  for (const { index, domain } of p.bound) {
    if (domain.kind !== "range" || !nodesOf(node).includes(index)) continue;
    const other = t.app(heads.add, [domain.from, domain.to, t.app(heads.neg, [index])]);
    yield {
      code: "M16",
      cost: 1,
      to: t.substitute(node, new Map([[index.name, other]])),
      what: `The sum takes ${short(node.of)} from the other end: the kernel is ${isConvolution(q) ? "not flipped" : "flipped"}.`,
    };
  }
}

const isConvolution = (q: Question): boolean => q.reached.some((x) => x.kind === "app" && x.head.name.startsWith("conv"));

/** Positions of an array on the left side; binders are opened there as on the right, so that the names of their indices meet. */
const leftPositions = (q: Question, array: Expr, slot: number): readonly Expr[] => [
  ...new Set(
    placesOf(q.t, q.lhs).flatMap((p) => (p.above[0]?.kind === "elem" && p.above[0].of === array && p.slot === slot ? [p.node] : [])),
  ),
];

const isPosition = (q: Question, s: Sym): boolean =>
  nodesOf(q.lhs, q.rhs).some((x) => x.kind === "elem" && x.at.some((a) => nodesOf(a).includes(s)));

/** e + step, where the numbers of a sum are put together. */
export function moved(q: Question, e: Expr, step: number): Expr {
  const { t } = q;
  const terms = isApp(e, "add") ? e.args : [e];
  const numbers = terms.map((x) => (x.kind === "num" ? x : isApp(x, "neg") && x.args[0]?.kind === "num" ? x.args[0] : null));
  const at = numbers.findIndex((x) => x !== null);
  const number = numbers[at];
  if (!number) return t.app(heads.add, [...terms, t.num(step)]);
  const was = Number(number.value.n) * (terms[at] === number ? 1 : -1) + step;
  const rest = terms.filter((_, k) => k !== at);
  if (was === 0 && rest.length > 0) return rest.length === 1 ? (rest[0] as Expr) : t.app(heads.add, rest);
  return rest.length === 0 ? t.num(was) : t.app(heads.add, [...rest, t.num(was)]);
}

/** Entries with their subscripts exchanged. */
export function* subscripts(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (node.kind !== "elem" || node.at.length !== 2) return;
  const [i, j] = node.at as readonly [Expr, Expr];
  const [m, n] = axes(node.of.shape);
  if (m && n && m.key === n.key && i !== j)
    yield {
      code: "M01",
      cost: 1.05,
      to: q.t.elem(node.of, [j, i], node.outside),
      what: `The subscripts of ${short(node.of)} are exchanged.`,
    };
}

/** Ranges off by one, sums that are missing or share an index. */
export function* ranges(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  if (node.kind === "bind" && node.domain.kind === "range" && node.binder !== "tabulate") {
    const { from, to } = node.domain;
    for (const step of [1, -1]) {
      const again = (domain: { from: Expr; to: Expr }): Expr =>
        t.bind(node.binder, node.index, { kind: "range", ...domain }, node.body, node.hint);
      yield {
        code: "M10",
        cost: 1,
        to: again({ from, to: moved(q, to, step) }),
        what: `The sum should end at ${short(moved(q, to, step))}.`,
      };
      yield {
        code: "M10",
        cost: 1,
        to: again({ from: moved(q, from, step), to }),
        what: `The sum should start at ${short(moved(q, from, step))}.`,
      };
    }
    for (const size of lengthsIn(q))
      if (size !== to)
        yield {
          code: "M10",
          cost: 1.1,
          to: t.bind(node.binder, node.index, { kind: "range", from, to: size }, node.body, node.hint),
          what: `The sum should end at ${short(size)}.`,
        };
    if (node.binder === "sum") {
      const body = node.body;
      const factors = isApp(body, "mul") ? body.args : [];
      const held = factors.filter((f) => nodesOf(f).includes(node.index));
      if (held.length >= 2) {
        const sum = (e: Expr): Expr => t.bind("sum", node.index, node.domain, e, node.hint);
        for (let k = 1; k < held.length; k++) {
          const a = product(q, held.slice(0, k));
          const b = product(q, held.slice(k));
          const rest = factors.filter((f) => !held.includes(f));
          yield {
            code: "M09",
            cost: 1,
            to: a && b && tried(q, heads.mul, [...rest, sum(a), sum(b)]),
            what: "One index is used for two sums.",
          };
        }
      }
      if (!nodesOf(body).includes(node.index))
        yield { code: "M09", cost: 1.2, to: body, what: "Nothing depends on the index of this sum." };
      // Σ over an index that should stay free.
      for (const s of freeSymbols(q.lhs).values())
        if (s.sort === "index")
          yield {
            code: "M08",
            cost: 1.2,
            to: t.substitute(body, new Map([[node.index.name, s]])),
            what: `There is no sum here: ${s.name} is one index.`,
          };
    }
  }
}

const product = (q: Question, list: readonly Expr[]): Expr | null => (list.length === 1 ? (list[0] as Expr) : tried(q, heads.mul, list));

const lengthsIn = (q: Question): readonly Expr[] =>
  [...new Map(q.reached.flatMap((x) => axes(x.shape)).map((d) => [d.key, q.t.dim(d)] as const)).values()].slice(0, 6);

/** A sum around the right side over an index that the left side does not have. */
export function* sumLost(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  const known = freeSymbols(lhs);
  for (const s of freeSymbols(rhs).values()) {
    if (s.sort !== "index" || known.has(s.name) || !isPosition(q, s)) continue;
    for (const to of rangesOf(q, s)) {
      const sum = (e: Expr): Expr => t.bind("sum", s, { kind: "range", from: t.num(1), to }, e, s.name);
      const made = (side: Expr): Proposal => ({
        code: "M08",
        cost: 1,
        lhs,
        rhs: side,
        what: `The sum over ${s.name} is missing.`,
        mends: "rhs",
      });
      yield made(sum(rhs));
      for (const p of q.places) {
        if (
          p.slot < 0 ||
          !isScalar(p.node.shape) ||
          !freeSymbols(p.node).has(s.name) ||
          p.node.kind === "sym" ||
          p.above.some((a) => a.kind === "elem")
        )
          continue;
        const put = p.put(sum(p.node));
        if (put && !freeSymbols(put).has(s.name)) yield made(put);
      }
    }
  }
}

/** How far an index runs, by the axes where it stands. */
function rangesOf(q: Question, s: Sym): readonly Expr[] {
  const out = new Map<string, Expr>();
  for (const x of nodesOf(q.lhs, q.rhs)) {
    if (x.kind !== "elem") continue;
    const lengths = axes(x.of.shape);
    x.at.forEach((a, k) => {
      const d = lengths[k];
      if (a === s && d) out.set(d.key, q.t.dim(d));
    });
  }
  return [...out.values()];
}

/** A delta of two free indices; of a vector by a vector the diagonal matrix. */
export function* deltaLost(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  const free = [...freeSymbols(lhs).values()].filter((s) => s.sort === "index");
  const softmax =
    q.reached.some((x) => isApp(x, "softmax")) ||
    q.reached.some((x) => isApp(x, "div") && x.args.every((a) => nodesOf(a).some((y) => isApp(y, "exp", "pow"))));
  for (const [k, i] of free.entries())
    for (const j of free.slice(k + 1)) {
      const delta = t.app(heads.iverson, [t.app(heads.eq, [i, j])]);
      const what = `It is zero unless ${i.name} = ${j.name}: the delta is missing.`;
      if (isScalar(rhs.shape)) yield { code: "M28", cost: 1, lhs, rhs: t.app(heads.mul, [rhs, delta]), what, mends: "rhs" };
      for (const p of q.places) {
        if (p.node.kind === "num" && p.node.value.n === 1n && p.slot >= 0) {
          const put = p.put(delta);
          if (put) yield { code: softmax ? "M13" : "M28", cost: 1.05, lhs, rhs: put, what, mends: "rhs" };
        }
        if (isApp(p.above[0], "add") && isScalar(p.node.shape)) {
          const put = p.put(t.app(heads.mul, [p.node, delta]));
          if (put) yield { code: "M28", cost: 1.1, lhs, rhs: put, what, mends: "rhs" };
        }
      }
      // p_i (1 − p_i) for p_i (δ_ij − p_j).
      if (isApp(rhs, "mul"))
        for (const a of rhs.args.filter((x) => isScalar(x.shape) && !nodesOf(x).some((y) => isApp(y, "eye", "zeros", "ones"))))
          for (const [x, y] of [
            [i, j],
            [j, i],
          ] as const) {
            const other = t.substitute(a, new Map([[x.name, y]]));
            if (other === a) continue;
            yield {
              code: "M13",
              cost: 1.1,
              lhs,
              rhs: t.app(heads.mul, [a, t.app(heads.add, [delta, t.app(heads.neg, [other])])]),
              what: `Off the diagonal the entries are −${short(a)} ${short(other)}.`,
              mends: "rhs",
            };
          }
    }
}

/** diag(p ∘ (1 − p)) for diag(p) − p pᵀ. */
export function* softmaxJacobian(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const inner = isApp(node, "Diag") ? (node.args[0] as Expr) : node;
  const candidates = isApp(inner, "hadamard") || isApp(inner, "mul") ? inner.args : isApp(node, "Diag") ? [inner] : [];
  for (const s of candidates) {
    if (isScalar(s.shape) || s.shape.length !== 2) continue;
    const diagonal = applied(q, "Diag", [s]);
    const outer = tried(q, heads.mul, [s, q.t.app(heads.transpose, [s])]);
    if (!diagonal || !outer) continue;
    yield {
      code: "M13",
      cost: 1,
      to: tried(q, heads.add, [diagonal, q.t.app(heads.neg, [outer])]),
      what: `Off the diagonal the entries are −pᵢ pⱼ: the matrix is diag(${short(s)}) − ${short(s)} ${short(s)}ᵀ.`,
    };
  }
}
