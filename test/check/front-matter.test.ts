/** A document may settle in front what its formulas leave open. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";
import { readingOf } from "../../src/library/read.ts";

const book = defaultBook();
const document = (facts: string): string =>
  `---\ntitle: Notes\nfluxion:\n${facts}---\n\nWe have $$ \\frac{\\partial (W x)}{\\partial x} = W^\\top. $$\n`;
const shapes = '  given:\n    - "W \\\\in \\\\mathbb{R}^{4 \\\\times 3}"\n    - "x \\\\in \\\\mathbb{R}^3"\n';

describe("facts in the front matter", () => {
  it("declare shapes", () => {
    const { symbols, errors } = readingOf(book, document(shapes));
    expect(errors).toEqual([]);
    expect(symbols.map((s) => [s.name, s.shape, s.origin])).toEqual(
      expect.arrayContaining([
        ["W", "4 x 3", "declared"],
        ["x", "3", "declared"],
      ]),
    );
  });

  it("fix the layout in which the document is judged", () => {
    const verdict = (layout: string): string | undefined => {
      const report = check(book, document(`${shapes}  notation: { layout: ${layout} }\n`));
      return report.ok ? report.value.steps.at(-1)?.judgement : report.error;
    };
    expect([verdict("numerator"), verdict("denominator")]).toEqual(["right-with-remark", "right"]);
  });

  it("give way to a problem file", () => {
    const report = check(book, document(`${shapes}  notation: { layout: denominator }\n`), {
      problem: `id: p\ngiven: ["W \\\\in \\\\mathbb{R}^{4 \\\\times 3}", "x \\\\in \\\\mathbb{R}^3"]\nnotation: { layout: numerator }\n`,
    });
    expect(report.ok && report.value.steps.at(-1)?.judgement).toBe("right-with-remark");
  });

  it("are facts only: no parts, no policy", () => {
    expect(check(book, document("  parts: [{ id: a, marks: 10 }]\n"))).toMatchObject({ ok: false });
    expect(readingOf(book, document("  policy: { layout: numerator }\n")).errors[0]?.message).toContain("problem file");
  });
});
