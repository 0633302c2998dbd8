/**
 * A worked solution as plain data (`fluxion.solution/1`): what is given, quantities with names, steps in order, the answer, a numerical
 * check. One writer per format turns it into a page; no writer knows any mathematics.
 */

/** Mathematics in the two ways in which it is shown. */
export interface Formula {
  readonly latex: string;
  readonly unicode: string;
}

/** A sentence with mathematics in it. */
export type Prose = readonly (string | Formula)[];

/** Why a step holds: a rule of the book, or a move named in `moves.ts`. */
export interface Reason {
  readonly rule: string;
  readonly because: string;
  /** Key of a source with its place: `petersen-pedersen-2012 §2.7`; null where the reason is all there is. */
  readonly see: string | null;
}

export interface SolutionStep {
  readonly before: Formula;
  readonly relation: "=";
  readonly after: Formula;
  readonly reasons: readonly Reason[];
}

/** Steps that belong together, with a heading and what is said before them. A step whose `before` is the `after` above goes on with it. */
export interface SolutionPart {
  readonly heading: string;
  readonly prose: readonly Prose[];
  /** New names: `dX ∈ ℝ^{m×n}`, a definition. */
  readonly introduces: readonly Introduction[];
  /** The condition under which the steps of this part are taken: `i = j`. */
  readonly given: Formula | null;
  readonly steps: readonly SolutionStep[];
}

/** A quantity of the problem: `A ∈ ℝ^{m×n}`, or `z = W x + b`. */
export interface Introduction {
  readonly formula: Formula;
  /** Attributes of a declaration; the shape of a definition. */
  readonly note: string;
}

/** Values at one point, for anyone who wants to repeat them. */
export interface NumericalCheck {
  /** Abstract functions, made definite here. */
  readonly functions: readonly Formula[];
  readonly sizes: readonly { readonly name: Formula; readonly value: number }[];
  readonly point: readonly { readonly name: Formula; readonly value: string }[];
  /** Entry by entry: the derivative, the formula, and the same without it. */
  readonly rows: readonly { readonly entry: Formula; readonly formula: string; readonly quotient: string }[];
  /** Half the width of the central difference; null where the second value is that of automatic differentiation. */
  readonly step: string | null;
}

export interface Answer {
  readonly lhs: Formula;
  readonly rhs: Formula;
  readonly shape: string;
  readonly layout: string;
}

export type Style = "differential" | "chain" | "index" | "limit";
export type Detail = "brief" | "normal" | "full";

export interface Solution {
  readonly schema: "fluxion.solution/1";
  readonly title: Prose;
  readonly style: Style;
  readonly detail: Detail;
  readonly given: readonly Introduction[];
  /** Conditions and conventions: `‖AX‖ > 0`, the layout, kinks. */
  readonly conventions: readonly Prose[];
  /** The function and the quantities it is made of, in order. */
  readonly quantities: readonly Introduction[];
  readonly sought: Formula;
  readonly parts: readonly SolutionPart[];
  readonly answer: Answer;
  readonly check: NumericalCheck | null;
  readonly sources: readonly string[];
}
