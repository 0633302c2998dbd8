/**
 * Ranges that differ by a constant: [b ≥ 0] = [a ≥ 0] + Σ deltas, and [a ≥ 0] + [−a − 1 ≥ 0] = 1 where dummies stay bounded.
 * A guard is exchanged only when a partner term shows that it pays.
 */
import { coefficientOf, isWhole, minus, shift, variable } from "./affine.ts";
import {
  delta,
  type Guard,
  guard,
  noMarks,
  type Poly,
  type Power,
  polyOf,
  type Term,
  tensor,
  term,
  withCoefficient,
  withPowers,
} from "./factor.ts";
import { knownForms, negation } from "./guards.ts";
import { termKey } from "./key.ts";
import { build, powerOf } from "./poly.ts";
import { multiply, negate, rational } from "./rational.ts";
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
      const by =
        opposite(s, t, x, x.factor, keys) ?? shifted(s, t, x, x.factor, keys) ?? bySlot(s, t, x, x.factor) ?? halved(s, t, x, x.factor);
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

/** [a ≥ 0] = 1 − [−a − 1 ≥ 0] when the term with the other guard, or one a few steps from it, occurs. */
function opposite(s: Session, t: Term, x: Power, f: Guard, keys: ReadonlyMap<number, Term>): Exchanged | null {
  const rest = withPowers(t, drop(t, x));
  if (!bounded(s, rest)) return null;
  const turned = guard(negation(f.of));
  for (const k of [0, ...steps]) {
    const other = exchanged(s, t, x, guard(shift(turned.of, k)));
    const partner = other && keys.get(termKey(s, other));
    if (!other || !partner || partner === t) continue;
    return [
      rest,
      withCoefficient(other, negate(other.coefficient)),
      ...edges(t, x, turned, k).map((e) => withCoefficient(e, negate(e.coefficient))),
    ];
  }
  return null;
}

/** Σ_{i<j} of what is symmetric in i and j is half of Σ_{i≠j}: [i < j] + [j < i] = 1 − [i = j]. */
function halved(s: Session, t: Term, x: Power, f: Guard): Exchanged | null {
  const [first, second, ...more] = f.of.parts;
  if (
    !first ||
    !second ||
    more.length > 0 ||
    first[1] + second[1] !== 0 ||
    Math.abs(first[1]) !== 1 ||
    f.of.constant > 0 ||
    f.of.constant < -1
  )
    return null;
  const [i, j] = [first[0], second[0]];
  const rest = drop(t, x);
  if (!t.dummies.includes(i) || !t.dummies.includes(j) || !bounded(s, withPowers(t, rest))) return null;
  const marked = (p: string, q: string): number => termKey(s, withPowers(t, [...rest, powerOf(mark("%p", p)), powerOf(mark("%q", q))]));
  if (marked(i, j) !== marked(j, i)) return null;
  const half = multiply(t.coefficient, rational(1, 2));
  const diagonal = f.of.constant === 0 ? half : negate(half);
  const equal = powerOf(delta(minus(variable(i), variable(j))));
  return [term(half, rest, t.dummies), term(diagonal, [...rest, equal], t.dummies)];
}

const mark = (name: string, index: string) => tensor({ name, at: [variable(index)], dims: null, marks: noMarks, frozen: false });

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
