/** All gradients of one scalar at once: a network's parameters cost one reverse pass, and the answers share their parts. */
import { createExit } from "../calculus/exit.ts";
import { withFacts } from "../calculus/facts.ts";
import { createProblem } from "../calculus/problem.ts";
import { isRefusal } from "../calculus/refusal.ts";
import { reverse } from "../calculus/reverse.ts";
import { createTidy } from "../calculus/tidy.ts";
import type { Book, Environment, Expr, Sym, Terms } from "../expr/index.ts";
import { fail, isScalar, ok, type Result } from "../shape/index.ts";
import { confirm } from "./confirm.ts";
import type { DeriveError } from "./types.ts";

export interface GradientsQuestion {
  /** A scalar. */
  readonly expr: Expr;
  readonly environment: Environment;
  /** Symbols that are not defined by one another. */
  readonly wrt: readonly Sym[];
  readonly seed?: number;
}

/**
 * ∂f/∂X₁ … ∂f/∂Xᵣ in the shapes of the variables, in their order, each confirmed by the oracle.
 *
 * @example ½‖σ(W₂ σ(W₁ x)) − y‖² by W₁ and W₂: both hold the error of the last layer, which is one node.
 */
export function gradients(t: Terms, book: Book, q: GradientsQuestion): Result<readonly Expr[], DeriveError> {
  if (!isScalar(q.expr.shape)) return fail({ code: "shape-clash", message: "gradients are those of a number, and this is an array" });
  try {
    const problem = createProblem({ book, environment: q.environment, expr: q.expr, by: q.wrt });
    const { n, engine, enter, variables } = problem;
    const found = reverse(
      engine,
      enter(q.expr),
      n.num(1),
      variables.map((v) => v.leaf),
    );
    const tidy = createTidy(n);
    const { term } = createExit(n, t);
    const answers = found.map((g, i) => {
      const value = variables[i]?.row ? n.T(g) : g;
      return term(tidy(withFacts(n, q.environment, tidy(value))));
    });
    for (const [i, x] of q.wrt.entries()) {
      const check = confirm(q.environment, answers[i] as Expr, t.deriv(q.expr, x), q.seed ?? 1);
      if (check.kind === "differs")
        return fail({ code: "internal-mismatch", message: `the gradient by ${x.name} disagrees with the function itself ${check.detail}` });
    }
    return ok(answers);
  } catch (stop) {
    if (isRefusal(stop)) return fail({ code: stop.refusal, message: stop.message });
    throw stop;
  }
}
