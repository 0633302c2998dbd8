/** `fluxion replay`: a counterexample evaluated again, without the document and without trusting the stored sides. */
import { defaultBook } from "../book/index.ts";
import type { Witness } from "../check/report.ts";
import { claimText, type Replay, replay } from "../library/replay.ts";
import { showWitness } from "../report/numbers.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { exit, type Io } from "./io.ts";

/** As with `equal`: 1 the claim is refuted, 2 it is not by this witness; 3 the witness cannot be read. */
const codes = { stands: 1, open: 2 } as const;

export async function runReplay(file: string, io: Io): Promise<number> {
  const text = io.read(file);
  const witness = text.ok ? findWitness(text.value) : text;
  if (!witness.ok) {
    io.complain(`${file}: ${witness.error}`);
    return exit.unreadable;
  }
  return replayed(witness.value, io);
}

async function replayed(witness: Witness, io: Io): Promise<number> {
  if (witness.shapes) {
    io.print(`${showWitness(witness).join("\n")}\nThe shapes differ; there is nothing to evaluate. The refutation stands.\n`);
    return codes.stands;
  }
  const book = defaultBook();
  const again = await replay(book, witness);
  if (!again.balls.ok && again.second.kind === "unable") {
    io.complain(again.balls.error);
    return exit.unreadable;
  }
  io.print(`${[...claimText(book, witness), ...showWitness({ ...witness, lhs: [], rhs: [] }).slice(0, -2), ...told(again)].join("\n")}\n`);
  return again.stands ? codes.stands : codes.open;
}

function told({ balls, second, stands }: Replay): readonly string[] {
  const digits = (x: string | null): string =>
    x === null ? "no value" : x.length <= 60 ? x : x.replace(/^(-?[\d.]{54})\d*(e.*)?$/, "$1…$2");
  const sides =
    second.kind === "evaluated"
      ? [
          "mathjs, in 50 and in 200 digits; derivatives by dual numbers:",
          `  left side:  ${second.lhs.map(digits).join(", ")}`,
          `  right side: ${second.rhs.map(digits).join(", ")}`,
          second.failing.length > 0 ? `  differing entries: ${places(second.failing)}` : "  no entry differs for certain",
        ]
      : [`mathjs: not evaluated (${second.why})`];
  const own = balls.ok
    ? `ball arithmetic in 50 digits: ${balls.value.failing.length > 0 ? `differing entries: ${places(balls.value.failing)}` : "no entry differs for certain"}; error bound ${balls.value.radius.toExponential(1)}`
    : `ball arithmetic: not evaluated (${balls.error})`;
  return [...sides, own, stands ? "The refutation stands." : "The refutation does not stand."];
}

const places = (entries: readonly number[]): string => entries.map((i) => i + 1).join(", ");

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
