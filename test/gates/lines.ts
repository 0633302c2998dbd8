/** Correct lines as claims: the identities of the tests and the right half of the thousand claims. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultBook } from "../../src/book/index.ts";
import type { Claim } from "../../src/compare/types.ts";
import { createTerms, type Terms } from "../../src/expr/index.ts";
import type { EqualQuestion } from "../../src/library/equal.ts";
import { readBoth, surroundingsOf } from "../../src/library/question.ts";
import { setting } from "../support/claims.ts";
import { groups } from "../support/identities.ts";

export interface Line {
  readonly name: string;
  readonly t: Terms;
  readonly claim: Claim;
}

interface Row extends EqualQuestion {
  readonly truth: string;
}

/** Every correct line, each in a table of terms of its own. */
export function correctLines(): readonly Line[] {
  const plain = groups.flatMap((group) =>
    group.equal.map((line): Line => {
      const s = setting(group.declare);
      return { name: line, t: s.t, claim: s.claim(line) };
    }),
  );
  const book = defaultBook();
  const rows = readFileSync(join(process.cwd(), "test/compare/claims.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line): Row => JSON.parse(line))
    .filter((row) => row.truth === "equal");
  const asked = rows.flatMap((row): readonly Line[] => {
    const t = createTerms();
    const surroundings = surroundingsOf(t, book, row);
    if (!surroundings.ok) return [];
    const { environment } = surroundings.value;
    const sides = readBoth(t, book, row, environment, row);
    if (!sides.ok) return [];
    const { lhs, rhs } = sides.value;
    return [
      { name: `${row.lhs} = ${row.rhs}`, t, claim: { lhs: lhs.expr, rhs: rhs.expr, relation: "=", environment, anyDistribution: true } },
    ];
  });
  return [...plain, ...asked];
}
