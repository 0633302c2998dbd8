/**
 * Names for shared parts: a residual network of 40 layers is a small graph and a printed tree of 10²⁴ nodes. Before anything is printed,
 * parts that occur more than once get names until the tree is short enough to read.
 */
import { childrenOf, createTerms, type Expr, freeSymbols, type Name, nodesOf } from "../expr/index.ts";

export interface Shared {
  readonly main: Expr;
  /** In order: each value uses only earlier names. */
  readonly where: readonly { readonly name: Name; readonly value: Expr }[];
}

/** Printed trees up to this many nodes are printed whole: about one screen. */
const readable = 600;
/** A part smaller than this is repeated rather than named. */
const worthNaming = 6;

/** Sizes of the printed trees, as doubles: only their order of magnitude counts. */
export function treeSizes(root: Expr): ReadonlyMap<Expr, number> {
  const size = new Map<Expr, number>();
  for (const x of nodesOf(root))
    size.set(
      x,
      childrenOf(x).reduce((n, c) => n + (size.get(c) ?? 0), 1),
    );
  return size;
}

/** The term itself when it is short; otherwise the term over names for every closed part that is used more than once. */
export function shareForPrinting(root: Expr): Shared {
  if ((treeSizes(root).get(root) ?? 0) <= readable) return { main: root, where: [] };
  const uses = new Map<Expr, number>();
  for (const x of nodesOf(root)) for (const c of childrenOf(x)) uses.set(c, (uses.get(c) ?? 0) + 1);
  return nameParts(root, (x) => (uses.get(x) ?? 0) > 1, worthNaming);
}

/** The term over names for the wanted parts, those of at least `least` nodes (over names) that hold no index of a surrounding binder. */
export function nameParts(root: Expr, wanted: (x: Expr) => boolean, least: number): Shared {
  const t = createTerms();
  const taken = new Set(freeSymbols(root).keys());
  const bound = boundInside(root);
  const here = new Map<Expr, Expr>();
  const length = new Map<Expr, number>();
  const where: { name: Name; value: Expr }[] = [];
  let count = 0;
  for (const x of nodesOf(root)) {
    const parts = childrenOf(x);
    const value =
      parts.length === 0
        ? t.adopt(x)
        : t.rebuild(
            x,
            parts.map((c) => here.get(c) as Expr),
          );
    const tree = parts.reduce((n, c) => n + (length.get(c) ?? 0), 1);
    const named = x !== root && parts.length > 0 && x.sort === "real" && !bound.has(x) && wanted(x) && tree >= least;
    if (!named) {
      here.set(x, value);
      length.set(x, tree);
      continue;
    }
    do count++;
    while (taken.has(`t_{${count}}`));
    const name = `t_{${count}}`;
    where.push({ name, value });
    here.set(x, t.sym(name, x.shape));
    length.set(x, 1);
  }
  return { main: here.get(root) as Expr, where };
}

/** Parts that hold a bound index of a surrounding binder: they have no value of their own. */
function boundInside(root: Expr): ReadonlySet<Expr> {
  const free = new Map<Expr, ReadonlySet<Name>>();
  const none: ReadonlySet<Name> = new Set();
  const out = new Set<Expr>();
  for (const x of nodesOf(root)) {
    const own = x.kind === "sym" && x.name.startsWith("#") ? new Set([x.name]) : none;
    const names = x.level === 0 ? none : new Set([...own, ...childrenOf(x).flatMap((c) => [...(free.get(c) ?? none)])]);
    if (x.kind === "bind") (names as Set<Name>).delete(x.index.name);
    free.set(x, names);
    if (names.size > 0) out.add(x);
  }
  return out;
}
