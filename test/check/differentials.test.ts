/** The letter d before a quantity, where nothing says what it is. */
import { describe, expect, it } from "vitest";
import { check, defaultBook } from "../../src/index.ts";

const book = defaultBook();
const verdicts = (text: string): readonly string[] => {
  const report = check(book, text, { document: "d.md" });
  return report.ok ? report.value.steps.filter((s) => s.kind === "claim").map((s) => `${s.verdict} ${s.reason ?? ""}`.trim()) : [];
};

describe("an undeclared d on both sides", () => {
  it.each([
    ["right as a differential", "$$d\\|x\\|^2 = 2 x^\\top dx$$"],
    ["wrong as a differential, right as a product", "$$d\\|x\\|^2 = x^\\top dx$$"],
    ["upright", "$$\\mathrm{d}(x^\\top x) = 2 x^\\top \\mathrm{d}x$$"],
  ])("is neither accepted nor refuted: %s", (_, line) => {
    expect(verdicts(`Let $x \\in \\mathbb{R}^n$.\n\n${line}`)).toEqual(["undetermined ambiguous-reading"]);
  });

  it("is no factor where d is a size", () => {
    expect(verdicts("Let $x \\in \\mathbb{R}^d$.\n\n$$d\\|x\\|^2 = x^\\top dx$$")).toEqual(["undetermined ambiguous-reading"]);
  });

  it("is a factor where d is declared as a number", () => {
    expect(verdicts("Let $x \\in \\mathbb{R}^n$ and $d \\in \\mathbb{R}$.\n\n$$d\\|x\\|^2 = x^\\top d x$$")).toEqual(["proved"]);
  });
});
