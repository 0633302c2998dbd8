/**
 * One claim, judged: literal reading first, then the admitted readings, cheapest first and at most two at once (DESIGN §6).
 *
 * A refutation carries no qualifier: it is the literal reading's, and it stands only if no admitted reading makes the line true.
 */
import type { Claim, ClaimRelation, Decision } from "../compare/types.ts";
import type { Environment, Expr } from "../expr/index.ts";
import type { Layout, ReadingName, UsedReading } from "../read/meaning.ts";
import type { ReadError } from "../read/syntax.ts";
import type { Result } from "../shape/index.ts";
import { absurd } from "../shape/index.ts";

/** Both sides under one reading. */
export interface BuiltSides {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly relation: ClaimRelation;
  readonly environment: Environment;
  readonly readings: readonly UsedReading[];
  readonly assumptions: readonly string[];
  readonly undefinedNames: readonly string[];
}

export interface BuiltClaim {
  readonly sides: Result<BuiltSides, ReadError>;
  /** The readings asked about on the way, admitted or not. */
  readonly asked: ReadonlySet<ReadingName>;
}

/** A claim as the reader can build it, under any layout and readings. `withCase` adds the conditions of the case and the line. */
export interface Readable {
  readonly build: (layout: Layout, readings: ReadonlySet<ReadingName>, withCase: boolean) => BuiltClaim;
  /** The sides with the equations in force used in them, in the ways that change something. */
  readonly rewrite: (sides: BuiltSides) => readonly BuiltSides[];
  /** What `judgeIn` has found, by layout. */
  readonly attempts: Map<Layout, Attempt>;
  /** There is a condition in force that `withCase` would add. */
  readonly conditional: boolean;
}

export interface Deciding {
  readonly decide: (claim: Claim) => Decision;
}

export type Outcome =
  | { readonly kind: "decided"; readonly decision: Decision; readonly sides: BuiltSides; readonly byCase: boolean }
  | { readonly kind: "unbuilt"; readonly error: ReadError };

export interface Attempt {
  readonly outcome: Outcome;
  readonly readings: readonly UsedReading[];
  /** The literal reading, where it failed and another one helped. */
  readonly literal: Outcome | null;
  /** Some admitted reading gives the line a meaning that could not be decided. */
  readonly open: boolean;
}

export const isAccepted = (o: Outcome): boolean => o.kind === "decided" && accepts(o.decision);

export function accepts(d: Decision): boolean {
  switch (d.verdict) {
    case "proved":
    case "probable":
    case "consistent":
      return true;
    case "refuted":
    case "undetermined":
      return false;
    default:
      return absurd(d);
  }
}

/** Cheapest first; pairs after single readings. The order is that of `rules/readings.yaml`. */
const single: readonly ReadingName[] = [
  "font",
  "elementwise-on-vector",
  "one-as-identity",
  "limit-carried",
  "vector-as-diag",
  "row-as-diag",
  "omitted-index",
  "omitted-bound",
  "label-superscript",
];
const pairs: readonly (readonly [ReadingName, ReadingName])[] = single.flatMap((a, i) => single.slice(i + 1).map((b) => [a, b] as const));

const none: ReadonlySet<ReadingName> = new Set();

/**
 * The sets of readings worth trying. A reading that the building never asks about changes nothing: alone it gives the literal meaning, and
 * {a, b} gives what {a} gives when b is not asked about under a.
 */
function* readingSets(claim: Readable, layout: Layout): Generator<ReadonlySet<ReadingName>> {
  const literally = claim.build(layout, none, false).asked;
  for (const r of single) if (literally.has(r)) yield new Set([r]);
  const asks = (under: ReadingName, of: ReadingName): boolean =>
    (literally.has(under) ? claim.build(layout, new Set([under]), false).asked : literally).has(of);
  for (const [a, b] of pairs) if (asks(a, b) && asks(b, a)) yield new Set([a, b]);
}

function decideSides(sides: BuiltSides, deciding: Deciding): Decision {
  return deciding.decide({
    lhs: sides.lhs,
    rhs: sides.rhs,
    relation: sides.relation,
    environment: sides.environment,
    undeclared: new Set(sides.undefinedNames),
  });
}

/** A claim is tried without the case first; then with its conditions. */
function attempt(claim: Readable, layout: Layout, readings: ReadonlySet<ReadingName>, deciding: Deciding): Outcome {
  const plain = claim.build(layout, readings, false).sides;
  if (!plain.ok) return { kind: "unbuilt", error: plain.error };
  const first = decideSides(plain.value, deciding);
  if (!claim.conditional || accepts(first)) return { kind: "decided", decision: first, sides: plain.value, byCase: false };
  const within = claim.build(layout, readings, true).sides;
  // What is false without a condition that could not be read may be true with it.
  if (!within.ok)
    return first.verdict === "refuted"
      ? { kind: "unbuilt", error: { ...within.error, code: "unsupported" } }
      : { kind: "decided", decision: first, sides: plain.value, byCase: false };
  const decision = decideSides(within.value, deciding);
  if (!accepts(decision))
    for (const other of claim.rewrite(within.value)) {
      const again = decideSides(other, deciding);
      if (accepts(again)) return { kind: "decided", decision: again, sides: other, byCase: true };
    }
  return { kind: "decided", decision, sides: within.value, byCase: true };
}

export function judgeLiterally(claim: Readable, layout: Layout, deciding: Deciding): Outcome {
  return attempt(claim, layout, none, deciding);
}

/** The literal reading if it is accepted or undecided for a reason that no reading mends, else the first admitted reading that is accepted. */
export function judgeIn(claim: Readable, layout: Layout, deciding: Deciding): Attempt {
  const known = claim.attempts.get(layout) ?? judgeAnew(claim, layout, deciding);
  claim.attempts.set(layout, known);
  return known;
}

function judgeAnew(claim: Readable, layout: Layout, deciding: Deciding): Attempt {
  const literal = attempt(claim, layout, none, deciding);
  if (isAccepted(literal) || !mayBeReread(literal)) return { outcome: literal, readings: [], literal: null, open: false };
  let open = false;
  const seen = new Set<string>([keyOf(literal)]);
  for (const set of readingSets(claim, layout)) {
    const built = claim.build(layout, set, false).sides;
    if (!built.ok || built.value.readings.length === 0) continue;
    const key = `${built.value.lhs.id}|${built.value.rhs.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const outcome = attempt(claim, layout, set, deciding);
    if (outcome.kind === "decided" && accepts(outcome.decision)) return { outcome, readings: outcome.sides.readings, literal, open: false };
    if (outcome.kind === "decided" && outcome.decision.verdict === "undetermined") open = true;
  }
  return { outcome: literal, readings: [], literal: null, open };
}

const keyOf = (o: Outcome): string => (o.kind === "decided" ? `${o.sides.lhs.id}|${o.sides.rhs.id}` : "");

/** A reading can help where the literal meaning is false or does not exist; not where the reason lies elsewhere. */
function mayBeReread(o: Outcome): boolean {
  if (o.kind === "unbuilt") return true;
  if (o.decision.verdict === "refuted") return true;
  return (
    o.decision.verdict === "undetermined" &&
    (o.decision.reason === "domain" ||
      o.decision.reason === "unsupported" ||
      o.decision.reason === "undefined-symbol" ||
      o.decision.reason === "no-valid-point")
  );
}
