/** Inequalities: exact where both sides are numbers, otherwise refuted by one certain violation or at best consistent. */
import { type Ball, balls, inputsAt, isSkip, type Point, replayCells, type TraceFailure } from "../oracle/index.ts";
import type { Case } from "./case.ts";
import { toCounterexample } from "./counterexample.ts";
import { decideExactly } from "./exact.ts";
import type { Instance } from "./instance.ts";
import { oneSided, unknowable } from "./quantities.ts";
import { type Difference, refutingPoints } from "./refute.ts";
import type { Claim, ClaimRelation, Decision, Reason } from "./types.ts";

/** Whether two balls certainly break the relation. */
export function violates(relation: ClaimRelation, x: Ball<number>, y: Ball<number>): boolean {
  const gap = x.mid - y.mid;
  const radius = (x.rad + y.rad) * (1 + 1e-9);
  const exact = x.rad === 0 && y.rad === 0;
  switch (relation) {
    case "=":
      return Math.abs(gap) > radius;
    case "≠":
      return exact && gap === 0;
    case "<":
      return gap > radius || (exact && gap === 0);
    case ">":
      return -gap > radius || (exact && gap === 0);
    case "≤":
      return gap > radius;
    case "≥":
      return -gap > radius;
    default:
      return relation satisfies never;
  }
}

/** The first entry at which the relation is certainly broken at a point; "valid" when every entry exists on both sides. */
function look(instance: Instance, relation: ClaimRelation, point: Point): Difference | "valid" | null {
  const { cells } = replayCells(instance.tape, balls, inputsAt(instance.tape, balls, point), "hull");
  const ball = (r: number): Ball<number> | null => {
    const c = cells[r];
    return c === undefined || isSkip(c) ? null : c;
  };
  if (!instance.conditions.every((r) => (ball(r)?.mid ?? 0) - (ball(r)?.rad ?? 0) > 0.5)) return null;
  let valid = true;
  const middles = (list: readonly number[]): readonly number[] => list.map((r) => ball(r)?.mid ?? Number.NaN);
  for (const [at, l] of instance.lhs.entries()) {
    const x = ball(l);
    const y = ball(instance.rhs[at] as number);
    if (!x || !y) valid = false;
    else if (violates(relation, x, y)) {
      return { instance, point, at, lhs: middles(instance.lhs), rhs: middles(instance.rhs), radius: x.rad + y.rad };
    }
  }
  return valid ? "valid" : null;
}

const plainPoints = 16;

/** Judges an inequality, or ≠, at the same points as an equation; it is never proved by sampling. */
export function decideInequality(
  c: Case,
  failed: (f: TraceFailure) => Decision,
  replays: (claim: Claim, d: Difference) => boolean,
): Decision {
  const { claim } = c;
  const exact = decideExactly(claim);
  if (exact) return exact;
  let points = 0;
  for (const [k, sizes] of c.tuples.entries()) {
    for (const instance of c.instancesAt(k, sizes)) {
      if ("reason" in instance) return failed(instance);
      for (const { point } of refutingPoints(
        instance,
        { environment: c.request.environment, seed: c.request.seed },
        { plain: plainPoints, styled: true, special: true },
      )) {
        if (!c.meter.spend(instance.tape.op.length))
          return { verdict: "undetermined", reason: "budget", detail: "the budget of operations is used up", points };
        const seen = look(instance, claim.relation, point);
        if (seen === "valid") points++;
        else if (seen) return broken(claim, seen, points, replays(claim, seen));
      }
    }
  }
  if (points === 0)
    return { verdict: "undetermined", reason: "no-valid-point", detail: "no point was found at which both sides have a value", points };
  return { verdict: "consistent", how: "holds wherever it was evaluated", conditions: [], kinks: [], points };
}

/** A violation refutes when it replays, and when nothing is hidden or undeclared that could mend the line. */
function broken(claim: Claim, seen: Difference, points: number, replayed: boolean): Decision {
  const open = (reason: Reason, detail: string): Decision => ({ verdict: "undetermined", reason, detail, points });
  const hidden = unknowable(claim);
  if (hidden) return open("unsupported", hidden);
  const name = oneSided(claim);
  if (name) return open("undefined-symbol", `${name} is not introduced, and stands on one side only`);
  if (!replayed) return open("ill-conditioned", "a difference was seen that did not replay");
  return {
    verdict: "refuted",
    how: `the sides break ${claim.relation} at a point by more than their error bounds`,
    counterexample: toCounterexample(seen),
    points,
  };
}
