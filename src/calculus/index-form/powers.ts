/** Powers of polys: whole powers expanded while small, content and known signs taken out, the rest kept as a base. */
import { base, type Factor, type Poly, type Power, polyOf, prime, type Term, term } from "./factor.ts";
import { stepOf } from "./functions.ts";
import { factorKey } from "./key.ts";
import { leadOf } from "./lead.ts";
import { addPolys, bare, multiplyPolys, number, onePoly, powerOf, product, scale, subtractPolys } from "./poly.ts";
import { positiveFactor, positivePoly } from "./positive.ts";
import {
  invert,
  isEven,
  isInteger,
  isNegative,
  isNil,
  isUnit,
  less,
  multiply,
  negate,
  nil,
  power,
  type Rational,
  rational,
  unit,
  whole,
} from "./rational.ts";
import { giveUp, type Session } from "./session.ts";

const isIndicator = (f: Factor): boolean => f.kind === "delta" || f.kind === "guard" || (f.kind === "atom" && f.name === "heaviside");
export const isBracket = (f: Factor): boolean => f.kind === "delta" || f.kind === "guard";

/** Prime factors with repetition; a factor beyond 2000 is left whole. */
function primesOf(n: bigint): readonly bigint[] {
  const out: bigint[] = [];
  let rest = n;
  for (let p = 2n; p * p <= rest && p < 2000n; p++) {
    while (rest % p === 0n) {
      out.push(p);
      rest /= p;
    }
  }
  return rest > 1n ? [...out, rest] : out;
}

/** A positive number to a power. */
export const numberPower = (c: Rational, e: Rational): readonly Power[] => [
  ...primesOf(c.n).map((p) => powerOf(prime(p), e)),
  ...primesOf(c.d).map((p) => powerOf(prime(p), negate(e))),
];
export const primeParts = (c: Rational): readonly (readonly [bigint, Rational])[] => [
  ...primesOf(c.n).map((p) => [p, unit] as const),
  ...primesOf(c.d).map((p) => [p, whole(-1)] as const),
];

/** Factors common to all terms with their least exponents, those with a dummy left out. */
export function commonPowers(s: Session, p: Poly, allowed: (f: Factor) => boolean): readonly Power[] {
  const found = new Map<number, { readonly factor: Factor; readonly exponents: Rational[] }>();
  p.terms.forEach((t, i) => {
    for (const { factor, exponent } of t.powers) {
      if (!allowed(factor) || t.dummies.some((d) => factor.variables.has(d))) continue;
      const key = factorKey(s, factor);
      const entry = found.get(key) ?? { factor, exponents: new Array<Rational>(p.terms.length).fill(nil) };
      entry.exponents[i] = exponent;
      found.set(key, entry);
    }
  });
  return [...found.values()].flatMap(({ factor, exponents }) => {
    const least = exponents.reduce((a, b) => (less(b, a) ? b : a));
    return isNil(least) ? [] : [powerOf(factor, least)];
  });
}

const raised = (list: readonly Power[], e: Rational): readonly Power[] => list.map((p) => powerOf(p.factor, multiply(p.exponent, e)));
export const divideOut = (s: Session, p: Poly, list: readonly Power[]): Poly =>
  list.length === 0 ? p : multiplyPolys(s, p, polyOf([term(unit, raised(list, whole(-1)))]));

/** p to the power e. */
export function raise(s: Session, p: Poly, e: Rational): Poly {
  if (isNil(e)) return onePoly;
  if (p.terms.length === 0) return isNegative(e) ? giveUp("division by zero") : p;
  if (isUnit(e)) return p;
  const [only] = p.terms;
  const simple = only && p.terms.length === 1 && only.dummies.length === 0 ? only : null;
  if (simple && isNegative(e) && simple.powers.some((x) => isIndicator(x.factor))) return giveUp("division by an indicator");
  if (isInteger(e) && !isNegative(e) && e.n <= 8n && (p.terms.length === 1 || e.n <= 4n)) {
    let out = p;
    for (let i = 1n; i < e.n; i++) out = multiplyPolys(s, out, p);
    return out;
  }
  if (simple) return isInteger(e) ? wholePowerOfTerm(s, simple, e) : rootOfTerm(s, simple, e);
  return powerOfSum(s, p, e);
}

/** Numbers are raised as long as they stay short. */
const largestPower = 64n;

const wholePowerOfTerm = (s: Session, t: Term, e: Rational): Poly =>
  (e.n > largestPower || e.n < -largestPower) && t.coefficient.n !== 1n
    ? giveUp("a large power of a number")
    : product(s, raised(t.powers, e), power(t.coefficient, e.n));

/** (b c)^r = b^r c^r for positive b; (x²)^½ = |x|; what has no known sign stays under the root. */
function rootOfTerm(s: Session, t: Term, e: Rational): Poly {
  const out: Power[] = [];
  const rest: Power[] = [];
  let signs: Poly = onePoly;
  for (const x of t.powers) {
    const m = multiply(x.exponent, e);
    if (positiveFactor(s, x.factor)) out.push(powerOf(x.factor, m));
    else if (isBracket(x.factor) && !isNegative(e)) out.push(powerOf(x.factor));
    else if (isEven(x.exponent) && isInteger(m)) {
      s.laws.add("root of a square is an absolute value");
      out.push(powerOf(x.factor, m));
      if (!isEven(m)) signs = multiplyPolys(s, signs, signOf(s, bare(x.factor)));
    } else rest.push(x);
  }
  const negative = isNegative(t.coefficient);
  out.push(...numberPower(negative ? negate(t.coefficient) : t.coefficient, e));
  if (rest.length > 0 || negative) out.push(powerOf(base(polyOf([term(negative ? whole(-1) : unit, rest)])), e));
  return multiplyPolys(s, product(s, out), signs);
}

/** sign(u) = 2 H(u) − 1 */
export const signOf = (s: Session, u: Poly): Poly => addPolys(s, scale(stepOf(s, u), whole(2)), number(-1));

function powerOfSum(s: Session, p: Poly, e: Rational): Poly {
  const fraction = !isInteger(e);
  const common = commonPowers(s, p, (f) => !isBracket(f) && (!fraction || positiveFactor(s, f)));
  const stripped = divideOut(s, p, common);
  if (stripped.terms.length === 0) return isNegative(e) ? giveUp("division by zero") : stripped;
  if (e.n > largestPower || e.n < -largestPower) return giveUp("a large power of a sum");
  const top = leadOf(s, stripped).coefficient;
  const content = fraction && isNegative(top) ? negate(top) : top;
  const primitive = scale(stripped, invert(content));
  const outside = [...raised(common, e), ...(fraction ? numberPower(content, e) : [])];
  const factor = fraction ? unit : power(content, e.n);
  const [only] = primitive.terms;
  if (only && primitive.terms.length === 1 && only.dummies.length === 0) {
    return multiplyPolys(s, raise(s, primitive, e), product(s, outside, factor));
  }
  const perfect = perfectPower(s, primitive, e);
  if (perfect) return multiplyPolys(s, perfect, product(s, outside, factor));
  return product(s, [...outside, powerOf(base(primitive), e)], factor);
}

/** A perfect power of a small poly is replaced by its root: 1/(eᵃ + 2 + e⁻ᵃ), √(a² + 2ab + b²). */
function perfectPower(s: Session, p: Poly, e: Rational): Poly | null {
  if (p.terms.length <= 2 || p.terms.length > 10 || p.terms.some((t) => t.dummies.length > 0)) return null;
  if (isInteger(e)) {
    if (!isNegative(e)) return null;
    for (const k of [2, 3]) {
      const root = rootOf(s, p, k);
      if (root) return raise(s, root, multiply(e, whole(k)));
    }
    return null;
  }
  if (e.d !== 2n || isNegative(leadOf(s, p).coefficient)) return null;
  const root = rootOf(s, p, 2);
  if (!root) return null;
  const size = positivePoly(s, root) ? root : multiplyPolys(s, root, signOf(s, root));
  return raise(s, size, { n: e.n, d: 1n });
}

/** The k-th root of a poly with lead coefficient 1 in factors without dummies, or null. */
export function rootOf(s: Session, p: Poly, k: number): Poly | null {
  const top = leadOf(s, p);
  const share = rational(1, k);
  if (top.powers.some((x) => !isInteger(multiply(x.exponent, share)) || isBracket(x.factor))) return null;
  const start = raised(top.powers, share);
  let root = product(s, start);
  const divisor = product(s, raised(start, whole(1 - k)), share);
  for (let i = 0; i < 5; i++) {
    const rest = subtractPolys(s, p, raise(s, root, whole(k)));
    if (rest.terms.length === 0) return root;
    const next = multiplyPolys(s, polyOf([leadOf(s, rest)]), divisor);
    const [t] = next.terms;
    if (!t || next.terms.length !== 1 || t.powers.some((x) => isNegative(x.exponent))) return null;
    root = addPolys(s, root, next);
  }
  return null;
}

export const reciprocal = (s: Session, p: Poly): Poly => raise(s, p, whole(-1));
