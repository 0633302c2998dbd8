/** Differentiate, clean up, lay out, confirm. */

import type { Family } from "../calculus/derivative.ts";
import { createExit, type Exit } from "../calculus/exit.ts";
import { declaredStructure, type Structure, structured, withFacts } from "../calculus/facts.ts";
import { createProblem, type Problem } from "../calculus/problem.ts";
import { isRefusal, refusal } from "../calculus/refusal.ts";
import { dependence } from "../calculus/reverse.ts";
import { solve } from "../calculus/solve.ts";
import { stepsOf } from "../calculus/steps.ts";
import { createTidy } from "../calculus/tidy.ts";
import { type Book, type Expr, heads, type Terms } from "../expr/index.ts";
import { axes, fail, ok, type Result } from "../shape/index.ts";
import { assumptionsOf } from "./assumptions.ts";
import { changeOfVariable } from "./change.ts";
import { confirm } from "./confirm.ts";
import { type Turn, turned, turnOf } from "./layout.ts";
import { withoutLimits } from "./limits.ts";
import type { Assumption, Derivative, DeriveError, DeriveQuestion } from "./types.ts";

const highestOrder = 8;

/**
 * The derivative of `expr` by `wrt`, in the layout asked for, confirmed by the oracle.
 *
 * f scalar: the gradient in the shape of the variable (mixed layout); vectors: the Jacobian, rows belonging to f; order k and higher ranks:
 * axes of f, then of each variable in turn.
 *
 * @example `‖AX‖` by X gives AᵀAX / ‖AX‖.
 */
export function differentiate(t: Terms, book: Book, question: DeriveQuestion): Result<Derivative, DeriveError> {
  try {
    const expr = withoutLimits(t, book, question, (inner) => differentiate(t, book, inner));
    return answer(t, book, { ...question, expr });
  } catch (stop) {
    if (isRefusal(stop)) return fail({ code: stop.refusal, message: stop.message });
    throw stop;
  }
}

function answer(t: Terms, book: Book, q: DeriveQuestion): Result<Derivative, DeriveError> {
  const order = q.order ?? 1;
  if (!Number.isInteger(order) || order < 1) return fail({ code: "budget", message: `a derivative of order ${order} is not defined` });
  if (order > highestOrder)
    return fail({ code: "budget", message: `order ${order} is beyond ${highestOrder}, the highest that is attempted` });
  const through = order === 1 && !q.wrt2 ? changeOfVariable(t, q) : null;
  const by = through ? [through] : [...Array.from({ length: order }, () => q.wrt), ...(q.wrt2 ? [q.wrt2] : [])];
  const problem = createProblem({ book, environment: q.environment, expr: q.expr, by });
  const reached = reaches(problem, q);
  if (!reached.ok) return reached;
  const found = through ? quotient(problem, q) : solve(problem, q.expr, q.form ?? "matrix");
  const { n } = problem;
  const tidy = createTidy(n);
  const clean = (e: Expr): Expr => tidy(withFacts(n, q.environment, tidy(e)));
  const exit = createExit(n, t);
  const layout = by.length === 1 ? (q.layout ?? "mixed") : "mixed";
  const turn = by.length === 1 ? turnOf(q.expr.shape, q.wrt.shape, layout) : "as it is";
  const written = (f: Family): Expr => laidOut(problem, exit, { ...f, value: clean(f.value) }, q, turn, clean);
  const ambient = found.value;
  const expr = written(q.structure ? { ...found, value: structured(n, ambient, q.structure) } : found);
  const reference = referenceOf(t, through ? [q.wrt] : by, q, turn);
  const check = confirm(q.environment, expr, reference, q.seed ?? 1);
  if (check.kind === "differs")
    return fail({
      code: "internal-mismatch",
      message: `the result disagrees with the function itself ${check.detail}; this is a bug of ours`,
    });
  if (reached.value === "zero" && check.kind !== "agrees")
    return fail({ code: "not-a-function-of", message: "the function does not depend on the variable, as far as can be seen" });
  const notes: Assumption[] = [...assumptionsOf(problem, exit), ...reached.notes];
  if (check.kind === "unknown") notes.push({ kind: "note", note: `not confirmed: ${check.reason}` });
  const other = declaredStructure(q.environment, q.wrt);
  const alternatives =
    other && !q.structure && by.length === 1 && found.indices.length === 0 && axes(q.expr.shape).length === 0
      ? [{ reading: readingOf(other), expr: written({ ...found, value: structured(n, ambient, other) }) }]
      : [];
  return ok({
    expr,
    shape: expr.shape,
    layout: q.layout ?? "mixed",
    assumptions: notes,
    alternatives,
    confirmed: check.kind === "agrees" ? { points: check.points, domain: "doubles" } : null,
    steps: q.steps === false ? [] : stepsOf(t, book, problem.engine.used, exit),
  });
}

/** ∂f/∂g(u) where f depends on u outside g(u) as well: (∂f/∂u)/(∂g/∂u). */
function quotient(problem: Problem, q: DeriveQuestion): Family {
  const { n } = problem;
  const [f, g] = [solve(problem, q.expr, "matrix"), solve(problem, q.wrt, "matrix")];
  if (f.indices.length > 0 || g.indices.length > 0) throw refusal("no-rule", "a change of variable at rank three");
  return { indices: [], value: n.mul([f.value, n.pow(g.value, n.num(-1))]) };
}

const readingOf = (s: Structure): string => `${s} variable: entries that are one variable move together`;

type Reached =
  | { readonly ok: true; readonly value: "yes" | "zero"; readonly notes: readonly Assumption[] }
  | { readonly ok: false; readonly error: DeriveError };

/** Does the function depend on the variable at all? Zero is an answer only where the function is fully known. */
function reaches(problem: Problem, q: DeriveQuestion): Reached {
  const f = problem.enter(q.expr);
  const [first] = problem.variables;
  if (!first || dependence(problem.engine, [first.leaf])(f)) return { ok: true, value: "yes", notes: [] };
  // A name that nothing says anything of may be a function of anything; a declared one is a variable of its own.
  const undefinedName = f.kind === "sym" && problem.engine.value(f) === null && !q.environment.symbols.has(f.name);
  const compound = q.wrt.kind !== "sym" && q.wrt.kind !== "elem";
  if (undefinedName || compound || (q.wrt.kind === "sym" && q.environment.definitions.has(q.wrt.name))) {
    return { ok: false, error: { code: "not-a-function-of", message: "the function does not lead through the variable" } };
  }
  return { ok: true, value: "zero", notes: [{ kind: "note", note: "the variable does not occur in the function" }] };
}

/** The family written out and turned; a rank above two has its indices in the order of the layout. */
function laidOut(problem: Problem, exit: Exit, f: Family, q: DeriveQuestion, turn: Turn, clean: (e: Expr) => Expr): Expr {
  const { n } = problem;
  if (turn === "transposed" && f.indices.length === 0) return exit.term(clean(n.T(f.value)));
  if (turn === "as it is") return exit.family(f);
  const a = axes(q.expr.shape).length;
  return exit.family({ indices: [...f.indices.slice(a), ...f.indices.slice(0, a)], value: f.value });
}

/** The same derivative, for the oracle: ∂f/∂x unevaluated, structured and turned alike. */
function referenceOf(t: Terms, by: readonly Expr[], q: DeriveQuestion, turn: Turn): Expr {
  let d: Expr = q.expr;
  for (const x of by) d = t.deriv(d, x);
  if (q.structure) d = structuredReference(t, d, q.structure);
  return turned(t, d, q.expr.shape, q.wrt.shape, turn);
}

function structuredReference(t: Terms, g: Expr, structure: Structure): Expr {
  const size = t.dim(g.shape[0] as Expr["shape"][number]);
  const onDiagonal = t.app(heads.hadamard, [g, t.app(heads.eye, [size])]);
  const back = t.app(heads.transpose, [g]);
  switch (structure) {
    case "symmetric":
      return t.app(heads.add, [g, back, t.app(heads.neg, [onDiagonal])]);
    case "skew-symmetric":
      return t.app(heads.add, [g, t.app(heads.neg, [back])]);
    case "diagonal":
      return onDiagonal;
  }
}
