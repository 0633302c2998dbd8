/** Limits in what is differentiated, and integrals that can only be estimated. */
import { describe, expect, it } from "vitest";
import { defaultBook, differentiate } from "../../src/index.ts";

const book = defaultBook();
const declare = { f: "R -> R", x: "R", v: "R^n", u: "R^n" };
const answer = (expr: string, wrt = "x") => differentiate(book, { expr, wrt, declare });
const shown = (expr: string, wrt = "x"): string => {
  const a = answer(expr, wrt);
  if (a.ok) expect(a.value.confirmed, expr).not.toBeNull();
  return a.ok ? a.value.unicode : a.error.code;
};

describe("limits are replaced by their values", () => {
  it.each([
    ["\\lim_{h\\to 0} \\frac{(x+h)^3 - x^3}{h}", "6 x"],
    ["\\lim_{h\\to 0} \\frac{\\sin(x+h) - \\sin(x)}{h}", "-sin(x)"],
    ["\\lim_{h\\to 0} \\frac{f(x+h) - f(x)}{h}", "∂₁∂₁f(x)"],
    ["\\lim_{h\\to 0} \\frac{f(x+h) - 2 f(x) + f(x-h)}{h^2}", "∂₁∂₁∂₁f(x)"],
    ["\\lim_{t\\to 0} \\frac{\\sin(t x)}{t}", "1"],
    ["\\lim_{t\\to 0} (1 + t) x^2", "2 x"],
  ])("%s", (expr, derivative) => {
    expect(shown(expr)).toBe(derivative);
  });

  it("by a vector too", () => {
    expect(shown("\\lim_{t\\to 0} \\frac{\\|u + t v\\|^2 - \\|u\\|^2}{t}", "u")).toBe("2 v");
  });

  it("refuses a limit that it does not find", () => {
    expect(shown("\\lim_{n\\to\\infty} (1 + \\frac{x}{n})^n")).toBe("no-rule");
  });
});

describe("integrals without closed form are estimated to confirm an answer", () => {
  it.each([
    ["\\int_0^x e^{-t^2} dt", "exp(-x²)"],
    ["\\int_0^1 \\sin(x t) dt", "∫₀¹ t cos(x t) dt"],
    ["\\int_x^{x^2} \\frac{\\sin t}{t} dt", "-(sin(x) - 2 sin(x²)) / x"],
    ["\\int_0^x f(t) dt", "f(x)"],
  ])("%s", (expr, derivative) => {
    expect(shown(expr)).toBe(derivative);
  });
});

describe("powers of a matrix with a natural exponent", () => {
  it("are evaluated at several exponents", () => {
    const power = differentiate(book, { expr: "\\operatorname{tr}(X^k)", wrt: "X", declare: { X: "R^{n x n}", k: "R, natural" } });
    expect(power).toMatchObject({ value: { unicode: "k (Xᵏ⁻¹)ᵀ", confirmed: { points: 6 } } });
  });
});
