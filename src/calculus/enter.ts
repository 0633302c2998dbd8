/**
 * From terms as they were written to normal terms.
 *
 * What a symbol stands for is the scope's to say: the question's own symbols, or the parameters of a card's formula. On arrays the formula
 * of an elementwise card is taken entry by entry (`pointwise`): its products are ⊙.
 */
import {
  type App,
  type Bind,
  type Cases,
  childrenOf,
  type Domain,
  type Expr,
  heads,
  type Name,
  nodesOf,
  type Sym,
  toDim,
} from "../expr/index.ts";
import { addDims, isOne, one, subtractDims } from "../shape/dim.ts";
import { absurd, Bug } from "../shape/result.ts";
import { axes, isScalar } from "../shape/shape.ts";
import { applied } from "./applied.ts";
import { arg, is, scalar } from "./atoms.ts";
import { zeroOutside } from "./contract.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";

export interface Scope {
  /** A quantity that stands for itself whatever it is made of: the variable of differentiation. */
  cut?(e: Expr): Expr | null;
  symbol(s: Sym): Expr;
  /** d(u) for a normal u. */
  differential(u: Expr): Expr;
  /** An unevaluated derivative. */
  derivative(of: Expr, by: Expr): Expr;
  readonly pointwise: boolean;
  /** The terms are the author's own: the transposes of their sums stay as written. */
  readonly authored: boolean;
}

/** Indices of the binders around, and what has been entered below them. */
interface Level {
  readonly indices: ReadonlyMap<Name, Expr>;
  readonly done: Map<Expr, Expr>;
}

/** Enters terms; keeps its answers, so use one for one scope. */
export function createEnter(n: Normal, scope: Scope): (e: Expr) => Expr {
  const top: Level = { indices: new Map(), done: new Map() };
  const uses = new Map<Expr, number>();

  const go = (x: Expr, at: Level): Expr => {
    const done = x.level === 0 ? top.done : at.done;
    const before = done.get(x);
    if (before) return before;
    const out = scope.cut?.(x) ?? node(x, at);
    done.set(x, out);
    return out;
  };

  const node = (x: Expr, at: Level): Expr => {
    switch (x.kind) {
      case "num":
        return n.num(x.value);
      case "sym":
        return at.indices.get(x.name) ?? scope.symbol(x);
      case "app":
        return application(x, at);
      case "call":
        return callOf(
          x.args.map((a) => go(a, at)),
          x,
        );
      case "elem":
        return entry(
          go(x.of, at),
          x,
          x.at.map((a) => go(a, at)),
        );
      case "bind":
        return binder(x, at);
      case "cases":
        return casesOf(x, at);
      case "deriv":
        return scope.derivative(x.of, x.by);
      default:
        return absurd(x);
    }
  };

  /** U[i, j] of a card's matrix U at a column is its i-th entry: subscripts along thin axes go. */
  const entry = (of: Expr, x: Expr & { readonly kind: "elem" }, positions: readonly Expr[]): Expr => {
    const own = axes(of.shape);
    if (own.length === positions.length) return n.elem(of, positions, x.outside);
    const kept = positions.filter((_, k) => of.shape[k] && !isOne(of.shape[k]));
    return n.elem(of, kept, x.outside);
  };

  const callOf = (args: readonly Expr[], x: Expr & { readonly kind: "call" }): Expr => {
    const made = x.slots.length === 0 ? n.t.call(x.fn, [], args, x.shape) : n.t.rebuild(n.t.adopt(x), args);
    return n.names.get(made) ?? made;
  };

  const application = (x: App, at: Level): Expr => {
    if (x.head === heads.d) return scope.differential(go(arg(x, 0), at));
    const head = n.book.heads.get(x.head.name) ?? x.head;
    const args = head === heads.add && scope.authored ? spine(x) : x.args;
    const out = applied(
      n,
      head,
      args.map((a) => go(a, at)),
      scope.pointwise,
      x.shape,
    );
    if (scope.authored && head === heads.add) markWritten(n, out);
    return out;
  };

  /** The terms of ((a + b) + c) + d, where the partial sums occur nowhere else: entered one by one they would cost the square of their number. */
  const spine = (x: App): readonly Expr[] => {
    const out: Expr[] = [];
    const stack: Expr[] = [...x.args].reverse();
    for (let a = stack.pop(); a; a = stack.pop()) {
      const isPartial = a.kind === "app" && a.head === heads.add && uses.get(a) === 1 && !(scope.cut?.(a) ?? null);
      if (isPartial) stack.push(...[...(a as App).args].reverse());
      else out.push(a);
    }
    return out;
  };

  const casesOf = (x: Cases, at: Level): Expr => {
    const value = (e: Expr): Expr => {
      const v = go(e, at);
      return scalar(v) && !isScalar(x.shape) ? n.mul([v, n.onesLike(x.shape)]) : v;
    };
    return n.t.cases(
      x.arms.map((a) => ({ when: go(a.when, at), then: value(a.then) })),
      x.otherwise ? value(x.otherwise) : null,
    );
  };

  const binder = (x: Bind, at: Level): Expr => {
    const { domain, guards } = rectangle(n, x.domain, (e) => go(e, at));
    const index = n.fresh(x.binder === "tabulate" ? "sum" : x.binder, domain, x.hint);
    const below: Level = { indices: new Map([...at.indices, [x.index.name, index]]), done: new Map() };
    const plain = go(x.body, below);
    const cut = guards(index).filter((g) => g.kind !== "num");
    if (cut.length > 0 && x.binder !== "sum") throw refusal("no-rule", `a ${x.binder} over a range that depends on another index`);
    if (x.binder === "tabulate") return tabulated(n, index, domain, plain);
    return n.close(index, cut.length > 0 ? n.mul([...cut, zeroOutside(n, plain, index)]) : plain);
  };

  return (e) => {
    if (scope.authored && !top.done.has(e)) countUses(e, uses);
    return go(e, top);
  };
}

/** How many parents each sum has. */
function countUses(root: Expr, uses: Map<Expr, number>): void {
  for (const x of nodesOf(root))
    for (const c of childrenOf(x)) if (c.kind === "app" && c.head === heads.add) uses.set(c, (uses.get(c) ?? 0) + 1);
}

/**
 * Ranges that depend on an outer index are widened to a rectangle, with an indicator for what was cut off:
 * Σᵢ Σ_{j ≤ i} b is Σᵢ Σⱼ [j ≤ i] b. Transposing would otherwise sum i over its whole range.
 */
function rectangle(
  n: Normal,
  domain: Domain,
  go: (e: Expr) => Expr,
): { readonly domain: Domain; readonly guards: (i: Expr) => readonly Expr[] } {
  switch (domain.kind) {
    case "range": {
      const [from, to] = [go(domain.from), go(domain.to)];
      const wide = { kind: "range" as const, from: extreme(n, from, "from"), to: extreme(n, to, "to") };
      return {
        domain: wide,
        guards: (i) => [...(wide.from === from ? [] : [n.atMost(from, i)]), ...(wide.to === to ? [] : [n.atMost(i, to)])],
      };
    }
    case "interval":
      return { domain: { ...domain, from: go(domain.from), to: go(domain.to) }, guards: () => [] };
    case "point":
      return { domain: { ...domain, at: go(domain.at) }, guards: () => [] };
    case "distribution":
      return { domain, guards: () => [] };
    default:
      return absurd(domain);
  }
}

/** The least or greatest value of a bound that is affine in outer indices. */
function extreme(n: Normal, bound: Expr, end: "from" | "to"): Expr {
  let now = bound;
  for (let i = 0; i < 8; i++) {
    const index = [...n.free(now)][0];
    if (!index) return now;
    const domain = n.bound.get(index)?.domain;
    if (domain?.kind !== "range") return now;
    const slope = n.sub(n.subst(now, index, n.num(1)), n.subst(now, index, n.num(0)));
    if (slope.kind !== "num") throw refusal("no-rule", "a range whose bound is not affine in the outer index");
    const up = slope.value.n > 0n;
    now = n.subst(now, index, (end === "to") === up ? domain.to : domain.from);
  }
  return now;
}

/** An array by its entries is Σᵢ body eᵢ. */
function tabulated(n: Normal, index: Sym, domain: Domain, body: Expr): Expr {
  if (domain.kind !== "range") throw new Bug("an array is tabulated over a range");
  const [from, to] = [toDim(domain.from), toDim(domain.to)];
  if (!from || !to) throw refusal("no-rule", "an array whose length is no size");
  const length = addDims(subtractDims(to, from), one);
  const unit = n.basis(n.add([index, n.neg(domain.from), n.num(1)]), length);
  if (scalar(body)) return n.close(index, n.mul([body, unit]));
  if (axes(body.shape).length !== 1) throw refusal("no-rule", "an array of rank three as a whole");
  return n.close(index, n.mul([unit, n.T(body)]));
}

function markWritten(n: Normal, sum: Expr): void {
  if (is(sum, "add")) n.written.add(sum);
  else if (is(sum, "mul") && sum.args.length === 2 && is(arg(sum, 1), "add")) n.written.add(arg(sum, 1));
}
