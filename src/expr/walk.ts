/** Walks over terms. Every one keeps its answer per node: cost follows the distinct nodes, never the printed tree. */

import { childrenOf } from "./children.ts";
import { rational, showRational } from "./rational.ts";
import type { Expr, Name, Sym } from "./types.ts";

/** Answers from the leaves up, once per distinct node. */
export function fold<T>(e: Expr, combine: (node: Expr, children: readonly T[]) => T): T {
  const done = new Map<Expr, T>();
  const go = (x: Expr): T => {
    const known = done.get(x);
    if (known !== undefined) return known;
    const out = combine(x, childrenOf(x).map(go));
    done.set(x, out);
    return out;
  };
  return go(e);
}

/** Every distinct node, children before parents. */
export function nodesOf(...roots: readonly Expr[]): readonly Expr[] {
  const seen = new Set<Expr>();
  const out: Expr[] = [];
  const go = (x: Expr): void => {
    if (seen.has(x)) return;
    seen.add(x);
    for (const c of childrenOf(x)) go(c);
    out.push(x);
  };
  for (const r of roots) go(r);
  return out;
}

/** Free symbols by name. Bound indices (#m) are left out: outside their binder they do not occur. */
export function freeSymbols(...roots: readonly Expr[]): ReadonlyMap<Name, Sym> {
  const out = new Map<Name, Sym>();
  for (const x of nodesOf(...roots)) if (x.kind === "sym" && !x.name.startsWith("#")) out.set(x.name, x);
  return out;
}

/** Names of the functions that are called. */
export function calledFunctions(...roots: readonly Expr[]): ReadonlySet<Name> {
  const out = new Set<Name>();
  for (const x of nodesOf(...roots)) if (x.kind === "call") out.add(x.fn);
  return out;
}

export const contains = (e: Expr, part: Expr): boolean => nodesOf(e).includes(part);

const kindOrder: Readonly<Record<Expr["kind"], number>> = { num: 0, sym: 1, elem: 2, call: 3, app: 4, bind: 5, cases: 6, deriv: 7 };

/** The structural order of terms: by kind, head or name, then children. Independent of the order of creation. */
export function createOrder(): (a: Expr, b: Expr) => number {
  const known = new Map<Expr, Map<Expr, number>>();
  const text = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
  const label = (e: Expr): string => {
    switch (e.kind) {
      case "num":
        return showRational(rational(e.value.n, e.value.d));
      case "sym":
        return e.name;
      case "app":
        return e.head.name;
      case "call":
        return `${e.fn}:${e.slots.join(".")}`;
      case "bind":
        return e.binder;
      default:
        return "";
    }
  };
  const go = (a: Expr, b: Expr): number => {
    if (a === b) return 0;
    const row = known.get(a) ?? new Map<Expr, number>();
    known.set(a, row);
    const before = row.get(b);
    if (before !== undefined) return before;
    let order = kindOrder[a.kind] - kindOrder[b.kind] || text(label(a), label(b));
    if (order === 0) {
      const x = childrenOf(a);
      const y = childrenOf(b);
      order = x.length - y.length;
      for (let i = 0; order === 0 && i < x.length; i++) order = go(x[i] as Expr, y[i] as Expr);
    }
    row.set(b, order);
    return order;
  };
  return go;
}
