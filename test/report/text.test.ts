import { describe, expect, it } from "vitest";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { underlined } from "../../src/report/place.ts";
import { reportText } from "../../src/report/text.ts";
import { report, source } from "./sample.ts";

describe("the terminal report", () => {
  it("tells symbols, verdicts, the first wrong line and a summary", () => {
    expect(reportText(report, source, { colour: false, width: 80 })).toBe(`note.md  (layout: mixed)

Symbols and shapes
  X  n x d  line 1
  w  d      assumed: position

Relations
     3  · definition    L = ‖Xw‖²
     5  ✓ proved        ∇_w L = 2 XᵀX w
     5  ✗ refuted         = XᵀX w

First wrong line
  note.md:5:17
  This step changes the value.
    2 XᵀX w = XᵀX w
              ^^^^^
  Counterexample
    sizes: n = 2, d = 1
    X = [[1], [2]]
    w = [0.333333]
    left side:  3.33333  (entry 1)
    right side: 1.66667
  Diagnosis
    factor (M05): the right side is 1/2 of the left. Right would be 2 Xᵀ X w

2 claims: 1 right, 1 wrong; 1 definition
`);
  });

  it("colours only when asked, and never says anything by colour alone", () => {
    const bare = reportText(report, source, { colour: false, width: 80 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
    expect(reportText(report, source, { colour: true, width: 80 }).replace(/\u001b\[\d+m/g, "")).toBe(bare);
  });

  it("fits the width of the terminal", () => {
    const lines = reportText(report, source, { colour: false, width: 46 }).split("\n");
    expect(Math.max(...lines.map((l) => [...l].length))).toBeLessThanOrEqual(60);
  });
});

describe("a place", () => {
  it("far to the right is shown from a little before", () => {
    const long = `${"x + ".repeat(60)}y = z`;
    const span = { start: long.indexOf("y"), end: long.length, line: 1, column: 241 };
    const [text, marks] = underlined(long, span, { colour: false, width: 60 }) as [string, string];
    expect(text.slice(marks.indexOf("^"))).toMatch(/^y = z/);
  });

  it("over several lines is underlined on each", () => {
    expect(underlined("a =\n  b", { start: 0, end: 7, line: 1, column: 1 }, { colour: false, width: 60 })).toEqual([
      "     1 │ a =",
      "       │ ^^^",
      "     2 │   b",
      "       │   ^",
    ]);
  });
});

it("the Markdown report keeps formulas as they were written", () => {
  expect(reportMarkdown(report)).toContain("| 5 | ✗ | refuted | $2 X^\\top X w = X^\\top X w$ | This step changes the value. |");
});
