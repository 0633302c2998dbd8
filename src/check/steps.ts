/** The steps of one unit in one layout. */
import type { Claim, ClaimRelation, Decision } from "../compare/types.ts";
import { type Environment, type Expr, freeSymbols, nodesOf, type Terms } from "../expr/index.ts";
import { build, buildSides } from "../read/build.ts";
import { buildEnvironment } from "../read/build-environment.ts";
import type { Analysis, Built, Layout, ReadingName, Term, Understood } from "../read/meaning.ts";
import { freeNames } from "../read/resolve-walk.ts";
import type { ReadLink } from "../read/unit.ts";
import type { ReadUnit } from "../read/read.ts";
import type { ReadError, RelationSymbol } from "../read/syntax.ts";
import { fail, ok, type Result, showShape } from "../shape/index.ts";
import { diagnose } from "./diagnosis.ts";
import { type Attempt, type BuiltSides, type Deciding, isAccepted, judgeIn, judgeLiterally, type Outcome, type Readable } from "./judge.ts";
import { judgeImplication } from "./implication.ts";
import { judgeMembership, judgeSignature } from "./membership.ts";
import { describeDecision, describeQualifiers, readMessage } from "./message.ts";
import type { Evidence, LayoutName, Qualifier, Step, StepKind, Witness } from "./report.ts";
import { type Taint, taintedBy, usedNames } from "./taint.ts";
import { witnessOf } from "./witness.ts";

export interface UnitSteps {
  readonly steps: readonly { readonly order: number; readonly step: Step }[];
  readonly refuted: number;
}

export interface StepInput {
  readonly terms: Terms;
  readonly unit: ReadUnit;
  readonly layout: Layout;
  readonly deciding: Deciding;
  /** Layouts in which each claim is tried besides, to list where it holds. */
  readonly others: readonly Layout[];
  readonly taints: readonly Taint[];
}

const relationOf: ReadonlyMap<RelationSymbol, ClaimRelation> = new Map([
  ["=", "="], [":=", "="], ["\\leftarrow", "="], ["\\equiv", "="], ["\\ne", "≠"], ["<", "<"], ["\\le", "≤"], [">", ">"], ["\\ge", "≥"],
]);

export function stepsOfUnit(input: StepInput): UnitSteps {
  const makers = createBuilders(input);
  const own = input.unit.unit.links.filter((l) => input.unit.isOwn(l.link));
  const steps = own.map((l) => ({ order: input.unit.orderOf(l.link), step: stepOf(l, input, makers) }));
  return { steps, refuted: steps.filter((s) => s.step.verdict === "refuted").length };
}

interface Builders {
  readonly environment: (epoch: number, layout: Layout) => { readonly environment: Environment; readonly failed: ReadonlyMap<string, ReadError> };
  readonly term: (term: Term, epoch: number, layout: Layout, readings: ReadonlySet<ReadingName>) => Result<Built, ReadError>;
  readonly sides: (left: Term, right: Term, l: ReadLink, inequality: boolean, layout: Layout, readings: ReadonlySet<ReadingName>) => Result<{ readonly lhs: Built; readonly rhs: Built }, ReadError>;
}

function createBuilders(input: StepInput): Builders {
  const { terms, unit } = input;
  const environments = new Map<string, ReturnType<Builders["environment"]>>();
  const analysisOf = (epoch: number): Analysis => unit.unit.analyses[epoch] as Analysis;
  return {
    environment: (epoch, layout) => {
      const key = `${epoch}/${layout}`;
      const known = environments.get(key);
      if (known) return known;
      const made = buildEnvironment(terms, analysisOf(epoch), layout);
      environments.set(key, made);
      return made;
    },
    term: (term, epoch, layout, readings) => build(terms, analysisOf(epoch), term, { layout, readings }),
    sides: (left, right, l, inequality, layout, readings) => buildSides(terms, analysisOf(l.epoch), left, right, { layout, readings, inequality, head: headOf(l, unit) }),
  };
}

function stepOf(l: ReadLink, input: StepInput, makers: Builders): Step {
  const judged = judgeLink(l, input, makers);
  return {
    n: 0, span: input.unit.placeOf(l.link.span), scope: l.link.scope.id, given: l.givenText, lhs: l.link.lhs.text, relation: l.link.relation, rhs: l.link.rhs.text,
    judgement: "none", global: null, ...judged,
  };
}

type Judged = Pick<Step, "kind" | "verdict" | "reason" | "qualifiers" | "layouts" | "assumptions" | "evidence" | "diagnosis" | "message">;

const plain = (kind: StepKind, message: string): Judged => ({
  kind, verdict: "definition", reason: null, qualifiers: [], layouts: [], assumptions: [], evidence: null, diagnosis: [], message,
});

const undetermined = (reason: string, message: string): Judged => ({
  kind: "claim", verdict: "undetermined", reason, qualifiers: [], layouts: [], assumptions: [], evidence: null, diagnosis: [], message,
});

function judgeLink(l: ReadLink, input: StepInput, makers: Builders): Judged {
  const { kind } = l;
  switch (kind.kind) {
    case "unread":
      return undetermined("unread", readMessage(l.link.error));
    case "asymptotic":
      return undetermined("unsupported", "Orders of growth are not compared.");
    case "declaration":
      return plain("declaration", "Declares names.");
    case "assumption":
      return plain("assumption", "Assumed from here on.");
    case "naming":
      return plain("definition", "Names a quantity by its text.");
    case "definition":
      return plain(l.link.symbol === "\\leftarrow" ? "assignment" : "definition", kind.redefines ? `Redefines ${l.link.lhs.text.trim()}.` : `Defines ${l.link.lhs.text.trim()}.`);
    case "membership":
      return fromSimple(judgeMembership(l, input, makers));
    case "signature":
      return fromSimple(judgeSignature(l, input, makers));
    case "implication":
      return fromSimple(judgeImplication(l, input, makers));
    case "claim": {
      const judged = judgeClaim(l, input, makers);
      if (kind.restates && judged.verdict === "refuted") return { ...plain("definition", `Gives ${l.link.lhs.text.trim()} a new value here.`) };
      return judged;
    }
  }
}

export type Simple = { readonly decision: Decision; readonly note?: string } | { readonly error: ReadError };

function fromSimple(s: Simple): Judged {
  if ("error" in s) return undetermined("unread", readMessage(s.error));
  return { ...ofDecision(s.decision, null), kind: "claim", qualifiers: [], layouts: [], assumptions: [], diagnosis: [], message: s.note ?? describeDecision(s.decision) };
}

function judgeClaim(l: ReadLink, input: StepInput, makers: Builders): Judged {
  if (!l.left.ok) return undetermined("unread", readMessage(l.left.error));
  if (!l.right.ok) return undetermined("unread", readMessage(l.right.error));
  const relation = l.link.symbol ? relationOf.get(l.link.symbol) : undefined;
  if (!relation) return undetermined("unsupported", `The relation “${l.link.relation}” is not judged.`);
  const readable = readableOf(l, l.left.value.term, l.right.value.term, relation, makers);
  const attempt = judgeIn(readable, input.layout, input.deciding);
  if (attempt.outcome.kind === "decided") {
    const { lhs, rhs, environment } = attempt.outcome.sides;
    const named = new Set([...freeNames(l.left.value.term), ...freeNames(l.right.value.term)]);
    const taint = taintedBy([lhs, rhs], named, environment, input.taints, l.link.span.start);
    if (taint) return undetermined("context", `This rests on something that “${taint.sentence}” changes in a way that was not understood.`);
    if (attempt.outcome.decision.verdict === "refuted") {
      const presumed = [...usedNames([lhs, rhs], named, environment)].find((n) => input.unit.unit.presumed.has(n));
      if (presumed) return undetermined("undefined-symbol", `Nothing defines ${presumed}; taken as a function of what is computed before it, the line would be false.`);
      const weak = attempt.outcome.decision.counterexample.shapes ? weaklyShaped(usedNames([lhs, rhs], named, environment), input.unit.unit.analyses[l.epoch], environment) : null;
      if (weak) return undetermined("ambiguous-reading", `${describeDecision(attempt.outcome.decision)} But the shape of ${weak.name} is only assumed (${weak.because}).`);
      if (l.kind.kind === "claim" && l.kind.goal && freeSymbols(lhs, rhs).size > 0) return undetermined("undefined-symbol", "A goal whose names are not all chosen: it is not refuted.");
    }
  }
  const layouts = input.others.length === 0 ? [] : layoutsOf(attempt, readable, input);
  if (!isAccepted(attempt.outcome)) {
    const other = layouts.find((x) => x !== input.layout);
    if (other && mayDependOnLayout(attempt.outcome)) return accepted(judgeIn(readable, other, input.deciding), layouts, [layoutQualifier(other, input.layout)]);
  }
  if (!isAccepted(attempt.outcome) && l.ended.length > 0) {
    const still = judgeLiterally(readableOf({ ...l, given: [...l.given, ...l.ended] }, l.left.value.term, l.right.value.term, relation, makers), input.layout, input.deciding);
    if (isAccepted(still)) return undetermined("ambiguous-reading", "True if the case above still holds here, false without it.");
  }
  return isAccepted(attempt.outcome) ? accepted(attempt, layouts, []) : notAccepted(attempt, layouts, input, l.link.rhs.text, attempt.open ? null : clashing(l, attempt, input, makers));
}

const layoutQualifier = (other: Layout, own: Layout): Qualifier => ({
  kind: "layout", reading: "other-layout", note: `True in ${other} layout, not in the ${own} layout of this problem.`,
});

/** The first member of the chain, where a limit may stand that later members leave out. */
function headOf(l: ReadLink, unit: ReadUnit): Term | null {
  const first = unit.unit.links.find((x) => x.link.chain === l.link.chain && x.link.position === 0 && x.link.scope === l.link.scope);
  return first?.left.ok ? first.left.value.term : null;
}

const mayDependOnLayout = (o: Outcome): boolean => o.kind === "unbuilt" || o.decision.verdict === "refuted";

function layoutsOf(attempt: Attempt, readable: Readable, input: StepInput): readonly LayoutName[] {
  return input.others.filter((layout) => (layout === input.layout ? isAccepted(attempt.outcome) : isAccepted(judgeLiterally(readable, layout, input.deciding))));
}

function readableOf(l: ReadLink, left: Term, right: Term, relation: ClaimRelation, makers: Builders): Readable {
  const cache = new Map<string, Result<BuiltSides, ReadError>>();
  return {
    conditional: l.given.length > 0,
    build: (layout, readings, withCase) => {
      const key = `${layout}/${[...readings].sort().join("+")}/${withCase}`;
      const known = cache.get(key);
      if (known) return known;
      const made = sides(layout, readings, withCase);
      cache.set(key, made);
      return made;
    },
  };

  function sides(layout: Layout, readings: ReadonlySet<ReadingName>, withCase: boolean): Result<BuiltSides, ReadError> {
    const both = makers.sides(left, right, l, relation !== "=", layout, readings);
    if (!both.ok) return both;
    const { lhs, rhs } = both.value;
    const { environment } = makers.environment(l.epoch, layout);
    const given: Expr[] = [];
    if (withCase) {
      for (const g of l.given) {
        const truth = makers.term(g, l.epoch, layout, new Set());
        if (!truth.ok) return fail(truth.error);
        given.push(truth.value.expr);
      }
    }
    return ok({
      lhs: lhs.expr, rhs: rhs.expr, relation, environment: given.length > 0 ? { ...environment, given: [...environment.given, ...given] } : environment,
      readings: [...lhs.readings, ...rhs.readings], assumptions: [...new Set([...lhs.assumptions, ...rhs.assumptions])],
      undefinedNames: undefinedIn([lhs, rhs], environment, l.given),
    });
  }
}

/**
 * Names that nothing introduces. A parameter of a function in force, a variable of a derivative and a name that a condition speaks of are
 * introduced by that: they mean every value.
 */
function undefinedIn(sides: readonly Built[], environment: Environment, given: readonly Term[]): readonly string[] {
  const introduced = new Set<string>([
    ...[...environment.definitions.values()].flatMap((d) => d.params.map((p) => p.name)),
    ...given.flatMap((g) => [...freeNames(g)]),
    ...nodesOf(...sides.map((s) => s.expr)).flatMap((e) => (e.kind === "deriv" ? [...freeSymbols(e.by).keys()] : [])),
  ]);
  const missing = sides.flatMap((s) => s.undefinedNames).filter((n) => !introduced.has(n));
  return [...new Set([...missing, ...particular(...sides.map((s) => s.expr))])];
}

/**
 * A name whose shape neither is declared nor follows from declared ones: a clash of shapes that uses it refutes nothing. What an unknown
 * must be for the formulas to fit counts as following when a definition in force mentions it.
 */
function weaklyShaped(names: ReadonlySet<string>, analysis: Analysis | undefined, environment: Environment): Understood | null {
  const defining = new Set([...environment.definitions.values()].flatMap((d) => [...freeSymbols(d.body).keys()]));
  for (const name of names) {
    const u = analysis?.understood.get(name);
    if (!u || u.sort === "index" || environment.definitions.has(name)) continue;
    if (u.ground === "typography" || u.ground === "default" || (u.origin !== "declared" && !defining.has(name))) return u;
  }
  return null;
}

/** Shapes alone refute a line that no reading can build, when every shape it rests on is declared or follows from declared ones. */
function clashing(l: ReadLink, attempt: Attempt, input: StepInput, makers: Builders): Judged | null {
  if (attempt.outcome.kind !== "unbuilt" || !l.left.ok || !l.right.ok) return null;
  const named = new Set([...freeNames(l.left.value.term), ...freeNames(l.right.value.term)]);
  const { environment } = makers.environment(l.epoch, input.layout);
  if (weaklyShaped(usedNames([], named, environment), input.unit.unit.analyses[l.epoch], environment)) return null;
  const shapeOf = (term: Term): string => {
    const built = makers.term(term, l.epoch, input.layout, new Set());
    return built.ok ? showShape(built.value.expr.shape) : "none";
  };
  const shapes = { lhs: shapeOf(l.left.value.term), rhs: shapeOf(l.right.value.term) };
  const { message } = attempt.outcome.error;
  const witness: Witness = { claim: null, seed: 0, convention: {}, dims: {}, values: {}, lhs: [], rhs: [], radius: "0", entry: [], shapes };
  return {
    kind: "claim", verdict: "refuted", reason: null, qualifiers: [], layouts: [], assumptions: [], diagnosis: [],
    evidence: { how: `the shapes do not fit: ${message}`, epsilon: null, bound: null, points: 0, witness },
    message: `The shapes do not fit: ${message}.`,
  };
}

/** Decorated indices such as m^* or \hat{k} are positions of their own, not "every position": like undefined names they refute nothing alone. */
function particular(...sides: readonly Expr[]): readonly string[] {
  return [...freeSymbols(...sides).values()].filter((s) => s.sort === "index" && /[\^']|^\\(?:hat|bar|tilde)\{/.test(s.name)).map((s) => s.name);
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
    kind: "claim", ...ofDecision(decision, sides), qualifiers, layouts, assumptions: sides.assumptions, diagnosis: [],
    evidence: evidence && against ? { ...evidence, witness: against } : evidence,
    message: [describeDecision(decision), describeQualifiers(qualifiers)].filter((x) => x !== "").join(" "),
  };
}

const dedupe = (list: readonly Qualifier[]): readonly Qualifier[] => [...new Map(list.map((q) => [`${q.reading}|${q.note}`, q])).values()];
const conditionsOf = (d: Decision): readonly string[] => ("conditions" in d ? d.conditions : []);
const kinksOf = (d: Decision): readonly string[] => ("kinks" in d ? d.kinks : []);

function notAccepted(attempt: Attempt, layouts: readonly LayoutName[], input: StepInput, source: string, clash: Judged | null): Judged {
  const { outcome } = attempt;
  if (outcome.kind === "unbuilt") {
    const { error } = outcome;
    if (error.code === "shape-clash" && clash) return clash;
    if (error.code === "shape-clash") return undetermined("ambiguous-reading", `${error.message}${error.try ? `; try: ${error.try}` : ""}.`);
    return undetermined(error.code === "unsupported" ? "unsupported" : error.code === "unknown-name" ? "undefined-symbol" : "unread", readMessage(error));
  }
  const diagnosis = outcome.decision.verdict === "refuted" ? diagnose(input.terms, outcome.sides, source, input.deciding) : [];
  const message = [describeDecision(outcome.decision), ...diagnosis.slice(0, 1).map((d) => d.message)].join(" ");
  return { kind: "claim", ...ofDecision(outcome.decision, outcome.sides), qualifiers: [], layouts, assumptions: outcome.sides.assumptions, diagnosis, message };
}

function ofDecision(d: Decision, claim: Claim | null): { readonly verdict: Step["verdict"]; readonly reason: string | null; readonly evidence: Evidence | null } {
  switch (d.verdict) {
    case "proved":
      return { verdict: "proved", reason: null, evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: null } };
    case "probable":
      return { verdict: "probable", reason: null, evidence: { how: d.how, epsilon: d.epsilon, bound: d.bound, points: d.points, witness: null } };
    case "consistent":
      return { verdict: "consistent", reason: null, evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: null } };
    case "refuted":
      return { verdict: "refuted", reason: null, evidence: { how: d.how, epsilon: null, bound: null, points: d.points, witness: witnessOf(d.counterexample, claim) } };
    case "undetermined":
      return { verdict: "undetermined", reason: d.reason, evidence: null };
  }
}

export type { Builders };
