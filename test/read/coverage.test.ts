/** What counts as read: notation of many kinds, and what is deliberately no mathematics. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";
import { readingOf } from "../../src/library/read.ts";

const read = (text: string) => readingOf(defaultBook(), text);
const understood = (formula: string): readonly (string | null)[] => read(`$$ ${formula} $$`).statements.map((s) => s.understood);

describe("coverage of a document", () => {
  it("counts displays and inline formulas, with what has a hole", () => {
    const { coverage } = read(
      "Let $x > 0$ and $y$.\n\n$$ a = b $$\n\n$$ \\text{as we have seen} $$\n\n$$ a = \\frac{b}{ $$\n\n$ c + \\foo $",
    );
    expect(coverage.display).toEqual({ all: 3, read: 1, notMathematics: 1, unread: 1 });
    expect(coverage.inline).toEqual({ all: 3, read: 2, notMathematics: 0, unread: 1 });
  });

  it("reads a chain as far as it is written", () => {
    expect(read("$$ a = b = $$").coverage.display).toMatchObject({ read: 1, unread: 0 });
  });

  it.each([
    ["\\begin{tikzpicture} \\draw (0,0) -- (1,1); \\end{tikzpicture}"],
    ["\\includegraphics[width=3in]{a.png}"],
    ["\\xymatrix{ A \\ar[r] & B }"],
    ["\\begin{tabular}{|c|c|} one & two \\\\ \\hline \\end{tabular}"],
    ["\\begin{lstlisting} x = [f(y) for y in z] \\end{lstlisting}"],
  ])("classes %j as no mathematics", (source) => {
    const { coverage, errors } = read(`$$ ${source} $$`);
    expect(errors).toEqual([]);
    expect(coverage.display).toEqual({ all: 1, read: 0, notMathematics: 1, unread: 0 });
  });
});

describe("notation that is read without a hole", () => {
  it.each([
    "\\int f(x) p(x) = \\iint_D f \\, dA",
    "\\oint_C F \\cdot dr = 0",
    "x \\equiv y \\pmod{n}",
    "\\cancelto{0}{a} + \\cancel{x} = x",
    "S = \\{x \\in \\mathbb{R}^n : \\|x\\| \\leq 1\\}",
    "\\| \\cdot \\| \\colon \\mathbb{R}^n \\to [0, \\infty)",
    "X \\perp\\!\\!\\!\\perp Y \\mid Z",
    "V^{\\perp} = W",
    "s(z) = \\begin{cases} 1 & z \\rightarrow \\infty \\\\ 0 & z \\rightarrow -\\infty \\\\ \\mbox{between} & \\mbox{else} \\end{cases}",
    "\\delta_i = \\begin{cases} 0, ~~~&p \\\\ 1, &1-p, \\end{cases}",
    "\\text{loss} = \\text{true label} - \\text{predicted label}",
    "X = \\begin{bmatrix} \\rule[.5ex]{2.5ex}{0.5pt} & x_1^T & \\rule{2ex}{1pt} \\\\ & \\vdots & \\end{bmatrix}",
    "A = \\begin{bmatrix} | & & | \\\\ a_1 & \\cdots & a_n \\\\ | & & | \\end{bmatrix}",
    "d = \\frac{1}{m} np.sum(z, axis=1)",
    "\\max_{i=1,\\cdots,p} |v_i| \\le c",
    "v = \\begin{bmatrix} x_1 \\ x_2 \\ \\dots \\ x_n \\end{bmatrix}",
    "c = \\left.\\frac{d}{dt}\\right|_{t=0} f(x + t h)",
    "c = 1 => a >= b",
    "N(t-) = f(\\cdot|\\cdot, \\theta)",
    "c = \\sum w_i v_j",
    "\\overline{x + y} = \\bar{x} + \\bar{y}",
    "a \\nmid b, \\quad \\because a = b \\therefore b = a",
  ])("%s", (source) => {
    expect(read(`$$ ${source} $$`).errors).toEqual([]);
  });

  it("ends a comment at its line, also behind a row", () => {
    expect(understood("x = \\begin{bmatrix} a \\\\%[0.5em]\n b \\end{bmatrix}")).toEqual(
      understood("x = \\begin{bmatrix} a \\\\ b \\end{bmatrix}"),
    );
  });

  it.each([
    ["c = \\hat{y_i} + \\vec{s_{out}}", "c = \\hat{y}_i + \\vec{s}_{out}"],
    ["c = \\mathbf{x_i + y}", "c = \\mathbf{x}_i + \\mathbf{y}"],
    ["c = \\bf{\\hat{y} - y}", "c = \\mathbf{\\hat{y}} - \\mathbf{y}"],
    ["c = f(\\bf y, z)", "c = f(\\mathbf{y}, \\mathbf{z})"],
    ["A = B^{2T}", "A = (B^2)^\\top"],
    ["c = \\lim_{h \\downarrow 0} \\frac{h}{h}", "c = \\lim_{h \\to 0^+} \\frac{h}{h}"],
    ["c = \\int_0^1 \\int_0^x x y \\, dy \\, dx", "c = \\int_0^1 \\left( \\int_0^x x y \\, dy \\right) dx"],
    ["c = (f \\circ g)(x) + f(x) + g(x)", "c = f(g(x)) + f(x) + g(x)"],
    ["c = \\nabla^2_{xy} (x^2 y)", "c = \\frac{\\partial^2 (x^2 y)}{\\partial x \\partial y}"],
    ["\\boxed{c = a + b}", "c = a + b"],
    ["c = -y_klog(p_k) + 1/(1 + exp(-2t)) + ylog(q)", "c = -y_k \\log(p_k) + 1/(1 + \\exp(-2t)) + y\\log(q)"],
    ["c = tr(A) + t r", "c = \\operatorname{tr}(A) + t r"],
    ["c = \\frac{\\partial}{x} (x^2)", "c = \\frac{\\partial}{\\partial x} (x^2)"],
    ["z = {{x}}^2", "z = x^2"],
    ["c = .5 + .25 x", "c = 0.5 + 0.25 x"],
    ["c = \\frac{x_1}{\\sum x_i}", "c = \\frac{x_1}{\\sum_i x_i}"],
    ["c = \\frac{\\partial^2 (x^2 y)}{\\partial x y}", "c = \\frac{\\partial^2 (x^2 y)}{\\partial x \\partial y}"],
    ["c = \\mbox{\\boldmath $V$} + \\text{$x$}", "c = \\mathbf{V} + x"],
    [
      "h(x) = \\left\\{ \\begin{array}{lcl} x & \\text{if} & x > 0 \\\\ 0 & & \\text{otherwise} \\end{array} \\right.",
      "h(x) = \\begin{cases} x & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
    ],
    ["c = \\operatorname{stop\\_gradient}(x)", "c = \\operatorname{sg}(x)"],
  ])("%s is %s", (written, meant) => {
    expect(understood(written)).toEqual(understood(meant));
    expect(understood(written)[0]).toMatch(/=/u);
  });
});

describe("slips of the pen", () => {
  it.each([
    ["a = (b + c", "a = b + c", "never closed"],
    ["a = \\left( b + (c - d \\right)", "a = b + c - d", "never closed"],
    ["a = b + c)", "a = b + c", "closes nothing"],
    ["a = \\frac{(b}{c}", "a = b/c", "never closed"],
  ])("%s is read as %s, and told", (written, meant, told) => {
    const [step] = read(`$$ ${written} $$`).statements;
    expect(step?.understood).toBe(meant);
    expect(step?.remarks.join()).toContain(told);
  });

  it.each(["a = (b = c", "a = ((( b", "a = \\{ b", "a = b}"])("%s stays unread", (written) => {
    expect(read(`$$ ${written} $$`).coverage.display.unread).toBe(1);
  });

  it("never refutes what was mended", () => {
    const checked = check(defaultBook(), "$$ (x + 1)^2 = x^2 + (2 x + 2 $$\n\n$$ (x + 1)^2 = x^2 + (2 x + 1 $$");
    expect(checked.ok && checked.value.steps.map((s) => [s.verdict, s.reason])).toEqual([
      ["undetermined", "ambiguous-reading"],
      ["proved", null],
    ]);
  });

  it("takes no formulas out of a fence in a programming language", () => {
    expect(read("```{r}\nx <- df$a[df$b > 1]\n```\n").errors).toEqual([]);
    expect(read("```\n$w \\leftarrow x$\n```\n").statements).toHaveLength(1);
  });
});

describe("commands that the document does not define", () => {
  it("are read as is customary, and told", () => {
    const { statements, customary, errors } = read("We have\n\n$$ \\bx = \\mA \\vz + \\norm{\\bmu}, \\quad \\pdv{f}{x} = \\Var(X) $$\n");
    expect(errors).toEqual([]);
    expect(statements[0]?.understood).toBe("𝐱 = 𝐀 𝐳 + ‖μ‖");
    expect(statements[1]?.lhs).toBe("\\pdv{f}{x}");
    expect(customary.map((c) => [c.name, c.line])).toEqual([
      ["\\bx", 3],
      ["\\mA", 3],
      ["\\vz", 3],
      ["\\norm", 3],
      ["\\bmu", 3],
      ["\\pdv", 3],
      ["\\Var", 3],
    ]);
  });

  it("mean what the document says where it says so", () => {
    const { statements, customary } = read(
      "\\newcommand{\\bx}{y}\n\\let\\eps\\varepsilon\n\\DeclarePairedDelimiter{\\abs}{\\lvert}{\\rvert}\n\n$$ c = \\bx + \\eps + \\abs[\\big]{z} $$\n",
    );
    expect(statements[0]?.understood).toBe("c = y + ε + |z|");
    expect(customary).toEqual([]);
  });

  it("are an error when nobody is known to use them", () => {
    expect(read("$$ c = \\foo $$").coverage.display.unread).toBe(1);
  });
});

describe("where formulas stand", () => {
  it.each([
    ["> We have\n> $$\n> \\begin{aligned}\n> a &= b \\\\\n> &= c\n> \\end{aligned}\n> $$\n", ["a = b", "b = c"]],
    ["$$\na\n> b\n$$\n", ["a > b"]],
    ["```math\na = b\n```\n", ["a = b"]],
    ["Then $`a = b`$.", ["a = b"]],
    ['<script type="math/tex; mode=display"> a = b </script>', ["a = b"]],
  ])("%j", (text, formulas) => {
    const { statements, errors } = read(text);
    expect(errors).toEqual([]);
    expect(statements.map((s) => s.understood)).toEqual(formulas);
  });
});

describe("notation that must not be mistaken", () => {
  const reasons = (formula: string): string =>
    read(`$$ ${formula} $$`)
      .statements.flatMap((s) => s.remarks)
      .join("; ");

  it.each([
    ["\\operatorname{softmax}^{-1}(y) = c", "may be the inverse function"],
    ["\\nabla \\cdot F = 0", "divergence"],
    ["\\frac{\\delta J}{\\delta y} = 0", "a variational derivative"],
    ["\\exists c > 0", "something that exists"],
    ["x \\equiv y \\pmod{n}", "a congruence modulo n"],
    ["\\nabla_{W, b} L = 0", "several variables at once"],
  ])("%s", (formula, why) => {
    expect(reasons(formula)).toContain(why);
  });

  it("keeps the steps of an iteration apart", () => {
    expect(understood("x^{(t+1)} = x^{(t)} - \\eta g")).toEqual(["x⁽ᵗ⁺¹⁾ = x⁽ᵗ⁾ - η g"]);
  });

  it("gives a parameter to the name of a function, and an index to its value", () => {
    expect(understood("c = \\sum_{j=1}^n p_\\theta(x_j) + f_i(x)")[0]).toMatch(/p_θ\(xⱼ\).*\(f\(x\)\)ᵢ/u);
  });

  it("reads letters around an e as a word where the last carries an index", () => {
    expect(understood("\\frac{\\partial net_j}{\\partial w} = o_j")).toEqual(["∂netⱼ/∂w = oⱼ"]);
  });

  it("imposes the equations of a system", () => {
    const system = read("\\[ \\left\\{ \\begin{array}{rcl} x_1 + x_2 & = & 3 \\\\ x_1 - x_2 & = & 1 \\end{array} \\right. \\]").statements;
    expect(system.map((s) => [s.kind, s.understood])).toEqual([
      ["assumption", "x₁ + x₂ = 3"],
      ["assumption", "x₁ - x₂ = 1"],
    ]);
  });
});
