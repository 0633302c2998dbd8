/**
 * What one proof carries along: its budget, its fresh names, what is known of indices, and the record of laws used.
 */
import type { Affine } from "./affine.ts";

/** Bounds of a free index or of a binder while its body is lowered. */
export interface Range {
  readonly from: Affine | null;
  readonly to: Affine | null;
}

/** Place (outer − 1) · inner length + inner of an axis; null where documents split it in two ways. */
export interface Split {
  readonly outer: Affine;
  readonly inner: Affine;
}

export interface Session {
  readonly budget: number;
  /** Steps on terms and uncached keys of factors; all tries of one proof together. */
  operations: number;
  fresh: number;
  readonly ids: Map<string, number>;
  /** Size names and opaque products of sizes: at least 1, never summed over. */
  readonly sizes: Set<string>;
  /** Opaque sizes that are products: the sizes they are made of. */
  readonly products: Map<string, readonly string[]>;
  /** Axes that are products, as of A ⊗ B or vec U: an index along them is a pair, by the key of their length. */
  readonly splits: Map<string, Split | null>;
  readonly ranges: Map<string, Range>;
  /** Forms known to be at least zero, and forms known to differ from zero. */
  readonly facts: Affine[];
  readonly distinct: Affine[];
  /** Names of quantities that a condition in force makes positive. */
  readonly positive: Set<string>;
  /** Free indices that a condition in force makes equal to others. */
  readonly equal: Map<string, Affine>;
  readonly laws: Set<string>;
  readonly conditions: Set<string>;
}

/** Why a proof ends without an answer: never a verdict. */
export class GivenUp extends Error {
  override readonly name = "GivenUp";
}

export const giveUp = (reason: string): never => {
  throw new GivenUp(reason);
};

export const leavesAllowed = 500;

export const openSession = (budget: number): Session => ({
  budget,
  operations: 0,
  fresh: 0,
  ids: new Map(),
  sizes: new Set(),
  products: new Map(),
  splits: new Map(),
  ranges: new Map(),
  facts: [],
  distinct: [],
  positive: new Set(),
  equal: new Map(),
  laws: new Set(),
  conditions: new Set(),
});

export function tick(s: Session, steps = 1): void {
  s.operations += steps;
  if (s.operations > s.budget) giveUp("budget");
}

/** A name that no document can write. */
export function freshName(s: Session, range?: Range): string {
  const name = `%${++s.fresh}`;
  if (range) s.ranges.set(name, range);
  return name;
}

/** Small whole numbers for long keys. */
export function intern(s: Session, text: string): number {
  const known = s.ids.get(text);
  if (known !== undefined) return known;
  const id = s.ids.size;
  s.ids.set(text, id);
  return id;
}

/** The range of a name handed on to the name that takes its place. */
export function inheritRange(s: Session, from: string, to: string): void {
  const range = s.ranges.get(from);
  if (range) s.ranges.set(to, range);
}
