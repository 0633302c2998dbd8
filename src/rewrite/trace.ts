/** Traces: which rule made what of what, and why. */
import type { Expr, Rule } from "../expr/index.ts";

export interface TraceStep {
  readonly rule: string;
  readonly before: Expr;
  readonly after: Expr;
  readonly because: string;
  /** Key of a source with its place, as in the book. */
  readonly see: string | null;
}

/** Receives the steps in order; hand over `() => undefined` when nobody looks. */
export type Recorder = (step: TraceStep) => void;

export const stepOf = (rule: Rule, before: Expr, after: Expr): TraceStep => ({
  rule: rule.name,
  before,
  after,
  because: rule.because,
  see: rule.see,
});
