/** `equal`: are two expressions equal? In plain data (the batch objects of `fluxion equal`). */
import type { Qualifier, Verdict, Witness } from "../check/report.ts";
import { witnessOf } from "../check/witness.ts";
import { deadline } from "../compare/budget.ts";
import { shapeCounterexample } from "../compare/counterexample.ts";
import { decide } from "../compare/decide.ts";
import type { Claim, Decision, Reason } from "../compare/types.ts";
import { type Book, createTerms } from "../expr/index.ts";
import type { Built } from "../read/meaning.ts";
import { absurd } from "../shape/index.ts";
import { type AskError, readBoth, type Setting, surroundingsOf } from "./question.ts";

export interface EqualQuestion extends Setting {
  /** LaTeX. */
  readonly lhs: string;
  readonly rhs: string;
  readonly seed?: number;
  /** Operations allowed. */
  readonly budget?: number;
  /** Seconds after which the answer is `undetermined(budget)`; none without it. */
  readonly seconds?: number;
}

export interface EqualAnswer {
  readonly verdict: Exclude<Verdict, "definition">;
  /** Conditions under which an accepted claim holds. */
  readonly qualifiers: readonly Qualifier[];
  readonly assumptions: readonly string[];
  readonly how?: string;
  /** Laws used, when proved. */
  readonly laws?: readonly string[];
  /** The chance that a false claim would have been accepted is at most this. */
  readonly epsilon?: number;
  readonly bound?: "proved" | "heuristic";
  readonly points?: number;
  readonly reason?: Reason;
  readonly message?: string;
  readonly witness?: Witness;
}

/**
 * Whether `lhs = rhs` for all values of the declared names.
 *
 *   equal(book, { lhs: "\\operatorname{tr}(AB)", rhs: "\\operatorname{tr}(BA)", declare: { A: "R^{m x n}", B: "R^{n x m}" } })   →   proved
 *
 * A refutation carries the point that shows it; what cannot be read is `undetermined` with the sentence.
 */
export function equal(book: Book, q: EqualQuestion): EqualAnswer {
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, q);
  if (!surroundings.ok) return unread(surroundings.error);
  const { environment } = surroundings.value;
  const sides = readBoth(t, book, q, environment, q);
  if (!sides.ok) return sides.error.clash ? illFormed(sides.error.error, q.seed ?? 1) : unread(sides.error.error);
  const { lhs, rhs } = sides.value;
  const options = {
    seed: q.seed ?? 1,
    ...(q.budget === undefined ? {} : { budget: q.budget }),
    ...(q.seconds === undefined ? {} : { late: deadline(q.seconds) }),
  };
  // Whoever asks about a letter without declaring it means a number, so it may refute as well; a word may be anything.
  const words = [...lhs.undefinedNames, ...rhs.undefinedNames].filter((name) => /^\\mathrm\{\w{2,}\}$/u.test(name));
  const claim: Claim = { lhs: lhs.expr, rhs: rhs.expr, relation: "=", environment, undeclared: new Set(words), anyDistribution: true };
  return answerOf(decide(t, book, claim, options), claim, notes(lhs, rhs));
}

const notes = (a: Built, b: Built): readonly string[] => [...new Set([...a.assumptions, ...b.assumptions])];

const unread = (error: AskError): EqualAnswer => ({
  verdict: "undetermined",
  qualifiers: [],
  assumptions: [],
  reason: "unread",
  message: error.message,
});

/** A side that multiplies or adds what does not fit has no value, under any admitted reading: it equals nothing. */
const illFormed = (error: AskError, seed: number): EqualAnswer => ({
  verdict: "refuted",
  qualifiers: [],
  assumptions: [],
  how: `the shapes do not fit: ${error.message.replace(/\.? Expected:.*$/s, "")}`,
  points: 0,
  witness: witnessOf(shapeCounterexample(seed, "none", "none"), null),
});

const qualifiersOf = (conditions: readonly string[], kinks: readonly string[]): readonly Qualifier[] => [
  ...conditions.map((note): Qualifier => ({ kind: "condition", reading: "domain", note })),
  ...kinks.map((note): Qualifier => ({ kind: "kink", reading: "kink-convention", note })),
];

function answerOf(d: Decision, claim: Claim, assumptions: readonly string[]): EqualAnswer {
  switch (d.verdict) {
    case "proved":
      return {
        verdict: d.verdict,
        qualifiers: qualifiersOf(d.conditions, d.kinks),
        assumptions,
        how: d.how,
        laws: d.laws,
        points: d.points,
      };
    case "probable":
      return {
        verdict: d.verdict,
        qualifiers: qualifiersOf(d.conditions, d.kinks),
        assumptions,
        how: d.how,
        epsilon: d.epsilon,
        bound: d.bound,
        points: d.points,
      };
    case "consistent":
      return { verdict: d.verdict, qualifiers: qualifiersOf(d.conditions, d.kinks), assumptions, how: d.how, points: d.points };
    case "refuted":
      return {
        verdict: d.verdict,
        qualifiers: [],
        assumptions,
        how: d.how,
        points: d.points,
        witness: witnessOf(d.counterexample, d.claim ?? claim),
      };
    case "undetermined":
      return { verdict: d.verdict, qualifiers: [], assumptions, reason: d.reason, message: d.detail, points: d.points };
    default:
      return absurd(d);
  }
}
