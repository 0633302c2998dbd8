/** What is known of a step once it is judged, made from decisions and from what needs none. */
import type { Claim, Decision } from "../compare/types.ts";
import type { ReadError } from "../read/syntax.ts";
import { describeDecision, readMessage } from "./message.ts";
import type { Evidence, Step, StepKind } from "./report.ts";
import { witnessOf } from "./witness.ts";

export type Judged = Pick<
  Step,
  "kind" | "verdict" | "reason" | "qualifiers" | "layouts" | "assumptions" | "evidence" | "diagnosis" | "message"
>;

export const plain = (kind: StepKind, message: string): Judged => ({
  kind,
  verdict: "definition",
  reason: null,
  qualifiers: [],
  layouts: [],
  assumptions: [],
  evidence: null,
  diagnosis: [],
  message,
});

export const undetermined = (reason: string, message: string): Judged => ({
  kind: "claim",
  verdict: "undetermined",
  reason,
  qualifiers: [],
  layouts: [],
  assumptions: [],
  evidence: null,
  diagnosis: [],
  message,
});

/** The judgement of a step that is no equation between expressions. */
export type Simple = { readonly decision: Decision; readonly note?: string } | { readonly error: ReadError };

export function fromSimple(s: Simple): Judged {
  if ("error" in s) return undetermined("unread", readMessage(s.error));
  return {
    ...ofDecision(s.decision, null),
    kind: "claim",
    qualifiers: [],
    layouts: [],
    assumptions: [],
    diagnosis: [],
    message: s.note ?? describeDecision(s.decision),
  };
}

/** Verdict, reason and evidence of a decision; the claim makes a counterexample replayable. */
export function ofDecision(
  d: Decision,
  claim: Claim | null,
): { readonly verdict: Step["verdict"]; readonly reason: string | null; readonly evidence: Evidence | null } {
  switch (d.verdict) {
    case "proved":
      return { verdict: "proved", reason: null, evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: null } };
    case "probable":
      return {
        verdict: "probable",
        reason: null,
        evidence: { how: d.how, epsilon: d.epsilon, bound: d.bound, points: d.points, witness: null },
      };
    case "consistent":
      return { verdict: "consistent", reason: null, evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: null } };
    case "refuted":
      return {
        verdict: "refuted",
        reason: null,
        evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: witnessOf(d.counterexample, claim) },
      };
    case "undetermined":
      return { verdict: "undetermined", reason: d.reason, evidence: null };
  }
}
