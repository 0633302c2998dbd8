/**
 * Orders of growth as sets of monomials in sizes: O(lmn) + O(lno), max{O(mn), O(n²)}, 3n² + 2n. Only what has this form is read; logarithms and
 * the like are not.
 */
import { labelText } from "./resolve-names.ts";
import type { Syntax } from "./syntax.ts";

/** Exponents by size; the empty monomial is a constant. */
export type Monomial = ReadonlyMap<string, number>;

export interface Growth {
  readonly monomials: readonly Monomial[];
  /** Every term stands in an O(…): an upper bound rather than a value. */
  readonly bound: boolean;
}

const constant: Growth = { monomials: [new Map()], bound: false };
const isOrder = (s: Syntax): boolean => (s.kind === "letter" || s.kind === "styled") && /^(?:O|\\mathcal\{O\})$/.test(labelText(s) ?? "");
const isBracket = (s: Syntax | undefined): s is Extract<Syntax, { kind: "group" }> =>
  s?.kind === "group" && (s.fence === "round" || s.fence === "curly" || s.fence === "square");

export function growthOf(s: Syntax): Growth | null {
  switch (s.kind) {
    case "number":
      return Number(s.text) === 0 ? { monomials: [], bound: true } : constant;
    case "letter":
    case "styled":
    case "accent":
      return letter(s);
    case "scripts": {
      const power = s.sup && !s.sub && s.primes === 0 ? wholeNumber(s.sup) : null;
      if (power === null) return s.sup ? null : letter(s);
      const base = growthOf(s.base);
      return base && Array.from({ length: power }, () => base).reduce<Growth | null>(times, constant);
    }
    case "group":
      return isBracket(s) ? growthOf(s.body) : null;
    case "sum":
      return s.terms.every((t) => t.sign === "+") ? union(s.terms.map((t) => growthOf(t.term))) : null;
    case "list":
      return union(s.items.map(growthOf));
    case "binary":
      return ["cdot", "times", "star"].includes(s.operator) ? times(growthOf(s.left), growthOf(s.right)) : null;
    case "big":
      return s.name === "max" && !s.sub && !s.sup ? growthOf(s.body) : null;
    case "juxtaposition":
      return product(s.items);
    default:
      return null;
  }
}

function product(items: readonly Syntax[]): Growth | null {
  let out: Growth | null = constant;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Syntax;
    const next = items[i + 1];
    if (item.kind === "word" && item.text === "max") continue;
    if (isOrder(item) && isBracket(next)) {
      const inside = growthOf(next.body);
      out = times(out, inside && { ...inside, bound: true });
      i++;
    } else out = times(out, growthOf(item));
  }
  return out;
}

function letter(s: Syntax): Growth | null {
  const name = labelText(s);
  return name === null ? null : { monomials: [new Map([[name, 1]])], bound: false };
}

function wholeNumber(s: Syntax): number | null {
  const inner = s.kind === "group" ? s.body : s;
  const n = inner.kind === "number" ? Number(inner.text) : Number.NaN;
  return Number.isInteger(n) && n >= 0 && n <= 9 ? n : null;
}

const union = (parts: readonly (Growth | null)[]): Growth | null =>
  parts.every((p) => p !== null)
    ? { monomials: parts.flatMap((p) => p?.monomials ?? []), bound: parts.every((p) => p?.bound ?? false) }
    : null;

/** Most monomials of a product that is still multiplied out. */
const most = 64;

function times(a: Growth | null, b: Growth | null): Growth | null {
  if (!a || !b || a.monomials.length * b.monomials.length > most) return null;
  const monomials = a.monomials.flatMap((x) =>
    b.monomials.map((y) => {
      const out = new Map(x);
      for (const [name, k] of y) out.set(name, (out.get(name) ?? 0) + k);
      return out;
    }),
  );
  return { monomials, bound: a.bound || b.bound };
}
