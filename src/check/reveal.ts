/** Feedback cut to what a problem lets its students see: only marks, also where a line is wrong, also what is wrong, also what would be right. */
import { absurd } from "../shape/index.ts";
import type { MarkItem, Marking, MarkOutcome, PartMarks, Report, Reveal, Step } from "./report.ts";

export function revealed(report: Report, reveal: Reveal): Report {
  switch (reveal) {
    case "repair":
      return report;
    case "diagnosis":
      return {
        ...report,
        steps: report.steps.map(withoutRepair),
        ...markingOf(report, (i) => ({ ...i, show: earned(i) ? i.show : null })),
      };
    case "location":
      return { ...report, steps: report.steps.map(onlyPlace), ...markingOf(report, (i) => ({ ...i, show: null, why: said[i.outcome] })) };
    case "none":
      return {
        ...report,
        steps: [],
        firstWrongStep: -1,
        problems: report.problems.map((p) => ({ ...p, firstWrongStep: -1 })),
        ...markingOf(
          report,
          (i) => ({ ...i, show: null, step: -1, why: said[i.outcome] }),
          (p) => ({ ...p, steps: null, firstWrongStep: -1 }),
        ),
      };
    default:
      return absurd(reveal);
  }
}

function markingOf(
  { marking }: Report,
  item: (i: MarkItem) => MarkItem,
  part: (p: PartMarks) => PartMarks = (p) => p,
): { readonly marking?: Marking } {
  return marking ? { marking: { ...marking, parts: marking.parts.map((p) => ({ ...part(p), items: p.items.map(item) })) } } : {};
}

const earned = (i: MarkItem): boolean => i.outcome === "right" || i.outcome === "carried";

/** One sentence that names no line and no mistake. */
const said: Readonly<Record<MarkOutcome, string>> = {
  right: "Right.",
  carried: "Follows from a mistake above.",
  wrong: "Not right.",
  recovered: "Does not follow from what stands before it.",
  missing: "Not shown.",
  pending: "A person decides.",
  penalty: "A mistake with a price of its own.",
};

const withoutRepair = (s: Step): Step => ({ ...s, diagnosis: s.diagnosis.map((d) => ({ ...d, repair: null })) });

const onlyPlace = (s: Step): Step =>
  s.judgement === "wrong" ? { ...s, diagnosis: [], evidence: null, message: "This line is not right." } : s;
