import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/default.ts";
import { readingOf } from "../../src/library/read.ts";

const book = defaultBook();
const understood = (formula: string): string | null => {
  const text = `Let $x \\in \\mathbb{R}^n$ and $y \\in \\mathbb{R}^n$.\n\n$$ ${formula} = 0 $$\n`;
  return readingOf(book, text).statements.at(-1)?.understood?.replace(/ = 0$/u, "") ?? null;
};

describe("an ellipsis in a sum or product", () => {
  it.each([
    ["x_1 + x_2 + \\dots + x_n", "Σᵢ₌₁ⁿ xᵢ"],
    ["x_1^2 + \\cdots + x_n^2", "Σᵢ₌₁ⁿ xᵢ²"],
    ["x_1 y_1 + x_2 y_2 + \\dots + x_n y_n", "Σᵢ₌₁ⁿ xᵢ yᵢ"],
    ["1 + 2 + \\dots + m", "Σᵢ₌₁ᵐ i"],
    ["b + x_1 + \\dots + x_n - c", "b + Σᵢ₌₁ⁿ xᵢ - c"],
    ["x_1 x_2 \\cdots x_n", "Πᵢ₌₁ⁿ xᵢ"],
  ])("%s is %s", (formula, expected) => {
    expect(understood(formula)).toBe(expected);
  });

  it.each(["2 + 4 + \\dots + 2m", "1 + 2 + 4 + \\dots + 2^m", "x_2 + x_4 + \\dots + x_n", "x_1 - x_2 + \\dots + x_n", "x_1 + \\dots"])(
    "%s is not guessed",
    (formula) => {
      expect(understood(formula)).toBe(`«${formula}»`);
    },
  );
});

describe("notation beside the alphabet", () => {
  it.each([
    ["\\mathbf{1}[x_1 < 0]", "[x₁ < 0]"],
    ["\\mathbb{I}\\{x_1 = y_1\\}", "[x₁ = y₁]"],
    ["1\\{x_1 > 0\\}", "[x₁ > 0]"],
    ["m!", "Γ(m + 1)"],
    ["u_1^{(k)2}", "u₁⁽ᵏ⁾²"],
    ["\\sum_{i : y_i = 1} x_i", "Σᵢ₌₁ⁿ [yᵢ = 1] xᵢ"],
    ["\\sum_{\\substack{i=1 \\\\ i \\ne j}}^n x_i", "Σᵢ₌₁ⁿ [i ≠ j] xᵢ"],
    ["(a^2 + a)|_{a=2}", "2² + 2"],
  ])("%s is %s", (formula, expected) => {
    expect(understood(formula)).toBe(expected);
  });

  it.each(["\\|x\\|_p", "\\sum_{i \\in S} x_i", "\\int f(u)\\,du", "\\pm a", "a \\bmod b"])(
    "%s is read, but nothing is computed",
    (formula) => {
      expect(understood(formula)).toBe(`«${formula}»`);
    },
  );

  it("keeps every script", () => {
    const names = readingOf(book, "$$ U^{+} = a^\\dagger + b^{(i)} + c^{[l]} + d^{*} $$").symbols.map((s) => s.name);
    expect(names).toHaveLength(5);
    for (const mark of ["⁺", "†", "ⁱ", "l", "*"]) expect(names.some((n) => n.length > 1 && n.includes(mark))).toBe(true);
  });
});
