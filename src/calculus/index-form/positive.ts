/** Signs that are known: positive factors, and arguments that vanish on a null set only. */
import { type Affine, isWhole, minus, plain, variable } from "./affine.ts";
import { type Factor, isSize, type Poly, type Term } from "./factor.ts";
import { hiddenFactorKey } from "./key.ts";
import { isEven, keyOf } from "./rational.ts";
import type { Session } from "./session.ts";

/** An index that cannot leave its range: a variable, or a whole number from 1. */
const steady = (a: Affine): boolean => plain(a) !== null || (isWhole(a) && a.constant >= 1);

/** Greater than zero for every value of what occurs in it. */
export function positiveFactor(s: Session, f: Factor): boolean {
  switch (f.kind) {
    case "exponential":
    case "prime":
      return true;
    case "atom":
      return f.name === "sigmoid";
    case "count":
      return f.of.parts.length > 0 && f.of.parts.every(([n, k]) => k > 0 && s.sizes.has(n)) && f.of.constant >= 0;
    case "tensor":
      return f.marks.positive && f.at.every(steady);
    case "base":
      return positivePoly(s, f.poly);
    case "determinant":
      return f.definite;
    default:
      return false;
  }
}

const realTensor = (f: Factor): boolean => f.kind === "tensor" && !f.marks.special && f.at.every(steady);

/** Ranges 1 … size are never empty; any other guard might make a sum empty. */
function wholeRange(t: Term, f: Factor): boolean {
  return (
    f.kind === "guard" &&
    t.dummies.some((d) => {
      const low = minus(f.of, variable(d));
      if (isWhole(low) && low.constant === -1) return true;
      const high = f.of.parts.filter(([n]) => n !== d);
      return (
        f.of.parts.some(([n, k]) => n === d && k === -1) &&
        f.of.constant === 0 &&
        high.length === 1 &&
        high.every(([n, k]) => isSize(n) && k === 1)
      );
    })
  );
}

const positiveTerm = (s: Session, t: Term): boolean =>
  t.coefficient.n > 0n &&
  t.powers.every(({ factor, exponent }) => positiveFactor(s, factor) || (isEven(exponent) && realTensor(factor)) || wholeRange(t, factor));

/** A sum of terms that are positive off a null set. */
export const positivePoly = (s: Session, p: Poly): boolean => p.terms.length > 0 && p.terms.every((t) => positiveTerm(s, t));

/** What a term depends on continuously, indices left out; null when a factor may vanish identically at some indices. */
function signature(s: Session, t: Term): string | null {
  const names: string[] = [];
  let continuous = false;
  for (const { factor, exponent } of t.powers) {
    if (realTensor(factor) && factor.kind === "tensor") names.push(`${factor.name}^${keyOf(exponent)}`);
    else if (factor.kind === "exponential" || factor.kind === "applied") names.push(`${hiddenFactorKey(s, factor)}^${keyOf(exponent)}`);
    else if (positiveFactor(s, factor) || wholeRange(t, factor)) continue;
    else return null;
    continuous = true;
  }
  return continuous ? names.sort().join(" ") : null;
}

/**
 * Whether an argument differs from zero off a null set, whatever its indices: one of its terms has factors that no other term could cancel.
 * uᵢ − uⱼ does not (i = j), Σⱼ Wᵢⱼ xⱼ + bᵢ does. Only then has a step of it two values, H² = H.
 */
export function generic(s: Session, p: Poly): boolean {
  const all = p.terms.map((t) => signature(s, t) ?? loose(t));
  return p.terms.some((t, i) => signature(s, t) !== null && all.filter((x) => x === all[i]).length === 1);
}

/** The tensor names of a term that is no witness itself but might cancel one. */
const loose = (t: Term): string =>
  t.powers
    .flatMap(({ factor, exponent }) => (factor.kind === "tensor" ? [`${factor.name}^${keyOf(exponent)}`] : []))
    .sort()
    .join(" ");
