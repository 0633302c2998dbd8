/**
 * What is known in a scope: symbols, definitions, abstract functions, conditions in force.
 *
 * Definitions are an environment, never a substitution: a scope is a DAG of definitions in which oracle and differential work, and
 * ∂A/∂B cuts that DAG at B.
 */
import type { Shape } from "../shape/shape.ts";
import type { Expr, Name, Sort, Sym } from "./types.ts";

/** Declared facts; the closed list that declarations accept. */
export const attributes = [
  "symmetric",
  "skew-symmetric",
  "diagonal",
  "lower triangular",
  "upper triangular",
  "positive definite",
  "orthogonal",
  "nonsingular",
  "positive",
  "negative",
  "nonzero",
  "unit interval",
  "probability",
  "one-hot",
  "sign",
  "binary",
  "natural",
  "integer",
  "fixed",
] as const;
export type Attribute = (typeof attributes)[number];

export interface Declared {
  readonly name: Name;
  readonly shape: Shape;
  readonly sort: Sort;
  readonly attributes: ReadonlySet<Attribute>;
  /** For a free index: the positions it runs over; null when unknown. */
  readonly range: { readonly from: Expr; readonly to: Expr } | null;
}

/** An abstract function: nothing is known but the shapes. */
export interface Signature {
  readonly name: Name;
  readonly params: readonly Shape[];
  readonly result: Shape;
}

/**
 * `name(params) = body`, or `name = body` without parameters. A function closes over every definition that mentions one of its
 * parameters. Parameters are symbols of `body`; their sizes are formal. A definition may refer to itself at a smaller index.
 */
export interface Definition {
  readonly name: Name;
  readonly params: readonly Sym[];
  readonly body: Expr;
}

export interface Environment {
  readonly symbols: ReadonlyMap<Name, Declared>;
  readonly functions: ReadonlyMap<Name, Signature>;
  readonly definitions: ReadonlyMap<Name, Definition>;
  /** Truths in force: cases, assumptions. */
  readonly given: readonly Expr[];
}

export const emptyEnvironment: Environment = { symbols: new Map(), functions: new Map(), definitions: new Map(), given: [] };
