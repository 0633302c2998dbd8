/** Marks for a whole document: finds the parts of the problem, labels the lines about their targets, and marks each part. */

import type { Book } from "../expr/index.ts";
import { markPart, sumOf } from "./marks-award.ts";
import { carriedFrom } from "./marks-carried.ts";
import { chainsOf, isRead, type Located, type Read } from "./marks-chain.ts";
import type { Labels } from "./marks-milestones.ts";
import { type FoundPart, findParts } from "./marks-parts.ts";
import { isMarked, type Problem } from "./problem.ts";
import type { Marking, Step } from "./report.ts";

export interface Marked {
  readonly marking: Marking;
  readonly globals: Labels["globals"];
}

/** Null when the problem asks for nothing: it only gives facts. */
export function markDocument(problem: Problem | null, steps: readonly Located[], book: Book): Marked | null {
  if (!problem?.parts.some(isMarked)) return null;
  const found = findParts(problem, steps, chainsOf(steps));
  const carried = carriedLines(steps, book);
  const labels: Labels = {
    globals: new Map([...found.flatMap(labelsOf), ...[...carried.keys()].map((n) => [n, "carried"] as const)]),
    origins: carried,
  };
  const parts = found.map((f) => markPart(f, labels, problem.policy));
  return {
    globals: labels.globals,
    marking: {
      problem: problem.id,
      title: problem.title,
      reveal: problem.policy.reveal,
      message: messageFor(problem, found),
      parts,
      marks: sumOf(parts),
    },
  };
}

/** Wrong lines that follow rightly from a wrong line above, by their number. */
function carriedLines(steps: readonly Located[], book: Book): ReadonlyMap<number, Step> {
  const mistakes: Read[] = [];
  const out = new Map<number, Step>();
  for (const at of steps.filter(isRead).filter((s) => s.step.judgement === "wrong")) {
    const from = carriedFrom(at, mistakes, book);
    if (from) out.set(at.step.n, from.step);
    else mistakes.push(at);
  }
  return out;
}

/** Each line about a target against the target, and against what the line itself says. */
function labelsOf(found: FoundPart): readonly (readonly [number, Step["global"]])[] {
  return found.answers.flatMap(({ bid, compared }) => {
    const { step } = bid.at;
    const earlier = found.steps.some((s) => s.step.judgement === "wrong" && s.step.n < step.n);
    const label = labelOf(step, compared.value, earlier);
    return label === null ? [] : [[step.n, label] as const];
  });
}

function labelOf(step: Step, value: "right" | "wrong" | "open", earlier: boolean): Step["global"] {
  const wrong = step.judgement === "wrong";
  if (value === "open" || step.judgement === "review") return null;
  if (value === "right") return wrong ? "recovered" : "right";
  return !wrong && earlier ? "carried" : "wrong";
}

function messageFor(problem: Problem, found: readonly FoundPart[]): string | null {
  if (found.some((f) => f.found !== null)) return null;
  const [part] = found;
  const heading = part?.part.heading ? `no heading “${part.part.heading}”` : null;
  const claim = part?.part.find ? `no line about $${part.part.find}$` : null;
  const looked = [heading, claim].filter((x) => x !== null).join(" and ");
  return `No part of the problem “${problem.title === "" ? problem.id : problem.title}” was found in this document (${looked}${found.length > 1 ? ", and so on" : ""}); it may be a submission for another problem, so a person should look.`;
}
