/** `solve`: a question in plain data, a worked solution in plain data; `solveProblem`: every part of a problem file. */
import type { Problem, ProblemPart } from "../check/problem.ts";
import type { Layout } from "../derive/index.ts";
import { type Book, createTerms, type Environment, type Expr, type Terms } from "../expr/index.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { workOut } from "../solve/solve.ts";
import type { Detail, Solution, Style } from "../solve/types.ts";
import { unknownWord } from "./differentiate.ts";
import { type AskError, readIn, type Setting, surroundingsOf } from "./question.ts";

/** How a solution is written. */
export interface Manner {
  readonly layout?: Layout;
  readonly style?: Style;
  readonly detail?: Detail;
  readonly seed?: number;
}

export interface ProblemQuestion extends Setting, Manner {
  /** LaTeX. */
  readonly expr: string;
  /** The variable, LaTeX: a symbol, an entry of one, or a defined name. */
  readonly wrt: string;
  readonly order?: number;
}

/**
 * A worked solution: what is given, steps with the rule, its reason and its source, the answer, a numerical check.
 *
 *   solve(book, { expr: "\\|AX\\|_F", wrt: "X", declare: { A: "R^{m x n}", X: "R^{n x p}" } })
 *
 * What cannot be solved is refused with what is missing; there is no half of a solution. `solutionMarkdown` and the other writers of
 * `report` print it.
 */
export function solve(book: Book, q: ProblemQuestion): Result<Solution, AskError> {
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, q);
  if (!surroundings.ok) return surroundings;
  const { environment } = surroundings.value;
  const expr = readIn(t, book, q.expr, environment, q);
  if (!expr.ok) return expr;
  const wrt = readIn(t, book, q.wrt, environment, q);
  if (!wrt.ok) return wrt;
  return answered(t, book, environment, { expr: expr.value.expr, wrt: wrt.value.expr, order: q.order ?? 1 }, q);
}

interface Asked {
  readonly expr: Expr;
  readonly wrt: Expr;
  readonly order: number;
}

function answered(t: Terms, book: Book, environment: Environment, asked: Asked, manner: Manner): Result<Solution, AskError> {
  const unknown = unknownWord(environment, [asked.expr, asked.wrt]);
  if (unknown !== null)
    return fail({
      code: "unknown-name",
      message: `“${unknown}” is neither declared nor a function of the book; declare it with --let, or as a function: --let '${unknown} : R^n -> R'`,
      span: null,
    });
  const worked = workOut(t, book, {
    ...asked,
    environment,
    layout: manner.layout ?? "mixed",
    style: manner.style ?? "differential",
    detail: manner.detail ?? "normal",
    seed: manner.seed ?? 1,
  });
  return worked.ok ? worked : fail({ ...worked.error, span: null });
}

/** Every part of a problem that asks for a derivative, each with what is given to it. One part that cannot be solved refuses all. */
export function solveProblem(book: Book, problem: Problem, manner: Manner = {}): Result<readonly Solution[], AskError> {
  const asking = problem.parts.filter((p) => p.find !== null);
  if (asking.length === 0)
    return fail({ code: "unread", message: "no part of the problem says what to find; add find: '\\nabla_w L' to a part", span: null });
  const out: Solution[] = [];
  for (const part of asking) {
    const solution = solvePart(book, problem, part, manner);
    if (!solution.ok) return fail({ ...solution.error, message: `part ${part.id}: ${solution.error.message}` });
    out.push(solution.value);
  }
  return ok(out);
}

function solvePart(book: Book, problem: Problem, part: ProblemPart, manner: Manner): Result<Solution, AskError> {
  const setting = settingOf([...problem.given, ...part.given], problem);
  if (!setting.ok) return setting;
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, setting.value);
  if (!surroundings.ok) return surroundings;
  const { environment } = surroundings.value;
  const found = readIn(t, book, part.find ?? "", environment, setting.value);
  if (!found.ok) return found;
  const asked = askedBy(found.value.expr);
  if (!asked)
    return fail({
      code: "unread",
      message: `${part.find} is no derivative by one variable; solve works out derivatives such as \\nabla_w L`,
      span: null,
    });
  const layout = manner.layout ?? problem.notation.layout ?? "mixed";
  return answered(t, book, environment, asked, { ...manner, layout });
}

/** ∂ᵏf/∂xᵏ, whichever way it lies. */
function askedBy(e: Expr): Asked | null {
  if (e.kind === "app" && e.head.name === "transpose") return askedBy(e.args[0] as Expr);
  if (e.kind !== "deriv") return null;
  const inner = askedBy(e.of);
  if (!inner) return { expr: e.of, wrt: e.by, order: 1 };
  return inner.wrt === e.by ? { ...inner, order: inner.order + 1 } : null;
}

/** `A \in \mathbb{R}^{m \times n}`, `f : \mathbb{R}^n \to \mathbb{R}`, `z = W x + b`. */
function settingOf(given: readonly string[], problem: Problem): Result<Setting, AskError> {
  const declare: Record<string, string> = Object.create(null);
  const where: Record<string, string> = Object.create(null);
  for (const text of given) {
    const plain = text.replaceAll("$", "").trim();
    const membership = /^(.+?)\s*(?:\\in(?![a-z])|∈)\s*(.+)$/su.exec(plain);
    const arrow = /^([^=]+?)\s*(?::|\\colon)\s*(?!=)(.+?)\s*(?:\\to(?![a-z])|\\rightarrow(?![a-z])|->|→)\s*(.+)$/su.exec(plain);
    const definition = /^(.+?)\s*(?::=|\\coloneqq|=)\s*(.+)$/su.exec(plain);
    if (arrow?.[1]) declare[arrow[1]] = `${arrow[2]} -> ${arrow[3]}`;
    else if (membership?.[1]) declare[membership[1]] = membership[2] as string;
    else if (definition?.[1]) where[definition[1]] = definition[2] as string;
    else
      return fail({
        code: "unread",
        message: `“${text}” is given, but neither declares nor defines anything; write X \\in \\mathbb{R}^{m \\times n} or z = W x`,
        span: null,
      });
  }
  return ok({ declare, where, ...(problem.notation.indexBase === null ? {} : { indexBase: problem.notation.indexBase }) });
}
