/** A second look at a difference, with many digits. */
import type { Difference } from "./refute.ts";

/** Whether the sides differ at the point of the difference; "unknown" where no domain with more digits has a value. */
export function certify(_difference: Difference): "differs" | "agrees" | "unknown" {
  return "unknown";
}
