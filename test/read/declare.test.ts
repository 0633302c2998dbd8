import { describe, expect, it } from "vitest";
import { parseDeclaration } from "../../src/read/declare.ts";
import { showShape } from "../../src/shape/index.ts";

const shown = (text: string): string => {
  const read = parseDeclaration(text, { mode: "plain" });
  if (!read.ok) return `${read.error.code}: ${read.error.message}`;
  return read.value
    .map((e) =>
      e.signature
        ? `${e.name} : ${e.signature.params.map(showShape).join("; ")} -> ${showShape(e.signature.result)}`
        : `${e.name} : ${e.shape ? showShape(e.shape) : "?"}${e.attributes.size > 0 ? ` (${[...e.attributes].join(", ")})` : ""}`,
    )
    .join(", ");
};

describe("declarations", () => {
  it.each([
    ["A in R^{m x n}", "A : m x n"],
    ["A, B \\in \\mathbb{R}^{m\\times n}", "A : m x n, B : m x n"],
    ["S ∈ ℝ^{n×n}, symmetric, positive definite", "S : n x n (symmetric, positive definite)"],
    ["x in R", "x : scalar"],
    ["x \\in \\Re", "x : scalar"],
    ["lambda in R, positive", "\\lambda : scalar (positive)"],
    ["W1 in R^{4 x 3}", "W_1 : 4 x 3"],
    ["\\mathbf{w}^2 \\in \\mathbb{R}^{k_2}", "\\mathbf{w}^2 : k_2"],
    ["a in R^{d - k + 1}", "a : d - k + 1"],
    ["T \\in \\mathbb{R}^{4 \\times 4 \\times 3}", "T : 4 x 4 x 3"],
    ["y in {0,1}", "y : scalar (binary)"],
    ["p in (0, 1)", "p : scalar (unit interval)"],
    ["f : R^n, R^p -> R^m", "f : n; p -> m"],
    ["f : \\mathbb{R}^\\ell \\rightarrow \\mathbb{R}", "f : \\ell -> scalar"],
  ])("%s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("lists the attributes it knows when one is unknown", () => {
    expect(shown("A in R^{n x n}, pretty")).toMatch(/^bad-declaration: “pretty” is no attribute; known are symmetric, /);
  });

  it.each(["A", "A in Q^n", "1 in R", "f : R -> Q"])("%s is refused with the place", (text) => {
    const read = parseDeclaration(text, { mode: "plain", base: 10 });
    expect(read.ok ? null : [read.error.code, read.error.span]).toEqual(["bad-declaration", { start: 10, end: 10 + text.length }]);
  });
});
