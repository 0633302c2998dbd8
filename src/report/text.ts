/** A report as terminal text: what was understood, every relation with its verdict, the first wrong line in detail, a summary. */
import type { Diagnosis, FailedReport, Report, Step, Summary, SymbolRow } from "../check/report.ts";
import { unicodeOfLatex } from "./formula.ts";
import { markingLines } from "./marks.ts";
import { showWitness } from "./numbers.ts";
import { underlined } from "./place.ts";
import { clip, colourOf, columns, oneLine, paint, signOf, type TextOptions, table, verdictText, verdictWidth, wrap } from "./style.ts";

/** `source` is the text the spans point into. */
export function reportText(report: Report, source: string, options: TextOptions): string {
  const first = report.steps.find((s) => s.n === report.firstWrongStep);
  const sections = [
    [paint(`${report.document}  (layout: ${report.layout})`, "bold", options)],
    symbolLines(report.symbols, options),
    stepLines(report, options),
    first ? wrongLines(report.document, first, source, options) : [],
    report.marking ? markingLines(report.marking, options) : [],
    [paint(summaryText(report.summary), report.summary.wrong > 0 ? "red" : report.summary.review > 0 ? "yellow" : "green", options)],
  ];
  return `${sections
    .filter((s) => s.length > 0)
    .map((s) => s.join("\n"))
    .join("\n\n")}\n`;
}

export const failedReportText = (report: FailedReport, options: TextOptions): string =>
  `${paint(`${report.document}: ${report.error.message}`, "red", options)}\n`;

function symbolLines(symbols: readonly SymbolRow[], options: TextOptions): readonly string[] {
  if (symbols.length === 0) return [];
  const scopes = new Set(symbols.map((s) => s.scope));
  const sizes = new Set(symbols.flatMap((s) => s.shape.match(/[A-Za-z]\w*/g) ?? []));
  // A size is seen in the shapes.
  const rows = symbols
    .filter((s) => !(s.shape === "index" && sizes.has(s.name)))
    .map((s) => [unicodeOfLatex(s.name), s.shape, groundOf(s) + (scopes.size > 1 && s.scope !== "" ? ` (in ${s.scope})` : "")]);
  return ["Symbols and shapes", ...table(rows).map((line) => `  ${clip(line, options.width - 2)}`)];
}

/** `declared in line 3`, `assumed: a plain letter`. */
const groundOf = (s: SymbolRow): string => {
  const because = /\\[a-zA-Z]/.test(s.because) ? unicodeOfLatex(s.because) : s.because;
  return s.origin === "declared" ? because : `assumed: ${because}`;
};

function stepLines(report: Report, options: TextOptions): readonly string[] {
  const out = ["Relations"];
  let scope: string | null = null;
  let before: Step | null = null;
  const many = new Set(report.steps.map((s) => s.scope)).size > 1;
  for (const step of report.steps) {
    if (many && step.scope !== scope)
      out.push(paint(`  ${step.scope === "" ? "(before the first heading)" : step.scope}`, "bold", options));
    scope = step.scope;
    out.push(stepLine(step, before, options), ...remarkLines(step, report, options));
    before = step;
  }
  const hidden = report.marking?.reveal === "none" && report.summary.claims > 0;
  return report.steps.length === 0 ? (hidden ? [] : ["No relation was found."]) : out;
}

/** Line number, sign, verdict, formula. In a chain a = b = c the second link shows only `= c`. */
function stepLine(step: Step, before: Step | null, options: TextOptions): string {
  const continues = before !== null && before.rhs === step.lhs && step.lhs !== "" && before.span.end >= step.span.start - 40;
  const given = step.given.length > 0 ? `   (${step.given.map((g) => oneLine(unicodeOfLatex(g))).join(", ")})` : "";
  const formula = formulaOf(step, !continues) + given;
  const left = `${String(step.span.line).padStart(6)}  ${signOf(step.judgement)} ${verdictText(step.verdict)}`;
  return `${paint(left, colourOf(step.judgement), options)}  ${continues ? "  " : ""}${clip(formula, options.width - 12 - verdictWidth)}`;
}

const formulaOf = (step: Step, whole = true): string =>
  oneLine([whole ? step.lhs : "", step.relation, step.rhs].map(unicodeOfLatex).join(" "));

/** Why a step is not simply right. The first wrong step is told in its own section. */
function remarkLines(step: Step, report: Report, options: TextOptions): readonly string[] {
  const notes = step.qualifiers.map((q) => `${q.kind}: ${q.note === "" ? q.reading : q.note}`);
  if (step.judgement === "review")
    notes.push(step.reason === null || /^Not (?:read|decided)/.test(step.message) ? step.message : `${step.reason}: ${step.message}`);
  else if (step.judgement === "wrong" && step.n !== report.firstWrongStep)
    notes.push(step.message, ...step.diagnosis.map((d) => diagnosisText(d, step.message, unicodeOfLatex)));
  if (step.global === "recovered") notes.push("the value is that of the start of the chain again");
  if (step.global === "carried") notes.push("follows from the mistake above");
  const indent = " ".repeat(10);
  return notes.filter((n) => n !== "").flatMap((n) => wrap(n, options.width - 12).map((line) => indent + paint(line, "dim", options)));
}

function wrongLines(document: string, step: Step, source: string, options: TextOptions): readonly string[] {
  const indent = "    ";
  const witness = step.evidence?.witness;
  const told = (text: string): readonly string[] => wrap(text, options.width - 4).map((line) => indent + line);
  return [
    paint("First wrong line", "bold", options),
    `  ${document}:${step.span.line}:${step.span.column}`,
    ...wrap(step.message, options.width - 2).map((line) => `  ${paint(line, "red", options)}`),
    ...(formulaMarked(step, options) ?? underlined(source, step.span, options)),
    ...(witness
      ? [`  ${witness.shapes ? "Shapes" : "Counterexample"}`, ...showWitness(witness).map((line) => indent + clip(line, options.width - 4))]
      : []),
    ...step.qualifiers.flatMap((q) => told(`${q.kind}: ${q.note}`)),
    ...(step.diagnosis.length > 0
      ? ["  Diagnosis", ...step.diagnosis.flatMap((d) => told(diagnosisText(d, step.message, unicodeOfLatex)))]
      : []),
  ];
}

/** The formula in Unicode with its right side underlined; null where it is not one line of Unicode that fits. */
function formulaMarked(step: Step, options: TextOptions): readonly string[] | null {
  const left = oneLine([step.lhs, step.relation].map(unicodeOfLatex).join(" "));
  const right = oneLine(unicodeOfLatex(step.rhs));
  const indent = "    ";
  if (right === "" || /\\/.test(left + right) || columns(left) + 1 + columns(right) + indent.length > options.width) return null;
  const below = " ".repeat(columns(left) + 1) + paint("^".repeat(columns(right)), "red", options);
  return [`${indent}${left} ${paint(right, "red", options)}`, indent + below];
}

/** `sign (M06): … Right would be: …`; what the message has said already is not said again. */
export function diagnosisText(d: Diagnosis, message: string, shown: (latex: string) => string): string {
  const said = message.includes(d.message);
  const repair = d.repair === null ? "" : `${said ? " right" : " Right"} would be ${shown(d.repair)}`;
  return `${d.certain ? "" : "perhaps "}${d.name} (${d.code})${said && repair === "" ? "" : `:${said ? "" : ` ${d.message}`}${repair}`}`;
}

const counted = (n: number, what: string): string => (n === 0 ? "" : `${n} ${what}`);

/** `7 relations: 5 right, 1 wrong, 1 to review; 3 definitions` */
export function summaryText(s: Summary): string {
  const parts = [
    counted(s.right, "right"),
    counted(s.remarks, "right with a remark"),
    counted(s.wrong, "wrong"),
    counted(s.review, "to review"),
  ];
  const definitions = s.definitions === 0 ? "" : `; ${s.definitions} definition${s.definitions === 1 ? "" : "s or declarations"}`;
  const claims = `${s.claims} claim${s.claims === 1 ? "" : "s"}`;
  return `${claims}${s.claims === 0 ? "" : `: ${parts.filter((p) => p !== "").join(", ")}`}${definitions}`;
}
