/**
 * The derivative on normal forms, independent of the rule book: a proof by it is a second opinion on the book.
 *
 *   ∂T[i, j]/∂T[a, b] = [i = a][j = b],   dV = −V dM V,   d det M = det M tr(V dM),   an abstract function gains a slot.
 */
import { type Affine, minus, variable } from "./affine.ts";
import {
  type Applied,
  type Atom,
  applied,
  type Determinant,
  delta,
  type Factor,
  type Inverse,
  inverse,
  noMarks,
  type Poly,
  polyOf,
  tensor,
  term,
} from "./factor.ts";
import { atomOf, expOf } from "./functions.ts";
import {
  addPolys,
  bare,
  build,
  multiplyPolys,
  multiplyTerms,
  number,
  onePoly,
  powerOf,
  product,
  scale,
  subtractPolys,
  sumOver,
} from "./poly.ts";
import { raise } from "./powers.ts";
import { add, isNil, multiply, rational, unit, whole } from "./rational.ts";
import { freshName, giveUp, type Session, tick } from "./session.ts";
import { freshTerm, substituteAll } from "./substitute.ts";

/** ∂p / ∂name[at]; frozen tensors do not vary. */
export function differentiate(s: Session, p: Poly, name: string, at: readonly Affine[]): Poly {
  return build(
    s,
    p.terms.flatMap((given) => {
      const t = freshTerm(s, given);
      return t.powers.flatMap((x, i) => {
        tick(s);
        const inner = derivativeOf(s, x.factor, name, at);
        if (inner.terms.length === 0) return [];
        const left = add(x.exponent, whole(-1));
        const powers = t.powers.flatMap((y, j) => (j !== i ? [y] : isNil(left) ? [] : [powerOf(y.factor, left)]));
        const outer = term(multiply(t.coefficient, x.exponent), powers, t.dummies);
        return inner.terms.map((d) => multiplyTerms(s, outer, d));
      });
    }),
  );
}

function derivativeOf(s: Session, f: Factor, name: string, at: readonly Affine[]): Poly {
  switch (f.kind) {
    case "tensor":
      if (f.name !== name || f.frozen) return polyOf([]);
      return product(
        s,
        at.map((a, k) => powerOf(delta(minus(f.at[k] as Affine, a)))),
      );
    case "exponential":
      return multiplyPolys(s, differentiate(s, f.argument, name, at), bare(f));
    case "base":
      return differentiate(s, f.poly, name, at);
    case "atom":
      return ofAtom(s, f, name, at);
    case "inverse":
      return ofInverse(s, f, name, at);
    case "determinant":
      return ofDeterminant(s, f, name, at);
    case "applied":
      return ofApplied(s, f, name, at);
    default:
      return polyOf([]);
  }
}

function ofAtom(s: Session, f: Atom, name: string, at: readonly Affine[]): Poly {
  const inner = f.arguments.map((a) => differentiate(s, a, name, at));
  if (inner.every((d) => d.terms.length === 0)) return polyOf([]);
  if (f.name === "pow") return ofPower(s, f, inner);
  const [u] = f.arguments;
  if (!u || f.arguments.length !== 1) return giveUp(`the derivative of ${f.name}`);
  return multiplyPolys(s, slope(s, f, u), inner[0] as Poly);
}

/** The derivative of a scalar function at u. */
function slope(s: Session, f: Atom, u: Poly): Poly {
  const self = bare(f);
  const square = (): Poly => raise(s, u, whole(2));
  switch (f.name) {
    case "heaviside":
      s.conditions.add("off the kinks");
      return polyOf([]);
    case "ln":
      return raise(s, u, whole(-1));
    case "sin":
      return atomOf(s, "cos", u);
    case "cos":
      return scale(atomOf(s, "sin", u), whole(-1));
    case "sigmoid":
      s.laws.add("σ′ = σ (1 − σ)");
      return subtractPolys(s, self, raise(s, self, whole(2)));
    case "tanh":
      s.laws.add("tanh′ = 1 − tanh²");
      return subtractPolys(s, onePoly, raise(s, self, whole(2)));
    case "arctan":
      return raise(s, addPolys(s, onePoly, square()), whole(-1));
    case "arcsin":
      return raise(s, subtractPolys(s, onePoly, square()), rational(-1, 2));
    case "erf": {
      const pi = tensor({ name: "\\pi", at: [], dims: [], marks: { ...noMarks, positive: true }, frozen: false });
      const bell = expOf(s, scale(square(), whole(-1)));
      return multiplyPolys(s, number(2), bare(pi, rational(-1, 2)), bell);
    }
    case "gamma":
      return multiplyPolys(s, self, atomOf(s, "digamma", u));
    default:
      return atomOf(s, `${f.name}′`, u);
  }
}

/** d b^y = b^y (y db / b + ln b dy); with y free of the variable, y b^(y − 1) db. */
function ofPower(s: Session, f: Atom, inner: readonly Poly[]): Poly {
  const [base, exponent] = f.arguments as [Poly, Poly];
  const [db, dy] = inner as [Poly, Poly];
  const first = multiplyPolys(s, bare(f), exponent, raise(s, base, whole(-1)), db);
  if (dy.terms.length === 0) return first;
  return addPolys(s, first, multiplyPolys(s, bare(f), atomOf(s, "ln", base), dy));
}

/** The derivative of the matrix entry at fresh a and b. */
function entryDerivative(s: Session, f: Inverse | Determinant, a: string, b: string, name: string, at: readonly Affine[]): Poly {
  return differentiate(s, substituteAll(s, f.poly, [f.row, f.column], [variable(a), variable(b)]), name, at);
}

function ofInverse(s: Session, f: Inverse, name: string, at: readonly Affine[]): Poly {
  const a = freshName(s);
  const b = freshName(s);
  const d = entryDerivative(s, f, a, b, name, at);
  if (d.terms.length === 0) return d;
  s.laws.add("dM⁻¹ = −M⁻¹ dM M⁻¹");
  const entry = (i: Affine, j: Affine) => powerOf(inverse({ ...f, at: [i, j] }));
  const sides = polyOf([term(whole(-1), [entry(f.at[0], variable(a)), entry(variable(b), f.at[1])])]);
  return sumOver(s, multiplyPolys(s, sides, d), [a, b]);
}

function ofDeterminant(s: Session, f: Determinant, name: string, at: readonly Affine[]): Poly {
  const a = freshName(s);
  const b = freshName(s);
  const d = entryDerivative(s, f, a, b, name, at);
  if (d.terms.length === 0) return d;
  s.laws.add("d det M = det M tr(M⁻¹ dM)");
  const v = inverse({ row: f.row, column: f.column, poly: f.poly, size: f.size, at: [variable(b), variable(a)] });
  return sumOver(s, multiplyPolys(s, polyOf([term(unit, [powerOf(f), powerOf(v)])]), d), [a, b]);
}

/** The chain rule: one more slot, contracted with the derivative of the argument. */
function ofApplied(s: Session, f: Applied, name: string, at: readonly Affine[]): Poly {
  const parts = f.closures.map((c, slot) => {
    const places = c.binders.map(() => freshName(s));
    const d = differentiate(s, substituteAll(s, c.poly, c.binders, places.map(variable)), name, at);
    if (d.terms.length === 0) return d;
    const more = withSlot(f, slot, places.map(variable), s);
    return sumOver(s, multiplyPolys(s, bare(more), d), places);
  });
  return addPolys(s, ...parts);
}

/** The same function with a slot derivative more, its indices in place. */
function withSlot(f: Applied, slot: number, places: readonly Affine[], s: Session): Applied {
  const groups: { slot: number; at: readonly Affine[]; dims: readonly Affine[] }[] = [];
  let start = f.resultRank;
  f.slots.forEach((k, i) => {
    const end = start + (f.slotRanks[i] as number);
    groups.push({ slot: k, at: f.at.slice(start, end), dims: f.dims.slice(start, end) });
    start = end;
  });
  groups.push({ slot, at: places, dims: rangesOf(f, slot, s) });
  groups.sort((a, b) => a.slot - b.slot);
  return applied({
    ...f,
    slots: groups.map((g) => g.slot),
    slotRanks: groups.map((g) => g.at.length),
    at: [...f.at.slice(0, f.resultRank), ...groups.flatMap((g) => g.at)],
    dims: [...f.dims.slice(0, f.resultRank), ...groups.flatMap((g) => g.dims)],
  });
}

/** Lengths of the axes of an argument: the ranges of its binders. */
const rangesOf = (f: Applied, slot: number, s: Session): readonly Affine[] =>
  (f.closures[slot]?.binders ?? []).map((b) => s.ranges.get(b)?.to ?? giveUp("an argument without a range"));
