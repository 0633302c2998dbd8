/** A table of claims through the door of `equal`: no false acceptance, no false refutation, conditions where they are the answer. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { type EqualAnswer, equal } from "../../src/library/equal.ts";

/** Left side, right side, declarations, abstract functions. */
type Row = readonly [string, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>?];

/** Identities of matrices, gradients of layers, Kronecker products, softmax, angles. */
const equalPairs: readonly Row[] = [
  ["\\nabla_x x^T A x", "(A + A^T) x", { A: "R^{n x n}", x: "R^n" }],
  ["\\nabla_W \\frac{1}{2}\\|X W - Y\\|_F^2", "X^T (X W - Y)", { X: "R^{m x n}", W: "R^{n x p}", Y: "R^{m x p}" }],
  ["\\sum_{i=1}^{k} i", "\\frac{k(k+1)}{2}", { k: "N" }],
  ["A - \\frac1m \\mathbf{1}\\mathbf{1}^T A", "(I - \\frac1m \\mathbf{1}\\mathbf{1}^T) A", { A: "R^{m x n}" }],
  ["\\det(A)^2", "1", { A: "R^{n x n}, orthogonal" }],
  ["x^T A x", "0", { A: "R^{n x n}, skew-symmetric", x: "R^n" }],
  ["-\\sum_{i=1}^n y_i \\ln p_i", "-\\ln(y^T p)", { y: "R^n, one-hot", p: "R^n, probability" }],
  ["\\operatorname{ReLU}(x)^2 + \\operatorname{ReLU}(-x)^2", "x^2", { x: "R" }],
  ["\\operatorname{tr}(X (X^T X)^{-1} X^T)", "p", { X: "R^{n x p}" }],
  [
    "(A + U C V)^{-1}",
    "A^{-1} - A^{-1} U (C^{-1} + V A^{-1} U)^{-1} V A^{-1}",
    { A: "R^{n x n}, nonsingular", U: "R^{n x k}", C: "R^{k x k}, nonsingular", V: "R^{k x n}" },
  ],
  ["\\det(A + u v^T)", "(1 + v^T A^{-1} u) \\det(A)", { A: "R^{n x n}, nonsingular", u: "R^n", v: "R^n" }],
  ["\\det(I_m + A B)", "\\det(I_n + B A)", { A: "R^{m x n}", B: "R^{n x m}" }],
  ["(A + u v^T)^{-1}", "A^{-1} - \\frac{A^{-1} u v^T A^{-1}}{1 + v^T A^{-1} u}", { A: "R^{n x n}, nonsingular", u: "R^n", v: "R^n" }],
  ["\\sum_{i=1}^n (x_i - \\frac{1}{n}\\sum_{j=1}^n x_j)^2", "\\|x\\|^2 - \\frac{1}{n} (\\mathbf{1}^T x)^2", { x: "R^n" }],
  ["\\frac{\\partial}{\\partial x}\\left(\\frac{1}{n}\\sum_{i=1}^n x_i^2\\right)", "\\frac{2}{n} x", { x: "R^n" }],
  ["\\operatorname{tr}(Q K^T G Q^T)", "\\operatorname{tr}(Q^T Q K^T G)", { Q: "R^{n x d}", K: "R^{m x d}", G: "R^{m x d}" }],
  [
    "\\frac{\\partial \\operatorname{softmax}(z)}{\\partial z}",
    "\\operatorname{diag}(\\operatorname{softmax}(z)) - \\operatorname{softmax}(z)\\operatorname{softmax}(z)^T",
    { z: "R^n" },
  ],
  ["\\operatorname{vec}(A X B)", "(B^T \\otimes A)\\operatorname{vec}(X)", { A: "R^{m x n}", X: "R^{n x p}", B: "R^{p x q}" }],
  ["(A \\otimes B)(C \\otimes D)", "(A C) \\otimes (B D)", { A: "R^{m x n}", B: "R^{p x q}", C: "R^{n x r}", D: "R^{q x s}" }],
  ["\\operatorname{tr}(A \\otimes B)", "\\operatorname{tr}(A)\\operatorname{tr}(B)", { A: "R^{n x n}", B: "R^{m x m}" }],
  ["\\det(A \\otimes B)", "\\det(A)^m \\det(B)^n", { A: "R^{n x n}", B: "R^{m x m}" }],
  [
    "\\frac{\\partial \\mathbf{1}^T W \\sigma(V x)}{\\partial x}",
    "V^T ((W^T \\mathbf{1}) \\odot \\sigma(V x) \\odot (1 - \\sigma(V x)))",
    { W: "R^{k x m}", V: "R^{m x n}", x: "R^n" },
  ],
  ["\\nabla_W \\|\\sigma(W x)\\|^2", "2 (\\sigma(W x) \\odot \\sigma(W x) \\odot (1 - \\sigma(W x))) x^T", { W: "R^{m x n}", x: "R^n" }],
  ["\\nabla_x (x^T A x)", "2 A x", { A: "R^{n x n}, symmetric", x: "R^n" }],
  ["\\|A\\|_F^2", "\\operatorname{tr}(A^T A)", { A: "R^{m x n}" }],
  ["\\operatorname{tr}(A B C A^T)", "\\operatorname{tr}(A^T A B C)", { A: "R^{n x n}", B: "R^{n x n}", C: "R^{n x n}" }],
  ["\\det(2 A)", "2^n \\det(A)", { A: "R^{n x n}" }],
  ["\\sqrt{x^2}", "x", { x: "R, positive" }],
  ["\\sqrt{x^2}", "|x|", { x: "R" }],
  ["\\ln(a b)", "\\ln a + \\ln b", { a: "R, positive", b: "R, positive" }],
  ["(x + 10^{20})^2 - x^2 - 2\\cdot 10^{20} x", "10^{40}", { x: "R" }],
  [
    "\\ln \\sum_{i=1}^n e^{x_i + y_i} - \\ln\\sum_{i=1}^n e^{x_i}",
    "\\ln \\sum_{i=1}^n \\operatorname{softmax}(x)_i e^{y_i}",
    { x: "R^n", y: "R^n" },
  ],
  ["\\operatorname{softmax}(x + c)", "\\operatorname{softmax}(x)", { x: "R^n", c: "R" }],
  ["1 - \\tanh(x)^2", "\\frac{4}{(e^x + e^{-x})^2}", { x: "R" }],
  ["\\sigma(x)", "\\frac{1 + \\tanh(x/2)}{2}", { x: "R" }],
  ["\\frac{\\partial \\|x\\|}{\\partial x}", "\\frac{x}{\\|x\\|}", { x: "R^n" }],
  ["\\frac{\\partial \\ln |\\det X|}{\\partial X}", "X^{-T}", { X: "R^{n x n}, nonsingular" }],
  ["\\frac{\\partial a^T X^{-1} b}{\\partial X}", "-X^{-T} a b^T X^{-T}", { X: "R^{n x n}, positive definite", a: "R^n", b: "R^n" }],
  ["(-1)^{2 j}", "1", { j: "R, natural" }],
  ["\\max(a,\\max(b,c))", "\\max(a,b,c)", { a: "R", b: "R", c: "R" }],
  ["\\sin(\\pi + x)", "-\\sin x", { x: "R" }],
  ["\\cos(\\pi j)", "(-1)^j", { j: "R, natural" }],
  ["\\cos(\\pi/2 - x)", "\\sin x", { x: "R" }],
  ["\\nabla_w (\\lambda \\|w\\|^2)", "2\\lambda w", { w: "R^n", lambda: "R" }],
  ["\\frac{d}{dx}\\operatorname{ReLU}(x)", "H(x)", { x: "R" }],
  ["\\sin(2x)", "2 \\sin x\\cos x", { x: "R" }],
  ["\\sin(3x)", "3 \\sin x - 4\\sin^3 x", { x: "R" }],
];

/** Right for n = 1, for square, symmetric or positive arguments, but for a tiny constant, or modulo a prime; wrong as they stand. */
const unequalPairs: readonly Row[] = [
  ["\\nabla_x x^T A x", "A x", { A: "R^{n x n}", x: "R^n" }],
  ["\\sum_{i=1}^{k} i", "\\frac{k(k-1)}{2}", { k: "N" }],
  ["\\det(A)", "1", { A: "R^{n x n}, orthogonal" }],
  ["X (X^T X)^{-1} X^T", "I_n", { X: "R^{n x p}" }],
  ["\\sum_{i=1}^n p_i^2", "1", { p: "R^n, probability" }],
  ["(-1)^k", "1", { k: "R, natural" }],
  [
    "(A + U C V)^{-1}",
    "A^{-1} - A^{-1} U (C + V A^{-1} U)^{-1} V A^{-1}",
    { A: "R^{n x n}, nonsingular", U: "R^{n x k}", C: "R^{k x k}, nonsingular", V: "R^{k x n}" },
  ],
  ["\\det(A + u v^T)", "(1 + u^T A^{-1} v) \\det(A)", { A: "R^{n x n}, nonsingular", u: "R^n", v: "R^n" }],
  ["\\sum_{i=1}^n (x_i - \\frac{1}{n}\\sum_{j=1}^n x_j)^2", "\\|x\\|^2 - \\frac{1}{n-1} (\\mathbf{1}^T x)^2", { x: "R^n" }],
  [
    "\\frac{\\partial \\operatorname{softmax}(z)}{\\partial z}",
    "\\operatorname{diag}(\\operatorname{softmax}(z)) + \\operatorname{softmax}(z)\\operatorname{softmax}(z)^T",
    { z: "R^n" },
  ],
  ["\\operatorname{vec}(A X B)", "(B \\otimes A)\\operatorname{vec}(X)", { A: "R^{n x n}", X: "R^{n x n}", B: "R^{n x n}" }],
  ["\\det(A \\otimes B)", "\\det(A)^n \\det(B)^m", { A: "R^{n x n}", B: "R^{m x m}" }],
  [
    "\\frac{\\partial \\mathbf{1}^T W \\sigma(V x)}{\\partial x}",
    "V^T ((W^T \\mathbf{1}) \\odot \\sigma(V x) \\odot (1 + \\sigma(V x)))",
    { W: "R^{k x m}", V: "R^{m x n}", x: "R^n" },
  ],
  ["A^T A", "A A^T", { A: "R^{n x n}" }],
  ["\\|x\\|^2", "(\\mathbf{1}^T x)^2", { x: "R^n" }],
  ["\\operatorname{tr}(A)^2", "\\operatorname{tr}(A^2)", { A: "R^{n x n}" }],
  ["\\nabla_x (x^T A x)", "2 A x", { A: "R^{n x n}", x: "R^n" }],
  ["(A B)^{-1}", "A^{-1} B^{-1}", { A: "R^{n x n}", B: "R^{n x n}" }],
  ["\\operatorname{tr}(A B A B)", "\\operatorname{tr}(A^2 B^2)", { A: "R^{n x n}", B: "R^{n x n}" }],
  ["\\operatorname{tr}(A B C)", "\\operatorname{tr}(A C B)", { A: "R^{n x n}", B: "R^{n x n}", C: "R^{n x n}" }],
  ["\\det(A + B)", "\\det A + \\det B", { A: "R^{n x n}", B: "R^{n x n}" }],
  ["\\det(2 A)", "2 \\det(A)", { A: "R^{n x n}" }],
  ["\\sqrt{x^2}", "x", { x: "R" }],
  ["|x|", "x", { x: "R" }],
  ["\\operatorname{ReLU}(x)", "x", { x: "R^n" }],
  ["e^{|x|}", "e^x", { x: "R" }],
  ["x + 10^{-30}", "x", { x: "R" }],
  ["x(1 + 10^{-18})", "x", { x: "R" }],
  ["\\frac{1}{1+e^{-x}} + 10^{-40}", "\\sigma(x)", { x: "R" }],
  ["\\sin(x)^2 + \\cos(x)^2", "1 + 10^{-25}", { x: "R" }],
  ["(x + 10^{20})^2 - x^2 - 2\\cdot 10^{20} x", "10^{40} + 1", { x: "R" }],
  ["\\sqrt{x^2 + 10^{-20}}", "|x|", { x: "R" }],
  ["x^{33554092}", "1", { x: "R" }],
  ["x^{67108186}", "1", { x: "R" }],
  ["33554093 x", "0", { x: "R" }],
  ["33554093 \\cdot 67108187 x + x", "x", { x: "R" }],
  ["x^{2147483646} ", "1", { x: "R" }],
  ["x^7 - x", "0", { x: "R" }],
  ["x(x-1)(x-2)(x+1)(x+2)(x-3)(x+3)", "0", { x: "R" }],
  ["e^{x} ", "1 + x + \\frac{x^2}{2} + \\frac{x^3}{6} + \\frac{x^4}{24} + \\frac{x^5}{120}", { x: "R" }],
  ["\\nabla_x f(x)", "0", { x: "R^n" }, { f: "R^n -> R" }],
  ["f(x + y)", "f(x) + f(y)", { x: "R", y: "R" }, { f: "R -> R" }],
  ["\\operatorname{softmax}(c x)", "\\operatorname{softmax}(x)", { x: "R^n", c: "R" }],
  ["\\sigma(x)", "\\frac{1 + \\tanh(x)}{2}", { x: "R" }],
  ["\\frac{\\partial a^T X^{-1} b}{\\partial X}", "-X^{-1} a b^T X^{-1}", { X: "R^{n x n}, nonsingular", a: "R^n", b: "R^n" }],
  ["\\sin(3x)", "4 \\sin x - 3\\sin^3 x", { x: "R" }],
];

/** Right where both sides exist. */
const conditionalPairs: readonly Row[] = [
  ["\\ln a^2", "2 \\ln a", { a: "R" }],
  ["\\ln(a b)", "\\ln a + \\ln b", { a: "R", b: "R" }],
  ["\\frac{x^2}{x}", "x", { x: "R" }],
  ["e^{\\ln x}", "x", { x: "R" }],
  ["\\sqrt{x}^2", "x", { x: "R" }],
];

/** True, and beyond what is proved or tested modulo primes: sampling sees no difference, and says no more than that. */
const sampledPairs: readonly Row[] = [
  ["\\operatorname{arctan}(x) + \\operatorname{arctan}(1/x)", "\\frac{\\pi}{2} \\operatorname{sign}(x)", { x: "R", y: "R" }],
];

/** Nothing to accept: no value anywhere, a domain that differs on a region, or a function that was only drawn as a polynomial. */
const neverAccepted: readonly Row[] = [
  ["\\frac{1}{a-a}", "\\frac{2}{a-a}", { a: "R" }],
  ["v \\oslash H(z)", "v \\odot H(z)", { v: "R^n", z: "R^n" }],
  ["\\frac{d^6}{dx^6} f(x)", "0", { x: "R" }, { f: "R -> R" }],
];

const book = defaultBook();
const ask = (row: Row, seed?: number): EqualAnswer => {
  const [lhs, rhs, declare, functions] = row;
  return equal(book, { lhs, rhs, declare, ...(functions ? { functions } : {}), ...(seed === undefined ? {} : { seed }) });
};
const named = (rows: readonly Row[]) => rows.map((row) => ({ lhs: row[0], rhs: row[1], row }));
const certain = ["proved", "probable"];

describe("claims", () => {
  it.each(named(equalPairs))("$lhs = $rhs", ({ row }) => {
    expect(certain).toContain(ask(row).verdict);
  });

  it.each(named(sampledPairs))("$lhs = $rhs wherever it was evaluated", ({ row }) => {
    expect(ask(row).verdict).toBe("consistent");
  });

  it.each(named(unequalPairs))("$lhs ≠ $rhs", ({ row }) => {
    expect(ask(row)).toMatchObject({ verdict: "refuted", qualifiers: [] });
  });

  it.each(named(conditionalPairs))("$lhs = $rhs on a condition", ({ row }) => {
    const answer = ask(row);
    expect(certain).toContain(answer.verdict);
    expect(answer.qualifiers.map((q) => q.kind)).toContain("condition");
  });

  it.each(named(neverAccepted))("$lhs = $rhs is not accepted", ({ row }) => {
    expect(certain).not.toContain(ask(row).verdict);
  });

  it("change their verdict with neither the sides nor the seed", () => {
    for (const row of [...equalPairs, ...unequalPairs].filter((_, i) => i % 4 === 0)) {
      const [lhs, rhs, ...rest] = row;
      const verdict = (a: EqualAnswer): string => (certain.includes(a.verdict) ? "accepted" : a.verdict);
      const there = verdict(ask(row));
      expect(verdict(ask([rhs, lhs, ...rest]))).toBe(there);
      expect(verdict(ask(row, 7))).toBe(there);
    }
  });
});
