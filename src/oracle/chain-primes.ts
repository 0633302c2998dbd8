/**
 * Chains of primes p₀ | p₁ = c₁p₀ + 1 | p₂ = c₂p₁ + 1 …, and arithmetic modulo each of them.
 *
 * The multiplicative group modulo p_{i+1} has a subgroup of prime order pᵢ. With g a generator of it, v ↦ g^v turns sums modulo pᵢ into
 * products modulo p_{i+1}: an exact exponential, and its inverse (a discrete logarithm) an exact logarithm.
 *
 * *Square* family, c = 2, p ≡ 7 (mod 8): v^{(p+1)/4} is a square root of every square, chosen so that √(ab) = √a √b; small primes are
 * squares, so that √8 = 2√2 holds too.  *Circle* family, c divisible by 4: −1 is a square, so e^{ix} exists and sine and cosine are exact.
 */
import { Bug } from "../shape/result.ts";

export type ChainFamily = "square" | "circle";

export interface Chain {
  readonly family: ChainFamily;
  /** p₀ < p₁ < …; every product of two residues stays below 2⁵³. */
  readonly primes: readonly number[];
  /** cᵢ with pᵢ = cᵢ p_{i−1} + 1; c₀ = 0. */
  readonly cofactors: readonly number[];
}

const doubled = (first: number, length: number): Chain => {
  const primes = [first];
  while (primes.length < length) primes.push(2 * (primes[primes.length - 1] as number) + 1);
  return { family: "square", primes, cofactors: primes.map((_, i) => (i === 0 ? 0 : 2)) };
};

const circular = (first: number, cofactors: readonly number[]): Chain => {
  const primes = [first];
  for (const c of cofactors) primes.push(c * (primes[primes.length - 1] as number) + 1);
  return { family: "circle", primes, cofactors: [0, ...cofactors] };
};

/**
 * Several chains for each length, so that no constant in a document vanishes modulo all of them. Below length 3 the primes 2 … 13 are
 * squares modulo every member, up to length 4 the primes 2 … 7, then 2 … 5.
 */
const squareChains: readonly (readonly Chain[])[] = [
  [94814639, 94803719, 94777679, 94773839, 94763759, 94735079].map((p) => doubled(p, 1)),
  [45950519, 45764879, 45470039, 44356199, 43755599, 43002119].map((p) => doubled(p, 2)),
  [23713199, 23633399, 23399039, 23330159].map((p) => doubled(p, 3)),
  [11413079, 11198879, 11045159, 10326119].map((p) => doubled(p, 4)),
  [5059679, 4907159, 4556999].map((p) => doubled(p, 5)),
];

const circleChains: readonly (readonly Chain[])[] = [
  [],
  [23726419, 23725753, 23725579, 23725099].map((p) => circular(p, [4])),
  [2965717, 2965579, 2962327, 2960509].map((p) => circular(p, [4, 8])),
];

/** The chains of `length` primes; empty when there is none. */
export const chainsOf = (family: ChainFamily, length: number): readonly Chain[] =>
  (family === "square" ? squareChains : circleChains)[length - 1] ?? [];

/** a·b modulo p by a reciprocal: exact below 2⁵³ and several times faster than `%`. */
export function multiplyModulo(a: number, b: number, p: number): number {
  const x = a * b;
  const r = x - Math.floor(x / p) * p;
  return r < 0 ? r + p : r >= p ? r - p : r;
}

export const addModulo = (a: number, b: number, p: number): number => {
  const s = a + b;
  return s >= p ? s - p : s;
};

export const negateModulo = (a: number, p: number): number => (a === 0 ? 0 : p - a);

/** base^exponent for an exponent ≥ 0. */
export function powerModulo(base: number, exponent: number, p: number): number {
  let r = 1;
  let b = base % p;
  for (let e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) r = multiplyModulo(r, b, p);
    b = multiplyModulo(b, b, p);
  }
  return r;
}

/** The inverse of a residue that is not zero. */
export function invertModulo(a: number, p: number): number {
  if (a === 0) throw new Bug("zero has no inverse");
  let [r0, r1, s0, s1] = [p, a, 0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - q * r1];
    [s0, s1] = [s1, s0 - q * s1];
  }
  return s0 < 0 ? s0 + p : s0;
}

/** n modulo p for a whole number of any size. */
export function residueOf(n: bigint, p: number): number {
  const q = BigInt(p);
  return Number(((n % q) + q) % q);
}

/** Whether v lies in the subgroup of index c: for c = 2 the squares. */
export const inSubgroup = (v: number, cofactor: number, p: number): boolean => v !== 0 && powerModulo(v, (p - 1) / cofactor, p) === 1;

/** √v in the square family, the root that is itself a square; −1 when v is not a square. */
export function squareRootModulo(v: number, p: number): number {
  if (v === 0) return 0;
  const r = powerModulo(v, (p + 1) / 4, p);
  return multiplyModulo(r, r, p) === v ? r : -1;
}

/** The fixed generator 2^c of the subgroup of order (p − 1)/c. */
export const generator = (cofactor: number, p: number): number => powerModulo(2, cofactor, p);

/** A root of −1 in the circle family: the first a^{(p−1)/4} that is one. */
export function imaginaryUnit(p: number): number {
  for (let a = 2; ; a++) {
    const r = powerModulo(a, (p - 1) / 4, p);
    if (multiplyModulo(r, r, p) === p - 1) return r;
  }
}
