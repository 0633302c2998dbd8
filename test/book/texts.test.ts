/** The outer form of a book: records, statements, shapes, sources. */
import { describe, expect, it } from "vitest";
import { texts } from "../../src/book/generated/texts.ts";
import { loadBook, readReadings, readSources, showDiagnostic } from "../../src/book/index.ts";
import { splitRecords } from "../../src/book/records.ts";
import { readDim, readShape, readVariables } from "../../src/book/shapes.ts";
import { splitConditions, splitKink, splitLaw, splitStatement } from "../../src/book/statement.ts";
import { showShape } from "../../src/shape/index.ts";

describe("the book that ships", () => {
  it("can be read, every formula of it", () => {
    const got = loadBook(texts);
    expect(got.ok ? [] : got.error.map(showDiagnostic)).toEqual([]);
  });
});

describe("records", () => {
  it("keep the line of every field; deeper lines go on with the field above", () => {
    const { records, diagnostics } = splitRecords(
      "a.rules",
      "# a comment\n\nrule one\n  given    a : ℝ\n  because  first\n           and second\n\nfunction f(x, y, ...)\n  adjoint y  g\n",
    );
    expect(diagnostics).toEqual([]);
    expect(records.map((r) => [r.kind, r.name, r.line, r.params])).toEqual([
      ["rule", "one", 3, []],
      ["function", "f", 8, ["x", "y", "..."]],
    ]);
    expect(records[0]?.fields.map((f) => [f.name, f.text, f.line])).toEqual([
      ["given", "a : ℝ", 4],
      ["because", "first and second", 5],
    ]);
    expect(records[1]?.fields[0]).toMatchObject({ name: "adjoint", subject: "y", text: "g" });
  });

  it("of Windows files are the same", () => {
    expect(splitRecords("a.rules", "rule r\r\n  says     a = a\r\n").records[0]?.fields[0]?.text).toBe("a = a");
  });

  it("may not repeat a field", () => {
    expect(splitRecords("a.rules", "rule r\n  says     a = a\n  says     a = a").diagnostics.map(showDiagnostic)).toEqual([
      "a.rules:3  a second field “says” in rule r; expected one of them",
    ]);
  });
});

describe("statements", () => {
  it("split at the arrow outside all brackets", () => {
    expect(splitStatement("sum(j in 1..n)(a[j] [j = k]) → a[k]")).toEqual({
      left: "sum(j in 1..n)(a[j] [j = k])",
      arrow: "→",
      right: "a[k]",
    });
    expect(splitStatement("a <-> b")?.arrow).toBe("↔");
    expect(splitStatement("a + b")).toBeNull();
    expect(splitStatement("a = b = c")).toBeNull();
  });

  it("laws carry a name, and may carry variables and conditions", () => {
    expect(splitLaw("det-of-inverse: det(inv(U)) ↔ 1 / det(U)  given U : n×n  when det(U) ≠ 0")).toEqual({
      name: "det-of-inverse",
      says: "det(inv(U)) ↔ 1 / det(U)",
      given: "U : n×n",
      when: "det(U) ≠ 0",
    });
    expect(splitLaw("no name")).toBeNull();
  });

  it("kinks say where, which value, and that it is a convention", () => {
    expect(splitKink("x = 0: 1/2 by convention; many take 0")).toEqual({ at: "x = 0", value: "1/2", note: "by convention; many take 0" });
    expect(splitConditions(" a > 0;  b ≠ 1 ")).toEqual(["a > 0", "b ≠ 1"]);
  });
});

describe("shapes", () => {
  it.each([
    ["ℝ", "scalar"],
    ["1", "scalar"],
    ["n", "n"],
    ["m×n", "m x n"],
    ["m x n", "m x n"],
    ["1×n", "1 x n"],
    ["n + k - 1", "k + n - 1"],
    ["m n", "m n"],
  ])("%s", (text, shown) => {
    const shape = readShape(text);
    expect(shape && showShape(shape)).toBe(shown);
  });

  it("refuse what is no polynomial in sizes", () => {
    expect(readDim("n / 2")).toBeNull();
    expect(readShape("2 × 3 × 4")).toBeNull();
  });

  it("variables: several names, facts, indices, sizes", () => {
    const got = readVariables("U, V : m×n; A : n×n, symmetric, fixed; k : index n; n : size");
    expect(got.ok && got.value.map((v) => [v.name, showShape(v.shape), v.sort, v.isSize, [...v.facts]])).toEqual([
      ["U", "m x n", "real", false, []],
      ["V", "m x n", "real", false, []],
      ["A", "n x n", "real", false, ["symmetric", "fixed"]],
      ["k", "scalar", "index", false, []],
      ["n", "scalar", "index", true, []],
    ]);
    expect(readVariables("A : n×n, friendly")).toEqual({ ok: false, error: "“friendly” is no known fact" });
    expect(readVariables("A")).toEqual({ ok: false, error: "“A” does not say a shape" });
  });
});

describe("sources and readings", () => {
  it("a source prints as authors, year, title", () => {
    const text =
      "@book{a-2001,\n  author = {Ann {\\'E}lan and Bo Berg},\n  title = {On {X}},\n  edition = {2},\n  publisher = {Press},\n  year = {2001}\n}\n";
    expect(readSources(text)).toEqual(new Map([["a-2001", "Ann Élan and Bo Berg (2001), On X, 2nd edition, Press"]]));
  });

  it("readings must have their four fields", () => {
    expect(readReadings("r.yaml", "- name: a\n  kind: lenient\n  cost: 1\n  sentence: s\n").ok).toBe(true);
    expect(readReadings("r.yaml", "- name: a\n  kind: kind\n  cost: 1\n  sentence: s\n").ok).toBe(false);
    expect(readReadings("r.yaml", "[").ok).toBe(false);
  });
});
