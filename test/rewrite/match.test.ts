import { describe, expect, it } from "vitest";
import { createTerms, type Expr, type Head, heads, type Rule, type Sym, type Terms } from "../../src/expr/index.ts";
import { applyRule, matches, rewrite } from "../../src/rewrite/index.ts";
import { columnShape, matrixShape, size } from "../../src/shape/index.ts";

const f: Head = { ...heads.sg, name: "f", acts: { kind: "elementwise" } };

const rule = (given: readonly Sym[], left: Expr, right: Expr, more: Partial<Rule> = {}): Rule => ({
  name: "r",
  given,
  fixed: new Set(),
  facts: new Map(),
  arrow: "→",
  left,
  right,
  when: [],
  because: "",
  see: null,
  unsound: false,
  source: "test:1",
  ...more,
});

const add = (t: Terms, ...args: Expr[]): Expr => t.app(heads.add, args);
const mul = (t: Terms, ...args: Expr[]): Expr => t.app(heads.mul, args);
const count = (list: Iterable<unknown>): number => [...list].length;

describe("sums", () => {
  const p = createTerms();
  const [x, y] = [p.sym("x"), p.sym("y")];
  const same = rule([x], add(p, x, p.app(heads.neg, [x])), p.num(0));

  it("match in any order and leave other terms alone", () => {
    const t = createTerms();
    const [a, b, c] = [t.sym("a"), t.sym("b"), t.sym("c")];
    expect(applyRule(t, same, add(t, a, b, t.app(heads.neg, [a]), c))).toBe(add(t, t.num(0), b, c));
    expect(applyRule(t, same, add(t, a, t.app(heads.neg, [b])))).toBeNull();
  });

  it("are opened when they nest", () => {
    const t = createTerms();
    const [a, b] = [t.sym("a"), t.sym("b")];
    expect(applyRule(t, same, add(t, add(t, t.app(heads.neg, [a]), b), a))).toBe(add(t, t.num(0), b));
  });

  it("below the top are matched whole: a last variable takes what is left", () => {
    const t = createTerms();
    const e = t.app(f, [add(t, t.sym("a"), t.sym("b"), t.sym("c"))]);
    expect(count(matches(t, [x, y], p.app(f, [add(p, x, y)]), e))).toBe(3);
    expect(count(matches(t, [x], p.app(f, [add(p, x, p.num(1))]), e))).toBe(0);
  });
});

describe("products", () => {
  const p = createTerms();
  const shape = matrixShape(size("n"), size("n"));
  const [Q, a] = [p.sym("Q", shape), p.sym("a")];
  const t = createTerms();
  const square = matrixShape(size("k"), size("k"));
  const [A, B, s] = [t.sym("A", square), t.sym("B", square), t.sym("s")];
  const twice = rule([Q], mul(p, Q, Q), p.app(heads.eye, [p.index("n")]));

  it("match a run of factors and keep what stands around", () => {
    expect(applyRule(t, twice, mul(t, s, B, A, A, B))).toBe(mul(t, s, B, t.app(heads.eye, [t.index("k")]), B));
  });

  it("keep the order of matrices", () => {
    expect(applyRule(t, twice, mul(t, A, B, A))).toBeNull();
  });

  it("let numbers commute", () => {
    const numbers = rule([a], mul(p, a, p.app(f, [a])), a);
    expect(applyRule(t, numbers, mul(t, t.app(f, [s]), B, s))).toBe(mul(t, s, B));
  });

  it("let a variable stand for several factors", () => {
    const [U, V] = [p.sym("U", shape), p.sym("V", shape)];
    const e = t.app(heads.transpose, [mul(t, A, B, A)]);
    expect(count(matches(t, [U, V], p.app(heads.transpose, [mul(p, U, V)]), e))).toBe(2);
  });
});

describe("shapes", () => {
  const p = createTerms();
  const U = p.sym("U", matrixShape(size("n"), size("n")));
  const pattern = p.app(heads.transpose, [U]);
  it("unify: a square pattern takes no other matrix", () => {
    const t = createTerms();
    const square = t.sym("A", matrixShape(size("p"), size("p")));
    const wide = t.sym("B", matrixShape(size("p"), size("q")));
    const [m] = matches(t, [U], pattern, t.app(heads.transpose, [square]));
    expect(m?.sizes.get("n")?.key).toBe("p");
    expect(count(matches(t, [U], pattern, t.app(heads.transpose, [wide])))).toBe(0);
  });
});

describe("binders", () => {
  const p = createTerms();
  const [a, c] = [p.sym("a", columnShape(size("n"))), p.sym("c")];
  const j = p.index("j");
  const range = (t: Terms, n: string) => ({ kind: "range", from: t.num(1), to: t.index(n) }) as const;
  const total = (of: Expr): Expr => p.bind("sum", j, range(p, "n"), of);
  const leaves = rule([a, c], total(mul(p, c, p.elem(a, [j]))), mul(p, c, total(p.elem(a, [j]))));
  const t = createTerms();
  const [x, k] = [t.sym("x", columnShape(size("q"))), t.index("k")];

  it("a[j] matches any body; a name without j only what is free of j", () => {
    const body = mul(t, t.sym("s"), t.app(f, [t.elem(x, [k])]));
    const e = t.bind("sum", k, range(t, "q"), body);
    const inside = t.bind("sum", k, range(t, "q"), t.app(f, [t.elem(x, [k])]));
    expect(applyRule(t, leaves, e)).toBe(mul(t, t.sym("s"), inside));
  });

  it("does not let a factor with the index out", () => {
    const e = t.bind("sum", k, range(t, "q"), mul(t, t.elem(x, [k]), t.app(f, [t.elem(x, [k])])));
    expect(applyRule(t, leaves, e)).toBeNull();
  });
});

describe("conditions", () => {
  const p = createTerms();
  const x = p.sym("x");
  const positive = rule([x], p.app(f, [x]), x, { when: [p.app(heads.gt, [x, p.num(0)])], facts: new Map([["x", new Set(["nonzero"])]]) });
  it("must be known to hold", () => {
    const t = createTerms();
    const e = t.app(f, [t.sym("a")]);
    expect(applyRule(t, positive, e)).toBeNull();
    expect(
      applyRule(t, positive, e, { holds: (c) => c === t.app(heads.gt, [t.sym("a"), t.num(0)]), has: (_, fact) => fact === "nonzero" }),
    ).toBe(t.sym("a"));
  });
});

describe("rewrite", () => {
  const p = createTerms();
  const x = p.sym("x");
  const unwrap = rule([x], p.app(f, [p.app(f, [x])]), p.app(f, [x]), { name: "twice" });

  it("goes on until no rule applies, and records its steps", () => {
    const t = createTerms();
    let e: Expr = t.sym("a");
    for (let i = 0; i < 5; i++) e = t.app(f, [e]);
    const names: string[] = [];
    expect(rewrite(t, [unwrap], e, { record: (s) => names.push(s.rule) })).toBe(t.app(f, [t.sym("a")]));
    expect(names).toEqual(["twice", "twice", "twice", "twice"]);
  });

  it("visits a shared node once: forty layers, each used twice", () => {
    const t = createTerms();
    let e: Expr = t.app(f, [t.app(f, [t.sym("a")])]);
    for (let i = 0; i < 40; i++) e = add(t, e, t.app(heads.neg, [t.app(f, [t.app(f, [e])])]));
    let steps = 0;
    rewrite(t, [unwrap], e, { record: () => steps++ });
    expect(steps).toBeLessThan(100);
  });

  it("ends on a book that runs in circles", () => {
    const t = createTerms();
    const circle = rule([x], p.app(f, [x]), p.app(f, [p.app(f, [x])]));
    expect(rewrite(t, [circle], t.app(f, [t.sym("a")]), { budget: 10 }).kind).toBe("app");
  });
});
