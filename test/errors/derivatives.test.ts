import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

const tower = Array.from({ length: 100 }).reduce<string>((inner) => `e^{${inner}}`, "x");

/** Asked for in a wrong way: the code, and what the sentence must say. */
const refused: Readonly<Record<string, readonly [args: readonly string[], complaint: RegExp]>> = {
  "a function without a card": [
    ["\\operatorname{frobnicate}(x)", "--wrt", "x", "--let", "x in R^n"],
    /^unknown-name: “frobnicate” is neither/,
  ],
  "more indices than axes": [["x_{ij}", "--wrt", "x", "--let", "x in R^n"], /^index-rank: n takes 1 position/],
  "an entry beyond the last": [
    ["x_5", "--wrt", "x", "--let", "x in R^3"],
    /^index-rank: there is no entry 5 along an axis of 3; positions run from 1 to 3/,
  ],
  "the entry before the first": [["x_0 + x_1", "--wrt", "x", "--let", "x in R^n"], /^index-rank: there is no entry 0/],
  "by an entry beyond the last": [["\\sum_i x_i", "--wrt", "x_{n+1}", "--let", "x in R^n"], /^index-rank: there is no entry n \+ 1/],
  "shapes that do not fit": [
    ["A x", "--wrt", "x", "--let", "A in R^{2 x 3}", "--let", "x in R^2"],
    /^shape-clash: the product of 2 x 3 and 2/,
  ],
  "an order of 50": [["\\sin x", "--wrt", "x", "--order", "50"], /^budget: order 50 is beyond 8/],
  "by a number": [["x^2", "--wrt", "2"], /^not-a-function-of: /],
  "a relation": [["x = 2", "--wrt", "x"], /^unread: /],
  "half a formula": [["x +", "--wrt", "x"], /^unread: Nothing follows the \+/],
};

describe("fluxion diff refuses with the reason", () => {
  it.each(Object.entries(refused))("%s", async (_, [args, complaint]) => {
    const { code, out } = await fluxion(["diff", ...args]);
    expect(code).toBe(2);
    expect(out).toMatch(complaint);
  });
});

describe("fluxion diff answers", () => {
  it("zero, confirmed and with a note, by a variable that does not occur", async () => {
    const { code, out } = await fluxion(["diff", "y^2", "--wrt", "x", "--let", "x in R^n", "--let", "y in R"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^𝟎ₙ\n[\s\S]*confirmed at \d+ points[\s\S]*the variable does not occur in the function/);
  });

  it("a tower of a hundred exponentials, with names for what is used again", async () => {
    const { code, out } = await fluxion(["diff", tower, "--wrt", "x", "--as", "unicode"]);
    expect(code).toBe(0);
    expect(out).toMatch(/where|t₁/);
    expect(out.length).toBeLessThan(10_000);
  });
});
