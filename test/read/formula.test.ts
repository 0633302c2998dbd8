import { describe, expect, it } from "vitest";
import { readBuilt, readShown } from "../support/read-formula.ts";

const names = [
  "A in R^{m x n}",
  "B in R^{n x n}",
  "u, v in R^n",
  "w in R^m",
  "s, k in R",
  "\\mathbf{h}^1 in R^n",
  "W_1 in R^{m x n}",
  "f : R^n -> R^m",
  "g : R, R -> R",
];

const literal: readonly (readonly [string, string])[] = [
  // products and calls
  ["A v", "mul(A, v) : m"],
  ["v^T B v", "mul(transpose(v), B, v) : scalar"],
  ["s(s+1)", "mul(s, add(s, 1)) : scalar"],
  ["2\\pi(s+1)", "mul(2, pi(), add(s, 1)) : scalar"],
  ["f(v)", "f{v} : m"],
  ["f(v)_i", "f{v}[i] : scalar"],
  ["f(v)^T w", "mul(transpose(f{v}), w) : scalar"],
  ["u \\cdot v", "mul(transpose(u), v) : scalar"],
  ["\\frac12 \\|v\\|^2", "mul(div(1, 2), pow(norm(v), 2)) : scalar"],
  ["1/2 s", "mul(div(1, 2), s) : scalar"],
  ["u \\odot v", "hadamard(u, v) : n"],
  ["\\operatorname{matmul}(A, B)", "mul(A, B) : m x n"],
  // functions of the book
  ["\\ln \\det B", "ln(det(B)) : scalar"],
  ["\\sin^2 s + \\cos^2(s)", "add(pow(sin(s), 2), pow(cos(s), 2)) : scalar"],
  ["\\log_2 s", "log(2, s) : scalar"],
  ["\\text{tr}(\\text{sg}(A^T) A)", "tr(mul(sg(transpose(A)), A)) : scalar"],
  ["\\max\\{0, s\\} + \\max(s, k)", "add(max(0, s), max(s, k)) : scalar"],
  ["\\text{diag}(v)", "Diag(v) : n x n"],
  ["\\text{diag}(B)", "diag(B) : n"],
  ["e^{-v}", "exp(neg(v)) : n"],
  ["\\sigma(v)", "sigmoid(v) : n"],
  ["\\operatorname{softmax}(v)_j", "softmax(v)[j] : scalar"],
  ["|v|", "n : scalar"],
  ["|s|", "abs(s) : scalar"],
  ["|B|", "det(B) : scalar"],
  // names, labels, entries
  ["h_j^1", "\\mathbf{h}^1[j] : scalar"],
  ["h_{i+j-1}^1", "\\mathbf{h}^1[add(i, j, neg(1))] : scalar"],
  ["w_{1,j,k} v_k", "mul(W_1[j, k], v[k]) : scalar"],
  ["A_{ij}", "A[i, j] : scalar"],
  ["A_{12}", "A[1, 2] : scalar"],
  ["(A v)_i", "mul(A, v)[i] : scalar"],
  ["s^2", "pow(s, 2) : scalar"],
  ["s^{-1}", "pow(s, -1) : scalar"],
  ["B^{-1}", "inv(B) : n x n"],
  ["B^{-T}", "transpose(inv(B)) : n x n"],
  // binders
  ["\\sum_{j=1}^n A_{ij} v_j", "sum(#1: 1..n | mul(A[i, #1], v[#1])) : scalar"],
  ["\\sum_j A_{ij} v_j + s", "add(sum(#1: 1..n | mul(A[i, #1], v[#1])), s) : scalar"],
  ["\\sum_{i \\ne j} v_i", "sum(#1: 1..n | mul(iverson(ne(#1, j)), v[#1])) : scalar"],
  ["\\sum_{j=1}^{i-1} v_j v_i", "sum(#1: 1..n | mul(iverson(le(#1, add(i, neg(1)))), mul(v[#1], v[i]))) : scalar"],
  ["\\sum_{0 \\le p, q \\le 3} s", "sum(#2: 0..3 | sum(#1: 0..3 | s)) : scalar"],
  ["\\frac{\\partial}{\\partial v_j} \\sum_j e^{v_j}", "D[sum(#1: 1..n | exp(v[#1])) / v[j]] : scalar"],
  ["\\lim_{s \\to 0^+} \\frac{\\sin s}{s}", "limit(#1: →0+ | div(sin(#1), #1)) : scalar"],
  ["\\int_0^k s^2 \\, ds", "integral(#1: 0..k | pow(#1, 2)) : scalar"],
  ["\\begin{cases} s & \\text{if } s > 0 \\\\ 0 & \\text{otherwise} \\end{cases}", "cases(gt(s, 0): s; 0) : scalar"],
  ["\\mathbf{1}_{i=j} + \\delta_{ij}", "add(iverson(eq(i, j)), iverson(eq(i, j))) : scalar"],
  // arrays
  ["(I - u u^T) v", "mul(add(eye(n), neg(mul(u, transpose(u)))), v) : n"],
  ["I_4", "eye(4) : 4 x 4"],
  ["\\begin{bmatrix} 1 & s \\\\ 0 & 2 \\end{bmatrix}", "stack(beside(1, s), beside(0, 2)) : 2 x 2"],
  ["[s, 1 - s]^\\top", "transpose(beside(s, add(1, neg(s)))) : 2"],
  ["[5,6,7,8] * [3,0,1]", "convvalid(stack(5, 6, 7, 8), stack(3, 0, 1)) : 2"],
];

describe("formulas with declared names", () => {
  it.each(literal)("%s", (source, shown) => {
    expect(readShown(source, names)).toBe(shown);
  });
});

const derivatives: readonly (readonly [string, string, string, string])[] = [
  // source, numerator, denominator, mixed
  ["\\frac{\\partial \\|v\\|}{\\partial v}", "1 x n", "n", "n"],
  ["\\frac{\\partial \\operatorname{tr}(A^T A)}{\\partial A}", "n x m", "m x n", "m x n"],
  ["\\frac{\\partial A v}{\\partial v}", "m x n", "n x m", "m x n"],
  ["\\frac{\\partial (s v)}{\\partial s}", "n", "1 x n", "n"],
  ["\\frac{\\partial A v}{\\partial A}", "m x m x n", "m x n x m", "m x m x n"],
  ["\\nabla_v \\|v\\|^2", "n", "n", "n"],
  ["J_f(v)", "m x n", "m x n", "m x n"],
  ["f'(v)", "m x n", "m x n", "m x n"],
  ["\\frac{\\partial v_i}{\\partial v_j}", "scalar", "scalar", "scalar"],
  ["\\frac{\\partial A v}{\\partial v^T}", "m x n", "m x n", "m x n"],
  ["\\partial \\|v\\|^2 / \\partial v", "1 x n", "n", "n"],
];

describe("layouts", () => {
  it.each(derivatives)("%s", (source, numerator, denominator, mixed) => {
    const shape = (layout: "numerator" | "denominator" | "mixed"): string => readShown(source, names, { layout }).split(" : ")[1] ?? "";
    expect([shape("numerator"), shape("denominator"), shape("mixed")]).toEqual([numerator, denominator, mixed]);
  });

  it("differentiates by expressions, entries and slots", () => {
    expect(readShown("\\frac{\\partial \\|A v\\|^2}{\\partial \\|A v\\|}", names)).toBe(
      "D[pow(norm(mul(A, v)), 2) / norm(mul(A, v))] : scalar",
    );
    expect(readShown("\\frac{\\partial \\operatorname{tr}(B)}{\\partial B^T}", names, { layout: "mixed" })).toBe(
      "D[tr(B) / transpose(B)] : n x n",
    );
    expect(readShown("\\frac{\\partial g(s, k)}{\\partial x_2}", names, { slots: "x" })).toBe("g'2{s; k} : scalar");
    expect(readShown("\\frac{\\partial^2 f(v)_i}{\\partial v_j \\partial v_k}", names)).toBe("D[D[f{v}[i] / v[j]] / v[k]] : scalar");
    expect(readShown("\\frac{d^2}{ds^2} \\sin s", names)).toBe("D[D[sin(s) / s] / s] : scalar");
    expect(readShown("\\sigma'(s)", names)).toBe("D[sigmoid(s) / s] : scalar");
    expect(readShown("\\text{ReLU}'(v) \\odot u", names)).toBe("hadamard(tabulate(#1: 1..n | D[relu(v[#1]) / v[#1]]), u) : n");
  });
});

describe("readings", () => {
  const admitted = (
    source: string,
    reading: "elementwise-on-vector" | "row-as-diag" | "vector-as-diag" | "one-as-identity" | "label-superscript",
  ): string => {
    const built = readBuilt(source, [...names, "k_2 in R"], { readings: new Set([reading]) });
    return built.ok ? built.value.readings.map((r) => r.reading).join() : built.error.code;
  };

  it("refuses without a reading what has no literal meaning, and says why", () => {
    expect(readShown("v^2", names)).toBe("shape-clash: a power needs a scalar or a square matrix, this is n");
    expect(readShown("\\frac{1}{1 + e^{-v}}", names)).toBe("shape-clash: a division by an array (n) is not defined");
    expect(readShown("A w", names)).toBe("shape-clash: the product of m x n and m does not exist: the inner sizes differ");
  });

  it("names the reading it used", () => {
    expect(admitted("v^2", "elementwise-on-vector")).toBe("elementwise-on-vector");
    expect(admitted("u v", "elementwise-on-vector")).toBe("elementwise-on-vector");
    expect(admitted("w^T A v", "elementwise-on-vector")).toBe("");
    expect(admitted("v B", "vector-as-diag")).toBe("vector-as-diag");
    expect(readShown("k^2 + 1", [...names, "k_2 in R"], { readings: new Set(["label-superscript"]) })).toBe("add(pow(k, 2), 1) : scalar");
  });
});

describe("errors of a formula", () => {
  it("names what is unknown in a rule, with the nearest card", () => {
    const read = readBuilt("sigmiod(x)", ["x in R"], { mode: "rule" });
    expect(read.ok ? null : [read.error.code, read.error.try]).toEqual(["unknown-name", "sigmoid?"]);
  });

  it("lists names of which nothing is known", () => {
    const read = readBuilt("q v", names);
    expect(read.ok ? read.value.undefinedNames : null).toEqual(["q"]);
  });

  it("places an error in the source", () => {
    const read = readBuilt("s + v_{i,j}", names);
    expect(read.ok ? null : [read.error.code, read.error.span]).toEqual(["index-rank", { start: 4, end: 11 }]);
  });

  it("records a guessed call", () => {
    const read = readBuilt("\\lambda(s)", names);
    expect(read.ok ? read.value.assumptions : null).toEqual(["\\lambda(s) is read as a function call"]);
  });
});
