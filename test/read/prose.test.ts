import { describe, expect, it } from "vitest";
import { caseCondition, concludes, contextSentence, cueBefore, factsOf, namedEquations } from "../../src/read/prose.ts";

describe("cues before a formula", () => {
  it.each([
    ["Let ", "define"],
    ["We denote by ", "define"],
    ["We want ", "goal"],
    ["Show that ", "goal"],
    ["Assume that ", "assume"],
    ["We can choose ", "assume"],
    ["where ", "where"],
    ["Hence we get ", null],
    ["We verify that ", null],
  ] as const)("%s announces %s", (words, cue) => expect(cueBefore(words)).toBe(cue));
});

describe("cases", () => {
  it("open with a condition and a colon", () => {
    expect(caseCondition("— If ⟨0⟩:", true)).toBe(0);
    expect(caseCondition("— ⟨0⟩ :", true)).toBe(0);
    expect(caseCondition("When ⟨2⟩, then ", false)).toBe(2);
  });
  it("are not every sentence with a formula", () => {
    expect(caseCondition("⟨0⟩ follows", true)).toBeNull();
    expect(caseCondition("⟨0⟩:", false)).toBeNull();
  });
  it("end with a concluding word", () => {
    expect(concludes("Therefore ⟨0⟩")).toBe(true);
    expect(concludes("The gradient")).toBe(false);
  });
});

describe("facts", () => {
  it("take rank, sizes and attributes from the noun", () => {
    const [fact] = factsOf("Let ⟨0⟩ be a symmetric 4x3 matrix.");
    expect(fact).toMatchObject({ mark: 0, rank: 2, sizes: "4 x 3", attributes: ["symmetric"] });
  });
  it("see a noun just before its name", () => {
    expect(factsOf("for the weight matrix ⟨1⟩ we find")).toMatchObject([{ mark: 1, rank: 2 }]);
    expect(factsOf("with scalars ⟨0⟩ and ⟨1⟩ fixed").map((f) => [f.mark, f.rank])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
  it("take an adjective before or behind the formula", () => {
    expect(factsOf("and one-hot ⟨0⟩ with")).toMatchObject([{ mark: 0, attributes: ["one-hot"] }]);
    expect(factsOf("Let ⟨0⟩ with ⟨1⟩ symmetric, ⟨2⟩.")).toMatchObject([{ mark: 1, attributes: ["symmetric"] }]);
  });
  it("keep the words that may name a card", () => {
    expect(factsOf("where ⟨0⟩ is the logistic sigmoid")[0]?.named).toBe("logistic sigmoid");
  });
  it("know a sentence that changes what stands above", () => {
    expect(contextSentence.test("For the following, assume that the sums in (2) and (3) run to n instead.")).toBe(true);
    expect(namedEquations("the sums in (2) and (3.1)")).toEqual(["2", "3.1"]);
  });
});
