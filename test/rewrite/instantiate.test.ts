import { describe, expect, it } from "vitest";
import { createTerms, type Head, heads } from "../../src/expr/index.ts";
import { differentialOf, instantiate, meaningOf, spreadsOverArrays } from "../../src/rewrite/index.ts";
import { columnShape, dim, matrixShape, scalarShape, size } from "../../src/shape/index.ts";

const card: Head = { ...heads.sg, name: "f", acts: { kind: "elementwise" } };

describe("instantiate", () => {
  it("solves sizes from the arguments", () => {
    const t = createTerms();
    const U = t.sym("U", matrixShape(size("m"), size("n")));
    const formula = { params: [U], body: t.app(heads.mul, [U, t.app(heads.ones, [t.index("n"), t.num(1)])]) };
    const here = createTerms();
    const X = here.sym("X", matrixShape(dim(3), size("m")));
    expect(instantiate(here, formula, [X])).toBe(here.app(heads.mul, [X, here.app(heads.ones, [here.index("m"), here.num(1)])]));
  });

  it("drops subscripts along axes that the argument does not have", () => {
    const t = createTerms();
    const U = t.sym("U", matrixShape(size("n"), size("n")));
    const i = t.index("i");
    const trace = { params: [U], body: t.bind("sum", i, { kind: "range", from: t.num(1), to: t.index("n") }, t.elem(U, [i, i])) };
    const x = t.sym("x");
    const got = instantiate(t, trace, [x]);
    expect(got.kind === "bind" && got.body).toBe(x);
  });

  it("keeps a bound index of the formula apart from one in the argument", () => {
    const t = createTerms();
    const u = t.sym("u", columnShape(size("n")));
    const i = t.index("i");
    const total = { params: [u], body: t.bind("sum", i, { kind: "range", from: t.num(1), to: t.index("n") }, t.elem(u, [i])) };
    const A = t.sym("A", matrixShape(size("p"), size("q")));
    const j = t.index("j");
    const k = t.index("k");
    const row = t.bind("tabulate", j, { kind: "range", from: t.num(1), to: t.index("q") }, t.elem(A, [k, j]));
    const outer = t.bind("sum", k, { kind: "range", from: t.num(1), to: t.index("p") }, instantiate(t, total, [row]));
    const inner = outer.body;
    expect(inner.kind === "bind" && inner.index.name).not.toBe(outer.index.name);
    expect(outer.shape).toEqual(scalarShape);
  });
});

describe("cards of many arguments", () => {
  const t = createTerms();
  const [x, y] = [t.sym("x"), t.sym("y")];
  const both: Head = { ...card, name: "both", arity: "many" };
  const head: Head = {
    ...both,
    means: { params: [x, y], body: t.app(heads.hadamard, [x, y]) },
    differential: { params: [x, y], body: t.app(heads.add, [t.app(heads.d, [x]), t.app(heads.d, [y])]) },
  };
  const three = t.app(head, [t.sym("a"), t.sym("b"), t.sym("c")]);

  it("nest to the left", () => {
    const meaning = meaningOf(t, three);
    expect(meaning?.kind === "app" && meaning.args[0]).toBe(t.app(head, [t.sym("a"), t.sym("b")]));
  });

  it("have differentials in the atoms of their own arguments only", () => {
    const dt = differentialOf(t, three);
    const atom = (n: string) => t.app(heads.d, [t.sym(n)]);
    expect(dt).toBe(t.app(heads.add, [t.app(heads.add, [atom("a"), atom("b")]), atom("c")]));
  });
});

describe("spreadsOverArrays", () => {
  const t = createTerms();
  const x = t.sym("x");
  it("accepts what is written entry by entry", () => {
    expect(spreadsOverArrays({ params: [x], body: t.app(heads.hdiv, [t.num(1), t.app(heads.add, [t.num(1), x])]) })).toBe(true);
  });
  it("refuses a division by the parameter, a power, a product by juxtaposition", () => {
    expect(spreadsOverArrays({ params: [x], body: t.app(heads.div, [t.num(1), x]) })).toBe(false);
    expect(spreadsOverArrays({ params: [x], body: t.app(heads.pow, [x, t.num(2)]) })).toBe(false);
    expect(spreadsOverArrays({ params: [x], body: t.app(heads.mul, [x, x]) })).toBe(false);
  });
});
