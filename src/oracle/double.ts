/** Doubles: the number domain for speed (confirming a derivative, drawing, companions), and the midpoints of balls. */
import { type Rational, toNumber } from "../expr/index.ts";
import { ballDomain, type Middle } from "./balls.ts";
import { type SeriesArithmetic, specialValue } from "./specials.ts";
import { type NumberDomain, type Sign, type Skip, type Special, skip } from "./types.ts";

const overflow = skip("the value is too large to be told", false);
const checked = (x: number): number | Skip => (Number.isFinite(x) ? x : overflow);
const signOf = (x: number): Sign => (x > 0 ? 1 : x < 0 ? -1 : 0);

const series: SeriesArithmetic<number> = {
  digits: 16,
  of: toNumber,
  add: (x, y) => x + y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  neg: (x) => -x,
  exp: Math.exp,
  ln: Math.log,
  sqrt: Math.sqrt,
  pi: () => Math.PI,
  toNumber: (x) => x,
};

/** The special function at x, with a bound of its error; null where it is not known. */
export function specialDouble(name: Special, x: number): { readonly value: number; readonly error: number } | null {
  switch (name) {
    case "arctan":
      return { value: Math.atan(x), error: 4 * 2 ** -53 };
    case "arcsin":
      return Math.abs(x) <= 1 ? { value: Math.asin(x), error: 4 * 2 ** -53 } : null;
    default:
      return specialValue(series, name, x);
  }
}

function realPower(x: number, y: number): number | Skip {
  if (Number.isInteger(y)) return x === 0 && y < 0 ? skip("division by zero", true) : checked(x ** y);
  if (x < 0) return skip("a negative number to a power that is not whole", true);
  if (x === 0) return y > 0 ? 0 : skip("division by zero", true);
  return checked(x ** y);
}

export const doubles: NumberDomain<number> = {
  name: "doubles",
  constant: toNumber,
  pi: () => Math.PI,
  add: (x, y) => checked(x + y),
  mul: (x, y) => checked(x * y),
  neg: (x) => -x,
  div: (x, y) => (y === 0 ? skip("division by zero", true) : checked(x / y)),
  power: (x, k) => (x === 0 && k < 0 ? skip("division by zero", true) : checked(x ** k)),
  realPower,
  exp: (x) => checked(Math.exp(x)),
  ln: (x) => (x > 0 ? Math.log(x) : skip("the logarithm of a number that is not positive", true)),
  sqrt: (x) => (x >= 0 ? Math.sqrt(x) : skip("the square root of a negative number", true)),
  sin: Math.sin,
  cos: Math.cos,
  abs: Math.abs,
  relu: (x) => Math.max(x, 0),
  max: Math.max,
  floor: Math.floor,
  special: (name, x) => specialDouble(name, x)?.value ?? skip(`${name} is not defined or not known here`, false),
  sign: signOf,
  hull: () => skip("a kink", false),
};

const u = 2 ** -53;

/** Error of a sum by Knuth's TwoSum: exact. */
function sumError(x: number, y: number, sum: number): number {
  const part = sum - x;
  return Math.abs(x - (sum - part) + (y - part));
}

/** A product of two numbers of at most 24 bits is exact. */
const productError = (x: number, y: number, product: number): number =>
  Math.fround(x) === x && Math.fround(y) === y && (product === 0 ? x === 0 || y === 0 : Math.abs(product) > 1e-290)
    ? 0
    : Math.abs(product) * u + 5e-324;

const powerOfTwo = (d: bigint): boolean => (d & (d - 1n)) === 0n;

export const doubleMiddle: Middle<number> = {
  name: "doubles",
  ulps: 4,
  isDouble: true,
  rounding: (x) => Math.abs(x) * u + 5e-324,
  of: toNumber,
  isExact: (value: Rational) => powerOfTwo(value.d) && value.d < 2n ** 500n && value.n < 2n ** 53n && value.n > -(2n ** 53n),
  add: (x, y) => x + y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  neg: (x) => -x,
  addError: sumError,
  mulError: productError,
  exp: Math.exp,
  ln: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  pi: () => Math.PI,
  floor: Math.floor,
  sign: signOf,
  special: specialDouble,
  toNumber: (x) => x,
  fromNumber: (x) => x,
  isFinite: Number.isFinite,
};

/** Balls with double midpoints: the refuter's arithmetic. */
export const balls = ballDomain(doubleMiddle);
