/**
 * Candidates: the expressions that a term may stand for, the literal one first, each with the readings it used.
 *
 * A reading is an alternative, not a repair: with nothing admitted every term has at most its literal candidates (several only where
 * notation itself has several meanings, as [5, 6] is a row or a column). Their number is bounded, fewest readings first.
 */
import type { Expr } from "../expr/index.ts";
import type { ReadingName, UsedReading } from "./meaning.ts";

export interface Candidate {
  readonly expr: Expr;
  readonly readings: readonly UsedReading[];
}

export type Candidates = readonly Candidate[];

/** Candidates kept at each node, and different readings in one formula. */
const width = 12;
const mostReadings = 2;

export const literal = (expr: Expr): Candidate => ({ expr, readings: [] });

export const names = (c: Candidate): ReadonlySet<ReadingName> => new Set(c.readings.map((r) => r.reading));

export const using = (expr: Expr, from: readonly UsedReading[], reading: ReadingName, note: string): Candidate => ({
  expr,
  readings: joined(from, [{ reading, note }]),
});

export function joined(a: readonly UsedReading[], b: readonly UsedReading[]): readonly UsedReading[] {
  if (b.length === 0) return a;
  return [...a, ...b.filter((x) => !a.some((y) => y.reading === x.reading && y.note === x.note))];
}

/** Fewest different readings first; without duplicates and over-interpretations. */
export function prune(all: Candidates): Candidates {
  const kept = new Map<Expr, Candidate>();
  for (const c of all) {
    const before = kept.get(c.expr);
    if (names(c).size <= mostReadings && (!before || names(c).size < names(before).size)) kept.set(c.expr, c);
  }
  return [...kept.values()].sort((a, b) => names(a).size - names(b).size).slice(0, width);
}

/** Every choice of one candidate from each list, fewest readings first, bounded. */
export function choices(
  lists: readonly Candidates[],
): readonly { readonly exprs: readonly Expr[]; readonly readings: readonly UsedReading[] }[] {
  let out: { readonly exprs: readonly Expr[]; readonly readings: readonly UsedReading[] }[] = [{ exprs: [], readings: [] }];
  for (const list of lists) {
    const next = out.flatMap((left) => list.map((c) => ({ exprs: [...left.exprs, c.expr], readings: joined(left.readings, c.readings) })));
    const cost = (x: { readonly readings: readonly UsedReading[] }): number => new Set(x.readings.map((r) => r.reading)).size;
    out = next
      .filter((x) => cost(x) <= mostReadings)
      .sort((a, b) => cost(a) - cost(b))
      .slice(0, 4 * width);
  }
  return out;
}
