/**
 * Many equations at once: which of them agree at a point? One tape for all, sharing what they share; what passes is worth deciding, what
 * fails is certainly wrong there.
 */
import type { Environment, Expr, Terms } from "../expr/index.ts";
import { type Ball, balls, drawPoint, inputsAt, isSkip, replayCells, type Tape, traceMany } from "../oracle/index.ts";
import { relevantConditions } from "./given.ts";
import { type Positions, positionsAt, rolesOf } from "./indices.ts";
import { reachOf } from "./reach.ts";
import { matchShapes } from "./shapes.ts";
import { type Sizes, tuplesFor } from "./sizes.ts";

export interface Equation {
  readonly lhs: Expr;
  readonly rhs: Expr;
}

/** Operations of one tape. */
const budget = 300_000;
const positionsLookedAt = 4;
const pointsLookedAt = 4;
/** For sizes that only candidates mention. */
const furtherSize = 3;

/**
 * For each candidate whether both sides have a value and agree wherever they were looked at. What is a size and what an index is told by the
 * equation that they are made from.
 */
export function sieve(
  t: Terms,
  environment: Environment,
  from: Equation,
  candidates: readonly Equation[],
  seed: number,
): readonly boolean[] {
  const fits = candidates.map((e) => {
    const { kind } = matchShapes(e.lhs, e.rhs);
    return kind === "same" || kind === "zero";
  });
  let live = candidates.map((_, k) => k).filter((k) => fits[k]);
  const passed = new Set<number>();
  if (live.length > 0) {
    const conditions = relevantConditions(t, environment, [from.lhs, from.rhs]);
    const reach = reachOf(conditions.environment, [from.lhs, from.rhs, ...conditions.truths]);
    const roles = rolesOf(conditions.environment, reach);
    const [sizes] = tuplesFor(reach, roles.sizes).tuples;
    const further = reachOf(
      conditions.environment,
      candidates.flatMap((e) => [e.lhs, e.rhs]),
    ).sizes;
    const all = new Map([...further.map((n) => [n, furtherSize] as const), ...(sizes ?? [])]);
    const here: Place = { ...conditions, sizes: all, seed };
    for (const positions of sizes ? positionsAt(roles.indices, sizes, positionsLookedAt) : []) {
      const seen = lookAtAll(here, positions, candidates, live);
      live = live.filter((k) => seen.get(k) !== "differs");
      for (const k of live) if (seen.get(k) === "agrees") passed.add(k);
    }
  }
  return candidates.map((_, k) => passed.has(k) && live.includes(k));
}

interface Place {
  readonly environment: Environment;
  readonly truths: readonly Expr[];
  readonly sizes: Sizes;
  readonly seed: number;
}

type Seen = "agrees" | "differs";

function lookAtAll(place: Place, positions: Positions, all: readonly Equation[], which: readonly number[]): ReadonlyMap<number, Seen> {
  if (which.length === 0) return new Map();
  const { environment, truths, sizes, seed } = place;
  const roots = [...truths, ...which.flatMap((k) => [(all[k] as Equation).lhs, (all[k] as Equation).rhs])];
  const tape = traceMany(environment, roots, { sizes, indices: positions, seed: seed * 64, budget });
  const out = new Map<number, Seen>();
  for (let i = 0; i < pointsLookedAt && out.size < which.length; i++) {
    const point = drawPoint(environment, tape.symbols, sizes, { seed, tuple: 0, point: 950_000 + i });
    const { cells } = replayCells(tape, balls, inputsAt(tape, balls, point), "hull");
    const conditions = tape.roots.slice(0, truths.length);
    if (!conditions.every((r) => Array.from(r.registers).every((c) => holds(cells[c])))) continue;
    for (const [n, k] of which.entries()) {
      if (out.get(k) === "differs") continue;
      const left = tape.roots[truths.length + 2 * n] as Tape["roots"][number];
      const right = tape.roots[truths.length + 2 * n + 1] as Tape["roots"][number];
      const seen = comparison(left.registers, right.registers, cells);
      if (seen) out.set(k, seen);
    }
  }
  return out;
}

/** Whether the value of a term without free names is taken at a kink, where only a convention gives it. */
export function isAtKink(environment: Environment, e: Expr): boolean {
  const tape = traceMany(environment, [e], { sizes: new Map(), budget });
  return tape.symbols.length === 0 && replayCells(tape, balls, [], "hull").kink;
}

type Cells = ReturnType<typeof replayCells<Ball<number>>>["cells"];

const holds = (c: Cells[number] | undefined): boolean => c !== undefined && !isSkip(c) && c.mid - c.rad > 0.5;

/** Null where a side has no value. */
function comparison(left: Int32Array, right: Int32Array, cells: Cells): Seen | null {
  if (left.length === 0 || right.length === 0) return null;
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i++) {
    const x = cells[left[left.length === 1 ? 0 : i] as number];
    const y = cells[right[right.length === 1 ? 0 : i] as number];
    if (x === undefined || y === undefined || isSkip(x) || isSkip(y)) return null;
    if (Math.abs(x.mid - y.mid) > (x.rad + y.rad) * (1 + 1e-9)) return "differs";
  }
  return "agrees";
}
