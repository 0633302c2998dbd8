/**
 * The prover: both sides of an equation in index normal form, in stages. Every stage is a proof or nothing; the order only saves time.
 *
 *   native      σ and tanh are atoms               cross      common denominators without a dummy
 *   generalise  arguments of activations opened    ranges     ranges that differ by a constant
 *   expand      by exp, ln, powers, sums of angles unfold     multiplied by matrices that occur inverted
 *                                                  write out  numeric ranges up to 12
 */
import type { Environment, Expr, Terms } from "../../expr/index.ts";
import { type Shape, sameShape } from "../../shape/index.ts";
import { one, variable } from "./affine.ts";
import { crossMultiply } from "./cross.ts";
import type { Poly } from "./factor.ts";
import { axisLengths, type Mode, rootFrame } from "./frame.ts";
import { freeze } from "./freeze.ts";
import { generalise, hasActivation, opensUp } from "./generalise.ts";
import { learn } from "./known.ts";
import { lowerSpread } from "./lower.ts";
import { subtractPolys } from "./poly.ts";
import { alignRanges } from "./ranges.ts";
import { freshName, GivenUp, openSession, type Session } from "./session.ts";
import { nameIndices, showPoly } from "./show.ts";
import { vanishesUnfolded } from "./unfold.ts";

export type Stage = "native" | "generalise" | "expand" | "cross" | "ranges" | "unfold" | "write out";

export type ProofResult =
  | {
      readonly kind: "proved";
      readonly stage: Stage;
      /** Laws used, in the order of their first use. */
      readonly laws: readonly string[];
      /** What has to hold besides: both sides agree wherever it does. */
      readonly conditions: readonly string[];
      /** The common normal form, in index notation. */
      readonly form?: string;
      readonly operations: number;
    }
  | { readonly kind: "open"; readonly reason: string; readonly residue?: string; readonly operations: number };

export interface Equation {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly environment: Environment;
}

export interface ProveOptions {
  /** Operations for all stages together. */
  readonly budget?: number;
}

export const proofBudget = 200_000;

/** Both sides are the same for all values in their common domain, or the question stays open. Free indices are quantified universally. */
export function prove(_t: Terms, claim: Equation, options: ProveOptions = {}): ProofResult {
  const s = openSession(options.budget ?? proofBudget);
  try {
    learn(s, [claim.lhs, claim.rhs], claim.environment);
    return inStages(s, claim);
  } catch (e) {
    if (e instanceof GivenUp) return { kind: "open", reason: e.message, operations: s.operations };
    // A term nested too deeply for the stack, or a number too long to hold.
    if (e instanceof RangeError) return { kind: "open", reason: "budget", operations: s.operations };
    throw e;
  }
}

const isZero = (e: Expr): boolean => e.kind === "num" && e.value.n === 0n;

/** The shape of both sides; a literal 0 has any. */
function commonShape({ lhs, rhs }: Equation): Shape | null {
  if (isZero(rhs)) return lhs.shape;
  return isZero(lhs) || sameShape(lhs.shape, rhs.shape) ? rhs.shape : null;
}

interface Sides {
  readonly left: Poly;
  readonly difference: Poly;
  readonly indices: readonly string[];
}

function sides(s: Session, claim: Equation, mode: Mode): Sides | null {
  const f = rootFrame(s, claim.environment, mode);
  const shape = commonShape(claim);
  if (!shape) return null;
  const indices = axisLengths(f, shape).map((to) => freshName(s, { from: one, to }));
  const at = indices.map(variable);
  const thaw = (e: Expr): Poly => freeze(s, lowerSpread(f, e, at), false);
  const left = thaw(claim.lhs);
  return { left, difference: subtractPolys(s, left, thaw(claim.rhs)), indices };
}

/** Runs a try; the laws of one that fails are forgotten. */
function succeeds(s: Session, attempt: () => Poly | null): boolean {
  const laws = [...s.laws];
  const conditions = [...s.conditions];
  if (attempt()?.terms.length === 0) return true;
  s.laws.clear();
  s.conditions.clear();
  for (const x of laws) s.laws.add(x);
  for (const x of conditions) s.conditions.add(x);
  return false;
}

const expanded: Mode = { native: false, writeOut: false };
const writtenOut: Mode = { native: false, writeOut: true };

function inStages(s: Session, claim: Equation): ProofResult {
  const first = sides(s, claim, { native: true, writeOut: false });
  if (!first) return { kind: "open", reason: "shapes differ", operations: s.operations };
  const show = (p: Poly): string => showPoly(p, nameIndices(first.indices));
  const proved = (stage: Stage): ProofResult => ({
    kind: "proved",
    stage,
    laws: [...s.laws],
    conditions: [...s.conditions],
    form: show(first.left),
    operations: s.operations,
  });
  const { difference } = first;
  if (difference.terms.length === 0) return proved("native");
  if (hasActivation(difference) && succeeds(s, () => generalise(s, difference))) return proved("generalise");
  const latest = (opensUp(difference) ? sides(s, claim, expanded) : null) ?? first;
  const left = latest.difference;
  if (left.terms.length === 0) return proved("expand");
  const crossed = crossMultiply(s, left) ?? left;
  if (crossed.terms.length === 0) return proved("cross");
  if (succeeds(s, () => alignRanges(s, crossed))) return proved("ranges");
  if (vanishesUnfolded(s, left, latest.indices)) return proved("unfold");
  const crossedOut = (p: Poly): Poly => crossMultiply(s, p) ?? p;
  if (succeeds(s, () => crossedOut(sides(s, claim, writtenOut)?.difference ?? left))) return proved("write out");
  return { kind: "open", reason: "the normal forms differ", residue: show(left), operations: s.operations };
}
