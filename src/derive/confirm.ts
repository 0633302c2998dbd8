/**
 * What will be written is checked against the oracle's automatic differentiation of the function: two tuples of sizes, three points each.
 *
 * The oracle knows what functions mean, never how the book differentiates them; a disagreement is our bug and never printed.
 */
import { reachOf } from "../compare/reach.ts";
import { positionsAt, rolesOf } from "../compare/indices.ts";
import { tuplesFor } from "../compare/sizes.ts";
import type { Environment, Expr } from "../expr/index.ts";
import { evaluateAtRandom, type Evaluated, isSkip } from "../oracle/index.ts";

export type Confirmed =
  | { readonly kind: "agrees"; readonly points: number }
  | { readonly kind: "differs"; readonly detail: string }
  /** Nothing could be evaluated. */
  | { readonly kind: "unknown"; readonly reason: string };

const tuplesTried = 2;
const pointsTried = 3;
const mostAttempts = 8;
/** Relative to the largest entry; doubles lose some digits in long sums and near poles. */
const tolerance = 1e-7;

/** Do two expressions have the same values, wherever both were evaluated? */
export function confirm(environment: Environment, answer: Expr, reference: Expr, seed: number): Confirmed {
  const reach = reachOf(environment, [answer, reference]);
  const roles = rolesOf(environment, reach);
  const { tuples } = tuplesFor(reach, roles.sizes, environment);
  let points = 0;
  let reason = tuples.length === 0 ? "no sizes fit" : "";
  for (const [k, sizes] of tuples.slice(0, tuplesTried).entries()) {
    const positions = positionsAt(roles.indices, sizes);
    let here = 0;
    for (let point = 0; point < mostAttempts && here < pointsTried; point++) {
      const indices = positions.length > 0 ? positions[(point * 7 + k) % positions.length] : undefined;
      const out = evaluateAtRandom(environment, [answer, reference], { seed, tuple: k, point }, { sizes, seed: seed + point, ...(indices ? { indices } : {}) });
      if (!out.ok) {
        reason = out.error.detail;
        break;
      }
      const [a, b] = out.value.roots as [Evaluated, Evaluated];
      const verdict = compareValues(a, b);
      if (verdict === "differs") return { kind: "differs", detail: `at sizes ${[...sizes].map(([n, v]) => `${n} = ${v}`).join(", ")}` };
      if (verdict === "agrees") here++;
      else reason = verdict;
    }
    points += here;
  }
  return points > 0 ? { kind: "agrees", points } : { kind: "unknown", reason: reason || "no valid point" };
}

function compareValues(a: Evaluated, b: Evaluated): "agrees" | "differs" | string {
  if (a.values.length !== b.values.length) return "differs";
  let scale = 0;
  let gap = 0;
  let seen = 0;
  for (const [i, x] of a.values.entries()) {
    const y = b.values[i];
    if (y === undefined || isSkip(y)) continue;
    if (isSkip(x)) {
      if (x.sure) return "differs";
      continue;
    }
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    seen++;
    scale = Math.max(scale, Math.abs(x), Math.abs(y));
    gap = Math.max(gap, Math.abs(x - y));
  }
  if (seen === 0) return "no value at the points tried";
  return gap <= tolerance * Math.max(scale, 1e-3) ? "agrees" : "differs";
}
