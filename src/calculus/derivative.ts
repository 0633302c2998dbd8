/**
 * Derivatives of any shape, in the mixed layout: axes of f, then axes of x.
 *
 *   f scalar              the gradient, in the shape of x
 *   x scalar              ∂f/∂x, in the shape of f (the pass is made twice)
 *   f and x vectors       the Jacobian, rows belonging to f
 *   anything else         by entries: indices of f, then of x
 */
import type { Expr, Sym } from "../expr/index.ts";
import type { Dim } from "../shape/dim.ts";
import { Bug } from "../shape/result.ts";
import { axes, isColumn, isRow, isScalar } from "../shape/shape.ts";
import { isZero } from "./atoms.ts";
import { readKronecker, readMatrix } from "./read-off.ts";
import { type Engine, reverse } from "./reverse.ts";

/** A derivative as the family `indices ↦ value`: its axes are those of the indices, then those of the value. */
export interface Family {
  readonly indices: readonly Sym[];
  readonly value: Expr;
}

export type Form = "matrix" | "index";

/** A new free position along an axis. */
export function position(engine: Engine, d: Dim, hint: string): Sym {
  const { n } = engine;
  return n.fresh("tabulate", { kind: "range", from: n.num(1), to: n.size(d) }, hint);
}

const letters = ["i", "j", "k", "l", "p", "q", "r", "s"];

/** The derivative of a family with respect to a leaf. */
export function derive(engine: Engine, of: Family, by: Expr, form: Form): Family {
  const { n } = engine;
  const f = isRow(of.value.shape) ? n.T(of.value) : of.value;
  if (isRow(by.shape)) throw new Bug("a row variable is entered as the transpose of a column");
  if (by.shape.length > 2) return byTensor(engine, of, by);
  if (isScalar(f.shape)) {
    const [g] = reverse(engine, f, n.num(1), [by]);
    return entriesIf(engine, { indices: of.indices, value: g as Expr }, form);
  }
  if (isScalar(by.shape)) return { indices: of.indices, value: tangent(engine, of.value, by) };
  if (form === "matrix" && of.indices.length === 0 && isColumn(f.shape) && isColumn(by.shape)) {
    const j = jacobian(engine, f, by);
    if (j) return { indices: [], value: j };
  }
  return byEntries(engine, of, by);
}

/** ∂f/∂x for a scalar x: ⟨G, ∂f/∂x⟩ is linear in G, so its gradient in G is the derivative. */
function tangent(engine: Engine, f: Expr, x: Expr): Expr {
  const { n } = engine;
  const g = n.t.sym("$G", f.shape);
  const [against] = reverse(engine, f, g, [x]);
  const [out] = reverse(engine, against as Expr, n.num(1), [g]);
  return out as Expr;
}

function jacobian(engine: Engine, f: Expr, x: Expr): Expr | null {
  const { n } = engine;
  const g = n.t.sym("$g", f.shape);
  const [x̄] = reverse(engine, f, g, [x]);
  const m = readMatrix(engine, x̄ as Expr, g);
  return m && n.T(m);
}

/** vec F by vec X as a Kronecker form, or null when there is none. */
export function kronecker(engine: Engine, f: Expr, x: Expr): Expr | null {
  const { n } = engine;
  const g = n.t.sym("$G", f.shape);
  const [x̄] = reverse(engine, f, g, [x]);
  const m = readKronecker(engine, x̄ as Expr, g);
  return m && n.T(m);
}

/** A column f by vec X, entry by entry: row k is vec of the gradient of f_k. */
export function stacked(engine: Engine, f: Expr, x: Expr): Family {
  const { n } = engine;
  const [length] = axes(f.shape);
  if (!length) throw new Bug("a column has a length");
  const k = position(engine, length, "i");
  const [gradient] = reverse(engine, n.elem(f, [k]), n.num(1), [x]);
  return entriesIf(engine, { indices: [k], value: n.vec(gradient as Expr) }, "index");
}

/** Every entry of f by every entry of x; never fails. */
function byEntries(engine: Engine, of: Family, by: Expr): Family {
  const { n } = engine;
  const taken = of.indices.length;
  const own = axes(of.value.shape).map((d, i) => position(engine, d, letters[taken + i] ?? "i"));
  const [g] = reverse(engine, n.elem(of.value, own), n.num(1), [by]);
  return entriesIf(engine, { indices: [...of.indices, ...own], value: g as Expr }, "index");
}

/** A variable of rank three and more is always taken by its entries. */
function byTensor(engine: Engine, of: Family, by: Expr): Family {
  const { n } = engine;
  const fresh = (dims: readonly Dim[], from: number): readonly Sym[] => dims.map((d, i) => position(engine, d, letters[from + i] ?? "i"));
  const own = fresh(axes(of.value.shape), of.indices.length);
  const at = fresh(axes(by.shape), of.indices.length + own.length);
  n.tensors.set(by, at);
  const [g] = reverse(engine, n.elem(of.value, own), n.num(1), [by]);
  return { indices: [...of.indices, ...own, ...at], value: g as Expr };
}

/** In index form the value is a scalar too. */
function entriesIf(engine: Engine, f: Family, form: Form): Family {
  const { n } = engine;
  if (form === "matrix" && f.indices.length + axes(f.value.shape).length <= 2) return f;
  const taken = f.indices.length;
  const own = axes(f.value.shape).map((d, i) => position(engine, d, letters[taken + i] ?? "i"));
  return { indices: [...f.indices, ...own], value: n.elem(f.value, own) };
}

export const vanishes = (f: Family): boolean => isZero(f.value);
