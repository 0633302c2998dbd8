/**
 * Rewriting a whole term: from the leaves up, each node until no rule applies.
 *
 * A node is done once per pass, however often it occurs. The `→` rules of a book decrease a measure, so a pass ends by itself; the budget
 * is there for the books of others.
 */
import { childrenOf, type Expr, type Rule, type Terms } from "../expr/index.ts";
import { applyRule, type Known, nothingKnown } from "./rule.ts";
import { type Recorder, stepOf } from "./trace.ts";

export interface RewriteOptions {
  readonly known?: Known;
  readonly record?: Recorder;
  /** Rule applications allowed. */
  readonly budget?: number;
}

/** More than any answer a book prints needs; reached only by rules that run in circles. */
const defaultBudget = 2_000;

/** Head or kind at the root of a term: only rules with the same one can apply. */
const rootOf = (e: Expr): string => (e.kind === "app" ? e.head.name : e.kind === "bind" ? `bind ${e.binder}` : e.kind);

function byRoot(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const out = new Map<string, Rule[]>();
  for (const r of rules) {
    const list = out.get(rootOf(r.left));
    if (list) list.push(r);
    else out.set(rootOf(r.left), [r]);
  }
  return out;
}

/** The term with rules applied bottom-up until none applies, or until the budget is spent. */
export function rewrite(t: Terms, rules: readonly Rule[], e: Expr, options: RewriteOptions = {}): Expr {
  const { known = nothingKnown, record = () => undefined } = options;
  const table = byRoot(rules);
  let budget = options.budget ?? defaultBudget;
  const done = new Map<Expr, Expr>();

  const at = (x: Expr): Expr | null => {
    for (const rule of table.get(rootOf(x)) ?? []) {
      const after = applyRule(t, rule, x, known);
      if (after) {
        record(stepOf(rule, x, after));
        return after;
      }
    }
    return null;
  };

  const go = (x: Expr): Expr => {
    const before = done.get(x);
    if (before) return before;
    const inside = t.rebuild(x, childrenOf(x).map(go));
    const after = budget > 0 ? at(inside) : null;
    if (after) budget--;
    const out = after ? go(after) : inside;
    done.set(x, out);
    done.set(out, out);
    return out;
  };
  return go(e);
}
