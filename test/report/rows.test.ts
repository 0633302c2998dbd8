import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/report/rows.ts";
import { report } from "./sample.ts";

const [base] = report.steps;
if (!base) throw new Error("the sample has steps");

/** A step of `source` with these sides. */
const step = (source: string, n: number, lhs: string, rhs: string, from = 0) => {
  const start = source.indexOf(lhs, from);
  const end = source.indexOf(rhs, start + lhs.length) + rhs.length;
  return { ...base, n, lhs, rhs, relation: "=", span: { start, end, line: 1, column: 1 } };
};

describe("the rows of a display", () => {
  it("are cut at their relations, without the marks of alignment", () => {
    const source = "\\begin{aligned} a &= b \\\\ &= c \\tag{1} \\end{aligned}";
    const steps = [step(source, 1, "a", "b"), step(source, 2, "b", "c")];
    const rows = rowsOf(source, 0, source.length, steps);
    expect(rows.map((r) => [r.lead, ...r.pieces.map((p) => `${p.tex} #${p.steps.map((s) => s.n)}`)])).toEqual([
      ["a", "= b #1"],
      ["", "= c #2"],
    ]);
  });

  it("end only outside braces and inner arrays", () => {
    const source = "M = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} = N";
    const matrix = source.slice(4, source.lastIndexOf(" ="));
    const steps = [step(source, 1, "M", matrix), step(source, 2, matrix, "N")];
    expect(rowsOf(source, 0, source.length, steps).map((r) => r.pieces.map((p) => p.tex))).toEqual([[`= ${matrix}`, "= N"]]);
  });
});
