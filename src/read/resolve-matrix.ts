/** Matrices, vectors and lists as written, with their gaps and ellipses kept. */
import type { Cell, Term } from "./meaning.ts";
import { type Context, refuse } from "./resolve-context.ts";
import type { Syntax } from "./syntax.ts";

function cell(context: Context, s: Syntax): Cell {
  if (s.kind === "empty") return { kind: "gap", span: s.span };
  if (s.kind === "dots") return { kind: "ellipsis", which: s.which, span: s.span };
  return context.resolve(s, context);
}

export function matrixTerm(context: Context, s: Extract<Syntax, { kind: "environment" }>): Term {
  const [[only, ...others] = [], ...further] = s.rows;
  // \begin{bmatrix} x_1 \ x_2 \ … \ x_n \end{bmatrix}: spaces part the entries of a row with dots.
  if (only?.kind === "juxtaposition" && others.length + further.length === 0 && only.items.some((i) => i.kind === "dots"))
    return matrixTerm(context, { ...s, rows: [only.items] });
  const rows = s.rows.filter((r) => r.length > 1 || r[0]?.kind !== "empty").map((r) => r.map((c) => cell(context, c)));
  if (rows.length === 0) return refuse(context, s.span, "unexpected", "an empty matrix", { expected: "entries" });
  const bars = s.name === "vmatrix" ? "bars" : s.name === "Vmatrix" ? "norm" : null;
  const matrix: Term = { kind: "matrix", rows, span: s.span };
  if (bars === "bars") return { kind: "bars", of: matrix, span: s.span };
  return bars === "norm" ? { kind: "norm", which: "F", of: matrix, span: s.span } : matrix;
}

/** [5, 6, 7, 8] and [a; b]: a list of entries. */
export const listTerm = (context: Context, s: Extract<Syntax, { kind: "list" }>): Term => ({
  kind: "list",
  items: s.items.map((i) => cell(context, i)),
  span: s.span,
});
