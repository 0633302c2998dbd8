/** Plain simplification of an expression: like terms, cancelling factors, names of the document, declared facts; confirmed like a derivative. */
import { createExit } from "../calculus/exit.ts";
import { withFacts } from "../calculus/facts.ts";
import { createProblem } from "../calculus/problem.ts";
import { isRefusal } from "../calculus/refusal.ts";
import { createTidy } from "../calculus/tidy.ts";
import type { Book, Environment, Expr, Terms } from "../expr/index.ts";
import { confirm } from "./confirm.ts";

/** A simpler expression of the same value; the expression itself where none was found. */
export function simplify(t: Terms, book: Book, environment: Environment, expr: Expr, seed = 1): Expr {
  try {
    const problem = createProblem({ book, environment, expr, by: [] });
    const tidy = createTidy(problem.n);
    const out = createExit(problem.n, t).term(tidy(withFacts(problem.n, environment, tidy(problem.enter(expr)))));
    return confirm(environment, out, expr, seed).kind === "differs" ? expr : out;
  } catch (stop) {
    if (isRefusal(stop)) return expr;
    throw stop;
  }
}
