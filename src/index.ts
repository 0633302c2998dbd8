/**
 * Fluxion as a library: plain data in and out, errors of the asker as values.
 *
 * Every function takes the book it works with; `defaultBook()` is the one that ships.
 *
 *   import { defaultBook, differentiate } from "fluxion";
 *   const answer = differentiate(defaultBook(), { expr: "\\|AX\\|_F", wrt: "X", declare: { A: "R^{m x n}", X: "R^{n x p}" } });
 *   if (answer.ok) console.log(answer.value.unicode);
 */
export { type BookText, type Diagnostic, defaultBook, loadBook, showDiagnostic } from "./book/index.ts";
export type { Report, Step } from "./check/report.ts";
export type { Book } from "./expr/index.ts";
export { type CheckSettings, check } from "./library/check.ts";
export { type DiffAnswer, type DiffQuestion, differentiate } from "./library/differentiate.ts";
export { type EqualAnswer, type EqualQuestion, equal } from "./library/equal.ts";
export { type FormName, type FormulaQuestion, read, type Understood, write } from "./library/formula.ts";
export type { AskError, Declarations, Definitions, Setting } from "./library/question.ts";
export { type Manner, type ProblemQuestion, solve, solveProblem } from "./library/solve.ts";
export { tool } from "./library/tool.ts";
export { reportMarkdown } from "./report/markdown.ts";
export { solutionMarkdown } from "./report/solution/markdown.ts";
export { solutionTex } from "./report/solution/tex.ts";
export { solutionUnicode } from "./report/solution/unicode.ts";
export { reportText } from "./report/text.ts";
export type { Result } from "./shape/index.ts";
export type { Solution } from "./solve/types.ts";
