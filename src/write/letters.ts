/** Letters for bound indices: the author's where that is free, otherwise the next customary one. */
import type { Bind, Expr, Name } from "../expr/index.ts";
import { freeSymbols, nodesOf } from "../expr/index.ts";

const customary: readonly Name[] = ["i", "j", "k", "l", "p", "q", "r", "s"];

/** Names for binders, given those in use around them. */
export interface Letters {
  readonly of: (b: Bind, inUse: ReadonlyMap<Name, Name>) => Name;
  readonly fresh: (hint: Name, inUse: ReadonlyMap<Name, Name>) => Name;
}

/**
 * Letters for one term. A letter is never that of a free symbol or function anywhere in the term, nor that of a surrounding binder,
 * so that nothing is captured by printing.
 */
export function createLetters(...roots: readonly Expr[]): Letters {
  const taken = new Set<Name>(freeSymbols(...roots).keys());
  for (const x of nodesOf(...roots)) if (x.kind === "call") taken.add(x.fn);
  const fresh = (hint: Name, inUse: ReadonlyMap<Name, Name>): Name => {
    const around = new Set(inUse.values());
    const free = (name: Name): boolean => name !== "" && !name.startsWith("#") && !taken.has(name) && !around.has(name);
    if (free(hint)) return hint;
    const known = customary.find(free);
    if (known !== undefined) return known;
    let m = 1;
    while (!free(`i_${m}`)) m++;
    return `i_${m}`;
  };
  return { fresh, of: (b, inUse) => fresh(b.hint, inUse) };
}
