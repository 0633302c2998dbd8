/**
 * The shape of a term under what is believed of its names. Dims are compared through a solver, so that the same rules serve the search for
 * ranks (only "one or not" is compared) and the solving for sizes.
 *
 * Null means that nothing is known: a derivative in an unknown layout, a matrix with ellipses, a constant array that takes any shape.
 */
import type { Name } from "../expr/index.ts";
import {
  absurd,
  addDims,
  axes,
  columnShape,
  type Dim,
  dim,
  fromAxes,
  isFullMatrix,
  isMatrixLike,
  isOne,
  isRow,
  isScalar,
  isVector,
  multiplyDims,
  one,
  type Shape,
  scalarShape,
  transposeShape,
} from "../shape/index.ts";
import { applied, called } from "./infer-heads.ts";
import { type Beliefs, clash, isOpenName, isOpenTerm, spread, weight } from "./infer-misfit.ts";
import type { Cell, Layout, Term, TermOf } from "./meaning.ts";

export function shapeOf(t: Term, b: Beliefs, bound: ReadonlyMap<Name, Shape> = new Map()): Shape | null {
  const go = (x: Term): Shape | null => shapeOf(x, b, bound);
  switch (t.kind) {
    case "number":
      return scalarShape;
    case "opaque":
      return t.why === null ? scalarShape : null;
    case "name":
      return bound.get(t.name) ?? b.shape(t.name);
    case "function":
    case "head":
    case "composition":
    case "tuple":
      return null;
    case "constant":
      return t.which === "pi" || t.which === "infinity" ? scalarShape : t.size ? columnFrom(b.sizeOf(t.size)) : null;
    case "identity": {
      const n = (t.size ? b.sizeOf(t.size) : null) ?? b.fresh();
      return [n, n];
    }
    case "apply":
      return applied(t, t.args.map(go), b);
    case "call": {
      const args = t.args.map(go);
      const value = called(t.fn, args, b);
      return t.slots.length === 0 || [value, ...args].every((s) => s && isScalar(s)) ? value : null;
    }
    case "sum":
      return sum(
        t.terms.map((x) => x.term),
        go,
        b,
      );
    case "product":
      return product(t.factors, t.factors.map(go), b);
    case "star":
      return star(t, go(t.left), go(t.right), b);
    case "entrywise":
      return spread([go(t.left), go(t.right)], b);
    case "kron":
      return kron(go(t.left), go(t.right));
    case "quotient": {
      const under = go(t.under);
      if (under && !isScalar(under)) b.penalty(weight.unusual);
      return go(t.over) ?? (under && !isScalar(under) ? under : null);
    }
    case "power":
      go(t.exponent);
      return squareOrScalar(go(t.base), b);
    case "transpose": {
      const of = go(t.of);
      if (of && isScalar(of) && isOpenName(b, t.of)) b.penalty(weight.scalarTransposed);
      return of && isMatrixLike(of) ? transposeShape(of) : null;
    }
    case "inverse":
      return squareOrScalar(go(t.of), b);
    case "entry":
      return entry(t, go, b);
    case "big": {
      const inner = new Map([...bound, ...t.over.map((o) => [o.name, scalarShape] as const)]);
      for (const o of t.over) alongRange(t, o, b, inner);
      for (const g of t.guards) shapeOf(g, b, inner);
      const body = shapeOf(t.body, b, inner);
      return t.binder === "argmax" || t.binder === "argmin" ? scalarShape : t.binder === "tabulate" ? null : body;
    }
    case "limit":
    case "integral":
      return shapeOf(t.body, b, new Map([...bound, [t.variable, scalarShape]]));
    case "evaluation":
      return shapeOf(t.of, b, new Map([...bound, [t.variable, scalarShape]]));
    case "cases":
      for (const a of t.arms) go(a.when);
      return spread([...t.arms.map((a) => go(a.then)), ...(t.otherwise ? [go(t.otherwise)] : [])], b);
    case "derivative":
      return derived(t, go, b);
    case "norm": {
      const of = go(t.of);
      if (of && isScalar(of) && isOpenName(b, t.of)) b.penalty(weight.scalarNorm);
      return scalarShape;
    }
    case "bars":
      go(t.of);
      return scalarShape;
    case "matrix":
      return matrix(t.rows, go);
    case "list":
      return t.items.some((c) => c.kind === "ellipsis" || c.kind === "gap") ? null : [one, dim(t.items.length)];
    case "relation":
      spread([go(t.left), go(t.right)], b);
      return scalarShape;
    case "logic":
      for (const x of t.of) go(x);
      return scalarShape;
    case "moment": {
      const [first] = t.of.map(go);
      return t.which === "mean" ? (first ?? null) : scalarShape;
    }
    case "iverson": {
      go(t.of);
      if (t.of.kind !== "relation" || t.of.symbol === "=" || t.of.symbol === "≠") return scalarShape;
      return spread([go(t.of.left), go(t.of.right)], b);
    }
    default:
      return absurd(t);
  }
}

const columnFrom = (n: Dim | null): Shape | null => n && columnShape(n);

/** A lone open name that would be a number among arrays is more likely one of them. */
function sum(terms: readonly Term[], go: (t: Term) => Shape | null, b: Beliefs): Shape | null {
  const shapes = terms.map(go);
  const out = spread(shapes, b);
  if (out && !isScalar(out))
    shapes.forEach((s, k) => {
      if (s && isScalar(s) && isOpenTerm(b, terms[k] as Term)) b.penalty(weight.spread);
    });
  return shapes.some((s) => s === null) && out && isScalar(out) ? null : out;
}

const isCapitalName = (t: Term): boolean => t.kind === "name" && /^[A-Z]/u.test(t.name);

export function product(factors: readonly Term[], shapes: readonly (Shape | null)[], b: Beliefs): Shape | null {
  const arrays = shapes.filter((s) => s === null || !isScalar(s));
  if (arrays.some((s) => s !== null))
    factors.forEach((f, k) => {
      const s = shapes[k];
      if (s && isScalar(s) && isOpenName(b, f) && isCapitalName(f)) b.penalty(weight.plainProduct);
    });
  if (shapes.some((s) => s === null)) return null;
  let out: Shape = scalarShape;
  for (const s of arrays as readonly Shape[]) {
    const next = isScalar(out) ? s : times(out, s, b);
    if (!next) return clash(b);
    out = next;
  }
  return out;
}

function times(x: Shape, y: Shape, b: Beliefs): Shape | null {
  if (!isMatrixLike(x) || !isMatrixLike(y)) {
    const left = axes(x);
    const right = axes(y);
    const inner = left.at(-1);
    return inner && right[0] && b.unify(inner, right[0]) ? fromAxes([...left.slice(0, -1), ...right.slice(1)]) : null;
  }
  const [m, k] = x;
  const [l, n] = y;
  return m && k && l && n && isOne(k) === isOne(l) && b.unify(k, l) ? [m, n] : null;
}

function star(t: TermOf<"star">, x: Shape | null, y: Shape | null, b: Beliefs): Shape | null {
  if (!x || !y) return null;
  if (isScalar(x) && isScalar(y)) return scalarShape;
  if (isScalar(x) || isScalar(y)) return isScalar(x) ? y : x;
  const defined = b.fn(t.name, [x, y]);
  if (defined) return called(t.name, [x, y], b);
  return isVector(x) && isVector(y) ? columnShape(b.fresh()) : null;
}

function kron(x: Shape | null, y: Shape | null): Shape | null {
  const [m, n] = x ?? [];
  const [p, q] = y ?? [];
  return m && n && p && q ? [multiplyDims(m, p), multiplyDims(n, q)] : null;
}

function squareOrScalar(s: Shape | null, b: Beliefs): Shape | null {
  if (!s || isScalar(s)) return s;
  if (!isFullMatrix(s)) {
    b.penalty(weight.unusual);
    return s;
  }
  return b.unify(s[0] as Dim, s[1] as Dim) ? s : clash(b);
}

export function entry(t: TermOf<"entry">, go: (t: Term) => Shape | null, b: Beliefs): Shape {
  for (const a of t.at) go(a);
  const of = go(t.of);
  if (of && axes(of).length !== t.at.length) b.penalty(weight.positions);
  return scalarShape;
}

/** Σ over j = 1 … n of x_j says that x has n entries. */
function alongRange(t: TermOf<"big">, o: TermOf<"big">["over"][number], b: Beliefs, bound: ReadonlyMap<Name, Shape>): void {
  const to = o.to ? b.sizeOf(o.to) : null;
  const from = o.from ? b.sizeOf(o.from) : null;
  if (!o.from && !o.to) return alongOneAnother(t, o.name, b, bound);
  if (!to || !from || (from.key !== "1" && from.key !== "0")) return;
  const length = from.key === "1" ? to : addDims(to, one);
  forEachEntry(t.body, (e) => {
    const k = e.at.findIndex((a) => a.kind === "name" && a.name === o.name);
    if (k < 0 || e.of.kind !== "name" || bound.has(e.of.name)) return;
    const list = axes(b.shape(e.of.name) ?? scalarShape);
    const axis = list[k];
    if (axis && list.length === e.at.length) b.unify(axis, length);
  });
}

/** Σ_j x_j y_j without bounds runs along both axes: they are equally long. */
function alongOneAnother(t: TermOf<"big">, index: Name, b: Beliefs, bound: ReadonlyMap<Name, Shape>): void {
  let first: Dim | null = null;
  forEachEntry(t.body, (e) => {
    const k = e.at.findIndex((a) => a.kind === "name" && a.name === index);
    const list = k >= 0 && e.of.kind === "name" && !bound.has(e.of.name) ? axes(b.shape(e.of.name) ?? scalarShape) : [];
    const axis = list.length === e.at.length ? list[k] : undefined;
    if (axis && first) b.unify(first, axis);
    first ??= axis ?? null;
  });
}

function forEachEntry(t: Term, f: (e: TermOf<"entry">) => void): void {
  if (t.kind === "entry") f(t);
  switch (t.kind) {
    case "sum":
      for (const x of t.terms) forEachEntry(x.term, f);
      return;
    case "product":
      for (const x of t.factors) forEachEntry(x, f);
      return;
    case "apply":
    case "call":
      for (const x of t.args) forEachEntry(x, f);
      return;
    case "quotient":
      forEachEntry(t.over, f);
      forEachEntry(t.under, f);
      return;
    case "power":
      forEachEntry(t.base, f);
      return;
    case "big":
      forEachEntry(t.body, f);
      return;
    default:
      return;
  }
}

/** Numbers, gradients and Jacobians have the same shape in every layout, fractions the one of the layout in force. */
function derived(t: TermOf<"derivative">, go: (t: Term) => Shape | null, b: Beliefs): Shape | null {
  const applied = t.of.kind === "function" ? b.application(t.of.name) : t.of;
  const of = applied && applied.kind !== "head" ? go(applied) : null;
  const own =
    t.by.length === 0 && applied && (applied.kind === "call" || applied.kind === "apply") && applied.args.length === 1 ? applied.args : [];
  const by = [...t.by, ...own].map(go);
  const [x] = by;
  if (!of || !x) return null;
  if (isScalar(of) && by.every((s) => s && isScalar(s))) return scalarShape;
  if (isScalar(of) && t.order === 2) return hessian(by);
  if (t.order !== 1 || by.length !== 1) return null;
  if (t.form === "nabla" && !isScalar(of)) b.penalty(weight.unusual);
  if (t.form === "nabla" && isScalar(of)) return x;
  if (t.form === "jacobian") return laidOut(of, x, "numerator");
  // A prime on a function taken entry by entry may mean a vector as well as a diagonal matrix.
  if (t.form === "prime") return applied?.kind === "call" ? laidOut(of, x, "numerator") : null;
  return b.layout && laidOut(of, x, b.layout);
}

/** ∇²f, ∂²f/∂x∂xᵀ: n × n for a vector, whatever the layout. */
function hessian(by: readonly (Shape | null)[]): Shape | null {
  const [x, y] = by;
  const [n] = x ? axes(x) : [];
  const [m] = y ? axes(y) : [n];
  return x && n && m && axes(x).length === 1 ? [n, m] : null;
}

/** The shape of ∂f/∂X in a layout. */
function laidOut(f: Shape, x: Shape, layout: Layout): Shape {
  if (isScalar(f)) return layout === "numerator" && isMatrixLike(x) ? transposeShape(x) : x;
  if (isScalar(x)) return layout === "denominator" && isVector(f) ? transposeShape(f) : f;
  const across = isVector(f) && isRow(x) && !isRow(f);
  return layout === "denominator" && !across ? fromAxes([...axes(x), ...axes(f)]) : fromAxes([...axes(f), ...axes(x)]);
}

function matrix(rows: readonly (readonly Cell[])[], go: (t: Term) => Shape | null): Shape | null {
  const cells = rows.map((r) => r.map((c) => (c.kind === "gap" || c.kind === "ellipsis" ? null : go(c))));
  if (cells.flat().some((s) => s === null || !isMatrixLike(s))) return null;
  const height = cells.reduce((n, r) => addDims(n, (r[0] as Shape)[0] as Dim), dim(0));
  const width = (cells[0] ?? []).reduce((n, s) => addDims(n, (s as Shape)[1] as Dim), dim(0));
  return [height, width];
}
