/**
 * Each claim against the head of its chain. In a = b = c with b miswritten both links are false, and c has the value of a again: the slip is
 * b, told once, and the second link is *recovered*. Where c follows from the wrong b, it is *carried*.
 */
import type { Expr } from "../expr/index.ts";
import { sameShape } from "../shape/index.ts";
import { readClaim } from "./claim.ts";
import { accepts, type BuiltSides, judgeIn } from "./judge.ts";
import { type Chain, chainsOf, type Located, type Read } from "./marks-chain.ts";
import type { Step } from "./report.ts";

type Global = Step["global"];

/** By number of step. */
export function globalsOf(steps: readonly Located[]): ReadonlyMap<number, Global> {
  return new Map(chainsOf(steps).flatMap((chain) => [...inChain(chain)]));
}

function* inChain(chain: Chain): Generator<readonly [number, Global]> {
  let astray = false;
  let head: Expr | null = null;
  for (const at of chain) {
    const { step } = at;
    const equation = step.relation === "=" || step.kind === "definition" || step.kind === "assignment";
    const sides = equation ? sidesOf(at) : null;
    head ??= sides?.lhs ?? null;
    const wrong = step.judgement === "wrong";
    if (step.kind !== "claim" || step.judgement === "review" || step.judgement === "none") continue;
    if (!wrong && !astray) yield [step.n, "right"];
    else if (wrong && !astray) yield [step.n, "wrong"];
    else {
      const value = sides && head ? compared(at, head, sides) : "open";
      if (value === "right") {
        yield [step.n, wrong ? "recovered" : "right"];
        astray = false;
        continue;
      }
      if (value === "wrong") yield [step.n, wrong ? "wrong" : "carried"];
    }
    astray ||= wrong;
  }
}

/** The sides as they were judged. */
function sidesOf(at: Read): BuiltSides | null {
  const { link, input } = at.source;
  const claim = link.kind.kind === "claim" || link.kind.kind === "definition" ? readClaim(link, input) : null;
  if (!claim) return null;
  const { outcome } = judgeIn(claim.readable, input.layout, input.deciding);
  return outcome.kind === "decided" ? outcome.sides : null;
}

/** Whether the right side of a link has the value of the head of its chain. */
function compared(at: Read, head: Expr, sides: BuiltSides): "right" | "wrong" | "open" {
  if (!sameShape(head.shape, sides.rhs.shape)) return "wrong";
  const { environment, undefinedNames } = sides;
  const decision = at.source.input.deciding.decide({
    lhs: head,
    rhs: sides.rhs,
    relation: "=",
    environment,
    undeclared: new Set(undefinedNames),
  });
  return accepts(decision) ? "right" : decision.verdict === "refuted" ? "wrong" : "open";
}
