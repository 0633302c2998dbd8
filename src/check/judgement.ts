/**
 * One table from verdict to judgement (DESIGN §6): summary, exit code, colour and marks read only the judgement.
 */
import { absurd } from "../shape/index.ts";
import type { ProblemPolicy } from "./problem.ts";
import type { Judgement, Qualifier, Step, Summary, Verdict } from "./report.ts";

export interface Policy {
  /** `--strict`: a lenient reading is an error. */
  readonly strict: boolean;
  /** The layout was fixed by the user: another one is an error. */
  readonly layoutFixed: boolean;
  /** Whether agreement wherever evaluated counts as right, or waits for a person. */
  readonly consistent: "right" | "review";
  /** A value at a kink other than the book's is an error. */
  readonly kinkFixed: boolean;
}

/** The rules that a problem file adds to those of the call. */
export function withRules(policy: Policy, rules: ProblemPolicy | null): Policy {
  if (!rules) return policy;
  return {
    strict: policy.strict || !rules.lenient,
    layoutFixed: policy.layoutFixed || rules.layout !== null,
    consistent: rules.consistent === "review" ? "review" : policy.consistent,
    kinkFixed: policy.kinkFixed || !rules.kink,
  };
}

export const defaultPolicy: Policy = { strict: false, layoutFixed: false, consistent: "right", kinkFixed: false };

export function judgementOf(verdict: Verdict, qualifiers: readonly Qualifier[], policy: Policy): Judgement {
  switch (verdict) {
    case "refuted":
      return "wrong";
    case "undetermined":
      return "review";
    case "definition":
      return "none";
    case "consistent":
    case "proved":
    case "probable": {
      if (policy.strict && qualifiers.some((q) => q.kind === "lenient")) return "wrong";
      if (policy.layoutFixed && qualifiers.some((q) => q.kind === "layout")) return "wrong";
      if (policy.kinkFixed && qualifiers.some((q) => q.kind === "kink")) return "wrong";
      if (verdict === "consistent" && policy.consistent === "review") return "review";
      return qualifiers.length > 0 ? "right-with-remark" : "right";
    }
    default:
      return absurd(verdict);
  }
}

export function summarise(steps: readonly Step[]): Summary {
  const count = (j: Judgement): number => steps.filter((s) => s.judgement === j).length;
  return {
    claims: steps.length - count("none"),
    right: count("right"),
    remarks: count("right-with-remark"),
    wrong: count("wrong"),
    review: count("review"),
    definitions: count("none"),
  };
}

export const firstWrong = (steps: readonly Step[]): number => steps.find((s) => s.judgement === "wrong")?.n ?? -1;

/** Exit code of `check` for one report: 0 all right, 1 something wrong found, 2 only review needed. */
export const exitCodeOf = (summary: Summary): 0 | 1 | 2 => (summary.wrong > 0 ? 1 : summary.review > 0 ? 2 : 0);
