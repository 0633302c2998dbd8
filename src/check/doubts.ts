/**
 * Refute only on what is certain: what keeps a refutation from standing, and when shapes alone are enough for one.
 */
import { type Environment, type Expr, freeSymbols, nodesOf } from "../expr/index.ts";
import type { Analysis, Built, Term, Understood } from "../read/meaning.ts";
import { freeNames } from "../read/resolve-walk.ts";
import { lookup } from "../read/table.ts";
import { isPresumed, type ReadLink } from "../read/unit.ts";
import { showShape } from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import type { Attempt, Outcome } from "./judge.ts";
import { type Judged, undetermined } from "./judged.ts";
import { describeDecision } from "./message.ts";
import type { Witness } from "./report.ts";
import { type Taint, taintedBy, usedNames } from "./taint.ts";

/** Names that the notation of both sides mentions. */
function namesOf(l: ReadLink): ReadonlySet<string> {
  return new Set([l.left, l.right].flatMap((side) => (side.ok ? [...freeNames(side.value.term)] : [])));
}

/** A definition that a sentence changes in a way that was not understood: no verdict that rests on it is reported, whatever it is. */
export function taintOf(l: ReadLink, outcome: Outcome, input: StepInput): Judged | null {
  if (outcome.kind !== "decided") return null;
  const { lhs, rhs, environment } = outcome.sides;
  const taint = taintedBy([lhs, rhs], namesOf(l), environment, input.taints, l.link.span.start);
  return taint && tainted(taint);
}

/** The same for a statement about the shape of what the notation names. */
export function taintOfNames(l: ReadLink, input: StepInput): Judged | null {
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const taint = taintedBy([], namesOf(l), environment, input.taints, l.link.span.start);
  return taint && tainted(taint);
}

const tainted = (taint: Taint): Judged =>
  undetermined("context", `This rests on something that “${taint.sentence}” changes in a way that was not understood.`);

/** Why a refutation does not stand: it rests on a presumption, on a guessed shape, or on a name that is still to be chosen. */
export function doubtOf(l: ReadLink, outcome: Outcome, input: StepInput): Judged | null {
  if (outcome.kind !== "decided" || outcome.decision.verdict !== "refuted") return null;
  const [repair] = l.link.repairs;
  if (repair !== undefined) return undetermined("ambiguous-reading", `As it was mended the line is false, but ${repair}.`);
  const { lhs, rhs, environment } = outcome.sides;
  const { unit } = input.unit;
  const used = usedNames([lhs, rhs], namesOf(l), environment);
  const presumed = [...used].find((n) => unit.presumed.has(n));
  if (presumed) {
    return undetermined(
      "undefined-symbol",
      `Nothing defines ${presumed}; taken as a function of what is computed before it, the line would be false.`,
    );
  }
  const misfit = [...used].find((n) => isMisfit(n, l, environment, input));
  if (misfit)
    return undetermined("ambiguous-reading", `The value that defines ${misfit} is not of the shape that ${misfit} was taken to have.`);
  const weak = outcome.decision.counterexample.shapes ? weaklyShaped(used, unit.analyses[l.epoch], environment) : null;
  if (weak) {
    return undetermined(
      "ambiguous-reading",
      `${describeDecision(outcome.decision)} But the shape of ${weak.name} is only assumed (${weak.because}).`,
    );
  }
  return l.kind.kind === "claim" && l.kind.goal && freeSymbols(lhs, rhs).size > 0
    ? undetermined("undefined-symbol", "A goal whose names are not all chosen: it is not refuted.")
    : null;
}

/** A name whose definition was left out because its shape was guessed otherwise: what is drawn for it is not what is meant. */
function isMisfit(name: string, l: ReadLink, environment: Environment, input: StepInput): boolean {
  if (environment.definitions.has(name) || !input.makers.environment(l.epoch, input.layout).failed.has(name)) return false;
  const analysis = input.unit.unit.analyses[l.epoch];
  const body = analysis?.definitions.get(name)?.body;
  return (
    body !== undefined && analysis?.understood.get(name)?.sort !== "index" && input.makers.term(body, l.epoch, input.layout, new Set()).ok
  );
}

/**
 * Names that nothing introduces. A parameter of a function in force, a variable of a derivative and a name that a condition speaks of are
 * introduced by that: they mean every value.
 */
export function undefinedIn(sides: readonly Built[], environment: Environment, given: readonly Term[]): readonly string[] {
  const introduced = new Set<string>([
    ...[...environment.definitions.values()].flatMap((d) => d.params.map((p) => p.name)),
    ...given.flatMap((g) => [...freeNames(g)]),
    ...nodesOf(...sides.map((s) => s.expr)).flatMap((e) => (e.kind === "deriv" ? [...freeSymbols(e.by).keys()] : [])),
  ]);
  const missing = sides.flatMap((s) => s.undefinedNames).filter((n) => !introduced.has(n));
  // What is only presumed to be a function of the values above it may depend on more.
  const presumed = [...environment.functions.keys()].filter(isPresumed);
  return [...new Set([...missing, ...presumed, ...particular(...sides.map((s) => s.expr))])];
}

/**
 * A name whose shape neither is declared nor follows from declared ones: a clash of shapes that uses it refutes nothing. What an unknown
 * must be for the formulas to fit counts as following when a definition in force mentions it.
 */
function weaklyShaped(
  names: ReadonlySet<string>,
  analysis: Analysis | undefined,
  environment: Environment,
): Pick<Understood, "name" | "because"> | null {
  const defining = new Set([...environment.definitions.values()].flatMap((d) => [...freeSymbols(d.body).keys()]));
  for (const name of names) {
    const u = analysis?.understood.get(name);
    const isFree = environment.functions.has(name) && !environment.definitions.has(name);
    if (isFree && analysis && !lookup(analysis.table, name)?.signature) return { name, because: "nothing declares the function" };
    const definition = environment.definitions.get(name);
    const declared = analysis !== undefined && lookup(analysis.table, name)?.signature;
    // x(t) = … x(0): whatever shape the right side was given, it was given by a guess about x.
    if (definition && !declared && nodesOf(definition.body).some((e) => e.kind === "call" && e.fn === name))
      return { name, because: "it is defined by a value of its own" };
    if (!u || u.sort === "index" || definition) continue;
    if (u.ground === "typography" || u.ground === "default" || (u.origin !== "declared" && !defining.has(name))) return u;
  }
  return null;
}

/** A name that keeps a statement about the shape of the left side from being refuted. */
export function weakName(l: ReadLink, input: StepInput): Pick<Understood, "name" | "because"> | null {
  const { environment } = input.makers.environment(l.epoch, input.layout);
  return weaklyShaped(usedNames([], namesOf(l), environment), input.unit.unit.analyses[l.epoch], environment);
}

/** Shapes alone refute a line that no reading can build, when every shape it rests on is declared or follows from declared ones. */
export function clashing(l: ReadLink, attempt: Attempt, input: StepInput): Judged | null {
  if (attempt.outcome.kind !== "unbuilt" || !l.left.ok || !l.right.ok || l.link.repairs.length > 0) return null;
  if (weakName(l, input)) return null;
  const shapeOf = (term: Term): string => {
    const built = input.makers.term(term, l.epoch, input.layout, new Set());
    return built.ok ? showShape(built.value.expr.shape) : "none";
  };
  const shapes = { lhs: shapeOf(l.left.value.term), rhs: shapeOf(l.right.value.term) };
  const { message } = attempt.outcome.error;
  const witness: Witness = { claim: null, seed: 0, convention: {}, dims: {}, values: {}, lhs: [], rhs: [], radius: "0", entry: [], shapes };
  return {
    kind: "claim",
    verdict: "refuted",
    reason: null,
    qualifiers: [],
    layouts: [],
    assumptions: [],
    diagnosis: [],
    evidence: { how: `the shapes do not fit: ${message}`, epsilon: null, bound: null, points: 0, witness },
    message: `The shapes do not fit: ${message}.`,
  };
}

/** Decorated indices such as m^* or \hat{k} are positions of their own, not "every position": like undefined names they refute nothing alone. */
function particular(...sides: readonly Expr[]): readonly string[] {
  return [...freeSymbols(...sides).values()]
    .filter((s) => s.sort === "index" && /[\^']|^\\(?:hat|bar|tilde)\{/.test(s.name))
    .map((s) => s.name);
}
