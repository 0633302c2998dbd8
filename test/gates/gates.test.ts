/** Small samples of the gates. `npm run gates short` is what CI runs, `npm run gates` the whole. */
import { describe, expect, it } from "vitest";
import { equivalenceGate, fuzzGate, mutantGate, type Tally } from "./gates.ts";

const share = (tally: Tally, ...verdicts: readonly string[]): number =>
  verdicts.reduce((sum, v) => sum + (tally.verdicts.get(v) ?? 0), 0) / tally.judged;

describe("gates", { timeout: 120_000 }, () => {
  it("no mutant of a correct line is accepted unless it is true", () => {
    const tally = mutantGate(60);
    expect(tally.failures).toEqual([]);
    expect(tally.judged).toBeGreaterThan(200);
    expect(share(tally, "refuted")).toBeGreaterThan(0.7);
  });

  it("no line rewritten by sound laws is refuted, and nearly all are accepted", () => {
    const tally = equivalenceGate(150);
    expect(tally.failures).toEqual([]);
    expect(share(tally, "proved", "probable")).toBeGreaterThanOrEqual(0.85);
    expect(share(tally, "undetermined")).toBeLessThanOrEqual(0.05);
  });

  it("the three machines never contradict each other on random pairs", () => {
    const tally = fuzzGate(400, 1);
    expect(tally.failures).toEqual([]);
    expect(share(tally, "refuted")).toBeGreaterThan(0.2);
    expect(share(tally, "proved", "accepted")).toBeGreaterThan(0.2);
  });
});
