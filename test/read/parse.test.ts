/** What each construct of LaTeX is in the tree. One letter, one token; meaning comes later. */
import { describe, expect, it } from "vitest";
import { parseFormula } from "../../src/read/parse.ts";
import { show } from "../support/show-syntax.ts";

const words: ReadonlySet<string> = new Set(["softmax", "relu"]);

const shapes: readonly (readonly [string, string])[] = [
  ["x^{T}Ax", "{x^(T) A x}"],
  ["\\frac12", "frac(1, 2)"],
  ["\\frac{1}2", "frac(1, 2)"],
  ["x^23", "{x^(2) 3}"],
  ["\\sqrt2 y", "{root(2) y}"],
  ["\\sqrt[3]{x+1}", "root(3; sum(+x +1))"],
  ["\\mathbf{AX}", "bold({A X})"],
  ["\\mathbf x^\\top", "bold(x)^(\\top)"],
  ["\\bm{x}_i^{(2)}", "bold(x)_(i)^(round(2))"],
  ["{\\bf x}_1", "bold(x)_(1)"],
  ["\\hat\\beta", "hat(\\beta)"],
  ["\\vec{v}'", "vec(v)'"],
  ["x^\\prime_i", "x_(i)'"],
  ["f''(x)", "{f'' round(x)}"],
  ["x^{\\prime\\prime}", "x''"],
  ["A^{-1}", "A^(sum(-1))"],
  ["A^\\mathrm{T}", "A^(\\top)"],
  ["A^{\\mathsf T}", "A^(\\top)"],
  ["x^{\\text{new}}", "x^(\"new\")"],
  ["m^*", "m^(*)"],
  ["\\mathbb R_+^n", "blackboard(R)_(+)^(n)"],
  ["\\mathbb{R}^{m\\times n}", "blackboard(R)^((m times n))"],
  ["\\Re", "\\Re"],
  ["x\\in\\R^n", "<x \\in blackboard(R)^(n)>"],
  ["f(x;\\theta)", "{f round(list(x ; \\theta))}"],
  ["P(Y=k|x; W)", "{P round(list(<Y = k> | x ; W))}"],
  ["p(x\\mid y)", "{p round(list(x | y))}"],
  ["E[X|Y]", "{E square(list(X | Y))}"],
  ["\\|AX\\|_F^2", "norm({A X})_(F)^(2)"],
  ["\\lVert x\\rVert_2", "norm(x)_(2)"],
  ["||x-y||^2", "norm(sum(+x -y))^(2)"],
  ["|a|b|c|", "{bars(a) b bars(c)}"],
  ["|a+|b||", "bars(sum(+a +bars(b)))"],
  ["|\\mathbf a^2|", "bars(bold(a)^(2))"],
  ["\\left|\\frac{a}{b}\\right|", "bars(frac(a, b))"],
  ["\\left.\\frac{df}{dx}\\right|_{x=0}", "evaluation(frac({d f}, {d x}))_(<x = 0>)"],
  ["f'(x)|_{x=0}", "evaluation({f' round(x)})_(<x = 0>)"],
  ["\\frac{dy}{dx}\\Big|_{x=1}^{2} + |z|", "sum(+evaluation(frac({d y}, {d x}))_(<x = 1>)^(2) +bars(z))"],
  ["KL(p\\|q)", "{K L round(list(p | q))}"],
  ["\\langle a, b\\rangle", "angle(list(a , b))"],
  ["\\lfloor \\frac{n}{2}\\rfloor", "floor(frac(n, 2))"],
  ["[g(x)]_a^b", "square({g round(x)})_(a)^(b)"],
  ["x \\in (0,1]", "<x \\in round-square(list(0 , 1))>"],
  ["\\{0,1\\}", "curly(list(0 , 1))"],
  ["\\{x : x>0\\}", "curly(list(x : <x > 0>))"],
  ["f : \\mathbb R^n \\times \\mathbb R^p \\to \\mathbb R^m", "<(f colon (blackboard(R)^(n) times blackboard(R)^(p))) \\to blackboard(R)^(m)>"],
  ["g: u\\mapsto \\frac1{1+e^{-u}}", "<(g colon u) \\mapsto frac(1, sum(+1 +e^(sum(-u))))>"],
  ["A : B", "(A colon B)"],
  ["\\sum_{j=1}^k x_{n+j-1}w_j - 1", "sum(+big-sum[<j = 1> .. k]({x_(sum(+n +j -1)) w_(j)}) -1)"],
  ["\\sum_i -x_i", "big-sum[i](sum(-x_(i)))"],
  ["e^c\\sum_j e^{x_j} \\cdot 2", "{e^(c) big-sum[j]((e^(x_(j)) cdot 2))}"],
  ["\\sum_{k,l} x(k,l)", "big-sum[list(k , l)]({x round(list(k , l))})"],
  ["\\sum_{0\\le i,j\\le 3} a", "big-sum[list(<0 \\le i> , <j \\le 3>)](a)"],
  ["\\lim_{\\epsilon\\rightarrow 0}\\frac{f(x+\\epsilon)-f(x)}{\\epsilon}", "big-limit[<\\epsilon \\to 0>](frac(sum(+{f round(sum(+x +\\epsilon))} -{f round(x)}), \\epsilon))"],
  ["\\max\\{0,x\\}", "{\"max\" curly(list(0 , x))}"],
  ["\\max(0,x)+1", "sum(+{\"max\" round(list(0 , x))} +1)"],
  ["\\max_i x_i", "big-max[i](x_(i))"],
  ["\\max_{m=0}^{M-1}\\max_{n=0}^{N-1} z[m,n]", "big-max[<m = 0> .. sum(+M -1)](big-max[<n = 0> .. sum(+N -1)]({z square(list(m , n))}))"],
  ["\\underset{m=0}{\\text{argmax}}\\, z", "big-argmax[<m = 0>](z)"],
  ["\\arg\\max_\\theta L(\\theta)", "big-argmax[\\theta]({L round(\\theta)})"],
  ["\\operatorname*{argmin}_{x} f(x)", "big-argmin[x]({f round(x)})"],
  ["x_{\\max}", "x_(\"max\")"],
  ["\\int_{-\\infty}^x H(x)dx", "big-integral[sum(-\\infty) .. x]({H round(x) d x})"],
  ["\\frac{\\partial}{\\partial x}f(x)", "{frac(\\partial, {\\partial x}) f round(x)}"],
  ["\\partial y / \\partial \\mathbf{X}", "({\\partial y} slash {\\partial bold(X)})"],
  ["\\nabla_{\\mathbf h^1} L", "{\\nabla_(bold(h)^(1)) L}"],
  ["\\nabla^2 f", "{\\nabla^(2) f}"],
  ["J_{\\text{softmax}}(\\mathbf x)", "{J_(\"softmax\") round(bold(x))}"],
  ["S(\\mathbf x)_i", "{S round(bold(x))_(i)}"],
  ["x.H(x)", "(x dot {H round(x)})"],
  ["0.\\frac12 = 0", "<(0 dot frac(1, 2)) = 0>"],
  ["\\sigma(\\cdot)", "{\\sigma round(·)}"],
  ["(\\cdot,\\cdot)", "round(list(· , ·))"],
  ["*", "*"],
  ["\\tilde{*}", "\\tilde{*}"],
  ["\\mathbf x \\tilde{*} \\mathbf w", "(bold(x) tildestar bold(w))"],
  ["\\Rightarrow", "<∅ \\Rightarrow ∅>"],
  ["a = b \\le c", "<a = b \\le c>"],
  ["= b", "<∅ = b>"],
  ["a =", "<a = ∅>"],
  ["h := Wx+b", "<h := sum(+{W x} +b)>"],
  ["w \\leftarrow w - \\eta g", "<w \\leftarrow sum(+w -{\\eta g})>"],
  ["a \\ne b", "<a \\ne b>"],
  ["a \\not= b", "<a \\ne b>"],
  ["a \\overset{(1)}{=} b", "<a = b>"],
  ["A \\stackrel{def}{=} B", "<A = B>"],
  ["\\begin{cases} 1 & \\text{if } x>0, \\\\ 0 & \\text{otherwise}. \\end{cases}", "cases[1 & phrase(«if » <x > 0>) // 0 & «otherwise»]"],
  ["\\begin{pmatrix} x & & 0 \\\\ & \\ddots & \\\\ 0 & & x \\end{pmatrix}", "pmatrix[x & ∅ & 0 // ∅ & ⋱ & ∅ // 0 & ∅ & x]"],
  ["\\underbrace{a+b}_{\\text{sum}}", "underbrace(sum(+a +b); \"sum\")"],
  ["\\underset{n\\times n}{A}", "underset(A; (n times n))"],
  ["\\boxed{x}", "boxed(x)"],
  ["n!", "n!"],
  ["\\binom{n}{k}", "binom(n, k)"],
  ["a \\pm b", "sum(+a ±b)"],
  ["-a+b", "sum(-a +b)"],
  ["a - -b", "sum(+a -sum(-b))"],
  ["a \\cdot -b", "(a cdot sum(-b))"],
  ["2 \\times 3", "(2 times 3)"],
  ["a/bc", "(a slash {b c})"],
  ["a\\circ b \\odot c \\otimes d", "(((a circ b) odot c) otimes d)"],
  ["\\forall i \\in \\{1,\\dots,n\\}", "<{\\forall i} \\in curly(list(1 , … , n))>"],
  ["w_1, w_2 \\dots w_{K-1}", "list(w_(1) , {w_(2) … w_(sum(+K -1))})"],
  ["x_1, \\ldots, x_n", "list(x_(1) , … , x_(n))"],
  ["\\mathbf 1_{i=j}", "bold(1)_(<i = j>)"],
  ["W_{ij}", "W_({i j})"],
  ["w_{1,j,k}", "w_(list(1 , j , k))"],
  ["\\text{tr}(\\text{sg}(X^T)A)", "{\"tr\" round({\"sg\" round(X^(T)) A})}"],
  ["\\operatorname{diag}(x)", "{\"diag\" round(x)}"],
  ["\\text{loss} = a", "<\"loss\" = a>"],
  ["x>0 \\text{ and } y<1", "phrase(<x > 0> « and » <y < 1>)"],
  ["\\text{number of } x", "phrase(«number of » x)"],
  ["a = b \\quad c = d", "phrase(<a = b> « » <c = d>)"],
  ["{}^T", "∅^(T)"],
  ["^{th}", "∅^({t h})"],
  ["x²+y₁", "sum(+x^(2) +y_(1))"],
  ["∂y/∂x ≤ ∞", "<({\\partial y} slash {\\partial x}) \\le \\infty>"],
  ["softmax(z)_i", "{\"softmax\" round(z)_(i)}"],
  ["\\log x", "{\"log\" x}"],
  ["\\det A", "{\"det\" A}"],
  ["a \\land b", "list(a and b)"],
  ["10{,}000", "10000"],
  ["{a+b}c", "{sum(+a +b) c}"],
  ["x^{a}_{b}", "x_(b)^(a)"],
  ["\\mathrm{d}x", "{\"d\" x}"],
  ["\\mathcal{L}", "calligraphic(L)"],
  ["(a,b)", "round(list(a , b))"],
  ["a ; b", "list(a ; b)"],
  ["\\sin^2 x", "{\"sin\"^(2) x}"],
  ["\\cos\\left[\\pi\\left(j+\\frac12\\right)\\frac kN\\right]", "{\"cos\" square({\\pi round(sum(+j +frac(1, 2))) frac(k, N)})}"],
  ["\\color{red}{x}+1", "sum(+x +1)"],
  ["\\textcolor{red}{x}", "x"],
  ["\\sum_{\\substack{i \\\\ j}} a", "big-sum[substack[i // j]](a)"],
  ["\\{x | x>0\\}", "curly(list(x | <x > 0>))"],
  ["\\left\\{\\begin{array}{ll} a & b \\end{array}\\right.", "left-curly(array[a & b])"],
  ["\\frac{d\\sigma}{dh}", "frac({d \\sigma}, {d h})"],
  ["x \\mapsto x^2", "<x \\mapsto x^(2)>"],
  ["P(A,B|C)", "{P round(list(A , B | C))}"],
  ["50\\%", "{50 %}"],
  ["\\text{ReLU}'(z)", "{\"ReLU\"' round(z)}"],
  ["x^{\\prime\\prime}", "x''"],
  ["x′_i", "x_(i)'"],
  ["\\underbrace{a+b}_{\\text{sum}}^2", "underbrace(sum(+a +b); \"sum\")^(2)"],
  ["\\overbrace{a}^{n}", "overbrace(a; n)"],
  ["\\text{sum}(x)", "{\"sum\" round(x)}"],
  ["\\text{lim}_{x\\to 0} x", "big-limit[<x \\to 0>](x)"],
];

describe("LaTeX", () => {
  it.each(shapes)("%s", (source, shape) => {
    const parsed = parseFormula(source, { mode: "latex", words });
    expect(parsed.ok ? show(parsed.value) : parsed.error).toBe(shape);
  });

  it("gives spans in the original file", () => {
    const source = "a + \\frac{b}{c_{1}}";
    const parsed = parseFormula(source, { mode: "latex", base: 100 });
    expect(parsed.ok && parsed.value.span).toEqual({ start: 100, end: 100 + source.length });
    const last = parsed.ok && parsed.value.kind === "sum" ? parsed.value.terms[1]?.term : null;
    expect(last?.span).toEqual({ start: 104, end: 100 + source.length });
  });

  it("reads names of the book bare and as commands, and no other", () => {
    expect(parseFormula("\\relu(x)", { mode: "latex", words })).toMatchObject({ ok: true });
    expect(parseFormula("\\relu(x)", { mode: "latex" })).toMatchObject({ ok: false, error: { code: "unknown-command", span: { start: 0, end: 5 } } });
    const letters = parseFormula("softmax", { mode: "latex" });
    expect(letters.ok && show(letters.value)).toBe("{s o f t m a x}");
  });

  it("survives names of JavaScript's own", () => {
    for (const source of ["\\operatorname{__proto__}", "\\text{constructor}(x)", "__proto__", "\\constructor"]) expect(() => parseFormula(source, { mode: "latex" })).not.toThrow();
    expect(() => parseFormula("constructor(x) + __proto__", { mode: "plain" })).not.toThrow();
  });
});
