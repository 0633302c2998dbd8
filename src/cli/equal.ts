/** `fluxion equal`: one question, or a batch of them. */
import type { Book } from "../expr/index.ts";
import { type EqualAnswer, type EqualQuestion, equal } from "../library/equal.ts";
import { equalQuestion, idOf } from "../library/validate.ts";
import { showWitness } from "../report/numbers.ts";
import { type Colour, paint, type TextOptions, wrap } from "../report/style.ts";
import { ok } from "../shape/index.ts";
import { runBatch } from "./batch.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { settingOf } from "./setting.ts";

export interface EqualCommand {
  readonly let?: readonly string[];
  readonly where?: readonly string[];
  readonly format: "text" | "json";
  readonly batch?: string;
  readonly seed: number;
  readonly budget?: number;
  readonly seconds: number;
  readonly rules?: readonly string[];
  readonly output?: string;
}

/** 0 accepted, 1 refuted, 2 undetermined. */
const codes: Readonly<Record<EqualAnswer["verdict"], number>> = { proved: 0, probable: 0, consistent: 0, refuted: 1, undetermined: 2 };

export function runEqual(lhs: string | undefined, rhs: string | undefined, command: EqualCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  if (!book.ok) return misused(book.error, io);
  if (command.batch !== undefined) return runEqualBatch(command.batch, command, book.value, io);
  if (lhs === undefined || rhs === undefined) return misused("equal needs two expressions, or --batch (try: fluxion equal --help)", io);
  const setting = settingOf(command.let, command.where);
  if (!setting.ok) return misused(setting.error, io);
  const answer = equal(book.value, { ...setting.value, lhs, rhs, ...limits(command) });
  const text = command.format === "json" ? `${JSON.stringify({ id: null, ...answer }, null, 2)}\n` : textOf(answer, io.style);
  return deliver(text, command.output, codes[answer.verdict], io);
}

const limits = (command: EqualCommand): Pick<EqualQuestion, "seed" | "budget" | "seconds"> => ({
  seed: command.seed,
  seconds: command.seconds,
  ...(command.budget === undefined ? {} : { budget: command.budget }),
});

function misused(message: string, io: Io): number {
  io.complain(message);
  return exit.unreadable;
}

function runEqualBatch(file: string, command: EqualCommand, book: Book, io: Io): number {
  const source = io.read(file);
  if (!source.ok) return misused(`${file}: ${source.error}`, io);
  const unanswered = (id: unknown, _: string, message: string): unknown => ({
    id,
    verdict: "undetermined",
    qualifiers: [],
    assumptions: [],
    reason: "unread",
    message,
  });
  const outcome = runBatch(
    source.value,
    (line) => {
      const question = equalQuestion(line);
      return question.ok ? ok({ id: idOf(line), ...equal(book, { ...limits(command), ...question.value }) }) : question;
    },
    unanswered,
    io,
  );
  return deliver(outcome.text, command.output, outcome.code, io);
}

const colours: Readonly<Record<EqualAnswer["verdict"], Colour>> = {
  proved: "green",
  probable: "green",
  consistent: "green",
  refuted: "red",
  undetermined: "yellow",
};

export function textOf(a: EqualAnswer, style: TextOptions): string {
  const reason = a.reason === undefined ? "" : ` (${a.reason})`;
  const bound =
    a.epsilon === undefined
      ? ""
      : `; a false claim would pass with probability at most ${a.epsilon.toExponential(1)} (${a.bound === "proved" ? "proved" : "heuristic"})`;
  const lines = [
    paint(a.verdict, colours[a.verdict], style) + reason,
    ...told(a.message, style),
    ...told(a.how === undefined ? undefined : a.how + bound, style),
    ...(a.laws && a.laws.length > 0 ? told(`laws: ${a.laws.join(", ")}`, style) : []),
    ...a.qualifiers.flatMap((q) => told(`${q.kind}: ${q.note}`, style)),
    ...(a.witness ? [a.witness.shapes ? "shapes" : "counterexample", ...showWitness(a.witness).map((line) => `  ${line}`)] : []),
    ...a.assumptions.flatMap((note) => told(`given: ${note}`, style)),
  ];
  return `${lines.join("\n")}\n`;
}

const told = (text: string | undefined, style: TextOptions): readonly string[] =>
  text === undefined || text === "" ? [] : wrap(text, style.width);
