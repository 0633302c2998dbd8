/** Membership in an interval with numbers as ends: `g(x) \in (0, 1)` claims 0 < g(x) and g(x) < 1. */
import type { ClaimRelation, Decision } from "../compare/types.ts";
import type { Environment } from "../expr/index.ts";
import { type Expr, heads, rational, type Terms } from "../expr/index.ts";
import type { Syntax } from "../read/syntax.ts";
import { isScalar } from "../shape/index.ts";
import { accepts, type Deciding } from "./judge.ts";

/** An end of an interval: null where it is infinite. */
interface Interval {
  readonly from: { readonly value: number; readonly open: boolean } | null;
  readonly to: { readonly value: number; readonly open: boolean } | null;
}

const fences: ReadonlyMap<string, readonly [boolean, boolean]> = new Map([
  ["round", [true, true]],
  ["square", [false, false]],
  ["round-square", [true, false]],
  ["square-round", [false, true]],
]);

export function intervalOf(s: Syntax): Interval | null {
  const open = s.kind === "group" ? fences.get(s.fence) : undefined;
  if (!open || s.kind !== "group" || s.body.kind !== "list" || s.body.items.length !== 2 || s.body.separators[0] !== ",") return null;
  const ends = s.body.items.map(endOf);
  const [from, to] = ends;
  if (from === undefined || to === undefined) return null;
  const at = (value: number, isOpen: boolean): Interval["from"] => (Number.isFinite(value) ? { value, open: isOpen } : null);
  return { from: at(from, open[0]), to: at(to, open[1]) };
}

function endOf(s: Syntax): number | undefined {
  if (s.kind === "number") return /^\d+$/.test(s.text) ? Number(s.text) : undefined;
  if (s.kind === "letter") return s.name === "\\infty" ? Number.POSITIVE_INFINITY : undefined;
  if (s.kind !== "sum" || s.terms.length !== 1) return undefined;
  const [only] = s.terms;
  const value = only && endOf(only.term);
  return value === undefined ? undefined : only?.sign === "-" ? -value : value;
}

/** The two inequalities, the first that does not hold deciding. */
export function decideWithin(t: Terms, e: Expr, within: Interval, environment: Environment, deciding: Deciding): Decision | null {
  if (!isScalar(e.shape)) return null;
  const number = (n: number): Expr => (n < 0 ? t.app(heads.neg, [t.num(rational(-n))]) : t.num(rational(n)));
  const claims: (readonly [Expr, ClaimRelation, Expr])[] = [];
  if (within.from) claims.push([number(within.from.value), within.from.open ? "<" : "≤", e]);
  if (within.to) claims.push([e, within.to.open ? "<" : "≤", number(within.to.value)]);
  let last: Decision | null = null;
  for (const [lhs, relation, rhs] of claims) {
    last = deciding.decide({ lhs, rhs, relation, environment });
    if (!accepts(last)) return last;
  }
  return last;
}
