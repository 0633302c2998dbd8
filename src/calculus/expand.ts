/**
 * Expanding under guard: a commuting product is multiplied out over a sum only if the sum has denominators that the other factors can
 * cancel, and the result is kept only if it is smaller. σ(1 − σ)((1 − t)/(1 − σ) − t/σ) becomes σ − t; σ(1 − σ) stays.
 */
import { type App, type Expr, heads } from "../expr/index.ts";
import { arg, is, isNegative, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

export interface Expander {
  /** The product multiplied out if that makes it smaller; null otherwise. */
  expand(e: Expr): Expr | null;
}

const mostTerms = 64;

export function createExpander(n: Normal): Expander {
  const weights = new Map<Expr, number>();
  const quotients = new Map<Expr, boolean>();

  /** Factors, counted as one reads them. */
  function weight(e: Expr): number {
    const before = weights.get(e);
    if (before !== undefined) return before;
    let w = 1;
    if (is(e, "add")) w = e.args.reduce((s, a) => s + 1 + weight(a), 0);
    else if (is(e, "mul") && n.parts(e).s[0] !== e) w = e.args.reduce((s, a) => s + weight(a), 1);
    else if (is(e, "hadamard")) w = e.args.reduce((s, a) => s + weight(a), 0);
    else if (is(e, "pow") || is(e, "hpow")) w = 1 + weight(arg(e, 0));
    weights.set(e, w);
    return w;
  }

  function hasQuotient(e: Expr): boolean {
    const before = quotients.get(e);
    if (before !== undefined) return before;
    let found = false;
    if (is(e, "pow") || is(e, "hpow")) found = isNegative(arg(e, 1));
    else if (is(e, "mul") || is(e, "hadamard") || is(e, "add")) found = e.args.some(hasQuotient);
    quotients.set(e, found);
    return found;
  }

  /** A sum among the factors, −(a − b) included. */
  const asSum = (f: Expr): { readonly front: Expr; readonly sum: App } | null => {
    if (is(f, "add")) return { front: n.num(1), sum: f };
    if (is(f, "mul") && f.args.length === 2 && f.args[0]?.kind === "num" && is(arg(f, 1), "add"))
      return { front: f.args[0], sum: arg(f, 1) as App };
    return null;
  };

  /** Commuting factors: scalars, or the members of one entrywise product; the rest stands in front. */
  function commuting(e: App): { readonly front: readonly Expr[]; readonly list: readonly Expr[] } | null {
    if (is(e, "hadamard")) return { front: [], list: e.args };
    if (!is(e, "mul")) return null;
    const { c, s, k } = n.parts(e);
    if (s[0] === e) return null;
    if (scalar(e)) return { front: [n.num(c)], list: s };
    const [only] = k;
    return k.length === 1 && only ? { front: [n.num(c), ...s], list: is(only, "hadamard") ? only.args : [only] } : null;
  }

  function multipliedOut(e: Expr): Expr {
    const parts = e.kind === "app" ? commuting(e) : null;
    if (!parts) return e;
    const join = scalar(e) ? n.mul : n.had;
    const withQuotients = parts.list.find((f) => asSum(f)?.sum.args.some(hasQuotient));
    if (withQuotients) {
      const rest = parts.list.filter((f) => f !== withQuotients);
      const { front, sum } = asSum(withQuotients) as { front: Expr; sum: App };
      return n.mul([
        ...parts.front,
        n.add(
          sum.args.map((x) => multipliedOut(join([front, x, ...rest]))),
          e.shape,
        ),
      ]);
    }
    let products: (readonly Expr[])[] = [[]];
    for (const f of parts.list) {
      const s = asSum(f);
      const choices = s ? s.sum.args.map((x) => n.mul([s.front, x])) : [f];
      if (products.length * choices.length > mostTerms) return e;
      products = products.flatMap((p) => choices.map((x) => [...p, x]));
    }
    return n.mul([...parts.front, n.add(products.map(join), e.shape)]);
  }

  function expand(e: Expr): Expr | null {
    if (e.kind !== "app" || (e.head !== heads.mul && e.head !== heads.hadamard)) return null;
    if (is(e, "mul") && !scalar(e)) {
      const { c, s, k } = n.parts(e);
      if (s.length > 1) {
        const inner = expand(n.mul(s));
        if (inner) return n.mul([n.num(c), inner, ...k]);
      }
    }
    const parts = commuting(e);
    if (!parts || parts.list.length < 2 || !parts.list.some((f) => asSum(f) && hasQuotient(f))) return null;
    const out = multipliedOut(e);
    return out !== e && weight(out) < weight(e) ? out : null;
  }

  return { expand };
}
