/** Formulas of function cards, applied: differentials, meanings, adjoints. */
import { type App, type Expr, type Formula, type Name, nodesOf, type Sym } from "../expr/index.ts";
import { solveSizes } from "../rewrite/instantiate.ts";
import type { Dim } from "../shape/dim.ts";
import { isColumn, isRow, isScalar, scalarShape } from "../shape/shape.ts";
import { cols, rows, scalar } from "./atoms.ts";
import { createEnter } from "./enter.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";

/** What d(u) stands for: an atom when u varies, zero when it is fixed. */
export type Atom = (u: Expr) => Expr;

const noAtom: Atom = () => {
  throw refusal("no-rule", "a differential in a formula that is none");
};

const noSizes: ReadonlyMap<Name, Dim> = new Map();

/** The formula at these arguments. `pointwise`: it is stated for scalars and taken entry by entry. */
export function instantiate(n: Normal, formula: Formula, args: readonly Expr[], atom: Atom = noAtom, pointwise = false): Expr {
  const sizes = formula.params.every(scalar) ? noSizes : (solveSizes(formula.params, args) ?? noSizes);
  const byName = new Map(formula.params.map((p, i) => [p.name, args[i]] as const));
  const enter = createEnter(n, {
    symbol(s) {
      const given = byName.get(s.name);
      if (given) return given;
      const d = sizes.get(s.name);
      return d ? n.size(d) : n.t.sym(s.name, s.shape, s.sort);
    },
    differential: atom,
    derivative() {
      throw refusal("no-rule", "an unevaluated derivative in a card");
    },
    pointwise,
    authored: false,
  });
  return enter(formula.body);
}

/** Formulas with conditions are taken entry by entry, in so many words. */
const conditional = (formula: Formula): boolean =>
  nodesOf(formula.body).some((x) => x.kind === "cases" || (x.kind === "app" && x.head.name === "iverson"));

/** The formula of an elementwise card at arguments that may be arrays. */
export function entrywise(n: Normal, formula: Formula, args: readonly Expr[], atom: Atom = noAtom): Expr {
  const shape = args.find((a) => !scalar(a))?.shape ?? scalarShape;
  if (isScalar(shape)) return instantiate(n, formula, args, atom);
  if (!conditional(formula)) return spreadTo(n, instantiate(n, formula, args, atom, true), shape);
  if (isRow(shape)) return n.T(entrywise(n, formula, args.map(n.T), (u) => n.T(atom(n.T(u)))));
  const position = (to: Dim): Sym => n.fresh("sum", { kind: "range", from: n.num(1), to: n.size(to) }, "i");
  const i = position(rows(shape));
  const j = isColumn(shape) ? null : position(cols(shape));
  const at = j ? [i, j] : [i];
  const here = (e: Expr): Expr => (scalar(e) ? e : n.elem(e, at));
  const entryAtom: Atom = (u) => {
    const whole = args.find((a) => here(a) === u) ?? u;
    const d = atom(whole);
    return scalar(d) ? d : n.elem(d, at);
  };
  const value = instantiate(n, formula, args.map(here), entryAtom);
  const unit = n.basis(i, rows(shape));
  if (!j) return n.close(i, n.mul([value, unit]));
  return n.close(i, n.close(j, n.mul([value, unit, n.T(n.basis(j, cols(shape)))])));
}

const spreadTo = (n: Normal, e: Expr, shape: App["shape"]): Expr => (scalar(e) && !isScalar(shape) ? n.mul([e, n.onesLike(shape)]) : e);

/** The meaning of a head at its arguments, or null when it is a primitive. */
export function meaning(n: Normal, e: App): Expr | null {
  const { means, acts } = e.head;
  if (!means) return null;
  if (acts.kind === "elementwise") return entrywise(n, means, e.args);
  if (acts.kind === "rows" && e.args[0] && !isColumn(e.args[0].shape)) return null;
  return instantiate(n, means, e.args);
}

/** The book's differential of this application, linear in the atoms; null when the card has none. */
export function cardDifferential(n: Normal, e: App, atom: Atom): Expr | null {
  const { acts, differential, rowsDifferential } = e.head;
  if (acts.kind === "elementwise") return differential && entrywise(n, differential, e.args, atom);
  const first = e.args[0];
  if (acts.kind === "rows" && first && !isColumn(first.shape) && !isScalar(first.shape))
    return rowsDifferential && instantiate(n, rowsDifferential, e.args, atom);
  return differential && instantiate(n, differential, e.args, atom);
}
