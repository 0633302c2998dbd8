import { describe, expect, it } from "vitest";
import { createTerms, type Definition, type Environment, type Expr, emptyEnvironment, heads } from "../../src/expr/index.ts";
import { trace } from "../../src/oracle/index.ts";
import { scalarShape } from "../../src/shape/index.ts";
import { head } from "../support/heads.ts";
import { gap, small } from "./measure.ts";

const t = createTerms();
const [a, b, c, u, x] = [t.sym("a"), t.sym("b"), t.sym("c"), t.sym("u"), t.sym("x")];
const num = (n: number) => t.num(n);
const add = (...f: Expr[]) => t.app(heads.add, f);
const mul = (...f: Expr[]) => t.app(heads.mul, f);
const neg = (e: Expr) => t.app(heads.neg, [e]);
const div = (p: Expr, q: Expr) => t.app(heads.div, [p, q]);
const pow = (p: Expr, n: number) => t.app(heads.pow, [p, num(n)]);
const f = (name: string, ...args: Expr[]) => t.app(head(name), args);
const infinity = t.app(heads.infinity, []);
const integral = (from: Expr, to: Expr, body: Expr) => t.bind("integral", u, { kind: "interval", from, to }, body);
const positive: Environment = {
  ...emptyEnvironment,
  symbols: new Map([["c", { name: "c", shape: scalarShape, sort: "real", attributes: new Set(["positive"] as const), range: null }]]),
};
const truth = (h: typeof heads.lt, p: Expr, q: Expr) => t.app(h, [p, q]);
const steps: Definition = {
  name: "H",
  params: [x],
  body: t.cases(
    [
      { when: truth(heads.gt, x, num(0)), then: num(1) },
      { when: truth(heads.eq, x, num(0)), then: div(num(1), num(2)) },
      { when: truth(heads.lt, x, num(0)), then: num(0) },
    ],
    null,
  ),
};
const withStep: Environment = { ...emptyEnvironment, definitions: new Map([["H", steps]]) };
const H = (at: Expr) => t.call("H", [], [at], scalarShape);

describe("integrals", () => {
  const cases: readonly (readonly [string, Expr, Expr, Environment])[] = [
    [
      "a polynomial",
      integral(a, b, add(pow(u, 2), mul(c, u))),
      add(div(add(pow(b, 3), neg(pow(a, 3))), num(3)), mul(c, div(add(pow(b, 2), neg(pow(a, 2))), num(2)))),
      emptyEnvironment,
    ],
    ["an exponential over a half-line", integral(num(0), infinity, mul(c, f("exp", neg(mul(c, u))))), num(1), positive],
    ["its mean", integral(num(0), infinity, mul(u, c, f("exp", neg(mul(c, u))))), div(num(1), c), positive],
    ["a step from −∞", integral(neg(infinity), x, f("heaviside", u)), f("relu", x), emptyEnvironment],
    ["a step by cases from −∞", integral(neg(infinity), x, H(u)), f("max", num(0), x), withStep],
    ["a step between bounds", integral(a, b, H(u)), add(f("relu", b), neg(f("relu", a))), withStep],
    ["a relu", integral(a, b, f("relu", u)), div(add(pow(f("relu", b), 2), neg(pow(f("relu", a), 2))), num(2)), emptyEnvironment],
    [
      "|u − a| over the unit interval",
      integral(num(0), num(1), f("abs", add(u, neg(a)))),
      integral(num(0), num(1), add(f("relu", add(u, neg(a))), f("relu", add(a, neg(u))))),
      emptyEnvironment,
    ],
    ["the derivative by the upper bound", t.deriv(integral(a, b, mul(u, f("exp", u))), b), mul(b, f("exp", b)), emptyEnvironment],
    [
      "under the integral sign",
      t.deriv(integral(num(0), num(1), f("exp", mul(a, u))), a),
      integral(num(0), num(1), mul(u, f("exp", mul(a, u)))),
      emptyEnvironment,
    ],
  ];
  it.each(cases)("%s", (_, lhs, rhs, env) => {
    expect(gap(lhs, rhs, env)).toBeLessThan(1e-9);
  });

  it("is refused where nothing is known, where it diverges, and where the body is not defined everywhere", () => {
    const half = t.cases([{ when: truth(heads.gt, u, num(0)), then: u }], null);
    for (const e of [
      integral(a, b, f("sin", pow(u, 2))),
      integral(num(0), infinity, u),
      integral(num(0), infinity, f("exp", mul(a, u))),
      integral(num(-1), num(1), half),
    ]) {
      expect(trace(emptyEnvironment, [e], { sizes: small }).ok).toBe(false);
    }
  });
});
