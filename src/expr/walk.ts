/** Walks over terms. Every one keeps its answer per node: cost follows the distinct nodes, never the printed tree. */

import { childrenOf } from "./children.ts";
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
