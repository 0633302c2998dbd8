/** Exact numbers with short cuts for the ones that make up nearly every coefficient and exponent. */
import {
  addRational,
  compareRational,
  invertRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from "../../expr/index.ts";

export {
  isInteger,
  negateRational as negate,
  oneRational as unit,
  type Rational,
  rational,
  showRational,
  zeroRational as nil,
} from "../../expr/index.ts";

export const isUnit = (a: Rational): boolean => a.n === 1n && a.d === 1n;
export const isNil = (a: Rational): boolean => a.n === 0n;
export const isEven = (a: Rational): boolean => a.d === 1n && a.n % 2n === 0n;
export const isNegative = (a: Rational): boolean => a.n < 0n;
export const less = (a: Rational, b: Rational): boolean => compareRational(a, b) < 0;

export const multiply = (a: Rational, b: Rational): Rational =>
  isUnit(a) ? b : isUnit(b) ? a : a.d === 1n && b.d === 1n ? { n: a.n * b.n, d: 1n } : multiplyRational(a, b);

export const add = (a: Rational, b: Rational): Rational => (a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : addRational(a, b));

export const subtract = (a: Rational, b: Rational): Rational => add(a, negateRational(b));
export const invert = (a: Rational): Rational => (isUnit(a) ? a : invertRational(a));

/** a to a whole power, |k| kept small by the callers. */
export function power(a: Rational, k: bigint): Rational {
  if (isUnit(a)) return a;
  const size = k < 0n ? -k : k;
  const up = { n: a.n ** size, d: a.d ** size };
  return k < 0n ? rational(up.d, up.n) : up;
}

/** The largest whole number not above a. */
export const floor = (a: Rational): bigint => (a.n >= 0n ? a.n / a.d : -((-a.n + a.d - 1n) / a.d));

export const keyOf = (a: Rational): string => (a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`);
export const whole = (k: number | bigint): Rational => ({ n: BigInt(k), d: 1n });
