/** Clean-up of a result, from the leaves up and once per node: names of the document, laws, expanding under guard, factoring. */
import type { Expr } from "../expr/index.ts";
import { createExpander } from "./expand.ts";
import { factor } from "./factor.ts";
import { lawsOfProducts } from "./laws.ts";
import type { Normal } from "./normal.ts";

export function createTidy(n: Normal): (e: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const { expand } = createExpander(n);
  const tidy = (e: Expr): Expr => {
    const before = done.get(e);
    if (before) return before;
    done.set(e, e);
    const named = n.names.get(e);
    const kids = n.children(e);
    const rebuilt = named ?? (kids.length === 0 ? e : withKids(n, e, kids, kids.map(tidy)));
    const lawful = lawsOfProducts(n, rebuilt);
    const smaller = expand(lawful);
    const out = smaller ? tidy(smaller) : factor(n, lawful, tidy);
    const last = n.names.get(out) ?? out;
    done.set(e, last);
    return last;
  };
  return tidy;
}

function withKids(n: Normal, e: Expr, kids: readonly Expr[], next: readonly Expr[]): Expr {
  return kids.every((k, i) => k === next[i]) ? e : n.rebuild(e, next);
}
