import { describe, expect, it } from "vitest";
import { createTerms, type Expr, type Head, heads } from "../../src/expr/index.ts";
import { columnShape, matrixShape, size } from "../../src/shape/index.ts";
import { writeLatex } from "../../src/write/latex.ts";
import { writeUnicode } from "../../src/write/unicode.ts";

const t = createTerms();
const n = size("n");
const m = size("m");
const A = t.sym("A", matrixShape(m, n));
const B = t.sym("B", matrixShape(m, n));
const x = t.sym("x", columnShape(n));
const a = t.sym("a");
const b = t.sym("b");
const c = t.sym("c");
const theta = t.sym("\\theta_1", columnShape(n));
const i = t.index("i");
const j = t.index("j");

/** A card as the book would make it. */
const card = (name: string, prints: string | null): Head => ({ ...heads.sg, name, acts: { kind: "elementwise" }, prints });

const card2 = (name: string, prints: string): Head => ({ ...card(name, prints), arity: 2 });

const mul = (...f: Expr[]) => t.app(heads.mul, f);
const add = (...f: Expr[]) => t.app(heads.add, f);
const neg = (e: Expr) => t.app(heads.neg, [e]);
const div = (p: Expr, q: Expr) => t.app(heads.div, [p, q]);
const pow = (p: Expr, q: Expr | number) => t.app(heads.pow, [p, typeof q === "number" ? t.num(q) : q]);
const T = (e: Expr) => t.app(heads.transpose, [e]);
const had = (...f: Expr[]) => t.app(heads.hadamard, f);
const to = (last: Expr) => ({ kind: "range", from: t.num(1), to: last }) as const;

const table: readonly (readonly [string, Expr, string, string])[] = [
  ["a minus sign for an added negative", add(a, neg(b), mul(t.num(-3), c)), "a - b - 3 c", "a - b - 3 c"],
  ["a bracket after a minus sign", add(a, neg(add(b, c))), "a - (b + c)", "a - (b + c)"],
  ["a bracketed sum in a product", mul(a, add(b, c)), "a (b + c)", "a (b + c)"],
  ["a bracketed negative factor", mul(a, neg(b)), "a (-b)", "a (-b)"],
  ["a dot between numbers", mul(a, t.num(2)), "a \\cdot 2", "a · 2"],
  ["a quotient", mul(a, div(add(b, c), a)), "a \\frac{b + c}{a}", "a ((b + c) / a)"],
  ["a quotient of products on one line", div(mul(a, b), mul(b, c)), "\\frac{a b}{b c}", "a b / (b c)"],
  ["powers of powers and of sums", pow(pow(add(a, b), 2), t.sym("k")), "((a + b)^{2})^{k}", "((a + b)²)ᵏ"],
  ["a power of a quotient", pow(div(a, b), 2), "\\left(\\frac{a}{b}\\right)^{2}", "(a/b)²"],
  ["a negative exponent", pow(a, -1), "a^{-1}", "a⁻¹"],
  ["transposes", mul(T(A), A, x), "A^{\\top} A x", "Aᵀ A x"],
  ["a transposed product", T(mul(A, x)), "(A x)^{\\top}", "(A x)ᵀ"],
  ["entrywise products around products", had(x, mul(T(A), mul(A, x))), "x \\odot (A^{\\top} A x)", "x ⊙ (Aᵀ A x)"],
  ["an entrywise product inside a product", mul(A, had(x, x)), "A (x \\odot x)", "A (x ⊙ x)"],
  ["entries", t.elem(A, [i, j]), "A_{ij}", "Aᵢⱼ"],
  ["entries at computed places", t.elem(A, [add(i, t.num(-1)), j]), "A_{i - 1, j}", "A[i - 1, j]"],
  ["entries of products", t.elem(mul(A, x), [i]), "(A x)_{i}", "(A x)ᵢ"],
  ["entries of a name with a subscript", t.elem(theta, [i]), "(\\theta_1)_{i}", "θ₁ᵢ"],
  ["Kronecker's delta", t.app(heads.iverson, [t.app(heads.eq, [i, j])]), "\\delta_{ij}", "δᵢⱼ"],
  ["an indicator", t.app(heads.iverson, [t.app(heads.gt, [a, t.num(0)])]), "\\mathbb{1}[a > 0]", "[a > 0]"],
  ["a sum", mul(t.num(2), t.bind("sum", i, to(t.dim(n)), t.elem(x, [i]))), "2 \\sum_{i=1}^{n} x_{i}", "2 Σᵢ₌₁ⁿ xᵢ"],
  [
    "a sum that is not the last factor",
    mul(t.bind("sum", i, to(t.dim(n)), t.elem(x, [i])), a),
    "\\left(\\sum_{i=1}^{n} x_{i}\\right) a",
    "(Σᵢ₌₁ⁿ xᵢ) a",
  ],
  ["a derivative", t.deriv(t.sym("L"), A), "\\frac{\\partial L}{\\partial A}", "∂L/∂A"],
  ["a derivative of a sum", t.deriv(add(a, b), a), "\\frac{\\partial}{\\partial a} (a + b)", "∂/∂a (a + b)"],
  ["a second derivative", t.deriv(t.deriv(t.sym("f"), a), a), "\\frac{\\partial^{2} f}{\\partial a^{2}}", "∂²f/∂a²"],
  ["a mixed second derivative", t.deriv(t.deriv(t.sym("f"), a), b), "\\frac{\\partial^{2} f}{\\partial a \\, \\partial b}", "∂²f/(∂a ∂b)"],
  ["a slot derivative", t.call("f_3", [1], [a, b], a.shape), "\\partial_{1} f_3(a, b)", "∂₁f₃(a, b)"],
  ["a card's own form", mul(t.num(2), t.app(card("gelu", "\\operatorname{GELU}(#1)"), [x])), "2 \\operatorname{GELU}(x)", "2 GELU(x)"],
  ["a card with a script", t.app(card("inv", "{#1}^{-1}"), [add(a, b)]), "(a + b)^{-1}", "(a + b)⁻¹"],
  ["an inverse", mul(t.app(card("inv", "{#1}^{-1}"), [a]), b), "a^{-1} b", "a⁻¹ b"],
  ["a root", t.app(card("sqrt", "\\sqrt{#1}"), [add(a, b)]), "\\sqrt{a + b}", "√(a + b)"],
  ["bars", t.app(card("abs", "|#1|"), [add(a, b)]), "|a + b|", "|a + b|"],
  [
    "a card that prints as an operator",
    mul(a, t.app(card2("star", "#1 \\star #2"), [b, add(a, c)])),
    "a (b \\star (a + c))",
    "a (b ⋆ (a + c))",
  ],
  ["a card with a subscript argument", t.app(card2("log", "\\log_{#1}(#2)"), [t.num(2), a]), "\\log_{2}(a)", "log₂(a)"],
  [
    "cases",
    t.cases([{ when: t.app(heads.gt, [a, t.num(0)]), then: a }], t.num(0)),
    "\\begin{cases} a & \\text{if } a > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
    "{ a if a > 0; 0 otherwise }",
  ],
  [
    "a one-sided limit",
    t.bind("limit", t.sym("h"), { kind: "point", at: t.num(0), side: "right" }, div(a, t.sym("h"))),
    "\\lim_{h \\to 0^{+}} \\frac{a}{h}",
    "lim_(h → 0⁺) a/h",
  ],
  [
    "a matrix",
    t.app(heads.stack, [t.app(heads.beside, [a, b]), t.app(heads.beside, [b, c])]),
    "\\begin{pmatrix} a & b \\\\ b & c \\end{pmatrix}",
    "[a, b; b, c]",
  ],
  ["fractions as numbers", mul(t.num({ n: 1n, d: 2n }), A), "\\frac{1}{2} A", "1/2 A"],
  ["a negative fraction", add(a, t.num({ n: -1n, d: 2n })), "a - \\frac{1}{2}", "a - 1/2"],
];

describe("an expression is written as a mathematician would", () => {
  it.each(table)("%s", (_, e, latex, unicode) => {
    expect([writeLatex(e).replace("i = 1", "i=1"), writeUnicode(e)]).toEqual([latex, unicode]);
  });
});

describe("letters of bound indices", () => {
  it("keep the author's, unless it is taken around or inside", () => {
    const inner = t.bind("sum", j, to(t.dim(n)), t.elem(A, [i, j]));
    const outer = t.bind("sum", i, to(t.dim(m)), inner, "j");
    expect(writeUnicode(outer)).toBe("Σⱼ₌₁ᵐ Σᵢ₌₁ⁿ Aⱼᵢ");
    expect(writeUnicode(t.bind("sum", i, to(t.dim(n)), mul(t.sym("j"), t.elem(x, [i])), "j"))).toBe("Σᵢ₌₁ⁿ j xᵢ");
  });
});

describe("shared terms", () => {
  it("are named when the tree is too long to print: 60 doublings", () => {
    let e: Expr = add(a, b);
    for (let k = 0; k < 60; k++) e = mul(e, t.app(card("sin", "\\sin(#1)"), [e]));
    const latex = writeLatex(e);
    expect(latex.length).toBeLessThan(20_000);
    expect(latex).toContain("\\text{where } t_{1} = ");
    expect(writeUnicode(e)).toContain("where t₁ = ");
  });
});

it("matrix norms carry their F", () => {
  const norm: Head = { ...heads.sg, name: "norm", acts: { kind: "signature", params: [[m, n]], result: a.shape } };
  expect(writeLatex(t.app(norm, [B]))).toBe("\\lVert B \\rVert_{F}");
  expect(writeLatex(t.app(norm, [x]))).toBe("\\lVert x \\rVert");
});
