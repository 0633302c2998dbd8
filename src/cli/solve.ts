/** `fluxion solve`: a worked solution on the terminal or in a file. */

import type { Book } from "../expr/index.ts";
import type { AskError } from "../library/question.ts";
import { type Manner, type ProblemQuestion, solve, solveProblem } from "../library/solve.ts";
import { solutionMarkdown } from "../report/solution/markdown.ts";
import { solutionUnicode } from "../report/solution/unicode.ts";
import { absurd, ok, type Result } from "../shape/index.ts";
import type { Detail, Solution, Style } from "../solve/types.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { settingOf } from "./setting.ts";

export type SolutionFormat = "md" | "tex" | "html" | "unicode" | "json";

export interface SolveCommand {
  readonly wrt?: string;
  readonly let?: readonly string[];
  readonly where?: readonly string[];
  readonly layout?: "numerator" | "denominator" | "mixed" | "auto";
  readonly style: Style;
  readonly detail: Detail;
  readonly order?: number;
  readonly format: SolutionFormat;
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly output?: string;
}

const refused = 2;

export async function runSolve(asked: string, command: SolveCommand, io: Io): Promise<number> {
  const book = bookWith(command.rules, io);
  if (!book.ok) return misused(book.error, io);
  const solutions = /\.ya?ml$/i.test(asked) ? await ofProblem(asked, book.value, command, io) : ofQuestion(asked, book.value, command, io);
  if (typeof solutions === "number") return solutions;
  return deliver(await rendered(solutions, command.format, io), command.output, exit.right, io);
}

/** The solution, or the exit code where there is none. */
function ofQuestion(expr: string, book: Book, command: SolveCommand, io: Io): readonly Solution[] | number {
  const question = questionOf(expr, command);
  if (!question.ok) return misused(question.error, io);
  const solution = solve(book, question.value);
  return solution.ok ? [solution.value] : refuse(solution.error, io);
}

async function ofProblem(file: string, book: Book, command: SolveCommand, io: Io): Promise<readonly Solution[] | number> {
  const { readProblem } = await import("../check/problem-file.ts");
  const text = io.read(file);
  if (!text.ok) return misused(`${file}: ${text.error}`, io);
  const problem = readProblem(text.value);
  if (!problem.ok) return misused(`${file}: ${problem.error.message}`, io);
  const solved = solveProblem(book, problem.value, mannerOf(command));
  return solved.ok ? solved.value : refuse(solved.error, io);
}

const mannerOf = (command: SolveCommand): Manner => ({
  seed: command.seed,
  style: command.style,
  detail: command.detail,
  ...(command.layout === undefined || command.layout === "auto" ? {} : { layout: command.layout }),
});

function misused(message: string, io: Io): number {
  io.complain(message);
  return exit.unreadable;
}

/** On standard error, so that no file ever holds half of a solution. */
function refuse(error: AskError, io: Io): number {
  io.complain(`${error.code}: ${error.message}`);
  return refused;
}

function questionOf(expr: string, command: SolveCommand): Result<ProblemQuestion, string> {
  if (command.wrt === undefined)
    return { ok: false, error: "solve needs an expression and --wrt, or a problem file that ends in .yaml (try: fluxion solve --help)" };
  const setting = settingOf(command.let, command.where);
  if (!setting.ok) return setting;
  return ok({
    ...setting.value,
    expr,
    wrt: command.wrt,
    ...mannerOf(command),
    ...(command.order === undefined ? {} : { order: command.order }),
  });
}

/** KaTeX and its fonts are loaded when a page wants them. */
async function rendered(list: readonly Solution[], format: SolutionFormat, io: Io): Promise<string> {
  switch (format) {
    case "md":
      return solutionMarkdown(...list);
    case "tex":
      return (await import("../report/solution/tex.ts")).solutionTex(...list);
    case "html":
      return (await import("../report/solution/html.ts")).solutionHtml(...list);
    case "unicode":
      return solutionUnicode(list, io.style.width);
    case "json":
      return `${JSON.stringify(list.length === 1 ? list[0] : list, null, 2)}\n`;
    default:
      return absurd(format);
  }
}
