import { describe, expect, it } from "vitest";
import { admittedReadings, defaultBook, loadBook, showDiagnostic } from "../../src/book/index.ts";
import { readingNames } from "../../src/read/meaning.ts";

const load = (text: string) => loadBook([{ file: "my.rules", text }], base);
const base = defaultBook();

/** The errors of a small book, as lines. */
function errors(text: string): readonly string[] {
  const got = load(text);
  return got.ok ? [] : got.error.map(showDiagnostic);
}

describe("the book that ships", () => {
  it("is a value: two loads share nothing", () => {
    const other = defaultBook();
    expect(other.heads.get("tr")).not.toBe(base.heads.get("tr"));
    expect(other.rules.map((r) => r.name)).toEqual(base.rules.map((r) => r.name));
  });

  it("names every rule once", () => {
    const names = base.rules.map((r) => r.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([...base.heads.values()].filter((h) => h.source !== null).map((h) => [h.name, h] as const))("card %s is complete", (_, head) => {
    expect(head.means ?? head.kernel).not.toBeNull();
    expect(head.called).not.toBe("");
    expect(head.see).not.toBeNull();
    expect(base.spellings.get(head.name)).toContain(head.name);
    expect(Object.isFrozen(head)).toBe(true);
  });

  it("a formula holds the very heads that have a meaning", () => {
    const gelu = base.heads.get("gelu")?.means?.body;
    const phi = gelu?.kind === "app" ? gelu.args[1] : undefined;
    expect(phi?.kind === "app" && phi.head).toBe(base.heads.get("Phi"));
  });

  it("lists the heads that a spelling may mean, the namesake first", () => {
    expect(base.spellings.get("diag")).toEqual(["diag", "Diag"]);
    expect(base.spellings.get("log")).toEqual(["log", "ln"]);
    expect(base.spellings.get("ReLU")).toEqual(["relu"]);
  });

  it("admits the readings that the reader knows, and those of the checker, cheapest first", () => {
    const list = admittedReadings();
    expect(new Set(list.map((r) => r.name))).toEqual(new Set([...readingNames, "other-layout", "kink-convention"]));
    expect(list.map((r) => r.cost)).toEqual(list.map((r) => r.cost).toSorted((a, b) => a - b));
  });
});

describe("a book of one's own", () => {
  it("adds a function with one card", () => {
    const got = load(`
function cube(x)
  called   cube
  acts     elementwise
  means    x ⊙ x ⊙ x
  d        3 x ⊙ x ⊙ d(x)
  law      cube-is-odd: cube(-x) ↔ -cube(x)
  see      dlmf 4.4.1
`);
    if (!got.ok) throw new Error(got.error.map(showDiagnostic).join("\n"));
    expect(got.value.heads.get("cube")?.differential).not.toBeNull();
    expect(got.value.rules.at(-1)?.name).toBe("cube-is-odd");
    expect(base.heads.has("cube")).toBe(false);
  });
});

describe("diagnostics say the place, what was expected, and one thing to try", () => {
  it("of the form", () => {
    expect(errors("function f\n  acts  elementwise")).toEqual([
      "my.rules:1  a function needs its parameters; expected `function name(parameters)` or `rule name`. Try: function f(x)",
      expect.stringContaining("my.rules:2  a field without a record"),
    ]);
    expect(errors("rule r\n  claims   a = a")).toEqual([
      expect.stringContaining("my.rules:1  rule r says nothing"),
      expect.stringContaining("my.rules:2  a rule has no field “claims”; expected given, when, where, says, because, see, unsound"),
    ]);
  });

  it("of names taken, of unknown sources", () => {
    expect(errors("function tr(U)\n  acts     U : n×n -> 1\n  means    sum(i in 1..n)(U[i, i])\n  see      nobody-1900 §1")).toEqual([
      expect.stringContaining("my.rules:1  the name tr is taken"),
      expect.stringContaining("my.rules:4  unknown source “nobody-1900”"),
    ]);
  });

  it("of shapes: a meaning of the wrong shape, sides that differ for some sizes", () => {
    expect(errors("function f(u)\n  acts     u : n -> 1\n  means    u")).toEqual([
      expect.stringContaining("my.rules:3  means “u” has shape n; expected shape scalar"),
    ]);
    expect(errors("rule r\n  given    U : m×n\n  says     Uᵀ U ↔ U Uᵀ\n  because  no")).toEqual([
      expect.stringContaining("my.rules:3  the left side has shape n x n, the right side m x m"),
    ]);
  });

  it("of formulas: unknown names, a missing arrow, a bar where entries are meant", () => {
    expect(errors("rule r\n  given    a : ℝ\n  says     a + c ↔ c + a\n  because  no")[0]).toMatch(/^my\.rules:3 {2}cannot read “a \+ c”/);
    expect(errors("rule r\n  given    a : ℝ\n  says     a + a\n  because  no")[0]).toMatch(/cannot find the arrow/);
    expect(errors("function f(x)\n  acts     elementwise\n  means    1 / x")[0]).toMatch(/cannot be taken entry by entry/);
  });

  it("of a function without a meaning", () => {
    expect(errors("function f(x)\n  acts     elementwise")).toEqual([expect.stringContaining("has neither a meaning nor a kernel")]);
  });
});
