/**
 * The submission as LaTeX with a teacher's marks in it: a sign behind every relation, notes in the margin, the marks on top. A LaTeX document
 * stays what it was but for the insertions, each at an offset of the source; anything else becomes a document of its own.
 */
import { type Cut, cutDocument, type Piece, type SourceKind } from "../check/pieces.ts";
import type { Report, Step } from "../check/report.ts";
import { judgementWords } from "./html-words.ts";
import { latexPreamble, latexText, wholeDocument } from "./latex-words.ts";
import { goalText, marksText } from "./marks.ts";
import { relationStart } from "./rows.ts";
import { summaryText } from "./text.ts";

interface Insertion {
  readonly at: number;
  readonly text: string;
}

export function reportLatex(report: Report, source: string, kind: SourceKind): string {
  const cut = cutDocument(source, kind);
  const numbers = new Map(report.steps.filter(hasNote).map((s, i) => [s, i + 1] as const));
  const insertions = report.steps.flatMap((s) => marksAt(s, source, cut, numbers.get(s)));
  const notes = cut.pieces.flatMap((p, k): readonly Insertion[] => {
    const here = report.steps.filter((s) => numbers.has(s) && pieceOf(s, source, cut) === k);
    return here.length === 0
      ? []
      : [
          {
            at: p.kind === "display" ? p.start : p.end,
            text: `\\FxNotes{${here.map((s) => noteText(s, numbers.get(s) ?? 0)).join("\\par ")}}`,
          },
        ];
  });
  const head = headText(report);
  if (cut.latex && /\\begin\{document\}/.test(source)) return annotated(source, cut, [...insertions, ...notes], head);
  const pieces = cut.pieces.map((p) => pieceText(p, source, cut, [...insertions, ...notes]));
  return wholeDocument(head + pieces.join(""), cut.macros);
}

const hasNote = (s: Step): boolean => s.judgement === "wrong" || s.judgement === "review" || s.judgement === "right-with-remark";

/** A submission in LaTeX keeps its own preamble. */
function annotated(source: string, cut: Cut, insertions: readonly Insertion[], head: string): string {
  const begin = /\\begin\{document\}/.exec(source);
  const at = begin?.index ?? 0;
  const body = cut.pieces[0]?.start ?? source.length;
  return spliced(source, 0, source.length, [
    { at, text: `${latexPreamble}\n` },
    { at: Math.max(body, at), text: `\n${head}\n` },
    ...insertions,
  ]);
}

function spliced(source: string, from: number, to: number, insertions: readonly Insertion[]): string {
  const here = insertions.filter((i) => i.at >= from && i.at <= to).sort((a, b) => a.at - b.at);
  let out = "";
  let at = from;
  for (const i of here) {
    out += source.slice(at, i.at) + i.text;
    at = i.at;
  }
  return out + source.slice(at, to);
}

function pieceOf(s: Step, source: string, cut: Cut): number {
  const at = relationStart(source, s);
  return cut.pieces.findLastIndex((p) => p.start <= at);
}

/** The sign behind the right side, which is coloured where it is wrong. */
function marksAt(s: Step, source: string, cut: Cut, number: number | undefined): readonly Insertion[] {
  const piece = cut.pieces[pieceOf(s, source, cut)];
  if (!piece || (piece.kind !== "inline" && piece.kind !== "display") || s.span.end > piece.inner.end || s.span.end < piece.inner.start)
    return [];
  const sign = { at: s.span.end, text: `\\FxMark{${s.judgement === "none" ? "none" : s.judgement}}{${number ?? ""}}` };
  if (s.judgement === "none") return [];
  const start = s.span.end - s.rhs.length;
  if (s.judgement !== "wrong" || start < piece.inner.start || !standsAlone(s.rhs)) return [sign];
  return [{ at: start, text: "{\\color{FxWrong}" }, { at: s.span.end, text: "}" }, sign];
}

/** Braces, fences and environments that open also close, and no row ends inside. */
function standsAlone(tex: string): boolean {
  const count = (pattern: RegExp): number => tex.match(pattern)?.length ?? 0;
  return (
    !/\\\\|(?<!\\)&/.test(tex) &&
    count(/(?<!\\)\{/g) === count(/(?<!\\)\}/g) &&
    count(/\\left(?![a-zA-Z])/g) === count(/\\right(?![a-zA-Z])/g) &&
    count(/\\begin\{/g) === count(/\\end\{/g)
  );
}

function pieceText(p: Piece, source: string, cut: Cut, insertions: readonly Insertion[]): string {
  const own = insertions.filter((i) => i.at > p.inner.start && i.at <= p.inner.end);
  const after = insertions
    .filter((i) => i.at === p.end && p.end !== p.inner.end)
    .map((i) => i.text)
    .join("");
  const before = insertions
    .filter((i) => i.at === p.start && p.start !== p.inner.start)
    .map((i) => i.text)
    .join("");
  const inner = spliced(source, p.inner.start, p.inner.end, own);
  switch (p.kind) {
    case "prose":
      return cut.latex
        ? inner
        : latexText(source.slice(p.start, p.end)) +
            own
              .filter((i) => i.text.startsWith("\\FxNotes"))
              .map((i) => i.text)
              .join("");
    case "inline":
      return `$${inner}$${after}`;
    case "display":
      return `${before}${displayText(p, inner)}`;
    case "code":
      return `\n\\begin{verbatim}\n${source.slice(p.inner.start, p.inner.end).replaceAll("\\end{verbatim}", "")}\\end{verbatim}\n${after}`;
  }
}

function displayText(p: Piece, inner: string): string {
  if (p.environment) return `\\begin{${p.environment}*}${inner}\\end{${p.environment}*}`.replaceAll(/\*?\*\}/g, "*}");
  const rows = /\\\\|(?<!\\)&/.test(inner) && !/\\begin\{/.test(inner);
  return `\\[${rows ? `\\begin{aligned}${inner}\\end{aligned}` : inner}\\]`;
}

const noteText = (s: Step, n: number): string => `\\FxNote{${s.judgement}}{${n}}{${judgementWords(s)}}{${latexText(noteOf(s))}}`;

const noteOf = (s: Step): string =>
  s.judgement === "right-with-remark"
    ? s.qualifiers.map((q) => q.note).join(" ")
    : [s.message, ...s.diagnosis.slice(0, 1).map((d) => `${d.certain ? "" : "Perhaps "}${d.name} (${d.code}).`)].join(" ");

function headText(report: Report): string {
  const { marking } = report;
  const parts =
    marking?.parts.map((p) => `${latexText(p.heading ?? p.id)}: ${marksText(p.marks)}${goalText(p) === "" ? "" : `, ${goalText(p)}`}`) ??
    [];
  const lines = [
    `\\textbf{${latexText(report.document)}}: ${latexText(summaryText(report.summary))}.`,
    ...(marking ? [`\\textbf{Marks: ${marksText(marking.marks)}.} ${parts.join("; ")}.`] : []),
    ...(marking?.message ? [latexText(marking.message)] : []),
  ];
  return `\\FxHead{${lines.join("\\par ")}}\n`;
}
