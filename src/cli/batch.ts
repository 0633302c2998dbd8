/** Batches: one JSON object a line in, one a line out. Every line is answered on its own. */
import { idOf } from "../library/validate.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { exit, type Io } from "./io.ts";

export interface BatchOutcome {
  readonly text: string;
  readonly code: number;
}

/** What goes wrong with one line: no JSON, no question, or our own fault. */
export type Unanswered = (id: unknown, code: "unread" | "internal-mismatch", message: string) => unknown;

/** Answers each line; a fault of ours in one line is that line's answer. 3 only when no line could be parsed. */
export function runBatch(
  source: string,
  answer: (question: unknown) => Result<unknown, string>,
  unanswered: Unanswered,
  io: Io,
): BatchOutcome {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  let parsed = 0;
  const out = lines.map((line, i) => {
    if (i % 20 === 19) io.progress(`${i + 1} of ${lines.length}`);
    const question = parseLine(line);
    if (!question.ok) return unanswered(null, "unread", question.error);
    parsed++;
    return answered(question.value, answer, unanswered);
  });
  io.progress("");
  return { text: out.map((o) => `${JSON.stringify(o)}\n`).join(""), code: parsed === 0 ? exit.unreadable : exit.right };
}

function answered(question: unknown, answer: (question: unknown) => Result<unknown, string>, unanswered: Unanswered): unknown {
  try {
    const found = answer(question);
    return found.ok ? found.value : unanswered(idOf(question), "unread", found.error);
  } catch (error) {
    return unanswered(idOf(question), "internal-mismatch", `internal error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseLine(line: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(line));
  } catch {
    return fail("this line is not JSON");
  }
}
