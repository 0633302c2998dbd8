import fc from "fast-check";
import { expect, it } from "vitest";
import { addRational, createTerms, type Expr, emptyEnvironment, heads, type Rational, rational } from "../../src/expr/index.ts";
import { type Ball, drawPoint, inputsAt, isSkip, longBalls, type Point, replay } from "../../src/oracle/index.ts";
import { head } from "../support/heads.ts";
import { small, tapeOf } from "./measure.ts";

const t = createTerms();
const a = t.sym("a");
const leaf = fc.constantFrom<Expr>(a, a, t.sym("b"), t.num(2), t.num(rational(1, 3)));
const unary = [
  ..."exp sin cos tan tanh abs relu sigmoid softplus erf arctan arcsin sqrt ln gelu silu mish elu selu leakyrelu hardtanh".split(" "),
  ..."sinh cosh arsinh artanh arccos Phi phi gamma digamma floor ceil".split(" "),
];
const binary = [heads.add, heads.mul, heads.div, heads.pow, head("max"), head("min")];
const term: fc.Arbitrary<Expr> = fc.letrec<{ term: Expr }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(fc.constantFrom(...binary), tie("term"), tie("term")).map(([h, x, y]) => t.app(h, [x, y])),
    fc.tuple(fc.constantFrom(...unary), tie("term")).map(([name, x]) => t.app(head(name), [x])),
  ),
})).term;

const digits = 58;
const domain = longBalls(digits);
const bits = BigInt(Math.ceil(digits * 3.33) + 24);
const real = (x: Ball<bigint>): number => Number((x.mid * 10n ** 30n) >> bits) / 1e30;
const step = rational(1, 10n ** 20n);

it("every scalar operation has the derivative that difference quotients with 58 digits show", () => {
  let compared = 0;
  fc.assert(
    fc.property(term, fc.nat(40), (e, point) => {
      const tape = tapeOf([e, t.deriv(e, a)]);
      const at = drawPoint(emptyEnvironment, tape.symbols, small, { seed: 9, tuple: 0, point });
      const moved = (by: Rational): Point => ({
        ...at,
        values: new Map([...at.values, ["a", (at.values.get("a") ?? []).map((x) => addRational(x, by))]]),
      });
      const value = (p: Point, root: number) => replay(tape, domain, inputsAt(tape, domain, p), "convention").roots[root]?.values[0];
      const [left, right, slope] = [value(moved(rational(-step.n, step.d)), 0), value(moved(step), 0), value(at, 1)];
      if (!left || !right || !slope || isSkip(left) || isSkip(right) || isSkip(slope)) return;
      const spread = (left.rad + right.rad) * 1e20 + slope.rad;
      if (spread > 1e-9) return;
      compared++;
      const gap = domain.add(right, domain.neg(left));
      if (isSkip(gap)) return;
      const quotient = real({ mid: (gap.mid * step.d) / 2n, rad: 0 });
      expect(Math.abs(quotient - real(slope))).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(quotient)) + spread);
    }),
    { numRuns: 600, seed: 5 },
  );
  expect(compared).toBeGreaterThan(250);
});
