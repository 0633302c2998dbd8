/**
 * Ranges that differ by a constant: [b ≥ 0] = [a ≥ 0] + Σ deltas, and [a ≥ 0] + [−a − 1 ≥ 0] = 1 where dummies stay bounded.
 * A guard is exchanged only when a partner term shows that it pays.
 */
import { coefficientOf, isWhole, minus, shift } from "./affine.ts";
import { delta, type Guard, guard, type Poly, polyOf, type Power, type Term, term, withCoefficient, withPowers } from "./factor.ts";
import { knownForms, negation } from "./guards.ts";
import { termKey } from "./key.ts";
import { build, powerOf } from "./poly.ts";
import { negate } from "./rational.ts";
import type { Session } from "./session.ts";

const rounds = 12;
const steps = [1, 2, -1, -2, 3, -3] as const;

type Exchanged = readonly Term[];

/** The poly with ranges made alike, or null when nothing fits. */
export function alignRanges(s: Session, p: Poly): Poly | null {
  let terms = p.terms;
  let changed = false;
  for (let i = 0; i < rounds && terms.length > 0; i++) {
    const hit = findExchange(s, terms);
    if (!hit) break;
    changed = true;
    terms = build(s, [...terms.filter((t) => t !== hit.term), ...hit.by]).terms;
  }
  if (changed) s.laws.add("a range split");
  return changed ? polyOf(terms) : null;
}

function findExchange(s: Session, terms: readonly Term[]): { readonly term: Term; readonly by: Exchanged } | null {
  const keys = new Map(terms.map((t) => [termKey(s, t), t]));
  for (const t of terms) {
    for (const x of t.powers) {
      if (x.factor.kind !== "guard") continue;
      const by = opposite(s, t, x, x.factor, keys) ?? shifted(s, t, x, x.factor, keys) ?? bySlot(s, t, x, x.factor);
      if (by) return { term: t, by };
    }
  }
  return null;
}

const drop = (t: Term, x: Power): readonly Power[] => t.powers.filter((y) => y !== x);
const exchanged = (s: Session, t: Term, x: Power, g: Guard): Term | null => {
  const { terms } = build(s, [withPowers(t, [...drop(t, x), powerOf(g)])]);
  return terms.length === 1 ? (terms[0] ?? null) : null;
};

/** [a ≥ 0] = 1 − [−a − 1 ≥ 0] when the term with the other guard occurs. */
function opposite(s: Session, t: Term, x: Power, f: Guard, keys: ReadonlyMap<number, Term>): Exchanged | null {
  const other = exchanged(s, t, x, guard(negation(f.of)));
  const rest = withPowers(t, drop(t, x));
  return other && keys.has(termKey(s, other)) && bounded(s, rest) ? [rest, withCoefficient(other, negate(other.coefficient))] : null;
}

/** [a ≥ 0] = [a + k ≥ 0] − Σ_{i=1}^{k} [a + i = 0], and the other way. */
function shifted(s: Session, t: Term, x: Power, f: Guard, keys: ReadonlyMap<number, Term>): Exchanged | null {
  for (const k of steps) {
    const other = exchanged(s, t, x, guard(shift(f.of, k)));
    const partner = other && keys.get(termKey(s, other));
    if (!other || !partner || partner === t) continue;
    return [other, ...edges(t, x, f, k)];
  }
  return null;
}

function edges(t: Term, x: Power, f: Guard, k: number): readonly Term[] {
  const at = (i: number): readonly Power[] => [...drop(t, x), powerOf(delta(shift(f.of, i)))];
  if (k > 0) return Array.from({ length: k }, (_, i) => term(negate(t.coefficient), at(i + 1), t.dummies));
  return Array.from({ length: -k }, (_, i) => term(t.coefficient, at(-i), t.dummies));
}

/** A guard a little narrower than what a slot implies anyway: the difference is a few deltas. */
function bySlot(s: Session, t: Term, x: Power, f: Guard): Exchanged | null {
  for (const known of knownForms(s, t, f)) {
    const gap = minus(known, f.of);
    if (isWhole(gap) && gap.constant > 0 && gap.constant <= 4) return [withPowers(t, drop(t, x)), ...edges(t, x, f, gap.constant)];
  }
  return null;
}

/** Every dummy keeps a lower and an upper bound. */
function bounded(s: Session, t: Term): boolean {
  const known = knownForms(s, t, null);
  return t.dummies.every((d) => known.some((k) => coefficientOf(k, d) > 0) && known.some((k) => coefficientOf(k, d) < 0));
}
