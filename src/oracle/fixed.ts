/**
 * Long fixed-point numbers n/2ᵖ over BigInt: the midpoints of the balls that look a second time, with 50 or 200 digits.
 *
 * They need no library to be loaded, and their errors are absolute, which is what radii are. Elementary functions work with 64 guard bits:
 * exp by argument reduction and Taylor series, ln by Halley's iteration on it, sin and cos by Taylor series after reduction by π/2.
 */
import { type Rational, rational } from "../expr/index.ts";
import { type Ball, ballDomain, type Middle } from "./balls.ts";
import { type SeriesArithmetic, specialValue } from "./specials.ts";
import type { NumberDomain, Special } from "./types.ts";

const guard = 64n;
/** Beyond this exp is not worth knowing. */
const largestExponent = 800;

export interface FixedArithmetic {
  readonly bits: bigint;
  readonly one: bigint;
  of(value: Rational): bigint;
  mul(x: bigint, y: bigint): bigint;
  div(x: bigint, y: bigint): bigint;
  exp(x: bigint): bigint;
  ln(x: bigint): bigint;
  sqrt(x: bigint): bigint;
  /** sin and cos together. */
  turn(x: bigint): readonly [bigint, bigint];
  arctan(x: bigint): bigint;
  pi(): bigint;
  toNumber(x: bigint): number;
  fromNumber(x: number): bigint;
}

/** Divides and rounds to the nearest. */
const divided = (x: bigint, y: bigint): bigint => (2n * x + (x < 0n === y < 0n ? y : -y)) / (2n * y);
const shifted = (x: bigint, by: bigint): bigint => (by > 0n ? (x + (1n << (by - 1n))) >> by : x << -by);
const lengthOf = (x: bigint): number => x.toString(2).length;

function wholeSqrt(x: bigint): bigint {
  if (x === 0n) return 0n;
  let r = 1n << BigInt((lengthOf(x) + 1) >> 1);
  for (;;) {
    const next = (r + x / r) >> 1n;
    if (next >= r) return r;
    r = next;
  }
}

/** n/2ᵖ as the nearest double, for n of any length. */
function doubleOf(x: bigint, bits: bigint): number {
  const a = x < 0n ? -x : x;
  if (a === 0n) return 0;
  const extra = lengthOf(a) - 64;
  const head =
    extra > 0
      ? Number(a >> BigInt(extra)) * 2 ** Math.max(-1000, Math.min(1000, extra - Number(bits)))
      : Number(a) * 2 ** -Math.min(1000, Number(bits));
  return x < 0n ? -head : head;
}

function fromDouble(x: number, bits: bigint): bigint {
  if (!Number.isFinite(x)) return 0n;
  let exponent = 0;
  let m = x;
  while (!Number.isInteger(m) && exponent < 1100) {
    m *= 2;
    exponent++;
  }
  return shifted(BigInt(m), BigInt(exponent) - bits);
}

/** ln 2 = Σ 1/(k 2ᵏ) and π by Machin's formula, with p bits. */
const lnTwo = (p: bigint): bigint => {
  let sum = 0n;
  for (let k = 1n; k <= p; k++) sum += (1n << (p - k)) / k;
  return sum;
};
const arctanInverse = (n: bigint, p: bigint): bigint => {
  let term = (1n << p) / n;
  let sum = term;
  for (let k = 1n; term !== 0n; k++) {
    term /= n * n;
    sum += (k % 2n === 1n ? -term : term) / (2n * k + 1n);
  }
  return sum;
};
const machin = (p: bigint): bigint => 16n * arctanInverse(5n, p) - 4n * arctanInverse(239n, p);

/** Fixed-point arithmetic with p bits after the point. */
export function fixedArithmetic(bits: bigint): FixedArithmetic {
  const wide = bits + guard;
  const one = 1n << bits;
  const ln2 = lnTwo(wide + 32n) >> 32n;
  const pi = machin(wide + 32n) >> 32n;
  const mulWide = (x: bigint, y: bigint): bigint => shifted(x * y, wide);

  /** eˣ for x with `wide` bits. */
  function expWide(x: bigint): bigint {
    const k = divided(x, ln2);
    const halvings = 10n;
    const r = (x - k * ln2) >> halvings;
    let term = 1n << wide;
    let sum = term;
    for (let n = 1n; term !== 0n && n < 400n; n++) {
      term = mulWide(term, r) / n;
      sum += term;
    }
    for (let i = 0n; i < halvings; i++) sum = mulWide(sum, sum);
    return shifted(sum, -k);
  }

  function exp(x: bigint): bigint {
    if (doubleOf(x, bits) > largestExponent) return one << 1200n;
    if (doubleOf(x, bits) < -2 * Number(bits)) return 0n;
    return shifted(expWide(x << guard), guard);
  }

  function ln(x: bigint): bigint {
    const k = BigInt(lengthOf(x)) - 1n - bits;
    const m = shifted(x, k - guard);
    let y = fromDouble(Math.log(doubleOf(m, wide)), wide);
    for (let i = 0; i < 3; i++) {
      const e = expWide(y);
      y += divided((2n * (m - e)) << wide, m + e);
    }
    return shifted(y + k * ln2, guard);
  }

  function turn(x: bigint): readonly [bigint, bigint] {
    const half = pi >> 1n;
    const quadrant = divided(x << guard, half);
    const r = (x << guard) - quadrant * half;
    const square = mulWide(r, r);
    let [sinTerm, cosTerm] = [r, 1n << wide];
    let [s, c] = [sinTerm, cosTerm];
    for (let n = 1n; (sinTerm !== 0n || cosTerm !== 0n) && n < 400n; n++) {
      cosTerm = -mulWide(cosTerm, square) / ((2n * n - 1n) * (2n * n));
      sinTerm = -mulWide(sinTerm, square) / (2n * n * (2n * n + 1n));
      s += sinTerm;
      c += cosTerm;
    }
    const at = Number(((quadrant % 4n) + 4n) % 4n);
    const [a, b] = [shifted(s, guard), shifted(c, guard)];
    return at === 0 ? [a, b] : at === 1 ? [b, -a] : at === 2 ? [-a, -b] : [-b, a];
  }

  const mul = (x: bigint, y: bigint): bigint => shifted(x * y, bits);
  const div = (x: bigint, y: bigint): bigint => divided(x << bits, y);

  /** From the double's arctangent y: tan(arctan x − y) = (x cos y − sin y)/(cos y + x sin y) is tiny, t − t³/3 + t⁵/5. */
  function arctan(x: bigint): bigint {
    let y = fromDouble(Math.atan(doubleOf(x, bits)), bits);
    for (let i = 0; i < 2; i++) {
      const [s, c] = turn(y);
      const t = div(mul(x, c) - s, c + mul(x, s));
      const cube = mul(mul(t, t), t);
      y += t - cube / 3n + mul(mul(cube, t), t) / 5n;
    }
    return y;
  }

  return {
    bits,
    one,
    mul,
    div,
    exp,
    ln,
    turn,
    arctan,
    of: (value) => divided(value.n << bits, value.d),
    sqrt: (x) => wholeSqrt(x << bits),
    pi: () => shifted(pi, guard),
    toNumber: (x) => doubleOf(x, bits),
    fromNumber: (x) => fromDouble(x, bits),
  };
}

function specialFixed(
  k: FixedArithmetic,
  series: SeriesArithmetic<bigint>,
  name: Special,
  x: bigint,
): { readonly value: bigint; readonly error: number } | null {
  const error = 16 * 2 ** -Number(k.bits);
  switch (name) {
    case "arctan":
      return { value: k.arctan(x), error };
    case "arcsin": {
      const rest = k.one - k.mul(x, x);
      if (rest <= 0n) return null;
      const slack = k.toNumber(rest);
      return slack < 1e-6 ? null : { value: k.arctan(k.div(x, k.sqrt(rest))), error: (error * 8) / slack };
    }
    default:
      return specialValue(series, name, x);
  }
}

/** Balls of about this many digits. */
export function longBalls(digits: number): NumberDomain<Ball<bigint>> {
  const bits = BigInt(Math.ceil(digits * 3.33) + 24);
  const k = fixedArithmetic(bits);
  const unit = 2 ** -Number(bits);
  const series: SeriesArithmetic<bigint> = {
    digits,
    of: k.of,
    add: (x, y) => x + y,
    mul: k.mul,
    div: k.div,
    neg: (x) => -x,
    exp: k.exp,
    ln: k.ln,
    sqrt: k.sqrt,
    pi: k.pi,
    toNumber: k.toNumber,
  };
  const middle: Middle<bigint> = {
    name: `${digits} digits`,
    ulps: 4,
    isDouble: false,
    rounding: (x) => (1 + Math.abs(k.toNumber(x))) * unit,
    of: k.of,
    isExact: (value) => k.of(value) * value.d === value.n << bits,
    add: (x, y) => x + y,
    mul: k.mul,
    div: k.div,
    neg: (x) => -x,
    addError: () => 0,
    mulError: (x, y, product) => (product << bits === x * y ? 0 : unit),
    exp: k.exp,
    ln: k.ln,
    sqrt: k.sqrt,
    sin: (x) => k.turn(x)[0],
    cos: (x) => k.turn(x)[1],
    pi: k.pi,
    floor: (x) => (x >> bits) << bits,
    sign: (x) => (x > 0n ? 1 : x < 0n ? -1 : 0),
    special: (name, x) => specialFixed(k, series, name, x),
    toNumber: k.toNumber,
    fromNumber: k.fromNumber,
    isFinite: (x) => lengthOf(x) < Number(bits) + 1000,
  };
  return ballDomain(middle);
}

/** A ball's midpoint as an exact rational number, for printing. */
export const rationalOf = (mid: bigint, digits: number): Rational => rational(mid, 1n << BigInt(Math.ceil(digits * 3.33) + 24));
