/** Which lines of a submission belong to which part of the problem: by heading, else by the first claim about what the part asks for. */
import type { Scope } from "../read/scopes.ts";
import { type Chain, isRead, type Located } from "./marks-chain.ts";
import { type Answer, answerAt, type Bid, bidsFor } from "./marks-target.ts";
import { isMarked, type Problem, type ProblemPart, partFor } from "./problem.ts";

export interface FoundPart {
  readonly part: ProblemPart;
  readonly found: "heading" | "claim" | null;
  readonly steps: readonly Located[];
  /** The lines among them that say what is asked for, held against it. */
  readonly answers: readonly Answer[];
}

export function findParts(problem: Problem, steps: readonly Located[], chains: readonly Chain[]): readonly FoundPart[] {
  const byHeading = assignByHeading(problem, steps);
  const marked = problem.parts.filter(isMarked);
  const bids = new Map(marked.map((p) => [p, p.find === null ? [] : bidsFor(p.find, chains)] as const));
  const loose = marked.filter((p) => ![...byHeading.values()].includes(p));
  const free = steps.filter((s) => !byHeading.has(s));
  const byClaim = assignByClaim(
    loose.map((part) => ({ part, bids: (bids.get(part) ?? []).filter((b) => free.includes(b.at)) })),
    free,
  );
  return marked.map((part): FoundPart => {
    const heading = steps.filter((s) => byHeading.get(s) === part);
    const own = heading.length > 0 ? heading : steps.filter((s) => byClaim.get(s) === part);
    return {
      part,
      found: heading.length > 0 ? "heading" : own.length > 0 ? "claim" : null,
      steps: own,
      answers: (bids.get(part) ?? []).filter((b) => own.includes(b.at)).map((b) => answerAt(b, part)),
    };
  });
}

function assignByHeading(problem: Problem, steps: readonly Located[]): ReadonlyMap<Located, ProblemPart> {
  const out = new Map<Located, ProblemPart>();
  let before: ProblemPart | null = null;
  for (const step of steps) {
    // What could not be read belongs to what stands above it.
    const part: ProblemPart | null = isRead(step) ? partOfScope(problem, step.source.link.link.scope) : before;
    if (part) out.set(step, part);
    before = part;
  }
  return out;
}

function partOfScope(problem: Problem, scope: Scope): ProblemPart | null {
  for (let s: Scope | null = scope; s; s = s.parent) {
    const part = s.kind === "case" ? null : partFor(problem, s);
    if (part) return part;
  }
  return null;
}

/** Lines up to a part's last claim about its target are its own; what follows prepares the next part, or belongs to the last. */
function assignByClaim(
  wanted: readonly { readonly part: ProblemPart; readonly bids: readonly Bid[] }[],
  free: readonly Located[],
): ReadonlyMap<Located, ProblemPart> {
  const found = wanted
    .flatMap(({ part, bids }) => {
      const places = bids.map((b) => free.indexOf(b.at));
      return places.length === 0 ? [] : [{ part, first: Math.min(...places), last: Math.max(...places) }];
    })
    .sort((a, b) => a.first - b.first);
  const out = new Map<Located, ProblemPart>();
  free.forEach((step, i) => {
    const at = found.findIndex((f, k) => i <= Math.min(f.last, (found[k + 1]?.first ?? free.length) - 1));
    const place = found[at < 0 ? found.length - 1 : at];
    if (place) out.set(step, place.part);
  });
  return out;
}
