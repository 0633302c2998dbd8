/** Folds: the inverse meets the lead of its own matrix, an orthogonal matrix meets its transpose. */
import { minus, plain, same, variable } from "./affine.ts";
import { delta, type Inverse, inverse, type Poly, type Power, polyOf, type Term, term, variablesOf } from "./factor.ts";
import { goneFrom, supportOf } from "./guards.ts";
import { leadOf } from "./lead.ts";
import { matchPart } from "./match.ts";
import { bare, distribute, multiplyPolys, powerOf, sumOver } from "./poly.ts";
import { invert, isInteger, isUnit, keyOf, multiply, negate, unit } from "./rational.ts";
import { freshName, type Session, tick } from "./session.ts";
import { substitute, substituteTerm } from "./substitute.ts";

/** Σ_d V_id lead(M)_dk → [i = k] − Σ_e V_ie rest(M)_ek, and from the other side. */
export function foldInverse(s: Session, t: Term): readonly Term[] | null {
  for (const x of t.powers) {
    if (x.factor.kind !== "inverse" || !isUnit(x.exponent)) continue;
    for (const side of [0, 1] as const) {
      const folded = foldAt(s, t, x, x.factor, side);
      if (folded) return folded;
    }
  }
  return null;
}

function foldAt(s: Session, t: Term, x: Power, v: Inverse, side: 0 | 1): readonly Term[] | null {
  const d = plain(v.at[1 - side] as (typeof v.at)[number]);
  const kept = v.at[side];
  if (d === null || !t.dummies.includes(d) || kept.parts.some(([n]) => n === d)) return null;
  const inside = variablesOf(v.poly);
  if (inside.has(d)) return null;
  const others = t.powers.filter((y) => y !== x);
  const candidates = new Set(others.flatMap((y) => [...y.factor.variables]));
  const lead = leadOf(s, v.poly);
  const [from, to] = side === 0 ? [v.row, v.column] : [v.column, v.row];
  for (const k of candidates) {
    if (k === d) continue;
    tick(s);
    const part = substituteTerm(s, substituteTerm(s, term(unit, lead.powers, lead.dummies), from, variable(d)), to, variable(k));
    const found = matchPart(s, part, others, t.dummies, [d]);
    if (!found || found.used.includes(k) || found.used.some((u) => v.variables.has(u))) continue;
    s.laws.add("a matrix times its inverse is the identity");
    s.conditions.add("what is inverted is nonsingular");
    return folded(s, t, x, v, { side, k, rest: found.rest, gone: [d, ...found.used], lead, others });
  }
  return null;
}

interface Fold {
  readonly side: 0 | 1;
  readonly k: string;
  readonly rest: readonly Power[];
  readonly gone: readonly string[];
  readonly lead: Term;
  readonly others: readonly Power[];
}

function folded(s: Session, t: Term, x: Power, v: Inverse, f: Fold): readonly Term[] {
  const support = supportOf([x, ...goneFrom(f.others, f.rest)]).filter((g) => !f.gone.some((d) => g.factor.variables.has(d)));
  const rest = term(
    multiply(t.coefficient, invert(f.lead.coefficient)),
    [...f.rest, ...support],
    t.dummies.filter((d) => !f.gone.includes(d)),
  );
  const kept = v.at[f.side];
  const identity = distribute(s, polyOf([rest]), bare(delta(minus(kept, variable(f.k)))));
  const tail = v.poly.terms.filter((z) => z !== f.lead);
  if (tail.length === 0) return identity;
  const e = freshName(s);
  const [from, to] = f.side === 0 ? [v.row, v.column] : [v.column, v.row];
  const entries: Poly = substitute(s, substitute(s, polyOf(tail), from, variable(e)), to, variable(f.k));
  const next = inverse({ ...v, at: f.side === 0 ? [kept, variable(e)] : [variable(e), kept] });
  const product = multiplyPolys(s, polyOf([term(negate(rest.coefficient), rest.powers, rest.dummies)]), bare(next), entries);
  return [...identity, ...sumOver(s, product, [e]).terms];
}

/** Σ_d Q_di Q_dk → [i = k], and with the other pair of slots. */
export function foldOrthogonal(s: Session, t: Term): readonly Term[] | null {
  for (const x of t.powers) {
    if (x.factor.kind !== "tensor" || !x.factor.marks.orthogonal || !isInteger(x.exponent)) continue;
    for (const slot of [0, 1] as const) {
      const next = foldOrthogonalAt(s, t, x, slot);
      if (next) return next;
    }
  }
  return null;
}

function foldOrthogonalAt(s: Session, t: Term, x: Power, slot: 0 | 1): readonly Term[] | null {
  const q = x.factor;
  if (q.kind !== "tensor") return null;
  const [summed, kept] = [q.at[slot], q.at[1 - slot]];
  const d = summed ? plain(summed) : null;
  if (d === null || !summed || !kept || !t.dummies.includes(d) || kept.parts.some(([n]) => n === d)) return null;
  const dummies = t.dummies.filter((y) => y !== d);
  const support = (lost: readonly Power[]) => supportOf(lost).filter((g) => !g.factor.variables.has(d));
  const others = t.powers.filter((y) => y !== x);
  if (keyOf(x.exponent) === "2") {
    if (others.some((y) => y.factor.variables.has(d))) return null;
    s.laws.add("Q Qᵀ = I for orthogonal Q");
    return [term(t.coefficient, [...others, ...support([x])], dummies)];
  }
  const y = others.find(
    (z) =>
      z.factor.kind === "tensor" && z.factor.name === q.name && z.factor.frozen === q.frozen && same(z.factor.at[slot] ?? kept, summed),
  );
  if (y?.factor.kind !== "tensor" || !isUnit(x.exponent) || !isUnit(y.exponent)) return null;
  const partner = y.factor.at[1 - slot];
  const rest = others.filter((z) => z !== y);
  if (!partner || partner.parts.some(([n]) => n === d) || rest.some((z) => z.factor.variables.has(d))) return null;
  s.laws.add("Q Qᵀ = I for orthogonal Q");
  return [term(t.coefficient, [...rest, ...support([x, y]), powerOf(delta(minus(kept, partner)))], dummies)];
}
