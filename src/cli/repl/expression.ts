/** Formulas of a session: plain keyboard notation, or LaTeX when the line has a backslash. Both mean the same. */
import type { Book, Environment, Expr, Name, Terms } from "../../expr/index.ts";
import { type AskError, askError, readIn, type Setting, surroundingsOf } from "../../library/question.ts";
import { readFormula } from "../../read/formula.ts";
import { fail, ok, type Result, type Shape } from "../../shape/index.ts";
import { writeLatex } from "../../write/latex.ts";

export interface Formula {
  readonly expr: Expr;
  readonly latex: string;
  readonly shape: Shape;
  readonly environment: Environment;
  /** What was taken for granted. */
  readonly notes: readonly string[];
  readonly undefinedNames: readonly Name[];
}

/** Where a formula cannot be read: the sentence, and the place under the line. */
export const complaint = (error: AskError, source: string): string => {
  const { span } = error;
  const place =
    span && span.end <= source.length && !source.includes("\n")
      ? `\n  ${source}\n  ${" ".repeat(span.start)}${"^".repeat(Math.max(1, span.end - span.start))}`
      : "";
  return `${error.message}${place}`;
};

/** Reads one formula against what the session knows. */
export function readHere(t: Terms, book: Book, setting: Setting, source: string): Result<Formula, AskError> {
  const around = surroundingsOf(t, book, setting);
  if (!around.ok) return around;
  const { environment } = around.value;
  const built = source.includes("\\") ? readIn(t, book, source, environment, setting) : readPlain(t, book, environment, source);
  if (!built.ok) return built;
  const { expr, assumptions, undefinedNames } = built.value;
  return ok({ expr, latex: writeLatex(expr), shape: expr.shape, environment, notes: assumptions, undefinedNames });
}

function readPlain(t: Terms, book: Book, environment: Environment, source: string) {
  const options = { mode: "plain", environment, alone: true } as const;
  const literal = readFormula(t, book, source, options);
  if (literal.ok) return literal;
  const entrywise = readFormula(t, book, source, { ...options, readings: new Set(["elementwise-on-vector"] as const) });
  if (!entrywise.ok) return fail(askError(literal.error));
  const { value } = entrywise;
  return ok({ ...value, assumptions: [...value.assumptions, ...value.readings.map((r) => r.note)] });
}
