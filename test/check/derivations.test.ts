/** What derivations rest on besides formulas: ranges, labels, stated dependence, facts of several names. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";

const book = defaultBook();

/** `line: accepted`, `line: refuted`, … for every claim. */
function judged(text: string): readonly string[] {
  const report = check(book, text, { document: "test.md", kind: "markdown" });
  if (!report.ok) throw new Error(report.error);
  const word = (v: string): string => (v === "proved" || v === "probable" || v === "consistent" ? "accepted" : v);
  return report.value.steps.filter((s) => s.kind === "claim").map((s) => word(s.verdict));
}

describe("positions", () => {
  it("with a written range belong to the definition", () => {
    const said =
      "Let $x \\in \\mathbb{R}^n$, $w \\in \\mathbb{R}^k$ and\n\n$$y_i = \\sum_{j=1}^k w_j x_{i+j-1}, \\quad i = 1, \\dots, n-k+1.$$\n\n";
    expect(judged(`${said}Then $\\frac{\\partial y_i}{\\partial w_j} = x_{i+j-1}$.`)).toEqual(["accepted"]);
    expect(judged(`${said}Then $\\frac{\\partial y_i}{\\partial w_j} = x_{i+j}$.`)).toEqual(["refuted"]);
  });

  it("under a condition leave the rest of the array open: nothing is refuted by it", () => {
    const said = "Let $x \\in \\mathbb{R}^n$. For $i \\ne 1$ we put $y_i = x_i^2$.\n\n";
    expect(judged(`${said}Then $\\frac{\\partial y_i}{\\partial x_i} = 2 x_i$.`)).not.toContain("refuted");
  });

  it("that are numbers name entries of an array that is given by its entries", () => {
    const said = "Define $X_k = \\sum_{n=0}^{N-1} x_n \\cos(\\pi n k)$ for $k = 0, \\dots, N-1$. ";
    expect(judged(`${said}Then\n\n$$X_0 = \\sum_{n=0}^{N-1} x_n$$`)).toEqual(["accepted"]);
    expect(judged(`${said}Then\n\n$$X_0 = 2\\sum_{n=0}^{N-1} x_n$$`)).toEqual(["refuted"]);
  });

  it("are no labels: the gates of a cell are told apart by their letters", () => {
    const said =
      "The gates are $i = \\sigma(a_i)$ and $o = \\sigma(a_o)$; the state is $c = i \\tanh(a_c)$ and the output $h = o \\tanh(c)$.\n\n";
    expect(judged(`${said}$$\\frac{\\partial h}{\\partial a_o} = \\tanh(c)\\, o (1 - o)$$`)).toEqual(["accepted"]);
    expect(judged(`${said}$$\\frac{\\partial h}{\\partial a_o} = \\tanh(c)\\, (1 - o)$$`)).toEqual(["refuted"]);
  });
});

describe("words", () => {
  it("say on what a quantity depends", () => {
    const said =
      "Let $x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{m \\times n}$, $y = W x$. The loss $L$ is a function of $y$; let $g_i = \\frac{\\partial L}{\\partial y_i}$.\n\n";
    expect(judged(`${said}$$\\frac{\\partial L}{\\partial W_{ij}} = g_i x_j$$`)).toEqual(["accepted"]);
    expect(judged(`${said}$$\\frac{\\partial L}{\\partial W_{ij}} = g_j x_j$$`)).toEqual(["refuted"]);
  });

  it("say something of every name in a list", () => {
    expect(judged("Let $A, B \\in \\mathbb{R}^{n \\times n}$ be symmetric. Then $(A B)^\\top = B A$.")).toEqual(["accepted"]);
  });

  it("make a matrix triangular, with a positive diagonal", () => {
    const said = "Let $L \\in \\mathbb{R}^{n \\times n}$ be lower triangular with positive diagonal.\n\n";
    expect(judged(`${said}$$\\log \\det L = \\sum_{i=1}^n \\log L_{ii}$$`)).toEqual(["accepted"]);
    expect(judged(`${said}$$\\log \\det (2 L) = \\log 2 + \\sum_{i=1}^n \\log L_{ii}$$`)).toEqual(["refuted"]);
  });
});

describe("what a derivative at zero gives", () => {
  const loss =
    "Let $X \\in \\mathbb{R}^{n \\times d}$, $y \\in \\mathbb{R}^n$, $w \\in \\mathbb{R}^d$, $\\lambda > 0$ and $L(w) = \\|Xw - y\\|^2 + \\lambda w^\\top w$. The gradient is\n\n$$\\nabla L(w) = 2 X^\\top (Xw - y) + 2 \\lambda w$$\n\n";

  it("is put back", () => {
    expect(judged(`${loss}Setting the gradient to zero gives\n\n$$\\hat w = (X^\\top X + \\lambda I)^{-1} X^\\top y$$`)).toEqual([
      "accepted",
      "accepted",
    ]);
    expect(judged(`${loss}Setting the gradient to zero gives\n\n$$\\hat w = (X^\\top X + 2 \\lambda I)^{-1} X^\\top y$$`)).toEqual([
      "accepted",
      "refuted",
    ]);
  });

  it("may be an equation", () => {
    expect(judged(`${loss}The minimiser satisfies\n\n$$(X^\\top X + \\lambda I) w^* = X^\\top y$$`)).toEqual(["accepted", "accepted"]);
    expect(judged(`${loss}Setting it to zero we have\n\n$$(X^\\top X + \\lambda I) w = 2 X^\\top y$$`)).toEqual(["accepted", "refuted"]);
  });

  it("gives a name its value from there on, not above", () => {
    const said = "Let $a > 0$ and $f(k) = (1-k)^2 a + k^2$.\n\n";
    expect(judged(`${said}$$f'(k) = -(1-k) a + k$$\n\nSetting this to zero gives $k = \\frac{a}{1+a}$.`)[0]).toBe("refuted");
    expect(
      judged(`${said}$$f'(k) = -2(1-k) a + 2k$$\n\nSetting this to zero gives $k = \\frac{a}{1+a}$. Then\n\n$$1 - k = \\frac{1}{1+a}$$`),
    ).toEqual(["accepted", "accepted", "accepted"]);
  });

  it("follows from what the document says, also where that is wrong", () => {
    const said = "Let $a > 0$ and $f(k) = (1-k)^2 a + k^2$.\n\n$$f'(k) = -(1-k) a + 2k$$\n\n";
    expect(judged(`${said}Setting this to zero gives $k = \\frac{a}{2+a}$.`)).toEqual(["refuted", "accepted"]);
  });

  it("holds for the lines below", () => {
    const said =
      "Let $S \\in \\mathbb{R}^{d \\times d}$ be symmetric, $u \\in \\mathbb{R}^d$ and $F(u, \\lambda) = u^\\top S u - \\lambda (u^\\top u - 1)$. We have\n\n";
    const gradient = "$$\\frac{\\partial F}{\\partial u} = 2 S u - 2 \\lambda u$$\n\nSetting this to zero:\n\n$$S u = \\lambda u$$\n\n";
    expect(judged(`${said}${gradient}Hence $u^\\top S u = \\lambda u^\\top u$.`)).toEqual(["accepted", "accepted", "accepted"]);
    expect(judged(`${said}${gradient}Hence $u^\\top S u = 2 \\lambda u^\\top u$.`).at(-1)).not.toBe("accepted");
  });
});

describe("lists with dots", () => {
  it("are vectors under a function of one", () => {
    const said = "Let $y \\in \\mathbb{R}^n$ and $C = \\operatorname{diag}(c_1, \\dots, c_n)$.\n\n";
    expect(judged(`${said}$$y^\\top C y = \\sum_{i=1}^n c_i y_i^2$$`)).toEqual(["accepted"]);
    expect(judged(`${said}$$y^\\top C y = \\sum_{i=1}^n c_i y_i$$`)).toEqual(["refuted"]);
  });
});
