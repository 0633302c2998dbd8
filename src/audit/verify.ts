/** Does a right side agree with the left side on every trial? */
import type { Expr } from "../expr/index.ts";
import { evaluatorOf, type Outcome } from "./evaluate.ts";
import { goal, type Prepared, showValues } from "./prepare.ts";

/** How far apart two sides may be, relative to their size: quotients are good to 1e-8, matrices inverted near a singular one to less. */
const tolerance = 1e-6;

/** What is wrong with a right side, or null when all trials agree. */
export function disagreement(p: Prepared, right: Expr): string | null {
  for (const { at, trials } of p.groups) {
    const evaluate = evaluatorOf([right], at);
    if (typeof evaluate === "string") return evaluate;
    for (const trial of trials) {
      const problem = compare(trial.left, evaluate(trial.values)[0] as Outcome);
      if (problem) return `${problem}, at ${showValues(trial.values)}`;
    }
  }
  return null;
}

function compare(left: Outcome, right: Outcome): string | null {
  if (left.kind === "none") return `the left side has no value (${left.reason})`;
  if (right.kind === "none") return `the right side has no value (${right.reason})`;
  const scale = Math.max(1, ...left.entries.map(Math.abs), ...right.entries.map(Math.abs));
  if (left.entries.length !== right.entries.length) return "the sides have different shapes";
  const off = left.entries.findIndex((x, i) => !(Math.abs(x - (right.entries[i] as number)) <= tolerance * scale));
  return off < 0 ? null : `${left.entries[off]} on the left, ${right.entries[off]} on the right`;
}

/** What is wrong with a claim: it fails, or it was never really tried. */
export function problemOf(p: Prepared): string | null {
  if (p.unevaluable !== null) return `cannot be evaluated: ${p.unevaluable}`;
  if (p.broken !== null) return p.broken;
  const problem = disagreement(p, p.right);
  if (problem) return problem;
  return p.effective * 3 < goal ? `vacuous: the conditions held in ${p.effective} of ${p.attempts} trials` : null;
}
