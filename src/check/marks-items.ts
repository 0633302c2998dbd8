/** One item of a part's marks: what became of a milestone, of the working, of the answer, and why. */
import type { FoundMilestone, Mistakes } from "./marks-milestones.ts";
import type { FoundPart } from "./marks-parts.ts";
import type { Answer } from "./marks-target.ts";
import type { ProblemPolicy } from "./problem.ts";
import type { MarkItem, MarkOutcome, Marks, Step } from "./report.ts";

/** Lapses of the pen: the method is right, so its mark is kept. */
const slips: ReadonlySet<string> = new Set(["M03", "M06", "M10", "M27", "M29", "M30", "M32", "M33", "M41"]);

export const codeOf = (s: Step): string | null => s.diagnosis[0]?.code ?? null;
const isSlip = (s: Step): boolean => slips.has(codeOf(s) ?? "");

const full = (max: number): Marks => ({ awarded: max, max, pending: 0 });
export const none = (max: number): Marks => ({ awarded: 0, max, pending: 0 });
const open = (max: number): Marks => ({ awarded: 0, max, pending: max });
/** Marks are counted in hundredths, so that shares of them add up. */
export const rounded = (x: number): number => Math.round(x * 100) / 100;

/** An answer that was given for one case only. */
export const inOneCase = (a: Answer): boolean => a.bid.at.source.link.link.scope.kind === "case";

const item = (kind: MarkItem["kind"], show: string | null, outcome: MarkOutcome, marks: Marks, step: number, why: string): MarkItem => ({
  kind,
  show,
  outcome,
  marks,
  step,
  why,
});

export function penaltyItem(s: Step, policy: ProblemPolicy): MarkItem {
  const cost = policy.penalties.get(codeOf(s) ?? "") ?? 0;
  const name = `${s.diagnosis[0]?.name} (${codeOf(s)})`;
  return item(
    "penalty",
    null,
    "penalty",
    { awarded: -cost, max: 0, pending: 0 },
    s.n,
    `Line ${s.span.line}: ${name} costs ${cost} by the rules of this problem.`,
  );
}

export function milestoneItem(m: FoundMilestone, answer: Answer | null, mistakes: Mistakes, policy: ProblemPolicy): MarkItem {
  const { show, marks } = m.milestone;
  const made = (outcome: MarkOutcome, earned: Marks, why: string): MarkItem => item("method", show, outcome, earned, m.step?.n ?? -1, why);
  const line = m.step ? `line ${m.step.span.line}` : "";
  switch (m.state) {
    case "right":
      return made("right", full(marks), `Shown in ${line}.`);
    case "carried":
      return made(
        "carried",
        { ...none(marks), awarded: rounded(marks * policy.followThrough.method) },
        `Shown in ${line} with a value carried on from a mistake above.`,
      );
    case "wrong":
      return made("wrong", none(marks), `Attempted in ${line}, which is wrong.`);
    case "recovered":
      return made("recovered", none(marks), `Appears in ${line}, but does not follow from what stands before it.`);
    case "open":
      return made("pending", open(marks), `Perhaps shown in ${line}, which could not be decided; a person decides.`);
    case "missing": {
      const sound = mistakes.counted.length === 0 && answer?.unfinished === null && answer.compared.value === "right";
      return sound || mistakes.unclear.length > 0
        ? made(
            "pending",
            open(marks),
            sound
              ? "Not shown in this form, and the answer is right; a person decides."
              : "Not found, but some lines could not be decided; a person decides.",
          )
        : made("missing", none(marks), "Not shown.");
    }
  }
}

/** The working as a whole, where the problem names no milestones. */
export function workingItem(
  max: number,
  found: FoundPart,
  answer: Answer | null,
  mistakes: Mistakes,
  { earned, policy }: { readonly earned: boolean; readonly policy: ProblemPolicy },
): MarkItem {
  const made = (outcome: MarkOutcome, marks: Marks, step: number, why: string): MarkItem => item("method", null, outcome, marks, step, why);
  const [first] = mistakes.counted;
  const lines = found.steps.filter((s) => s.step.kind === "claim");
  if (found.found === null) return made("missing", none(max), -1, "This part was not found.");
  // A slip costs the answer it spoils; where it spoils none it costs the working.
  if (first && (earned || !mistakes.counted.every(isSlip))) {
    const worst = mistakes.counted.find((s) => !isSlip(s)) ?? first;
    return made(
      "wrong",
      none(max),
      worst.n,
      `Line ${worst.span.line} is wrong${worst.diagnosis[0] ? `: ${worst.diagnosis[0].name}` : ""}.`,
    );
  }
  if (first)
    return made(
      "wrong",
      full(max),
      first.n,
      `The mistake in line ${first.span.line} is a slip (${first.diagnosis[0]?.name}), so the method counts.`,
    );
  const origin = found.steps.flatMap((s) => mistakes.labels.origins.get(s.step.n) ?? [])[0];
  if (origin) {
    const why = `The working follows rightly from the mistake in line ${origin.span.line}.`;
    return made("carried", { ...none(max), awarded: rounded(max * policy.followThrough.method) }, origin.n, why);
  }
  const [unclear] = mistakes.unclear;
  if (unclear) return made("pending", open(max), unclear.n, `Line ${unclear.span.line} could not be decided; a person decides.`);
  if (lines.length === 0) return made("missing", none(max), -1, "There is no line to judge.");
  if (found.part.find !== null && (!answer || answer.unfinished !== null))
    return made(
      "pending",
      open(max),
      lines.at(-1)?.step.n ?? -1,
      "All lines are right as far as they go, but they do not reach the answer; a person decides.",
    );
  return made("right", full(max), -1, "Every line of the working is right.");
}

/** `paid` are the wrong lines that cost another item already. */
export function answerItem(
  max: number,
  found: FoundPart,
  { answer, paid }: { readonly answer: Answer | null; readonly paid: ReadonlySet<number> },
  mistakes: Mistakes,
  policy: ProblemPolicy,
): MarkItem {
  const { part } = found;
  const unpaid = mistakes.counted.find((s) => !paid.has(s.n));
  const made = (outcome: MarkOutcome, marks: Marks, step: number, why: string): MarkItem =>
    item("answer", part.find, outcome, marks, step, why);
  if (found.found === null) return made("missing", none(max), -1, "This part was not found.");
  if (part.find === null) return conclusionItem(max, found, mistakes, made);
  if (!answer)
    return mistakes.unclear.length > 0
      ? made(
          "pending",
          open(max),
          mistakes.unclear[0]?.n ?? -1,
          "No line with the answer was found, but some lines could not be decided; a person decides.",
        )
      : made("missing", none(max), -1, "No line says what was asked for.");
  const { step } = answer.bid.at;
  const line = `line ${step.span.line}`;
  if (answer.unfinished !== null)
    return made("missing", none(max), step.n, `The last value, in ${line}, is no answer yet: ${answer.unfinished}.`);
  const broken = answer.bid.chain
    .map((l) => l.step)
    .filter((s) => mistakes.counted.includes(s) || mistakes.labels.globals.get(s.n) === "recovered");
  switch (answer.compared.value) {
    case "right":
      if (broken.some((s) => !mistakes.priced.includes(s)))
        return made(
          "recovered",
          none(max),
          step.n,
          `The answer in ${line} is right, but does not follow from line ${broken[0]?.span.line}, which is wrong.`,
        );
      if (unpaid)
        return made(
          "pending",
          open(max),
          step.n,
          `The answer in ${line} is right, but line ${unpaid.span.line} beside it is wrong; a person decides.`,
        );
      return inOneCase(answer)
        ? made("pending", open(max), step.n, `The answer in ${line} is right in its case; a person sees whether the cases are complete.`)
        : made("right", full(max), step.n, `The answer in ${line} is right.`);
    case "open":
      return made("pending", open(max), step.n, `The answer in ${line} could not be decided; a person decides. ${answer.compared.message}`);
    case "wrong":
      return wrongAnswer(max, answer, mistakes, policy, made);
  }
}

type Made = (outcome: MarkOutcome, marks: Marks, step: number, why: string) => MarkItem;

function wrongAnswer(max: number, answer: Answer, mistakes: Mistakes, policy: ProblemPolicy, made: Made): MarkItem {
  const { step } = answer.bid.at;
  const line = `line ${step.span.line}`;
  const origin = mistakes.labels.origins.get(step.n);
  const priced = origin !== undefined && policy.penalties.has(codeOf(origin) ?? "");
  const forgiven = origin && priced ? [origin] : mistakes.priced.filter((s) => s.n <= step.n);
  const counted = origin && !priced ? [origin] : mistakes.counted.filter((s) => s.n < step.n);
  if (forgiven.length > 0 && counted.length === 0 && (step.judgement !== "wrong" || priced || mistakes.priced.includes(step)))
    return made(
      "carried",
      full(max),
      step.n,
      `The answer in ${line} differs only by a mistake that has its own price (line ${forgiven[0]?.span.line}).`,
    );
  if (step.judgement === "review")
    return made("pending", open(max), step.n, `The answer in ${line} could not be decided; a person decides.`);
  if ((step.judgement === "wrong" && !origin) || counted.length === 0)
    return made(
      "wrong",
      none(max),
      step.n,
      counted.length === 0 && step.judgement !== "wrong"
        ? `The line ${step.span.line} is right by itself, but it is not what was asked for.`
        : `The answer in ${line} is wrong.`,
    );
  const share = policy.followThrough.answer;
  const cause = counted[0]?.span.line === step.span.line ? "before it" : `in line ${counted[0]?.span.line}`;
  if (isTrivial(answer)) return made("carried", none(max), step.n, `The mistake ${cause} made the rest trivial, so nothing is carried on.`);
  return made(
    "carried",
    { ...none(max), awarded: rounded(max * share) },
    step.n,
    `The answer in ${line} follows rightly from the mistake ${cause}, but it is not the answer.`,
  );
}

/** 0 or another number where the target depends on something: the mistake left nothing to do. */
function isTrivial(a: Answer): boolean {
  const { link, input } = a.bid.at.source;
  const built = input.makers.term(a.bid.side.term, link.epoch, input.layout, new Set());
  return built.ok && built.value.expr.kind === "num";
}

/** Where a part asks for nothing in particular its last claim is what it comes to. */
function conclusionItem(max: number, found: FoundPart, mistakes: Mistakes, made: Made): MarkItem {
  const last = found.steps.findLast((s) => s.step.kind === "claim")?.step;
  if (!last) return made("missing", none(max), -1, "There is no line to judge.");
  const line = `line ${last.span.line}`;
  if (last.judgement === "review")
    return made("pending", open(max), last.n, `The last claim, in ${line}, could not be decided; a person decides.`);
  const [first] = mistakes.counted;
  if (first) return made("wrong", none(max), first.n, `Line ${first.span.line} is wrong.`);
  return made("right", full(max), last.n, `The last claim, in ${line}, is right, and so is what leads to it.`);
}
