/** Looking at normal terms: numbers, zeros, ones, heads. */
import { type App, type Expr, type Head, heads, isInteger, type Rational, rational, sameRational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { isColumn, isRow, isScalar, type Shape } from "../shape/shape.ts";

/** Is it this head applied? (The head stays in the type, so that a "no" does not rule out other applications.) */
export const is = <H extends string>(e: Expr, head: H): e is App & { readonly head: { readonly name: H } } =>
  e.kind === "app" && e.head.name === head;

/** The i-th argument, which must exist. */
export function arg(e: App, i: number): Expr {
  const a = e.args[i];
  if (!a) throw new Bug(`${e.head.name} lacks argument ${i}`);
  return a;
}

export const isNumber = (e: Expr, value?: number | Rational): boolean =>
  e.kind === "num" && (value === undefined || sameRational(e.value, typeof value === "number" ? rational(value) : value));

/** The integer that a term is, or null. */
export const integerOf = (e: Expr): number | null => (e.kind === "num" && isInteger(e.value) ? Number(e.value.n) : null);

export const isZero = (e: Expr): boolean => (e.kind === "num" ? e.value.n === 0n : is(e, "zeros"));
export const scalar = (e: Expr): boolean => isScalar(e.shape);
export const column = (e: Expr): boolean => isColumn(e.shape);
export const row = (e: Expr): boolean => isRow(e.shape);
export const rows = (s: Shape) => s[0] as NonNullable<Shape[0]>;
export const cols = (s: Shape) => s[1] as NonNullable<Shape[1]>;
/** A column of ones. */
export const isOnes = (e: Expr): boolean => is(e, "ones");
/** A negative number, or a product with a negative rational in front. */
export const isNegative = (e: Expr): boolean =>
  e.kind === "num" ? e.value.n < 0n : is(e, "mul") && e.args[0]?.kind === "num" && e.args[0].value.n < 0n;

const inner = (name: string, rule: "same" | "constant", called: string): Head => ({
  ...heads.neg,
  name,
  called,
  arity: "many",
  acts: { kind: "structural", rule },
});

/**
 * Heads that live inside the engine only; `exit.ts` turns them back into terms of the core.
 *
 * A binder is held as `∑(body, index)`: its index is a symbol of its own whose range stands in `Normal.bound`, so that a node below two
 * sums over one range is shared. `arm(k, total, g₁ … gᵣ)` is 1 where the k-th arm of cases applies. `unvec(like, v)` undoes vec.
 */
export const inside = {
  sum: inner("∑", "same", "sum"),
  product: inner("∏", "same", "product over an index"),
  max: inner("⋁", "same", "maximum over an index"),
  min: inner("⋀", "same", "minimum over an index"),
  argmax: inner("arg⋁", "constant", "position of the maximum"),
  argmin: inner("arg⋀", "constant", "position of the minimum"),
  integral: inner("∫", "same", "integral"),
  expectation: inner("𝔼", "same", "expectation"),
  limit: inner("lim", "same", "limit"),
  arm: inner("arm", "constant", "indicator of an arm"),
  unvec: inner("unvec", "same", "matrix of a vector"),
} as const;
