/**
 * A → B: true when B follows from A.
 *
 * Two ways are tried: B holds by itself; or B is A rearranged, that is, the differences of their sides are equal up to sign
 * (i + j − 1 = n → i = n − j + 1). Anything else waits for a person.
 */
import { type Expr, heads, type Terms } from "../expr/index.ts";
import type { ReadError } from "../read/syntax.ts";
import type { ReadLink, ReadRelation } from "../read/unit.ts";
import { fail, ok, type Result, sameShape } from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import { accepts } from "./judge.ts";
import type { Simple } from "./judged.ts";

const open: Simple = {
  decision: {
    verdict: "undetermined",
    reason: "unsupported",
    detail: "the second relation does not follow from the first by rearranging it",
    points: 0,
  },
};

interface Pair {
  readonly left: Expr;
  readonly right: Expr;
}

const gap = (t: Terms, p: Pair): Expr => t.app(heads.add, [p.left, t.app(heads.neg, [p.right])]);

export function judgeImplication(l: ReadLink, input: StepInput): Simple {
  if (l.implies?.premise.symbol !== "=" || l.implies.conclusion.symbol !== "=") return open;
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const conclusion = pair(l, l.implies.conclusion, input);
  if (!conclusion.ok) return { error: conclusion.error };
  const direct = input.deciding.decide({ lhs: conclusion.value.left, rhs: conclusion.value.right, relation: "=", environment });
  if (accepts(direct)) return { decision: direct };
  const premise = pair(l, l.implies.premise, input);
  if (!premise.ok) return { error: premise.error };
  if (!sameShape(premise.value.left.shape, conclusion.value.left.shape)) return open;
  const t = input.terms;
  const from = gap(t, premise.value);
  const to = gap(t, conclusion.value);
  for (const candidate of [to, t.app(heads.neg, [to])]) {
    const decision = input.deciding.decide({ lhs: from, rhs: candidate, relation: "=", environment });
    if (accepts(decision)) return { decision, note: "The second equation is the first, rearranged." };
  }
  return open;
}

function pair(l: ReadLink, r: ReadRelation, input: StepInput): Result<Pair, ReadError> {
  if (!r.left.ok) return fail(r.left.error);
  if (!r.right.ok) return fail(r.right.error);
  const left = input.makers.term(r.left.value.term, l.epoch, input.layout, new Set());
  if (!left.ok) return left;
  const right = input.makers.term(r.right.value.term, l.epoch, input.layout, new Set());
  return right.ok ? ok({ left: left.value.expr, right: right.value.expr }) : right;
}
