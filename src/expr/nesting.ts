/**
 * Levels of bound indices: an index bound at level m is named #m, and levels fall inwards, so that α-equal terms are one node.
 */
import { childrenOf } from "./children.ts";
import type { Expr, Name } from "./types.ts";

export const boundName = (m: number): Name => `#${m}`;
export const boundLevel = (name: Name): number => (name.startsWith("#") ? Number(name.slice(1)) : 0);

interface Nesting {
  /** How deep binders nest. */
  readonly height: number;
  /** Levels of the bound indices that occur outside their binder. */
  readonly free: ReadonlySet<number>;
}
const flat: Nesting = { height: 0, free: new Set() };

/** The level that a binder of `variable` over a body gets; keeps what it finds for one table of terms. */
export function createLevels(): (body: Expr, variable: Name) => number {
  const nestings = new Map<Expr, Nesting>();

  function nesting(e: Expr): Nesting {
    if (e.level === 0) return flat;
    const known = nestings.get(e);
    if (known) return known;
    const free = new Set<number>();
    let height = 0;
    for (const c of childrenOf(e)) {
      const inside = nesting(c);
      const bound = e.kind === "bind" && c === e.body ? boundLevel(e.index.name) : 0;
      height = Math.max(height, inside.height + (bound > 0 ? 1 : 0));
      for (const k of inside.free) if (k !== bound) free.add(k);
    }
    if (e.kind === "sym") free.add(e.level);
    const out = { height, free };
    nestings.set(e, out);
    return out;
  }

  /**
   * The level of a new binder: one more than binders nest in its body. Along any path inwards levels fall, whatever the order in which a
   * term was made; so α-equal terms are one node. While a term is being made, an index of a binder further out may have just that level
   * free in the body: then one above all that are free is taken, until that binder is made.
   */
  function bindingLevel(body: Expr, variable: Name): number {
    const { height, free } = nesting(body);
    const own = boundLevel(variable);
    if (own === height + 1 || !free.has(height + 1)) return height + 1;
    return 1 + Math.max(height, ...[...free].filter((k) => k !== own));
  }

  return bindingLevel;
}

/** How many distinct parents hold the name: grows when a replacement brings it in. */
export function mentions(e: Expr, name: Name): number {
  if (e.level === 0 && name.startsWith("#")) return 0;
  const seen = new Set<Expr>();
  let n = 0;
  const go = (x: Expr): void => {
    if (seen.has(x) || x.level < boundLevel(name)) return;
    seen.add(x);
    if (x.kind === "sym" && x.name === name) n++;
    for (const c of childrenOf(x)) {
      if (c.kind === "sym" && c.name === name) n++;
      go(c);
    }
  };
  go(e);
  return n;
}
