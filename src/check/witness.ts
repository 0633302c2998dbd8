/** Counterexamples as they stand in the report. */
import type { Claim, Counterexample } from "../compare/types.ts";
import { toWitness } from "../compare/witness.ts";
import type { Witness } from "./report.ts";

/** `claim` is null where only a shape was stated: such a witness is read, not replayed. */
export function witnessOf(c: Counterexample, claim: Claim | null): Witness {
  if (claim) return toWitness(claim, claim.environment, c);
  return {
    claim: null,
    seed: c.seed,
    convention: {},
    dims: Object.fromEntries(c.sizes),
    values: {},
    lhs: c.lhs,
    rhs: c.rhs,
    radius: String(c.radius),
    entry: c.entry,
    shapes: c.shapes,
  };
}
