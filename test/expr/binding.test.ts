/** Binders: α-equal terms are one node however they were made, and nothing is captured. */
import { describe, expect, it } from "vitest";
import { type Bind, createTerms, type Expr, heads, openBind, type Terms } from "../../src/expr/index.ts";
import { columnShape, matrixShape, size } from "../../src/shape/index.ts";

const [m, n] = [size("m"), size("n")];
const range = (t: Terms, to: string) => ({ kind: "range", from: t.num(1), to: t.index(to) }) as const;
const sum = (t: Terms, letter: string, to: string, body: Expr): Bind => t.bind("sum", t.index(letter), range(t, to), body);
const twice = (t: Terms, name: string): Bind =>
  sum(t, "i", "m", sum(t, "j", "n", t.elem(t.sym(name, matrixShape(m, n)), [t.index("i"), t.index("j")])));

describe("nested binders are one node", () => {
  it("after adoption, substitution and rebuilding", () => {
    const t = createTerms();
    const e = twice(t, "A");
    expect(t.adopt(e)).toBe(e);
    expect(createTerms().adopt(e)).toEqual(expect.objectContaining({ kind: "bind" }));
    expect(t.substitute(e, new Map([["A", t.sym("B", matrixShape(m, n))]]))).toBe(twice(t, "B"));
    expect(t.replace(e, (x) => (x.kind === "sym" && x.name === "A" ? t.sym("B", matrixShape(m, n)) : null))).toBe(twice(t, "B"));
  });

  it("whichever letters are used, inside and outside", () => {
    const t = createTerms();
    const A = t.sym("A", matrixShape(m, n));
    const other = sum(t, "j", "m", sum(t, "i", "n", t.elem(A, [t.index("j"), t.index("i")])));
    expect(other).toBe(twice(t, "A"));
  });

  it("when an inner one is made inside an open body", () => {
    const t = createTerms();
    const [a, b] = [t.sym("a", columnShape(m)), t.sym("b", columnShape(m))];
    const outer = sum(t, "i", "m", t.elem(a, [t.index("i")]));
    const inside = sum(t, "j", "m", t.app(heads.mul, [t.elem(b, [t.index("j")]), outer.body]));
    const made = t.rebuild(outer, [t.num(1), t.index("m"), inside]);
    expect(made).toBe(sum(t, "i", "m", sum(t, "j", "m", t.app(heads.mul, [t.elem(b, [t.index("j")]), t.elem(a, [t.index("i")])]))));
  });
});

describe("an index belongs to its own binder", () => {
  it("when a closed sum is brought in beside it", () => {
    const t = createTerms();
    const [a, b, c] = [t.sym("a", columnShape(m)), t.sym("b", columnShape(m)), t.sym("c")];
    const factor = sum(t, "j", "m", t.elem(b, [t.index("j")]));
    const outer = sum(t, "i", "m", t.app(heads.mul, [t.elem(a, [t.index("i")]), c]));
    const wanted = sum(t, "i", "m", t.app(heads.mul, [t.elem(a, [t.index("i")]), factor]));
    const { body } = outer;
    if (body.kind !== "app") throw new Error("a product");
    expect(t.substitute(outer, new Map([["c", factor]]))).toBe(wanted);
    expect(t.rebuild(outer, [t.num(1), t.index("m"), t.app(heads.mul, [body.args[0] as Expr, factor])])).toBe(wanted);
  });

  it("when one that is open is brought in under it", () => {
    const t = createTerms();
    const [a, b, c] = [t.sym("a", columnShape(m)), t.sym("b", columnShape(m)), t.sym("c")];
    const outer = sum(t, "i", "m", t.elem(a, [t.index("i")]));
    const under = sum(t, "j", "m", t.app(heads.mul, [c, t.elem(b, [t.index("j")])]));
    const opened = t.substitute(under, new Map([["c", outer.body]]));
    const closed = t.rebuild(outer, [t.num(1), t.index("m"), opened]);
    expect(closed).toBe(sum(t, "i", "m", sum(t, "j", "m", t.app(heads.mul, [t.elem(a, [t.index("i")]), t.elem(b, [t.index("j")])]))));
  });

  it("and opening replaces that index only", () => {
    const t = createTerms();
    const e = twice(t, "A");
    const k = t.index("k");
    expect(openBind(t, e, k)).toBe(sum(t, "j", "n", t.elem(t.sym("A", matrixShape(m, n)), [k, t.index("j")])));
  });
});
