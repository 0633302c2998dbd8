/**
 * Denominators, term by term: lead · P^−k → (P − rest) · P^−k, so that a rewrite works under any sum.
 *
 * Complete for one denominator per index; in general a reduction by an incomplete basis, and what stays open goes to the evaluator.
 */
import { type Base, type Poly, type Power, polyOf, type Term, term } from "./factor.ts";
import { goneFrom, supportOf } from "./guards.ts";
import { factorKey, sameFactor, termKey } from "./key.ts";
import { leadOf } from "./lead.ts";
import { matchPart } from "./match.ts";
import { addPolys, constantOf, distribute, negatePoly, powerOf, scale } from "./poly.ts";
import { add, invert, isInteger, isNegative, isNil, multiply, negate, type Rational, unit } from "./rational.ts";
import type { Session } from "./session.ts";

export function reduceDenominators(s: Session, t: Term): readonly Term[] | null {
  for (const x of t.powers) {
    if (x.factor.kind !== "base" || !isNegative(x.exponent)) continue;
    const next = byLead(s, t, x, x.factor) ?? byTail(s, t, x, x.factor);
    if (next) {
      s.conditions.add("nothing divided by is zero");
      return next;
    }
  }
  return partialFractions(s, t);
}

const withExponent = (x: Power, e: Rational): readonly Power[] => (isNil(e) ? [] : [powerOf(x.factor, e)]);

/** The lead may contain dummies; they must occur nowhere else: Σⱼ e^zⱼ · S⁻¹ → 1. */
function byLead(s: Session, t: Term, x: Power, f: Base): readonly Term[] | null {
  const lead = leadOf(s, f.poly);
  if (lead.powers.length === 0) return null;
  const others = t.powers.filter((y) => y !== x);
  const found = matchPart(s, lead, others, t.dummies, []);
  if (!found || found.used.some((d) => f.variables.has(d))) return null;
  const dummies = t.dummies.filter((d) => !found.used.includes(d));
  const support = supportOf(goneFrom(others, found.rest)).filter((g) => !found.used.some((d) => g.factor.variables.has(d)));
  const coefficient = multiply(t.coefficient, invert(lead.coefficient));
  const kept = term(coefficient, [...found.rest, ...support, ...withExponent(x, add(x.exponent, unit))], dummies);
  const tail = f.poly.terms.filter((z) => z !== lead);
  if (tail.length === 0) return [kept];
  const back = term(negate(coefficient), [...found.rest, ...support, x], dummies);
  return [kept, ...distribute(s, polyOf([back]), polyOf(tail))];
}

/** a^−m P^−k with a in the lead of P and a number as its tail: reduced by the tail. */
function byTail(s: Session, t: Term, x: Power, f: Base): readonly Term[] | null {
  const lead = leadOf(s, f.poly);
  if (lead.dummies.length > 0) return null;
  for (const y of t.powers) {
    if (y === x || !isNegative(y.exponent) || (y.factor.kind !== "exponential" && y.factor.kind !== "tensor")) continue;
    const key = factorKey(s, y.factor);
    const holds = (z: Term): boolean => z.powers.some((w) => factorKey(s, w.factor) === key);
    if (!holds(lead)) continue;
    const [tail, ...more] = f.poly.terms.filter((z) => !holds(z));
    if (!tail || more.length > 0 || tail.dummies.length > 0 || tail.powers.length > 0) continue;
    const share = multiply(t.coefficient, invert(tail.coefficient));
    const others = t.powers.filter((z) => z !== x);
    const first = term(share, [...others, ...withExponent(x, add(x.exponent, unit))], t.dummies);
    const rest = polyOf(f.poly.terms.filter((z) => z !== tail));
    return [first, ...distribute(s, polyOf([term(negate(share), t.powers, t.dummies)]), rest)];
  }
  return null;
}

/** Two denominators with c P − Q a number: 1/(P Q) = (c/Q − 1/P) / (c P − Q). */
function partialFractions(s: Session, t: Term): readonly Term[] | null {
  const below = t.powers.filter((x) => x.factor.kind === "base" && isNegative(x.exponent) && isInteger(x.exponent));
  for (const x of below) {
    for (const y of below) {
      if (x === y || x.factor.kind !== "base" || y.factor.kind !== "base" || sameFactor(s, x.factor, y.factor)) continue;
      const split = splitOf(s, x.factor.poly, y.factor.poly);
      if (!split) continue;
      const lower = (z: Power): readonly Power[] => t.powers.flatMap((w) => (w === z ? withExponent(w, add(w.exponent, unit)) : [w]));
      const share = multiply(t.coefficient, invert(split.gap));
      return [term(multiply(share, split.ratio), lower(x), t.dummies), term(negate(share), lower(y), t.dummies)];
    }
  }
  return null;
}

function splitOf(s: Session, p: Poly, q: Poly): { readonly ratio: Rational; readonly gap: Rational } | null {
  if (p.terms.length !== q.terms.length) return null;
  const lead = leadOf(s, p);
  if (lead.dummies.length > 0) return null;
  const partner = q.terms.find((z) => termKey(s, z) === termKey(s, lead));
  if (!partner) return null;
  const ratio = multiply(partner.coefficient, invert(lead.coefficient));
  const gap = constantOf(addPolys(s, scale(p, ratio), negatePoly(q)));
  return gap === null || isNil(gap) ? null : { ratio, gap };
}
