/** The memory of one replay modulo a chain: residues by register and prime, and what the companion says of each register. */
import type { Rational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import type { ChainPlan } from "./chain-plan.ts";
import { type Chain, invertModulo, multiplyModulo, residueOf } from "./chain-primes.ts";
import type { SignAtoms } from "./chain-signs.ts";
import { hash } from "./hash.ts";
import type { Tape } from "./types.ts";

/** How signs are decided: as free field elements, as free bits, or by the companion. The first two cover every cell at once. */
export type SignMode = "field" | "bits" | "companion";

/** Whether a register has a value: certainly, certainly not, or unknown at this point. */
export const exists = { yes: 0, no: 1, unknown: 2 } as const;

/** The same computation in balls at one real point: it decides which values exist, and signs where asked. */
export interface Companion {
  readonly middles: Float64Array;
  readonly radii: Float64Array;
  /** By register: `exists`. */
  readonly existence: Uint8Array;
}

/** The residue that stands for "not known modulo this prime". */
export const unknown = -1;

export interface ChainState {
  readonly tape: Tape;
  readonly plan: ChainPlan;
  readonly chain: Chain;
  /** Of exponential bases, opaque values and sign atoms. */
  readonly seed: number;
  readonly mode: SignMode;
  /** In mode "bits": the bits of the first atoms; null to draw them. */
  readonly bits: number | null;
  /** Registers of comparisons that are assumed to hold; null for none. */
  readonly given: Uint8Array | null;
  /** How many primes. */
  readonly length: number;
  readonly residues: Float64Array;
  /** 1 where the residues say nothing at this point: a chance zero below a bar, not a square under a root. */
  readonly unusable: Uint8Array;
  readonly companion: Companion;
  /** The companion's verdict on existence, corrected where a zero is structural. */
  readonly existence: Uint8Array;
  readonly atoms: SignAtoms;
  /** Companion signs of the atoms, by place. */
  readonly atomSigns: number[];
  /** Set when the sign of something that is zero throughout was asked for: the value then rests on a convention. */
  conventional: boolean;
}

export const primeAt = (s: ChainState, k: number): number => s.chain.primes[k] as number;
export const residueAt = (s: ChainState, r: number, k: number): number => s.residues[r * s.length + k] as number;

/** Fills register i, prime by prime. */
export function setEach(s: ChainState, i: number, f: (k: number, p: number) => number): void {
  for (let k = 0; k < s.length; k++) s.residues[i * s.length + k] = f(k, primeAt(s, k));
}

export function setUnary(s: ChainState, i: number, a: number, f: (x: number, p: number, k: number) => number): void {
  const K = s.length;
  for (let k = 0; k < K; k++) {
    const x = s.residues[a * K + k] as number;
    s.residues[i * K + k] = x < 0 ? unknown : f(x, primeAt(s, k), k);
  }
}

export function setBinary(s: ChainState, i: number, a: number, b: number, f: (x: number, y: number, p: number) => number): void {
  const K = s.length;
  for (let k = 0; k < K; k++) {
    const x = s.residues[a * K + k] as number;
    const y = s.residues[b * K + k] as number;
    s.residues[i * K + k] = x < 0 || y < 0 ? unknown : f(x, y, primeAt(s, k));
  }
}

/** Nothing can be learned from the residues of register i at this point. */
export function spoil(s: ChainState, i: number): typeof unknown {
  s.unusable[i] = 1;
  return unknown;
}

export function spoilAll(s: ChainState, i: number): void {
  s.unusable[i] = 1;
  setEach(s, i, () => unknown);
}

export const setCopy = (s: ChainState, i: number, from: number): void => setEach(s, i, (k) => residueAt(s, from, k));

/** The residues of an exact number; a denominator that a prime divides spoils the register. */
export function setConstant(s: ChainState, i: number, place: number): void {
  const value = constantAt(s.tape, place);
  setEach(s, i, (_, p) => {
    const d = residueOf(value.d, p);
    if (d === 0) return spoil(s, i);
    const n = residueOf(value.n, p);
    return d === 1 ? n : multiplyModulo(n, invertModulo(d, p), p);
  });
}

export function constantAt(tape: Tape, place: number): Rational {
  const value = tape.constants[place];
  if (!value) throw new Bug("a tape without its constant");
  return value;
}

/** Zero modulo every prime for which it is known, and known for one: zero throughout, but for a chance of 1/p. */
export function vanishes(s: ChainState, r: number): boolean {
  let known = false;
  for (let k = 0; k < s.length; k++) {
    const x = residueAt(s, r, k);
    if (x > 0) return false;
    if (x === 0) known = true;
  }
  return known;
}

/** Zero modulo some prime. */
export function hasZero(s: ChainState, r: number): boolean {
  for (let k = 0; k < s.length; k++) if (residueAt(s, r, k) === 0) return true;
  return false;
}

/** The companion does not exclude zero. */
export const aroundZero = (s: ChainState, r: number): boolean =>
  Math.abs(s.companion.middles[r] as number) <= (s.companion.radii[r] as number);

/** Zero throughout, or exactly zero where the companion stands. */
export const certainlyZero = (s: ChainState, r: number): boolean =>
  (vanishes(s, r) && aroundZero(s, r)) ||
  (s.companion.middles[r] === 0 && s.companion.radii[r] === 0 && s.companion.existence[r] === exists.yes);

const nearKink = 1e-7;

/** The sign of middle ± radius, null when it is too close to call. */
export const certainSign = (middle: number, radius: number): 1 | -1 | null =>
  Math.abs(middle) < nearKink || Math.abs(middle) <= 4 * radius ? null : middle > 0 ? 1 : -1;

/** The companion's sign of register r; 0 where it is zero throughout, null where it is too close to call. */
export function companionSign(s: ChainState, r: number): 1 | -1 | 0 | null {
  if (s.companion.existence[r] !== exists.yes) return null;
  if (vanishes(s, r)) return aroundZero(s, r) ? 0 : null;
  return certainSign(s.companion.middles[r] as number, s.companion.radii[r] as number);
}

/** A random residue that stands for an opaque value: the same name and argument give the same value. */
export const opaqueValue = (s: ChainState, name: number, v: number, k: number): number => hash(s.seed, name, k, v) % primeAt(s, k);
