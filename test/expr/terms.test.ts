import { describe, expect, it } from "vitest";
import { createTerms, type Expr, heads, openBind, type Sym } from "../../src/expr/index.ts";
import { columnShape, dim, matrixShape, showShape, size } from "../../src/shape/index.ts";

const n = size("n");
const m = size("m");

describe("terms", () => {
  it("interns: the same construction is the same node", () => {
    const t = createTerms();
    const x = t.sym("x", columnShape(n));
    expect(t.app(heads.add, [x, t.num(1)])).toBe(t.app(heads.add, [x, t.num(1)]));
  });

  it("makes alpha-equal binders one node and keeps the author's letter", () => {
    const t = createTerms();
    const a = t.sym("a", columnShape(n));
    const range = { kind: "range", from: t.num(1), to: t.dim(n) } as const;
    const sumOver = (letter: string) => t.bind("sum", t.index(letter), range, t.elem(a, [t.index(letter)]));
    expect(sumOver("j")).toBe(sumOver("k"));
    expect(sumOver("j").hint).toBe("j");
  });

  it("replaces an array by one with a binder of its own, under two binders that both index it", () => {
    const t = createTerms();
    const [x, y] = [t.sym("x", columnShape(n)), t.sym("y", columnShape(n))];
    const [i, j, k] = [t.index("i"), t.index("j"), t.index("k")];
    const over = (index: Sym, body: Expr): Expr => t.bind("sum", index, { kind: "range", from: t.num(1), to: t.dim(n) }, body);
    const both = (array: Expr): Expr =>
      over(i, over(j, t.app(heads.add, [t.app(heads.mul, [t.elem(array, [i]), t.elem(y, [j])]), t.elem(array, [j])])));
    const entries = t.bind("tabulate", k, { kind: "range", from: t.num(1), to: t.dim(n) }, t.elem(x, [k]));
    expect(t.replace(both(x), (e) => (e === x ? entries : null))).toBe(both(entries));
    expect(t.substitute(both(x), new Map([["x", entries]]))).toBe(both(entries));
  });

  it("substitutes without capture", () => {
    const t = createTerms();
    const a = t.sym("A", matrixShape(n, n));
    const range = { kind: "range", from: t.num(1), to: t.dim(n) } as const;
    const inner = t.bind("sum", t.index("j"), range, t.elem(a, [t.index("i"), t.index("j")]));
    const outer = t.bind("sum", t.index("i"), range, inner);
    // Put a term that holds inner's own bound name free into inner: the binder must move out of the way.
    const free = t.substitute(inner, new Map([["i", inner.index]]));
    if (free.kind !== "bind") throw new Error("expected a sum");
    expect(free.index.name).not.toBe(inner.index.name);
    expect(openBind(t, outer, t.index("k"))).toBe(t.substitute(inner, new Map([["i", t.index("k")]])));
  });

  it("shapes products, and refuses what does not chain", () => {
    const t = createTerms();
    const A = t.sym("A", matrixShape(m, n));
    const x = t.sym("x", columnShape(n));
    expect(showShape(t.app(heads.mul, [A, x]).shape)).toBe("m");
    const xT = t.app(heads.transpose, [x]);
    expect(showShape(t.app(heads.mul, [xT, x]).shape)).toBe("scalar");
    expect(showShape(t.app(heads.mul, [x, xT]).shape)).toBe("n x n");
    expect(t.tryApp(heads.mul, [x, A]).ok).toBe(false);
  });

  it("shapes derivatives in the mixed layout", () => {
    const t = createTerms();
    const W = t.sym("W", matrixShape(m, n));
    const x = t.sym("x", columnShape(n));
    const y = t.app(heads.mul, [W, x]);
    expect(showShape(t.deriv(y, x).shape)).toBe("m x n");
    expect(showShape(t.deriv(y, W).shape)).toBe("m x m x n");
    expect(showShape(t.deriv(t.sym("L"), W).shape)).toBe("m x n");
  });

  it("adopts terms of another table", () => {
    const s = createTerms();
    const t = createTerms();
    t.sym("noise");
    const e = s.app(heads.add, [s.sym("x"), s.num(2)]);
    expect(t.adopt(e)).toBe(t.app(heads.add, [t.sym("x"), t.num(2)]));
  });

  it("tabulates arrays with one new axis in front", () => {
    const t = createTerms();
    const body = t.elem(t.sym("b", columnShape(n)), [t.index("j")]);
    const rows = t.bind("tabulate", t.index("j"), { kind: "range", from: t.num(1), to: t.dim(n) }, body);
    expect(showShape(rows.shape)).toBe("n");
    const grid = t.bind("tabulate", t.index("i"), { kind: "range", from: t.num(1), to: t.num(4) }, rows);
    expect(showShape(grid.shape)).toBe("4 x n");
    expect(grid.shape[0]).toEqual(dim(4));
  });
});
