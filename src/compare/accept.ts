/**
 * The acceptor: both sides modulo a chain of primes at random points, for every instance of the claim.
 *
 * A false identity passes a point with probability at most D/p₀; a point counts only where both sides exist, by the companion, and the
 * companion's balls meet. Signs are tried as free field elements, as bits, and last by the companion alone, which covers only the cells
 * that were visited.
 */
import type { Environment } from "../expr/index.ts";
import {
  type ChainPlan,
  chainsOf,
  drawResidues,
  exists,
  hash,
  planChain,
  replayChain,
  type SignMode,
  sameResidues,
} from "../oracle/chain.ts";
import type { Point } from "../oracle/index.ts";
import { drawsPerPoint, type Meter, pointsPerTuple } from "./budget.ts";
import type { Instance } from "./instance.ts";
import { ballsAt, meetsConditions, pointFor, styleOf } from "./points.ts";

/** One side has a value and the other certainly has none. */
export interface DomainGap {
  readonly instance: Instance;
  readonly point: Point;
  /** The side without a value. */
  readonly side: "lhs" | "rhs";
  readonly entry: number;
}

export interface Agreement {
  readonly kind: "agrees";
  readonly points: number;
  /** Chance of error of the worst instance. */
  readonly epsilon: number;
  readonly bound: "proved" | "heuristic";
  /** False where only the sign patterns that were met are covered. */
  readonly everyCell: boolean;
  /** The value of some step at zero, a convention, was used. */
  readonly conventional: boolean;
  readonly gap: DomainGap | null;
  /** Points of each kind of failure told nothing; no valid point at all. */
  readonly vacuous: boolean;
}

export type Acceptance =
  | Agreement
  | { readonly kind: "differs"; readonly instance: Instance; readonly point: Point; readonly points: number }
  | {
      readonly kind: "silent";
      readonly reason: "unsupported" | "no-valid-point" | "budget";
      readonly detail: string;
      readonly gap: DomainGap | null;
    };

export interface AcceptRequest {
  readonly environment: Environment;
  readonly seed: number;
  readonly meter: Meter;
}

/** Bit patterns of up to this many sign atoms are gone through one by one. */
const enumeratedAtoms = 5;
/** Points with drawn bits: a difference of degree 3 in the bits escapes with probability (7/8)^208 < 2⁻⁴⁰. */
const drawnBitPoints = 208;
/** Draws without any valid point after which an instance is taken to have none. */
const patience = 16;
/** Draws with a value on one side only after which no more are tried. */
const oneSidedPatience = 100;

interface Way {
  readonly mode: SignMode;
  readonly points: number;
  readonly enumerate: boolean;
}

/** Judges one instance: free signs first, then bits, then the companion's signs. */
export function acceptInstance(instance: Instance, request: AcceptRequest): Acceptance {
  const plan = planChain(instance.tape, instance.facts);
  if (chainsOf(plan.family, plan.length).length === 0) {
    return {
      kind: "silent",
      reason: "unsupported",
      detail: `exponentials and logarithms nested beyond ${plan.length - 1} levels`,
      gap: null,
    };
  }
  const plain = plan.roots ? pointsPerTuple.roots : pointsPerTuple.plain;
  const first = tryWay(instance, plan, request, { mode: "field", points: plain, enumerate: false });
  if (first.outcome.kind !== "differs" || !instance.tape.kinks || first.atoms === 0) return first.outcome;
  const few = first.atoms <= enumeratedAtoms;
  const bits: Way = { mode: "bits", points: few ? plain * 2 ** first.atoms : drawnBitPoints, enumerate: few };
  const second = tryWay(instance, plan, request, bits);
  if (second.outcome.kind !== "differs") return second.outcome;
  return tryWay(instance, plan, request, { mode: "companion", points: pointsPerTuple.cells, enumerate: false }).outcome;
}

interface Tried {
  readonly outcome: Acceptance;
  readonly atoms: number;
}

interface Tally {
  valid: number;
  atoms: number;
  conventional: boolean;
  gap: DomainGap | null;
  /** Draws at which both sides certainly have no value. */
  undefinedBoth: number;
  readonly patterns: Set<string>;
}

function tryWay(instance: Instance, plan: ChainPlan, request: AcceptRequest, way: Way): Tried {
  const tally: Tally = { valid: 0, atoms: 0, conventional: false, gap: null, undefinedBoth: 0, patterns: new Set() };
  for (let i = 0; i < way.points; i++) {
    const found = validPoint(instance, plan, request, way, i, tally);
    switch (found.kind) {
      case "valid":
        tally.valid++;
        break;
      case "differs":
        return { outcome: { kind: "differs", instance, point: found.point, points: tally.valid + 1 }, atoms: tally.atoms };
      case "budget":
        return {
          outcome: { kind: "silent", reason: "budget", detail: "the budget of operations is used up", gap: tally.gap },
          atoms: tally.atoms,
        };
      case "unknown":
        return {
          outcome: { kind: "silent", reason: "unsupported", detail: "no prime of the chain knows both sides", gap: tally.gap },
          atoms: tally.atoms,
        };
      case "none":
        return { outcome: withoutPoint(tally), atoms: tally.atoms };
      default:
        return found satisfies never;
    }
  }
  return { outcome: agreement(plan, way, tally), atoms: tally.atoms };
}

/** Both sides undefined wherever we looked: nothing is claimed there. Otherwise we were unlucky, which proves nothing. */
function withoutPoint(tally: Tally): Acceptance {
  if (tally.valid === 0 && tally.gap === null && tally.undefinedBoth >= patience) {
    return { kind: "agrees", points: 0, epsilon: 0, bound: "proved", everyCell: true, conventional: false, gap: null, vacuous: true };
  }
  return { kind: "silent", reason: "no-valid-point", detail: "no point was found at which both sides have a value", gap: tally.gap };
}

function agreement(plan: ChainPlan, way: Way, tally: Tally): Agreement {
  const prime = chainsOf(plan.family, plan.length).reduce((least, c) => Math.min(least, c.primes[0] as number), Number.MAX_SAFE_INTEGER);
  const perPoint = Math.max(Math.min(1, plan.degree / prime), plan.roots ? 1 / 2 : 0);
  const share = way.mode === "bits" ? (way.enumerate ? 2 ** -tally.atoms : 40 / drawnBitPoints) : 1;
  const everyCell = way.mode !== "companion" || (tally.atoms <= enumeratedAtoms && tally.patterns.size === 2 ** tally.atoms);
  const epsilon = way.mode === "bits" && !way.enumerate ? Math.max(2 ** -40, perPoint ** 40) : perPoint ** Math.round(way.points * share);
  return {
    kind: "agrees",
    points: tally.valid,
    epsilon,
    bound: plan.bound === "proved" && way.mode === "field" ? "proved" : "heuristic",
    everyCell,
    conventional: tally.conventional,
    gap: tally.gap,
    vacuous: false,
  };
}

type Found =
  | { readonly kind: "valid" }
  | { readonly kind: "differs"; readonly point: Point }
  | { readonly kind: "budget" }
  | { readonly kind: "unknown" }
  | { readonly kind: "none" };

/** Draws until a point is valid, and compares there. */
function validPoint(instance: Instance, plan: ChainPlan, request: AcceptRequest, way: Way, i: number, tally: Tally): Found {
  // Where nothing is drawn, another draw is the same.
  const most =
    instance.tape.inputs.length === 0 ? chainsOf(plan.family, plan.length).length : tally.valid === 0 ? drawsPerPoint : 4 * drawsPerPoint;
  for (let attempt = 0; attempt < most; attempt++) {
    if (!request.meter.spend(instance.tape.op.length * (2 + plan.length))) return { kind: "budget" };
    if (tally.valid === 0 && attempt >= patience && tally.undefinedBoth >= attempt) return { kind: "none" };
    if (tally.valid === 0 && tally.gap !== null && attempt >= oneSidedPatience) return { kind: "none" };
    const found = pointAt(instance, plan, request, way, i, attempt, tally);
    if (found) return found;
  }
  return { kind: "none" };
}

/** One draw: what it tells, or null when it tells nothing. */
function pointAt(
  instance: Instance,
  plan: ChainPlan,
  request: AcceptRequest,
  way: Way,
  i: number,
  attempt: number,
  tally: Tally,
): Found | null {
  const chains = chainsOf(plan.family, plan.length);
  const chain = chains[i % (plan.logarithms ? Math.min(2, chains.length) : chains.length)];
  if (!chain) return { kind: "unknown" };
  const key = i * 1024 + attempt;
  const point = pointFor(instance, {
    environment: request.environment,
    seed: request.seed,
    point: key,
    style: styleOf(attempt),
    special: null,
  });
  const companion = ballsAt(instance, point);
  if (!meetsConditions(instance, companion)) return null;
  const seed = hash(request.seed, instance.tuple, key, 3);
  const residues = drawResidues(instance.tape, chain, seed, instance.facts, point.values);
  if (!residues) return null;
  const bits = way.enumerate ? i % 2 ** Math.min(tally.atoms || enumeratedAtoms, 30) : null;
  const { state, pattern, atoms } = replayChain(instance.tape, plan, { chain, seed, residues, companion, bits }, way.mode, instance.given);
  tally.atoms = Math.max(tally.atoms, atoms);
  let valid = true;
  let undefinedBoth = true;
  for (const [entry, l] of instance.lhs.entries()) {
    const r = instance.rhs[entry] as number;
    const left = state.existence[l];
    const right = state.existence[r];
    if (left === exists.no && right === exists.no) {
      valid = false;
      continue;
    }
    undefinedBoth = false;
    if (left === exists.no && right === exists.yes) tally.gap ??= { instance, point, side: "lhs", entry };
    else if (right === exists.no && left === exists.yes) tally.gap ??= { instance, point, side: "rhs", entry };
    if (left !== exists.yes || right !== exists.yes) {
      valid = false;
      continue;
    }
    const gap = Math.abs((companion.middles[l] as number) - (companion.middles[r] as number));
    if (gap > ((companion.radii[l] as number) + (companion.radii[r] as number)) * (1 + 1e-9)) return { kind: "differs", point };
    if (state.unusable[l] === 1 || state.unusable[r] === 1) {
      valid = false;
      continue;
    }
    const same = sameResidues(state, l, r);
    if (same === false) return { kind: "differs", point };
    if (same === null) return { kind: "unknown" };
  }
  if (undefinedBoth) tally.undefinedBoth++;
  if (!valid) return null;
  tally.conventional ||= state.conventional;
  tally.patterns.add(pattern);
  return { kind: "valid" };
}
