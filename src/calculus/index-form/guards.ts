/** What is known of index forms: implied by slots, guards, ranges in force and sizes being at least 1. */
import { type Affine, coefficientOf, minus, shift, times, variable } from "./affine.ts";
import { type Factor, guard, isSize, type Power, slotsOf, type Term } from "./factor.ts";
import { powerOf } from "./poly.ts";
import { type Session, tick } from "./session.ts";

/** A multiple of a form, as part of a sum. */
type Multiple = readonly [form: Affine, k: number];

/** Σ k a + shift ≥ 0 for all sizes ≥ 1? Without making the sum: this is asked far more often than anything else. */
function sumAtLeastZero(s: Session, sum: readonly Multiple[], shift: number): boolean {
  let least = shift;
  for (const [i, [form, k]] of sum.entries()) {
    least += k * form.constant;
    for (const [name] of form.parts) {
      let coefficient = 0;
      let seen = false;
      for (const [j, [other, factor]] of sum.entries()) {
        const c = coefficientOf(other, name);
        coefficient += factor * c;
        if (j < i && c !== 0) seen = true;
      }
      if (coefficient === 0 || seen) continue;
      if (coefficient < 0 || !s.sizes.has(name)) return false;
      least += coefficient;
    }
  }
  return least >= 0;
}

/** a ≥ 0 for all sizes ≥ 1? */
export const alwaysAtLeastZero = (s: Session, a: Affine): boolean => sumAtLeastZero(s, [[a, 1]], 0);

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
  tick(s, (known.length ** 2) >> 8);
  for (const k of known) {
    if (!sharesVariable(a, k)) continue;
    if (
      sumAtLeastZero(
        s,
        [
          [a, 1],
          [k, -1],
        ],
        0,
      )
    )
      return true;
    for (const l of known)
      if (
        l !== k &&
        sumAtLeastZero(
          s,
          [
            [a, 1],
            [k, -1],
            [l, -1],
          ],
          0,
        )
      )
        return true;
  }
  return false;
}

/** Two known forms whose sum is below zero for all sizes; a form with whole slots that is below zero by itself. */
export function contradictory(s: Session, known: readonly Affine[]): boolean {
  tick(s, (known.length ** 2) >> 8);
  return known.some(
    (a, i) =>
      sumAtLeastZero(s, [[a, -1]], -1) ||
      known.some(
        (b, j) =>
          j > i &&
          sharesVariable(a, b) &&
          sumAtLeastZero(
            s,
            [
              [a, -1],
              [b, -1],
            ],
            -1,
          ),
      ),
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
