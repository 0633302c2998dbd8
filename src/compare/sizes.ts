/**
 * Sizes to try: distinct ones, all equal, distinct in another order; more values where a size also stands as a number.
 *
 * A wrong line can be right for square matrices, or for n = 2; distinct sizes and equal sizes catch what the other misses.
 */
import { type Bind, childrenOf, type Expr, type Name, nodesOf, toDim } from "../expr/index.ts";
import { type Dim, evaluateDim } from "../shape/index.ts";
import type { Reach } from "./reach.ts";

export type Sizes = ReadonlyMap<string, number>;

const patterns: readonly (readonly number[])[] = [
  [2, 3, 4, 5, 6, 7, 8, 9],
  [3, 3, 3, 3, 3, 3, 3, 3],
  [4, 2, 3, 5, 6, 7, 8, 9],
];

/** Sizes for claims that have no value at the others: XᵀX is regular only where X is tall, XXᵀ only where it is wide. */
const sparePatterns: readonly (readonly number[])[] = [
  [5, 4, 3, 2, 6, 7, 8, 9],
  [3, 5, 2, 4, 6, 7, 8, 9],
  [4, 2, 5, 3, 6, 7, 8, 9],
  [2, 5, 3, 4, 6, 7, 8, 9],
];

const largestSize = 9;
const mostAssignments = 20_000;

/** Every dim of every reached term, and the ends of ranges: all must come out as whole numbers, lengths as at least 1. */
function lengths(reach: Reach): readonly Dim[] {
  const out = new Map<string, Dim>();
  for (const x of reach.nodes) for (const d of x.shape) out.set(d.key, d);
  return [...out.values()];
}

const fits = (dims: readonly Dim[], sizes: Sizes): boolean =>
  dims.every((d) => {
    const n = evaluateDim(d, sizes);
    return n === null || (Number.isInteger(n) && n >= 1);
  });

/** The assignment of the pattern, or the nearest that gives every array a length. */
function assign(names: readonly string[], pattern: readonly number[], dims: readonly Dim[], distinct: boolean): Sizes | null {
  const wished = new Map(names.map((name, i) => [name, pattern[i % pattern.length] as number]));
  if (fits(dims, wished)) return wished;
  let tries = 0;
  const chosen = new Map<string, number>();
  const go = (i: number): boolean => {
    if (tries++ > mostAssignments) return false;
    const name = names[i];
    if (name === undefined) return fits(dims, chosen);
    const first = wished.get(name) as number;
    for (const value of [first, 2, 3, 4, 5, 6, 7, 8, largestSize]) {
      if (distinct && [...chosen.values()].includes(value)) continue;
      chosen.set(name, value);
      if (go(i + 1)) return true;
      chosen.delete(name);
    }
    return false;
  };
  return go(0) ? chosen : null;
}

/** How often a size or unranged index stands as a number, with multiplicity: the degree of a polynomial in it is no larger. */
function numericDegree(reach: Reach, name: Name): number {
  let n = 0;
  for (const x of reach.nodes) {
    if (x.kind === "app")
      for (const [k, a] of x.args.entries()) if (isThis(a, name)) n += x.head.name === "pow" && k === 0 ? exponentOf(x.args[1]) : 1;
    if (x.kind === "bind" && x.domain.kind === "range" && countsTerms(x)) {
      for (const end of [x.domain.from, x.domain.to]) if (mentionsSize(end, name)) n++;
    }
  }
  return n;
}

/** A sum or product whose length shows in its value: its index stands as a number, or the body does not index by it. */
function countsTerms(b: Bind): boolean {
  if (b.binder !== "sum" && b.binder !== "product") return false;
  let indexed = false;
  const seen = new Set<Expr>();
  const numeric = (x: Expr): boolean => {
    if (seen.has(x)) return false;
    seen.add(x);
    if (x === b.index) return true;
    if (x.kind === "elem") {
      indexed ||= x.at.some((i) => nodesOf(i).includes(b.index));
      return numeric(x.of);
    }
    if (x.kind === "app" && x.head.acts.kind === "structural" && x.head.acts.rule === "relation") return false;
    return childrenOf(x).some(numeric);
  };
  return numeric(b.body) || !indexed;
}

const isThis = (e: Expr, name: Name): boolean => e.kind === "sym" && e.sort === "index" && e.name === name;
const exponentOf = (e: Expr | undefined): number => (e?.kind === "num" ? Math.min(64, Math.abs(Number(e.value.n))) : 1);
const mentionsSize = (e: Expr, name: Name): boolean => toDim(e)?.terms.some((m) => m.powers.some((p) => p.atom === name)) ?? false;

export interface Tuples {
  readonly tuples: readonly Sizes[];
  /** Further tuples, in place of those at which the claim has no value. */
  readonly spares: readonly Sizes[];
  /** False when the sizes tried are too few for the degree in which a size occurs as a number. */
  readonly enough: boolean;
  /** Sizes for which no array would have a length. */
  readonly none: boolean;
}

/** The tuples of sizes at which a claim is judged. `names`: sizes, and indices that occur as numbers only. */
export function tuplesFor(reach: Reach, names: readonly string[]): Tuples {
  const dims = lengths(reach);
  const found = new Map<string, Sizes>();
  const add = (sizes: Sizes | null): void => {
    if (sizes) found.set(names.map((n) => sizes.get(n)).join(), sizes);
  };
  for (const [k, pattern] of patterns.entries()) add(assign(names, pattern, dims, k !== 1) ?? assign(names, pattern, dims, false));
  const spares = new Map<string, Sizes>();
  if (names.length > 1) {
    for (const pattern of sparePatterns) {
      const sizes = assign(names, pattern, dims, true);
      const key = names.map((n) => sizes?.get(n)).join();
      if (sizes && !found.has(key)) spares.set(key, sizes);
    }
  }
  let enough = true;
  for (const name of names) {
    const degree = numericDegree(reach, name);
    if (degree === 0) continue;
    const values = Math.min(degree + 2, largestSize);
    if (degree + 2 > largestSize) enough = false;
    for (let v = 1; v <= values; v++) add(withSize(names, name, v, dims));
  }
  return { tuples: [...found.values()], spares: [...spares.values()], enough, none: found.size === 0 };
}

/** The first pattern with one size set by hand. */
function withSize(names: readonly string[], name: string, value: number, dims: readonly Dim[]): Sizes | null {
  const sizes = new Map(names.map((n, i) => [n, (patterns[0] as readonly number[])[i % 8] as number]));
  sizes.set(name, value);
  return fits(dims, sizes) ? sizes : null;
}
