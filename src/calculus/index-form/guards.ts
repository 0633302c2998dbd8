/** What is known of index forms: implied by slots, guards, ranges in force and sizes being at least 1. */
import { type Affine, minus, plus, shift, times, variable } from "./affine.ts";
import { type Factor, guard, isSize, type Power, slotsOf, type Term } from "./factor.ts";
import { powerOf } from "./poly.ts";
import type { Session } from "./session.ts";

/** a ≥ 0 for all sizes ≥ 1? */
export function alwaysAtLeastZero(s: Session, a: Affine): boolean {
  let least = a.constant;
  for (const [name, k] of a.parts) {
    if (k < 0 || !s.sizes.has(name)) return false;
    least += k;
  }
  return least >= 0;
}

/** Forms known to be ≥ 0 wherever the term counts, the factor `apart` left out of the reasons. */
export function knownForms(s: Session, t: Term, apart: Factor | null): readonly Affine[] {
  const known: Affine[] = [...s.facts];
  const seen = new Set<string>();
  const range = (name: string): void => {
    if (seen.has(name) || t.dummies.includes(name)) return;
    seen.add(name);
    const r = s.ranges.get(name);
    if (r?.from) known.push(minus(variable(name), r.from));
    if (r?.to) known.push(minus(r.to, variable(name)));
    for (const bound of [r?.from, r?.to]) for (const [v] of bound?.parts ?? []) if (!isSize(v)) range(v);
  };
  for (const { factor, exponent } of t.powers) {
    for (const v of factor.variables) range(v);
    if (factor === apart) continue;
    if (factor.kind === "guard") known.push(factor.of);
    else if (exponent.n > 0n) {
      for (const { at, size } of slotsOf(factor)) known.push(shift(at, -1), minus(size, at));
    }
  }
  return known;
}

const sharesVariable = (a: Affine, b: Affine): boolean => a.parts.some(([n]) => b.parts.some(([m]) => n === m));

/** a ≥ 0 because of one known form, or of the sum of two. */
export function implied(s: Session, a: Affine, known: readonly Affine[]): boolean {
  if (alwaysAtLeastZero(s, a)) return true;
  const near = known.filter((k) => sharesVariable(a, k));
  for (const k of near) {
    const rest = minus(a, k);
    if (alwaysAtLeastZero(s, rest)) return true;
    for (const l of known) if (l !== k && alwaysAtLeastZero(s, minus(rest, l))) return true;
  }
  return false;
}

/** Two known forms whose sum is below zero for all sizes; a form with whole slots that is below zero by itself. */
export function contradictory(s: Session, known: readonly Affine[]): boolean {
  return known.some(
    (a, i) =>
      alwaysAtLeastZero(s, negation(a)) ||
      known.some((b, j) => j > i && sharesVariable(a, b) && alwaysAtLeastZero(s, negation(plus(a, b)))),
  );
}

export const negation = (a: Affine): Affine => shift(times(a, -1), -1);

/** 1 ≤ at ≤ size as two guards. */
export const insideGuards = (at: Affine, size: Affine): readonly Power[] => [
  powerOf(guard(shift(at, -1))),
  powerOf(guard(minus(size, at))),
];

/** from ≤ at ≤ to as two guards. */
export const betweenGuards = (at: Affine, from: Affine, to: Affine): readonly Power[] => [
  powerOf(guard(minus(at, from))),
  powerOf(guard(minus(to, at))),
];

/**
 * The support of factors that go away, written out: a guard dropped because such a factor implied it has to come back when the factor is
 * consumed, or x/(1+x) = 1 − 1/(1+x) would lose the range of its sum.
 */
export function supportOf(lost: readonly Power[]): readonly Power[] {
  return lost.flatMap(({ factor }) =>
    slotsOf(factor)
      .filter(({ at }) => at.parts.some(([n]) => !isSize(n)))
      .flatMap(({ at, size }) => insideGuards(at, size)),
  );
}

/** Factors of the first list that are not in the second. */
export const goneFrom = (before: readonly Power[], after: readonly Power[]): readonly Power[] =>
  before.filter((p) => !after.some((q) => q.factor === p.factor));
