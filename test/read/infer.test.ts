import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/default.ts";
import { readDocument } from "../../src/read/read.ts";
import { showShape } from "../../src/shape/index.ts";

const book = defaultBook();

/** The symbols of a document with their shapes, as the first unit understands them. */
function shapes(text: string): ReadonlyMap<string, string> {
  const { units } = readDocument(text, { kind: "markdown", book, given: null });
  const [analysis] = units[0]?.unit.analyses ?? [];
  return new Map([...(analysis?.understood.values() ?? [])].map((u) => [u.name, `${showShape(u.shape)}, ${u.origin}`]));
}

describe("shapes of a scope", () => {
  it("follow from what is declared, through products and definitions", () => {
    const found = shapes("Let $x \\in \\mathbb{R}^n$ and $y \\in \\mathbb{R}^m$. We set $$y = W x + b.$$");
    expect(found.get("W")).toBe("m x n, assumed");
    expect(found.get("b")).toBe("m, assumed");
  });

  it("follow from typography where nothing is declared", () => {
    const found = shapes("Consider $$f = \\mathbf{v}^T \\mathbf{A} \\mathbf{v} + c.$$");
    expect([...found.entries()].filter(([n]) => n !== "f").map(([n, s]) => `${n}: ${s.split(",")[0]}`)).toEqual([
      "\\mathbf{v}: n",
      "\\mathbf{A}: n x n",
      "c: scalar",
    ]);
  });

  it("make both weights of a letter one symbol when only one is introduced", () => {
    const found = shapes("Let $\\mathbf{x} \\in \\mathbb{R}^d$ and $$s = \\sum_{i=1}^d x_i^2.$$");
    expect(found.has("x")).toBe(false);
    expect(found.get("\\mathbf{x}")).toBe("d, declared");
  });

  it("give a convolution by entries the length on which its entries exist", () => {
    const found = shapes(
      "Let $\\mathbf{u} \\in \\mathbb{R}^d$ and $\\mathbf{w} \\in \\mathbb{R}^k$. Values out of range are zero.\n\n$$(\\mathbf{u} * \\mathbf{w})_i = \\sum_{j=1}^k u_{i+j-1} w_j$$\n\n$$\\mathbf{a} := \\mathbf{u} * \\mathbf{w}$$",
    );
    expect(found.get("\\mathbf{a}")).toBe("d - k + 1, declared");
  });

  it("take the arguments of unspecified layers for vectors", () => {
    const found = shapes(
      "Let $y := f_2(f_1(x, \\theta_1), \\theta_2)$ and $$\\frac{\\partial y}{\\partial \\theta_2} = \\frac{\\partial f_2}{\\partial \\theta_2}.$$",
    );
    expect(["x", "\\theta_1", "y"].map((n) => found.get(n)?.includes("scalar"))).toEqual([false, false, false]);
  });

  it("leave plain letters numbers", () => {
    const found = shapes("$$z = a b + c$$");
    expect(found.get("a")).toBe("scalar, assumed");
  });
});
