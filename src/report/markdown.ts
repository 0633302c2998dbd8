/** A report as Markdown: a table of relations that any forge or notebook shows, mathematics as it was written. */
import type { Report, Step } from "../check/report.ts";
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

export function reportMarkdown(report: Report): string {
  const first = report.steps.find((s) => s.n === report.firstWrongStep);
  const lines = [
    `# ${report.document}`,
    "",
    `${summaryText(report.summary)}. Layout: ${report.layout}.`,
    "",
    "| line | | verdict | relation | note |",
    "|---:|---|---|---|---|",
    ...report.steps.map(row),
    ...(first ? wrongSection(first) : []),
    ...symbolSection(report),
  ];
  return `${lines.join("\n")}\n`;
}

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
  ...s.diagnosis.flatMap((d) => ["", diagnosisText(d, s.message)]),
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
