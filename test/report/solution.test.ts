/** The writers of worked solutions: pages that render, compile, and are read back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, defaultBook, type ProblemQuestion, type Solution, solutionTex, solutionUnicode, solve } from "../../src/index.ts";
import { solutionHtml } from "../../src/report/solution/html.ts";
import { texText } from "../../src/report/solution/tex.ts";
import { compiled, hasLatex } from "../support/latex.ts";

type Question = ProblemQuestion & { readonly id: string };
const questions: readonly Question[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "examples", "solutions", "questions.json"), "utf8"),
);
const book = defaultBook();
const solutions = new Map<string, Solution>();
function solutionOf({ id, ...question }: Question): Solution {
  const before = solutions.get(id);
  if (before) return before;
  const solved = solve(book, question);
  if (!solved.ok) throw new Error(`${id}: ${solved.error.message}`);
  solutions.set(id, solved.value);
  return solved.value;
}
const some = (...ids: readonly string[]): readonly Question[] => questions.filter((q) => ids.includes(q.id));

describe("HTML", () => {
  it.each(questions)("of $id: KaTeX renders every formula, and nothing is fetched from elsewhere", (question) => {
    const page = solutionHtml(solutionOf(question));
    expect(page).toContain('class="katex"');
    expect(page).not.toMatch(/katex-error|<script|<link|src="http|url\((?!data:)/);
  });
});

describe("LaTeX", () => {
  it.each(questions)("of $id holds only what pdflatex reads", (question) => {
    expect(solutionTex(solutionOf(question))).toMatch(/^[\n -~\u00c0-\u017f–—§…]*$/u);
  });

  it.each(some("frobenius", "index-softmax", "limit-relu", "chain-bce", "ridge-hessian"))("of $id is proved by check", (question) => {
    const report = check(book, solutionTex(solutionOf(question)), { kind: "latex" });
    if (!report.ok) throw new Error(report.error);
    const claims = report.value.steps.filter((s) => s.kind === "claim");
    expect(claims.length).toBeGreaterThan(2);
    expect(claims.filter((s) => s.judgement !== "right").map((s) => `${s.lhs} = ${s.rhs}: ${s.message}`)).toEqual([]);
  });

  it.skipIf(!hasLatex).each(some("softmax-ce", "skip", "limit-relu", "index-softmax"))("of $id compiles with pdflatex", (question) => {
    expect(compiled(solutionTex(solutionOf(question)))).toMatchObject({ errors: [] });
    expect(compiled(solutionTex(solutionOf(question))).pages).toBeGreaterThan(1);
  });

  it("writes text with its special characters", () => {
    expect(texText("50 % of d_1 & xᵀy ≥ 0")).toBe("50 \\% of d\\_1 \\& x$^{\\top}$y $\\ge$ 0");
  });
});

describe("plain text", () => {
  it("keeps to the width where words allow it", () => {
    const [question] = some("frobenius") as [Question];
    const prose = solutionUnicode(solutionOf(question), 60)
      .split("\n")
      .filter((l) => !/[=∂]/.test(l));
    expect(Math.max(...prose.map((l) => [...l].length))).toBeLessThanOrEqual(60);
  });
});
