/**
 * What is said of a line besides its verdict, once nothing of it can change any more: the mistake in a wrong one, a remark on one that holds.
 *
 * The search costs more than the verdict, so it is made once, for lines that stand in the report.
 */
import type { Term } from "../read/meaning.ts";
import type { ReadLink } from "../read/unit.ts";
import type { StepInput } from "./builders.ts";
import { type ReadClaim, readableOf, readClaim } from "./claim.ts";
import { diagnose, diagnoseNotation, type Patient } from "./diagnosis/diagnose.ts";
import { remarks, throughExpectation } from "./diagnosis/scope.ts";
import { type BuiltSides, judgeIn, type Readable } from "./judge.ts";
import type { Judged } from "./judged.ts";
import type { Diagnosis } from "./report.ts";
import { solvedSides } from "./stationary.ts";

/** The step with its diagnosis; the first of them is part of its message. */
export function diagnosed<T extends Pick<Judged, "kind" | "verdict" | "reason" | "diagnosis" | "message">>(
  step: T,
  l: ReadLink,
  input: StepInput,
): T {
  const solved = step.kind === "claim" && step.verdict === "refuted" ? diagnosisOfSolution(l, input) : [];
  const claim = step.kind === "claim" && l.kind.kind === "claim" ? readClaim(l, input) : null;
  const diagnosis = solved.length > 0 ? solved : claim ? diagnosisOf(step, claim, l, input) : [];
  const [first] = diagnosis;
  if (!first) return step;
  const holds = step.verdict !== "refuted" && step.verdict !== "undetermined";
  return { ...step, diagnosis, message: holds ? step.message : `${step.message} ${first.message}` };
}

function diagnosisOf(step: Pick<Judged, "verdict" | "reason">, claim: ReadClaim, l: ReadLink, input: StepInput): readonly Diagnosis[] {
  const { left, right, relation, readable } = claim;
  const attempt = judgeIn(readable, input.layout, input.deciding);
  const sides = attempt.outcome.kind === "decided" ? attempt.outcome.sides : null;
  const stated = { left, right, lhs: l.link.lhs.text, rhs: l.link.rhs.text };
  const patient: Patient = { ...input, ...stated, indexBase: input.unit.unit.analyses[l.epoch]?.table.notation.indexBase ?? 1 };
  switch (step.verdict) {
    case "definition":
      return [];
    case "proved":
    case "probable":
    case "consistent":
      return remarks(stated, sides);
    case "refuted": {
      if (sides) return diagnose([sides, ...(input.free ? otherwise(readable, sides, attempt, input) : [])], patient);
      const build = (a: Term, b: Term): BuiltSides | null => anyhow(readableOf(l, a, b, relation, input.makers), input);
      return relation === "=" ? diagnoseNotation({ left, right, build }, patient) : [];
    }
    case "undetermined": {
      // What nothing introduces may be another name for something that is.
      const unknown = new Set(sides?.undefinedNames ?? []);
      return sides && step.reason === "undefined-symbol" && unknown.size > 0
        ? diagnose([sides], patient, unknown)
        : throughExpectation(stated);
    }
  }
}

/** What would make a value that does not make the derivative zero do so. */
function diagnosisOfSolution(l: ReadLink, input: StepInput): readonly Diagnosis[] {
  const sides = solvedSides(l, input);
  if (!sides || !l.left.ok || !l.right.ok) return [];
  const stated = { left: l.left.value.term, right: l.right.value.term, lhs: l.link.lhs.text, rhs: l.link.rhs.text };
  const indexBase = input.unit.unit.analyses[l.epoch]?.table.notation.indexBase ?? 1;
  return diagnose([sides], { ...input, ...stated, indexBase });
}

/** The line as it is built in other layouts. */
function otherwise(readable: Readable, own: BuiltSides, attempt: ReturnType<typeof judgeIn>, input: StepInput): readonly BuiltSides[] {
  const byCase = attempt.outcome.kind === "decided" && attempt.outcome.byCase;
  const seen = new Set([`${own.lhs.id}=${own.rhs.id}`]);
  return input.others.flatMap((layout) => {
    const { sides } = readable.build(layout, new Set(), byCase);
    if (!sides.ok || seen.has(`${sides.value.lhs.id}=${sides.value.rhs.id}`)) return [];
    seen.add(`${sides.value.lhs.id}=${sides.value.rhs.id}`);
    return [sides.value];
  });
}

/** The sides under the first reading that gives them a meaning. */
function anyhow(readable: Readable, input: StepInput): BuiltSides | null {
  const literal = readable.build(input.layout, new Set(), false);
  if (literal.sides.ok) return literal.sides.value;
  for (const reading of literal.asked) {
    const { sides } = readable.build(input.layout, new Set([reading]), false);
    if (sides.ok) return sides.value;
  }
  return null;
}
