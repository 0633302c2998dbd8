/** Powers on the left of an equation: of what has a value, of a label, of a name of their own. */
import { describe, expect, it } from "vitest";
import { check, defaultBook } from "../../src/index.ts";

const book = defaultBook();
const steps = (text: string): readonly string[] => {
  const report = check(book, `Let $x \\in \\mathbb{R}$.\n\n${text}`, { document: "powers.md" });
  return report.ok ? report.value.steps.slice(1).map((s) => s.verdict) : [];
};

describe("a numeral above the left side", () => {
  it("is a power of what has a value", () => {
    expect(steps("Let $a = x + 1$. Then $$a^2 = x^2 + 2x + 1$$")).toEqual(["definition", "proved"]);
    expect(steps("Let $a = x + 1$. Then $$a^2 = x^2 + 3x + 1$$")).toEqual(["definition", "refuted"]);
    expect(steps("Let $a := x$. Then $$a^2 = x^2$$ Let $a := x + 1$. Then $$a^2 = x^2 + 2x + 1$$")).toEqual([
      "definition",
      "proved",
      "definition",
      "proved",
    ]);
  });

  it("is a label where another numeral tells layers apart", () => {
    expect(steps("Let $h^1 = x+1$, $h = 3$, and $h^2 = x+2$. Then $$h^1 + h^2 = 2x+3$$")).toEqual([
      "definition",
      "definition",
      "definition",
      "proved",
    ]);
  });

  it("belongs to a name of its own where nothing else has that letter", () => {
    expect(steps("Let $\\sigma^2 = x$. $$\\sigma^2 + 1 = x + 1$$")).toEqual(["definition", "proved"]);
    expect(steps("# Problem 1\n\nLet $a = x$.\n\n# Problem 2\n\nLet $a^2 = x + 1$. $$2 a^2 = 2x + 2$$")).toEqual([
      "definition",
      "definition",
      "proved",
    ]);
  });
});
