/**
 * Balls: midpoint and radius, with the rounding errors of every operation added to the radius (outward rounding).
 *
 * A ball holds the true value. Two disjoint balls are different numbers, so a refutation by balls is certain; two balls that meet say
 * nothing. The midpoint arithmetic is a parameter: doubles, or long fixed-point numbers for a second look.
 * Radii are doubles, each rounded up by a few u = 2⁻⁵³.
 *
 * Source: van der Hoeven, Ball arithmetic (2009); Johansson, Arb (2017), midpoint–radius form.
 */
import type { Rational } from "../expr/index.ts";
import { type NumberDomain, type Sign, type Skip, type Special, skip } from "./types.ts";

export interface Ball<M> {
  readonly mid: M;
  readonly rad: number;
}

/** Arithmetic of midpoints, each result rounded once (elementary functions: within `ulps` roundings). */
export interface Middle<M> {
  readonly name: string;
  /** A bound of the error of one rounding with this result. */
  rounding(result: M): number;
  /** An elementary function is right within this many roundings. */
  readonly ulps: number;
  /** Whether `toNumber` loses nothing. */
  readonly isDouble: boolean;
  of(value: Rational): M;
  /** Whether `of(value)` is exact. */
  isExact(value: Rational): boolean;
  add(x: M, y: M): M;
  mul(x: M, y: M): M;
  div(x: M, y: M): M;
  neg(x: M): M;
  /** Bounds of the rounding error of a sum and of a product, zero when they are exact. */
  addError(x: M, y: M, sum: M): number;
  mulError(x: M, y: M, product: M): number;
  exp(x: M): M;
  ln(x: M): M;
  sqrt(x: M): M;
  sin(x: M): M;
  cos(x: M): M;
  pi(): M;
  floor(x: M): M;
  sign(x: M): Sign;
  /** Value and a bound of its error, or null. The function is taken at the midpoint. */
  special(name: Special, x: M): { readonly value: M; readonly error: number } | null;
  /** The nearest double. */
  toNumber(x: M): number;
  fromNumber(x: number): M;
  isFinite(x: M): boolean;
}

const u = 2 ** -53;
/** Rounds a radius up: more than the relative error of the few operations that made it. */
const up = 1 + 16 * u;
const tiny = 5e-324;

const overflow = skip("the value is too large to be told", false);

export function ballDomain<M>(k: Middle<M>): NumberDomain<Ball<M>> & { readonly middle: Middle<M> } {
  type B = Ball<M>;
  const size = (x: M): number => Math.abs(k.toNumber(x)) * (1 + 2 * u);
  const make = (mid: M, rad: number): B | Skip => (k.isFinite(mid) && rad < Number.MAX_VALUE ? { mid, rad } : overflow);
  /** The ball of an elementary function: the spread of its argument plus its own rounding. */
  const elementary = (mid: M, spread: number): B | Skip => make(mid, (spread + k.ulps * k.rounding(mid)) * up + tiny);
  const lower = (x: B): number => (size(x.mid) * (1 - 4 * u) - x.rad) * (1 - 4 * u);
  const numbers = (low: number, high: number): B => {
    const mid = low / 2 + high / 2;
    return { mid: k.fromNumber(mid), rad: Math.max(high - mid, mid - low) * up + Math.abs(mid) * 2 * u };
  };
  const ends = (x: B): readonly [number, number] => {
    const m = k.toNumber(x.mid);
    const slack = Math.abs(m) * 2 * u + x.rad * up;
    return x.rad === 0 && k.isDouble ? [m, m] : [m - slack, m + slack];
  };
  const exact = (mid: M): B => ({ mid, rad: 0 });
  const one = exact(k.fromNumber(1));

  const add = (x: B, y: B): B | Skip => {
    const mid = k.add(x.mid, y.mid);
    const error = k.addError(x.mid, y.mid, mid);
    return make(mid, x.rad === 0 && y.rad === 0 && error === 0 ? 0 : (x.rad + y.rad + error) * up + tiny);
  };
  const mul = (x: B, y: B): B | Skip => {
    const mid = k.mul(x.mid, y.mid);
    const error = k.mulError(x.mid, y.mid, mid);
    if (x.rad === 0 && y.rad === 0) return make(mid, error === 0 ? 0 : error * up + tiny);
    return make(mid, (size(x.mid) * y.rad + x.rad * (size(y.mid) + y.rad) + error) * up + tiny);
  };
  const sign = (x: B): Sign | null => {
    if (x.rad === 0) return k.sign(x.mid);
    return lower(x) > 0 ? k.sign(x.mid) : null;
  };
  const div = (x: B, y: B): B | Skip => {
    const s = sign(y);
    if (s === 0) return skip("division by zero", true);
    if (s === null) return skip("division by something that may be zero", false);
    const mid = k.div(x.mid, y.mid);
    return make(mid, ((x.rad + (size(mid) + k.rounding(mid)) * y.rad) / lower(y) + k.rounding(mid)) * up + tiny);
  };
  function power(x: B, n: number): B | Skip {
    if (n < 0) {
      const below = power(x, -n);
      return "skip" in below ? below : div(one, below);
    }
    let out: B | Skip = one;
    let base: B | Skip = x;
    for (let e = n; e > 0; e = Math.floor(e / 2)) {
      if ("skip" in base) return base;
      if (e % 2 === 1) out = out === one ? base : mul(out as B, base);
      if ("skip" in out) return out;
      if (e > 1) base = mul(base, base);
    }
    return out;
  }
  const exp = (x: B): B | Skip => {
    const mid = k.exp(x.mid);
    return elementary(mid, (size(mid) + k.ulps * k.rounding(mid)) * Math.expm1(x.rad * up) * up);
  };
  const ln = (x: B): B | Skip => {
    const s = sign(x);
    if (s === null) return skip("the logarithm of something that may not be positive", false);
    if (s <= 0) return skip("the logarithm of a number that is not positive", true);
    return elementary(k.ln(x.mid), x.rad / lower(x));
  };
  const sqrt = (x: B): B | Skip => {
    const s = sign(x);
    if (s === 0) return x;
    if (s === -1) return skip("the square root of a negative number", true);
    if (s === null) return skip("the square root of something that may be negative", false);
    const mid = k.sqrt(x.mid);
    return elementary(mid, x.rad / (size(mid) * (1 - 8 * u)));
  };
  const whole = (x: B): number | null => {
    const n = k.toNumber(x.mid);
    return x.rad === 0 &&
      Number.isInteger(n) &&
      Math.abs(n) < 1e6 &&
      k.addError(x.mid, k.fromNumber(-n), k.add(x.mid, k.fromNumber(-n))) === 0
      ? n
      : null;
  };
  function realPower(x: B, y: B): B | Skip {
    const n = whole(y);
    if (n !== null) return power(x, n);
    if (sign(x) === 0 && sign(y) === 1) return x;
    if (sign(x) === -1) return skip("a negative number to a power that is not whole", true);
    const l = ln(x);
    const product = "skip" in l ? l : mul(y, l);
    return "skip" in product ? product : exp(product);
  }
  const hull = (x: B, y: B): B => {
    const [a, b] = ends(x);
    const [c, d] = ends(y);
    return numbers(Math.min(a, c), Math.max(b, d));
  };
  const positivePart = (x: B, whenNegative: (x: B) => B): B => {
    const s = sign(x);
    if (s !== null) return s < 0 ? whenNegative(x) : x;
    const [low, high] = ends(x);
    const [a, b] = ends(whenNegative({ mid: k.fromNumber(low), rad: 0 }));
    return numbers(0, Math.max(high, a, b));
  };
  const neg = (x: B): B => ({ mid: k.neg(x.mid), rad: x.rad });

  return {
    name: `balls of ${k.name}`,
    middle: k,
    add,
    mul,
    neg,
    div,
    power,
    realPower,
    exp,
    ln,
    sqrt,
    sign,
    hull,
    constant: (value) => {
      const mid = k.of(value);
      return { mid, rad: k.isExact(value) ? 0 : 4 * k.rounding(mid) * up + tiny };
    },
    pi: () => ({ mid: k.pi(), rad: k.rounding(k.pi()) * up }),
    sin: (x) => elementary(k.sin(x.mid), Math.min(x.rad, 2)),
    cos: (x) => elementary(k.cos(x.mid), Math.min(x.rad, 2)),
    abs: (x) => positivePart(x, neg),
    relu: (x) => positivePart(x, () => exact(k.fromNumber(0))),
    max: (x, y) => {
      const gap = add(x, neg(y));
      const s = "skip" in gap ? null : sign(gap);
      if (s !== null) return s < 0 ? y : x;
      const [a, b] = ends(x);
      const [c, d] = ends(y);
      return numbers(Math.max(a, c), Math.max(b, d));
    },
    floor: (x) => {
      if (x.rad === 0) return exact(k.floor(x.mid));
      const [low, high] = ends(x);
      return numbers(Math.floor(low), Math.floor(high));
    },
    special: (name, x) => specialBall(k, name, x, make),
  };
}

/** A function of bounded slope: the spread of the argument times the slope, plus the error at the midpoint. */
function specialBall<M>(k: Middle<M>, name: Special, x: Ball<M>, make: (mid: M, rad: number) => Ball<M> | Skip): Ball<M> | Skip {
  const at = k.toNumber(x.mid);
  if (name === "arcsin" && Math.abs(at) - x.rad > 1) return skip("the arcsine of a number beyond ±1", true);
  const slope = slopeBound(name, at, x.rad * up);
  const found = slope === null ? null : k.special(name, x.mid);
  if (!found || slope === null) return skip(`no certain value of ${name} here`, false);
  return make(found.value, (x.rad * slope + found.error) * up + tiny);
}

/** A bound of |f′| on [x − r, x + r], or null where none is known. */
function slopeBound(name: Special, x: number, r: number): number | null {
  const low = x - r;
  const high = x + r;
  switch (name) {
    case "erf":
      return 1.13;
    case "arctan":
      return 1;
    case "arcsin": {
      const edge = Math.max(Math.abs(low), Math.abs(high));
      return edge < 1 ? 1.01 / Math.sqrt((1 - edge) * (1 + edge)) : null;
    }
    case "lngamma":
    case "gamma":
    case "digamma":
    case "trigamma":
      return low > 0.01 && high < 50 ? gammaSlope(name, low, high) : null;
    default:
      return null;
  }
}

/** Crude but certain on (0.01, 50): |ψ(x)| ≤ 1/x + ln(x + 1) + 1, ψ′(x) ≤ 1/x² + 1/x, |ψ″(x)| ≤ 2/x³ + 1/x², Γ(x) ≤ 1/x + Γ-growth. */
function gammaSlope(name: "lngamma" | "gamma" | "digamma" | "trigamma", low: number, high: number): number {
  const psi = 1 / low + Math.log(high + 1) + 1;
  switch (name) {
    case "lngamma":
      return psi;
    case "digamma":
      return 1 / low ** 2 + 1 / low;
    case "trigamma":
      return 2 / low ** 3 + 1 / low ** 2;
    default:
      return psi * (1 / low + (high + 1) ** (high + 1));
  }
}
