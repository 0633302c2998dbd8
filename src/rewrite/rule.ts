/** Applying one rule at one place. */
import { type Expr, heads, type Rule, type Terms } from "../expr/index.ts";
import { putIn } from "./instantiate.ts";
import { type Match, matches } from "./match.ts";

/** What is known where a rule is applied. Saying no is always safe. */
export interface Known {
  /** Whether a condition certainly holds. */
  holds(condition: Expr): boolean;
  /** Whether a fact (symmetric, positive definite …) is declared of a term. */
  has(e: Expr, fact: string): boolean;
}

/** Nothing is known: only rules without conditions apply. */
export const nothingKnown: Known = { holds: () => false, has: () => false };

export type Direction = "forward" | "backward";

/**
 * The term after the rule, or null when it does not apply at the root of `e`. Terms, factors and numbers that the pattern leaves over
 * stay where they are. A rule with → or = goes forward only; one with ↔ both ways.
 */
export function applyRule(t: Terms, rule: Rule, e: Expr, known: Known = nothingKnown, direction: Direction = "forward"): Expr | null {
  if (rule.unsound || (direction === "backward" && rule.arrow !== "↔")) return null;
  const [from, to] = direction === "forward" ? [rule.left, rule.right] : [rule.right, rule.left];
  for (const m of matches(t, rule.given, from, e)) {
    if (!satisfied(t, rule, m, known)) continue;
    const after = around(t, e, m, open(t, putIn(t, to, m.values, m.sizes)));
    if (after !== e) return after;
  }
  return null;
}

function satisfied(t: Terms, rule: Rule, m: Match, known: Known): boolean {
  if (rule.given.some((v) => !m.values.has(v.name))) return false;
  for (const [name, facts] of rule.facts) {
    for (const fact of facts) if (fact !== "fixed" && !known.has(m.values.get(name) as Expr, fact)) return false;
  }
  return rule.when.every((c) => known.holds(open(t, putIn(t, c, m.values, m.sizes))));
}

/** What was left over, put back beside the result. */
function around(t: Terms, e: Expr, m: Match, middle: Expr): Expr {
  if (e.kind === "app" && m.rest.length > 0) return t.app(e.head, [middle, ...m.rest]);
  const { before, after } = m.around;
  return before.length + after.length === 0 ? middle : t.app(heads.mul, [...before, middle, ...after]);
}

/** An entry of an array given by its entries is that entry: (aⱼ for j in 1..n)[k] is aₖ. */
export function open(t: Terms, e: Expr): Expr {
  const opened = (x: Expr): Expr | null => {
    if (x.kind !== "elem" || x.of.kind !== "bind" || x.of.binder !== "tabulate") return null;
    const [k, ...more] = x.at.map((i) => t.replace(i, opened));
    const body = t.substitute(x.of.body, new Map([[x.of.index.name, k as Expr]]));
    return t.replace(more.length === 0 ? body : t.elem(body, more, x.outside), opened);
  };
  return t.replace(e, opened);
}
