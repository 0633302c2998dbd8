/** Differentials in documents that declare the change of a variable. */
import { describe, expect, it } from "vitest";
import { check, defaultBook } from "../../src/index.ts";

const given =
  "Given $W \\in \\mathbb{R}^{k \\times d}$, $x \\in \\mathbb{R}^d$, $y \\in \\mathbb{R}^k$ and a change $\\mathrm{d}W \\in \\mathbb{R}^{k \\times d}$.\n\nLet $z = W x$, $p = \\operatorname{softmax}(z)$ and $L = -y^\\top \\ln p$.\n\n";

function verdict(formula: string, before = given): string {
  const report = check(defaultBook(), `${before}$$ ${formula} $$\n`);
  if (!report.ok) throw new Error(report.error);
  return report.value.steps
    .filter((s) => s.kind === "claim")
    .map((s) => s.verdict)
    .join(" ");
}

describe("differentials, once the change of a variable is declared", () => {
  it.each([
    "\\mathrm{d} z = \\mathrm{d}W \\, x",
    "\\mathrm{d} p = (\\operatorname{Diag}(p) - p p^\\top) \\, \\mathrm{d} z",
    "\\mathrm{d} L = -y^\\top (\\mathrm{d} p \\oslash p)",
    "\\mathrm{d} L = \\operatorname{tr}\\left(x ((y^\\top \\mathbf{1}) p - y)^\\top \\, \\mathrm{d} W\\right)",
    "\\mathrm{d} \\lVert W \\rVert_F^2 = 2 \\operatorname{tr}(W^\\top \\, \\mathrm{d} W)",
    "\\mathrm{d} (W W^\\top) = \\mathrm{d} W \\, W^\\top + W \\, \\mathrm{d} W^\\top",
  ])("%s is proved", (line) => {
    expect(verdict(line)).toBe("proved");
  });

  it.each([
    "\\mathrm{d} L = \\operatorname{tr}(x y^\\top \\, \\mathrm{d} W)",
    "\\mathrm{d} (W W^\\top) = 2 \\, \\mathrm{d} W \\, W^\\top",
    "\\mathrm{d} z = W x",
  ])("%s is refuted", (line) => {
    expect(verdict(line)).toBe("refuted");
  });

  it("are not decided where no declared change reaches them", () => {
    expect(verdict("\\mathrm{d} x = x")).toBe("undetermined");
  });

  it("leave the letter d alone in every other document", () => {
    expect(verdict("2 d x = d x + d x", "Let $d \\in \\mathbb{R}$ and $x \\in \\mathbb{R}$.\n\n")).toBe("proved");
  });
});

describe("what the writer prints is read", () => {
  it.each([
    [
      "an array by its entries",
      "Given $a \\in \\mathbb{R}^n$.\n\n",
      "[a_{i} a_{j}]_{i = 1, \\ldots, n, j = 1, \\ldots, n} = a a^\\top",
      "proved",
    ],
    ["a wrong array", "Given $a \\in \\mathbb{R}^n$.\n\n", "[a_{i} + a_{j}]_{i = 1, \\ldots, n, j = 1, \\ldots, n} = a a^\\top", "refuted"],
    [
      "a slot derivative",
      "Given $f : \\mathbb{R}^n \\times \\mathbb{R}^p \\to \\mathbb{R}^m$, $x \\in \\mathbb{R}^n$, $\\theta \\in \\mathbb{R}^p$.\n\n",
      "\\frac{\\partial f(x, \\theta)}{\\partial \\theta} = \\partial_{2} f(x, \\theta)",
      "proved",
    ],
  ])("%s", (_, before, line, expected) => {
    expect(verdict(line, before)).toBe(expected);
  });
});
