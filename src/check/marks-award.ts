/**
 * Marks for one part: an item for each milestone (method) and one for the answer; without milestones the method is the working as a whole.
 *
 * The rules, each told in the item's `why` (docs/teachers.md has them as a table):
 *   right                                → all of the item
 *   made of something wrong above        → the share that `followThrough` gives to carried lines
 *   wrong                                → nothing; the working is kept where the mistake is a slip that costs the answer
 *   right again after a wrong line       → nothing: two mistakes that cancel, or a copied result
 *   undecided, or a stage not shown where all that is shown is right → pending: a person decides
 *   a mistake whose code has a penalty   → costs that penalty, and nothing else
 */

import type { Located } from "./marks-chain.ts";
import { answerItem, codeOf, inOneCase, milestoneItem, none, penaltyItem, rounded, workingItem } from "./marks-items.ts";
import { findMilestones, type Labels, type Mistakes } from "./marks-milestones.ts";
import type { FoundPart } from "./marks-parts.ts";
import type { Answer } from "./marks-target.ts";
import type { ProblemPart, ProblemPolicy, Route } from "./problem.ts";
import type { MarkItem, Marks, PartMarks, Step } from "./report.ts";

/** The answer of a part: the last line that gives one, else the last that is about it. */
export const answerOf = (found: FoundPart): Answer | null =>
  found.answers.findLast((a) => a.unfinished === null) ?? found.answers.at(-1) ?? null;

export const sumOf = (items: readonly { readonly marks: Marks }[]): Marks =>
  items.reduce(
    (a, { marks: b }) => ({
      awarded: rounded(a.awarded + b.awarded),
      max: rounded(a.max + b.max),
      pending: rounded(a.pending + b.pending),
    }),
    none(0),
  );

export function markPart(found: FoundPart, labels: Labels, policy: ProblemPolicy): PartMarks {
  const { part } = found;
  const answer = answerOf(found);
  const mistakes = mistakesOf(found.steps, labels, policy);
  const routes = part.routes.map((route) => ({ route, items: itemsOf(route, found, answer, mistakes, policy) }));
  const best = routes.reduce((a, b) => (better(sumOf(b.items), sumOf(a.items)) ? b : a));
  const numbers = found.steps.map((s) => s.step.n);
  const wrong = found.steps.find((s) => s.step.judgement === "wrong");
  return {
    id: part.id,
    heading: part.heading,
    found: found.found,
    steps: numbers.length > 0 ? { from: Math.min(...numbers), to: Math.max(...numbers) } : null,
    firstWrongStep: wrong?.step.n ?? -1,
    find: part.find,
    goal: goalOf(part, answer),
    route: best.route.name,
    items: best.items,
    marks: floored(sumOf(best.items)),
  };
}

const better = (a: Marks, b: Marks): boolean => a.awarded > b.awarded || (a.awarded === b.awarded && a.pending > b.pending);

/** Penalties take no more than there is. */
const floored = (m: Marks): Marks => ({ ...m, awarded: Math.max(0, m.awarded) });

function goalOf(part: ProblemPart, answer: Answer | null): PartMarks["goal"] {
  if (part.find === null) return "none";
  if (!answer) return "missing";
  if (answer.unfinished !== null) return "unfinished";
  const { value } = answer.compared;
  return value === "right" ? (inOneCase(answer) ? "open" : "reached") : value;
}

function mistakesOf(steps: readonly Located[], labels: Labels, policy: ProblemPolicy): Mistakes {
  const own = (s: Step): boolean => labels.globals.get(s.n) !== "recovered" && !labels.origins.has(s.n);
  const wrong = steps.map((s) => s.step).filter((s) => s.judgement === "wrong" && own(s));
  return {
    priced: wrong.filter((s) => policy.penalties.has(codeOf(s) ?? "")),
    counted: wrong.filter((s) => !policy.penalties.has(codeOf(s) ?? "")),
    unclear: steps.map((s) => s.step).filter((s) => s.judgement === "review"),
    labels,
  };
}

function itemsOf(route: Route, found: FoundPart, answer: Answer | null, mistakes: Mistakes, policy: ProblemPolicy): readonly MarkItem[] {
  const { part } = found;
  const shown = route.milestones.reduce((sum, m) => sum + m.marks, 0);
  const rest = rounded(part.marks - shown);
  const milestones = findMilestones(route.milestones, found, mistakes).map((m) => milestoneItem(m, answer, mistakes, policy));
  // Without milestones half the marks, rounded down, are for the working.
  const method = route.milestones.length === 0 ? Math.floor(part.marks / 2) : 0;
  const last = rounded(rest - method);
  const paid = new Set(method > 0 ? mistakes.counted.map((s) => s.n) : milestones.filter((m) => m.outcome !== "right").map((m) => m.step));
  const conclusion = last > 0 ? [answerItem(last, found, { answer, paid }, mistakes, policy)] : [];
  const earned = conclusion.some((c) => c.marks.awarded === c.marks.max);
  return [
    ...milestones,
    ...(method > 0 ? [workingItem(method, found, answer, mistakes, { earned, policy })] : []),
    ...conclusion,
    ...mistakes.priced.map((s) => penaltyItem(s, policy)),
  ];
}
