/**
 * Special functions as series over any arithmetic, with a bound of what was cut off. Written once; doubles and BigNumbers use it.
 *
 *   erf x = 2/√π · e^{−x²} Σₙ 2ⁿ x^{2n+1}/(2n+1)!!                                  (DLMF 7.6.2: positive terms, no cancellation)
 *   ln Γ, ψ, ψ′: recurrence up to a large argument, then Stirling's series            (DLMF 5.11; the error is below the first term left out)
 */
import { type Rational, rational } from "../expr/index.ts";
import type { Special } from "./types.ts";

export interface SeriesArithmetic<M> {
  /** Decimal digits carried. */
  readonly digits: number;
  of(value: Rational): M;
  add(x: M, y: M): M;
  mul(x: M, y: M): M;
  div(x: M, y: M): M;
  neg(x: M): M;
  exp(x: M): M;
  ln(x: M): M;
  sqrt(x: M): M;
  pi(): M;
  toNumber(x: M): number;
}

/** Bernoulli numbers B₂, B₄, … */
const bernoulli: readonly Rational[] = [
  rational(1, 6),
  rational(-1, 30),
  rational(1, 42),
  rational(-1, 30),
  rational(5, 66),
  rational(-691, 2730),
  rational(7, 6),
  rational(-3617, 510),
  rational(43867, 798),
  rational(-174611, 330),
  rational(854513, 138),
  rational(-236364091, 2730),
  rational(8553103, 6),
];

/** With 13 terms the series is good for this many digits. */
const mostDigits = 60;

/** Beyond this argument Stirling's series with 13 terms is right to the digits asked. */
const stirlingFrom = (digits: number): number => 4 + digits * 0.75 + (digits > 30 ? digits * digits * 0.05 : 0);

export interface SpecialValue<M> {
  readonly value: M;
  /** A bound of the absolute error. */
  readonly error: number;
}

export function specialValue<M>(k: SeriesArithmetic<M>, name: Special, x: M): SpecialValue<M> | null {
  const unit = 10 ** (1 - k.digits);
  const bound = (value: M, roundings: number): SpecialValue<M> => ({
    value,
    error: (Math.abs(k.toNumber(value)) + 1e-300) * roundings * unit,
  });
  switch (name) {
    case "erf":
      return bound(erf(k, x), 200);
    case "gamma": {
      const l = logGamma(k, x);
      return l === null ? null : bound(k.exp(l), 400 + 20 * Math.abs(k.toNumber(l)));
    }
    case "lngamma": {
      const l = logGamma(k, x);
      return l === null ? null : { value: l, error: (Math.abs(k.toNumber(l)) + 20) * 400 * unit };
    }
    case "digamma":
    case "trigamma": {
      const v = name === "digamma" ? digamma(k, x) : trigamma(k, x);
      return v === null ? null : { value: v, error: (Math.abs(k.toNumber(v)) + 10) * 400 * unit };
    }
    default:
      return null;
  }
}

function erf<M>(k: SeriesArithmetic<M>, x: M): M {
  const at = k.toNumber(x);
  const edge = Math.sqrt(k.digits * Math.LN10) + 1;
  if (Math.abs(at) > edge) return k.of(rational(at > 0 ? 1 : -1));
  const square = k.mul(x, x);
  const double = k.add(square, square);
  let term = x;
  let sum = x;
  for (let n = 1; n < 40 + 12 * k.digits; n++) {
    term = k.div(k.mul(term, double), k.of(rational(2 * n + 1)));
    sum = k.add(sum, term);
    if (2 * at * at < n && Math.abs(k.toNumber(term)) <= Math.abs(k.toNumber(sum)) * 10 ** (-k.digits - 1)) break;
  }
  return k.div(k.mul(k.mul(k.of(rational(2)), sum), k.exp(k.neg(square))), k.sqrt(k.pi()));
}

/** Moves x up to where Stirling's series serves; `each` sees every argument passed. */
function lifted<M>(k: SeriesArithmetic<M>, x: M, each: (x: M) => void): M | null {
  if (!(k.toNumber(x) > 0) || k.digits > mostDigits) return null;
  const from = stirlingFrom(k.digits);
  let now = x;
  while (k.toNumber(now) < from) {
    each(now);
    now = k.add(now, k.of(rational(1)));
  }
  return now;
}

function logGamma<M>(k: SeriesArithmetic<M>, x: M): M | null {
  let product = k.of(rational(1));
  const z = lifted(k, x, (y) => {
    product = k.mul(product, y);
  });
  if (z === null) return null;
  const half = k.of(rational(1, 2));
  let sum = k.add(k.mul(k.add(z, k.neg(half)), k.ln(z)), k.neg(z));
  sum = k.add(sum, k.mul(half, k.ln(k.mul(k.of(rational(2)), k.pi()))));
  let power: M = z;
  for (const [i, b] of bernoulli.entries()) {
    const n = 2 * (i + 1);
    sum = k.add(sum, k.div(k.of(rational(b.n, b.d * BigInt(n * (n - 1)))), power));
    power = k.mul(k.mul(power, z), z);
  }
  return k.add(sum, k.neg(k.ln(product)));
}

function digamma<M>(k: SeriesArithmetic<M>, x: M): M | null {
  const one = k.of(rational(1));
  let below = k.of(rational(0));
  const z = lifted(k, x, (y) => {
    below = k.add(below, k.div(one, y));
  });
  if (z === null) return null;
  const square = k.mul(z, z);
  let sum = k.add(k.ln(z), k.neg(k.div(k.of(rational(1, 2)), z)));
  let power: M = square;
  for (const [i, b] of bernoulli.entries()) {
    sum = k.add(sum, k.neg(k.div(k.of(rational(b.n, b.d * BigInt(2 * (i + 1)))), power)));
    power = k.mul(power, square);
  }
  return k.add(sum, k.neg(below));
}

function trigamma<M>(k: SeriesArithmetic<M>, x: M): M | null {
  const one = k.of(rational(1));
  let below = k.of(rational(0));
  const z = lifted(k, x, (y) => {
    below = k.add(below, k.div(one, k.mul(y, y)));
  });
  if (z === null) return null;
  const square = k.mul(z, z);
  let sum = k.add(k.div(one, z), k.div(k.of(rational(1, 2)), square));
  let power = k.mul(square, z);
  for (const b of bernoulli) {
    sum = k.add(sum, k.div(k.of(b), power));
    power = k.mul(power, square);
  }
  return k.add(sum, below);
}
