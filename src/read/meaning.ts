/**
 * The contract of the reading side between notation and expressions.
 *
 *   Syntax --resolve--> Term --infer--> Analysis --build--> Expr
 *
 * A `Term` has its names resolved but no shapes. An `Analysis` is what a whole scope tells about the shapes of its names. Building turns
 * one term into an expression under a layout and the readings admitted; it never guesses: what it may assume stands in the analysis.
 */
import type { Attribute, Book, Definition, Environment, Expr, Head, Name, Rational, Signature, Sort } from "../expr/index.ts";
import type { Dim } from "../shape/dim.ts";
import type { Shape } from "../shape/shape.ts";
import type { ReadError, Span } from "./syntax.ts";

export type Layout = "numerator" | "denominator" | "mixed";

/** The readings that concern one formula. `other-layout` and `kink-convention` are tried by the checker. */
export const readingNames = [
  "elementwise-on-vector",
  "row-as-diag",
  "vector-as-diag",
  "one-as-identity",
  "limit-carried",
  "omitted-index",
  "omitted-bound",
  "label-superscript",
  "font",
] as const;
export type ReadingName = (typeof readingNames)[number];

/** How formulas are written: LaTeX of a document, plain text, or plain text of a rule, where every name is declared. */
export type Mode = "latex" | "plain" | "rule";

/** Settings of a document or problem that decide how notation is read. */
export interface Notation {
  readonly mode: Mode;
  /** First position of an array. With 0, positions are moved by one, so that the engine counts from 1. */
  readonly indexBase: 0 | 1;
  /** x' of a declared array x is its transpose, where no x' is declared; else a prime makes another name. */
  readonly primesTranspose?: boolean;
  /** With slots `x`, the x_2 of ∂f(u, v)/∂x_2 is the second argument of f. Null when slots have no name. */
  readonly slots: Name | null;
  /** Entries out of range are zero everywhere (stated in the document). */
  readonly outsideZero: boolean;
  /** How many members a family has, where that is declared. */
  readonly rows?: ReadonlyMap<Name, Dim>;
  /** Of one side of an equation: the names that are free on the other. The j of Σ_{i≠j} that is free nowhere else is summed as well. */
  readonly elsewhere?: ReadonlySet<Name>;
}

/** Why a shape is believed, strongest first. The first three are *declared*, the others *assumed*. */
export type Ground = "given" | "declared" | "definition" | "noun" | "indices" | "position" | "typography" | "default";

/** What is known of a name before inference. */
export interface Entry {
  readonly name: Name;
  readonly role: "symbol" | "function" | "operator" | "index";
  readonly shape: Shape | null;
  /** Number of axes when the shape is unknown but a noun tells: 0 scalar, 1 vector, 2 matrix. */
  readonly rank: number | null;
  readonly ground: Ground;
  /** For people: `declared in line 12`, `"matrix W"`. */
  readonly because: string;
  readonly attributes: ReadonlySet<Attribute>;
  /** An index: its first and last position as written. */
  readonly range: { readonly from: Term; readonly to: Term } | null;
  /** A function: names of the parameters when it was defined by a formula, else null. */
  readonly params: readonly Name[] | null;
  /** A function declared `f : R^n -> R^m`. */
  readonly signature: Signature | null;
  /** Line of the introduction, from 1; 0 when it comes from outside the document. */
  readonly line: number;
}

/** What a scope knows of names. Children look into their parents. */
export interface Table {
  readonly book: Book;
  /** Letters that stand as factors without an argument and are never applied to a name: what follows them in brackets multiplies. */
  readonly factors: ReadonlySet<Name>;
  /** Letters that are no entries of the array in the other case. */
  readonly apart: ReadonlySet<Name>;
  readonly notation: Notation;
  readonly parent: Table | null;
  readonly entries: ReadonlyMap<Name, Entry>;
}

interface Spanned {
  readonly span: Span;
}

/** The range of a bound index; null ends are to be found from the axes it indexes. */
export interface BoundIndex {
  readonly name: Name;
  readonly from: Term | null;
  readonly to: Term | null;
}

/** One cell of a matrix: a term, nothing, or dots. */
export type Cell =
  | Term
  | { readonly kind: "gap"; readonly span: Span }
  | { readonly kind: "ellipsis"; readonly which: "horizontal" | "vertical" | "diagonal"; readonly span: Span };

export interface TermArm {
  readonly when: Term;
  readonly then: Term;
}

/** Names resolved, no shapes. */
export type Term = Spanned &
  (
    | { readonly kind: "number"; readonly value: Rational }
    /** A symbol, index or size. */
    | { readonly kind: "name"; readonly name: Name }
    /** A function standing bare: `f` in J_f, ∂f/∂x or h ∘ f. A card standing bare is `head`. */
    | { readonly kind: "function"; readonly name: Name }
    | { readonly kind: "head"; readonly heads: readonly Head[] }
    | { readonly kind: "composition"; readonly parts: readonly Term[] }
    /** Bold 0 and 1: arrays of the shape that the place asks for. */
    | { readonly kind: "constant"; readonly which: "pi" | "infinity" | "zeros" | "ones"; readonly size: Term | null }
    | { readonly kind: "identity"; readonly size: Term | null }
    /** A card applied: of the heads that its spelling may mean, the first whose arity and shapes fit. */
    | { readonly kind: "apply"; readonly heads: readonly Head[]; readonly args: readonly Term[] }
    /** A function of the document applied, with slot derivatives. */
    | { readonly kind: "call"; readonly fn: Name; readonly slots: readonly number[]; readonly args: readonly Term[] }
    | { readonly kind: "sum"; readonly terms: readonly { readonly sign: "+" | "-"; readonly term: Term }[] }
    /** Factors in source order; `dot` when a point stands between exactly two of them. */
    | { readonly kind: "product"; readonly factors: readonly Term[]; readonly dot: boolean }
    /** a * b: what the star means depends on the operands. `name` is `*` or `\tilde{*}`. */
    | { readonly kind: "star"; readonly name: Name; readonly left: Term; readonly right: Term }
    | { readonly kind: "entrywise"; readonly operation: "times" | "over" | "power"; readonly left: Term; readonly right: Term }
    | { readonly kind: "kron"; readonly left: Term; readonly right: Term }
    | { readonly kind: "quotient"; readonly over: Term; readonly under: Term }
    /** `ofFunction`: the exponent stands between a function and its argument, tanh²(z). */
    | { readonly kind: "power"; readonly base: Term; readonly exponent: Term; readonly ofFunction?: boolean }
    | { readonly kind: "transpose"; readonly of: Term }
    | { readonly kind: "inverse"; readonly of: Term }
    /** S(x)_i, W_{ij}, x[m, n]. Positions as written, before the base is taken into account. */
    | { readonly kind: "entry"; readonly of: Term; readonly at: readonly Term[] }
    | {
        readonly kind: "big";
        readonly binder: "sum" | "product" | "max" | "min" | "argmax" | "argmin" | "tabulate";
        readonly over: readonly BoundIndex[];
        readonly guards: readonly Term[];
        readonly body: Term;
      }
    | { readonly kind: "limit"; readonly variable: Name; readonly to: Term; readonly side: "both" | "left" | "right"; readonly body: Term }
    | { readonly kind: "integral"; readonly variable: Name; readonly from: Term; readonly to: Term; readonly body: Term }
    /** [f(x)]_a^b, the value at b less that at a; without `from` the value f(x)|_{x=b}. */
    | { readonly kind: "evaluation"; readonly of: Term; readonly variable: Name; readonly from: Term | null; readonly to: Term }
    | { readonly kind: "cases"; readonly arms: readonly TermArm[]; readonly otherwise: Term | null }
    /**
     * ∂of/∂by…; `by` in the order of differentiation, one for each order. Without `by`, the derivative of a function at its arguments:
     * `order` times, by the argument in `slot` or by its only one.
     */
    | {
        readonly kind: "derivative";
        readonly form: "fraction" | "nabla" | "prime" | "jacobian";
        readonly of: Term;
        readonly by: readonly Term[];
        readonly order: number;
        readonly slot: number | null;
      }
    /** `F` is also the norm without a name below: the root of the sum of squares. */
    | { readonly kind: "norm"; readonly which: "F" | "2" | "1" | "infinity"; readonly of: Term }
    /** |x|: absolute value of a scalar, length of a vector, determinant of a matrix. */
    | { readonly kind: "bars"; readonly of: Term }
    | { readonly kind: "matrix"; readonly rows: readonly (readonly Cell[])[] }
    /** [5, 6, 7, 8]: a column when it stands in a sum or convolution, a row before a transpose. */
    | { readonly kind: "list"; readonly items: readonly Cell[] }
    | { readonly kind: "tuple"; readonly items: readonly Term[] }
    /** A truth: guards, indicators. */
    | { readonly kind: "relation"; readonly symbol: "=" | "≠" | "<" | "≤" | ">" | "≥"; readonly left: Term; readonly right: Term }
    | { readonly kind: "logic"; readonly operation: "and" | "or" | "not"; readonly of: readonly Term[] }
    | { readonly kind: "iverson"; readonly of: Term }
    /** 𝔼[u], Var(u), Cov(u, v); `text` is what it is where its parts have no meaning. */
    | { readonly kind: "moment"; readonly which: "mean" | "variance" | "covariance"; readonly of: readonly Term[]; readonly text: string }
    /**
     * Read, but without a meaning that can be computed: P(Y = 1 | x), E[…]. Equal texts are equal; with a reason in `why` not even that: nothing
     * is known of the value, and whatever rests on it is undecided for that reason.
     */
    | { readonly kind: "opaque"; readonly text: string; readonly why: string | null }
  );

export type TermOf<K extends Term["kind"]> = Extract<Term, { kind: K }>;

/** What `resolve` had to guess; it becomes an assumption of every claim that rests on it. */
export interface Guess {
  readonly what: "call" | "product" | "star" | "power" | "label" | "extent" | "repair";
  readonly span: Span;
  readonly note: string;
}

export interface Resolved {
  readonly term: Term;
  readonly guesses: readonly Guess[];
  /** Names without an entry in the table, in order of appearance. */
  readonly unknown: readonly Name[];
  /** Relations found inside cells (`x.1 = x & if x > 0`): steps after the enclosing one, under the cell's condition. */
  readonly inner: readonly {
    readonly left: Term;
    readonly right: Term;
    readonly symbol: string;
    readonly when: Term | null;
    readonly leftSpan: Span;
    readonly rightSpan: Span;
  }[];
}

/** One relation of a scope as evidence for shapes. Definitions weigh more than claims. */
export interface Stated {
  readonly kind: "definition" | "claim" | "member";
  readonly left: Term;
  /** Null for a lone expression. */
  readonly right: Term | null;
  /** For `member` (∂h/∂W ∈ R^{4×4×3}): the shape the left side is said to have. */
  readonly shape: Shape | null;
}

/** `name(params) = body`; without parameters a value. `at` are the free indices of `b_{1,i} = …`, which becomes an array by entries. */
export interface TermDefinition {
  readonly name: Name;
  readonly params: readonly Name[];
  readonly at: readonly Term[];
  readonly body: Term;
  readonly span: Span;
  /** For positions in `at` with a written range: how many there are. */
  readonly lengths?: ReadonlyMap<Name, Term>;
}

/** A symbol as the scope understands it. */
export interface Understood {
  readonly name: Name;
  readonly shape: Shape;
  readonly sort: Sort;
  readonly ground: Ground;
  readonly because: string;
  readonly origin: "declared" | "assumed";
  readonly line: number;
}

/** What a scope tells about its names. */
export interface Analysis {
  readonly table: Table;
  readonly understood: ReadonlyMap<Name, Understood>;
  /** Another spelling of the same symbol: x for \mathbf{x} when only one has a rank, W_1 for w_1 with two indices. */
  readonly alias: ReadonlyMap<Name, Name>;
  readonly definitions: ReadonlyMap<Name, TermDefinition>;
  readonly signatures: ReadonlyMap<Name, Signature>;
  /** Where each function of the scope is applied, by its name: a bare f in ∂f/∂y means its application in scope. */
  readonly applications: ReadonlyMap<Name, readonly Term[]>;
  /** Defined entry by entry, of no certain length and never used as a whole: functions of a whole number. */
  readonly sequences: ReadonlySet<Name>;
  /** a_1 where the scope uses a with a free index: the entry it is. */
  readonly numbered: ReadonlyMap<Name, { readonly of: Name; readonly at: number }>;
  /** For a free index: the axis it runs along. */
  readonly along: ReadonlyMap<Name, Dim>;
  readonly attributes: ReadonlyMap<Name, ReadonlySet<Attribute>>;
  /** What differs between layouts, where a value is defined by a derivative; `understood` and the like are those of the mixed one. */
  readonly byLayout: ReadonlyMap<Layout, Pick<Analysis, "understood" | "signatures" | "along" | "sequences">>;
  /** Arrays whose entries out of range are zero because they take part in a convolution. */
  readonly padded: ReadonlySet<Name>;
}

export interface BuildOptions {
  readonly layout: Layout;
  /** Admitted where the literal meaning does not exist, and tried as alternatives where it does. Empty: only the literal meaning. */
  readonly readings: ReadonlySet<ReadingName>;
  /** No document stands around the formula: nothing in it settles what |x| of a vector is. */
  readonly alone?: boolean;
  /** Filled with every reading that was asked about: any other would change nothing. */
  readonly asked?: Set<ReadingName>;
}

export interface UsedReading {
  readonly reading: ReadingName;
  readonly note: string;
}

export interface Built {
  readonly expr: Expr;
  /** The readings that were really used. */
  readonly readings: readonly UsedReading[];
  /** Shapes, calls and undefined names that the expression rests on. */
  readonly assumptions: readonly string[];
  /** Names that nothing in scope introduces; universally quantified. */
  readonly undefinedNames: readonly Name[];
}

/** The environment of a scope in one layout, and the definitions that could not be built. */
export interface BuiltEnvironment {
  readonly environment: Environment;
  readonly failed: ReadonlyMap<Name, ReadError>;
  readonly definitions: ReadonlyMap<Name, Definition>;
}
