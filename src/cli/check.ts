/** `fluxion check`: one report for each document. A document that cannot be read, or that breaks us, never loses another's report. */
import { checkDocument } from "../check/check.ts";
import { factsIn, ownFacts } from "../check/front-matter.ts";
import { exitCodeOf } from "../check/judgement.ts";
import type { Problem } from "../check/problem.ts";
import type { FailedReport, LayoutName, Reveal } from "../check/report.ts";
import type { Book } from "../expr/index.ts";
import { tool } from "../library/tool.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { type Rendered, type ReportFormat, renderReports } from "./render.ts";

export interface CheckCommand {
  readonly format: ReportFormat;
  readonly problem?: string;
  readonly layout: LayoutName | "auto";
  readonly strict: boolean;
  /** No progress, and of text only the table. */
  readonly quiet: boolean;
  /** How much feedback to give, whatever the problem says. */
  readonly reveal?: Reveal;
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly budget?: number;
  readonly seconds: number;
  readonly output?: string;
}

interface Checked extends Rendered {
  readonly code: number;
}

export async function runCheck(files: readonly string[], command: CheckCommand, io: Io): Promise<number> {
  if (command.format === "tex" && files.length > 1) {
    io.complain("--format tex annotates one document at a time: name one file, or take --format html for several on one page");
    return exit.unreadable;
  }
  const book = bookWith(command.rules, io);
  if (!book.ok) {
    io.complain(book.error);
    return exit.unreadable;
  }
  const problem = await problemOf(command, book.value, io);
  if (problem === "unreadable") return exit.unreadable;
  const checked: Checked[] = [];
  for (const [i, file] of files.entries()) {
    if (files.length > 1 && !command.quiet) io.progress(`${i + 1} of ${files.length}: ${file}`);
    checked.push(await checkFile(file, command, book.value, problem, io));
  }
  if (files.length > 1 && !command.quiet) io.progress("");
  return deliver(await renderReports(checked, command, io.style), command.output, codeOf(checked), io);
}

/** 4 over 1 over 2 over 0; 3 only when not one file could be read. */
function codeOf(checked: readonly Checked[]): number {
  if (checked.every((c) => c.code === exit.unreadable)) return exit.unreadable;
  return [exit.internal, exit.wrong, exit.review].find((code) => checked.some((c) => c.code === code)) ?? exit.right;
}

/** A problem that contradicts itself would mark right work wrong: nothing is marked with it. */
async function problemOf(command: CheckCommand, book: Book, io: Io): Promise<Problem | null | "unreadable"> {
  const { problem: file, seed, budget } = command;
  if (file === undefined) return null;
  const [{ readProblem }, { inconsistencies }] = await Promise.all([
    import("../check/problem-file.ts"),
    import("../check/problem-check.ts"),
  ]);
  const text = io.read(file);
  const problem = text.ok ? readProblem(text.value) : text;
  if (!problem.ok) {
    io.complain(`${file}: ${typeof problem.error === "string" ? problem.error : problem.error.message}`);
    return "unreadable";
  }
  for (const remark of problem.value.remarks) io.complain(`${file}: ${remark}`);
  const faults = inconsistencies({
    document: file,
    book,
    tool,
    seed,
    problem: problem.value,
    layout: null,
    ...(budget === undefined ? {} : { budget }),
  });
  for (const fault of faults) io.complain(`${file}: ${fault}`);
  if (faults.length === 0) return problem.value;
  io.complain(`nothing was marked: mend the problem first (fluxion problem check ${file})`);
  return "unreadable";
}

export const kindOf = (file: string): "latex" | "markdown" | "auto" =>
  /\.(?:tex|latex|ltx)$/i.test(file) ? "latex" : /\.(?:md|markdown|mkd)$/i.test(file) ? "markdown" : "auto";

/** A document is not longer than this: some thousand pages. */
const largest = 5_000_000;

/** Why a text is not worth reading. */
function faultOf(text: string): FailedReport["error"] | null {
  if (text.trim() === "") return { code: "empty", message: "the file is empty: there is nothing to check" };
  if (text.length > largest)
    return { code: "too-long", message: `the file has ${text.length} characters, and at most ${largest} are read: split it` };
  return null;
}

async function checkFile(file: string, command: CheckCommand, book: Book, problem: Problem | null, io: Io): Promise<Checked> {
  const document = file === "-" ? "(standard input)" : file;
  const failed = (code: string, message: string): FailedReport => ({ schema: "fluxion.report/1", document, error: { code, message } });
  const text = io.read(file);
  const fault = text.ok ? faultOf(text.value) : { code: "unreadable", message: text.error };
  if (fault || !text.ok)
    return { report: failed(fault?.code ?? "", fault?.message ?? ""), source: "", kind: "auto", code: exit.unreadable };
  const block = problem ? null : factsIn(text.value);
  const facts = block === null ? null : ownFacts(block, (await import("../check/problem-file.ts")).readProblem);
  if (facts && !facts.ok) return { report: failed("unreadable", facts.error), source: text.value, kind: "auto", code: exit.unreadable };
  try {
    const report = checkDocument(text.value, {
      document,
      kind: kindOf(file),
      book,
      problem,
      facts: facts?.value ?? null,
      tool,
      seed: command.seed,
      layout: command.layout === "auto" ? null : command.layout,
      policy: { strict: command.strict, layoutFixed: command.layout !== "auto", consistent: "right", kinkFixed: false },
      ...(command.budget === undefined ? {} : { budget: command.budget }),
      seconds: command.seconds,
      ...(command.reveal === undefined ? {} : { reveal: command.reveal }),
    });
    const { claims, definitions } = report.summary;
    const found = claims + definitions > 0;
    if (!found)
      io.complain(`${document}: no relation was found; formulas stand between $…$, $$…$$ or \\[…\\], or in an environment such as align`);
    // That nothing was judged does not mean that all is right.
    return { report, source: text.value, kind: kindOf(file), code: found ? exitCodeOf(report.summary) : exit.review };
  } catch (error) {
    io.complain(`${document}: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return {
      report: failed("internal", error instanceof Error ? error.message : String(error)),
      source: text.value,
      kind: "auto",
      code: exit.internal,
    };
  }
}
