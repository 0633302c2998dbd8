/** Several documents in one table: marks where there are any, counts, the first wrong line. */
import type { FailedReport, Report } from "../check/report.ts";
import { marksText } from "./marks.ts";
import { clip, paint, type TextOptions, table } from "./style.ts";

export function batchText(reports: readonly (Report | FailedReport)[], options: TextOptions): string {
  const rows = rowsOf(reports);
  const failures = new Map(reports.flatMap((r, i) => ("error" in r ? [[i + 1, `  not checked: ${r.error.message}`] as const] : [])));
  const aligned = table(rows.map((r, i) => (failures.has(i) ? r.slice(0, 1) : r)));
  const lines = aligned.map((l, i) => l.trimEnd() + (failures.get(i) ?? "")).map((l) => clip(l, options.width));
  const [first = "", ...rest] = lines;
  return `${[paint(first, "bold", options), ...rest].join("\n")}\n`;
}

/** The same as a Markdown table. */
export function batchMarkdown(reports: readonly (Report | FailedReport)[]): string {
  const [head = [], ...rest] = rowsOf(reports).map((r) => r.map((c) => c.replaceAll("|", "\\|")));
  const line = (cells: readonly string[]): string => `| ${[...cells, ...head.slice(cells.length).map(() => "")].join(" | ")} |`;
  return `${[line(head), `|${head.map(() => "---|").join("")}`, ...rest.map(line)].join("\n")}\n`;
}

function rowsOf(reports: readonly (Report | FailedReport)[]): readonly (readonly string[])[] {
  const marked = reports.some((r) => "marking" in r);
  return [
    ["document", ...(marked ? ["marks"] : []), "right", "wrong", "review", "first wrong line"],
    ...reports.map((r) => row(r, marked)),
  ];
}

function row(r: Report | FailedReport, marked: boolean): readonly string[] {
  if ("error" in r) return [r.document, `not checked: ${r.error.message}`];
  const first = r.steps.find((s) => s.n === r.firstWrongStep);
  const { right, remarks, wrong, review } = r.summary;
  return [
    r.document,
    ...(marked ? [r.marking ? marksText(r.marking.marks) : ""] : []),
    String(right + remarks),
    String(wrong),
    String(review),
    first ? String(first.span.line) : "–",
  ];
}
