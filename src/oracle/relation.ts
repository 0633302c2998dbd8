/** The relations of a claim, and when one holds between two values. */
import { absurd } from "../shape/index.ts";

export const claimRelations = ["=", "≠", "<", "≤", ">", "≥"] as const;
export type ClaimRelation = (typeof claimRelations)[number];

/** `order` is the sign of left − right. */
export function holds(relation: ClaimRelation, order: number): boolean {
  switch (relation) {
    case "=":
      return order === 0;
    case "≠":
      return order !== 0;
    case "<":
      return order < 0;
    case "≤":
      return order <= 0;
    case ">":
      return order > 0;
    case "≥":
      return order >= 0;
    default:
      return absurd(relation);
  }
}
