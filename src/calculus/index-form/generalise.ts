/**
 * Each distinct argument of σ and tanh is replaced by a fresh tensor, then both are written by exp. What holds for every z holds for
 * these: a generalisation proves more, never less.
 */
import { variable } from "./affine.ts";
import { type Atom, type Factor, noMarks, type Poly, type Term, tensor, term, variablesOf } from "./factor.ts";
import { activationInExp } from "./functions.ts";
import { type Labels, polyKey } from "./key.ts";
import { bare, build, multiplyTerms } from "./poly.ts";
import { raise } from "./powers.ts";
import type { Session } from "./session.ts";

const isActivation = (f: Factor): f is Atom => f.kind === "atom" && (f.name === "sigmoid" || f.name === "tanh");

export const hasActivation = (p: Poly): boolean => p.terms.some((t) => t.powers.some((x) => isActivation(x.factor)));

const opening: ReadonlySet<string> = new Set(["sigmoid", "tanh", "sin", "cos"]);

/** Whether an atom, at any depth, has another form when everything is expanded. */
export const opensUp = (p: Poly): boolean => p.terms.some((t) => t.powers.some((x) => opens(x.factor)));

function opens(f: Factor): boolean {
  switch (f.kind) {
    case "atom":
      return opening.has(f.name) || f.arguments.some(opensUp);
    case "exponential":
      return opensUp(f.argument);
    case "base":
    case "inverse":
    case "determinant":
      return opensUp(f.poly);
    case "applied":
      return f.closures.some((c) => opensUp(c.poly));
    default:
      return false;
  }
}

/** Null when an argument depends on more than two indices. */
export function generalise(s: Session, p: Poly): Poly | null {
  const terms: Term[] = [];
  for (const t of p.terms) {
    let raw: readonly Term[] = [
      term(
        t.coefficient,
        t.powers.filter((x) => !isActivation(x.factor)),
        t.dummies,
      ),
    ];
    for (const x of t.powers) {
      if (!isActivation(x.factor)) continue;
      const z = standInFor(s, x.factor.arguments[0] as Poly);
      if (!z) return null;
      const value = raise(s, activationInExp(s, x.factor.name, z), x.exponent);
      raw = raw.flatMap((a) => value.terms.map((b) => multiplyTerms(s, a, b)));
    }
    terms.push(...raw);
  }
  s.laws.add("holds for any argument of the activation");
  return build(s, terms);
}

/** A tensor named by its argument up to the names of its indices; its range is unknown, so it implies none. */
function standInFor(s: Session, argument: Poly): Poly | null {
  const free = [...variablesOf(argument)].sort();
  if (free.length > 2) return null;
  const orders = free.length === 2 ? [free, [...free].reverse()] : [free];
  const keyed = orders.map((order) => {
    const labels: Labels = new Map(order.map((v, i) => [v, { text: `&${i}`, level: 0 }]));
    return { order, key: polyKey(s, argument, labels) };
  });
  const best = keyed.reduce((a, b) => (b.key < a.key ? b : a));
  return bare(tensor({ name: `%z${best.key}`, at: best.order.map(variable), dims: null, marks: noMarks, frozen: false }));
}
