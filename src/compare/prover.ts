/** The door to the symbolic prover: the index normal form of `calculus/index-form`. */
import type { Book, Terms } from "../expr/index.ts";
import type { Claim } from "./types.ts";

export interface Proof {
  readonly how: string;
  readonly laws: readonly string[];
  readonly conditions: readonly string[];
}

/** A proof of the claim, or null when none is found. */
export function proofOf(_t: Terms, _book: Book | null, _claim: Claim): Proof | null {
  return null;
}
