/**
 * Ranks by the least misfit: every name of unknown rank starts with what its typography suggests; then single names, and pairs that meet in
 * a formula, are changed as long as fewer formulas clash. Deterministic, with a counted budget.
 */
import type { Name } from "../expr/index.ts";
import { isBold, isCalligraphic, isCapital } from "./resolve-names.ts";

export type Rank = 0 | 1 | 2;
const ranks: readonly Rank[] = [0, 1, 2];

/** How unlikely a rank is by typography alone. */
export function prior(name: Name, rank: Rank): number {
  if (name.startsWith("fn:\\mathbf{")) return [3, 0, 2][rank] as number;
  if (name.startsWith("fn:")) return [0, 0.7, 2][rank] as number;
  if (name.startsWith("layer:")) return [0.5, 0, 3][rank] as number;
  if (isCalligraphic(name)) return [0, 3, 3][rank] as number;
  if (isBold(name)) return (isCapital(name) ? [4, 2, 0] : [3, 0, 3])[rank] as number;
  return (isCapital(name) ? [0, 2, 0.5] : [0, 1, 3])[rank] as number;
}

export const likeliest = (name: Name): Rank => ranks.reduce((best, r) => (prior(name, r) < prior(name, best) ? r : best), 0 as Rank);

/** The formulas of a scope as evidence. */
export interface Evidence {
  /** For each formula the open names it depends on, through definitions too. */
  readonly open: readonly (readonly Name[])[];
  /** How badly these formulas fit under a choice; what they share is worked out once. */
  readonly misfits: (choice: ReadonlyMap<Name, Rank>, formulas: readonly number[]) => readonly number[];
}

/** Formulas looked at, over all attempts. */
const budget = 60_000;

export function chooseRanks(open: readonly Name[], evidence: Evidence, extra: (name: Name, rank: Rank) => number): ReadonlyMap<Name, Rank> {
  const choice = new Map<Name, Rank>(open.map((n) => [n, likeliest(n)]));
  const costs = [
    ...evidence.misfits(
      choice,
      evidence.open.map((_, k) => k),
    ),
  ];
  const touching = new Map<Name, number[]>(open.map((n) => [n, []]));
  evidence.open.forEach((names, k) => {
    for (const n of new Set(names)) touching.get(n)?.push(k);
  });
  let spent = 0;
  const lone = (name: Name, rank: Rank): number => prior(name, rank) + extra(name, rank);

  /** Tries new ranks for a few names; keeps them when the sum of misfits falls. */
  const attempt = (change: readonly (readonly [Name, Rank])[]): boolean => {
    if (change.every(([n, r]) => choice.get(n) === r)) return false;
    const affected = [...new Set(change.flatMap(([n]) => touching.get(n) ?? []))];
    spent += affected.length;
    const before = change.map(([n]) => [n, choice.get(n) as Rank] as const);
    const old = affected.reduce((s, k) => s + (costs[k] as number), 0) + before.reduce((s, [n, r]) => s + lone(n, r), 0);
    for (const [n, r] of change) choice.set(n, r);
    const fresh = evidence.misfits(choice, affected);
    const sum = fresh.reduce((s, c) => s + c, 0) + change.reduce((s, [n, r]) => s + lone(n, r), 0);
    if (sum < old - 1e-9) {
      affected.forEach((k, i) => {
        costs[k] = fresh[i] as number;
      });
      return true;
    }
    for (const [n, r] of before) choice.set(n, r);
    return false;
  };

  let moved = true;
  while (moved && spent < budget) {
    moved = false;
    for (const n of open) for (const r of ranks) if (spent < budget && attempt([[n, r]])) moved = true;
    if (moved) continue;
    for (const [a, c] of neighbours(evidence, costs))
      for (const r of ranks)
        for (const s of ranks)
          if (
            spent < budget &&
            attempt([
              [a, r],
              [c, s],
            ])
          )
            moved = true;
  }
  return choice;
}

/** Pairs of open names that meet in a formula that does not fit. */
function neighbours(evidence: Evidence, costs: readonly number[]): readonly (readonly [Name, Name])[] {
  const out = new Map<string, readonly [Name, Name]>();
  evidence.open.forEach((names, k) => {
    if ((costs[k] as number) <= 0) return;
    names.forEach((a, i) => {
      for (const c of names.slice(i + 1)) out.set(`${a} ${c}`, [a, c]);
    });
  });
  return [...out.values()];
}
