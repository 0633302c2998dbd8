/** What is asked of `derive`, and what it answers. */

import type { Structure } from "../calculus/facts.ts";
import type { TraceStep } from "../calculus/index.ts";
import type { Environment, Expr } from "../expr/index.ts";
import type { Shape } from "../shape/index.ts";

export type Layout = "numerator" | "denominator" | "mixed";

export interface DeriveQuestion {
  readonly expr: Expr;
  readonly environment: Environment;
  readonly wrt: Expr;
  /** A second variable, differentiated after the first. */
  readonly wrt2?: Expr;
  /** Differentiate this often by `wrt`; 1 if left out. */
  readonly order?: number;
  readonly layout?: Layout;
  /** `index`: by entries, with δ. */
  readonly form?: "matrix" | "index";
  /** Entries of `wrt` that are one variable move together. */
  readonly structure?: Structure;
  readonly seed?: number;
  /** Are the rules used wanted? They cost the reading of all rules; yes if left out. */
  readonly steps?: boolean;
}

/** Under what the answer holds. */
export type Assumption = { readonly kind: "truth"; readonly truth: Expr } | { readonly kind: "note"; readonly note: string };

export interface Confirmation {
  readonly points: number;
  readonly domain: "doubles";
}

export interface Derivative {
  /** Laid out, with the names of the document. */
  readonly expr: Expr;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly assumptions: readonly Assumption[];
  readonly alternatives: readonly { readonly reading: string; readonly expr: Expr }[];
  /** Null when it could not be evaluated; the reason is among the assumptions. */
  readonly confirmed: Confirmation | null;
  readonly steps: readonly TraceStep[];
}

export type DeriveErrorCode = "no-rule" | "not-a-function-of" | "budget" | "unknown-name" | "shape-clash" | "internal-mismatch";

export interface DeriveError {
  readonly code: DeriveErrorCode;
  readonly message: string;
}
