/**
 * The rules on one term. Each is an identity of sums over all whole numbers with finite support, given the condition it records; the
 * first that fires answers, none means that the term is in normal form.
 */
import { type Affine, coefficientOf, isWhole, plain, plus, shift, times, without, zero } from "./affine.ts";
import { reduceDenominators } from "./denominators.ts";
import { atom, type Factor, guard, isSize, type Poly, type Power, polyOf, slotsOf, type Term, term, withPowers } from "./factor.ts";
import { foldInverse, foldOrthogonal } from "./fold.ts";
import { gauge } from "./gauge.ts";
import { alwaysAtLeastZero, contradictory, implied, knownForms, negation, supportOf } from "./guards.ts";
import { factorKey } from "./key.ts";
import { addPolys, asNumber, distribute, powerOf, scale, subtractPolys } from "./poly.ts";
import { generic } from "./positive.ts";
import { raise } from "./powers.ts";
import {
  add,
  floor,
  isEven,
  isInteger,
  isNegative,
  isNil,
  isUnit,
  less,
  multiply,
  negate,
  power,
  rational,
  unit,
  whole,
} from "./rational.ts";
import { giveUp, type Session, tick } from "./session.ts";
import { replaceDummy, substituteFactor } from "./substitute.ts";

/** The terms that take the place of this one, or null when it is in normal form. */
export function simplify(s: Session, given: Term): readonly Term[] | null {
  tick(s);
  if (isNil(given.coefficient)) return [];
  const merged = mergePowers(s, given);
  const t = merged ?? given;
  for (const x of t.powers) {
    const next = onFactor(s, t, x);
    if (next) return next;
  }
  if (impossible(s, t)) return [];
  const next = countLonelyDummy(s, t) ?? foldInverse(s, t) ?? foldOrthogonal(s, t) ?? reduceDenominators(s, t);
  if (next) return next;
  const moved = gauge(s, t);
  if (moved) return [moved];
  return merged ? [merged] : null;
}

const others = (t: Term, x: Power): readonly Power[] => t.powers.filter((y) => y !== x);
const exchanged = (t: Term, x: Power, by: Power): Term =>
  withPowers(
    t,
    t.powers.map((y) => (y === x ? by : y)),
  );

/** x^a x^b = x^(a+b); brackets are idempotent; what vanishes leaves its support behind. Null when there is nothing to merge. */
function mergePowers(s: Session, t: Term): Term | null {
  const found = new Map<number, Power>();
  let changed = false;
  for (const x of t.powers) {
    const key = factorKey(s, x.factor);
    const before = found.get(key);
    if (before && isNegative(before.exponent) !== isNegative(x.exponent)) s.conditions.add("nothing divided by is zero");
    const bracket = x.factor.kind === "guard" || x.factor.kind === "delta";
    found.set(key, before ? powerOf(before.factor, bracket ? unit : add(before.exponent, x.exponent)) : x);
    if (before || isNil(x.exponent)) changed = true;
  }
  if (!changed) return null;
  const all = [...found.values()];
  const lost = all.filter((x) => isNil(x.exponent));
  return withPowers(t, [...all.filter((x) => !isNil(x.exponent)), ...supportOf(lost)]);
}

function onFactor(s: Session, t: Term, x: Power): readonly Term[] | null {
  const { factor: f, exponent: e } = x;
  switch (f.kind) {
    case "delta":
    case "guard":
      if (isNegative(e)) return giveUp("division by an indicator");
      if (!isUnit(e)) return [exchanged(t, x, powerOf(f))];
      return f.kind === "delta" ? onDelta(s, t, x, f) : onGuard(s, t, x, f);
    case "count":
      return onCount(s, t, x);
    case "prime": {
      const k = floor(e);
      if (k === 0n) return null;
      const left = add(e, whole(-k));
      const rest = isNil(left) ? others(t, x) : exchanged(t, x, powerOf(f, left)).powers;
      return [term(multiply(t.coefficient, power(whole(f.value), k)), rest, t.dummies)];
    }
    case "determinant":
      if (!f.orthogonal || !isInteger(e) || (e.n >= 0n && e.n <= 1n)) return null;
      s.laws.add("det Q = ±1 for orthogonal Q");
      return [withPowers(t, isEven(e) ? others(t, x) : exchanged(t, x, powerOf(f)).powers)];
    case "base":
      return onBase(s, t, x, f.poly);
    case "atom":
      return onAtom(s, t, x, f);
    case "tensor": {
      if (f.marks.sign && f.at.every((a) => plain(a) !== null || isWhole(a)) && isInteger(e) && (e.n < 0n || e.n > 1n))
        return squaredSign(s, t, x);
      if (!f.marks.binary && !f.marks.total) return null;
      if (f.marks.binary && isNegative(e)) return giveUp("division by an indicator");
      if (f.marks.binary && less(unit, e)) return [exchanged(t, x, powerOf(f))];
      return f.marks.total && isUnit(e) ? sumsToOne(t, x) : null;
    }
    default:
      return null;
  }
}

/** [a = 0]: a dummy in it is replaced; free indices are, in the other factors. */
function onDelta(s: Session, t: Term, x: Power, f: Extract<Factor, { kind: "delta" }>): readonly Term[] | null {
  if (isWhole(f.of)) return f.of.constant === 0 ? [withPowers(t, others(t, x))] : [];
  if (differs(s, t, f)) return [];
  const solved = (name: string, k: number) => times(without(f.of, name), -k);
  const dummy = f.of.parts.find(([n, k]) => t.dummies.includes(n) && Math.abs(k) === 1);
  if (dummy) {
    s.laws.add("a delta picks one term of a sum");
    const rest = withPowers(t, others(t, x));
    return [
      replaceDummy(
        s,
        rest,
        dummy[0],
        solved(dummy[0], dummy[1]),
        t.dummies.filter((d) => d !== dummy[0]),
      ),
    ];
  }
  const free = f.of.parts
    .filter(([n, k]) => !isSize(n) && Math.abs(k) === 1)
    .map(([n, k]) => [n, k] as const)
    .sort((a, b) => (a[0] < b[0] ? 1 : -1))[0];
  if (!free || !others(t, x).some((y) => y.factor.variables.has(free[0]))) return null;
  const by = solved(free[0], free[1]);
  return [
    withPowers(
      t,
      t.powers.map((y) => (y === x ? y : powerOf(substituteFactor(s, y.factor, free[0], by), y.exponent))),
    ),
  ];
}

/** Whether the form cannot be zero: a condition in force says so, or what is known bounds it away. */
function differs(s: Session, t: Term, f: Extract<Factor, { kind: "delta" }>): boolean {
  const turned = times(f.of, -1);
  if (s.distinct.some((a) => a.key === f.of.key || a.key === turned.key)) return true;
  const known = knownForms(s, t, f);
  return implied(s, shift(f.of, -1), known) || implied(s, shift(turned, -1), known);
}

function onGuard(s: Session, t: Term, x: Power, f: Extract<Factor, { kind: "guard" }>): readonly Term[] | null {
  if (isWhole(f.of)) return f.of.constant >= 0 ? [withPowers(t, others(t, x))] : [];
  const known = knownForms(s, t, f);
  if (implied(s, f.of, known)) return [withPowers(t, others(t, x))];
  return implied(s, negation(f.of), known) ? [] : null;
}

/** Slots that cannot all be in range: x[r] and y[r − n] with both of length n. */
function impossible(s: Session, t: Term): boolean {
  const crooked = t.powers.some((x) => x.exponent.n > 0n && slotsOf(x.factor).some(({ at }) => plain(at) === null));
  return crooked && contradictory(s, knownForms(s, t, null));
}

/** Numbers made of indices are expanded into single ones. */
function onCount(s: Session, t: Term, x: Power): readonly Term[] | null {
  if (x.factor.kind !== "count" || plain(x.factor.of) !== null) return null;
  const value = asNumber(s, x.factor.of);
  return distribute(s, polyOf([withPowers(t, others(t, x))]), raise(s, value, x.exponent));
}

/** One copy of a base with exponent at least 1 is expanded; a base that became one term distributes. */
function onBase(s: Session, t: Term, x: Power, p: Poly): readonly Term[] | null {
  if (p.terms.length === 0) return giveUp("division by zero");
  if (!less(x.exponent, unit)) {
    const left = add(x.exponent, whole(-1));
    const rest = isNil(left) ? others(t, x) : exchanged(t, x, powerOf(x.factor, left)).powers;
    return distribute(s, polyOf([withPowers(t, rest)]), p);
  }
  const [only] = p.terms;
  if (only && p.terms.length === 1 && only.dummies.length === 0 && isInteger(x.exponent)) {
    return distribute(s, polyOf([withPowers(t, others(t, x))]), raise(s, p, x.exponent));
  }
  return null;
}

function onAtom(s: Session, t: Term, x: Power, f: Extract<Factor, { kind: "atom" }>): readonly Term[] | null {
  if (f.name === "heaviside" && isNegative(x.exponent)) return giveUp("division by an indicator");
  if (f.name === "heaviside" && less(unit, x.exponent) && generic(s, f.arguments[0] as Poly)) {
    s.laws.add("a step is 0 or 1");
    s.conditions.add("off the kinks");
    return [exchanged(t, x, powerOf(f))];
  }
  if (f.name === "sin" && isInteger(x.exponent) && !less(x.exponent, whole(2))) {
    s.laws.add("sin² + cos² = 1");
    const left = add(x.exponent, whole(-2));
    const rest = isNil(left) ? others(t, x) : exchanged(t, x, powerOf(f, left)).powers;
    return [withPowers(t, rest), term(negate(t.coefficient), [...rest, powerOf(atom("cos", f.arguments), whole(2))], t.dummies)];
  }
  return null;
}

/** y² = 1 for y = ±1, wherever y is an entry at all. */
function squaredSign(s: Session, t: Term, x: Power): readonly Term[] {
  s.laws.add("y² = 1 for y = ±1");
  return [withPowers(t, isEven(x.exponent) ? [...others(t, x), ...supportOf([x])] : exchanged(t, x, powerOf(x.factor)).powers)];
}

/** Σᵢ pᵢ = 1 over a dummy that occurs nowhere else. */
function sumsToOne(t: Term, x: Power): readonly Term[] | null {
  if (x.factor.kind !== "tensor" || x.factor.at.length !== 1) return null;
  const d = plain(x.factor.at[0] ?? zero);
  if (d === null || !t.dummies.includes(d) || others(t, x).some((y) => y.factor.variables.has(d))) return null;
  return [
    term(
      t.coefficient,
      others(t, x),
      t.dummies.filter((y) => y !== d),
    ),
  ];
}

/** A dummy in one lower and one upper guard only, and as a number: Σ 1 = hi − lo + 1, Σ i = …, up to Σ i⁴. */
function countLonelyDummy(s: Session, t: Term): readonly Term[] | null {
  for (const d of t.dummies) {
    const here = t.powers.filter((x) => x.factor.variables.has(d));
    const [low, ...moreLow] = guardsOf(here, d, 1);
    const [high, ...moreHigh] = guardsOf(here, d, -1);
    const [numeral, ...more] = here.filter((x) => x.factor.kind === "count" && plain(x.factor.of) === d);
    if (!low || !high || moreLow.length + moreHigh.length + more.length > 0 || here.length !== (numeral ? 3 : 2)) continue;
    const k = numeral ? (isInteger(numeral.exponent) ? Number(numeral.exponent.n) : -1) : 0;
    if (k < 0 || k > 4) continue;
    const length = shift(plus(low, high), 1);
    const bounded = alwaysAtLeastZero(s, length) ? [] : [powerOf(guard(length))];
    const rest = term(
      t.coefficient,
      [...t.powers.filter((x) => !here.includes(x)), ...bounded],
      t.dummies.filter((y) => y !== d),
    );
    if (k > 0) s.laws.add("sum of powers of an index");
    const first = times(without(low, d), -1);
    return distribute(s, polyOf([rest]), k === 0 ? asNumber(s, length) : sumOfPowers(s, k, first, without(high, d)));
  }
  return null;
}

/** Forms of the guards in which a dummy has this coefficient. */
const guardsOf = (list: readonly Power[], d: string, sign: number): readonly Affine[] =>
  list.flatMap((x) => (x.factor.kind === "guard" && coefficientOf(x.factor.of, d) === sign ? [x.factor.of] : []));

/** Coefficients of Σ_{i=1}^{m} i^k as a polynomial in m, from m¹ upwards; the polynomial telescopes for every whole m. */
const powerSums: readonly (readonly (readonly [number, number])[])[] = [
  [[1, 1]],
  [
    [1, 2],
    [1, 2],
  ],
  [
    [1, 6],
    [1, 2],
    [1, 3],
  ],
  [
    [0, 1],
    [1, 4],
    [1, 2],
    [1, 4],
  ],
  [
    [-1, 30],
    [0, 1],
    [1, 3],
    [1, 2],
    [1, 5],
  ],
];

function sumOfPowers(s: Session, k: number, from: Affine, to: Affine): Poly {
  const upTo = (m: Affine): Poly => {
    const value = asNumber(s, m);
    return addPolys(s, ...(powerSums[k] ?? []).map(([n, d], i) => scale(raise(s, value, whole(i + 1)), rational(n, d))));
  };
  return subtractPolys(s, upTo(to), upTo(shift(from, -1)));
}
