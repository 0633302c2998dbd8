/** What shapes are judged by: beliefs about names, a solver for dims, and the price of a misfit. */
import type { Name } from "../expr/index.ts";
import { type Dim, isOne, isScalar, type Shape } from "../shape/index.ts";
import type { Layout, Term } from "./meaning.ts";

/** How heavily a misfit counts against the beliefs that lead to it. */
export const weight = { clash: 4, positions: 8, unusual: 2, spread: 2, plainProduct: 1.5, scalarTransposed: 3, scalarNorm: 1 } as const;

/** A function as far as shapes go. */
export interface Callable {
  readonly params: readonly Shape[];
  readonly result: Shape;
  /** Sizes are formal: every call has its own. */
  readonly generic: boolean;
}

export interface Beliefs {
  readonly shape: (name: Name) => Shape | null;
  readonly fn: (name: Name, args: readonly (Shape | null)[]) => Callable | null;
  readonly unify: (a: Dim, b: Dim) => boolean;
  readonly penalty: (amount: number) => void;
  readonly fresh: () => Dim;
  /** A name whose rank is only believed, not declared. */
  readonly isOpen: (name: Name) => boolean;
  readonly sizeOf: (t: Term) => Dim | null;
  /** Null while it is open: then only numbers and gradients have a known shape. */
  readonly layout: Layout | null;
  /** The one application of a function that stands bare. */
  readonly application: (name: Name) => Term | null;
}

export const isOpenName = (b: Beliefs, t: Term): boolean => t.kind === "name" && b.isOpen(t.name);

/** An open name, or a product of nothing but open names. */
export const isOpenTerm = (b: Beliefs, t: Term): boolean =>
  isOpenName(b, t) || (t.kind === "product" && t.factors.every((f) => isOpenName(b, f)));

export function clash(b: Beliefs, amount: number = weight.clash): null {
  b.penalty(amount);
  return null;
}

/** Makes two shapes equal; a misfit is counted once. */
export function meet(b: Beliefs, x: Shape | null, y: Shape | null, amount: number = weight.clash): Shape | null {
  if (!x || !y) return x ?? y;
  if (x.length !== y.length || !x.every((d, k) => isOne(d) === isOne(y[k] as Dim))) return clash(b, amount);
  return x.every((d, k) => b.unify(d, y[k] as Dim)) ? x : clash(b, amount);
}

export function spread(shapes: readonly (Shape | null)[], b: Beliefs): Shape | null {
  let out: Shape | null = null;
  for (const s of shapes) {
    if (!s) continue;
    if (!out || isScalar(out)) out = s;
    else if (!isScalar(s)) meet(b, out, s);
  }
  return out;
}
