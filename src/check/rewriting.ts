/**
 * Equations that are assumed, used as they stand: where Σu = λu is in force, Σu may be replaced by λu in a line. What then holds for all values
 * holds wherever the equation does, also where no point is found that satisfies it.
 */
import { type Expr, heads, type Terms } from "../expr/index.ts";

/** Both sides with all assumed equations used from left to right, and with each of them alone; only those that change something. */
export function rewritings(t: Terms, sides: readonly Expr[], given: readonly Expr[]): readonly (readonly Expr[])[] {
  const equations = given.slice(0, 8);
  return [equations, ...(equations.length > 1 ? equations.map((g) => [g]) : [])].flatMap((some) => rewritten(t, sides, some) ?? []);
}

function rewritten(t: Terms, sides: readonly Expr[], given: readonly Expr[]): readonly [readonly Expr[]] | null {
  let now = sides;
  for (const g of given) {
    const [l, r] = g.kind === "app" && g.head === heads.eq ? g.args : [];
    if (l && r && l.kind === "app") now = now.map((e) => t.replace(e, (x) => replaced(t, x, l, r)));
  }
  return now.some((e, i) => e !== sides[i]) ? [now] : null;
}

/** The right side for the left one, also where its factors stand side by side in a longer product. */
function replaced(t: Terms, x: Expr, l: Extract<Expr, { kind: "app" }>, r: Expr): Expr | null {
  if (x === l) return r;
  if (x.kind !== "app" || x.head !== heads.mul || l.head !== heads.mul || x.args.length <= l.args.length) return null;
  const at = x.args.findIndex((_, i) => l.args.every((a, k) => x.args[i + k] === a));
  if (at < 0) return null;
  const made = t.tryApp(heads.mul, [...x.args.slice(0, at), r, ...x.args.slice(at + l.args.length)]);
  return made.ok ? made.value : null;
}
