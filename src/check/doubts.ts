/**
 * Refute only on what is certain: what keeps a refutation from standing, and when shapes alone are enough for one.
 */
import { type Environment, type Expr, freeSymbols, nodesOf } from "../expr/index.ts";
import { isFamily } from "../read/families.ts";
import type { Analysis, Built, Term, Understood } from "../read/meaning.ts";
import { freeNames, visit } from "../read/resolve-walk.ts";
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
  const everywhere = impliesMore(l, used, input);
  if (everywhere)
    return undetermined("context", `${everywhere} is assumed for every position, of which this line was tried with one only.`);
  const start = startsLater(outcome.decision.counterexample.indices, input);
  if (start) return undetermined("ambiguous-reading", `False for ${start} = 0, but ${start} counts from 1 in places.`);
  // Shapes that clash speak against the layout all the same.
  const missing = withoutValue(used, l, input, outcome.decision.counterexample.shapes !== null);
  if (missing)
    return outcome.decision.counterexample.shapes ? { ...missing, ...undetermined("ambiguous-reading", missing.message) } : missing;
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

/** An assumption with a free position (Σ_k γ_nk = 1) says more than the one instance that a point satisfies. */
function impliesMore(l: ReadLink, used: ReadonlySet<string>, input: StepInput): string | null {
  const own = namesOf(l);
  for (const g of l.imposed) {
    if (g.kind !== "relation" || g.symbol !== "=" || ![...freeNames(g)].some((n) => used.has(n))) continue;
    if (![...positionsIn(g)].some((n) => !own.has(n))) continue;
    const said = input.unit.unit.links.find((x) => x.link.span === g.span);
    return said?.link.lhs.text.trim() ?? "An equation";
  }
  return null;
}

/** Free names that stand as the whole of a position. */
function positionsIn(t: Term): ReadonlySet<string> {
  const out = new Set<string>();
  visit(t, (part, bound) => {
    const at = part.kind === "entry" ? part.at : part.kind === "call" && isFamily(part.fn) ? part.args : [];
    for (const a of at) if (a.kind === "name" && !bound.has(a.name)) out.add(a.name);
  });
  return out;
}

/** A position that a document with base 0 counts from 1 in a sum. */
function startsLater(indices: ReadonlyMap<string, number>, input: StepInput): string | null {
  const text = input.unit.unit.links.map((l) => `${l.link.lhs.text} ${l.link.rhs.text}`).join(" ");
  for (const [name, value] of indices)
    if (value === 0 && /^[A-Za-z]$/.test(name) && new RegExp(`_\\{?\\s*${name}\\s*=\\s*1(?!\\d)`).test(text)) return name;
  return null;
}

/** A name whose definition could not be used is no free variable: what the document says of its value is only not known here. */
function withoutValue(used: ReadonlySet<string>, l: ReadLink, input: StepInput, byShapes: boolean): Judged | null {
  const { failed, environment } = input.makers.environment(l.epoch, input.layout);
  const analysis = input.unit.unit.analyses[l.epoch];
  const unused = input.unit.unit.undefinable.filter((n) => !environment.definitions.has(n));
  // A letter that counts stands for every position, whatever else bears its name.
  // A value whose own shapes clash has no other shape than the one that the document gives it.
  const open = [...failed].flatMap(([n, error]) => (byShapes && error.code === "shape-clash" ? [] : [n]));
  const name = [...open, ...unused].find((n) => used.has(n) && analysis?.understood.get(n)?.sort !== "index");
  if (name === undefined) return null;
  const why = failed.get(name)?.message ?? "it is defined for some positions only";
  return undetermined("undefined-symbol", `False if ${name} may be anything, but the definition of ${name} is not used here: ${why}.`);
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
  const defining = new Set(
    [...environment.definitions.values()].flatMap((d) =>
      [...freeSymbols(d.body).keys()].filter((n) => !d.params.some((p) => p.name === n)),
    ),
  );
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
  if (
    weakName(l, input) ||
    withoutValue(usedNames([], namesOf(l), input.makers.environment(l.epoch, input.layout).environment), l, input, true)
  )
    return null;
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
