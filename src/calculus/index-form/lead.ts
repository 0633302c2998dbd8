/** A monomial order on the terms of a poly: degree, then lexicographic with index names hidden, terms with deltas last. */
import type { Poly, Term } from "./factor.ts";
import { factorKey, hiddenFactorKey, hiddenTermKey, termKey } from "./key.ts";
import type { Session } from "./session.ts";

const ratio = (r: { readonly n: bigint; readonly d: bigint }): number => Number(r.n) / Number(r.d);

const degree = (t: Term): number =>
  t.powers.reduce((sum, { factor, exponent }) => (factor.kind === "guard" || factor.kind === "delta" ? sum : sum + ratio(exponent)), 0);

const withoutDelta = (t: Term): number => (t.powers.some((p) => p.factor.kind === "delta") ? 0 : 1);

function weights(s: Session, t: Term): ReadonlyMap<number, { readonly hidden: number; readonly exponent: number }> {
  t.cache.weights ??= new Map(
    t.powers.map(({ factor, exponent }) => [factorKey(s, factor), { hidden: hiddenFactorKey(s, factor), exponent: ratio(exponent) }]),
  );
  return t.cache.weights;
}

function lexicographic(s: Session, a: Term, b: Term): number {
  const x = weights(s, a);
  const y = weights(s, b);
  const all = new Map([...x, ...y].map(([key, w]) => [key, w.hidden]));
  for (const [key] of [...all].sort((p, q) => q[1] - p[1] || q[0] - p[0])) {
    const gap = (x.get(key)?.exponent ?? 0) - (y.get(key)?.exponent ?? 0);
    if (gap !== 0) return gap;
  }
  return 0;
}

function compare(s: Session, a: Term, b: Term): number {
  const first = withoutDelta(a) - withoutDelta(b) || a.dummies.length - b.dummies.length || degree(a) - degree(b);
  if (first !== 0) return first;
  const second = a.dummies.length > 0 ? 0 : lexicographic(s, a, b);
  if (second !== 0) return second;
  const x = hiddenTermKey(s, a);
  const y = hiddenTermKey(s, b);
  return x < y ? -1 : x > y ? 1 : termKey(s, a) - termKey(s, b);
}

/** The leading term of a poly that is not zero. */
export function leadOf(s: Session, p: Poly): Term {
  if (p.cache.lead) return p.cache.lead;
  const lead = p.terms.reduce((a, b) => (compare(s, a, b) >= 0 ? a : b));
  p.cache.lead = lead;
  return lead;
}
