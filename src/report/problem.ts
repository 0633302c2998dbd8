/** What `fluxion problem check` found, as terminal text and as JSON. */
import type { CheckedPart, CheckedProblem } from "../check/problem-check.ts";
import { absurd } from "../shape/index.ts";
import { unicodeOfLatex } from "./formula.ts";
import { oneLine, paint, type TextOptions, table, wrap } from "./style.ts";

export const checkedProblemJson = (all: readonly CheckedProblem[]): string =>
  `${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`;

export function checkedProblemText(p: CheckedProblem, options: TextOptions): string {
  const title = p.title === "" ? p.problem : `${p.title} (${p.problem})`;
  const lines = [
    paint(`${p.document}: ${title}`, "bold", options),
    "",
    ...table([["part", "asks for", "answer", "key", "milestones", "marks of the key", "broken keys caught"], ...p.parts.map(row)]).map(
      (l) => `  ${l.trimEnd()}`,
    ),
    ...p.parts.flatMap((part) => [...notes(part, part.faults, "✗", "red", options), ...notes(part, part.open, "?", "yellow", options)]),
    ...p.remarks.flatMap((r) => wrap(`remark: ${r}`, options.width - 2).map((l) => `  ${l}`)),
    "",
    verdictLine(p, options),
  ];
  return `${lines.join("\n")}\n`;
}

const row = (p: CheckedPart): readonly string[] => [
  p.id,
  p.find === null ? "–" : oneLine(unicodeOfLatex(p.find)),
  p.answer,
  p.key === null
    ? "none"
    : `${p.key.right} right${p.key.wrong > 0 ? `, ${p.key.wrong} wrong` : ""}${p.key.review > 0 ? `, ${p.key.review} open` : ""}`,
  p.milestones.length === 0 ? "–" : `${p.milestones.filter((m) => m.shown).length} of ${p.milestones.length}`,
  p.key === null ? `– of ${p.marks.max}` : `${p.marks.awarded} of ${p.marks.max}`,
  p.mutants.made === 0
    ? "–"
    : `${p.mutants.made - p.mutants.equivalent - p.mutants.survived.length} of ${p.mutants.made - p.mutants.equivalent}`,
];

const notes = (p: CheckedPart, list: readonly string[], sign: string, colour: "red" | "yellow", options: TextOptions): readonly string[] =>
  list.flatMap((text) =>
    wrap(`${p.id}: ${oneLine(text)}`, options.width - 6).map((l, k) => paint(`  ${k === 0 ? sign : " "} ${l}`, colour, options)),
  );

function verdictLine(p: CheckedProblem, options: TextOptions): string {
  switch (p.verdict) {
    case "sound":
      return paint(`The problem is sound: ${p.marks} marks.`, "green", options);
    case "open":
      return paint("Nothing is wrong, but something could not be decided.", "yellow", options);
    case "faulty":
      return paint("The problem is not fit to mark with.", "red", options);
    default:
      return absurd(p.verdict);
  }
}
