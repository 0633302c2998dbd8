/** Exact rational numbers: decimals and fractions of a document are read without rounding (1e-30 stays 1e-30). */
import { Bug } from "../shape/result.ts";

export interface Rational {
  readonly n: bigint;
  /** Positive, coprime to `n`. */
  readonly d: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const p = BigInt(n);
  const q = BigInt(d);
  if (q === 1n) return { n: p, d: 1n };
  if (q === 0n) throw new Bug("a rational number with denominator zero");
  const g = gcd(p, q) || 1n;
  const sign = q < 0n ? -1n : 1n;
  return { n: (sign * p) / g, d: (sign * q) / g };
}

export const addRational = (a: Rational, b: Rational): Rational =>
  a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : rational(a.n * b.d + b.n * a.d, a.d * b.d);
/** Most factors are one: then nothing is computed. */
export const multiplyRational = (a: Rational, b: Rational): Rational =>
  isOneRational(a) ? b : isOneRational(b) ? a : rational(a.n * b.n, a.d * b.d);
export const negateRational = (a: Rational): Rational => ({ n: -a.n, d: a.d });
export const invertRational = (a: Rational): Rational => rational(a.d, a.n);
export const sameRational = (a: Rational, b: Rational): boolean => a === b || (a.n === b.n && a.d === b.d);
const isOneRational = (a: Rational): boolean => a === oneRational || (a.n === 1n && a.d === 1n);
export const isInteger = (a: Rational): boolean => a.d === 1n;
export const compareRational = (a: Rational, b: Rational): number => {
  const gap = a.n * b.d - b.n * a.d;
  return gap < 0n ? -1 : gap > 0n ? 1 : 0;
};
export const zeroRational: Rational = { n: 0n, d: 1n };
export const oneRational: Rational = { n: 1n, d: 1n };

/** The nearest double. */
export function toNumber(a: Rational): number {
  const n = Number(a.n);
  const d = Number(a.d);
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  // Both too long for a double: scale down together, 60 digits are more than a double holds.
  const shift = 10n ** BigInt(Math.max(a.n.toString().length, a.d.toString().length) - 60);
  return Number(a.n / shift) / Number(a.d / shift);
}

/** `3`, `-1/2`. */
export const showRational = (a: Rational): string => (a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`);

/** Reads `12`, `0.25`, `.5`; null for anything else. */
export function parseDecimal(text: string): Rational | null {
  const m = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!m || (m[1] === "" && (m[2] ?? "") === "")) return null;
  const fraction = m[2] ?? "";
  return rational(BigInt((m[1] || "0") + fraction), 10n ** BigInt(fraction.length));
}
