/** A report as Markdown: a table of relations that any forge or notebook shows, mathematics as it was written. */
import type { FailedReport, Marking, Report, Step } from "../check/report.ts";
import { goalText, itemMarks, itemName, marksText } from "./marks.ts";
import { showWitness } from "./numbers.ts";
import { oneLine, signOf } from "./style.ts";
import { diagnosisText, summaryText } from "./text.ts";

/** Bars would end the cell. */
const cell = (text: string): string => oneLine(text).replaceAll("|", "\\|");
const math = (text: string): string => (text === "" ? "" : `$${oneLine(text).replaceAll("|", "\\vert ")}$`);

/** A relation that words state, or a piece of source with dollars of its own, is quoted as it stands. */
const isSaidInWords = (s: Step): boolean => /[$`]/.test(`${s.lhs}${s.rhs}`) || (s.rhs !== "" && /^[A-Za-z|\s]*$/.test(s.relation));
const relationText = (s: Step): string => {
  const whole = `${s.lhs} ${s.relation} ${s.rhs}`;
  return isSaidInWords(s) ? `\`${cell(whole).replaceAll("`", "'")}\`` : math(whole);
};

export function reportMarkdown(report: Report | FailedReport): string {
  if ("error" in report) return `# ${report.document}\n\nNot checked: ${report.error.message}\n`;
  const first = report.steps.find((s) => s.n === report.firstWrongStep);
  const lines = [
    `# ${report.document}`,
    "",
    `${summaryText(report.summary)}. Layout: ${report.layout}.`,
    ...(report.marking ? marksSection(report.marking) : []),
    "",
    "| line | | verdict | relation | note |",
    "|---:|---|---|---|---|",
    ...report.steps.map(row),
    ...(first ? wrongSection(first) : []),
    ...symbolSection(report),
  ];
  return `${lines.join("\n")}\n`;
}

const marksSection = (m: Marking): readonly string[] => [
  "",
  `## Marks: ${marksText(m.marks)}`,
  "",
  ...(m.message === null ? [] : [m.message, ""]),
  "| part | marks | | what for |",
  "|---|---|---|---|",
  ...m.parts.flatMap((p) => [
    `| ${cell(p.heading ?? p.id)} | ${marksText(p.marks)} | ${goalText(p)} | ${p.find === null ? "" : math(p.find)} |`,
    ...p.items.map(
      (i) => `| | ${itemMarks(i)} | ${itemName(i)} | ${i.kind === "method" && i.show !== null ? `${math(i.show)}. ` : ""}${cell(i.why)} |`,
    ),
  ]),
];

const row = (s: Step): string => {
  const note = [
    ...s.qualifiers.map((q) => `${q.kind}: ${q.note}`),
    ...(s.judgement === "wrong" || s.judgement === "review" ? [s.message] : []),
  ];
  return `| ${s.span.line} | ${signOf(s.judgement)} | ${s.verdict} | ${relationText(s)} | ${cell(note.join("; "))} |`;
};

const wrongSection = (s: Step): readonly string[] => [
  "",
  `## First wrong line: ${s.span.line}`,
  "",
  s.message,
  ...(s.evidence?.witness ? ["", "```", ...showWitness(s.evidence.witness), "```"] : []),
  ...s.diagnosis.flatMap((d) => ["", diagnosisText(d, s.message, math)]),
];

const symbolSection = (report: Report): readonly string[] =>
  report.symbols.length === 0
    ? []
    : [
        "",
        "## Symbols and shapes",
        "",
        "| symbol | shape | | because |",
        "|---|---|---|---|",
        ...report.symbols.map((s) => `| ${math(s.name)} | ${cell(s.shape)} | ${s.origin} | ${cell(s.because)} |`),
      ];
