/** Under what a derivative holds: conditions of the cards used, and conventions at kinks. */

import { arg, integerOf, is, scalar } from "../calculus/atoms.ts";
import { instantiate } from "../calculus/card.ts";
import type { Exit } from "../calculus/exit.ts";
import type { Problem } from "../calculus/problem.ts";
import { type Book, type Expr, freeSymbols, type Head, heads } from "../expr/index.ts";
import type { Assumption } from "./types.ts";

export function assumptionsOf(problem: Problem, exit: Exit): readonly Assumption[] {
  const { n, engine } = problem;
  const out = new Map<unknown, Assumption>();
  const squared = onlySquared(problem);
  for (const { value } of engine.used) {
    if (value.kind !== "app" || value.head.acts.kind === "structural") continue;
    const { head, args } = value;
    const smooth = squared.has(value) ? [] : head.smooth;
    if (head.kink && !squared.has(value)) out.set(head.name, { kind: "note", note: `${head.called}: ${head.kink.note}` });
    for (const formula of [...head.domain, ...smooth]) {
      if (head.acts.kind === "elementwise" && !args.every(scalar)) continue;
      const truth = exit.term(asWritten(problem, instantiate(n, formula, args)));
      if (truth.sort === "truth") out.set(truth, { kind: "truth", truth });
    }
  }
  return [...out.values()];
}

/** A condition in the words of the question: what was cut by its own name again, a summed index by the author's letter. */
function asWritten({ n, variables }: Problem, condition: Expr): Expr {
  let out = condition;
  for (const { leaf, restore } of variables) if (restore) out = n.subst(out, leaf, restore());
  for (const x of freeSymbols(out).values()) {
    const bound = n.bound.get(x);
    if (bound) out = n.subst(out, x, n.t.index(bound.hint));
  }
  return out;
}

/**
 * Values that occur in even powers only, of functions whose square the book knows in simpler terms: ‖u‖² is tr(uᵀu), smooth also where
 * ‖u‖ is not.
 */
function onlySquared({ engine, n }: Problem): ReadonlySet<Expr> {
  const values = new Set(engine.used.map((u) => u.value));
  const out = new Set<Expr>();
  const otherwise = new Set<Expr>();
  for (const parent of values) {
    for (const a of parent.kind === "app" ? parent.args : []) {
      const child = engine.value(a) ?? a;
      if (!values.has(child)) continue;
      const even = is(parent, "pow") && a === parent.args[0] && (integerOf(arg(parent, 1)) ?? 1) % 2 === 0;
      (even && child.kind === "app" && hasSquare(n.book, child.head) ? out : otherwise).add(child);
    }
  }
  for (const e of otherwise) out.delete(e);
  return out;
}

const hasSquare = (book: Book, head: Head): boolean =>
  book.rules.some(
    ({ left }) =>
      left.kind === "app" &&
      left.head === heads.pow &&
      left.args[0]?.kind === "app" &&
      left.args[0].head === head &&
      integerOf(arg(left, 1)) === 2,
  );
