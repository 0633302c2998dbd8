/**
 * The data of the index normal form: sums of terms, terms of factors, factors with affine slots.
 *
 *   Poly   = Σ Term            Term = rational · Π Factor^rational, every dummy summed over all whole numbers
 *
 * The range of a dummy stands in guard factors, or follows from a slot: a tensor, inverse or call is zero outside its range. Structure is
 * never renamed; canonical names live in keys only. Variables start with %, so that a size name is never one.
 */
import type { Affine } from "./affine.ts";
import type { Rational } from "./rational.ts";

/** What is known of a tensor's entries. */
export interface Marks {
  readonly symmetric: boolean;
  readonly positive: boolean;
  /** Entries 0 or 1. */
  readonly binary: boolean;
  /** Entries 1 or −1. */
  readonly sign: boolean;
  /** A column that sums to 1. */
  readonly total: boolean;
  readonly orthogonal: boolean;
  readonly definite: boolean;
  /** May be zero on more than a null set, or at equal indices: a step of it has no generic side. */
  readonly special: boolean;
}

export const noMarks: Marks = {
  symmetric: false,
  positive: false,
  binary: false,
  sign: false,
  total: false,
  orthogonal: false,
  definite: false,
  special: false,
};

interface Cached {
  /** Free variables; sizes are none. */
  readonly variables: ReadonlySet<string>;
  /** Keys by the labels of the free variables. */
  readonly keys: Map<string, number>;
}

/** T[i, j]; zero outside 1 … dims. `dims` is null for a stand-in without a known range. `frozen`: does not vary. */
export interface Tensor extends Cached {
  readonly kind: "tensor";
  readonly name: string;
  readonly at: readonly Affine[];
  readonly dims: readonly Affine[] | null;
  readonly marks: Marks;
  readonly frozen: boolean;
}
/** e to one term with coefficient 1. */
export interface Exponential extends Cached {
  readonly kind: "exponential";
  readonly argument: Poly;
}
/** A scalar function as an atom: ln, heaviside, sigmoid, tanh, sin, cos, or any other by name. */
export interface Atom extends Cached {
  readonly kind: "atom";
  readonly name: string;
  readonly arguments: readonly Poly[];
}
/** Base of a power: a sum with lead coefficient 1 and its content removed. */
export interface Base extends Cached {
  readonly kind: "base";
  readonly poly: Poly;
}
/** Entry of the inverse of the matrix (row, column) ↦ poly. */
export interface Inverse extends Cached {
  readonly kind: "inverse";
  readonly row: string;
  readonly column: string;
  readonly poly: Poly;
  readonly at: readonly [Affine, Affine];
  readonly size: Affine;
}
export interface Determinant extends Cached {
  readonly kind: "determinant";
  readonly row: string;
  readonly column: string;
  readonly poly: Poly;
  readonly size: Affine;
  readonly definite: boolean;
  readonly orthogonal: boolean;
}
/** An argument of an abstract function, entry by entry. */
export interface Closure {
  readonly binders: readonly string[];
  readonly poly: Poly;
}
/** Entry of an abstract function or of one of its slot derivatives, at its evaluation point. */
export interface Applied extends Cached {
  readonly kind: "applied";
  readonly fn: string;
  /** Slots of differentiation from 0, in ascending order. */
  readonly slots: readonly number[];
  readonly closures: readonly Closure[];
  /** Indices of the result, then of each slot. */
  readonly at: readonly Affine[];
  readonly dims: readonly Affine[];
  readonly resultRank: number;
  readonly slotRanks: readonly number[];
}
/** [a = 0] */
export interface Delta extends Cached {
  readonly kind: "delta";
  readonly of: Affine;
}
/** [a ≥ 0] */
export interface Guard extends Cached {
  readonly kind: "guard";
  readonly of: Affine;
}
/** An index or a size as a number. */
export interface Count extends Cached {
  readonly kind: "count";
  readonly of: Affine;
}
/** A prime, for fractional powers. */
export interface Prime extends Cached {
  readonly kind: "prime";
  readonly value: bigint;
}

export type Factor = Tensor | Exponential | Atom | Base | Inverse | Determinant | Applied | Delta | Guard | Count | Prime;

export interface Power {
  readonly factor: Factor;
  readonly exponent: Rational;
}

export interface Term {
  readonly coefficient: Rational;
  readonly powers: readonly Power[];
  readonly dummies: readonly string[];
  /** Answers about this very term, filled in as they are asked for. */
  readonly cache: TermCache;
}

export interface TermCache {
  keys: Map<string, number> | null;
  hidden: string | null;
  weights: ReadonlyMap<number, { readonly hidden: number; readonly exponent: number }> | null;
  /** No rule fires any more. */
  settled: boolean;
}

export interface Poly {
  readonly terms: readonly Term[];
  readonly cache: PolyCache;
}

export interface PolyCache {
  variables: ReadonlySet<string> | null;
  lead: Term | null;
}

export const term = (coefficient: Rational, powers: readonly Power[], dummies: readonly string[] = []): Term => ({
  coefficient,
  powers,
  dummies,
  cache: { keys: null, hidden: null, weights: null, settled: false },
});

/** A term with other powers. */
export const withPowers = (t: Term, powers: readonly Power[]): Term => term(t.coefficient, powers, t.dummies);
export const withCoefficient = (t: Term, coefficient: Rational): Term => ({ ...term(coefficient, t.powers, t.dummies), cache: t.cache });

/** Terms as they are; `build` of poly.ts is what brings them to normal form. */
export const polyOf = (terms: readonly Term[]): Poly => ({ terms, cache: { variables: null, lead: null } });

export const isSize = (name: string): boolean => !name.startsWith("%");

function variablesOfAffine(a: Affine, into: Set<string>): void {
  for (const [name] of a.parts) if (!isSize(name)) into.add(name);
}

function addFree(p: Poly, bound: readonly string[], into: Set<string>): void {
  for (const v of variablesOf(p)) if (!bound.includes(v)) into.add(v);
}

/** Free variables of a poly. */
export function variablesOf(p: Poly): ReadonlySet<string> {
  if (p.cache.variables) return p.cache.variables;
  const out = new Set<string>();
  for (const t of p.terms) {
    for (const { factor } of t.powers) for (const v of factor.variables) if (!t.dummies.includes(v)) out.add(v);
  }
  p.cache.variables = out;
  return out;
}

const cached = (fill: (into: Set<string>) => void): Cached => {
  const variables = new Set<string>();
  fill(variables);
  return { variables, keys: new Map() };
};
const ofAffines = (list: readonly Affine[]): Cached =>
  cached((into) => {
    for (const a of list) variablesOfAffine(a, into);
  });

export const tensor = (f: Pick<Tensor, "name" | "at" | "dims" | "marks" | "frozen">): Tensor => ({
  kind: "tensor",
  name: f.name,
  at: f.at,
  dims: f.dims,
  marks: f.marks,
  frozen: f.frozen,
  ...ofAffines(f.at),
});
export const exponential = (argument: Poly): Exponential => ({
  kind: "exponential",
  argument,
  ...cached((into) => addFree(argument, [], into)),
});
export const atom = (name: string, list: readonly Poly[]): Atom => ({
  kind: "atom",
  name,
  arguments: list,
  ...cached((into) => {
    for (const a of list) addFree(a, [], into);
  }),
});
export const base = (poly: Poly): Base => ({ kind: "base", poly, ...cached((into) => addFree(poly, [], into)) });
export const inverse = (f: Pick<Inverse, "row" | "column" | "poly" | "at" | "size">): Inverse => ({
  kind: "inverse",
  row: f.row,
  column: f.column,
  poly: f.poly,
  at: f.at,
  size: f.size,
  ...cached((into) => {
    addFree(f.poly, [f.row, f.column], into);
    for (const a of f.at) variablesOfAffine(a, into);
  }),
});
export const determinant = (f: Pick<Determinant, "row" | "column" | "poly" | "size" | "definite" | "orthogonal">): Determinant => ({
  kind: "determinant",
  row: f.row,
  column: f.column,
  poly: f.poly,
  size: f.size,
  definite: f.definite,
  orthogonal: f.orthogonal,
  ...cached((into) => addFree(f.poly, [f.row, f.column], into)),
});
export const applied = (f: Pick<Applied, "fn" | "slots" | "closures" | "at" | "dims" | "resultRank" | "slotRanks">): Applied => ({
  kind: "applied",
  fn: f.fn,
  slots: f.slots,
  closures: f.closures,
  at: f.at,
  dims: f.dims,
  resultRank: f.resultRank,
  slotRanks: f.slotRanks,
  ...cached((into) => {
    for (const c of f.closures) addFree(c.poly, c.binders, into);
    for (const a of f.at) variablesOfAffine(a, into);
  }),
});
export const delta = (of: Affine): Delta => ({ kind: "delta", of, ...ofAffines([of]) });
export const guard = (of: Affine): Guard => ({ kind: "guard", of, ...ofAffines([of]) });
export const count = (of: Affine): Count => ({ kind: "count", of, ...ofAffines([of]) });
export const prime = (value: bigint): Prime => ({ kind: "prime", value, ...ofAffines([]) });

/** Slots that are zero outside a known range, with that range. */
export function slotsOf(f: Factor): readonly { readonly at: Affine; readonly size: Affine }[] {
  switch (f.kind) {
    case "tensor":
      return f.dims ? f.at.map((at, i) => ({ at, size: (f.dims as readonly Affine[])[i] as Affine })) : [];
    case "inverse":
      return f.at.map((at) => ({ at, size: f.size }));
    case "applied":
      return f.at.map((at, i) => ({ at, size: f.dims[i] as Affine }));
    default:
      return [];
  }
}
