/** Sums of terms in normal form: built by one loop that applies the rules of simplify.ts until none fires. */
import { type Affine, variable } from "./affine.ts";
import { count, type Factor, isSize, type Poly, type Power, polyOf, type Term, term, withCoefficient } from "./factor.ts";
import { termKey } from "./key.ts";
import { add, isNil, isUnit, multiply, nil, type Rational, unit, whole } from "./rational.ts";
import { type Session, tick } from "./session.ts";
import { simplify } from "./simplify.ts";
import { freshTerm } from "./substitute.ts";

/** Normal form of a sum of terms. */
export function build(s: Session, terms: readonly Term[]): Poly {
  const out = new Map<number, Term>();
  const work = [...terms].reverse();
  for (let t = work.pop(); t !== undefined; t = work.pop()) {
    const next = t.cache.settled ? null : simplify(s, t);
    if (next) {
      for (let i = next.length - 1; i >= 0; i--) work.push(next[i] as Term);
      continue;
    }
    t.cache.settled = true;
    if (isNil(t.coefficient)) continue;
    const key = termKey(s, t);
    const before = out.get(key);
    out.set(key, before ? withCoefficient(before, add(before.coefficient, t.coefficient)) : t);
  }
  return polyOf([...out.values()].filter((t) => !isNil(t.coefficient)));
}

export const constant = (c: Rational): Poly => polyOf(isNil(c) ? [] : [term(c, [])]);
export const number = (k: number | bigint): Poly => constant(whole(k));
export const onePoly: Poly = constant(unit);

export const powerOf = (factor: Factor, exponent: Rational = unit): Power => ({ factor, exponent });
/** A single factor, not yet in normal form. */
export const bare = (factor: Factor, exponent: Rational = unit): Poly => polyOf([term(unit, [powerOf(factor, exponent)])]);
export const single = (s: Session, factor: Factor, exponent: Rational = unit): Poly => build(s, bare(factor, exponent).terms);

export const addPolys = (s: Session, ...list: readonly Poly[]): Poly =>
  build(
    s,
    list.flatMap((p) => p.terms),
  );
export const scale = (p: Poly, c: Rational): Poly =>
  isNil(c) ? polyOf([]) : isUnit(c) ? p : polyOf(p.terms.map((t) => withCoefficient(t, multiply(t.coefficient, c))));
export const negatePoly = (p: Poly): Poly => scale(p, whole(-1));
export const subtractPolys = (s: Session, a: Poly, b: Poly): Poly => addPolys(s, a, negatePoly(b));

export function multiplyTerms(s: Session, a: Term, b: Term): Term {
  tick(s);
  const apart = a.dummies.length > 0 && b.dummies.length > 0 ? freshTerm(s, b) : b;
  return term(multiply(a.coefficient, apart.coefficient), [...a.powers, ...apart.powers], [...a.dummies, ...apart.dummies]);
}

/** Products of terms, not yet in normal form. */
export const distribute = (s: Session, a: Poly, b: Poly): readonly Term[] =>
  a.terms.flatMap((x) => b.terms.map((y) => multiplyTerms(s, x, y)));

export function multiplyPolys(s: Session, ...list: readonly Poly[]): Poly {
  const [first = onePoly, ...rest] = list;
  return rest.reduce((a, b) => build(s, distribute(s, a, b)), first);
}

/** A poly as the product of factors. */
export const product = (s: Session, powers: readonly Power[], coefficient: Rational = unit): Poly => build(s, [term(coefficient, powers)]);

/** Σ over all whole numbers of the named variables; their ranges stand in the terms. */
export const sumOver = (s: Session, p: Poly, variables: readonly string[]): Poly =>
  build(
    s,
    p.terms.map((t) => {
      const apart = freshTerm(s, t);
      return term(apart.coefficient, apart.powers, [...apart.dummies, ...variables]);
    }),
  );

/** An index form as a number. */
export function asNumber(s: Session, a: Affine): Poly {
  const terms: Term[] = a.constant === 0 ? [] : [term(whole(a.constant), [])];
  for (const [name, k] of a.parts) {
    const sizes = isSize(name) ? (s.products.get(name) ?? [name]) : [name];
    terms.push(
      term(
        whole(k),
        sizes.map((n) => powerOf(count(variable(n)))),
      ),
    );
  }
  return build(s, terms);
}

/** The number that a poly is, or null. */
export function constantOf(p: Poly): Rational | null {
  if (p.terms.length === 0) return nil;
  const [t] = p.terms;
  return t && p.terms.length === 1 && t.powers.length === 0 && t.dummies.length === 0 ? t.coefficient : null;
}
