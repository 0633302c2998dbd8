/** One claim of a unit: built under layouts and readings, decided, and told with its qualifiers. */
import type { ClaimRelation, Decision } from "../compare/types.ts";
import type { Expr } from "../expr/index.ts";
import type { Layout, ReadingName, Term } from "../read/meaning.ts";
import type { ReadError, RelationSymbol } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import type { Builders, StepInput } from "./builders.ts";
import { undeclaredDifferential } from "./differentials.ts";
import { clashing, doubtOf, taintOf, undefinedIn } from "./doubts.ts";
import { differentiatedImplicitly } from "./implicit.ts";
import {
  type Attempt,
  type BuiltClaim,
  type BuiltSides,
  isAccepted,
  judgeIn,
  judgeLiterally,
  type Outcome,
  type Readable,
} from "./judge.ts";
import { type Judged, ofDecision, undetermined } from "./judged.ts";
import { describeDecision, describeQualifiers, readMessage } from "./message.ts";
import type { LayoutName, Qualifier } from "./report.ts";
import { rewritings } from "./rewriting.ts";
import { witnessOf } from "./witness.ts";

const relationOf: ReadonlyMap<RelationSymbol, ClaimRelation> = new Map([
  ["=", "="],
  [":=", "="],
  ["\\leftarrow", "="],
  ["\\equiv", "="],
  ["\\ne", "≠"],
  ["<", "<"],
  ["\\le", "≤"],
  [">", ">"],
  ["\\ge", "≥"],
]);

/** A claim with both sides read, ready to be built and judged. */
export interface ReadClaim {
  readonly left: Term;
  readonly right: Term;
  readonly relation: ClaimRelation;
  readonly readable: Readable;
}

export function readClaim(l: ReadLink, { makers }: StepInput): ReadClaim | null {
  const relation = l.link.symbol ? relationOf.get(l.link.symbol) : undefined;
  if (!l.left.ok || !l.right.ok || !relation) return null;
  const [left, right] = [l.left.value.term, l.right.value.term];
  return { left, right, relation, readable: makers.readable(l, () => readableOf(l, left, right, relation, makers)) };
}

export function judgeClaim(l: ReadLink, input: StepInput): Judged {
  if (!l.left.ok) return undetermined("unread", readMessage(l.left.error));
  if (!l.right.ok) return undetermined("unread", readMessage(l.right.error));
  const claim = readClaim(l, input);
  if (!claim) return undetermined("unsupported", `The relation “${l.link.relation}” is not judged.`);
  const differential = undeclaredDifferential(l, input);
  if (differential) return differential;
  const { relation, readable } = claim;
  const attempt = judgeIn(readable, input.layout, input.deciding);
  const taint = taintOf(l, attempt.outcome, input);
  if (taint) return taint;
  const layouts = input.others.length === 0 ? [] : layoutsOf(attempt, readable, input);
  if (isAccepted(attempt.outcome)) return accepted(attempt, layouts, []);
  const other = layouts.find((x) => x !== input.layout);
  if (other && mayDependOnLayout(attempt.outcome)) {
    return accepted(judgeIn(readable, other, input.deciding), layouts, [layoutQualifier(other, input.layout)]);
  }
  if (holdsInEndedCase(l, relation, input)) {
    return undetermined("ambiguous-reading", "True if the case above still holds here, false without it.");
  }
  const doubt = doubtOf(l, attempt.outcome, input);
  if (doubt) return doubt;
  return notAccepted(attempt, layouts, attempt.open ? null : clashing(l, attempt, input));
}

/** Whether the line is true under the conditions of the case that ended just above it. */
function holdsInEndedCase(l: ReadLink, relation: ClaimRelation, input: StepInput): boolean {
  if (l.ended.length === 0 || !l.left.ok || !l.right.ok) return false;
  const within = readableOf({ ...l, given: [...l.given, ...l.ended] }, l.left.value.term, l.right.value.term, relation, input.makers);
  return isAccepted(judgeLiterally(within, input.layout, input.deciding));
}

const layoutQualifier = (other: Layout, own: Layout): Qualifier => ({
  kind: "layout",
  reading: "other-layout",
  note: `True in ${other} layout, not in the ${own} layout of this problem.`,
});

const mayDependOnLayout = (o: Outcome): boolean => o.kind === "unbuilt" || o.decision.verdict === "refuted";

function layoutsOf(attempt: Attempt, readable: Readable, input: StepInput): readonly LayoutName[] {
  return input.others.filter((layout) =>
    layout === input.layout ? isAccepted(attempt.outcome) : isAccepted(judgeLiterally(readable, layout, input.deciding)),
  );
}

/** The claim that two sides make in the place of a line. */
export function readableOf(l: ReadLink, left: Term, right: Term, relation: ClaimRelation, makers: Builders): Readable {
  const cache = new Map<string, BuiltClaim>();
  return {
    conditional: l.given.length + l.imposed.length > 0,
    attempts: new Map(),
    rewrite: (s) =>
      rewritings(makers.terms, [s.lhs, s.rhs], s.environment.given).flatMap(([lhs, rhs]) =>
        lhs && rhs ? [{ ...s, lhs, rhs, environment: { ...s.environment, given: [] } }] : [],
      ),
    build: (layout, readings, withCase) => {
      const key = `${layout}/${[...readings].sort().join("+")}/${withCase}`;
      const known = cache.get(key);
      if (known) return known;
      const asked = new Set<ReadingName>();
      const made: BuiltClaim = { sides: sides(layout, readings, withCase, asked), asked };
      cache.set(key, made);
      return made;
    },
  };

  function sides(
    layout: Layout,
    readings: ReadonlySet<ReadingName>,
    withCase: boolean,
    asked: Set<ReadingName>,
  ): Result<BuiltSides, ReadError> {
    const both = makers.sides(left, right, l, relation !== "=", layout, readings, asked);
    if (!both.ok) return both;
    const { lhs, rhs } = both.value;
    const { environment } = makers.environment(l.epoch, layout);
    const given: Expr[] = [];
    if (withCase) {
      for (const g of [...l.given, ...l.imposed]) {
        const truth = makers.term(g, l.epoch, layout, new Set());
        if (!truth.ok) return fail(truth.error);
        given.push(truth.value.expr);
      }
    }
    const implied = differentiatedImplicitly(makers.terms, [lhs.expr, rhs.expr], given, environment);
    return ok({
      lhs: implied.sides[0] as Expr,
      rhs: implied.sides[1] as Expr,
      relation,
      environment: implied.given.length > 0 ? { ...environment, given: [...environment.given, ...implied.given] } : environment,
      readings: [...lhs.readings, ...rhs.readings],
      assumptions: [...new Set([...lhs.assumptions, ...rhs.assumptions])],
      undefinedNames: undefinedIn([lhs, rhs], environment, l.given),
    });
  }
}

function accepted(attempt: Attempt, layouts: readonly LayoutName[], extra: readonly Qualifier[]): Judged {
  if (attempt.outcome.kind !== "decided") return undetermined("unread", readMessage(attempt.outcome.error));
  const { decision, sides } = attempt.outcome;
  const qualifiers: Qualifier[] = [
    ...dedupe(attempt.readings.map((r): Qualifier => ({ kind: "lenient", reading: r.reading, note: r.note }))),
    ...extra,
    ...conditionsOf(decision).map((c): Qualifier => ({ kind: "condition", reading: "condition", note: `Holds where ${c}.` })),
    ...kinksOf(decision).map((c): Qualifier => ({ kind: "kink", reading: "kink-convention", note: c })),
  ];
  const literal = attempt.literal?.kind === "decided" ? attempt.literal : null;
  const against = literal?.decision.verdict === "refuted" ? witnessOf(literal.decision.counterexample, literal.sides) : null;
  const evidence = ofDecision(decision, sides).evidence;
  return {
    kind: "claim",
    ...ofDecision(decision, sides),
    qualifiers,
    layouts,
    assumptions: sides.assumptions,
    diagnosis: [],
    evidence: evidence && against ? { ...evidence, witness: against } : evidence,
    message: [describeDecision(decision), describeQualifiers(qualifiers)].filter((x) => x !== "").join(" "),
  };
}

const dedupe = (list: readonly Qualifier[]): readonly Qualifier[] => [...new Map(list.map((q) => [`${q.reading}|${q.note}`, q])).values()];
const conditionsOf = (d: Decision): readonly string[] => ("conditions" in d ? d.conditions : []);
const kinksOf = (d: Decision): readonly string[] => ("kinks" in d ? d.kinks : []);

function notAccepted(attempt: Attempt, layouts: readonly LayoutName[], clash: Judged | null): Judged {
  const { outcome } = attempt;
  if (outcome.kind === "unbuilt") {
    const { error } = outcome;
    if (error.code === "shape-clash" && clash) return clash;
    if (error.code === "shape-clash")
      return undetermined("ambiguous-reading", `${error.message}${error.try ? `; try: ${error.try}` : ""}.`);
    return undetermined(
      error.code === "unsupported" ? "unsupported" : error.code === "unknown-name" ? "undefined-symbol" : "unread",
      readMessage(error),
    );
  }
  return {
    kind: "claim",
    ...ofDecision(outcome.decision, outcome.sides),
    qualifiers: [],
    layouts,
    assumptions: outcome.sides.assumptions,
    diagnosis: [],
    message: describeDecision(outcome.decision),
  };
}
