/** `rows: { "x": "X" }`: xᵢ is row i of X, as a column. Inside it is Xᵀeᵢ, so that the rules of matrices serve. */
import { type Environment, type Expr, heads, type Name, type Terms, toDim } from "../expr/index.ts";
import { nameOf } from "../read/declare.ts";
import { familyName } from "../read/families.ts";
import { columnShape, type Dim, fail, isFullMatrix, ok, type Result, scalarShape } from "../shape/index.ts";
import type { AskError } from "./question.ts";

export interface Rows {
  /** What the reader is told: x_· is a function from positions to columns. */
  readonly environment: Environment;
  /** How many members each family has. */
  readonly counts: ReadonlyMap<Name, Dim>;
  /** A formula with every xᵢ as Xᵀeᵢ. */
  readonly expand: (e: Expr) => Expr;
  /** Row and position, when this is one xᵢ. */
  readonly member: (e: Expr) => { readonly of: Expr; readonly at: Expr } | null;
}

export function rowsOf(
  t: Terms,
  environment: Environment,
  rows: Readonly<Record<string, string>>,
  indexBase: 0 | 1,
): Result<Rows, AskError> {
  const matrices = new Map<Name, Expr>();
  const functions = new Map(environment.functions);
  const symbols = new Map(environment.symbols);
  for (const [key, of] of Object.entries(rows)) {
    const [name, matrix] = [nameOf(key, "plain"), nameOf(of, "plain")];
    const declared = matrix === null ? undefined : environment.symbols.get(matrix);
    if (name === null || !declared || !isFullMatrix(declared.shape))
      return fail({ code: "unread", message: `rows: “${of}” must be a declared matrix, and “${key}” the name of its rows`, span: null });
    const family = familyName(name);
    matrices.set(family, t.sym(declared.name, declared.shape));
    functions.set(family, {
      name: family,
      params: [scalarShape],
      result: columnShape(declared.shape[1] as (typeof declared.shape)[number]),
    });
    if (symbols.has(name)) symbols.delete(name);
  }
  const member: Rows["member"] = (e) => {
    const of = e.kind === "call" && e.slots.length === 0 ? matrices.get(e.fn) : undefined;
    const i = e.kind === "call" ? e.args[0] : undefined;
    const d = i ? toDim(i) : null;
    if (!of || !i || !d) return null;
    return { of, at: indexBase === 0 ? t.app(heads.add, [i, t.num(1)]) : i };
  };
  const expand = (e: Expr): Expr =>
    t.replace(e, (x) => {
      const row = member(x);
      if (!row) return null;
      const count = t.dim(row.of.shape[0] as Expr["shape"][number]);
      return t.app(heads.mul, [t.app(heads.transpose, [row.of]), t.app(heads.basis, [row.at, count])]);
    });
  const counts = new Map([...matrices].map(([family, of]) => [family, of.shape[0] as Dim] as const));
  return ok({ environment: { ...environment, functions, symbols }, counts, expand, member });
}
