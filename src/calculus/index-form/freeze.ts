/** Walks over polys that exchange tensors: freezing (stop-gradient), thawing, and values put in the place of a tensor. */
import type { Affine } from "./affine.ts";
import { applied, atom, type Closure, type Factor, type Poly, type Power, type Tensor, type Term, tensor, term } from "./factor.ts";
import { atomOf, expOf } from "./functions.ts";
import { supportOf } from "./guards.ts";
import { determinantAt, invertAt } from "./invert.ts";
import { addPolys, bare, build, multiplyTerms } from "./poly.ts";
import { raise } from "./powers.ts";
import { isNegative } from "./rational.ts";
import type { Session } from "./session.ts";
import { freshTerm } from "./substitute.ts";

const touchedPoly = (p: Poly, hit: (t: Tensor) => boolean): boolean =>
  p.terms.some((t) => t.powers.some((x) => touchedFactor(x.factor, hit)));

function touchedFactor(f: Factor, hit: (t: Tensor) => boolean): boolean {
  switch (f.kind) {
    case "tensor":
      return hit(f);
    case "exponential":
      return touchedPoly(f.argument, hit);
    case "atom":
      return f.arguments.some((a) => touchedPoly(a, hit));
    case "base":
    case "inverse":
    case "determinant":
      return touchedPoly(f.poly, hit);
    case "applied":
      return f.closures.some((c) => touchedPoly(c.poly, hit));
    default:
      return false;
  }
}

/** The poly with some tensors exchanged, brought to normal form again. */
export function exchange(s: Session, p: Poly, hit: (t: Tensor) => boolean, by: (t: Tensor) => Poly): Poly {
  if (!touchedPoly(p, hit)) return p;
  const inner = (q: Poly): Poly => exchange(s, q, hit, by);
  const closure = (c: Closure): Closure => ({ binders: c.binders, poly: inner(c.poly) });
  const value = (f: Factor): Poly => {
    switch (f.kind) {
      case "tensor":
        return by(f);
      case "exponential":
        return expOf(s, inner(f.argument));
      case "atom":
        return f.arguments.length === 1 ? atomOf(s, f.name, inner(f.arguments[0] as Poly)) : bare(atom(f.name, f.arguments.map(inner)));
      case "base":
        return inner(f.poly);
      case "inverse":
        return invertAt(s, f.row, f.column, inner(f.poly), f.size, f.at);
      case "determinant":
        return determinantAt(s, f.row, f.column, inner(f.poly), f.size);
      case "applied":
        return bare(applied({ ...f, closures: f.closures.map(closure) }));
      default:
        return bare(f);
    }
  };
  return addPolys(s, ...p.terms.map((t) => exchangeTerm(s, freshTerm(s, t), hit, value)));
}

/** What is exchanged leaves its support behind: guards were dropped because it implied them. */
function exchangeTerm(s: Session, t: Term, hit: (t: Tensor) => boolean, value: (f: Factor) => Poly): Poly {
  const kept: Power[] = [];
  const changed: Power[] = [];
  for (const x of t.powers) (touchedFactor(x.factor, hit) ? changed : kept).push(x);
  const support = supportOf(changed.filter((x) => !isNegative(x.exponent)));
  // All factors are multiplied before any rule fires: a rule that consumes a dummy must see every place where it occurs.
  let raw: readonly Term[] = [term(t.coefficient, [...kept, ...support], t.dummies)];
  for (const x of changed) {
    const next = raise(s, value(x.factor), x.exponent);
    raw = raw.flatMap((u) => next.terms.map((v) => multiplyTerms(s, u, v)));
  }
  return build(s, raw);
}

/** sg: everything inside stops varying; or, when all derivatives are taken, varies again. */
export const freeze = (s: Session, p: Poly, on: boolean): Poly =>
  exchange(
    s,
    p,
    (t) => t.frozen !== on,
    (t) => bare(tensor({ ...t, frozen: on })),
  );

/** A stand-in tensor replaced by the value at its indices; frozen copies stay frozen. */
export const replaceTensor = (s: Session, p: Poly, name: string, value: (at: readonly Affine[]) => Poly): Poly =>
  exchange(
    s,
    p,
    (t) => t.name === name,
    (t) => (t.frozen ? freeze(s, value(t.at), true) : value(t.at)),
  );
