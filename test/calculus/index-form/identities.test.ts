/** What holds is proved, what does not hold never is. */
import { describe, expect, it } from "vitest";
import { prove } from "../../../src/calculus/index-form/prove.ts";
import { setting } from "../../support/claims.ts";
import { groups } from "../../support/identities.ts";
import { lines } from "./lines.ts";

/** True lines that the form does not reach: addition theorems, sums of powers, and the like. The evaluator has them. */
const beyond: ReadonlySet<string> = new Set<string>([]);

const verdicts = (declare: string, list: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    list.map((line) => {
      const s = setting(declare);
      const proof = prove(s.t, s.claim(line));
      return [line, proof.kind];
    }),
  );

const withVerdict = (kind: string, from: readonly { readonly declare: string; readonly list: readonly string[] }[]): readonly string[] =>
  from.flatMap(({ declare, list }) => [...verdicts(declare, list)].filter(([, k]) => k === kind).map(([line]) => line));

const all = [...groups, ...lines];
const trueLines = all.map((g) => ({ declare: g.declare, list: g.equal }));
const falseLines = all.map((g) => ({ declare: g.declare, list: g.unequal }));

describe("the prover", () => {
  it("proves what holds", () => {
    expect(withVerdict("open", trueLines).filter((line) => !beyond.has(line))).toEqual([]);
    expect(trueLines.reduce((n, g) => n + g.list.length, 0)).toBeGreaterThan(200);
  });

  it("proves nothing that does not hold", () => {
    expect(withVerdict("proved", falseLines)).toEqual([]);
    expect(falseLines.reduce((n, g) => n + g.list.length, 0)).toBeGreaterThan(140);
  });
});
