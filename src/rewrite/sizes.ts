/** Sizes of a pattern or formula carry a mark while they are solved for, so that they never meet the sizes of the problem. */
import { type Dim, dimNames, type Shape, size, substituteDim, type Unifier } from "../shape/index.ts";

export const isMarked = (name: string): boolean => name.startsWith("?");

export function markDim(d: Dim): Dim {
  return substituteDim(d, new Map([...dimNames(d)].map((n) => [n, size(`?${n}`)])));
}

export const markShape = (s: Shape): Shape => s.map(markDim);

/** What was found, by the names of the pattern. */
export const unmarked = (u: Unifier): ReadonlyMap<string, Dim> => new Map([...u.solved].map(([n, d]) => [n.slice(1), d]));
