import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import { setting } from "../support/claims.ts";
import { conditional, groups } from "../support/identities.ts";

const judge = (declare: string, text: string, given: readonly string[] = [], definitions: readonly string[] = []) => {
  const s = setting(declare, given, definitions);
  return decide(s.t, null, s.claim(text), { seed: 1 });
};

describe("equations", () => {
  it.each(groups.flatMap((g) => g.equal.map((line) => [line, g.declare] as const)))("accepts %s", (line, declare) => {
    const d = judge(declare, line);
    expect(
      d.verdict,
      JSON.stringify(d, (_, v) => (typeof v === "bigint" ? String(v) : v)),
    ).toMatch(/proved|probable/);
    if (d.verdict === "probable") expect(d.epsilon).toBeLessThanOrEqual(2 ** -40);
  });

  it.each(groups.flatMap((g) => g.unequal.map((line) => [line, g.declare] as const)))("refutes %s", (line, declare) => {
    expect(judge(declare, line).verdict).toBe("refuted");
  });

  it.each(conditional.map((c) => [c.claim, c.declare, c.condition] as const))("%s is conditional", (claim, declare, condition) => {
    const d = judge(declare, claim);
    if (condition === null) {
      expect(d.verdict).toBe("undetermined");
    } else {
      expect(d.verdict).toMatch(/proved|probable/);
      expect("conditions" in d && d.conditions).toEqual([condition]);
    }
  });
});
