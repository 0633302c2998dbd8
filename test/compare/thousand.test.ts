/**
 * A thousand claims through the door of `equal`, written with their truth before Fluxion saw them, and that truth checked with NumPy where
 * numbers can tell. `truth`: equal, unequal, condition or kink (equal, and the qualifier is part of the answer), not plainly (wrong, or right
 * with a qualifier), empty (true of nothing).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { type EqualAnswer, type EqualQuestion, equal } from "../../src/library/equal.ts";

interface Row extends EqualQuestion {
  readonly id: string;
  readonly truth: "equal" | "unequal" | "condition" | "kink" | "not plainly" | "empty";
}

const rows = readFileSync(join(import.meta.dirname, "claims.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line): Row => JSON.parse(line));

const accepted = (a: EqualAnswer): boolean => a.verdict !== "refuted" && a.verdict !== "undetermined";
const isQualified = (a: EqualAnswer, kind: string): boolean => a.qualifiers.some((q) => q.kind === kind);

function failing({ truth }: Row, a: EqualAnswer): string | null {
  switch (truth) {
    case "equal":
      return a.verdict === "refuted" ? "a right claim refuted" : null;
    case "unequal":
      return accepted(a) ? "a wrong claim accepted" : null;
    case "condition":
    case "kink":
      if (a.verdict === "refuted") return "a right claim refuted";
      return accepted(a) && !isQualified(a, truth) ? `no ${truth} named` : null;
    case "not plainly":
      return accepted(a) && a.qualifiers.length === 0 ? "accepted without a qualifier" : null;
    case "empty":
      return accepted(a) && !isQualified(a, "condition") ? "an empty claim accepted" : null;
    default:
      return truth satisfies never;
  }
}

describe("a thousand claims", () => {
  const book = defaultBook();
  const answers = rows.map((row) => equal(book, row));

  it("none is answered wrongly", () => {
    const wrong = rows.flatMap((row, i) => {
      const why = failing(row, answers[i] as EqualAnswer);
      return why === null ? [] : [`${row.id}: ${why}: ${row.lhs} = ${row.rhs}`];
    });
    expect(wrong).toEqual([]);
  });

  it("nearly all are decided: proved, probable or refuted", () => {
    const decided = answers.filter((a) => a.verdict === "proved" || a.verdict === "probable" || a.verdict === "refuted");
    expect(decided.length / rows.length).toBeGreaterThan(0.95);
  });
});
