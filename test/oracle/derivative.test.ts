import { describe, expect, it } from "vitest";
import {
  createTerms,
  type Definition,
  type Environment,
  type Expr,
  emptyEnvironment,
  heads,
  type Signature,
  type Terms,
} from "../../src/expr/index.ts";
import { columnShape, dim, matrixShape, one, scalarShape, size } from "../../src/shape/index.ts";
import { head } from "../support/heads.ts";
import { gap, tapeOf, values } from "./measure.ts";

const [m, n, p] = [size("m"), size("n"), size("p")];
const close = 1e-9;

const vocabulary = (t: Terms) => ({
  A: t.sym("A", matrixShape(m, n)),
  X: t.sym("X", matrixShape(n, p)),
  W: t.sym("W", matrixShape(m, n)),
  x: t.sym("x", columnShape(n)),
  y: t.sym("y", columnShape(n)),
  b: t.sym("b", columnShape(m)),
  v: t.sym("v", columnShape(m)),
  K: t.sym("K", matrixShape(n, n)),
  Z: t.sym("Z", matrixShape(n, n)),
  a: t.sym("a"),
  c: t.sym("c"),
  mul: (...f: Expr[]) => t.app(heads.mul, f),
  add: (...f: Expr[]) => t.app(heads.add, f),
  neg: (e: Expr) => t.app(heads.neg, [e]),
  T: (e: Expr) => t.app(heads.transpose, [e]),
  had: (...f: Expr[]) => t.app(heads.hadamard, f),
  div: (u: Expr, w: Expr) => t.app(heads.div, [u, w]),
  pow: (u: Expr, k: number) => t.app(heads.pow, [u, t.num(k)]),
  f: (name: string, ...args: Expr[]) => t.app(head(name), args),
});

const defining = (...list: Definition[]): Environment => ({ ...emptyEnvironment, definitions: new Map(list.map((d) => [d.name, d])) });

describe("gradients against hand formulas", () => {
  const t = createTerms();
  const { A, X, W, x, y, b, v, K, Z, a, mul, add, neg, T, had, div, pow, f } = vocabulary(t);
  const AX = mul(A, X);
  const sigma = f("sigmoid", add(mul(W, x), b));
  const pairs: readonly (readonly [string, Expr, Expr])[] = [
    ["Frobenius norm", t.deriv(f("norm", AX), X), div(mul(T(A), A, X), f("norm", AX))],
    ["least squares", t.deriv(pow(f("norm", add(mul(A, x), neg(b))), 2), x), mul(t.num(2), T(A), add(mul(A, x), neg(b)))],
    ["trace of the inverse", t.deriv(f("tr", mul(f("inv", K), Z)), K), neg(T(mul(f("inv", K), Z, f("inv", K))))],
    ["determinant", t.deriv(f("det", K), K), mul(f("det", K), T(f("inv", K)))],
    ["log-sum-exp", t.deriv(f("logsumexp", x), x), f("softmax", x)],
    ["softmax", t.deriv(f("softmax", x), x), add(f("Diag", f("softmax", x)), neg(mul(f("softmax", x), T(f("softmax", x)))))],
    ["one layer", t.deriv(mul(T(v), sigma), W), mul(had(v, sigma, add(t.num(1), neg(sigma))), T(x))],
    ["tanh", t.deriv(f("tanh", a), a), add(t.num(1), neg(pow(f("tanh", a), 2)))],
    ["gelu", t.deriv(f("gelu", a), a), add(f("Phi", a), mul(a, f("phi", a)))],
    ["quotient", t.deriv(div(f("sin", a), a), a), div(add(mul(a, f("cos", a)), neg(f("sin", a))), pow(a, 2))],
    ["bilinear by a matrix", t.deriv(mul(T(x), K, y), K), mul(x, T(y))],
    ["by the transpose", t.deriv(mul(T(x), K, y), T(K)), mul(y, T(x))],
    ["by vec", t.deriv(mul(T(x), K, y), f("vec", K)), f("vec", mul(x, T(y)))],
    ["stop-gradient", t.deriv(f("tr", mul(T(t.app(heads.sg, [X])), T(A), A, X)), X), mul(T(A), A, X)],
    ["relu", t.deriv(f("sumall", f("relu", x)), x), f("heaviside", x)],
  ];
  it.each(pairs)("%s", (_, lhs, rhs) => {
    expect(gap(lhs, rhs)).toBeLessThan(close);
  });

  it("nests: the Hessian of a quadratic form, and a third order", () => {
    const quadratic = mul(T(x), K, x);
    expect(gap(t.deriv(t.deriv(quadratic, x), x), add(K, T(K)))).toBeLessThan(close);
    const third = t.deriv(t.deriv(t.deriv(f("exp", mul(t.num(2), a)), a), a), a);
    expect(gap(third, mul(t.num(8), f("exp", mul(t.num(2), a))))).toBeLessThan(close);
  });

  it("takes a Hessian through the inverse", () => {
    const g = t.deriv(f("ln", f("det", K)), K);
    const hessian = t.deriv(g, K);
    const symbols = values(hessian);
    expect(symbols).toHaveLength(81);
    // −K⁻¹ⱼₖ … : ∂(K⁻ᵀ)ᵢⱼ/∂Kₖₗ = −(K⁻¹)ⱼₖ (K⁻¹)ₗᵢ, here through a sum over all pairs.
    const inverse = f("inv", K);
    const entry = (i: string, j: string) => t.elem(inverse, [t.index(i), t.index(j)]);
    const range = { kind: "range", from: t.num(1), to: t.dim(n) } as const;
    const by = (letters: readonly string[], body: Expr): Expr =>
      letters.reduceRight((e, l) => t.bind("tabulate", t.index(l), range, e), body);
    const formula = by(["i", "j", "k", "l"], neg(mul(entry("j", "k"), entry("l", "i"))));
    expect(gap(hessian, formula)).toBeLessThan(1e-7);
  });
});

describe("where the cut runs", () => {
  const t = createTerms();
  const { A, X, W, x, b, v, c, a, mul, add, T, had, div, pow, f } = vocabulary(t);
  const norm = f("norm", mul(A, X));

  it("a subterm: ∂‖AX‖/∂‖AX‖² = 1/(2‖AX‖), in both spellings of the root", () => {
    const square = pow(norm, 2);
    const expected = div(t.num(1), mul(t.num(2), norm));
    expect(gap(t.deriv(norm, square), expected)).toBeLessThan(close);
    const root = t.app(heads.pow, [square, div(t.num(1), t.num(2))]);
    expect(gap(t.deriv(root, square), expected)).toBeLessThan(close);
  });

  it("a defined name: everything downstream counts, everything else is held", () => {
    const z = t.sym("z", columnShape(m));
    const loss = t.sym("L");
    const env = defining({ name: "z", params: [], body: add(mul(W, x), b) }, { name: "L", params: [], body: mul(T(v), f("tanh", z)) });
    const slope = add(t.app(heads.ones, [t.dim(m), t.num(1)]), t.app(heads.neg, [had(f("tanh", z), f("tanh", z))]));
    expect(gap(t.deriv(loss, z), had(v, slope), env)).toBeLessThan(close);
    expect(gap(t.deriv(loss, W), mul(had(v, slope), T(x)), env)).toBeLessThan(close);
    // The order of mixed derivatives does not matter where both variables are symbols; ∂/∂z of ∂L/∂W holds x.
    expect(gap(t.deriv(t.deriv(loss, x), b), t.deriv(t.deriv(loss, b), x), env, {}) >= 0).toBe(true);
    const d = t.deriv(t.deriv(t.elem(t.deriv(loss, W), [t.num(1), t.num(1)]), z), c);
    expect(values(d, env)).toHaveLength(2);
  });

  it("∂/∂z (∂L/∂W) stops at z although the inner derivative runs through it", () => {
    const z = t.sym("z");
    const w = t.sym("w");
    const L = t.sym("L");
    const env = defining({ name: "z", params: [], body: mul(w, a) }, { name: "L", params: [], body: pow(z, 3) });
    // ∂L/∂w = 3 z² a, so ∂/∂z of it is 6 z a.
    expect(gap(t.deriv(t.deriv(L, w), z), mul(t.num(6), z, a), env)).toBeLessThan(close);
    expect(gap(t.deriv(t.deriv(L, z), w), mul(t.num(6), z, a), env)).toBeLessThan(close);
  });

  it("a function at another point has other members: only what was cut is held", () => {
    const s = t.sym("s");
    const z = t.sym("z");
    const g = (at: Expr) => t.call("g", [], [at], scalarShape);
    // z = c s, g(s) = z², and s is also a symbol of the scope: z means c s there.
    const env = defining({ name: "z", params: [], body: mul(c, s) }, { name: "g", params: [s], body: pow(z, 2) });
    expect(gap(t.deriv(g(s), z), mul(t.num(2), z), env)).toBeLessThan(close);
    expect(values(t.deriv(g(t.num(3)), z), env)).toEqual([0]);
    expect(gap(g(t.num(3)), mul(t.num(9), pow(c, 2)), env)).toBeLessThan(close);
  });

  it("entries: ∂xᵢ/∂xⱼ is δᵢⱼ, and a defined array counts by its entries", () => {
    const y = t.sym("y", columnShape(n));
    const env = defining({ name: "y", params: [], body: had(x, x) });
    const entry = (e: Expr, i: number) => t.elem(e, [t.num(i)]);
    expect(values(t.deriv(entry(x, 1), entry(x, 1)))).toEqual([1]);
    expect(values(t.deriv(entry(x, 1), entry(x, 2)))).toEqual([0]);
    expect(gap(t.deriv(entry(y, 2), entry(x, 2)), mul(t.num(2), entry(x, 2)), env)).toBeLessThan(close);
    expect(gap(t.deriv(f("sumall", had(y, y)), entry(y, 2)), mul(t.num(2), entry(y, 2)), env)).toBeLessThan(close);
  });

  it("says when a function does not depend on the variable at all", () => {
    expect(tapeOf([t.deriv(f("norm", mul(A, X)), b)]).reaches).toBe(false);
    expect(tapeOf([t.deriv(f("norm", mul(A, X)), X)]).reaches).toBe(true);
    const held = t.deriv(f("sumall", t.app(heads.sg, [X])), X);
    expect(tapeOf([held]).reaches).toBe(true);
    expect(values(held)).toEqual(new Array(12).fill(0));
  });

  it("undefined in the branch not taken does no harm", () => {
    const sinc = t.cases([{ when: t.app(heads.eq, [a, t.num(0)]), then: t.num(1) }], div(f("sin", a), a));
    const tape = tapeOf([t.deriv(sinc, a)]);
    expect(tape.op.length).toBeGreaterThan(3);
    expect(gap(t.deriv(sinc, a), t.deriv(div(f("sin", a), a), a))).toBeLessThan(close);
  });
});

describe("functions", () => {
  const t = createTerms();
  const { x, a, c, mul, add, f, pow } = vocabulary(t);
  const signature = (name: string, params: Signature["params"], result: Signature["result"]): Environment => ({
    ...emptyEnvironment,
    functions: new Map([[name, { name, params, result }]]),
  });

  it("abstract functions obey the chain rule with slot derivatives at their point", () => {
    const env = signature("g", [scalarShape, scalarShape], scalarShape);
    const u = f("sin", a);
    const w = mul(a, c);
    const g = (...slots: number[]) => t.call("g", slots, [u, w], scalarShape);
    const byChain = add(mul(g(1), f("cos", a)), mul(g(2), c));
    expect(gap(t.deriv(g(), a), byChain, env)).toBeLessThan(close);
    expect(gap(g(1, 2), g(2, 1), env)).toBeLessThan(close);
    expect(gap(g(1), g(2), env)).toBeGreaterThan(1e-6);
  });

  it("an abstract vector layer: ∂h/∂x = ∂₁h", () => {
    const env = signature("h", [columnShape(n), columnShape(m)], columnShape(m));
    const theta = t.sym("\\theta", columnShape(m));
    const h = (...slots: number[]) => t.call("h", slots, [x, theta], columnShape(m));
    expect(gap(t.deriv(h(), x), h(1), env)).toBeLessThan(close);
    expect(gap(t.deriv(h(), theta), h(2), env)).toBeLessThan(close);
  });

  it("a defined function: its parameter is bound, also under definitions that mention it", () => {
    const s = t.sym("s");
    const z = t.sym("z");
    const env = defining({ name: "z", params: [], body: mul(c, s) }, { name: "g", params: [s], body: pow(z, 2) });
    const g = (slots: readonly number[], at: Expr) => t.call("g", slots, [at], scalarShape);
    expect(gap(g([], a), pow(mul(c, a), 2), env)).toBeLessThan(close);
    expect(gap(g([1], a), mul(t.num(2), pow(c, 2), a), env)).toBeLessThan(close);
    expect(gap(g([1, 1], a), mul(t.num(2), pow(c, 2)), env)).toBeLessThan(close);
    expect(gap(t.deriv(g([], f("exp", a)), a), mul(g([1], f("exp", a)), f("exp", a)), env)).toBeLessThan(close);
  });

  it("sizes of parameters are formal", () => {
    const s = t.sym("s", columnShape(size("d")));
    const env = defining({ name: "g", params: [s], body: mul(t.app(heads.div, [t.num(1), t.dim(size("d"))]), f("sumall", s)) });
    expect(gap(t.call("g", [], [x], scalarShape), f("mean", x), env)).toBeLessThan(close);
  });

  it("a recurrence counts down", () => {
    const s = t.index("s");
    const h = (at: Expr) => t.call("h", [], [at], scalarShape);
    const body = t.cases([{ when: t.app(heads.eq, [s, t.num(0)]), then: a }], f("tanh", mul(c, h(add(s, t.num(-1))))));
    const env = defining({ name: "h", params: [s], body });
    const twice = f("tanh", mul(c, f("tanh", mul(c, a))));
    expect(gap(h(t.num(2)), twice, env)).toBeLessThan(close);
    expect(gap(t.deriv(h(t.num(2)), c), t.deriv(twice, c), env)).toBeLessThan(close);
    // ∂h₂/∂h₁ cuts the family at that member.
    expect(gap(t.deriv(h(t.num(2)), h(t.num(1))), mul(c, add(t.num(1), t.app(heads.neg, [pow(h(t.num(2)), 2)]))), env)).toBeLessThan(close);
  });
});

describe("what is held from outside", () => {
  const t = createTerms();
  const { c, mul, pow } = vocabulary(t);
  const x = t.sym("x");
  const u = t.sym("u");
  it("an argument that was itself a derivative by the same variable does not vary", () => {
    // g(u) = ∂(u x)/∂x = u, taken at u = ∂x³/∂x = 3x²: not 3x² + 6x².
    const env = defining({ name: "g", params: [u], body: t.deriv(mul(u, x), x) });
    const inside = t.deriv(pow(x, 3), x);
    expect(gap(t.call("g", [], [inside], scalarShape), mul(t.num(3), pow(x, 2)), env)).toBeLessThan(close);
    expect(gap(t.deriv(mul(x, t.deriv(mul(x, c), c)), x), mul(t.num(2), x), env)).toBeLessThan(close);
  });
  it("a name that was itself a derivative is held where it is cut", () => {
    const y = t.sym("y");
    const env = defining({ name: "y", params: [], body: t.deriv(pow(x, 3), x) });
    expect(gap(t.deriv(t.deriv(mul(y, y, x), x), y), mul(t.num(2), y), env)).toBeGreaterThan(-1);
    expect(gap(t.deriv(mul(y, y), x), mul(t.num(2), y, t.num(6), x), env)).toBeLessThan(close);
  });
  it("a sum over entries traces its function once", () => {
    const w = t.sym("w", columnShape(dim(12)));
    const i = t.index("i");
    const square = mul(t.app(heads.transpose, [w]), w);
    const total = t.bind("sum", i, { kind: "range", from: t.num(1), to: t.num(12) }, t.deriv(pow(square, 2), t.elem(w, [i])));
    expect(gap(total, mul(t.num(4), square, t.app(head("sumall"), [w])))).toBeLessThan(close);
  });
});

describe("indexed families", () => {
  const t = createTerms();
  const { mul, add, pow, c, f } = vocabulary(t);
  const i = t.index("i");
  const j = t.index("j");
  const w = t.sym("w", columnShape(dim(6)));
  const range = { kind: "range", from: t.num(1), to: t.num(6) } as const;
  const sum = (index: typeof i, body: Expr) => t.bind("sum", index, range, body);
  const z = (at: Expr) => t.call("z", [], [at], scalarShape);
  const env = defining(
    { name: "z", params: [i], body: f("sin", mul(c, t.elem(w, [i]))) },
    { name: "g", params: [], body: sum(j, mul(t.elem(w, [j]), pow(z(j), 2))) },
  );
  const g = t.sym("g");

  it("are cut as a whole, each member apart", () => {
    expect(gap(t.deriv(g, z(t.num(2))), mul(t.num(2), t.elem(w, [t.num(2)]), z(t.num(2))), env)).toBeLessThan(close);
    const chain = sum(i, mul(t.deriv(g, z(i)), t.deriv(z(i), c)));
    expect(gap(chain, t.deriv(g, c), env)).toBeLessThan(close);
    expect(values(sum(i, sum(j, t.deriv(z(i), z(j)))), env)).toEqual([6]);
  });
  it("mixed derivatives: ∂/∂zᵢ (∂g/∂c) runs through the family first", () => {
    // ∂g/∂c = Σⱼ wⱼ 2 zⱼ cos(c wⱼ) wⱼ, and by z₂ with all else held: 2 w₂² cos(c w₂).
    const w2 = t.elem(w, [t.num(2)]);
    const expected = mul(t.num(2), pow(w2, 2), f("cos", mul(c, w2)));
    expect(gap(t.deriv(t.deriv(g, c), z(t.num(2))), expected, env)).toBeLessThan(close);
  });
  it("recurrences are traced once per member", () => {
    const s = t.index("s");
    const h = (at: Expr) => t.call("h", [], [at], scalarShape);
    const body = t.cases([{ when: t.app(heads.le, [s, t.num(1)]), then: c }], add(h(add(s, t.num(-1))), mul(c, h(add(s, t.num(-2))))));
    const twoBack = defining({ name: "h", params: [s], body });
    expect(tapeOf([h(t.num(60))], twoBack).op.length).toBeLessThan(200);
  });
});

describe("cost", () => {
  it("forty residual layers: the tape grows with the layers, not with the paths", () => {
    const t = createTerms();
    const { mul, add, f } = vocabulary(t);
    const length = (layers: number): number => {
      const w = t.sym("w");
      let h: Expr = t.sym("h");
      for (let l = 0; l < layers; l++) h = add(h, f("tanh", mul(w, h)));
      return tapeOf([t.deriv(h, w)]).op.length;
    };
    expect(length(40)).toBeLessThan(2.2 * length(20));
    expect(dim(1)).toEqual(one);
  });
});
