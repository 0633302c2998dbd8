/** Reading speed: characters a second on formulas, how the time grows with length, and the parsers of KaTeX and compute-engine beside it. */
import { ComputeEngine } from "@cortex-js/compute-engine";
import katex from "katex";
import { defaultBook } from "../src/book/index.ts";
import { readingOf } from "../src/library/read.ts";
import { parseDisplay } from "../src/read/display.ts";
import { parseFormula } from "../src/read/parse.ts";
import { segmentDocument } from "../src/read/source.ts";

/** Formulas of the size and kind people write; our own words. */
const formulas: readonly string[] = [
  "\\frac{\\partial L}{\\partial W} = \\frac{\\partial L}{\\partial z} \\frac{\\partial z}{\\partial W} = (p - y) x^\\top",
  "S(\\mathbf{x})_i = \\frac{e^{x_i}}{\\sum_{j=1}^{n} e^{x_j}}, \\quad i \\in \\{1, \\dots, n\\}",
  "\\nabla_{\\mathbf{w}} \\|\\mathbf{X}\\mathbf{w} - \\mathbf{y}\\|_2^2 = 2 \\mathbf{X}^\\top (\\mathbf{X}\\mathbf{w} - \\mathbf{y})",
  "\\begin{aligned} f'(x) &= \\lim_{h \\to 0} \\frac{f(x + h) - f(x)}{h} \\\\ &= \\lim_{h \\to 0} \\frac{(x + h)^2 - x^2}{h} \\\\ &= \\lim_{h \\to 0} (2x + h) = 2x \\end{aligned}",
  "H(x) = \\begin{cases} 1 & \\text{if } x > 0 \\\\ \\frac{1}{2} & \\text{if } x = 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
  "\\mathbf{J} = \\begin{bmatrix} \\frac{\\partial f_1}{\\partial x_1} & \\cdots & \\frac{\\partial f_1}{\\partial x_n} \\\\ \\vdots & \\ddots & \\vdots \\\\ \\frac{\\partial f_m}{\\partial x_1} & \\cdots & \\frac{\\partial f_m}{\\partial x_n} \\end{bmatrix}",
  "\\mathcal{L} = -y \\ln \\sigma(w^\\top x + b) - (1 - y) \\ln(1 - \\sigma(w^\\top x + b))",
  "y[k] = \\sum_{j=0}^{N-1} x[j] h[k-j] \\cos\\left(\\pi \\left(j + \\frac12\\right) \\frac{k}{N}\\right)",
];

interface Row {
  readonly what: string;
  readonly value: string;
}

/** Mean time of the processor in ms for one call: what else the machine does is not counted. */
function time(work: () => void, rounds: number, warm = 20): number {
  for (let i = 0; i < warm; i++) work();
  const start = process.cpuUsage();
  for (let i = 0; i < rounds; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / rounds;
}

const characters = formulas.reduce((n, f) => n + f.length, 0);
const speed = (ms: number): string => `${Math.round(characters / ms)} kchar/s`;

/** Slope of log time over log length, by least squares. */
function exponent(make: (n: number) => string, sizes: readonly number[], read: (source: string) => unknown, rounds = 15): number {
  const points = sizes.map((n) => {
    const source = make(n);
    return [Math.log(source.length), Math.log(time(() => void read(source), rounds, rounds > 5 ? 20 : 1))] as const;
  });
  const mean = (k: 0 | 1): number => points.reduce((s, p) => s + p[k], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  return points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / points.reduce((s, [x]) => s + (x - mx) ** 2, 0);
}

const growth: readonly (readonly [string, (n: number) => string])[] = [
  ["sum of n terms", (n) => Array.from({ length: n }, (_, i) => `a_{${i % 10}} x`).join(" + ")],
  ["n letters side by side", (n) => "x y ".repeat(n)],
  ["n scripts", (n) => "x_{i}^{2} ".repeat(n)],
  ["n fractions", (n) => "\\frac{a}{b} ".repeat(n)],
  ["n calls", (n) => Array.from({ length: n }, () => "f(x)").join(" + ")],
  ["n equalities", (n) => Array.from({ length: n }, () => "a b").join(" = ")],
  ["n sigmoids in a sum", (n) => Array.from({ length: n }, () => "\\frac{1}{1 + e^{-\\frac{1}{1 + e^{-x}}}}").join(" + ")],
  ["matrix of n rows", (n) => `\\begin{pmatrix}${"a & b & c \\\\ ".repeat(n)}\\end{pmatrix}`],
];

const aligned = (n: number): string => `\\begin{aligned} ${"a &= b + c \\\\ ".repeat(n)} \\end{aligned}`;

/** A document of n paragraphs, each with a definition of its own and a claim. */
const paragraphs = (n: number): string =>
  `Let $x \\in \\mathbb{R}^n$ and $W \\in \\mathbb{R}^{m \\times n}$.\n\n${Array.from({ length: n }, (_, i) => `Put $z_{${i}} = W x$. Then $$ z_{${i}} + z_{${i}} = 2 W x. $$\n\n`).join("")}`;

/** KaTeX's own parser, without building a page; an internal entry, hence the cast. */
const katexParse = (katex as unknown as { readonly __parse?: (source: string, options: object) => unknown }).__parse;

export function readBench(): readonly Row[] {
  const ours = time(() => formulas.forEach((f) => void parseFormula(f, { mode: "latex" })), 60);
  const displays = time(() => formulas.forEach((f) => void parseDisplay(f, { mode: "latex" })), 60);
  const document = formulas
    .map((f, i) => `## Problem ${i}\n\nLet $x \\in \\mathbb{R}^n$ be given. Then\n\n$$${f}$$\n`)
    .join("\n")
    .repeat(40);
  const blocks = time(() => void segmentDocument(document, "markdown"), 10);
  const rows: Row[] = [
    { what: "formulas", value: speed(ours) },
    { what: "displays, row by row", value: speed(displays) },
    { what: "documents into blocks", value: `${Math.round(document.length / blocks)} kchar/s` },
  ];
  if (katexParse !== undefined) {
    const theirs = time(() => formulas.forEach((f) => void katexParse(f, { displayMode: true })), 60);
    rows.push({ what: "katex.__parse (layout only)", value: speed(theirs) });
  }
  const engine = new ComputeEngine();
  // Its parser reads one expression: displays of several rows and cases are left out.
  const single = formulas.filter((f) => !f.includes("\\begin"));
  const length = single.reduce((n, f) => n + f.length, 0);
  const peers = time(() => single.forEach((f) => void engine.parse(f)), 5, 1);
  rows.push({ what: "compute-engine parse (single)", value: `${Math.round(length / peers)} kchar/s` });
  const formula = (source: string): unknown => parseFormula(source, { mode: "latex" });
  const sizes = [50, 100, 200, 400];
  for (const [name, make] of growth) rows.push({ what: `exponent: ${name}`, value: exponent(make, sizes, formula).toFixed(2) });
  const display = (source: string): unknown => parseDisplay(source, { mode: "latex" });
  rows.push({ what: "exponent: n aligned rows", value: exponent(aligned, [100, 200, 400, 800], display).toFixed(2) });
  const document_ = (source: string): unknown => readingOf(defaultBook(), source);
  rows.push({ what: "exponent: n paragraphs, understood", value: exponent(paragraphs, [100, 200, 400, 800], document_, 3).toFixed(2) });
  return rows;
}

/** The table, for `npm run bench`. */
export function printReadBench(): void {
  console.log("Reading");
  for (const { what, value } of readBench()) console.log(`  ${what.padEnd(34)} ${value}`);
}
