/**
 * The contract of the oracle: tapes, number domains, points.
 *
 * An expression is traced once, at given sizes and positions, to a straight line of scalar operations (the *tape*); derivatives are taken
 * on the tape; the tape is then replayed in any number domain, at any number of points.
 */
import type { Deriv, Name, Rational } from "../expr/index.ts";

/**
 * Operation codes. `a`, `b`, `c` are registers unless said otherwise.
 *
 * Truths are numbers 0 and 1, so that [P] is its own register, "and" is a product and "not P" is 1 − P.
 */
export const opcode = {
  /** a: place in `constants`. */
  constant: 0,
  /** a: place in `inputs`. */
  input: 1,
  pi: 2,
  /** No value at all: an entry outside its array, cases without an arm. Replays as a sure `Skip`. */
  undefined: 3,
  add: 4,
  mul: 5,
  neg: 6,
  div: 7,
  /** a to the whole number b (no register). */
  power: 8,
  /** a to the exponent in register b: x^y = exp(y ln x), or a whole power where y is a whole number. */
  realPower: 9,
  exp: 10,
  ln: 11,
  sqrt: 12,
  sin: 13,
  cos: 14,
  abs: 15,
  relu: 16,
  /** The larger of a and b. */
  max: 17,
  /** Sign of a; at zero the number at place b of `constants`, a kink. */
  sign: 18,
  /** 1 for a > 0, 0 for a < 0; at zero the number at place b of `constants`, a kink. */
  step: 19,
  floor: 20,
  /** [a < b], [a ≤ b], [a = b] as 0 or 1. */
  less: 21,
  atMost: 22,
  equal: 23,
  /** b where the truth a holds, else c; the other one may be undefined. */
  select: 24,
  /** The special function at place b of `specials`, at a. */
  special: 25,
} as const;
export type Opcode = (typeof opcode)[keyof typeof opcode];

/** Special functions that a domain may know; one that does not answers with a `Skip` that is not sure. */
export const specials = ["erf", "gamma", "lngamma", "digamma", "trigamma", "arctan", "arcsin"] as const;
export type Special = (typeof specials)[number];

/** One entry of a symbol: `at` is its place in row-major order, from 0. */
export interface TapeInput {
  readonly name: Name;
  readonly at: number;
}

/** The registers of one root, row-major, with its dims as numbers (those of its shape, literal ones included). */
export interface TapeRoot {
  readonly dims: readonly number[];
  readonly registers: Int32Array;
}

/** Straight-line code: register i holds the value of operation i; every operand is an earlier register. Nothing in it is dead. */
export interface Tape {
  readonly op: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly c: Int32Array;
  readonly constants: readonly Rational[];
  readonly inputs: readonly TapeInput[];
  /** The symbols behind the inputs, whole arrays, in order of name: what has to be drawn. */
  readonly symbols: readonly { readonly name: Name; readonly dims: readonly number[] }[];
  readonly roots: readonly TapeRoot[];
  /** False when some derivative inside is taken by a quantity that its function does not depend on. */
  readonly reaches: boolean;
  /** Those derivatives. */
  readonly unreached: readonly Deriv[];
  /** Whether sign, step, floor, a comparison, max, abs or relu of a real quantity occurs: sign patterns have to be visited. */
  readonly kinks: boolean;
}

/** Why an expression has no tape. */
export interface TraceFailure {
  readonly reason: "unsupported" | "undefined-symbol" | "budget" | "unsized";
  readonly detail: string;
}

/** The conventional values at kinks. */
export interface Convention {
  /** H(0) */
  readonly heaviside: Rational;
  /** ReLU′(0) */
  readonly relu: Rational;
  /** |·|′ at 0, and sign(0) */
  readonly abs: Rational;
  /** The share of the first argument in the derivative of max at a tie. */
  readonly tie: Rational;
}

/** This value does not exist at this point (`sure`), or nothing can be said of it here (overflow, a wide ball, no such kernel). */
export interface Skip {
  readonly skip: true;
  readonly reason: string;
  readonly sure: boolean;
}

export const skip = (reason: string, sure: boolean): Skip => ({ skip: true, reason, sure });
export const isSkip = (x: unknown): x is Skip => typeof x === "object" && x !== null && (x as Partial<Skip>).skip === true;

export type Sign = -1 | 0 | 1;

/**
 * A number domain: what arithmetic means. Comparisons, steps, selection and kinks are done by `replay` on top of `sign` and `hull`, alike
 * in every domain. An operation that has no value answers with a `Skip`; operands are never a `Skip`.
 */
export interface NumberDomain<N> {
  readonly name: string;
  constant(value: Rational): N;
  pi(): N | Skip;
  add(x: N, y: N): N | Skip;
  mul(x: N, y: N): N | Skip;
  neg(x: N): N;
  div(x: N, y: N): N | Skip;
  /** x to a whole number. */
  power(x: N, k: number): N | Skip;
  realPower(x: N, y: N): N | Skip;
  exp(x: N): N | Skip;
  ln(x: N): N | Skip;
  sqrt(x: N): N | Skip;
  sin(x: N): N | Skip;
  cos(x: N): N | Skip;
  abs(x: N): N | Skip;
  relu(x: N): N | Skip;
  max(x: N, y: N): N | Skip;
  floor(x: N): N | Skip;
  special(name: Special, x: N): N | Skip;
  /** The sign when it is certain; null when the value may lie on either side; a `Skip` when this point should be avoided. */
  sign(x: N): Sign | null | Skip;
  /** Something that holds both values: the hull of two balls. A domain without such a thing answers with a `Skip`. */
  hull(x: N, y: N): N | Skip;
}

/** The entries of one root after a replay. */
export interface ReplayedRoot<N> {
  readonly dims: readonly number[];
  readonly values: readonly (N | Skip)[];
}

export interface Replay<N> {
  readonly roots: readonly ReplayedRoot<N>[];
  /** A kink was met: some sign, step, floor or comparison was not certain, or stood exactly at its jump. */
  readonly kink: boolean;
}

/** What happens at a jump: its two values together (what holds then holds by any convention), or the conventional value. */
export type AtKink = "hull" | "convention";

/** Exact values of the symbols at one point, row-major. Every domain gets the same point. */
export interface Point {
  readonly sizes: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<Name, readonly Rational[]>;
}
