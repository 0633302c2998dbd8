/** `fluxion solve`: a worked solution on the terminal or in a file. */
import type { AskError } from "../library/question.ts";
import { type ProblemQuestion, solve } from "../library/solve.ts";
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
  readonly layout: "numerator" | "denominator" | "mixed" | "auto";
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
  const question = questionOf(asked, command);
  if (!question.ok) return misused(question.error, io);
  const solution = solve(book.value, question.value);
  if (!solution.ok) return refuse(solution.error, io);
  return deliver(await rendered(solution.value, command.format, io), command.output, exit.right, io);
}

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
  if (command.wrt === undefined) return { ok: false, error: "solve needs an expression and --wrt (try: fluxion solve --help)" };
  const setting = settingOf(command.let, command.where);
  if (!setting.ok) return setting;
  return ok({
    ...setting.value,
    expr,
    wrt: command.wrt,
    seed: command.seed,
    style: command.style,
    detail: command.detail,
    layout: command.layout === "auto" ? "mixed" : command.layout,
    ...(command.order === undefined ? {} : { order: command.order }),
  });
}

/** KaTeX and its fonts are loaded when a page wants them. */
async function rendered(s: Solution, format: SolutionFormat, io: Io): Promise<string> {
  switch (format) {
    case "md":
      return solutionMarkdown(s);
    case "tex":
      return (await import("../report/solution/tex.ts")).solutionTex(s);
    case "html":
      return (await import("../report/solution/html.ts")).solutionHtml(s);
    case "unicode":
      return solutionUnicode(s, io.style.width);
    case "json":
      return `${JSON.stringify(s, null, 2)}\n`;
    default:
      return absurd(format);
  }
}
