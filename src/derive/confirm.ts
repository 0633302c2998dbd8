/**
 * What will be written is checked against the oracle's automatic differentiation of the function: two tuples of sizes, three points each.
 *
 * The oracle knows what functions mean, never how the book differentiates them; a disagreement is our bug and never printed.
 */

import { positionsAt, rolesOf } from "../compare/indices.ts";
import { reachOf } from "../compare/reach.ts";
import { tuplesFor } from "../compare/sizes.ts";
import { type Environment, type Expr, nodesOf } from "../expr/index.ts";
import { balls, drawPoint, type Evaluated, inputsAt, isSkip, type Point, replay, type Tape, trace, valuesAt } from "../oracle/index.ts";

export type Confirmed =
  | { readonly kind: "agrees"; readonly points: number }
  | { readonly kind: "differs"; readonly detail: string }
  /** Nothing could be evaluated. */
  | { readonly kind: "unknown"; readonly reason: string };

/** How many tuples of sizes have to agree, and at how many points of each. */
export interface Effort {
  readonly tuples: number;
  readonly points: number;
}
const full: Effort = { tuples: 2, points: 3 };
/** For the steps of a worked solution, whose answer is confirmed in full. */
export const glance: Effort = { tuples: 1, points: 2 };
const mostPositions = 64;
/** The answer may have no value where the function has one: det(XᵀX) X (XᵀX)⁻¹ for a wide X. Then other points are tried. */
const mostAttempts = 12;
/** Relative to the largest entry; doubles lose some digits in long sums and near poles. */
const tolerance = 1e-7;
/** Where an integrand has a singularity, an estimate is worth a digit or two. */
const roughTolerance = 0.05;
const panels = 6;

/**
 * Do two expressions have the same values, wherever both were evaluated?
 *
 * Integrals without closed form are estimated; then only a large difference is one.
 */
export function confirm(environment: Environment, answer: Expr, reference: Expr, seed: number, effort: Effort = full): Confirmed {
  const exact = confirmOn(environment, answer, reference, seed, { tolerance, effort });
  const integrals = nodesOf(answer, reference, ...[...environment.definitions.values()].map((d) => d.body)).some(
    (x) => x.kind === "bind" && x.binder === "integral",
  );
  if (exact.kind !== "unknown" || !integrals) return exact;
  const estimated = confirmOn(environment, answer, reference, seed, { panels, tolerance, effort });
  if (estimated.kind !== "differs") return estimated;
  const roughly = confirmOn(environment, answer, reference, seed, { panels, tolerance: roughTolerance, effort });
  return roughly.kind === "differs" ? roughly : { kind: "unknown", reason: "an integral could only be estimated" };
}

interface Measure {
  readonly tolerance: number;
  readonly effort: Effort;
  /** For integrals that have to be estimated. */
  readonly panels?: number;
}

function confirmOn(environment: Environment, answer: Expr, reference: Expr, seed: number, measure: Measure): Confirmed {
  const reach = reachOf(environment, [answer, reference]);
  const roles = rolesOf(environment, reach);
  const { tuples } = tuplesFor(reach, roles.sizes);
  let points = 0;
  let reason = tuples.length === 0 ? "no sizes fit" : "";
  let tuplesSeen = 0;
  for (const [k, sizes] of tuples.entries()) {
    if (tuplesSeen >= measure.effort.tuples) break;
    const positions = positionsAt(roles.indices, sizes, mostPositions);
    let here = 0;
    for (let point = 0; point < mostAttempts && here < measure.effort.points; point++) {
      const indices = positions.length > 0 ? positions[(point * 7 + k) % positions.length] : undefined;
      const traced = trace(environment, [answer, reference], {
        sizes,
        seed: seed + point,
        ...(indices ? { indices } : {}),
        ...(measure.panels === undefined ? {} : { panels: measure.panels }),
      });
      if (!traced.ok) {
        reason = traced.error.detail;
        break;
      }
      const at = drawPoint(environment, traced.value.symbols, sizes, { seed, tuple: k, point });
      const verdict = compareAt(traced.value, at, measure);
      if (verdict === "differs") return { kind: "differs", detail: `at sizes ${[...sizes].map(([n, v]) => `${n} = ${v}`).join(", ")}` };
      if (verdict === "agrees") here++;
      else reason = verdict;
    }
    points += here;
    if (here > 0) tuplesSeen++;
  }
  return points > 0 ? { kind: "agrees", points } : { kind: "unknown", reason: reason || "no valid point" };
}

/** In doubles; where they disagree, the rounding errors are looked at before anything is said. */
function compareAt(tape: Tape, point: Point, measure: Measure): "agrees" | "differs" | string {
  const [a, b] = valuesAt(tape, point) as [Evaluated, Evaluated];
  const verdict = compareValues(a, b, measure);
  if (verdict !== "differs") return verdict;
  const [x, y] = replay(tape, balls, inputsAt(tape, balls, point), "convention").roots;
  if (!x || !y || x.values.length !== y.values.length) return "differs";
  const apart = x.values.some((p, i) => {
    const q = y.values[i];
    return q !== undefined && !isSkip(p) && !isSkip(q) && Math.abs(p.mid - q.mid) > p.rad + q.rad;
  });
  return apart ? "differs" : "too little precision at the points tried";
}

function compareValues(a: Evaluated, b: Evaluated, measure: Measure): "agrees" | "differs" | string {
  if (a.values.length !== b.values.length) return "differs";
  let scale = 0;
  let gap = 0;
  let seen = 0;
  for (const [i, x] of a.values.entries()) {
    const y = b.values[i];
    if (y === undefined || isSkip(y)) continue;
    if (isSkip(x)) continue;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    seen++;
    scale = Math.max(scale, Math.abs(x), Math.abs(y));
    gap = Math.max(gap, Math.abs(x - y));
  }
  if (seen === 0) return "no value at the points tried";
  return gap <= measure.tolerance * Math.max(scale, 1e-3) ? "agrees" : "differs";
}
