/** What is asked of `compare`, and what it answers. */
import type { Environment, Expr, Name, Rational } from "../expr/index.ts";
import type { ClaimRelation } from "../oracle/index.ts";

export type { ClaimRelation };

export interface Claim {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly relation: ClaimRelation;
  readonly environment: Environment;
  /** Names that nothing in scope introduces: universally quantified for acceptance, no ground for refutation. */
  readonly undeclared?: ReadonlySet<string>;
  /** Expectations are over any distribution whatever: one for which the line fails refutes it. Else it may be meant for another. */
  readonly anyDistribution?: boolean;
}

export type Reason =
  | "unread"
  | "unsupported"
  | "undefined-symbol"
  | "not-a-function-of"
  | "ambiguous-reading"
  | "context"
  | "domain"
  | "no-valid-point"
  | "budget"
  | "ill-conditioned";

/** Exact entries, row-major. */
export interface ExactArray {
  readonly dims: readonly number[];
  readonly entries: readonly Rational[];
}

/** A refuting point. `witness.ts` makes plain data of it for the report. */
export interface Counterexample {
  readonly seed: number;
  readonly sizes: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<Name, ExactArray>;
  /** Positions of free indices at the differing instance. */
  readonly indices: ReadonlyMap<Name, number>;
  /** Entries of both sides, row-major; NaN where there is no value. */
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  /** Place of the differing entry in both. */
  readonly at: number;
  readonly lhsShape: readonly number[];
  /** How far the sides at the differing entry may be off, together. */
  readonly radius: number;
  /** Position of the differing entry along the axes, from 1; empty for scalars. */
  readonly entry: readonly number[];
  readonly convention: ReadonlyMap<string, string>;
  /** Set, with no values, when the shapes alone refute. */
  readonly shapes: { readonly lhs: string; readonly rhs: string } | null;
}

export type Decision =
  | {
      readonly verdict: "proved";
      readonly how: string;
      readonly laws: readonly string[];
      readonly conditions: readonly string[];
      readonly kinks: readonly string[];
      readonly points: number;
    }
  | {
      readonly verdict: "probable";
      readonly how: string;
      readonly epsilon: number;
      readonly bound: "proved" | "heuristic";
      readonly conditions: readonly string[];
      readonly kinks: readonly string[];
      readonly points: number;
    }
  | {
      readonly verdict: "consistent";
      readonly how: string;
      readonly conditions: readonly string[];
      readonly kinks: readonly string[];
      readonly points: number;
    }
  | {
      readonly verdict: "refuted";
      readonly how: string;
      readonly counterexample: Counterexample;
      readonly points: number;
      /** What the point refutes, where the claim was written out first (expectations as sums). */
      readonly claim?: Claim;
    }
  | { readonly verdict: "undetermined"; readonly reason: Reason; readonly detail: string; readonly points: number };

export interface DecideOptions {
  readonly seed: number;
  /** Operations; the default is in `compare/budget.ts`. */
  readonly budget?: number;
  /** A kill switch: past it the claim is undetermined, whatever was found but a counterexample. */
  readonly late?: () => boolean;
}
