/** The door to the symbolic prover: the index normal form of `calculus/index-form`. */
import { prove } from "../calculus/index-form/prove.ts";
import type { Environment, Terms } from "../expr/index.ts";
import type { Claim } from "./types.ts";

export interface Proof {
  readonly how: string;
  readonly laws: readonly string[];
}

/** Operations of a proof: most take a few hundred, a gradient of six layers a hundred thousand. */
const proofOperations = 100_000;

/**
 * A proof that both sides agree wherever both exist, or null when none is found. Where the sides exist is measured, not proved:
 * the conditions that the prover notes (x ≠ 0 for x/x) matter only if one side exists without them.
 */
export function proofOf(t: Terms, claim: Claim, environment: Environment): Proof | null {
  const result = prove(t, { lhs: claim.lhs, rhs: claim.rhs, environment }, { budget: proofOperations });
  if (result.kind === "open") return null;
  const form = result.form && result.form.length <= 120 ? `: both are ${result.form}` : "";
  return { how: `index normal form${form}`, laws: result.laws };
}
