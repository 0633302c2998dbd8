/** Displays: rows, cells, conditions, numbers, comments; a bad row is a hole and its neighbours survive. */
import { describe, expect, it } from "vitest";
import { type DisplayFormula, parseDisplay } from "../../src/read/display.ts";
import { show } from "../support/show-syntax.ts";

const rows = (source: string): readonly (readonly DisplayFormula[])[] => parseDisplay(source, { mode: "latex" }).map((row) => row.formulas);
const shapes = (source: string): readonly (readonly string[])[] => rows(source).map((row) => row.map((f) => show(f.syntax)));
const only = (source: string): DisplayFormula => {
  const [formula, ...more] = rows(source).flat();
  if (formula === undefined || more.length > 0) throw new Error(`${more.length + 1} formulas in ${source}`);
  return formula;
};

describe("rows and cells", () => {
  it("joins the cells of a row into one chain and marks rows that continue", () => {
    const found = rows("\\begin{aligned} a &= b \\\\ &= c = d, \\\\ &\\le e. \\end{aligned}");
    expect(found.map((row) => row.map((f) => show(f.syntax)))).toEqual([["<a = b>"], ["<∅ = c = d>"], ["<∅ \\le e>"]]);
    expect(found.flat().map((f) => f.startsWithRelation)).toEqual([false, true, true]);
  });

  it.each([
    [
      "a &= b, & c &= d, \\\\ e &= f & g &= h",
      [
        ["<a = b>", "<c = d>"],
        ["<e = f>", "<g = h>"],
      ],
    ],
    ["a &= b && c = d", [["<a = b>", "<c = d>"]]],
    ["a & = & b \\\\ & = & c", [["<a = b>"], ["<∅ = c>"]]],
    ["a &= b &= c", [["<a = b = c>"]]],
    ["a &= b \\\\ &\\quad + c \\\\ &- d", [["<a = sum(+b +c -d)>"]]],
    ["a &= b + \\\\ &\\qquad c", [["<a = sum(+b +c)>"]]],
    ["a &= f ( b \\\\ & + c )", [["<a = {f round(sum(+b +c))}>"]]],
    ["a &= b \\\\ & \\times c", [["<a = (b times c)>"]]],
    ["\\begin{array}{rcl} a & = & b \\end{array}", [["array[a & <∅ = ∅> & b]"]]],
    ["\\begin{cases} a & b \\\\ c & d \\end{cases}", [["cases[a & b // c & d]"]]],
    ["x = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix} \\\\ y = 1", [["<x = pmatrix[a & b // c & d]>"], ["<y = 1>"]]],
    ["a = b \\quad c = d", [["<a = b>", "<c = d>"]]],
    ["a = b, c = d", [["<a = b>", "<c = d>"]]],
    ["x_1, x_2 = 0", [["list(x_(1) , <x_(2) = 0>)"]]],
    ["\\nonumber a = 1 \\\\[2pt] b = 2 \\label{eq:b}", [["<a = 1>"], ["<b = 2>"]]],
  ])("%s", (source, expected) => {
    expect(shapes(source)).toEqual(expected);
  });
});

describe("around a formula", () => {
  it.each([
    ["a = b \\quad (1)", "1"],
    ["a = b \\qquad (3.4-1)", "3.4-1"],
    ["a = b \\tag{2a}", "2a"],
    ["a = b \\text{ (a comment)} \\quad (4)", "4"],
    ["\\begin{aligned} a &= b \\end{aligned} \\quad (7)", "7"],
    ["a = b", null],
    ["f \\quad (x + 1)", null],
  ])("the number of %s is %s", (source, tag) => {
    expect(rows(source).flat()[0]?.tag).toBe(tag);
  });

  it("takes conditions to the side", () => {
    for (const [source, conditions] of [
      ["p_i = q, \\quad i \\in \\{0, 1\\}", ["<i \\in curly(list(0 , 1))>"]],
      ["b_{1,i} = -x_i, \\quad 2 \\le i \\le n", ["<2 \\le i \\le n>"]],
      ["a = b \\text{ if } x > 0", ["<x > 0>"]],
      ["a_i = b_i \\qquad \\forall i = 1, \\dots, n", ["list(<{\\forall i} = 1> , … , n)"]],
      ["a = b \\quad \\text{for all } i \\ne j", ["<i \\ne j>"]],
      ["a = b, \\quad k = 1, \\ldots, n", ["list(<k = 1> , … , n)"]],
    ] as const) {
      const formula = only(source);
      expect(formula.sideConditions.map(show), source).toEqual(conditions);
      expect(formula.syntax.kind).toBe("chain");
    }
  });

  it("keeps a declaration or a second equation as a formula of its own", () => {
    expect(shapes("y = Wx \\quad x \\in \\mathbb{R}^n")).toEqual([["<y = {W x}>", "<x \\in blackboard(R)^(n)>"]]);
    expect(shapes("a = b \\quad \\text{and} \\quad c = d")).toEqual([["<a = b>", "<c = d>"]]);
  });

  it("strips what stands in front, and says what it was", () => {
    expect(only("\\bullet \\frac{a}{b} = c")).toMatchObject({ prefix: "\\bullet", startsWithRelation: false });
    expect(only("\\text{ie } Y = c")).toMatchObject({ prefix: "ie" });
    expect(only("\\Rightarrow a = b")).toMatchObject({ prefix: "\\Rightarrow", startsWithRelation: false });
    expect(only("\\text{valid : } (x * w)_n = 1").prefix).toBe("valid :");
    expect(only("\\Rightarrow = b")).toMatchObject({ prefix: "\\Rightarrow", startsWithRelation: true });
  });

  it("keeps words behind a formula as its comment", () => {
    expect(only("a = b \\text{ (valid convolution)}")).toMatchObject({ comment: "(valid convolution)" });
    expect(only("a &= b && \\text{by the chain rule}")).toMatchObject({ comment: "by the chain rule" });
    expect(only("a &= b \\tag{by the chain rule}")).toMatchObject({ comment: "by the chain rule", tag: null });
  });
});

describe("recovery", () => {
  it("loses only the bad row", () => {
    const found = rows("a &= 1 \\\\ b &= \\unknown{2} \\\\ c &= 3 \\\\ d &= \\frac{1} \\\\ e &= 5").flat();
    expect(found.map((f) => show(f.syntax))).toEqual(["<a = 1>", "hole(unknown-command)", "<c = 3>", "hole(unfinished)", "<e = 5>"]);
  });

  it("loses only the bad row when a brace is missing", () => {
    const found = rows("a &= x_{1 \\\\ b &= 2").flat();
    expect(found.map((f) => show(f.syntax))).toEqual(["hole(unbalanced-brace)", "<b = 2>"]);
  });

  it("answers at once to a megabyte of open braces", () => {
    const [hole] = rows("\\frac{{{{".repeat(120_000)).flat();
    expect(hole?.syntax).toMatchObject({ kind: "hole", error: { code: "too-long" } });
  });

  it("loses only the row whose bracket is never closed", () => {
    const found = rows("a &= ( b \\\\ &= c \\\\ &= d").flat();
    expect(found.map((f) => show(f.syntax))).toEqual(["hole(unfinished)", "<∅ = c>", "<∅ = d>"]);
  });

  it("has no rows for nothing", () => {
    expect(rows("  ")).toEqual([]);
    expect(rows("\\\\")).toEqual([]);
  });
});
