/** Do the shapes of the two sides meet? */
import type { Expr } from "../expr/index.ts";
import { constantDim, emptyUnifier, isScalar, sameShape, showShape, unifyShapes } from "../shape/index.ts";

export type ShapeMatch =
  | { readonly kind: "same" }
  /** A literal 0 beside an array: the zero array. */
  | { readonly kind: "zero" }
  /** Equal only for some sizes: `m = n`. */
  | { readonly kind: "restricted"; readonly when: string; readonly lhs: string; readonly rhs: string }
  | { readonly kind: "clash"; readonly lhs: string; readonly rhs: string };

const isZero = (e: Expr): boolean => e.kind === "num" && e.value.n === 0n;

export function matchShapes(lhs: Expr, rhs: Expr): ShapeMatch {
  if (sameShape(lhs.shape, rhs.shape)) return { kind: "same" };
  if ((isScalar(lhs.shape) && isZero(lhs)) || (isScalar(rhs.shape) && isZero(rhs))) return { kind: "zero" };
  const u = unifyShapes(lhs.shape, rhs.shape, emptyUnifier, () => true);
  const clash = { kind: "clash", lhs: showShape(lhs.shape), rhs: showShape(rhs.shape) } as const;
  if (!u.ok) return clash;
  const solved = [...u.value.solved];
  // A size that would have to be a number (a column is a row only for n = 1) is no reading of the line.
  if (solved.some(([, d]) => constantDim(d) !== null)) return clash;
  return {
    ...clash,
    kind: "restricted",
    when: [...solved.map(([n, d]) => `${n} = ${d.key}`), ...u.value.constraints.map(([a, b]) => `${a.key} = ${b.key}`)].join(", "),
  };
}
