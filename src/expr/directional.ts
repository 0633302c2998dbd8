/**
 * The derivative of a term along a direction: the meaning of dU once the change dX of the variable is a quantity of its own.
 *
 *   dU = Σₖₗ ∂U/∂Xₖₗ (dX)ₖₗ
 *
 * Nothing here knows how anything is differentiated: the derivative stays a `Deriv`.
 */
import { axes, type Dim, isColumn, isRow, isScalar } from "../shape/index.ts";
import * as heads from "./heads.ts";
import type { Terms } from "./terms.ts";
import type { Expr, Sym } from "./types.ts";

/** How `of` changes, to first order, when `by` changes by `change` (of the same shape). */
export function directional(t: Terms, of: Expr, by: Expr, change: Expr): Expr {
  const d = t.deriv(of, by);
  if (isScalar(by.shape)) return isScalar(of.shape) ? t.app(heads.mul, [d, change]) : t.app(heads.mul, [change, d]);
  if (isColumn(by.shape) && isColumn(of.shape)) return t.app(heads.mul, [d, change]);
  if (isColumn(by.shape) && isScalar(of.shape)) return t.app(heads.mul, [t.app(heads.transpose, [d]), change]);
  if (isRow(of.shape)) return t.app(heads.transpose, [directional(t, t.app(heads.transpose, [of]), by, change)]);
  return byEntries(t, of, by, change);
}

function byEntries(t: Terms, of: Expr, by: Expr, change: Expr): Expr {
  const index = (at: Dim, k: number): readonly [Sym, Dim] => [t.index(`$d${k}`), at];
  const own = axes(of.shape).map(index);
  const along = axes(by.shape).map((at, k) => index(at, own.length + k));
  const d = t.deriv(of, by);
  const entry = t.elem(
    d,
    [...own, ...along].map(([i]) => i),
  );
  const step = t.elem(
    change,
    along.map(([i]) => i),
  );
  const range = (to: Dim) => ({ kind: "range", from: t.num(1), to: t.dim(to) }) as const;
  const letters = ["i", "j", "k", "l"];
  let out: Expr = t.app(heads.mul, [entry, step]);
  for (const [k, [i, to]] of [...along.entries()].reverse()) out = t.bind("sum", i, range(to), out, letters[own.length + k] ?? "r");
  for (const [k, [i, to]] of [...own.entries()].reverse()) out = t.bind("tabulate", i, range(to), out, letters[k] ?? "r");
  return out;
}
