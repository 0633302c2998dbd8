import { describe, expect, it } from "vitest";
import { unicodeOfLatex } from "../../src/report/formula.ts";

describe("a formula on one line", () => {
  it.each([
    ["\\frac{\\partial L}{\\partial w_{ij}}", "∂L/∂wᵢⱼ"],
    ["\\frac{1}{2n} \\sum_{i=1}^n (x_i^\\top w - y_i)^2", "1/(2n) ∑ᵢ₌₁ⁿ (xᵢᵀw - yᵢ)²"],
    ["\\sqrt{\\frac{a+b}{2}}", "√((a+b)/2)"],
    ["\\sqrt[3]{x}", "³√x"],
    ["\\left\\| Xw - y \\right\\|_2^2", "‖ Xw - y ‖₂²"],
    ["\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1}", "[a, b; c, d]⁻¹"],
    ["\\hat w = \\mathbf{X} \\bar{y}", "ŵ = 𝐗 ȳ"],
    ["\\nabla_\\theta \\log p", "∇_θ log p"],
    ["A \\implies B", "A ⇒ B"],
  ])("%s", (latex, unicode) => {
    expect(unicodeOfLatex(latex)).toBe(unicode);
  });

  it.each(["\\frac{1}{", "\\begin{cases} 1 & x > 0 \\\\ 0 \\end{cases}"])("%s stays LaTeX", (latex) => {
    expect(unicodeOfLatex(latex)).toBe(latex);
  });
});
