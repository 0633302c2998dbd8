/** Σ_{i<j} and Σ_{i≠j} over pairs: both indices are summed, unless one of them is used outside the sum or asked for as free. */
import { type Bind, contains, type Expr, freeSymbols, type Name, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import { freeIndices } from "./free-indices.ts";

const comparisons: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge", "ne"]);

export function overPairs(t: Terms, e: Expr, listed: ReadonlySet<Name>): Expr {
  let now = e;
  for (const [name, range] of freeIndices(e)) {
    if (listed.has(name)) continue;
    const index = freeSymbols(now).get(name);
    const pair = index && nodesOf(now).find((x): x is Bind => x.kind === "bind" && x.binder === "sum" && isPair(t, x, index));
    if (!index || !pair || freeSymbols(t.replace(now, (x) => (x === pair ? t.num(0) : null))).has(name)) continue;
    const whole = t.bind("sum", t.index(name), { kind: "range", from: t.dim(range.from), to: t.dim(range.to) }, pair);
    now = t.replace(now, (x) => (x === pair ? whole : null));
  }
  return now;
}

/** The bound index is compared with the free one, and what is summed depends on both: Σ_{j≤i} xⱼ is a partial sum, i stays free. */
const isPair = (t: Terms, b: Bind, free: Sym): boolean =>
  [free, b.index].every((i) =>
    contains(
      t.replace(b.body, (x) => (x.kind === "app" && comparisons.has(x.head.name) ? t.num(0) : null)),
      i,
    ),
  ) && nodesOf(b.body).some((x) => x.kind === "app" && comparisons.has(x.head.name) && x.args.includes(free) && x.args.includes(b.index));
