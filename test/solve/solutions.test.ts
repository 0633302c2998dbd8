/** Every example solution: as it stands in examples/solutions, and accepted by the checker line by line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check, defaultBook, type ProblemQuestion, type Solution, solutionMarkdown, solve } from "../../src/index.ts";

const folder = join(import.meta.dirname, "..", "..", "examples", "solutions");
const questions: readonly (ProblemQuestion & { readonly id: string })[] = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8"));
const book = defaultBook();

function solutionOf({ id, ...question }: ProblemQuestion & { readonly id: string }): Solution {
  const solved = solve(book, question);
  if (!solved.ok) throw new Error(`${id}: ${solved.error.code}: ${solved.error.message}`);
  return solved.value;
}

describe("a worked solution", () => {
  it.each(questions)("of $id is the golden one, and its own checker proves every step", (question) => {
    const solution = solutionOf(question);
    const page = solutionMarkdown(solution);
    expect(page).toBe(readFileSync(join(folder, `${question.id}.md`), "utf8"));
    const report = check(book, page, { kind: "markdown" });
    if (!report.ok) throw new Error(report.error);
    const { steps } = report.value;
    const claims = steps.filter((s) => s.kind === "claim");
    const doubtful = steps.filter((s) =>
      s.kind === "claim" ? s.judgement !== "right" || !["proved", "probable"].includes(s.verdict) : s.verdict !== "definition",
    );
    expect(doubtful.map((s) => `${s.verdict} (${s.judgement}): ${s.lhs} ${s.relation} ${s.rhs}: ${s.message}`)).toEqual([]);
    expect(claims.length).toBeGreaterThan(solution.parts.flatMap((p) => p.steps).length);
  });

  it.each(questions)("of $id ends with numbers that agree, and every rule has a reason", (question) => {
    const { check: numbers, parts } = solutionOf(question);
    expect(numbers?.rows.length).toBeGreaterThan(0);
    for (const row of numbers?.rows ?? [])
      expect(Number(row.formula) / (Number(row.quotient) || 1)).toBeCloseTo(Number(row.quotient) === 0 ? 0 : 1, 3);
    for (const reason of parts.flatMap((p) => p.steps.flatMap((s) => s.reasons))) expect(reason.because).toMatch(/\.$/);
  });
});

describe("what cannot be solved is refused with what is missing", () => {
  it.each([
    ["x^2 + ", "x", /unread/],
    ["\\operatorname{foo}(x)", "x", /foo/],
    ["x^\\top y", "z", /depend|lead/],
    ["\\|A x\\|", "\\|A x\\|", /needs a variable with a name/],
  ])("%s by %s", (expr, wrt, message) => {
    const answer = solve(book, { expr, wrt, declare: { x: "R^n", y: "R^n", A: "R^{m x n}" } });
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(`${answer.error.code}: ${answer.error.message}`).toMatch(message);
  });
});
