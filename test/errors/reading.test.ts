/** What the reader says of every kind of bad formula or document: one golden text each, in `reading.golden.txt`. */
import { expect, it } from "vitest";
import { collectMacros } from "../../src/read/macros.ts";
import { parseFormula } from "../../src/read/parse.ts";
import { lineOf, segmentDocument } from "../../src/read/source.ts";
import type { ReadError } from "../../src/read/syntax.ts";

const formulas: readonly string[] = [
  "a + \\foo",
  "\\frac{a",
  "\\frac{a}",
  "x}",
  "(a + b",
  "a)",
  "(a]b",
  "|a + b",
  "x^a^b",
  "x_1_2",
  "a +",
  "a + )",
  "a \\cdot = b",
  "\\begin{pmatrix} a",
  "\\begin{cases} a \\end{matrix}",
  "x^",
  "\\sqrt",
  "\\left( a",
  "\\left x",
  "a \\not< b",
  "a = = b",
  "a ? b",
  "(".repeat(101),
  `x${" + x".repeat(4_000)}`,
  "y".repeat(20_001),
  "\\f",
];
const documents: readonly string[] = ["a $x\n\nb", "$$x", "\\[ x", "\\(x", "\\begin{align} x"];

const told = (text: string, error: ReadError): string => {
  const from = lineOf(text, error.span.start);
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return [
    `${JSON.stringify(shown)}`,
    `  ${error.code} at line ${from.line}, column ${from.column}, ${error.span.end - error.span.start} characters`,
    `  ${error.message}`,
    `  expected: ${error.expected ?? "-"}`,
    `  try: ${error.try ?? "-"}`,
  ].join("\n");
};

function all(): string {
  const macros = collectMacros("\\newcommand{\\f}{\\f \\f}").macros;
  const one = formulas.map((source) => {
    const parsed = parseFormula(source, { mode: "latex", macros });
    return parsed.ok ? `${source}\n  was read` : told(source, parsed.error);
  });
  const two = documents.flatMap((text) => segmentDocument(text, "auto").errors.map((error) => told(text, error)));
  return `${[...one, ...two].join("\n\n")}\n`;
}

it("tells the user what, where, what was expected and one thing to try", async () => {
  await expect(all()).toMatchFileSnapshot("./reading.golden.txt");
});
