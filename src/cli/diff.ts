/** `fluxion diff`: the derivative of one expression, or of a batch of them. */
import type { Book } from "../expr/index.ts";
import { type DiffAnswer, type DiffQuestion, differentiate } from "../library/differentiate.ts";
import type { AskError } from "../library/question.ts";
import { diffQuestion, idOf } from "../library/validate.ts";
import { type TextOptions, table, wrap } from "../report/style.ts";
import { ok, type Result } from "../shape/index.ts";
import type { Language } from "../write/code.ts";
import { runBatch } from "./batch.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { settingOf } from "./setting.ts";

type Output = "latex" | "unicode" | Language;

export interface DiffCommand {
  readonly wrt?: readonly string[];
  readonly let?: readonly string[];
  readonly where?: readonly string[];
  readonly layout: "numerator" | "denominator" | "mixed" | "auto";
  readonly steps: boolean;
  readonly form?: "matrix" | "index" | Output;
  readonly as?: Output;
  readonly order?: number;
  readonly format: "text" | "json";
  readonly batch?: string;
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly output?: string;
}

const refused = 2;

export function runDiff(expr: string | undefined, command: DiffCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  if (!book.ok) return misused(book.error, io);
  if (command.batch !== undefined) return runDiffBatch(command.batch, command, book.value, io);
  if (expr === undefined || command.wrt === undefined)
    return misused("diff needs an expression and --wrt, or --batch (try: fluxion diff --help)", io);
  const setting = settingOf(command.let, command.where);
  if (!setting.ok) return misused(setting.error, io);
  const { wrt } = command;
  const shared: Omit<DiffQuestion, "wrt"> = {
    ...setting.value,
    expr,
    seed: command.seed,
    layout: command.layout === "auto" ? "mixed" : command.layout,
    steps: command.steps || command.format === "json",
    ...(command.order === undefined ? {} : { order: command.order }),
    ...(command.form === "matrix" || command.form === "index" ? { form: command.form } : {}),
  };
  const answers = wrt.map((variable) => differentiate(book.value, { ...shared, wrt: variable }));
  const [first] = answers;
  const several = answers.length > 1;
  const objects = answers.map((answer, i) => batchObject(several ? wrt[i] : null, answer));
  const text =
    command.format === "json"
      ? `${JSON.stringify(several ? objects : objects[0], null, 2)}\n`
      : answers.map((answer, i) => `${several ? `by ${wrt[i]}:\n` : ""}${textOf(answer, expr, command, io.style)}`).join("\n");
  return deliver(text, command.output, first && answers.every((a) => a.ok) ? exit.right : refused, io);
}

function misused(message: string, io: Io): number {
  io.complain(message);
  return exit.unreadable;
}

function runDiffBatch(file: string, command: DiffCommand, book: Book, io: Io): number {
  const source = io.read(file);
  if (!source.ok) return misused(`${file}: ${source.error}`, io);
  const unanswered = (id: unknown, code: AskError["code"], message: string): unknown => ({
    id,
    ok: false,
    error: { code, message, span: null },
  });
  const outcome = runBatch(
    source.value,
    (line) => {
      const question = diffQuestion(line);
      return question.ok ? ok(batchObject(idOf(line), differentiate(book, { seed: command.seed, ...question.value }))) : question;
    },
    unanswered,
    io,
  );
  return deliver(outcome.text, command.output, outcome.code, io);
}

const batchObject = (id: unknown, answer: Result<DiffAnswer, AskError>): unknown =>
  answer.ok ? { id, ok: true, ...answer.value } : { id, ok: false, error: answer.error };

function textOf(answer: Result<DiffAnswer, AskError>, expr: string, command: DiffCommand, style: TextOptions): string {
  if (!answer.ok) return refusal(answer.error, expr);
  const a = answer.value;
  const output = command.as ?? (command.form === "matrix" || command.form === "index" ? undefined : command.form);
  if (output !== undefined) return `${formOf(a, output)}\n`;
  const confirmed = a.confirmed ? `confirmed at ${a.confirmed.points} points` : "not confirmed";
  const lines = [
    a.unicode,
    "",
    ...table([
      ["LaTeX", a.latex],
      ["shape", `${a.shape}  (${a.layout} layout)`],
      ["check", confirmed],
    ]),
    ...a.assumptions.flatMap((note, i) =>
      wrap(note, style.width - 8).map((line, k) => (i === 0 && k === 0 ? "given  " : "       ") + line),
    ),
    ...a.alternatives.flatMap((other) => ["", `${other.reading}:`, `  ${other.latex}`]),
    ...(command.steps ? ["", "Rules used", ...a.steps.flatMap((s) => stepLines(s, style))] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function stepLines(step: DiffAnswer["steps"][number], style: TextOptions): readonly string[] {
  return [
    `  ${step.rule}`,
    `    ${step.before}  →  ${step.after}`,
    ...wrap(step.because + (step.see === null ? "" : ` [${step.see}]`), style.width - 4).map((line) => `    ${line}`),
  ];
}

function formOf(a: DiffAnswer, form: Output): string {
  if (form === "latex") return a.latex;
  if (form === "unicode") return a.unicode;
  return a.code[form] ?? `this derivative has no form in ${form}`;
}

/** The sentence, with the place underlined where there is one. */
function refusal(error: AskError, expr: string): string {
  const { span } = error;
  const place =
    span && span.end <= expr.length && !expr.includes("\n")
      ? `  ${expr}\n  ${" ".repeat(span.start)}${"^".repeat(Math.max(span.end - span.start, 1))}\n`
      : "";
  return `${error.code}: ${error.message}\n${place}`;
}
