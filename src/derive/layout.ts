/**
 * Layouts of a first derivative (the engine works in the mixed one):
 *
 *   layout        scalar by n   scalar by m×n   m by n   m by scalar   anything else
 *   numerator     1×n row       n×m             m×n      column        shape(f) ++ shape(X)
 *   denominator   column        m×n             n×m      row           shape(X) ++ shape(f)
 *   mixed         column        m×n             m×n      column        shape(f) ++ shape(X)
 */
import { type Expr, heads, type Terms } from "../expr/index.ts";
import { axes, isColumn, isRow, isScalar, type Shape } from "../shape/index.ts";
import type { Layout } from "./types.ts";

const isVector = (s: Shape): boolean => isColumn(s) || isRow(s);

/** How a derivative in the mixed layout is turned. */
export type Turn = "as it is" | "transposed" | "variable first";

export function turnOf(of: Shape, by: Shape, layout: Layout): Turn {
  if (layout === "mixed" || (isScalar(of) && isScalar(by))) return "as it is";
  if (isScalar(of)) return layout === "numerator" && by.length === 2 ? "transposed" : "as it is";
  if (isScalar(by)) return layout === "denominator" && isVector(of) ? "transposed" : "as it is";
  if (layout === "numerator") return "as it is";
  return isVector(of) && isVector(by) ? "transposed" : "variable first";
}

/** A derivative in the mixed layout, turned. */
export function turned(t: Terms, e: Expr, of: Shape, by: Shape, turn: Turn): Expr {
  if (turn === "as it is") return e;
  if (turn === "transposed") return t.app(heads.transpose, [e]);
  const [a, b] = [axes(of).length, axes(by).length];
  const order = [...Array.from({ length: b }, (_, i) => a + i + 1), ...Array.from({ length: a }, (_, i) => i + 1)];
  return t.app(heads.permute, [e, ...order.map((k) => t.num(k))]);
}
