/**
 * Notation: what an expression looks like, before it is LaTeX or Unicode.
 *
 * `compose.ts` decides which notation an expression gets (a minus sign, a fraction, a subscript); the printers decide how that is
 * spelled and where brackets are needed, which differs: \frac{a+b}{c} needs none, (a + b)/c does.
 */

export interface SignedTerm {
  readonly sign: "+" | "-";
  readonly term: Notation;
}

export type FenceKind = "round" | "square" | "bars" | "norm" | "floor" | "ceil";

export type BigSymbol = "sum" | "product" | "max" | "min" | "argmax" | "argmin" | "limit" | "integral" | "expectation";

/** Signs between two operands, spelled by each printer. */
export type RelationSign = "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "and" | "or" | "to" | "sim" | "in";

export type OperatorSign = "odot" | "otimes" | "oslash";

export type Notation =
  | { readonly kind: "number"; readonly text: string }
  /** A name in normalised LaTeX. */
  | { readonly kind: "name"; readonly name: string }
  /** An upright word: a function name such as tr or softmax. */
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "sum"; readonly terms: readonly SignedTerm[] }
  | { readonly kind: "product"; readonly factors: readonly Notation[] }
  /** An operand alone has its sign in front: the exponent ⊙2 of an entrywise power. */
  | { readonly kind: "operator"; readonly sign: OperatorSign; readonly operands: readonly Notation[] }
  | { readonly kind: "fraction"; readonly above: Notation; readonly below: Notation }
  | { readonly kind: "scripts"; readonly base: Notation; readonly sub: Notation | null; readonly sup: Notation | null }
  | { readonly kind: "apply"; readonly fn: Notation; readonly args: readonly Notation[] }
  | { readonly kind: "fence"; readonly fence: FenceKind; readonly of: Notation }
  | { readonly kind: "root"; readonly of: Notation }
  | {
      readonly kind: "big";
      readonly symbol: BigSymbol;
      readonly sub: Notation | null;
      readonly sup: Notation | null;
      readonly body: Notation;
      readonly variable: Notation;
    }
  | { readonly kind: "cases"; readonly rows: readonly { readonly value: Notation; readonly when: Notation | null }[] }
  | { readonly kind: "grid"; readonly rows: readonly (readonly Notation[])[] }
  | { readonly kind: "relation"; readonly sign: RelationSign; readonly operands: readonly Notation[] }
  /** ∂L/∂W; `above` null gives the operator ∂/∂W in front of a bracket. `order` counts the variables below. */
  | { readonly kind: "derivative"; readonly above: Notation; readonly below: readonly Notation[] }
  /** A differential or slot derivative: a sign in front of an operand. */
  | { readonly kind: "prefix"; readonly sign: "differential" | "partial" | "not"; readonly sub: Notation | null; readonly of: Notation }
  /** Things side by side without or with commas: the subscripts ij, or i + 1, j. */
  | { readonly kind: "list"; readonly items: readonly Notation[]; readonly separator: "" | ", " | " \u00d7 " }
  /** A card's own printed form, LaTeX with #1, #2 … */
  | { readonly kind: "template"; readonly text: string; readonly args: readonly Notation[] };
