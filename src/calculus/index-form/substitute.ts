/** A variable replaced by an affine form, without capture; dummies renamed. */

import { absurd } from "../../shape/index.ts";
import { type Affine, mentions, plain, replaceIn, variable } from "./affine.ts";
import {
  applied,
  atom,
  base,
  type Closure,
  count,
  delta,
  determinant,
  exponential,
  type Factor,
  guard,
  inverse,
  type Poly,
  polyOf,
  type Term,
  tensor,
  term,
  variablesOf,
} from "./factor.ts";
import { build } from "./poly.ts";
import { freshName, inheritRange, type Session } from "./session.ts";

export function substituteFactor(s: Session, f: Factor, name: string, by: Affine): Factor {
  if (!f.variables.has(name)) return f;
  const slots = (list: readonly Affine[]): readonly Affine[] => list.map((a) => replaceIn(a, name, by));
  switch (f.kind) {
    case "tensor":
      return tensor({ ...f, at: slots(f.at) });
    case "exponential":
      return exponential(substitute(s, f.argument, name, by));
    case "atom":
      return atom(
        f.name,
        f.arguments.map((a) => substitute(s, a, name, by)),
      );
    case "base":
      return base(substitute(s, f.poly, name, by));
    case "inverse":
    case "determinant": {
      const body = substituteUnder(s, { binders: [f.row, f.column], poly: f.poly }, name, by);
      const [row, column] = body.binders as [string, string];
      if (f.kind === "determinant") return determinant({ ...f, row, column, poly: body.poly });
      return inverse({ ...f, row, column, poly: body.poly, at: [replaceIn(f.at[0], name, by), replaceIn(f.at[1], name, by)] });
    }
    case "applied":
      return applied({ ...f, at: slots(f.at), closures: f.closures.map((c) => substituteUnder(s, c, name, by)) });
    case "delta":
      return delta(replaceIn(f.of, name, by));
    case "guard":
      return guard(replaceIn(f.of, name, by));
    case "count":
      return count(replaceIn(f.of, name, by));
    case "prime":
      return f;
    default:
      return absurd(f);
  }
}

/** Under binders: a binder that the form brought in would catch is renamed first. */
function substituteUnder(s: Session, c: Closure, name: string, by: Affine): Closure {
  if (c.binders.includes(name) || !variablesOf(c.poly).has(name)) return c;
  let { poly } = c;
  const binders = c.binders.map((b) => {
    if (!mentions(by, b)) return b;
    const away = freshName(s);
    inheritRange(s, b, away);
    poly = substitute(s, poly, b, variable(away));
    return away;
  });
  return { binders, poly: substitute(s, poly, name, by) };
}

/** A free variable of a term replaced. */
export function substituteTerm(s: Session, t: Term, name: string, by: Affine): Term {
  const safe = t.dummies.some((d) => d === name || mentions(by, d)) ? freshTerm(s, t) : t;
  return term(
    safe.coefficient,
    safe.powers.map((p) => ({ factor: substituteFactor(s, p.factor, name, by), exponent: p.exponent })),
    safe.dummies,
  );
}

/** A dummy of the term replaced by a form, which may use its other dummies; the caller settles the list of dummies. */
export function replaceDummy(s: Session, t: Term, name: string, by: Affine, dummies: readonly string[]): Term {
  return term(
    t.coefficient,
    t.powers.map((p) => ({ factor: substituteFactor(s, p.factor, name, by), exponent: p.exponent })),
    dummies,
  );
}

/** Numbers, deltas and guards among the factors have to be normalised again. */
const needsBuild = (t: Term): boolean =>
  t.powers.some((p) => p.factor.kind === "count" || p.factor.kind === "delta" || p.factor.kind === "guard");

export function substitute(s: Session, p: Poly, name: string, by: Affine): Poly {
  if (!variablesOf(p).has(name)) return p;
  const terms = p.terms.map((t) => substituteTerm(s, t, name, by));
  return plain(by) === null || terms.some(needsBuild) ? build(s, terms) : polyOf(terms);
}

export const substituteAll = (s: Session, p: Poly, names: readonly string[], by: readonly Affine[]): Poly =>
  names.reduce((now, name, i) => substitute(s, now, name, by[i] as Affine), p);

/** The same term with new dummies. */
export function freshTerm(s: Session, t: Term): Term {
  let now = t;
  const dummies = t.dummies.map((d) => {
    const away = freshName(s);
    now = replaceDummy(s, now, d, variable(away), now.dummies);
    return away;
  });
  return t.dummies.length === 0 ? t : term(now.coefficient, now.powers, dummies);
}
