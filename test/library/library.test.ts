/** The public functions: plain data in and out. */
import { describe, expect, it } from "vitest";
import { check, defaultBook, differentiate, equal, loadBook, read, reportText, write } from "../../src/index.ts";

const book = defaultBook();
const declare = { A: "R^{m x n}", X: "R^{n x p}" };

describe("differentiate", () => {
  it("answers with every form of the derivative", () => {
    const answer = differentiate(book, { expr: "\\|AX\\|_F", wrt: "X", declare });
    expect(answer).toMatchObject({
      ok: true,
      value: { unicode: "Aᵀ A X / ‖A X‖_F", shape: "n x p", layout: "mixed", confirmed: { domain: "doubles" } },
    });
    if (answer.ok) expect(Object.values(answer.value.code).every((text) => typeof text === "string")).toBe(true);
  });

  it("lays out as asked: the same Jacobian in three layouts", () => {
    const shapes = (["numerator", "denominator", "mixed"] as const).map((layout) => {
      const a = differentiate(book, { expr: "x^\\top y", wrt: "x", declare: { x: "R^n", y: "R^n" }, layout });
      return a.ok ? a.value.shape : a.error.message;
    });
    expect(shapes).toEqual(["1 x n", "n", "n"]);
  });

  it.each([
    ["\\frac{a}{x}", "-Diag(a ⊘ x^(⊙2))", "a division by an array is taken entry by entry"],
    ["x^2", "2 Diag(x)", "a power of an array is taken entry by entry"],
    ["x .^ 2", "2 Diag(x)", null],
    ["\\tan^{-1}(x_1)", "𝐞₁ / (1 + x₁²)", null],
    ["(\\sin\\circ\\exp)(x_1)", "exp(x₁) cos(exp(x₁)) 𝐞₁", null],
    ["\\|x\\|^2", "2 x", null],
    ["-\\sum_i a_i \\ln x_i", "-a ⊘ x", "xᵢ > 0"],
  ])("reads %s and says what it took for granted", (expr, unicode, assumption) => {
    const answer = differentiate(book, { expr, wrt: "x", declare: { x: "R^n", a: "R^n" } });
    expect(answer.ok ? answer.value.unicode : answer.error).toBe(unicode);
    expect(answer.ok && answer.value.assumptions).toEqual(assumption === null ? [] : [assumption]);
  });

  it.each([
    ["D_{\\mathrm{KL}}(p \\| q)", "q", "-p ⊘ q"],
    ["\\operatorname{CE}(p, r)", "z", "𝟏ₙᵀ p r - p"],
    ["\\operatorname{BCE}(y, s)", "t", "s - y"],
    ["\\operatorname{hinge}(y, p^\\top q)", "q", "-y H(1 - y pᵀ q) p"],
    ["\\operatorname{MSE}(p, q)", "q", "2 (q - p) / n"],
  ])("knows the loss %s", (expr, wrt, unicode) => {
    const declare = { p: "R^n", q: "R^n", z: "R^n", y: "R", t: "R" };
    const where = { r: "\\operatorname{softmax}(z)", s: "\\sigma(t)" };
    expect(differentiate(book, { expr, wrt, declare, where })).toMatchObject({ value: { unicode } });
  });

  it("derives by vec of a matrix, also where no Kronecker form exists", () => {
    const question = { wrt: "\\operatorname{vec}(X)", declare: { A: "R^{n x n}", X: "R^{n x n}" } };
    expect(differentiate(book, { ...question, expr: "\\operatorname{vec}(A X)" })).toMatchObject({ value: { unicode: "Iₙ ⊗ A" } });
    expect(differentiate(book, { ...question, expr: "\\operatorname{vec}(X^\\top A X)" })).toMatchObject({
      value: { shape: "n^2 x n^2", confirmed: { points: 6 } },
    });
  });

  it("uses definitions, and assigns them in code", () => {
    const a = differentiate(book, {
      expr: "f(p_1)",
      wrt: "z",
      declare: { z: "R^n" },
      where: { p: "\\operatorname{softmax}(z)", "f(q)": "q^2" },
    });
    expect(a.ok && a.value.code.numpy?.split("\n")[0]).toBe("p = scipy.special.softmax(z, axis=-1)");
  });

  it("takes wished identifiers, and the declared word where it is one", () => {
    const a = differentiate(book, { expr: "W_1 x", wrt: "x", declare: { W1: "R^{m x n}", x: "R^n" }, names: { x: "inputs" } });
    expect(a.ok && a.value.code.numpy).toBe("W1");
    const b = differentiate(book, { expr: "\\frac{1}{2} \\|x\\|^2", wrt: "x", declare: { x: "R^n" }, names: { x: "inputs" } });
    expect(b.ok && b.value.code.numpy).toContain("inputs");
  });

  it.each([
    ["unread", { expr: "\\frac{x}{", wrt: "x" }],
    ["unread", { expr: "x", wrt: "x", declare: { A: "R^{m x n}, green" } }],
    ["shape-clash", { expr: "A A", wrt: "A", declare: { A: "R^{m x n}" } }],
    ["not-a-function-of", { expr: "y", wrt: "a", where: { a: "x^2" } }],
    ["unread", { expr: "y = x^2", wrt: "x" }],
    ["unread", { expr: "|x|", wrt: "x", declare: { x: "R^n" } }],
  ])("refuses with a code and a sentence: %s", (code, question) => {
    expect(differentiate(book, question)).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/\w/) } });
  });
});

describe("equal", () => {
  it("accepts with evidence and refutes with a witness", () => {
    expect(equal(book, { lhs: "(a + b)^2", rhs: "a^2 + 2ab + b^2" })).toMatchObject({ verdict: expect.stringMatching(/proved|probable/) });
    expect(equal(book, { lhs: "(a + b)^2", rhs: "a^2 + b^2" })).toMatchObject({ verdict: "refuted", witness: { entry: [] } });
  });

  it("leaves open what it cannot read", () => {
    expect(equal(book, { lhs: "x +", rhs: "x" })).toMatchObject({ verdict: "undetermined", reason: "unread" });
  });
});

describe("read and write", () => {
  it("tell what was understood, and say it in another language", () => {
    expect(read(book, { expr: "A X", declare })).toMatchObject({ ok: true, value: { unicode: "A X", shape: "m x p" } });
    expect(write(book, { expr: "A^\\top x", declare: { A: "R^{m x n}", x: "R^m" } }, "numpy")).toEqual({ ok: true, value: "A.T @ x" });
    expect(write(book, { expr: "A^\\top x", declare: { A: "R^{m x n}", x: "R^m" } }, "julia")).toEqual({ ok: true, value: "A' * x" });
  });
});

describe("check", () => {
  it("gives the report, which can be told as text", () => {
    const text = "For $x > 0$:\n\n$$ \\frac{d}{dx} \\ln x = \\frac{1}{x} $$\n";
    const report = check(book, text);
    expect(report).toMatchObject({ ok: true, value: { schema: "fluxion.report/1", summary: { claims: 1, right: 1, wrong: 0 } } });
    if (report.ok) expect(reportText(report.value, text, { colour: false, width: 80 })).toContain("1 claim: 1 right");
  });
});

describe("your own cards", () => {
  it("are read, differentiated and audited like those that ship", () => {
    const mine = loadBook(
      [{ file: "my.rules", text: "function cube(x)\n  called   cube\n  reads    cube\n  acts     elementwise\n  means    x ⊙ x ⊙ x\n" }],
      book,
    );
    expect(mine.ok).toBe(true);
    if (!mine.ok) return;
    expect(differentiate(mine.value, { expr: "\\operatorname{cube}(x)", wrt: "x" })).toMatchObject({
      ok: true,
      value: { unicode: "3 x²" },
    });
  });

  it("are refused with file, line and what was expected", () => {
    const broken = loadBook([{ file: "my.rules", text: "function cube(x)\n  shape    round\n" }], book);
    expect(broken).toMatchObject({
      ok: false,
      error: [
        { file: "my.rules", line: 1 },
        { file: "my.rules", line: 2, message: expect.stringContaining("shape") },
      ],
    });
  });
});
