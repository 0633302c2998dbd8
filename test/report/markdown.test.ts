import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";

function rows(text: string): readonly string[] {
  const report = check(defaultBook(), text, { document: "x.md", kind: "markdown" });
  if (!report.ok) throw new Error(report.error);
  return reportMarkdown(report.value)
    .split("\n")
    .filter((line) => /^\| \d/.test(line));
}

describe("a report as a Markdown table", () => {
  it("quotes what words state, so that its dollars and bars end nothing", () => {
    expect(rows("The AND gate:\n\n| p | q | r |\n|---|---|---|\n| 0 | 1 | 0 |\n| 1 | 1 | 1 |\n")[0]).toContain("`0 \\| 1 \\| 0`");
    expect(rows("Let $a \\in \\mathbb{R}^n$. Then $a$ dimension = $n$.").at(-1)).toContain("`a$ dimension = n`");
  });

  it("writes relations between formulas as mathematics", () => {
    expect(rows("We have $1 + 1 = 2$.")).toEqual(["| 1 | ✓ | proved | $1 + 1 = 2$ |  |"]);
  });
});
