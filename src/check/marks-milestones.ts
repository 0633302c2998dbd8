/**
 * Which milestones a submission shows, and where.
 *
 * A milestone is shown by a line that has its form (up to order, grouping and names of the submission's own), and, where it is a relation
 * about something else than the part's target, by any line that gives its left side the same value.
 */
import { type Expr, nodesOf } from "../expr/index.ts";
import type { Resolved } from "../read/meaning.ts";
import { isRead, type Read } from "./marks-chain.ts";
import { createForms, type Forms, unfolded } from "./marks-form.ts";
import type { FoundPart } from "./marks-parts.ts";
import { askedIn, builtIn, compareAt, isAbout } from "./marks-target.ts";
import type { Milestone } from "./problem.ts";
import type { Step } from "./report.ts";

/** What went wrong in a part. */
export interface Mistakes {
  /** Those that the policy gives a price of their own. */
  readonly priced: readonly Step[];
  readonly counted: readonly Step[];
  /** Lines that wait for a person. */
  readonly unclear: readonly Step[];
  readonly labels: Labels;
}

/** By the number of a step: how it compares with the target, and the wrong line whose value it carries on. */
export interface Labels {
  readonly globals: ReadonlyMap<number, Step["global"]>;
  readonly origins: ReadonlyMap<number, Step>;
}

export interface FoundMilestone {
  readonly milestone: Milestone;
  readonly state: "right" | "carried" | "wrong" | "recovered" | "open" | "missing";
  readonly step: Step | null;
}

/** The best that any line makes of it. */
const order: readonly FoundMilestone["state"][] = ["right", "carried", "open", "wrong", "recovered"];

export function findMilestones(milestones: readonly Milestone[], found: FoundPart, mistakes: Mistakes): readonly FoundMilestone[] {
  return milestones.map((milestone) => {
    const seen = found.steps.filter(isRead).flatMap((at): readonly FoundMilestone[] => {
      const state = stateAt(milestone, at, found, mistakes);
      return state ? [{ milestone, state, step: at.step }] : [];
    });
    return order.flatMap((state) => seen.find((m) => m.state === state) ?? [])[0] ?? { milestone, state: "missing", step: null };
  });
}

function stateAt(milestone: Milestone, at: Read, found: FoundPart, mistakes: Mistakes): FoundMilestone["state"] | null {
  const { link, input } = at.source;
  const asked = askedIn(input, milestone.show);
  if (!asked || !link.right.ok) return null;
  const value = asked.at(-1) as Resolved;
  const left = asked.length > 1 ? (asked[0] as Resolved) : null;
  const formed = sameForm(value, link.right.value, at) || (left === null && link.left.ok && sameForm(value, link.left.value, at));
  if (formed) return ofStep(at.step, mistakes);
  const [target] = found.part.find === null ? [] : (askedIn(input, found.part.find) ?? []);
  if (!left || !link.left.ok || (target && isAbout(left, target, link, input)) || !isAbout(link.left.value, left, link, input)) return null;
  if (holdsDerivative(link.right.value, at) && !holdsDerivative(value, at)) return null;
  const { value: same } = compareAt(value, link.right.value, at);
  if (same === "right") return ofStep(at.step, mistakes);
  return at.step.judgement === "wrong" ? "wrong" : same === "open" ? "open" : null;
}

function ofStep(s: Step, mistakes: Mistakes): FoundMilestone["state"] {
  if (s.judgement === "review") return "open";
  if (mistakes.labels.origins.has(s.n)) return "carried";
  if (s.judgement === "wrong") return mistakes.priced.includes(s) ? "right" : "recovered";
  return mistakes.labels.globals.get(s.n) === "carried" ? "carried" : "right";
}

/** The forms of a side: as written, with the submission's names put in, with all names put in. */
function formsOf(side: Resolved, at: Read, forms: Forms): readonly string[] {
  const { link, input } = at.source;
  const e = builtIn(input, side, link);
  if (!e) return [];
  const { environment } = input.makers.environment(link.epoch, input.layout);
  const { fixed } = input.unit.unit;
  const all: readonly Expr[] = [
    e,
    unfolded(input.terms, e, environment, (name) => !fixed.has(name)),
    unfolded(input.terms, e, environment, () => true),
  ];
  return all.map(forms.of);
}

function sameForm(a: Resolved, b: Resolved, at: Read): boolean {
  const forms = createForms();
  const wanted = new Set(formsOf(a, at, forms));
  return formsOf(b, at, forms).some((f) => wanted.has(f));
}

function holdsDerivative(side: Resolved, at: Read): boolean {
  const e = builtIn(at.source.input, side, at.source.link);
  return e !== null && nodesOf(e).some((x) => x.kind === "deriv");
}
