/**
 * Functions of one variable t that can be integrated exactly: sums of  p(t) · e^{γt} · [t > c]  with registers for the coefficients of p, for
 * γ and for c. Sums, products, steps, relu and cases of such functions are such functions.
 *
 * `missing` collects where a function has no value (cases without an arm there); it must cancel to nothing before anything is integrated.
 */
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import type { Sign } from "./types.ts";

export interface Term {
  /** Coefficients of 1, t, t², … */
  readonly poly: readonly Register[];
  /** γ */
  readonly rate: Register;
  /** c, or null for everywhere. */
  readonly from: Register | null;
}

export interface Piecewise {
  readonly terms: readonly Term[];
  readonly missing: readonly Term[];
}

/** An end of an interval. */
export type End = Register | "-∞" | "∞";

export interface PiecewiseRing {
  constant(r: Register): Piecewise;
  variable(): Piecewise;
  undefined(): Piecewise;
  add(x: Piecewise, y: Piecewise): Piecewise;
  neg(x: Piecewise): Piecewise;
  mul(x: Piecewise, y: Piecewise): Piecewise;
  /** 1/x for x free of t. */
  inverse(x: Piecewise): Piecewise;
  exp(x: Piecewise): Piecewise;
  /** [x > 0] for x affine in t; single points do not matter. */
  step(x: Piecewise): Piecewise;
  select(when: Piecewise, yes: Piecewise, no: Piecewise): Piecewise;
  /** The register of a function that is free of t, else null. */
  free(x: Piecewise): Register | null;
  isZero(x: Piecewise): boolean;
  integrate(x: Piecewise, from: End, to: End): Register;
}

const highest = 24;

export function piecewiseRing(rec: Recorder, signOf: (r: Register) => Sign | null): PiecewiseRing {
  const zero = rec.constant(0);
  const one = rec.constant(1);
  const vanishes = (r: Register): boolean => rec.constantOf(r)?.n === 0n;

  const of = (...terms: readonly Term[]): Piecewise => ({ terms, missing: [] });
  const constant = (r: Register): Piecewise => (vanishes(r) ? of() : of({ poly: [r], rate: zero, from: null }));

  /** Terms with one exponential and one step are one term; zeros are dropped. */
  function collected(list: readonly Term[]): readonly Term[] {
    const groups = new Map<string, Term>();
    for (const term of list) {
      const key = `${term.rate} ${term.from ?? "everywhere"}`;
      const before = groups.get(key);
      groups.set(key, before ? { ...term, poly: addPolynomials(before.poly, term.poly) } : term);
    }
    return [...groups.values()].map((g) => ({ ...g, poly: trimmed(g.poly) })).filter((g) => g.poly.length > 0);
  }
  const addPolynomials = (p: readonly Register[], q: readonly Register[]): readonly Register[] =>
    Array.from({ length: Math.max(p.length, q.length) }, (_, k) => rec.add(p[k] ?? zero, q[k] ?? zero));
  function trimmed(p: readonly Register[]): readonly Register[] {
    let n = p.length;
    while (n > 0 && vanishes(p[n - 1] as Register)) n--;
    return p.slice(0, n);
  }
  function multiplyPolynomials(p: readonly Register[], q: readonly Register[]): readonly Register[] {
    if (p.length + q.length > highest) return refuse("unsupported", "an integral of a polynomial of high degree");
    const out = new Array<Register>(p.length + q.length - 1).fill(zero);
    for (const [i, a] of p.entries()) for (const [j, b] of q.entries()) out[i + j] = rec.add(out[i + j] as Register, rec.mul(a, b));
    return out;
  }

  const multiplyTerms = (x: readonly Term[], y: readonly Term[]): readonly Term[] =>
    collected(
      x.flatMap((a) =>
        y.map(
          (b): Term => ({
            poly: multiplyPolynomials(a.poly, b.poly),
            rate: rec.add(a.rate, b.rate),
            from: a.from === null ? b.from : b.from === null || b.from === a.from ? a.from : rec.max(a.from, b.from),
          }),
        ),
      ),
    );

  const add = (x: Piecewise, y: Piecewise): Piecewise => ({
    terms: collected([...x.terms, ...y.terms]),
    missing: collected([...x.missing, ...y.missing]),
  });
  const mul = (x: Piecewise, y: Piecewise): Piecewise => ({
    terms: multiplyTerms(x.terms, y.terms),
    missing: collected([...x.missing, ...y.missing]),
  });
  const negated = (list: readonly Term[]): readonly Term[] => list.map((t) => ({ ...t, poly: t.poly.map(rec.neg) }));
  const neg = (x: Piecewise): Piecewise => ({ ...x, terms: negated(x.terms) });

  /** α t + β */
  function affine(x: Piecewise): readonly [Register, Register] {
    const [term] = x.terms;
    if (x.missing.length > 0 || x.terms.length > 1) return refuse("unsupported", "an integral of a function of a piecewise function");
    if (!term) return [zero, zero];
    if (term.from !== null || !vanishes(term.rate) || term.poly.length > 2)
      return refuse("unsupported", "an integral of a function of a curve");
    return [term.poly[1] ?? zero, term.poly[0] ?? zero];
  }

  function free(x: Piecewise): Register | null {
    const [term] = x.terms;
    if (x.missing.length > 0 || x.terms.length > 1) return null;
    if (!term) return zero;
    return term.from === null && vanishes(term.rate) && term.poly.length === 1 ? (term.poly[0] as Register) : null;
  }

  function step(x: Piecewise): Piecewise {
    const [slope, offset] = affine(x);
    if (vanishes(slope)) return constant(rec.step(offset, { n: 1n, d: 2n }));
    const up: Piecewise = of({ poly: [one], rate: zero, from: rec.neg(rec.div(offset, slope)) });
    const direction = signOf(slope);
    if (direction === null || direction === 0) return refuse("unsupported", "an integral that depends on the sign of a symbol");
    return direction > 0 ? up : add(constant(one), neg(up));
  }

  function select(when: Piecewise, yes: Piecewise, no: Piecewise): Piecewise {
    const rest = add(constant(one), neg(when));
    const terms = collected([...multiplyTerms(when.terms, yes.terms), ...multiplyTerms(rest.terms, no.terms)]);
    const missing = collected([...when.missing, ...multiplyTerms(when.terms, yes.missing), ...multiplyTerms(rest.terms, no.missing)]);
    return { terms, missing };
  }

  /** The antiderivative of p(t) e^{γt} at a finite place: ∑ⱼ (−1)ʲ p⁽ʲ⁾(t) e^{γt}/γ^{j+1}, or the polynomial one. */
  function antiderivative(term: Term, at: Register): Register {
    if (vanishes(term.rate)) {
      return term.poly.reduce((sum, c, k) => rec.add(sum, rec.mul(rec.div(c, rec.constant(k + 1)), rec.power(at, k + 1))), zero);
    }
    let sum = zero;
    let derivative = term.poly;
    for (let j = 0; derivative.length > 0; j++) {
      const value = derivative.reduceRight((s, c) => rec.add(rec.mul(s, at), c), zero);
      const part = rec.div(value, rec.power(term.rate, j + 1));
      sum = j % 2 === 0 ? rec.add(sum, part) : rec.subtract(sum, part);
      derivative = derivative.slice(1).map((c, k) => rec.mul(rec.constant(k + 1), c));
    }
    return rec.mul(sum, rec.exp(rec.mul(term.rate, at)));
  }

  function atEnd(term: Term, end: End): Register {
    if (typeof end === "number") return antiderivative(term, term.from === null ? end : rec.max(end, term.from));
    if (end === "-∞" && term.from !== null) return antiderivative(term, term.from);
    const decay = end === "∞" ? -1 : 1;
    if (!vanishes(term.rate) && signOf(term.rate) === decay) return zero;
    return refuse("unsupported", "an integral over an infinite range that does not settle");
  }

  return {
    constant,
    add,
    neg,
    mul,
    step,
    select,
    free,
    variable: () => of({ poly: [zero, one], rate: zero, from: null }),
    undefined: () => ({ terms: [], missing: [{ poly: [one], rate: zero, from: null }] }),
    isZero: (x) => x.terms.length === 0 && x.missing.length === 0,
    inverse: (x) => {
      const r = free(x);
      return r === null ? refuse("unsupported", "an integral of a fraction") : constant(rec.div(one, r));
    },
    exp: (x) => {
      const [slope, offset] = affine(x);
      return of({ poly: [rec.exp(offset)], rate: slope, from: null });
    },
    integrate: (x, from, to) => {
      if (x.missing.length > 0) return refuse("unsupported", "an integral of a function that is not defined everywhere");
      return x.terms.reduce((sum, term) => rec.add(sum, rec.subtract(atEnd(term, to), atEnd(term, from))), zero);
    },
  };
}
