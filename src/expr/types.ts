/**
 * The one core type: eight closed kinds of node, open heads.
 *
 * Nodes are immutable, shaped and interned by a `Terms` (see `terms.ts`): within one `Terms`, `a === b` exactly when a and b are the same
 * term up to the names of bound indices. Kinds change once a year and every `switch` names them all; heads (`tr`, `softmax`, `gelu`,
 * yours) are data, see `Head`.
 */
import type { Shape } from "../shape/shape.ts";
import type { Rational } from "./rational.ts";

/** A name in normalised LaTeX: `W`, `\theta_1`, `\mathbf{w}^1`, `\tilde{y}`. Bound indices are named `#1`, `#2`, … */
export type Name = string;

/** What kind of value a term has. Sizes and positions are of sort `index`; relations and guards of sort `truth`. */
export type Sort = "real" | "index" | "truth" | "function";

interface Node {
  /** Order of creation within its `Terms`. Never used to make a choice that shows in output. */
  readonly id: number;
  readonly sort: Sort;
  readonly shape: Shape;
  /** The largest m such that the bound index #m occurs (free or bound) in the term; 0 when none does. */
  readonly level: number;
}

/** An exact number. */
export interface Num extends Node {
  readonly kind: "num";
  readonly value: Rational;
}

/** A named quantity, index, size or function. What is known of it stands in the `Environment`. */
export interface Sym extends Node {
  readonly kind: "sym";
  readonly name: Name;
}

/** A head applied to arguments: U V, a + b, tr(U), softmax(z), i = j. */
export interface App extends Node {
  readonly kind: "app";
  readonly head: Head;
  readonly args: readonly Expr[];
}

/**
 * A named function applied at a point, with slot derivatives: `∂₁f₃(y; θ₃)` is fn `f_3`, slots `[1]`, args `[y, θ₃]`.
 * Slots count from 1 and are listed in the order of differentiation. The function is abstract (a `Signature`) or defined (a
 * `Definition` with parameters); the evaluation point is part of the term.
 */
export interface Call extends Node {
  readonly kind: "call";
  readonly fn: Name;
  readonly slots: readonly number[];
  readonly args: readonly Expr[];
}

/** One entry: `h[i + j − 1]`. Positions count from 1, one for each axis. */
export interface Elem extends Node {
  readonly kind: "elem";
  readonly of: Expr;
  readonly at: readonly Expr[];
  /** What an index outside the range means: no value, or zero where the document (or a convolution) says so. */
  readonly outside: "undefined" | "zero";
}

/** The binders. `tabulate` builds an array from its entries: one new axis in front of the axes of the body. */
export type Binder = "sum" | "product" | "max" | "min" | "argmax" | "argmin" | "tabulate" | "limit" | "integral" | "expectation";

export type Domain =
  | { readonly kind: "range"; readonly from: Expr; readonly to: Expr }
  | { readonly kind: "point"; readonly at: Expr; readonly side: "both" | "left" | "right" }
  | { readonly kind: "interval"; readonly from: Expr; readonly to: Expr }
  /** A random variable with a named distribution. */
  | { readonly kind: "distribution"; readonly name: Name };

/** A term that binds an index or variable: Σ, Π, max, lim, ∫, an array by its entries. */
export interface Bind extends Node {
  readonly kind: "bind";
  readonly binder: Binder;
  /** Canonical: #m with m one more than binders nest in the body, so that α-equal terms are one node. */
  readonly index: Sym;
  /** The author's letter, for the writer only. */
  readonly hint: Name;
  readonly domain: Domain;
  readonly body: Expr;
}

export interface Arm {
  readonly when: Expr;
  readonly then: Expr;
}

/** Values by cases; arms are tried in order. Without `otherwise` the value is undefined where no arm applies. */
export interface Cases extends Node {
  readonly kind: "cases";
  readonly arms: readonly Arm[];
  readonly otherwise: Expr | null;
}

/**
 * An unevaluated derivative at its point, in the mixed layout (`derivativeShape`): entries are ∂of/∂by, axes of `of` first.
 *
 * It cuts the DAG of definitions at `by` and holds everything else: the total derivative of what lies downstream. `by` may be a symbol, a
 * defined name, an entry, a transpose, or any subterm of `of` (all its occurrences). Higher orders nest: ∂²f/∂x² is
 * Deriv(Deriv(f, x), x). Any other layout is a transpose around it, written by the reader.
 */
export interface Deriv extends Node {
  readonly kind: "deriv";
  readonly of: Expr;
  readonly by: Expr;
}

export type Expr = Num | Sym | App | Call | Elem | Bind | Cases | Deriv;

/** How a head acts on shapes. */
export type Action =
  /** Entry by entry; scalars are spread over arrays. */
  | { readonly kind: "elementwise" }
  /** Shapes by pattern: the sizes of `params` are matched, `result` follows. */
  | { readonly kind: "signature"; readonly params: readonly Shape[]; readonly result: Shape }
  /** Stated for a column; on an m×n matrix it acts on each row (a scalar result gives an m-column). */
  | { readonly kind: "rows"; readonly params: readonly Shape[]; readonly result: Shape }
  /** Built into `expr/heads.ts`: arithmetic, products, blocks, relations. */
  | { readonly kind: "structural"; readonly rule: StructuralRule };

export type StructuralRule =
  | "add"
  | "neg"
  | "mul"
  | "div"
  | "pow"
  | "hadamard"
  | "hdiv"
  | "hpow"
  | "transpose"
  | "permute"
  | "kron"
  | "stack"
  | "beside"
  | "eye"
  | "ones"
  | "zeros"
  | "basis"
  | "same"
  | "constant"
  | "relation"
  | "logic"
  | "iverson";

/** A formula with parameters: what a card says a function means, or its differential. */
export interface Formula {
  readonly params: readonly Sym[];
  readonly body: Expr;
}

/** The conventional value of a derivative or function at a kink, as stated on the card. */
export interface Kink {
  /** Where: a truth in the parameters, such as x = 0. */
  readonly at: Expr;
  readonly params: readonly Sym[];
  readonly value: Expr;
  readonly note: string;
}

/** A function card: all there is to know of one function, as data. Structural heads are cards without meaning or differential. */
export interface Head {
  readonly name: string;
  /** In words: `Gaussian error linear unit`. */
  readonly called: string;
  readonly arity: number | "many";
  readonly acts: Action;
  /** LaTeX or plain spellings that the reader takes for this head. */
  readonly reads: readonly string[];
  /** LaTeX template with #1, #2 for the arguments; null for the default \operatorname{name}. */
  readonly prints: string | null;
  /** Code templates by language, where the default does not serve. */
  readonly code: ReadonlyMap<string, string>;
  /** What it means in simpler terms, on scalars for an elementwise head; null for a primitive, which then names a kernel. */
  readonly means: Formula | null;
  readonly kernel: string | null;
  /** Truths that must hold for the value to exist. */
  readonly domain: readonly Formula[];
  readonly kink: Kink | null;
  /** Its differential, with the differentials of the parameters as `d(u)`. The oracle never reads it. */
  readonly differential: Formula | null;
  /** Of a head that acts on rows: its differential on an m×n matrix; null when it does not act on rows. */
  readonly rowsDifferential: Formula | null;
  /** Truths that must hold for the differential to exist, beyond `domain`: norm(U) > 0. */
  readonly smooth: readonly Formula[];
  /**
   * Adjoints, one per argument (null or missing: none, read off through the meaning). ⟨head(…, du, …), g⟩ = ⟨du, adjoint⟩ for an argument
   * in which the head is linear. Parameters are those of the head, then the cotangent.
   */
  readonly adjoint: readonly (Formula | null)[];
  readonly see: string | null;
  /** `file:line` of the card, or null for a structural head. */
  readonly source: string | null;
}
