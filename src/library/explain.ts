/** `explain`: why two expressions are equal, as named steps, or the counterexample when they are not. */
import { type Book, createTerms } from "../expr/index.ts";
import { stepsBetween } from "../solve/explain.ts";
import type { SolutionStep } from "../solve/types.ts";
import { type EqualAnswer, type EqualQuestion, equal } from "./equal.ts";
import { readIn, surroundingsOf } from "./question.ts";

export interface Explanation {
  readonly answer: EqualAnswer;
  /** From the left side to the right one; empty when no way was found, or there is none. */
  readonly steps: readonly SolutionStep[];
}

/**
 * The decision of `equal` with the way from one side to the other.
 *
 *   explain(book, { lhs: "\\operatorname{tr}(AB)", rhs: "\\operatorname{tr}(BA)", declare: { A: "R^{m x n}", B: "R^{n x m}" } })
 */
export function explain(book: Book, q: EqualQuestion): Explanation {
  const answer = equal(book, q);
  if (answer.verdict !== "proved" && answer.verdict !== "probable") return { answer, steps: [] };
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, q);
  if (!surroundings.ok) return { answer, steps: [] };
  const { environment } = surroundings.value;
  const [lhs, rhs] = [readIn(t, book, q.lhs, environment, q), readIn(t, book, q.rhs, environment, q)];
  if (!lhs.ok || !rhs.ok) return { answer, steps: [] };
  const steps = stepsBetween(t, book, environment, lhs.value.expr, rhs.value.expr, answer.laws ?? [], q.seed ?? 1);
  return { answer, steps: steps ?? [] };
}
