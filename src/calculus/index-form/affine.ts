/**
 * Affine index forms: n + j − 1, an index or a dimension with whole coefficients. Equal keys mean equal forms.
 */

/** A variable (index, dummy or size) with its coefficient. */
export type Part = readonly [name: string, coefficient: number];

export interface Affine {
  readonly constant: number;
  /** Sorted by name, coefficients not zero. */
  readonly parts: readonly Part[];
  readonly key: string;
}

const byName = (a: Part, b: Part): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);

function make(constant: number, parts: readonly Part[]): Affine {
  const key = parts.map(([name, k]) => `${k}${name}`).join("+") + (constant !== 0 || parts.length === 0 ? `|${constant}` : "");
  return { constant, parts, key };
}

export const whole = (constant: number): Affine => make(constant, []);
export const variable = (name: string): Affine => make(0, [[name, 1]]);
export const zero: Affine = whole(0);
export const one: Affine = whole(1);

/** a + k b */
export function plus(a: Affine, b: Affine, k = 1): Affine {
  if (b.parts.length === 0) return b.constant === 0 ? a : make(a.constant + k * b.constant, a.parts);
  const sum = new Map(a.parts);
  for (const [name, c] of b.parts) sum.set(name, (sum.get(name) ?? 0) + k * c);
  return make(a.constant + k * b.constant, [...sum].filter(([, c]) => c !== 0).sort(byName));
}

export const minus = (a: Affine, b: Affine): Affine => plus(a, b, -1);
export const shift = (a: Affine, k: number): Affine => (k === 0 ? a : make(a.constant + k, a.parts));
export const times = (a: Affine, k: number): Affine =>
  k === 0
    ? zero
    : make(
        a.constant * k,
        a.parts.map(([name, c]) => [name, c * k] as const),
      );

export const isWhole = (a: Affine): boolean => a.parts.length === 0;
export const same = (a: Affine, b: Affine): boolean => a.key === b.key;
export function coefficientOf(a: Affine, name: string): number {
  for (const part of a.parts) if (part[0] === name) return part[1];
  return 0;
}
export const mentions = (a: Affine, name: string): boolean => a.parts.some(([n]) => n === name);

/** The variable that the form is, or null when it is anything else. */
export function plain(a: Affine): string | null {
  const [part] = a.parts;
  return part && a.parts.length === 1 && part[1] === 1 && a.constant === 0 ? part[0] : null;
}

/** The form without its multiple of a variable. */
export const without = (a: Affine, name: string): Affine =>
  make(
    a.constant,
    a.parts.filter(([n]) => n !== name),
  );

/** The form with a variable replaced by a form. */
export function replaceIn(a: Affine, name: string, by: Affine): Affine {
  const k = coefficientOf(a, name);
  return k === 0 ? a : plus(without(a, name), by, k);
}

/** −n + j + 2 */
export function showAffine(a: Affine, nameOf: (name: string) => string = (n) => n): string {
  const parts = a.parts.map(([name, k]) => (k === 1 ? nameOf(name) : k === -1 ? `-${nameOf(name)}` : `${k}${nameOf(name)}`));
  if (a.constant !== 0 || parts.length === 0) parts.push(String(a.constant));
  return parts.join(" + ").replaceAll("+ -", "- ");
}
