/** The search: every proposal is tested at one point, what agrees there is decided, and the cheapest that is right gives the diagnosis. */
import { sieve } from "../../compare/sieve.ts";
import { type Environment, type Expr, freeSymbols } from "../../expr/index.ts";
import { accepts, type Deciding } from "../judge.ts";
import { factors, linear, numbers, powers, signs } from "./algebra.ts";
import { derivatives } from "./functions.ts";
import { deltaLost, mirrored, positions, ranges, softmaxJacobian, subscripts, sumLost } from "./indices.ts";
import { evaluated, labels, renamed, slots } from "./names.ts";
import { determinants, diagonal, inverted, multiplied, reordered, transposed } from "./product.ts";
import { type PlaceEdit, type Probe, type Proposal, type Question, questionOf } from "./question.ts";
import { mistakenRules } from "./rules.ts";
import { scale } from "./scale.ts";
import { factorLost, factorWithin, guards, limitLost, limits, symmetrised, termLost } from "./terms.ts";

/** Edits of one place, by kind of mistake. */
const edits: readonly PlaceEdit[] = [
  transposed,
  reordered,
  multiplied,
  inverted,
  diagonal,
  determinants,
  softmaxJacobian,
  symmetrised,
  signs,
  numbers,
  factors,
  powers,
  linear,
  derivatives,
  positions,
  mirrored,
  subscripts,
  ranges,
  evaluated,
  slots,
  labels,
  renamed,
  limits,
  guards,
  factorWithin,
];

/** Probes of the whole line. */
const probes: readonly Probe[] = [scale, mistakenRules, sumLost, deltaLost, termLost, factorLost, limitLost];

/** Small edits, of which two may have been made at once. */
const small: readonly PlaceEdit[] = [transposed, reordered, signs, numbers, diagonal, positions, ranges, powers];

/** Candidates of one search. */
export const mostCandidates = 400;
/** What agrees at a point is decided, one by one. */
const mostDecided = 6;

export interface Found {
  readonly proposal: Proposal;
  /** No proposal of the same cost under another code is right too. */
  readonly unique: boolean;
}

function* edited(q: Question, list: readonly PlaceEdit[]): Generator<Proposal> {
  for (const edit of list)
    for (const place of q.places)
      for (const e of edit(q, place)) {
        const rhs = e.to && place.put(e.to);
        if (rhs && rhs !== q.rhs) yield { code: e.code, cost: e.cost, lhs: q.lhs, rhs, what: e.what, mends: "rhs" };
      }
}

/** Where a search stands: its question, with what decides. */
export interface Search {
  readonly q: Question;
  readonly deciding: Deciding;
  readonly undeclared: ReadonlySet<string>;
  readonly seed: number;
  /** Names that nothing introduces, which a repair must get rid of. */
  readonly without: ReadonlySet<string>;
}

const rids = (list: readonly Proposal[], without: ReadonlySet<string>): readonly Proposal[] =>
  without.size === 0 ? list : list.filter((p) => p.mends === "rhs" && ![...freeSymbols(p.rhs, p.lhs).keys()].some((n) => without.has(n)));

/** One edit, or one mistaken rule. */
export function searchOnce({ q, deciding, undeclared, seed, without }: Search): readonly Found[] {
  const list = [...probes.flatMap((probe) => [...probe(q)]), ...edited(q, edits)];
  return tested(q, distinct(rids(list, without)), deciding, undeclared, seed);
}

/** Two small edits at once. */
export function searchTwice({ q, deciding, undeclared, seed, without }: Search): readonly Found[] {
  const list: Proposal[] = [];
  for (const one of edited(q, small)) {
    const next = questionOf(q.t, q.book, q.lhs, one.rhs, q.environment);
    for (const two of edited(next, small)) {
      if (list.length >= mostCandidates) return tested(q, distinct(rids(list, without)), deciding, undeclared, seed);
      list.push({ ...two, code: one.code, cost: one.cost + two.cost + 1, what: `${one.what} ${two.what}` });
    }
  }
  return tested(q, distinct(rids(list, without)), deciding, undeclared, seed);
}

/** The cheapest proposal for each pair of sides; more than `mostCandidates` are not looked at, the dearest left out. */
function distinct(list: readonly Proposal[]): readonly Proposal[] {
  const seen = new Map<string, Proposal>();
  for (const p of list) {
    const key = `${p.lhs.id}=${p.rhs.id}`;
    const known = seen.get(key);
    // A missing factor or term that makes the left side again tells nothing.
    if (p.lhs === p.rhs && (p.code === "M05" || p.code === "M21")) continue;
    if (!known || p.cost < known.cost) seen.set(key, p);
  }
  return [...seen.values()].sort((a, b) => a.cost - b.cost).slice(0, mostCandidates);
}

export function tested(
  q: Pick<Question, "t" | "environment" | "lhs" | "rhs">,
  list: readonly Proposal[],
  deciding: Deciding,
  undeclared: ReadonlySet<string>,
  seed: number,
): readonly Found[] {
  const passed = sieve(q.t, q.environment, q, list, seed);
  const right: Proposal[] = [];
  let decided = 0;
  for (const p of list.filter((_, k) => passed[k])) {
    const best = right[0];
    if (decided >= mostDecided || (best && p.cost > best.cost + 0.15)) break;
    if (best && right.some((r) => r.code === p.code)) continue;
    decided++;
    if (holds(q.environment, p.lhs, p.rhs, deciding, undeclared)) right.push(p);
  }
  const best = right[0];
  return right
    .slice(0, 3)
    .map((proposal) => ({ proposal, unique: proposal === best && !right.some((r) => r !== best && r.cost <= best.cost + 1e-9) }));
}

export const holds = (environment: Environment, lhs: Expr, rhs: Expr, deciding: Deciding, undeclared: ReadonlySet<string>): boolean =>
  accepts(deciding.decide({ lhs, rhs, relation: "=", environment, undeclared }));
