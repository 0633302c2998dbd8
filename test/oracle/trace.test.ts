import { describe, expect, it } from "vitest";
import { createTerms, type Environment, type Expr, emptyEnvironment, heads, rational } from "../../src/expr/index.ts";
import { evaluate, isSkip, replayDoubles, trace, valuesAt } from "../../src/oracle/index.ts";
import { columnShape, dim, matrixShape, scalarShape, size, subtractDims } from "../../src/shape/index.ts";
import { card, head } from "../support/heads.ts";
import { gap, sizesOf, small, tapeOf, values } from "./measure.ts";

const t = createTerms();
const [m, n] = [size("m"), size("n")];
const A = t.sym("A", matrixShape(m, n));
const K = t.sym("K", matrixShape(n, n));
const x = t.sym("x", columnShape(n));
const [a, c] = [t.sym("a"), t.sym("c")];
const [i, j] = [t.index("i"), t.index("j")];
const num = (k: number) => t.num(k);
const add = (...f: Expr[]) => t.app(heads.add, f);
const mul = (...f: Expr[]) => t.app(heads.mul, f);
const neg = (e: Expr) => t.app(heads.neg, [e]);
const f = (name: string, ...args: Expr[]) => t.app(head(name), args);
const upTo = (to: Expr, from: Expr = num(1)) => ({ kind: "range", from, to }) as const;
const sum = (index: typeof i, to: Expr, body: Expr, from?: Expr) => t.bind("sum", index, upTo(to, from), body);
const delta = (p: Expr, q: Expr) => t.app(heads.iverson, [t.app(heads.eq, [p, q])]);
const close = 1e-12;

describe("index notation", () => {
  it("sums, products by entries, tabulated arrays", () => {
    const entry = sum(j, t.dim(n), mul(t.elem(A, [i, j]), t.elem(x, [j])));
    expect(gap(t.bind("tabulate", i, upTo(t.dim(m)), entry), mul(A, x))).toBeLessThan(close);
    expect(gap(sum(i, t.dim(n), t.elem(K, [i, i])), f("tr", K))).toBeLessThan(close);
    expect(
      gap(t.bind("product", i, upTo(t.dim(n)), t.elem(x, [i])), mul(t.elem(x, [num(1)]), t.elem(x, [num(2)]), t.elem(x, [num(3)]))),
    ).toBeLessThan(close);
  });

  it("Kronecker deltas and affine positions are settled while tracing", () => {
    const picked = sum(j, t.dim(n), mul(delta(j, num(2)), t.elem(x, [j])));
    expect(tapeOf([picked]).op.length).toBe(1);
    expect(gap(sum(j, add(t.dim(n), num(-1)), t.elem(x, [add(j, num(1))])), sum(j, t.dim(n), t.elem(x, [j]), num(2)))).toBeLessThan(close);
  });

  it("a bracket guards an entry outside its range", () => {
    const inside = t.app(heads.iverson, [t.app(heads.lt, [j, t.dim(n)])]);
    const guarded = sum(j, t.dim(n), mul(inside, t.elem(x, [add(j, num(1))])));
    expect(gap(guarded, sum(j, t.dim(n), t.elem(x, [j]), num(2)))).toBeLessThan(close);
  });

  it("an entry outside its array has no value, or is zero where that is said", () => {
    const beyond = add(t.dim(n), num(1));
    expect(values(t.elem(x, [beyond]))).toEqual([Number.NaN]);
    expect(values(t.elem(x, [beyond], "zero"))).toEqual([0]);
  });

  it("empty sums are zero, empty maxima have no value", () => {
    expect(values(sum(j, num(0), t.elem(x, [j])))).toEqual([0]);
    expect(values(t.bind("max", j, upTo(num(0)), t.elem(x, [j])))).toEqual([Number.NaN]);
  });

  it("free indices have the position they are given", () => {
    const at = (k: number) => trace(emptyEnvironment, [t.elem(x, [i])], { sizes: small, indices: new Map([["i", k]]) });
    const traced = at(2);
    expect(traced.ok && traced.value.inputs).toEqual([{ name: "x", at: 1 }]);
    expect(trace(emptyEnvironment, [t.elem(x, [i])], { sizes: small })).toMatchObject({ ok: false, error: { reason: "unsized" } });
  });

  it("a size is a number", () => {
    expect(values(t.app(heads.div, [num(1), t.dim(n)]))).toEqual([1 / 3]);
  });

  it("the position of a maximum can be used as an index", () => {
    const best = t.bind("argmax", j, upTo(t.dim(n)), t.elem(x, [j]));
    expect(gap(t.elem(x, [best]), t.bind("max", j, upTo(t.dim(n)), t.elem(x, [j])))).toBeLessThan(close);
    expect(gap(t.elem(t.deriv(t.elem(x, [best]), x), [best]), num(1))).toBeLessThan(close);
  });
});

describe("matrices", () => {
  const B = t.sym("B", matrixShape(n, n));
  it.each<readonly [string, Expr, Expr]>([
    ["inverse", mul(f("inv", K), K), t.app(heads.eye, [t.dim(n)])],
    ["a negative power", t.app(heads.pow, [K, num(-2)]), mul(f("inv", K), f("inv", K))],
    ["determinant of a product", f("det", mul(K, B)), mul(f("det", K), f("det", B))],
    ["adjugate", mul(K, f("adj", K)), mul(f("det", K), t.app(heads.eye, [t.dim(n)]))],
    [
      "vec of a product",
      f("vec", mul(A, K)),
      mul(t.app(heads.kron, [t.app(heads.transpose, [K]), t.app(heads.eye, [t.dim(m)])]), f("vec", A)),
    ],
    [
      "blocks",
      t.app(heads.stack, [t.app(heads.beside, [K, B]), t.app(heads.beside, [B, K])]),
      add(
        t.app(heads.kron, [t.app(heads.eye, [num(2)]), K]),
        t.app(heads.kron, [add(t.app(heads.ones, [num(2), num(2)]), neg(t.app(heads.eye, [num(2)]))), B]),
      ),
    ],
    ["a scalar product scales what follows", mul(t.app(heads.transpose, [x]), x, x), mul(x, t.app(heads.pow, [f("norm", x), num(2)]))],
    [
      "softmax acts on rows",
      f("softmax", A),
      t.app(
        heads.stack,
        [1, 2].map((r) => t.app(heads.transpose, [f("softmax", t.app(heads.transpose, [row(r)]))])),
      ),
    ],
  ])("%s", (_, lhs, rhs) => {
    expect(gap(lhs, rhs)).toBeLessThan(1e-9);
  });
});

function row(r: number): Expr {
  return t.app(heads.transpose, [t.bind("tabulate", j, upTo(t.dim(n)), t.elem(A, [num(r), j]))]);
}

describe("cases and conventions", () => {
  const truth = (head_: typeof heads.lt, p: Expr, q: Expr) => t.app(head_, [p, q]);
  it("selects by real guards", () => {
    const relu = t.cases([{ when: truth(heads.gt, a, num(0)), then: a }], num(0));
    expect(gap(relu, f("relu", a))).toBeLessThan(close);
    expect(gap(t.deriv(relu, a), f("heaviside", a))).toBeLessThan(close);
  });
  it("has no value where no arm applies", () => {
    const partial = t.cases([{ when: truth(heads.gt, t.app(heads.hpow, [a, num(2)]), num(9)), then: a }], null);
    expect(values(partial)).toEqual([Number.NaN]);
  });
  it("H(0) is what the convention says", () => {
    const at = (heaviside: number) => {
      const traced = trace(emptyEnvironment, [f("heaviside", add(a, neg(a)))], {
        sizes: small,
        convention: { heaviside: rational(heaviside), relu: rational(0), abs: rational(0), tie: rational(1, 2) },
      });
      return traced.ok ? valuesAt(traced.value, { sizes: small, values: new Map([["a", [rational(2)]]]) })[0]?.values : null;
    };
    expect([at(0), at(1)]).toEqual([[0], [1]]);
  });
});

describe("cards", () => {
  const other = createTerms();
  const u = other.sym("u", columnShape(size("k")));
  const meaning = {
    params: [u],
    body: other.app(heads.mul, [other.app(heads.div, [other.num(1), other.dim(size("k"))]), other.app(head("sumall"), [u])]),
  };
  const average = card(
    "average",
    { kind: "signature", params: [columnShape(size("k"))], result: scalarShape },
    { kernel: null, means: meaning },
  );

  it("without a kernel are traced through what they mean, their sizes their own", () => {
    expect(gap(t.app(average, [x]), f("mean", x))).toBeLessThan(close);
    // The document's k and u are not the card's.
    const env: Environment = { ...emptyEnvironment, definitions: new Map([["u", { name: "u", params: [], body: num(7) }]]) };
    expect(gap(t.app(average, [x]), f("mean", x), env)).toBeLessThan(close);
  });
  it("a free index of the document is not a size of the card", () => {
    const traced = trace(emptyEnvironment, [t.app(average, [x])], { sizes: small, indices: new Map([["k", 1]]) });
    expect(traced.ok && traced.value.constants).toEqual([rational(1, 3)]);
  });
  it("with neither are refused by name", () => {
    const nothing = card("mystery", { kind: "elementwise" }, { kernel: null });
    expect(trace(emptyEnvironment, [t.app(nothing, [x])], { sizes: small })).toMatchObject({ ok: false, error: { reason: "unsupported" } });
  });
});

describe("expectations", () => {
  const z = t.sym("z");
  const mean = (body: Expr) => t.bind("expectation", z, { kind: "distribution", name: "p" }, body);
  it("are linear, and not multiplicative", () => {
    expect(gap(mean(add(mul(a, z), c)), add(mul(a, mean(z)), c))).toBeLessThan(close);
    expect(gap(mean(mul(z, z)), mul(mean(z), mean(z)))).toBeGreaterThan(1e-6);
  });
});

describe("limits of what is traced", () => {
  it("too many operations end in a reason, not in a hang", () => {
    const wide = sum(i, num(90_000), sum(j, num(90_000), mul(a, t.app(heads.div, [num(1), i]))));
    expect(trace(emptyEnvironment, [wide], { sizes: small })).toMatchObject({ ok: false, error: { reason: "budget" } });
    const range = sum(i, num(10_000_000), a);
    expect(trace(emptyEnvironment, [range], { sizes: small })).toMatchObject({ ok: false, error: { reason: "budget" } });
  });
  it("a definition in a circle, an unknown function, a missing size", () => {
    const circle: Environment = { ...emptyEnvironment, definitions: new Map([["a", { name: "a", params: [], body: add(a, num(1)) }]]) };
    expect(trace(circle, [a], { sizes: small })).toMatchObject({ ok: false, error: { reason: "unsupported" } });
    expect(trace(emptyEnvironment, [t.call("g", [], [a], scalarShape)], { sizes: small })).toMatchObject({
      ok: false,
      error: { reason: "undefined-symbol" },
    });
    expect(trace(emptyEnvironment, [t.sym("v", columnShape(size("q")))], { sizes: small })).toMatchObject({
      ok: false,
      error: { reason: "unsized" },
    });
    const empty = t.sym("v", columnShape(subtractDims(m, dim(5))));
    expect(trace(emptyEnvironment, [empty], { sizes: small })).toMatchObject({ ok: false, error: { reason: "unsized" } });
  });
  it("names such as __proto__ are names", () => {
    const odd = t.sym("__proto__");
    expect(gap(t.deriv(mul(odd, odd), odd), mul(num(2), odd))).toBeLessThan(close);
  });
  it("large arrays are read entry by entry", () => {
    const big = t.sym("B", matrixShape(dim(1000), dim(1000)));
    const tape = tapeOf([t.elem(big, [num(1000), num(7)])]);
    expect(tape.inputs).toEqual([{ name: "B", at: 999_006 }]);
  });
});

describe("replays", () => {
  it("typed arrays and the general way agree", () => {
    const e = f("sumall", f("gelu", mul(K, f("softmax", x))));
    const tape = tapeOf([e, t.deriv(e, K)]);
    const inputs = Float64Array.from(tape.inputs, (_, k) => Math.sin(k + 1));
    const cells = replayDoubles(tape, inputs);
    const point = {
      sizes: small,
      values: new Map(
        tape.symbols.map(({ name }) => [
          name,
          tape.inputs.flatMap((s, k) => (s.name === name ? [rational(Math.round((inputs[k] as number) * 2 ** 40), 2 ** 40)] : [])),
        ]),
      ),
    };
    for (const [r, root] of tape.roots.entries()) {
      for (const [k, x0] of (valuesAt(tape, point)[r]?.values ?? []).entries()) {
        expect(isSkip(x0) ? Number.NaN : x0).toBeCloseTo(cells[root.registers[k] as number] as number, 8);
      }
    }
  });
  it("evaluate nests by dims", () => {
    const value = evaluate(emptyEnvironment, mul(A, x), {
      sizes: sizesOf({ m: 2, n: 1 }),
      values: new Map([
        ["A", [rational(1), rational(2)]],
        ["x", [rational(3)]],
      ]),
    });
    expect(value).toEqual({ ok: true, value: [[3], [6]] });
  });
});
