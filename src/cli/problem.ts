/** `fluxion problem check`: is a problem file fit to mark with? */
import { type CheckedProblem, checkProblem } from "../check/problem-check.ts";
import { readProblem } from "../check/problem-file.ts";
import { tool } from "../library/tool.ts";
import { checkedProblemJson, checkedProblemText } from "../report/problem.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";

export interface ProblemCommand {
  readonly format: "text" | "json";
  readonly mutants: number;
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly budget?: number;
  readonly output?: string;
}

const codes = { sound: exit.right, faulty: exit.wrong, open: exit.review } as const;

export function runProblemCheck(files: readonly string[], command: ProblemCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  if (!book.ok) {
    io.complain(book.error);
    return exit.unreadable;
  }
  const checked = files.flatMap((file): readonly CheckedProblem[] => {
    const text = io.read(file);
    const problem = text.ok ? readProblem(text.value) : text;
    if (!problem.ok) {
      io.complain(`${file}: ${typeof problem.error === "string" ? problem.error : problem.error.message}`);
      return [];
    }
    const { seed, budget, mutants } = command;
    const document = file === "-" ? "(standard input)" : file;
    return [
      checkProblem({
        document,
        book: book.value,
        tool,
        seed,
        problem: problem.value,
        layout: null,
        mutants,
        ...(budget === undefined ? {} : { budget }),
      }),
    ];
  });
  if (checked.length === 0) return exit.unreadable;
  const text = command.format === "json" ? checkedProblemJson(checked) : checked.map((p) => checkedProblemText(p, io.style)).join("\n");
  const code = [exit.wrong, exit.review].find((c) => checked.some((p) => codes[p.verdict] === c)) ?? exit.right;
  return deliver(text, command.output, code, io);
}
