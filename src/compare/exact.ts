/** Claims about numbers alone, decided by exact arithmetic: whole numbers of any size, fractions, floors, sizes as polynomials. */
import {
  addRational,
  compareRational,
  type Expr,
  invertRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
  showRational,
  toDim,
} from "../expr/index.ts";
import { holds } from "../oracle/index.ts";
import { sameDim } from "../shape/index.ts";
import { numberCounterexample } from "./counterexample.ts";
import type { Claim, Decision } from "./types.ts";

/** Bits of the largest number that is computed, and the largest exponent. */
const largestBits = 100_000;

const bitsOf = (a: Rational): number => a.n.toString(16).length * 4 + a.d.toString(16).length * 4;

/** The exact value of a term of numbers, or null when it has another kind of part, no value, or is too large. */
export function exactValue(e: Expr): Rational | null {
  const done = new Map<Expr, Rational | null>();
  const go = (x: Expr): Rational | null => {
    const known = done.get(x);
    if (known !== undefined) return known;
    const value = x.kind === "num" ? x.value : x.kind === "app" ? application(x.head.name, x.args.map(go)) : null;
    const kept = value !== null && bitsOf(value) <= largestBits ? value : null;
    done.set(x, kept);
    return kept;
  };
  return go(e);
}

function application(head: string, values: readonly (Rational | null)[]): Rational | null {
  if (values.includes(null) || values.length === 0) return null;
  const list = values as readonly Rational[];
  const [a, b] = list as readonly [Rational, Rational | undefined];
  switch (head) {
    case "add":
      return list.reduce(addRational);
    case "mul":
    case "hadamard":
      return list.reduce(multiplyRational);
    case "neg":
      return negateRational(a);
    case "div":
    case "hdiv":
      return b && b.n !== 0n ? multiplyRational(a, invertRational(b)) : null;
    case "pow":
    case "hpow":
      return b ? power(a, b) : null;
    case "floor":
      return rational(floorOf(a));
    case "ceil":
      return rational(-floorOf(negateRational(a)));
    case "abs":
      return a.n < 0n ? negateRational(a) : a;
    case "max":
      return list.reduce((x, y) => (compareRational(x, y) >= 0 ? x : y));
    case "min":
      return list.reduce((x, y) => (compareRational(x, y) <= 0 ? x : y));
    default:
      return null;
  }
}

const floorOf = (a: Rational): bigint => (a.n >= 0n || a.n % a.d === 0n ? a.n / a.d : a.n / a.d - 1n);

function power(a: Rational, b: Rational): Rational | null {
  if (b.d !== 1n) return null;
  const k = b.n < 0n ? -b.n : b.n;
  if (k * BigInt(bitsOf(a)) > BigInt(largestBits) || (a.n === 0n && b.n < 0n)) return null;
  const raised = { n: a.n ** k, d: a.d ** k };
  return b.n < 0n ? invertRational(raised) : raised;
}

/** A verdict where both sides are numbers, or equal polynomials in sizes; null otherwise. */
export function decideExactly(claim: Claim): Decision | null {
  const x = exactValue(claim.lhs);
  const y = exactValue(claim.rhs);
  if (x && y) {
    if (holds(claim.relation, compareRational(x, y)))
      return { verdict: "proved", how: "exact arithmetic", laws: [], conditions: [], kinks: [], points: 1 };
    return {
      verdict: "refuted",
      how: `${brief(x)} and ${brief(y)} by exact arithmetic`,
      counterexample: numberCounterexample(x, y),
      points: 1,
    };
  }
  if (claim.relation !== "=" || claim.lhs.sort !== "index" || claim.rhs.sort !== "index") return null;
  const a = toDim(claim.lhs);
  const b = toDim(claim.rhs);
  return a && b && sameDim(a, b)
    ? { verdict: "proved", how: "equal polynomials in sizes and indices", laws: [], conditions: [], kinks: [], points: 1 }
    : null;
}

const brief = (x: Rational): string => {
  const text = showRational(x);
  return text.length <= 40 ? text : `${text.slice(0, 20)}…`;
};
