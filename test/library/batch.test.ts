/**
 * Problems as people write them, differentiated as the batches do: every answer is confirmed by the oracle, and the NumPy code that comes
 * with it is run against differences of functions written by hand.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/index.ts";
import { type DiffQuestion, differentiate } from "../../src/library/differentiate.ts";
import { diffQuestion } from "../../src/library/validate.ts";

interface Numeric {
  readonly category: string;
  readonly question: DiffQuestion;
  /** The oracle cannot evaluate it: a symbolic power, an integral. */
  readonly unconfirmed?: boolean;
}

const here = (name: string): string => fileURLToPath(new URL(`./numerics/${name}`, import.meta.url));
const book = defaultBook();
// Two sets: one grown with the program, one written down before the program was tried on it.
const problems: readonly Numeric[] = ["problems.json", "notations.json"].flatMap((name) => JSON.parse(readFileSync(here(name), "utf8")));
const answers = problems.map((p) => {
  const question = diffQuestion(p.question);
  return question.ok ? differentiate(book, question.value) : question;
});

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
if (!hasNumpy) console.warn("python3-numpy is absent: the generated NumPy code of the batch problems was NOT run");

describe("diff --batch", () => {
  const categories = [...new Set(problems.map((p) => p.category))];
  it.each(categories)("answers the problems on %s, each confirmed by the oracle", (category) => {
    const open = problems.flatMap((p, i) => {
      const answer = answers[i];
      if (p.category !== category) return [];
      if (!answer?.ok) return [`${p.question.expr}: ${JSON.stringify(answer?.error)}`];
      if (answer.value.code.numpy === null) return [`${p.question.expr}: no NumPy code`];
      return answer.value.confirmed === null && !p.unconfirmed
        ? [`${p.question.expr}: not confirmed (${answer.value.assumptions.at(-1)})`]
        : [];
    });
    expect(open).toEqual([]);
  });

  it.skipIf(!hasNumpy)("writes NumPy code with the values of functions written by hand", { timeout: 60_000 }, () => {
    const codes = answers.map((a) => (a.ok ? a.value.code.numpy : null));
    const run = spawnSync("python3", [here("check.py")], { input: JSON.stringify({ problems, codes }), encoding: "utf8" });
    expect(run.stderr.split("\n").filter((line) => /Error/.test(line))).toEqual([]);
    expect(run.stdout).toBe("");
  });

  it("refuses what it cannot tell rather than guess", () => {
    const refused = (question: DiffQuestion): string | null => {
      const answer = differentiate(book, question);
      return answer.ok ? null : answer.error.code;
    };
    const declare = { x: "R^n", y: "R^n" };
    expect(refused({ expr: "\\operatorname{wiggle}(x)", wrt: "x", declare })).toBe("unknown-name");
    expect(refused({ expr: "\\sum_i x_i^2 - y_i x_i", wrt: "x", declare })).toBe("unread");
    expect(refused({ expr: "x^\\top y", wrt: "x", declare, rows: { z: "Z" } })).toBe("unread");
  });
});
