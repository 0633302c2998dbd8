/** `fluxion replay`: a counterexample evaluated again with fifty digits, without the document and without trusting the stored sides. */
import { defaultBook } from "../book/index.ts";
import type { Witness } from "../check/report.ts";
import type { Book } from "../expr/index.ts";
import { replayWitness } from "../oracle/index.ts";
import { showWitness } from "../report/numbers.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { exit, type Io } from "./io.ts";

export function runReplay(file: string, io: Io): number {
  const text = io.read(file);
  const witness = text.ok ? findWitness(text.value) : text;
  if (!witness.ok) {
    io.complain(`${file}: ${witness.error}`);
    return exit.unreadable;
  }
  return replayed(witness.value, defaultBook(), io);
}

function replayed(witness: Witness, book: Book, io: Io): number {
  if (witness.shapes) {
    io.print(`${showWitness(witness).join("\n")}\nThe shapes differ; there is nothing to evaluate.\n`);
    return exit.right;
  }
  const again = replayWitness(witness, book.heads);
  if (!again.ok) {
    io.complain(again.error);
    return exit.unreadable;
  }
  const { lhs, rhs, radius, failing } = again.value;
  const lines = [
    ...showWitness({ ...witness, lhs: [], rhs: [] }).slice(0, -2),
    `left side:  ${lhs.map((x) => x ?? "no value").join(", ")}`,
    `right side: ${rhs.map((x) => x ?? "no value").join(", ")}`,
    `error bound: ${radius.toExponential(1)}`,
    failing.length > 0
      ? `The relation fails here (${failing.length} of ${Math.max(lhs.length, rhs.length)} entries).`
      : "The relation does not certainly fail here.",
  ];
  io.print(`${lines.join("\n")}\n`);
  return failing.length > 0 ? exit.right : exit.wrong;
}

/** A witness by itself, in an answer of `equal`, in a step, or that of a report's first wrong step. */
function findWitness(text: string): Result<Witness, string> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return fail("this is not JSON");
  }
  const candidates = [
    data,
    at(data, "witness"),
    at(at(data, "evidence"), "witness"),
    ...steps(data).map((s) => at(at(s, "evidence"), "witness")),
  ];
  const found = candidates.find(isWitness);
  return found ? ok(found) : fail("there is no witness in it");
}

const at = (x: unknown, key: string): unknown =>
  typeof x === "object" && x !== null ? (x as Readonly<Record<string, unknown>>)[key] : undefined;
const steps = (x: unknown): readonly unknown[] => {
  const list = at(x, "steps");
  return Array.isArray(list) ? list : [];
};
const isObject = (x: unknown): boolean => typeof x === "object" && x !== null;
const isWitness = (x: unknown): x is Witness =>
  isObject(at(x, "claim")) &&
  isObject(at(x, "dims")) &&
  isObject(at(x, "values")) &&
  isObject(at(x, "convention")) &&
  typeof at(x, "seed") === "number";
