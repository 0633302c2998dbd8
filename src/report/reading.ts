/** How a document was understood, as terminal text and as JSON: a person sees a misreading at a glance. */
import type { ReportSpan, SymbolRow } from "../check/report.ts";
import { underlined } from "./place.ts";
import { clip, oneLine, paint, type TextOptions, table, wrap } from "./style.ts";

export interface ReadingError {
  readonly code: string;
  readonly span: ReportSpan;
  readonly message: string;
  readonly expected: string | null;
  readonly try: string | null;
}

export interface ReadingStatement {
  readonly span: ReportSpan;
  readonly scope: string;
  /** `definition`, `claim`, `assumption`, `declaration`, … */
  readonly kind: string;
  readonly place: string;
  readonly given: readonly string[];
  readonly lhs: string;
  readonly relation: string;
  readonly rhs: string;
  /** The formula as it was understood, in Unicode; null where it has no value that can be written. */
  readonly understood: string | null;
  /** What had to be guessed (a call or a product, how far a function reaches), and why something has no value. */
  readonly remarks: readonly string[];
  readonly error: ReadingError | null;
}

export interface Reading {
  readonly schema: "fluxion.reading/1";
  readonly document: string;
  readonly symbols: readonly SymbolRow[];
  readonly scopes: readonly { readonly kind: string; readonly id: string; readonly title: string; readonly line: number }[];
  readonly statements: readonly ReadingStatement[];
  readonly errors: readonly ReadingError[];
  /** Commands that the document does not define, read as is customary. */
  readonly customary: readonly { readonly name: string; readonly meaning: string; readonly line: number }[];
  /** How many displays and inline formulas there are, and how many of them were understood without a hole. */
  readonly coverage: { readonly display: FormulaCount; readonly inline: FormulaCount };
}

export interface FormulaCount {
  readonly all: number;
  readonly read: number;
  readonly notMathematics: number;
  readonly unread: number;
}

export const readingJson = (readings: readonly Reading[]): string =>
  `${JSON.stringify(readings.length === 1 ? readings[0] : readings, null, 2)}\n`;

/** `source` is the text the spans point into. */
export function readingText(r: Reading, source: string, options: TextOptions): string {
  const sections = [
    [paint(r.document, "bold", options)],
    symbolLines(r, options),
    customaryLines(r, options),
    scopeLines(r, options),
    statementLines(r, options),
    errorLines(r, source, options),
    [countsOf(r)],
  ];
  return `${sections
    .filter((s) => s.length > 0)
    .map((s) => s.join("\n"))
    .join("\n\n")}\n`;
}

function symbolLines(r: Reading, options: TextOptions): readonly string[] {
  if (r.symbols.length === 0) return [];
  const many = new Set(r.symbols.map((s) => s.scope)).size > 1;
  const rows = r.symbols.map((s) => [
    s.name,
    s.shape,
    `${s.origin === "assumed" ? "assumed: " : ""}${s.because}${many && s.scope !== "" ? ` (in ${s.scope})` : ""}`,
  ]);
  return ["Symbols and shapes", ...table(rows).map((line) => `  ${clip(line, options.width - 2)}`)];
}

function customaryLines(r: Reading, options: TextOptions): readonly string[] {
  if (r.customary.length === 0) return [];
  const rows = r.customary.map((c) => [String(c.line).padStart(6), c.name, `read as ${c.meaning}`]);
  return ["Commands that the document does not define", ...table(rows).map((line) => clip(line.trimEnd(), options.width))];
}

function scopeLines(r: Reading, options: TextOptions): readonly string[] {
  const named = r.scopes.filter((s) => s.kind !== "document");
  if (named.length === 0) return [];
  const rows = named.map((s) => [String(s.line).padStart(6), s.kind, s.id, oneLine(s.title === s.id ? "" : s.title)]);
  return ["Scopes", ...table(rows).map((line) => clip(line.trimEnd(), options.width))];
}

function statementLines(r: Reading, options: TextOptions): readonly string[] {
  if (r.statements.length === 0) return ["No relation was found."];
  const width = Math.max(...r.statements.map((s) => s.kind.length));
  return [
    "Statements",
    ...r.statements.flatMap((s) => {
      const given = s.given.length > 0 ? `   (${s.given.map(oneLine).join(", ")})` : "";
      const formula = s.understood ?? oneLine(`${s.lhs} ${s.relation} ${s.rhs}`);
      const head = `${String(s.span.line).padStart(6)}  ${s.kind.padEnd(width)}  `;
      const notes = [...s.remarks, ...(s.error ? [s.error.message] : [])];
      const line = head + clip(formula + given, options.width - head.length);
      const indent = " ".repeat(10 + width);
      return [
        s.error ? paint(line, "yellow", options) : line,
        ...notes.flatMap((n) => wrap(n, options.width - indent.length).map((l) => indent + paint(l, "dim", options))),
      ];
    }),
  ];
}

function errorLines(r: Reading, source: string, options: TextOptions): readonly string[] {
  if (r.errors.length === 0) return [];
  return [
    paint("Not read", "bold", options),
    ...r.errors.flatMap((e) => [
      `  ${r.document}:${e.span.line}:${e.span.column}: ${e.message}`,
      ...underlined(source, e.span, options),
      ...(e.expected === null ? [] : [`    expected: ${e.expected}`]),
      ...(e.try === null ? [] : [`    try: ${e.try}`]),
    ]),
  ];
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function countsOf(r: Reading): string {
  const unread = r.errors.length === 0 ? "" : `; ${plural(r.errors.length, "place")} not read`;
  const { display, inline } = r.coverage;
  const counts = `${plural(r.symbols.length, "symbol")}, ${plural(r.statements.length, "statement")}${unread}`;
  return `${counts}\n${plural(display.all, "display")}: ${parts(display)}; ${plural(inline.all, "inline formula")}: ${parts(inline)}`;
}

const parts = (c: FormulaCount): string =>
  [
    `${c.read} read`,
    ...(c.notMathematics > 0 ? [`${c.notMathematics} not mathematics`] : []),
    ...(c.unread > 0 ? [`${c.unread} with a hole`] : []),
  ].join(", ");
