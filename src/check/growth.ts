/**
 * Orders of growth: `O(lmn) + O(lno) = \max\{O(lmn), O(lno)\}`, `3n^2 + n = O(n^2)`.
 *
 * The equals sign says that the left side grows no faster than the right one. It holds when every monomial on the left divides one on the
 * right, and fails when the sizes can grow along some direction in which one on the left outgrows all on the right. Sizes are at least 1.
 */
import type { Decision } from "../compare/types.ts";
import { type Growth, growthOf, type Monomial } from "../read/growth.ts";
import { labelText } from "../read/resolve-names.ts";
import type { Syntax } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import { fromSimple, type Judged, undetermined } from "./judged.ts";

/** Words that say that what grows are sizes; in a Taylor expansion O(h²) speaks of small h. */
const ofSizes = /\b(?:complexity|costs?|time|operations?|flops?|multiplications?|additions?|memory|storage)\b/i;

export function judgeGrowth(l: ReadLink): Judged {
  if (!ofSizes.test(l.link.sentence))
    return undetermined("unsupported", "Orders of growth are compared only where the words speak of cost.");
  if (l.link.symbol !== "=" && l.link.symbol !== "\\in") return undetermined("unsupported", "Only = is judged between orders of growth.");
  const left = growthOf(l.link.lhs.syntax);
  const right = growthOf(l.link.rhs.syntax);
  if (!left || !right?.bound)
    return undetermined("unsupported", "Only sums, products and maxima of powers of sizes are compared as orders of growth.");
  return fromSimple({ decision: decide(left, right) });
}

/** Multiplying a p × q by a q × r matrix takes pqr multiplications, as a number or as an order of growth. */
export function judgeProductCost(l: ReadLink): Judged {
  const [first, second] = (l.link.worded?.factors ?? []).map(sizesOf);
  const said = growthOf(withoutTimes(l.link.rhs.syntax));
  if (!first || !second || first[1] !== second[0] || !said)
    return undetermined("unsupported", "The sizes of two matrices that can be multiplied are expected, and the work this takes.");
  const [p, q] = first;
  const [, r] = second;
  const names = [p, q, r];
  const cost: Monomial = new Map([...new Set(names)].map((n) => [n, names.filter((x) => x === n).length] as const));
  const value: Growth = { monomials: [cost], bound: false };
  // The work is at most what is said, and no less either: a looser bound is not what is asked.
  const atMost = decide(value, said);
  return fromSimple({ decision: atMost.verdict === "proved" ? decide(said, value) : atMost });
}

/** The two sizes of `a \times b`. */
function sizesOf(s: Syntax): readonly [string, string] | null {
  if (s.kind !== "binary" || s.operator !== "times") return null;
  const [a, b] = [labelText(s.left), labelText(s.right)];
  return a !== null && b !== null ? [a, b] : null;
}

/** `axbxc`: an x between letters is a typed ×. */
function withoutTimes(s: Syntax): Syntax {
  const isX = (i: Syntax): boolean => i.kind === "letter" && i.name === "x";
  const alternates = s.kind === "juxtaposition" && s.items.length > 2 && s.items.every((i, k) => isX(i) === (k % 2 === 1));
  return alternates && s.kind === "juxtaposition" ? { ...s, items: s.items.filter((i) => !isX(i)) } : s;
}

function decide(left: Growth, right: Growth): Decision {
  const beyond = left.monomials.filter((m) => !right.monomials.some((r) => divides(m, r)));
  if (beyond.length === 0)
    return { verdict: "proved", how: "every term on the left is at most one on the right", laws: [], conditions: [], kinks: [], points: 0 };
  const names = [...new Set([...left.monomials, ...right.monomials].flatMap((m) => [...m.keys()]))].sort();
  const outgrowing = beyond.map((m) => ({ m, along: direction(m, right.monomials, names) })).find((x) => x.along);
  if (!outgrowing?.along)
    return { verdict: "undetermined", reason: "unsupported", detail: "the orders of growth were not compared in general", points: 0 };
  const scale = 1000;
  const sizes = new Map(names.map((n, i) => [n, scale ** (outgrowing.along?.[i] ?? 0)] as const));
  const at = (m: Monomial): number => [...m].reduce((p, [n, k]) => p * (sizes.get(n) ?? 1) ** k, 1);
  return {
    verdict: "refuted",
    how: `${show(outgrowing.m)} outgrows every term on the right`,
    points: 1,
    counterexample: {
      seed: 0,
      sizes,
      values: new Map(),
      indices: new Map(),
      lhs: [at(outgrowing.m)],
      rhs: [Math.max(0, ...right.monomials.map(at))],
      at: 0,
      lhsShape: [],
      radius: 0,
      entry: [],
      convention: new Map(),
      shapes: null,
    },
  };
}

const divides = (a: Monomial, b: Monomial): boolean => [...a].every(([name, k]) => k <= (b.get(name) ?? 0));
const show = (m: Monomial): string => (m.size === 0 ? "1" : [...m].map(([n, k]) => (k === 1 ? n : `${n}^${k}`)).join(" "));

/** Rates of growth, 0 to 2 for each size, along which the monomial outgrows all others; null where none was found. */
function direction(m: Monomial, others: readonly Monomial[], names: readonly string[]): readonly number[] | null {
  if (names.length > 6) return null;
  for (let code = 1; code < 3 ** names.length; code++) {
    const rates = names.map((_, i) => Math.floor(code / 3 ** i) % 3);
    const rate = (x: Monomial): number => names.reduce((sum, n, i) => sum + (rates[i] as number) * (x.get(n) ?? 0), 0);
    if (others.every((o) => rate(o) < rate(m))) return rates;
  }
  return null;
}
