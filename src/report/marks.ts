/** Marks as lines of terminal text: each part, each item with its reason, the total. */
import type { MarkItem, Marking, Marks, PartMarks } from "../check/report.ts";
import { unicodeOfLatex } from "./formula.ts";
import { oneLine, paint, type TextOptions, wrap } from "./style.ts";

/** `3 of 4`, `3 of 4 (1 open)` */
export const marksText = (m: Marks): string => `${m.awarded} of ${m.max}${m.pending > 0 ? ` (${m.pending} open)` : ""}`;

const goals: Readonly<Record<PartMarks["goal"], string>> = {
  reached: "answer reached",
  wrong: "answer wrong",
  unfinished: "answer not finished",
  missing: "no answer",
  open: "answer undecided",
  none: "",
};
export const goalText = (p: PartMarks): string => (p.found === null ? "not found" : goals[p.goal]);

/** What an item is for, in words and LaTeX: `working`, `answer`, `milestone`, `penalty`. */
export const itemName = (i: MarkItem): string =>
  i.kind === "penalty" ? "penalty" : i.kind === "answer" ? "answer" : i.show === null ? "working" : "milestone";

export const itemMarks = (i: MarkItem): string =>
  i.kind === "penalty" ? `${i.marks.awarded}` : `${i.marks.awarded}/${i.marks.max}${i.marks.pending > 0 ? " open" : ""}`;

export function markingLines(marking: Marking, options: TextOptions): readonly string[] {
  const out = ["Marks"];
  if (marking.message !== null) out.push(...wrap(marking.message, options.width - 2).map((l) => `  ${paint(l, "yellow", options)}`));
  for (const part of marking.parts) {
    const goal = goalText(part);
    out.push(
      `  ${paint(part.id, "bold", options)}  ${marksText(part.marks)}${goal === "" ? "" : `, ${goal}`}${part.route === "" ? "" : ` (${part.route})`}`,
    );
    for (const i of part.items) out.push(...itemLines(i, options));
  }
  return [...out, `  ${paint(`total  ${marksText(marking.marks)}`, "bold", options)}`];
}

function itemLines(i: MarkItem, options: TextOptions): readonly string[] {
  const head = `    ${itemMarks(i).padEnd(9)} ${itemName(i)}: `;
  const formula = i.kind === "method" && i.show !== null ? `${oneLine(unicodeOfLatex(i.show))}. ` : "";
  return wrap(formula + i.why, options.width - 14).map((line, k) => (k === 0 ? head + line : " ".repeat(14) + line));
}
