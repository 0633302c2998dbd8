import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTerms, type Expr, emptyEnvironment, heads, rational, toNumber } from "../../src/expr/index.ts";
import {
  type Ball,
  balls,
  drawPoint,
  inputsAt,
  isSkip,
  longBalls,
  type NumberDomain,
  replay,
  specialValues,
} from "../../src/oracle/index.ts";
import { columnShape, size } from "../../src/shape/index.ts";
import { head } from "../support/heads.ts";
import { small, tapeOf } from "./measure.ts";

const fifty = longBalls(50);
const toDouble = (mid: bigint): number => Number((mid * 10n ** 40n) >> fiftyBits) / 1e40;
const fiftyBits = BigInt(Math.ceil(50 * 3.33) + 24);

const t = createTerms();
const leaf = fc.constantFrom<Expr>(t.sym("a"), t.sym("b"), t.sym("c"), t.num(2), t.num(rational(1, 3)));
const unary = ["exp", "sin", "cos", "tanh", "abs", "relu", "sigmoid", "softplus", "erf", "arctan", "sqrt", "ln", "gelu"] as const;
const scalarTerm: fc.Arbitrary<Expr> = fc.letrec<{ term: Expr }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.tuple(fc.constantFrom(heads.add, heads.mul, heads.div), tie("term"), tie("term")).map(([h, x, y]) => t.app(h, [x, y])),
    fc.tuple(fc.constantFrom(...unary), tie("term")).map(([name, x]) => t.app(head(name), [x])),
  ),
})).term;

describe("balls", () => {
  it("hold the value that fifty digits find, derivatives included", () => {
    let compared = 0;
    fc.assert(
      fc.property(scalarTerm, fc.nat(50), (e, point) => {
        const tape = tapeOf([e, t.deriv(e, t.sym("a"))]);
        const at = drawPoint(emptyEnvironment, tape.symbols, small, { seed: 3, tuple: 0, point });
        const rough = replay(tape, balls, inputsAt(tape, balls, at)).roots;
        const fine = replay(tape, fifty, inputsAt(tape, fifty, at)).roots;
        for (const [i, root] of rough.entries()) {
          const x = root.values[0] as Ball<number>;
          const y = fine[i]?.values[0] as Ball<bigint>;
          if (isSkip(x) || isSkip(y) || y.rad > 1e-20) continue;
          compared++;
          expect(Math.abs(x.mid - toDouble(y.mid))).toBeLessThanOrEqual(x.rad * (1 + 1e-9) + Math.abs(x.mid) * 2 ** -52 + 1e-38);
        }
      }),
      { numRuns: 400, seed: 11 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  const known: readonly (readonly [string, (d: NumberDomain<Ball<bigint>>) => Ball<bigint>, number])[] = [
    ["e", (d) => d.exp(d.constant(rational(1))) as Ball<bigint>, Math.E],
    ["ln 10", (d) => d.ln(d.constant(rational(10))) as Ball<bigint>, Math.LN10],
    ["√2", (d) => d.sqrt(d.constant(rational(2))) as Ball<bigint>, Math.SQRT2],
    ["π", (d) => d.pi() as Ball<bigint>, Math.PI],
    ["sin 100", (d) => d.sin(d.constant(rational(100))) as Ball<bigint>, Math.sin(100)],
    ["cos −7", (d) => d.cos(d.constant(rational(-7))) as Ball<bigint>, Math.cos(-7)],
    ["arctan 1/3", (d) => d.special("arctan", d.constant(rational(1, 3))) as Ball<bigint>, Math.atan(1 / 3)],
    ["arcsin −1/3", (d) => d.special("arcsin", d.constant(rational(-1, 3))) as Ball<bigint>, Math.asin(-1 / 3)],
    ["Γ(1/2) = √π", (d) => d.special("gamma", d.constant(rational(1, 2))) as Ball<bigint>, Math.sqrt(Math.PI)],
    ["ψ(1) = −γ", (d) => d.special("digamma", d.constant(rational(1))) as Ball<bigint>, -0.5772156649015329],
    ["ψ′(1) = π²/6", (d) => d.special("trigamma", d.constant(rational(1))) as Ball<bigint>, Math.PI ** 2 / 6],
    ["erf 1", (d) => d.special("erf", d.constant(rational(1))) as Ball<bigint>, 0.8427007929497149],
  ];
  it.each(known)("fifty digits: %s", (_, value, expected) => {
    const x = value(fifty);
    expect(isSkip(x)).toBe(false);
    expect(x.rad).toBeLessThan(1e-40);
    expect(Math.abs(toDouble(x.mid) - expected)).toBeLessThan(1e-14 * (1 + Math.abs(expected)));
  });

  it("agree with two hundred digits within their radius", () => {
    const many = longBalls(200);
    const bits = BigInt(Math.ceil(200 * 3.33) + 24);
    for (const [name, value] of known.slice(0, 8)) {
      const gap = value(fifty).mid - (value(many).mid >> (bits - fiftyBits));
      expect([name, gap < 64n && gap > -64n]).toEqual([name, true]);
    }
  });

  it("give the hull across a kink, [0, 1] for a step exactly at its jump, and say so", () => {
    const x = t.sym("x", columnShape(size("n")));
    const tape = tapeOf([t.deriv(t.app(head("sumall"), [t.app(head("relu"), [x])]), x)]);
    const zero = specialValues(emptyEnvironment, tape.symbols).find((s) => s.value === "zero");
    const at = drawPoint(emptyEnvironment, tape.symbols, small, { seed: 1, tuple: 0, point: 0 }, zero ?? null);
    const hull = replay(tape, balls, inputsAt(tape, balls, at));
    expect(hull.kink).toBe(true);
    const entry = hull.roots[0]?.values[0] as Ball<number>;
    expect([entry.mid - entry.rad <= 0, entry.mid + entry.rad >= 1]).toEqual([true, true]);
    const conventional = replay(tape, balls, inputsAt(tape, balls, at), "convention").roots[0]?.values[0] as Ball<number>;
    expect(conventional).toEqual({ mid: 0.5, rad: 0 });
  });

  it("know certain absence from lack of information", () => {
    const a = t.sym("a");
    const tape = tapeOf([
      t.app(head("ln"), [t.app(heads.neg, [t.app(heads.mul, [a, a])])]),
      t.app(head("exp"), [t.app(head("exp"), [t.app(head("exp"), [t.num(9)])])]),
      t.app(heads.div, [t.num(1), t.app(heads.add, [a, t.app(heads.neg, [a])])]),
    ]);
    const at = drawPoint(emptyEnvironment, tape.symbols, small, { seed: 1, tuple: 0, point: 0 });
    const found = replay(tape, balls, inputsAt(tape, balls, at)).roots.map((r) => r.values[0]);
    expect(found.map((x) => isSkip(x) && x.sure)).toEqual([true, false, true]);
    expect(toNumber(rational(1, 4))).toBe(0.25);
  });
});
