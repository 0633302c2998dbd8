import { describe, expect, it } from "vitest";
import {
  type Attribute,
  compareRational,
  type Environment,
  emptyEnvironment,
  type Rational,
  rational,
  toNumber,
  zeroRational,
} from "../../src/expr/index.ts";
import { dimTuples, drawPoint, noConstraints, specialValues } from "../../src/oracle/index.ts";
import { addDims, dim, matrixShape, size, subtractDims } from "../../src/shape/index.ts";

const declare = (...attributes: Attribute[]): Environment => ({
  ...emptyEnvironment,
  symbols: new Map([["S", { name: "S", shape: matrixShape(dim(3), dim(3)), sort: "real", attributes: new Set(attributes), range: null }]]),
});
const draw = (dims: readonly number[], point: number, ...attributes: Attribute[]): readonly Rational[] =>
  drawPoint(declare(...attributes), [{ name: "S", dims }], new Map(), { seed: 5, tuple: 1, point }).values.get("S") ?? [];
const numbers = (dims: readonly number[], point: number, ...attributes: Attribute[]): readonly number[] =>
  draw(dims, point, ...attributes).map(toNumber);
const points = [0, 1, 2, 3, 4, 5];
const at = (s: readonly number[], i: number, j: number): number => s[i * 3 + j] as number;
const every = (test: (i: number, j: number) => boolean): boolean => [0, 1, 2].every((i) => [0, 1, 2].every((j) => test(i, j)));

describe("draws by attribute", () => {
  it("plain numbers are dyadic in [−2, 2], away from zero, and the same for the same key", () => {
    for (const p of points) {
      for (const x of draw([3, 3], p)) {
        expect(1024n % x.d).toBe(0n);
        expect(Math.abs(toNumber(x))).toBeGreaterThanOrEqual(1 / 16);
        expect(Math.abs(toNumber(x))).toBeLessThanOrEqual(2);
      }
      expect(draw([3, 3], p)).toEqual(draw([3, 3], p));
    }
    expect(draw([3, 3], 0)).not.toEqual(draw([3, 3], 1));
    expect(points.flatMap((p) => numbers([3, 3], p)).some((x) => x < 0)).toBe(true);
  });

  it.each<readonly [Attribute, (x: number) => boolean]>([
    ["positive", (x) => x > 0],
    ["negative", (x) => x < 0],
    ["nonzero", (x) => x !== 0],
    ["unit interval", (x) => x > 0 && x < 1],
    ["sign", (x) => Math.abs(x) === 1],
    ["binary", (x) => x === 0 || x === 1],
    ["natural", (x) => Number.isInteger(x) && x >= 1],
    ["integer", (x) => Number.isInteger(x)],
  ])("%s", (attribute, holds) => {
    for (const p of points) expect(numbers([4, 1], p, attribute).every(holds)).toBe(true);
  });

  it("probability vectors sum to one exactly; one-hot visits every position", () => {
    for (const p of points) {
      const sum = draw([4, 1], p, "probability").reduce((s, x) => rational(s.n * x.d + x.n * s.d, s.d * x.d), zeroRational);
      expect(sum).toEqual(rational(1));
    }
    const seen = points.map((p) => numbers([3, 1], p, "one-hot").indexOf(1));
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  });

  it("symmetric, skew-symmetric, diagonal", () => {
    for (const p of points) {
      const s = numbers([3, 3], p, "symmetric");
      const k = numbers([3, 3], p, "skew-symmetric");
      const d = numbers([3, 3], p, "diagonal");
      expect(every((i, j) => at(s, i, j) === at(s, j, i))).toBe(true);
      expect(every((i, j) => at(k, i, j) + at(k, j, i) === 0)).toBe(true);
      expect(every((i, j) => (i === j) === (at(d, i, j) !== 0))).toBe(true);
    }
  });

  it("positive definite by its minors; orthogonal exactly", () => {
    for (const p of points) {
      const s = numbers([3, 3], p, "positive definite");
      const two = at(s, 0, 0) * at(s, 1, 1) - at(s, 0, 1) ** 2;
      const three = [0, 1, 2].reduce(
        (sum, j) => sum + at(s, 0, j) * (at(s, 1, (j + 1) % 3) * at(s, 2, (j + 2) % 3) - at(s, 1, (j + 2) % 3) * at(s, 2, (j + 1) % 3)),
        0,
      );
      expect([at(s, 0, 0) > 0, two > 0, three > 0]).toEqual([true, true, true]);
      const q = draw([3, 3], p, "orthogonal");
      for (const i of [0, 1, 2]) {
        for (const j of [0, 1, 2]) {
          const dot = [0, 1, 2].reduce((sum, k) => {
            const [x, y] = [q[i * 3 + k] as Rational, q[j * 3 + k] as Rational];
            return rational(sum.n * x.d * y.d + x.n * y.n * sum.d, sum.d * x.d * y.d);
          }, zeroRational);
          expect(compareRational(dot, rational(i === j ? 1 : 0))).toBe(0);
        }
      }
    }
  });

  it("special values respect the attributes", () => {
    const specials = (...attributes: Attribute[]) =>
      specialValues(declare(...attributes), [{ name: "S", dims: [3, 1] }]).map((s) => s.value);
    expect(specials()).toEqual(["zero", "one", "minus-one", "half", "zero-entry", "tie"]);
    expect(specials("positive")).toEqual(["one", "half"]);
    expect(specials("one-hot")).toEqual([]);
    const zero = drawPoint(
      declare(),
      [{ name: "S", dims: [3, 3] }],
      new Map(),
      { seed: 1, tuple: 0, point: 0 },
      { name: "S", value: "zero" },
    );
    expect(zero.values.get("S")).toEqual(new Array(9).fill(zeroRational));
  });
});

describe("sizes", () => {
  const asObjects = (names: string[], constraints = noConstraints) => dimTuples(names, constraints).map((s) => Object.fromEntries(s));
  it("distinct, all equal, reversed", () => {
    expect(asObjects(["m", "n", "p"])).toEqual([
      { m: 2, n: 3, p: 5 },
      { m: 3, n: 3, p: 3 },
      { m: 5, n: 3, p: 2 },
    ]);
    expect(asObjects([])).toEqual([{}]);
    expect(asObjects(["n"])).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }]);
  });
  it("derived sizes stay positive and equations hold", () => {
    const [d, k, n] = [size("d"), size("k"), size("n")];
    const length = addDims(subtractDims(d, k), dim(1));
    for (const s of dimTuples(["d", "k", "n"], { equal: [[n, length]], positive: [subtractDims(length, dim(1))] })) {
      const [dv, kv, nv] = [s.get("d") as number, s.get("k") as number, s.get("n") as number];
      expect([nv === dv - kv + 1, nv >= 2]).toEqual([true, true]);
    }
    expect(dimTuples(["n"], { equal: [[n, dim(0)]], positive: [] })).toEqual([]);
  });
});
