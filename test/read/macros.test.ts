/** A document's own commands: arguments, defaults, spans of the call, and an end to every expansion. */
import { describe, expect, it } from "vitest";
import { collectMacros } from "../../src/read/macros.ts";
import { parseFormula } from "../../src/read/parse.ts";
import type { Span, Syntax } from "../../src/read/syntax.ts";
import { show } from "../support/show-syntax.ts";

function expanded(definitions: string, source: string): string {
  const parsed = parseFormula(source, { mode: "latex", macros: collectMacros(definitions).macros });
  return parsed.ok ? show(parsed.value) : parsed.error.code;
}

describe("macros", () => {
  it.each([
    ["\\newcommand{\\R}{\\mathbb{R}}", "x \\in \\R^n", "<x \\in blackboard(R)^(n)>"],
    ["\\newcommand\\pd[2]{\\frac{\\partial #1}{\\partial #2}}", "\\pd{f}{x}", "frac({\\partial f}, {\\partial x})"],
    ["\\newcommand\\pd[2]{\\frac{\\partial #1}{\\partial #2}}", "\\pd fx", "frac({\\partial f}, {\\partial x})"],
    ["\\newcommand{\\norm}[2][2]{\\|#2\\|_{#1}}", "\\norm{x} + \\norm[F]{A}", "sum(+norm(x)_(2) +norm(A)_(F))"],
    ["\\def\\bx#1{\\mathbf{x}_{#1}}", "\\bx{i}", "bold(x)_(i)"],
    ["\\DeclareMathOperator*{\\argmin}{arg\\,min}", "\\argmin_x f", "big-argmin[x](f)"],
    ["\\DeclareMathOperator{\\relu}{ReLU}", "\\relu(x)", '{"ReLU" round(x)}'],
    ["\\newcommand{\\a}{\\b}\\newcommand{\\b}{y}", "\\a", "y"],
    ["\\newcommand{\\a}{x}\\renewcommand{\\a}{y}", "\\a", "y"],
    ["\\newcommand{\\T}{^\\top}", "A\\T A", "{A^(\\top) A}"],
    ["\\newcommand{\\half}[1]{\\frac#12}", "\\half{a}", "frac(a, 2)"],
    ["\\newcommand{\\a}{\\a\\a}", "\\a", "macro-loop"],
    ["\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a}", "\\a", "macro-loop"],
  ])("%s: %s", (definitions, source, shape) => {
    expect(expanded(definitions, source)).toBe(shape);
  });

  it("gives what it expands the place of the call", () => {
    const { macros } = collectMacros("\\newcommand{\\g}[1]{\\nabla_{#1} L + 1}");
    const source = "a = \\g{x} b";
    const parsed = parseFormula(source, { mode: "latex", macros, base: 10 });
    const spans: Span[] = [];
    const visit = (node: Syntax): void => {
      spans.push(node.span);
      if (node.kind === "chain") node.operands.forEach(visit);
      if (node.kind === "sum") node.terms.forEach((t) => visit(t.term));
    };
    if (parsed.ok) visit(parsed.value);
    expect(spans.length).toBeGreaterThan(4);
    for (const span of spans) expect(span.start >= 10 && span.end <= 10 + source.length && span.start <= span.end).toBe(true);
    expect(spans).toContainEqual({ start: 14, end: 19 });
  });
});
