/** A problem: what is given before a submission is read, and how it is notated. */
import type { Given } from "../read/read.ts";

export interface ProblemPart {
  readonly id: string;
  readonly heading: string | null;
  readonly given: readonly string[];
}

export interface ProblemNotation {
  readonly layout: "numerator" | "denominator" | "mixed" | null;
  /** With `x_i`, x_2 below a partial means the second slot. The letter alone is kept. */
  readonly slots: string | null;
  readonly indexBase: 0 | 1 | null;
}

export interface Problem {
  readonly id: string;
  readonly title: string;
  readonly given: readonly string[];
  readonly notation: ProblemNotation;
  readonly parts: readonly ProblemPart[];
}

const squeeze = (s: string): string =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, " ")
    .trim();

/** The part that stands for a scope of the document: by heading, else by number. */
export function partFor(problem: Problem, scope: { readonly id: string; readonly title: string }): ProblemPart | null {
  const title = squeeze(scope.title);
  return (
    problem.parts.find(
      (p) => p.heading !== null && title !== "" && (squeeze(p.heading) === title || title.startsWith(`${squeeze(p.heading)} `)),
    ) ??
    problem.parts.find((p) => p.id === scope.id && scope.id !== "") ??
    null
  );
}

/** What the reader needs of a problem. */
export function givenOf(problem: Problem | null): Given | null {
  return problem && { given: problem.given, notation: problem.notation, partOf: (scope) => partFor(problem, scope) };
}
