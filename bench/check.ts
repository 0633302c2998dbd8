/** Checking: one claim judged (warm), whole examples, and the command from cold. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultBook } from "../src/book/index.ts";
import { check } from "../src/library/check.ts";
import { equal } from "../src/library/equal.ts";

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (x: number): string => `${x < 10 ? x.toFixed(2) : x.toFixed(0)} ms`;

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const claims: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["\\operatorname{tr}(AB)", "\\operatorname{tr}(BA)", { A: "R^{m x n}", B: "R^{n x m}" }],
  ["\\frac{\\partial}{\\partial w} \\|Xw - y\\|^2", "2 X^\\top (Xw - y)", { X: "R^{n x d}", w: "R^d", y: "R^n" }],
  ["\\frac{d}{dx} \\ln(1 + e^x)", "\\frac{1}{1 + e^{-x}}", { x: "R" }],
  ["\\frac{\\partial}{\\partial X} \\ln \\det X", "X^{-\\top}", { X: "R^{n x n}, positive definite" }],
  ["(a + b)^3", "a^3 + 3 a^2 b + 3 a b^2 + b^3", { a: "R", b: "R" }],
  ["(a + b)^3", "a^3 + a^2 b + a b^2 + b^3", { a: "R", b: "R" }],
];

/** A page of twenty steps, two of them wrong: what a reader waits for, diagnosis included. */
const page = `Let $A \\in \\mathbb{R}^{n \\times n}$ and $x, b \\in \\mathbb{R}^n$, and $f = x^\\top A x - b^\\top x$, $g = \\|A x - b\\|^2$, $p = \\operatorname{softmax}(x)$.

$$\\nabla_x f = A x + A^\\top x - b = (A + A^\\top) x - b$$
$$\\nabla_x g = 2 A^\\top (A x - b) = 2 A^\\top A x - 2 A^\\top b$$
$$\\nabla_A g = 2 (A x - b) x^\\top = 2 A x x^\\top - 2 b x^\\top$$
$$\\frac{\\partial p}{\\partial x} = \\operatorname{diag}(p) - p p^\\top$$
$$\\nabla_x (b^\\top A x) = A b$$
$$\\operatorname{tr}(A x b^\\top) = b^\\top A x = x^\\top A^\\top b$$
$$\\|A x - b\\|^2 = (A x - b)^\\top (A x - b) = x^\\top A^\\top A x - 2 b^\\top A x - b^\\top b$$
$$\\nabla_x (x^\\top x) = 2 x$$
$$(A x)_i = \\sum_{j=1}^n A_{ij} x_j$$
$$\\frac{\\partial (A x)_i}{\\partial x_k} = A_{ik}$$
`;

const cold = (args: readonly string[]): number =>
  median(
    Array.from({ length: 5 }, () =>
      timed(() => void spawnSync(process.execPath, [join("build", "src", "cli", "main.js"), ...args], { stdio: "ignore" })),
    ),
  );

/** The table, for `npm run bench`. */
export function printCheckBench(): void {
  console.log("Checking");
  const line = (what: string, value: string): void => console.log(`  ${what.padEnd(48)} ${value}`);
  const loads = Array.from({ length: 5 }, () => timed(() => void defaultBook()));
  line("the rule book loaded", ms(median(loads)));
  const book = defaultBook();
  const judged = claims.map(([lhs, rhs, declare]) =>
    median(Array.from({ length: 10 }, () => timed(() => void equal(book, { lhs, rhs, declare })))),
  );
  line("one claim judged, median of six", ms(median(judged)));
  for (const name of readdirSync("examples").filter((n) => /\.(?:md|tex|txt)$/.test(n) && n !== "README.md")) {
    const text = readFileSync(join("examples", name), "utf8");
    line(name, ms(median(Array.from({ length: 3 }, () => timed(() => void check(book, text))))));
  }
  const steps = check(book, page);
  const count = steps.ok ? `${steps.value.steps.length} steps, ${steps.value.summary.wrong} wrong` : "not read";
  line(`a page: ${count}`, ms(median(Array.from({ length: 5 }, () => timed(() => void check(book, page))))));
  line("from cold: fluxion --version", ms(cold(["--version"])));
  line("from cold: fluxion check on an example", ms(cold(["check", "examples/least-squares-slip.md"])));
}
