/**
 * Formulas of the book at given arguments.
 *
 * A formula lives in the terms of the book; its sizes are its own. Putting arguments in solves the sizes from their shapes (U : m×n at a
 * 3×k argument gives m = 3, n = k) and builds the term anew in the caller's table. A subscript along an axis that the argument does not
 * have (U[i, j] of a column) is dropped: its range is 1..1.
 */
import { type App, childrenOf, type Expr, type Formula, type Head, heads, type Sym, type Terms } from "../expr/index.ts";
import { axes, Bug, type Dim, emptyUnifier, isColumn, isOne, isScalar, type Shape, unifyShapes } from "../shape/index.ts";
import { isMarked, markShape, unmarked } from "./sizes.ts";

/** What each size of the parameters is at these arguments; null when the shapes do not fit. A scalar parameter fits any array. */
export function solveSizes(params: readonly Sym[], args: readonly Expr[]): ReadonlyMap<string, Dim> | null {
  let u = emptyUnifier;
  for (const [i, p] of params.entries()) {
    const arg = args[i];
    if (!arg) return null;
    if (isScalar(p.shape)) continue;
    const next = unifyShapes(markShape(p.shape), arg.shape, u, isMarked);
    if (!next.ok) return null;
    u = next.value;
  }
  return unmarked(u);
}

/**
 * The term with symbols and sizes replaced, in the table `t`; subscripts along axes that have become 1 are dropped.
 * The term may come from another table.
 */
export function putIn(t: Terms, e: Expr, values: ReadonlyMap<string, Expr>, sizes: ReadonlyMap<string, Dim>): Expr {
  const replacement = (x: Expr): Expr | null => {
    if (x.kind === "sym") {
      const value = values.get(x.name);
      if (value) return value;
      const dim = x.sort === "index" ? sizes.get(x.name) : undefined;
      return dim ? t.dim(dim) : null;
    }
    if (x.kind !== "elem") return null;
    const of = t.replace(x.of, replacement);
    const at = x.at.map((k) => t.replace(k, replacement));
    if (axes(of.shape).length === at.length) return t.elem(of, at, x.outside);
    const kept = axes(x.of.shape).length === at.length ? at.filter((_, i) => keepsAxis(x.of.shape, of.shape, i)) : at;
    return kept.length === 0 ? of : t.elem(of, kept, x.outside);
  };
  return t.replace(t.adopt(e), replacement);
}

/** Whether the i-th axis of the pattern's shape is still an axis of the actual one. */
function keepsAxis(pattern: Shape, actual: Shape, i: number): boolean {
  const places = pattern.flatMap((d, place) => (isOne(d) ? [] : [place]));
  const d = actual[places[i] as number];
  return d !== undefined && !isOne(d);
}

/** A formula at arguments: parameters by name, sizes solved. */
export function instantiate(t: Terms, formula: Formula, args: readonly Expr[]): Expr {
  const sizes = solveSizes(formula.params, args);
  if (!sizes) throw new Bug(`a formula of ${formula.params.map((p) => p.name).join(", ")} does not fit its arguments`);
  return putIn(t, formula.body, new Map(formula.params.map((p, i) => [p.name, args[i] as Expr])), sizes);
}

/** Whether a head that acts on rows meets a matrix or a row here. */
export const actsOnRows = (e: App): boolean => {
  const [u] = e.args;
  return e.head.acts.kind === "rows" && u !== undefined && !isColumn(u.shape) && !isScalar(u.shape);
};

/** max(a, b, c) as max(max(a, b), c): cards of many arguments state their formulas for two. */
function nest(t: Terms, head: Head, args: readonly Expr[]): readonly Expr[] {
  const [first, ...rest] = args as [Expr, ...Expr[]];
  if (args.length <= 2) return args;
  const last = rest.pop() as Expr;
  return [rest.reduce<Expr>((left, x) => t.app(head, [left, x]), first), last];
}

/** What an application means in simpler terms; null for a primitive. On a matrix, a head that acts on rows means that of each row. */
export function meaningOf(t: Terms, e: App): Expr | null {
  const { means, arity } = e.head;
  if (!means) return null;
  if (arity === "many" && e.args.length === 1) return e.args[0] as Expr;
  if (arity === "many") return instantiate(t, means, nest(t, e.head, e.args));
  return actsOnRows(e) ? byRows(t, means, e.args[0] as Expr) : instantiate(t, means, e.args);
}

function byRows(t: Terms, formula: Formula, u: Expr): Expr {
  const [m, n] = u.shape as [Dim, Dim];
  const i = t.index("⟨i⟩");
  const j = t.index("⟨j⟩");
  const range = (to: Dim) => ({ kind: "range", from: t.num(1), to: t.dim(to) }) as const;
  const row = t.bind("tabulate", j, range(n), t.elem(u, isOne(m) ? [j] : [i, j]));
  const value = instantiate(t, formula, [row]);
  if (isOne(m)) return isScalar(value.shape) ? value : t.app(heads.transpose, [value]);
  return t.bind("tabulate", i, range(m), value);
}

/**
 * The differential of an application by its card, one node deep: linear in the atoms d(argument), which stay opaque. Null when the card
 * states none; then the meaning is differentiated, and a primitive is refused.
 */
export function differentialOf(t: Terms, e: App): Expr | null {
  const { head, args } = e;
  if (actsOnRows(e)) return head.rowsDifferential ? instantiate(t, head.rowsDifferential, args) : null;
  if (!head.differential) return null;
  if (head.arity !== "many") return instantiate(t, head.differential, args);
  if (args.length === 1) return t.app(heads.d, args);
  const nested = nest(t, head, args);
  const outer = instantiate(t, head.differential, nested);
  const [inner] = nested as [Expr, Expr];
  if (args.length === 2 || inner.kind !== "app") return outer;
  // Only atoms of the arguments as written may remain: that of the inner pair is opened.
  const opened = differentialOf(t, inner);
  const atom = t.app(heads.d, [inner]);
  return opened && t.replace(outer, (x) => (x === atom ? opened : null));
}

/**
 * Whether a formula stated for numbers may be taken entry by entry on arrays: what depends on a parameter never divides with a bar,
 * never carries an exponent, is not multiplied by juxtaposition and is not chosen by cases.
 */
export function spreadsOverArrays(formula: Formula): boolean {
  const names = new Set(formula.params.map((p) => p.name));
  let safe = true;
  const varies = new Map<Expr, boolean>();
  const go = (x: Expr): boolean => {
    const known = varies.get(x);
    if (known !== undefined) return known;
    const inside = childrenOf(x).map(go);
    const out = (x.kind === "sym" && names.has(x.name)) || inside.some(Boolean);
    varies.set(x, out);
    if (x.kind === "app") {
      const count = inside.filter(Boolean).length;
      if (x.head === heads.mul && count > 1) safe = false;
      if ((x.head === heads.div && inside[1]) || (x.head === heads.pow && count > 0)) safe = false;
    } else if (out && x.kind !== "sym") safe = false;
    return out;
  };
  go(formula.body);
  return safe;
}
