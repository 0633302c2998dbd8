/** What a programming language must supply; everything else is common (`generate.ts`). */
import type { Rational } from "../../expr/index.ts";
import { addDims, type Dim, one, subtractDims } from "../../shape/index.ts";
import type { Form, Value } from "./value.ts";

export type Language = "numpy" | "jax" | "torch" | "julia" | "matlab" | "js";

/** A loop variable and the positions it runs over, counted from 1. */
export interface Loop {
  readonly letter: string;
  readonly from: Dim;
  readonly to: Dim;
}

/** How many positions a loop runs over. */
export const countOf = (loop: Loop): Dim => addDims(subtractDims(loop.to, loop.from), one);

export interface Dialect {
  readonly language: Language;
  /** First position of an array. A loop variable counts from here. */
  readonly base: 0 | 1;
  readonly reserved: ReadonlySet<string>;
  /** Templates of functions the language has, by card, where the card says nothing. */
  readonly native: ReadonlyMap<string, string>;
  readonly floorDivision: (a: string, b: string) => string;

  readonly number: (value: Rational) => Value;
  readonly constant: (which: "pi" | "infinity") => Value;
  /** A symbol as it stands in scope: a column is a 1-D array where the language has them, a row is 1×n. */
  readonly symbol: (name: string, form: Form) => Value;
  readonly sum: (terms: readonly { readonly sign: "+" | "-"; readonly value: Value }[]) => Value;
  /** Numbers times at most one array. */
  readonly scale: (scalars: readonly Value[], array: Value | null) => Value;
  readonly over: (a: Value, scalar: Value) => Value;
  readonly power: (base: Value, exponent: Value) => Value;
  /** Neither operand is a scalar. */
  readonly product: (a: Value, b: Value) => Value;
  readonly entrywise: (operation: "times" | "over" | "power", a: Value, b: Value) => Value;
  readonly transpose: (v: Value) => Value;
  readonly permute: (v: Value, order: readonly number[]) => Value;
  readonly kron: (a: Value, b: Value, form: Form) => Value;
  readonly stack: (blocks: readonly Value[], form: Form) => Value;
  readonly beside: (blocks: readonly Value[], form: Form) => Value;
  readonly eye: (n: string) => Value;
  readonly filled: (with_: 0 | 1, m: string, n: string, form: Form) => Value;
  readonly basis: (position: string, n: string) => Value;
  readonly stop: (v: Value) => Value;
  /** A card's template with its arguments. */
  readonly apply: (template: string, args: readonly Value[], form: Form) => Value;
  /** Templates of functions of a column act on every row of a matrix as they stand. */
  readonly templatesTakeRows: boolean;
  /** Row `letter` of a matrix as a column, and the array of what `body` makes of each. */
  readonly row: (of: Value, letter: string) => Value;
  readonly eachRow: (letter: string, of: Value, body: Value, form: Form) => Value;
  readonly entry: (of: Value, at: readonly string[]) => Value;
  /** A value by a condition; null where the language has no expression for it. */
  readonly choose: (condition: Value, then: Value, otherwise: Value | null) => Value | null;
  readonly compare: (sign: "eq" | "ne" | "lt" | "le" | "gt" | "ge", a: Value, b: Value) => Value;
  readonly logic: (which: "and" | "or" | "not", values: readonly Value[]) => Value;
  readonly indicator: (truth: Value) => Value;
  readonly fold: (
    binder: "sum" | "product" | "max" | "min" | "argmax" | "argmin",
    loop: Loop,
    body: Value,
    dim: (d: Dim) => string,
  ) => Value;
  /** An array by its entries; loops from the outermost. Null where the language has no expression for it. */
  readonly tabulate: (loops: readonly Loop[], body: Value, form: Form, dim: (d: Dim) => string) => Value | null;
  /** `ij,jk->ik`, or null when the language has no such function. */
  readonly einsum: ((spec: string, operands: readonly Value[], form: Form) => Value) | null;
  /** ∫ body d(letter) by quadrature, or null when the language has none at hand. */
  readonly integral: ((letter: string, body: Value, from: Value, to: Value) => Value) | null;
  /** The value as the answer: a row becomes an array of shape 1×n. */
  readonly answer: (v: Value) => string;
  readonly assign: (name: string, text: string) => string;
}
