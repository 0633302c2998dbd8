/** Short runs of the gates; the long ones are `npm run gates`. */
import { describe, expect, it } from "vitest";
import { equivalenceGate, fuzzGate, mutantGate, type Tally } from "./gates.ts";

const share = (tally: Tally, ...verdicts: readonly string[]): number =>
  verdicts.reduce((sum, v) => sum + (tally.verdicts.get(v) ?? 0), 0) / tally.judged;

describe("gates", () => {
  it("no mutant of a correct line is accepted unless it is true", () => {
    const tally = mutantGate(40);
    expect(tally.failures).toEqual([]);
    expect(tally.judged).toBeGreaterThan(300);
    expect(share(tally, "refuted")).toBeGreaterThan(0.8);
  });

  it("no line rewritten by sound laws is refuted, and nearly all are accepted", () => {
    const tally = equivalenceGate(400);
    expect(tally.failures).toEqual([]);
    expect(share(tally, "proved", "probable")).toBeGreaterThanOrEqual(0.85);
    expect(share(tally, "undetermined")).toBeLessThanOrEqual(0.05);
  });

  it("the three machines never contradict each other on 5,000 random pairs", () => {
    const tally = fuzzGate(5_000, 1);
    expect(tally.failures).toEqual([]);
    expect(share(tally, "refuted")).toBeGreaterThan(0.2);
    expect(share(tally, "proved", "accepted")).toBeGreaterThan(0.2);
  });
});
