import { describe, expect, it } from "vitest";
import { createTerms, type Domain, type Environment, type Expr, emptyEnvironment, heads, type Sym } from "../../src/expr/index.ts";
import { trace } from "../../src/oracle/index.ts";
import { scalarShape } from "../../src/shape/index.ts";
import { head } from "../support/heads.ts";
import { gap, small, values } from "./measure.ts";

const t = createTerms();
const [a, c, h, k] = [t.sym("a"), t.sym("c"), t.sym("h"), t.sym("k")];
const num = (n: number) => t.num(n);
const add = (...f: Expr[]) => t.app(heads.add, f);
const mul = (...f: Expr[]) => t.app(heads.mul, f);
const neg = (e: Expr) => t.app(heads.neg, [e]);
const div = (x: Expr, y: Expr) => t.app(heads.div, [x, y]);
const pow = (x: Expr, n: number) => t.app(heads.pow, [x, num(n)]);
const f = (name: string, ...args: Expr[]) => t.app(head(name), args);
const infinity = t.app(heads.infinity, []);
const limit = (variable: Sym, at: Expr, body: Expr, side: Extract<Domain, { kind: "point" }>["side"] = "both") =>
  t.bind("limit", variable, { kind: "point", at, side }, body);
const quotient = (fn: (x: Expr) => Expr, x: Expr) => limit(h, num(0), div(add(fn(add(x, h)), neg(fn(x))), h));
const positive = (name: string): Environment => ({
  ...emptyEnvironment,
  symbols: new Map([[name, { name, shape: scalarShape, sort: "real", attributes: new Set(["positive"] as const), range: null }]]),
});

describe("limits", () => {
  it.each(["exp", "sin", "relu", "sigmoid", "tanh", "erf", "arctan", "abs", "softplus"])(
    "the difference quotient of %s is its derivative",
    (name) => {
      expect(
        gap(
          quotient((x) => f(name, x), a),
          t.deriv(f(name, a), a),
        ),
      ).toBeLessThan(1e-9);
    },
  );

  const cases: readonly (readonly [string, Expr, Expr])[] = [
    ["sin h / h", limit(h, num(0), div(f("sin", h), h)), num(1)],
    ["(1 − cos h)/h²", limit(h, num(0), div(add(num(1), neg(f("cos", h))), pow(h, 2))), t.num({ n: 1n, d: 2n })],
    [
      "a second difference",
      limit(h, num(0), div(add(f("exp", add(a, h)), mul(num(-2), f("exp", a)), f("exp", add(a, neg(h)))), pow(h, 2))),
      f("exp", a),
    ],
    ["|h|/h from the left", limit(h, num(0), div(f("abs", h), h), "left"), num(-1)],
    [
      "√(a² + h) − |a| over h",
      limit(h, num(0), div(add(f("sqrt", add(pow(a, 2), h)), neg(f("abs", a))), h)),
      div(num(1), mul(num(2), f("abs", a))),
    ],
    ["a quotient of polynomials at infinity", limit(h, infinity, div(add(mul(num(3), pow(h, 2)), h), add(pow(h, 2), neg(a)))), num(3)],
    ["(1 + a/h)^h", limit(h, infinity, t.app(heads.pow, [add(num(1), div(a, h)), h])), f("exp", a)],
    ["h² e⁻ʰ", limit(h, infinity, mul(pow(h, 2), f("exp", neg(h)))), num(0)],
    ["tanh at −∞", limit(h, neg(infinity), f("tanh", h)), num(-1)],
    ["softplus(h) − h", limit(h, infinity, add(f("softplus", h), neg(h))), num(0)],
    ["√h / √(h + 1)", limit(h, infinity, div(f("sqrt", h), f("sqrt", add(h, num(1))))), num(1)],
    ["the variable may be absent", limit(h, num(0), c), c],
  ];
  it.each(cases)("%s", (_, lhs, rhs) => {
    expect(gap(lhs, rhs)).toBeLessThan(1e-9);
  });

  it("a limit that depends on a sign uses the declared one, and without is a step", () => {
    const steep = limit(k, infinity, f("sigmoid", mul(k, a)));
    expect(values(steep, positive("a"))).toEqual([1]);
    const open = trace(emptyEnvironment, [steep, f("heaviside", a)], { sizes: small });
    expect(open.ok && open.value.roots[0]?.registers).toEqual(open.ok && open.value.roots[1]?.registers);
    const inCase = { ...emptyEnvironment, given: [t.app(heads.lt, [a, num(0)])] };
    expect(values(steep, inCase)).toEqual([0]);
  });

  it("has no value where the two sides differ", () => {
    expect(values(limit(h, num(0), div(f("abs", h), h)))).toEqual([Number.NaN]);
  });

  it("refuses what is infinite, oscillates, or cancels below what is kept", () => {
    const open = [
      limit(h, num(0), div(num(1), h), "right"),
      limit(h, infinity, f("sin", h)),
      limit(h, infinity, mul(f("exp", h), f("ln", add(num(1), f("exp", neg(h)))))),
    ];
    for (const e of open) expect(trace(emptyEnvironment, [e], { sizes: small }).ok).toBe(false);
  });
});
