/**
 * Numbers for the second opinion on a witness: mathjs BigNumbers, and dual numbers over them for derivatives.
 *
 *   (v + d ε)(w + e ε) = v w + (v e + d w) ε,   f(v + d ε) = f(v) + f′(v) d ε
 *
 * A derivative inside a derivative has its own ε, told apart by `tag`: the innermost has the largest.
 */
import type { BigNumber } from "mathjs";

export interface Dual {
  readonly tag: number;
  readonly v: Numeral;
  readonly d: Numeral;
}
export type Numeral = BigNumber | Dual;

/** Values at kinks: H(0), ReLU′(0), and the share of the first argument of a maximum at a tie. */
export interface Kinks {
  readonly step: string;
  readonly relu: string;
  readonly tie: string;
}

export interface Numbers {
  readonly of: (written: string | number) => BigNumber;
  readonly add: (a: Numeral, b: Numeral) => Numeral;
  readonly mul: (a: Numeral, b: Numeral) => Numeral;
  readonly neg: (a: Numeral) => Numeral;
  readonly div: (a: Numeral, b: Numeral) => Numeral;
  readonly pow: (a: Numeral, b: Numeral) => Numeral;
  /** An elementary function by the name of its kernel; null where there is none. */
  readonly apply: (name: string, x: Numeral) => Numeral | null;
  readonly larger: (a: Numeral, b: Numeral) => Numeral;
  /** Whether a convention was used. */
  readonly atKink: () => boolean;
}

export const isDual = (x: Numeral): x is Dual => "tag" in x;
const tagOf = (x: Numeral): number => (isDual(x) ? x.tag : 0);
/** The number without its derivatives. */
export const plain = (x: Numeral): BigNumber => (isDual(x) ? plain(x.v) : x);
/** The coefficient of the ε of this tag. */
export const slope = (x: Numeral, tag: number, zero: BigNumber): Numeral => (isDual(x) && x.tag === tag ? x.d : zero);

export function numbers(make: (written: string | number) => BigNumber, kinks: Kinks): Numbers {
  let touched = false;
  const zero = make(0);
  const one = make(1);
  const nothing = make(Number.NaN);
  const atKink = (value: string): BigNumber => {
    touched = true;
    return make(value);
  };
  const finite = (x: BigNumber): BigNumber => (x.isFinite() ? x : nothing);
  const parts = (x: Numeral, tag: number): readonly [Numeral, Numeral] => (isDual(x) && x.tag === tag ? [x.v, x.d] : [x, zero]);

  const add = (a: Numeral, b: Numeral): Numeral => {
    if (!isDual(a) && !isDual(b)) return finite(a.plus(b));
    const tag = Math.max(tagOf(a), tagOf(b));
    const [[v, d], [w, e]] = [parts(a, tag), parts(b, tag)];
    return { tag, v: add(v, w), d: add(d, e) };
  };
  const mul = (a: Numeral, b: Numeral): Numeral => {
    if (!isDual(a) && !isDual(b)) return finite(a.times(b));
    const tag = Math.max(tagOf(a), tagOf(b));
    const [[v, d], [w, e]] = [parts(a, tag), parts(b, tag)];
    return { tag, v: mul(v, w), d: add(mul(v, e), mul(d, w)) };
  };
  const neg = (a: Numeral): Numeral => mul(make(-1), a);
  const inverse = (a: Numeral): Numeral => {
    if (!isDual(a)) return finite(one.div(a));
    const v = inverse(a.v);
    return { tag: a.tag, v, d: neg(mul(a.d, mul(v, v))) };
  };
  const div = (a: Numeral, b: Numeral): Numeral => mul(a, inverse(b));
  const pow = (a: Numeral, b: Numeral): Numeral => {
    if (isDual(b)) return apply("exp", mul(b, apply("ln", a) ?? nothing)) ?? nothing;
    if (!isDual(a)) return finite(a.pow(b));
    const d = b.isZero() ? zero : mul(mul(b, pow(a.v, b.minus(1))), a.d);
    return { tag: a.tag, v: pow(a.v, b), d };
  };

  const values: ReadonlyMap<string, (x: BigNumber) => BigNumber> = new Map([
    ["exp", (x: BigNumber) => x.exp()],
    ["ln", (x: BigNumber) => (x.isPositive() ? x.ln() : nothing)],
    ["sqrt", (x: BigNumber) => x.sqrt()],
    ["sin", (x: BigNumber) => x.sin()],
    ["cos", (x: BigNumber) => x.cos()],
    ["arcsin", (x: BigNumber) => x.asin()],
    ["arctan", (x: BigNumber) => x.atan()],
    ["abs", (x: BigNumber) => x.abs()],
    ["floor", (x: BigNumber) => x.floor()],
    ["relu", (x: BigNumber) => (x.gt(0) ? x : zero)],
    ["sign", (x: BigNumber) => (x.isZero() ? zero : make(x.gt(0) ? 1 : -1))],
    ["heaviside", (x: BigNumber) => (x.isZero() ? atKink(kinks.step) : make(x.gt(0) ? 1 : 0))],
    ["slope of relu", (x: BigNumber) => (x.isZero() ? atKink(kinks.relu) : make(x.gt(0) ? 1 : 0))],
    ["slope of abs", (x: BigNumber) => (x.isZero() ? atKink("0") : make(x.gt(0) ? 1 : -1))],
    ["erf", errorFunction],
  ]);
  const of = (name: string, x: Numeral): Numeral => apply(name, x) ?? nothing;
  const square = (x: Numeral): Numeral => mul(x, x);
  const slopes: ReadonlyMap<string, (x: Numeral) => Numeral> = new Map([
    ["exp", (x: Numeral) => of("exp", x)],
    ["ln", inverse],
    ["sqrt", (x: Numeral) => inverse(mul(make(2), of("sqrt", x)))],
    ["sin", (x: Numeral) => of("cos", x)],
    ["cos", (x: Numeral) => neg(of("sin", x))],
    ["arcsin", (x: Numeral) => inverse(of("sqrt", add(one, neg(square(x)))))],
    ["arctan", (x: Numeral) => inverse(add(one, square(x)))],
    ["abs", (x: Numeral) => of("slope of abs", x)],
    ["relu", (x: Numeral) => of("slope of relu", x)],
    ["erf", (x: Numeral) => mul(div(make(2), of("sqrt", make(-1).acos())), of("exp", neg(square(x))))],
  ]);

  function apply(name: string, x: Numeral): Numeral | null {
    const value = values.get(name);
    if (!value) return null;
    if (!isDual(x)) return finite(value(x));
    const rate = slopes.get(name);
    const v = apply(name, x.v) ?? nothing;
    return { tag: x.tag, v, d: rate ? mul(rate(x.v), x.d) : zero };
  }

  /** Σ (−1)ⁿ 2 x²ⁿ⁺¹ / (√π n! (2n + 1)) until nothing is added. */
  function errorFunction(x: BigNumber): BigNumber {
    let [term, sum] = [x, x];
    for (let n = 1; n < 4000 && !term.isZero(); n++) {
      term = term.times(x).times(x).div(-n);
      const next = sum.plus(term.div(2 * n + 1));
      if (next.eq(sum) && n > 8) break;
      sum = next;
    }
    return sum.times(2).div(make(-1).acos().sqrt());
  }

  function larger(a: Numeral, b: Numeral): Numeral {
    const [x, y] = [plain(a), plain(b)];
    if (x.isNaN() || y.isNaN()) return nothing;
    if (!x.eq(y) || (!isDual(a) && !isDual(b))) return x.gt(y) ? a : b;
    const share = atKink(kinks.tie);
    return add(mul(share, a), mul(one.minus(share), b));
  }

  return { of: make, add, mul, neg, div, pow, apply, larger, atKink: () => touched };
}
