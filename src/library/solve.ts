/** `solve`: a question in plain data, a worked solution in plain data. */
import type { Layout } from "../derive/index.ts";
import { type Book, createTerms } from "../expr/index.ts";
import { fail, type Result } from "../shape/index.ts";
import { workOut } from "../solve/solve.ts";
import type { Detail, Solution, Style } from "../solve/types.ts";
import { unknownWord } from "./differentiate.ts";
import { type AskError, readIn, type Setting, surroundingsOf } from "./question.ts";

export interface ProblemQuestion extends Setting {
  /** LaTeX. */
  readonly expr: string;
  /** The variable, LaTeX: a symbol, an entry of one, or a defined name. */
  readonly wrt: string;
  readonly order?: number;
  readonly layout?: Layout;
  readonly style?: Style;
  readonly detail?: Detail;
  readonly seed?: number;
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
  const unknown = unknownWord(environment, [expr.value.expr, wrt.value.expr]);
  if (unknown !== null)
    return fail({
      code: "unknown-name",
      message: `“${unknown}” is neither declared nor a function of the book; declare it with --let, or as a function: --let '${unknown} : R^n -> R'`,
      span: null,
    });
  const worked = workOut(t, book, {
    expr: expr.value.expr,
    environment,
    wrt: wrt.value.expr,
    order: q.order ?? 1,
    layout: q.layout ?? "mixed",
    style: q.style ?? "differential",
    detail: q.detail ?? "normal",
    seed: q.seed ?? 1,
  });
  return worked.ok ? worked : fail({ ...worked.error, span: null });
}
