/** Random formulas for property tests: well-formed LaTeX by construction, token soup, and mutations of formulas. */
import fc from "fast-check";

const atoms = [
  "x",
  "y",
  "T",
  "W",
  "12",
  "0.5",
  "\\alpha",
  "\\theta",
  "\\partial",
  "\\nabla",
  "\\infty",
  "\\mathbf{x}",
  "\\hat y",
  "\\text{tr}",
  "\\log",
  "\\dots",
  "\\mathbb R",
  "\\mathbf 1",
];

/** A formula that must be read, with exactly one parse. */
export const wellFormed: fc.Arbitrary<string> = fc.letrec<{ expression: string; term: string; factor: string }>((tie) => {
  const e = tie("expression");
  const f = tie("factor");
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      tie("term"),
      fc.tuple(e, fc.constantFrom("+", "-", "\\pm"), tie("term")).map((p) => p.join(" ")),
      tie("term").map((t) => `-${t}`),
    ),
    term: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      f,
      fc.tuple(tie("term"), f).map((p) => p.join(" ")),
      fc.tuple(f, fc.constantFrom("\\cdot", "\\times", "*", "/", "\\odot", "\\tilde{*}"), f).map((p) => p.join(" ")),
      fc
        .tuple(fc.constantFrom("\\sum_{i=1}^n", "\\sum_j", "\\prod", "\\max_i", "\\lim_{h \\to 0}", "\\int_0^1"), f)
        .map((p) => p.join(" ")),
    ),
    factor: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...atoms),
      fc.tuple(e, e).map(([a, b]) => `\\frac{${a}}{${b}}`),
      fc.tuple(fc.constantFrom(...atoms.slice(0, 8)), e).map(([a, b]) => `${a}_{${b}}`),
      fc.tuple(fc.constantFrom(...atoms.slice(0, 8)), e).map(([a, b]) => `${a}^{${b}}`),
      e.map((a) => `(${a})'`),
      e.map((a) => `\\left[${a}\\right]_{i}^2`),
      e.map((a) => `\\left|${a}\\right|`),
      e.map((a) => `\\lVert ${a}\\rVert_F`),
      fc.constantFrom("|x|", "\\|A\\|_F", "|a + |b||", "||y||^2", "f(x)|_{x=0}"),
      fc.tuple(e, e).map(([a, b]) => `f(${a}; ${b})`),
      fc.tuple(e, e).map(([a, b]) => `\\begin{cases} ${a} & \\text{if } x > 0 \\\\ ${b} & \\text{otherwise} \\end{cases}`),
      e.map((a) => `\\sqrt{${a}}`),
      e.map((a) => `\\underbrace{${a}}_{n}`),
    ),
  };
}).expression;

const pieces = [
  "\\frac",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "\\left",
  "\\right",
  "\\left.",
  "\\right|",
  "|",
  "\\|",
  "||",
  "^",
  "_",
  "x",
  "T",
  "12",
  "+",
  "-",
  "*",
  "=",
  "\\le",
  "\\cdot",
  "\\sum",
  "\\max",
  "\\lim",
  "\\mathbf",
  "\\hat",
  "\\text{if }",
  "\\text{tr}",
  "\\quad",
  "&",
  "\\\\",
  "\\begin{cases}",
  "\\end{cases}",
  "\\begin{aligned}",
  "\\end{aligned}",
  ",",
  ";",
  ":",
  ".",
  "..",
  "!",
  "'",
  "\\prime",
  "\\sqrt",
  "\\sqrt[3]",
  "\\partial",
  "\\foo",
  "\\underset",
  "\\tag{1}",
  "\\not",
  "\\tilde",
  "\\bf",
  "\\{",
  "\\}",
  "\\arg\\max",
  "$",
  "#1",
  "~",
  "%c\n",
  "∂",
  "²",
  "ᵢ",
  "𝐱",
  "\u0000",
  "\\substack",
  "\\mid",
  "\\to",
  "\\middle|",
  "\\",
  ".*",
  ".^",
  "sum(",
  "in",
  "dU",
  "Σ(j ∈ 1..n)",
  " ",
];

export const soup: fc.Arbitrary<string> = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((p) => p.join(""));

/** A formula cut off or with something put in or taken out. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(wellFormed, fc.nat(), fc.nat(3), fc.constantFrom("", ...pieces), fc.boolean())
  .map(([source, place, width, piece, cut]) => {
    const at = place % (source.length + 1);
    return cut ? source.slice(0, at) : source.slice(0, at) + piece + source.slice(at + width);
  });

/** Every `span` anywhere in a value lies in the source. */
export function spansInside(value: unknown, start: number, end: number): boolean {
  const rest: unknown[] = [value];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if ("span" in node) {
      const span = node.span as { start: number; end: number };
      if (!(start <= span.start && span.start <= span.end && span.end <= end)) return false;
    }
    rest.push(...Object.values(node).filter((v) => typeof v === "object" && v !== null));
  }
  return true;
}
