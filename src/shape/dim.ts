/**
 * Dimensions: integer polynomials in size names, with opaque floor atoms.
 *
 *   4,   n,   m n,   d − k₁ − k₂ + 2,   ⌊(i + 2p − k)/s⌋ + 1
 *
 * A dimension is in canonical form, so two dimensions are equal for every choice of sizes exactly when their keys are equal
 * (floor atoms are compared as they stand).
 */
import { Bug } from "./result.ts";

/** A size name such as `n` or `k_1`, or a floor atom, to a positive power. */
interface Power {
  readonly atom: string;
  readonly exponent: number;
}

interface Monomial {
  readonly coefficient: number;
  readonly powers: readonly Power[];
}

/** What stands behind a floor atom: ⌊numerator / denominator⌋. */
export interface FloorAtom {
  readonly numerator: Dim;
  readonly denominator: Dim;
}

export interface Dim {
  /** Canonical text; equal keys mean equal dimensions. */
  readonly key: string;
  readonly terms: readonly Monomial[];
  readonly floors: ReadonlyMap<string, FloorAtom>;
}

const noFloors: ReadonlyMap<string, FloorAtom> = new Map();

const powersKey = (powers: readonly Power[]): string =>
  powers.map((p) => (p.exponent === 1 ? p.atom : `${p.atom}^${p.exponent}`)).join("*");

const degree = (m: Monomial): number => m.powers.reduce((d, p) => d + p.exponent, 0);

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function build(raw: readonly Monomial[], floors: ReadonlyMap<string, FloorAtom>): Dim {
  if (raw.length === 1 && raw[0]?.coefficient === 1) return { key: show(raw), terms: raw, floors };
  const merged = new Map<string, Monomial>();
  for (const m of raw) {
    const k = powersKey(m.powers);
    const before = merged.get(k);
    merged.set(k, before ? { ...m, coefficient: before.coefficient + m.coefficient } : m);
  }
  const terms = [...merged.entries()]
    .filter(([, m]) => m.coefficient !== 0)
    .sort(([ka, a], [kb, b]) => degree(b) - degree(a) || byName(ka, kb))
    .map(([, m]) => m);
  if (terms.some((m) => !Number.isSafeInteger(m.coefficient))) throw new Bug("a dimension outgrew the exact integers");
  return { key: show(terms), terms, floors };
}

function show(terms: readonly Monomial[]): string {
  if (terms.length === 0) return "0";
  return terms
    .map((m, i) => {
      const size = Math.abs(m.coefficient);
      const body = m.powers.length === 0 ? String(size) : (size === 1 ? "" : `${size} `) + powersKey(m.powers).replaceAll("*", " ");
      const sign = m.coefficient < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      return sign + body;
    })
    .join("");
}

const joinFloors = (a: Dim, b: Dim): ReadonlyMap<string, FloorAtom> =>
  a.floors.size === 0 ? b.floors : b.floors.size === 0 ? a.floors : new Map([...a.floors, ...b.floors]);

/** The constant dimension `n`. */
export const dim = (n: number): Dim => build(n === 0 ? [] : [{ coefficient: n, powers: [] }], noFloors);

/** The dimension that a size name stands for. */
export const size = (name: string): Dim => build([{ coefficient: 1, powers: [{ atom: name, exponent: 1 }] }], noFloors);

export const one: Dim = dim(1);
export const zero: Dim = dim(0);

export function addDims(a: Dim, b: Dim): Dim {
  if (a.terms.length === 0) return b;
  if (b.terms.length === 0) return a;
  return build([...a.terms, ...b.terms], joinFloors(a, b));
}
export const scaleDim = (a: Dim, by: number): Dim =>
  build(
    a.terms.map((m) => ({ ...m, coefficient: m.coefficient * by })),
    a.floors,
  );
export const subtractDims = (a: Dim, b: Dim): Dim => addDims(a, scaleDim(b, -1));

export function multiplyDims(a: Dim, b: Dim): Dim {
  if (isOne(a)) return b;
  if (isOne(b)) return a;
  const terms: Monomial[] = [];
  for (const x of a.terms) {
    for (const y of b.terms) {
      const exponents = new Map<string, number>();
      for (const p of [...x.powers, ...y.powers]) exponents.set(p.atom, (exponents.get(p.atom) ?? 0) + p.exponent);
      const powers = [...exponents].sort(([p], [q]) => byName(p, q)).map(([atom, exponent]) => ({ atom, exponent }));
      terms.push({ coefficient: x.coefficient * y.coefficient, powers });
    }
  }
  return build(terms, joinFloors(a, b));
}

/** ⌊a / b⌋; a number when both are, otherwise an opaque atom. */
export function floorDim(a: Dim, b: Dim): Dim {
  const x = constantDim(a);
  const y = constantDim(b);
  if (x !== null && y !== null && y !== 0) return dim(Math.floor(x / y));
  if (y === 1) return a;
  const atom = `⌊(${a.key})/(${b.key})⌋`;
  return build([{ coefficient: 1, powers: [{ atom, exponent: 1 }] }], new Map([[atom, { numerator: a, denominator: b }]]));
}

/** The number, when the dimension does not depend on a size. */
export function constantDim(a: Dim): number | null {
  if (a.terms.length === 0) return 0;
  const [m] = a.terms;
  return a.terms.length === 1 && m && m.powers.length === 0 ? m.coefficient : null;
}

export const sameDim = (a: Dim, b: Dim): boolean => a.key === b.key;
export const isOne = (a: Dim): boolean => a.key === "1";

/** Size names that occur, floor atoms opened. */
export function dimNames(a: Dim, into: Set<string> = new Set()): Set<string> {
  for (const m of a.terms) {
    for (const p of m.powers) {
      const floor = a.floors.get(p.atom);
      if (floor) {
        dimNames(floor.numerator, into);
        dimNames(floor.denominator, into);
      } else into.add(p.atom);
    }
  }
  return into;
}

/** The dimension with sizes replaced by dimensions. */
export function substituteDim(a: Dim, by: ReadonlyMap<string, Dim>): Dim {
  if (!a.terms.some((m) => m.powers.some((p) => a.floors.has(p.atom) || by.has(p.atom)))) return a;
  let sum = zero;
  for (const m of a.terms) {
    let product = dim(m.coefficient);
    for (const p of m.powers) {
      const floor = a.floors.get(p.atom);
      const factor = floor
        ? floorDim(substituteDim(floor.numerator, by), substituteDim(floor.denominator, by))
        : (by.get(p.atom) ?? size(p.atom));
      for (let i = 0; i < p.exponent; i++) product = multiplyDims(product, factor);
    }
    sum = addDims(sum, product);
  }
  return sum;
}

/** The number that the dimension is at given sizes, or null when one of them is missing. */
export function evaluateDim(a: Dim, sizes: ReadonlyMap<string, number>): number | null {
  let sum = 0;
  for (const m of a.terms) {
    let product = m.coefficient;
    for (const p of m.powers) {
      const floor = a.floors.get(p.atom);
      let factor: number | null | undefined;
      if (floor) {
        const x = evaluateDim(floor.numerator, sizes);
        const y = evaluateDim(floor.denominator, sizes);
        factor = x === null || y === null || y === 0 ? null : Math.floor(x / y);
      } else factor = sizes.get(p.atom);
      if (factor === null || factor === undefined) return null;
      product *= factor ** p.exponent;
    }
    sum += product;
  }
  return sum;
}

/**
 * The linear part in one size: `a = coefficient · name + rest` with `rest` free of the name.
 * Null when the size occurs with another power, in a product, or under a floor.
 */
export function linearIn(a: Dim, name: string): { readonly coefficient: number; readonly rest: Dim } | null {
  let coefficient = 0;
  const rest: Monomial[] = [];
  for (const m of a.terms) {
    const here = m.powers.find((p) => p.atom === name);
    if (here) {
      if (m.powers.length !== 1 || here.exponent !== 1) return null;
      coefficient = m.coefficient;
    } else rest.push(m);
  }
  const tail = build(rest, a.floors);
  return dimNames(tail).has(name) ? null : { coefficient, rest: tail };
}

/** Every coefficient divided by `k`, or null when one of them does not divide. */
export function divideDim(a: Dim, k: number): Dim | null {
  if (k === 0 || a.terms.some((m) => m.coefficient % k !== 0)) return null;
  return build(
    a.terms.map((m) => ({ ...m, coefficient: m.coefficient / k })),
    a.floors,
  );
}
