/**
 * `decide`: is the claim true? Three machines that never contradict each other: a prover, a modular acceptor, a ball refuter.
 *
 * Accept on proof or on an identity with a stated chance of error, and only where both sides exist alike; refute only on a certain,
 * replayable difference; otherwise say why not.
 */
import { type Book, type Expr, heads, nodesOf, type Terms } from "../expr/index.ts";
import { opcode, type Tape, type TraceFailure } from "../oracle/index.ts";
import { absurd } from "../shape/index.ts";
import { type Agreement, acceptInstance, type DomainGap } from "./accept.ts";
import { largestEpsilon, plainTuples } from "./budget.ts";
import { canonical } from "./canonical.ts";
import { type Case, prepare } from "./case.ts";
import { shapeCounterexample, toCounterexample } from "./counterexample.ts";
import { blameFor } from "./domain.ts";
import { decideExactly } from "./exact.ts";
import { decideInequality } from "./inequality.ts";
import type { Instance } from "./instance.ts";
import { type Outcomes, withOutcomes } from "./outcomes.ts";
import { type Proof, proofOf } from "./prover.ts";
import { dependence, oneSided, unknowable } from "./quantities.ts";
import { type Care, type Difference, lookAt, lookLonger, refutingPoints } from "./refute.ts";
import { matchShapes } from "./shapes.ts";
import type { Sizes } from "./sizes.ts";
import type { Claim, DecideOptions, Decision, Reason } from "./types.ts";
import { stillRefutes } from "./witness.ts";

const undetermined = (reason: Reason, detail: string, points = 0): Decision => ({ verdict: "undetermined", reason, detail, points });

const reasonOf = (f: TraceFailure): Reason => {
  switch (f.reason) {
    case "budget":
      return "budget";
    case "undefined-symbol":
      return "undefined-symbol";
    case "unsupported":
    case "unsized":
      return "unsupported";
    default:
      return absurd(f.reason);
  }
};

/** Judges a claim, whatever its relation. Who is late has no answer, except that a counterexample stays one. */
export function decide(t: Terms, book: Book | null, claim: Claim, options: DecideOptions): Decision {
  const found = judged(t, book, claim, options);
  return options.late?.() && found.verdict !== "refuted" ? undetermined("budget", "the time allowed for one claim is over") : found;
}

function judged(t: Terms, book: Book | null, claim: Claim, options: DecideOptions): Decision {
  const match = matchShapes(claim.lhs, claim.rhs);
  switch (match.kind) {
    case "clash":
    case "restricted": {
      const only = match.kind === "restricted" ? `, equal only if ${match.when}` : "";
      return {
        verdict: "refuted",
        how: `the left side is ${match.lhs}, the right side ${match.rhs}${only}`,
        points: 0,
        counterexample: shapeCounterexample(options.seed, match.lhs, match.rhs),
      };
    }
    case "same":
    case "zero":
      break;
    default:
      return absurd(match);
  }
  const outcomes = withOutcomes(t, claim);
  if (outcomes.length > 0) return overOutcomes(t, book, claim, outcomes, options);
  if (claim.relation === "=") return onceMore(t, book, claim, options, decideEquation(t, claim, options));
  const c = prepare(t, claim, options);
  return decideInequality(
    c,
    (f) => undetermined(reasonOf(f), f.detail),
    (_, d) => stillRefutes(claim, c.request.environment, toCounterexample(d)),
  );
}

/** A claim about expectations, under what its author takes to be random. It is refuted only if no reading of that makes it true. */
function overOutcomes(t: Terms, book: Book | null, claim: Claim, readings: readonly Outcomes[], options: DecideOptions): Decision {
  let first: Decision | null = null;
  for (const { claim: summed, random } of readings) {
    const found = decide(t, book, summed, options);
    if (found.verdict !== "refuted" && found.verdict !== "undetermined") {
      if (first) return undetermined("ambiguous-reading", `true if only ${random.join(", ")} is random`);
      return { ...found, how: `${found.how}, for every distribution of ${random.join(", ")}` };
    }
    first ??= found.verdict === "refuted" ? { ...found, claim: summed } : found;
  }
  if (first?.verdict !== "refuted" || claim.anyDistribution)
    return first ?? undetermined("unsupported", "an expectation of nothing random");
  return undetermined("unsupported", "false for some distribution; which one is meant is not known", first.points);
}

/** Where nothing but sampling spoke for the line, it is tried again in another form; what was seen so far is kept. */
function onceMore(t: Terms, book: Book | null, claim: Claim, options: DecideOptions, found: Decision): Decision {
  if (found.verdict !== "consistent") return found;
  const other = canonical(t, book, claim);
  const again = other && decideEquation(t, other, options);
  if (again?.verdict !== "proved" && again?.verdict !== "probable") return found;
  return {
    ...again,
    how: `${again.how}, after nested extremes and angles were written in one way`,
    conditions: [...new Set([...found.conditions, ...again.conditions])],
    kinks: [...new Set([...found.kinks, ...again.kinks])],
  };
}

function decideEquation(t: Terms, claim: Claim, options: DecideOptions): Decision {
  const exact = decideExactly(claim);
  if (exact) return exact;
  const missing = dependence(claim);
  if (missing) return undetermined(missing.reason, missing.detail);
  const prepared = prepare(t, claim, options);
  if (prepared.tuples.length === 0) return undetermined("unsupported", "no sizes were found at which every array has a length");
  const glanced = glance(prepared, options);
  if (glanced) return glanced;
  const proof =
    claim.lhs === claim.rhs ? { how: "both sides are the same term", laws: [] } : proofOf(t, claim, prepared.request.environment);
  return proof ? afterProof(prepared, proof, options) : bySampling(prepared, options);
}

const isFailure = (x: Instance | TraceFailure): x is TraceFailure => "reason" in x;

/** Most wrong lines are wrong at the first point: that is seen before any proof is tried. */
function glance(c: Case, options: DecideOptions): Decision | null {
  const [sizes] = c.tuples;
  if (!sizes || c.claim.lhs === c.claim.rhs) return null;
  for (const instance of c.instancesAt(0, sizes)) {
    if (isFailure(instance) || !c.meter.spend(instance.tape.op.length)) return null;
    const looked = survey(c, instance, options, { plain: 2, styled: false, special: false });
    return looked.difference ? refuted(c, looked.difference, looked.valid + 1) : null;
  }
  return null;
}

/** What is looked at after a proof, at the first instance of a tuple and at the others. */
const afterProofFirst: Care = { plain: 3, styled: true, special: true };
const afterProofOthers: Care = { plain: 1, styled: false, special: false };
const instancesAfterProof = 12;

/** A proof stands where the claim says anything at all: some point must be valid, and no point may contradict it. */
function afterProof(c: Case, proof: Proof, options: DecideOptions): Decision {
  let points = 0;
  let gap: DomainGap | null = null;
  const kinks = new Set<string>();
  for (const [k, sizes] of c.tuples.slice(0, plainTuples).entries()) {
    let nth = 0;
    for (const instance of c.instancesAt(k, sizes)) {
      if (isFailure(instance)) {
        if (instance.reason === "budget" && points > 0) break;
        return undetermined(reasonOf(instance), instance.detail, points);
      }
      if (nth >= instancesAfterProof || !c.meter.spend(instance.tape.op.length)) break;
      const looked = survey(c, instance, options, nth++ === 0 && k === 0 ? afterProofFirst : afterProofOthers);
      if (looked.difference)
        return undetermined("unsupported", `a proof (${proof.how}) and a counterexample contradict each other`, points);
      points += looked.valid;
      gap ??= looked.gap;
      for (const kink of looked.kinks) kinks.add(kink);
    }
  }
  if (points === 0) points = patientSearch(c, options);
  if (points === 0) return undetermined("no-valid-point", "no point was found at which both sides have a value");
  const conditions = conditionsFor(c, gap);
  if (conditions === null) return undetermined("domain", "one side has no value where the other has one", points);
  return { verdict: "proved", how: proof.how, laws: proof.laws, conditions, kinks: [...kinks], points };
}

/** Valid points of the first instance at one tuple or another, looked for as long as the acceptor would. */
function patientSearch(c: Case, options: DecideOptions): number {
  for (const [k, sizes] of [...c.tuples, ...c.spares].entries()) {
    if (k >= plainTuples && k < c.tuples.length) continue;
    for (const instance of c.instancesAt(k, sizes)) {
      if (isFailure(instance)) return 0;
      const found = acceptInstance(instance, { environment: c.request.environment, seed: options.seed, meter: c.meter });
      if (found.kind === "agrees" && found.points > 0) return found.points;
      break;
    }
  }
  return 0;
}

interface Survey {
  readonly valid: number;
  readonly difference: Difference | null;
  readonly gap: DomainGap | null;
  readonly kinks: readonly string[];
}

/** The refuter at all its points of one instance. */
function survey(c: Case, instance: Instance, options: DecideOptions, care: Care): Survey {
  let valid = 0;
  let gap: DomainGap | null = null;
  const kinks = new Set<string>();
  for (const { point, special } of refutingPoints(instance, { environment: c.request.environment, seed: options.seed }, care)) {
    if (!c.meter.spend(instance.tape.op.length)) break;
    const seen = lookAt(instance, point);
    if (seen.difference) return { valid, difference: seen.difference, gap, kinks: [] };
    if (seen.agrees) valid++;
    gap ??= seen.gap;
    if (seen.conventional)
      kinks.add(
        special
          ? `The sides agree but for the conventional value where ${special.name} is at a kink.`
          : "The sides agree but for conventional values at a kink.",
      );
  }
  return { valid, difference: null, gap, kinks: [...kinks] };
}

/** The conditions that explain a difference of domains: none needed, some, or null where it is not excused. */
function conditionsFor(c: Case, gap: DomainGap | null): readonly string[] | null {
  if (!gap) return [];
  const blame = blameFor(c.request.environment, gap.side === "lhs" ? c.claim.lhs : c.claim.rhs, gap);
  return blame.kind === "condition" ? [blame.text] : null;
}

/** What the machines have found so far, over all instances. */
interface Findings {
  points: number;
  agreed: boolean;
  epsilon: number;
  bound: "proved" | "heuristic";
  gap: DomainGap | null;
  readonly kinks: Set<string>;
  silent: { readonly reason: Reason; readonly detail: string } | null;
}

/**
 * All tuples of sizes; where the claim has no value at one, spare tuples take its place. To accept, two tuples must have valid points, and
 * one of them distinct sizes: a line may be right for square matrices only.
 */
function bySampling(c: Case, options: DecideOptions): Decision {
  const found: Findings = { points: 0, agreed: true, epsilon: 0, bound: "proved", gap: null, kinks: new Set(), silent: null };
  const good: Sizes[] = [];
  let empty: Sizes | null = null;
  let lost = 0;
  for (const [k, sizes] of [...c.tuples, ...c.spares].entries()) {
    if (k >= c.tuples.length && (empty === null || covers(c, good))) break;
    const valid = judgeTuple(c, options, found, k, sizes);
    if (typeof valid !== "number") return valid;
    if (valid > 0) good.push(sizes);
    else if (k >= plainTuples && k < c.tuples.length) lost++;
    else empty ??= sizes;
  }
  if (!covers(c, good))
    return undetermined(
      "no-valid-point",
      `no point was found at which both sides have a value${showSizes(empty ?? new Map())}`,
      found.points,
    );
  // Sizes as numbers are tried at one value more than their degree asks for.
  if (lost > 1) found.agreed = false;
  return verdict(c, found);
}

const isDistinct = (sizes: Sizes): boolean => new Set(sizes.values()).size === sizes.size;
const covers = (c: Case, good: readonly Sizes[]): boolean => good.length >= Math.min(2, c.tuples.length) && good.some(isDistinct);

/** All instances at a tuple of sizes: how many points were valid, or a verdict that settles the claim. */
function judgeTuple(c: Case, options: DecideOptions, found: Findings, k: number, sizes: Sizes): number | Decision {
  let valid = 0;
  let nth = 0;
  for (const instance of c.instancesAt(k, sizes)) {
    if (isFailure(instance)) return undetermined(reasonOf(instance), instance.detail, found.points);
    const judged = judgeInstance(c, instance, options, found, nth++);
    if (typeof judged !== "number") return judged;
    valid += judged;
    if (c.meter.exhausted()) return undetermined("budget", "the budget of operations is used up", found.points);
  }
  return valid;
}

const showSizes = (sizes: Sizes): string => (sizes.size === 0 ? "" : ` (${[...sizes].map(([n, v]) => `${n} = ${v}`).join(", ")})`);

/** Full care for the first instances at each tuple of sizes; much of it where the acceptor has not spoken. */
function careFor(instance: Instance, agreed: boolean, nth: number): Care {
  if (!agreed) return { plain: nth < 2 ? (instance.tape.kinks ? 24 : 12) : 4, styled: true, special: nth < 4 };
  return nth === 0
    ? { plain: 2, styled: true, special: instance.tuple === 0 || instance.tape.kinks }
    : { plain: 1, styled: false, special: false };
}

/** Both machines on one instance: the number of valid points, or a verdict that settles the claim. */
function judgeInstance(c: Case, instance: Instance, options: DecideOptions, found: Findings, nth: number): number | Decision {
  const request = { environment: c.request.environment, seed: options.seed, meter: c.meter };
  const accepted = acceptInstance(instance, request);
  if (accepted.kind === "differs") {
    const difference = lookAt(instance, accepted.point).difference;
    if (difference) return refuted(c, difference, found.points + accepted.points);
  }
  const looked = survey(c, instance, options, careFor(instance, accepted.kind === "agrees", nth));
  if (looked.difference) return refuted(c, looked.difference, found.points + looked.valid + 1);
  if (accepted.kind === "differs") {
    const difference = lookLonger(instance, accepted.point, 50) ?? lookLonger(instance, accepted.point, 200);
    if (difference) return refuted(c, difference, found.points + looked.valid + 1);
    // Field operations alone are exact there: the sides are different, by less than 200 digits show.
    if (isRational(instance.tape)) return undetermined("ill-conditioned", "the sides differ by less than 200 digits show", found.points);
  } else if (accepted.kind === "silent" && nth === 0 && instance.tape.op.length <= lengthLookedAtLonger) {
    const [first] = refutingPoints(instance, request, { plain: 1, styled: false, special: false });
    const difference = first ? (lookLonger(instance, first.point, 50) ?? lookLonger(instance, first.point, 100)) : null;
    if (difference) return refuted(c, difference, found.points + looked.valid + 1);
  }
  for (const kink of looked.kinks) found.kinks.add(kink);
  found.gap ??= (accepted.kind === "differs" ? null : accepted.gap) ?? looked.gap;
  if (accepted.kind === "agrees") {
    note(found, accepted);
    found.points += accepted.points + looked.valid;
    return accepted.points + looked.valid;
  }
  found.agreed = false;
  found.points += looked.valid;
  if (accepted.kind === "silent") found.silent ??= { reason: accepted.reason, detail: accepted.detail };
  return looked.valid;
}

/** Registers of a tape that is looked at with many digits though nothing speaks against the line. */
const lengthLookedAtLonger = 2_000;

const fieldOperations: ReadonlySet<number> = new Set([
  opcode.constant,
  opcode.input,
  opcode.add,
  opcode.mul,
  opcode.neg,
  opcode.div,
  opcode.power,
]);

const isRational = (tape: Tape): boolean => tape.op.every((op) => fieldOperations.has(op));

function note(found: Findings, a: Agreement): void {
  found.epsilon = Math.max(found.epsilon, a.epsilon);
  if (a.bound === "heuristic") found.bound = "heuristic";
  if (!a.everyCell) found.agreed = false;
  if (a.conventional) found.kinks.add("A value at a kink is taken by convention.");
}

/** An equation between values, not between positions, that could not be solved: chance does not meet it. */
const isEquation = (e: Expr): boolean =>
  e.kind === "app" && e.head === heads.eq && nodesOf(e).some((x) => (x.kind === "sym" && x.sort === "real") || x.kind === "call");

/** A refutation is replayed from its own data before it is believed, and stands only if no undeclared name could mend the line. */
function refuted(c: Case, difference: Difference, points: number): Decision {
  const hidden = unknowable(c.claim);
  if (hidden) return undetermined("unsupported", hidden, points);
  const open = oneSided(c.claim);
  if (open) return undetermined("undefined-symbol", `${open} is not introduced, and stands on one side only`, points);
  const counterexample = toCounterexample(difference);
  if (!stillRefutes(c.claim, c.request.environment, counterexample)) {
    return undetermined("ill-conditioned", "a difference was seen that did not replay", points);
  }
  return { verdict: "refuted", how: "the sides differ at a point by more than their error bounds", counterexample, points };
}

function verdict(c: Case, found: Findings): Decision {
  const conditions = conditionsFor(c, found.gap);
  if (conditions === null) return undetermined("domain", "one side has no value where the other has one", found.points);
  const kinks = [...found.kinks];
  if (found.agreed && c.sampled && found.epsilon <= largestEpsilon) {
    return {
      verdict: "probable",
      how: "equal modulo chains of primes at random points",
      epsilon: found.epsilon,
      bound: c.tuples.length > 1 ? "heuristic" : found.bound,
      conditions,
      kinks,
      points: found.points,
    };
  }
  if (c.request.truths.some(isEquation))
    return undetermined("no-valid-point", "an equation that is assumed was met at special points only", found.points);
  return { verdict: "consistent", how: "equal within error bounds wherever it was evaluated", conditions, kinks, points: found.points };
}
