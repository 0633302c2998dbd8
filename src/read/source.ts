/**
 * From the text of a document to blocks of prose and formulas, with exact UTF-16 offsets.
 *
 * A small scanner of our own rather than a Markdown library: real homework mixes Markdown, LaTeX and bare text in one file, formulas
 * must be found before emphasis and lists are (a `*` or `_` inside dollars is mathematics), and offsets must survive all of it.
 * `segments.ts` finds the formulas, `mask.ts` hides what is no mathematics, and here the lines between them become blocks.
 */
import { collectMacros, type Macros } from "./macros.ts";
import { blanked, type Flavour, maskOf } from "./mask.ts";
import { findSegments, type MathSegment } from "./segments.ts";
import { readBlocks } from "./source-blocks.ts";
import type { Block, Fence, Layout } from "./source-types.ts";
import type { ReadError, Span } from "./syntax.ts";

export { type LineColumn, lineFinder, lineOf } from "./places.ts";
export type { Block, ListPlace, Part } from "./source-types.ts";

export type SourceKind = "markdown" | "latex" | "plain" | "auto";

export interface Source {
  readonly blocks: readonly Block[];
  readonly macros: Macros;
  /** The YAML between `---` lines at the top. */
  readonly frontMatter: string | null;
  readonly errors: readonly ReadError[];
}

/** Where formulas, code and definitions of macros stand in a text. */
export interface Segmented {
  readonly latex: boolean;
  /** Where the body starts, behind a preamble or front matter. */
  readonly from: number;
  readonly segments: readonly MathSegment[];
  readonly fences: readonly Fence[];
  /** Definitions of macros: no text. */
  readonly hidden: readonly Span[];
  readonly macros: Macros;
}

export function segmentsOf(text: string, kind: SourceKind): Segmented {
  const { layout, from, macros, spans } = laidOut(text, kind);
  return { latex: layout.flavour === "latex", from, segments: layout.segments, fences: layout.fences, hidden: spans, macros };
}

export function segmentDocument(text: string, kind: SourceKind): Source {
  const { layout, from, macros, front, errors } = laidOut(text, kind);
  return { blocks: readBlocks(layout, from), macros, frontMatter: front, errors };
}

interface LaidOut {
  readonly layout: Layout;
  readonly from: number;
  readonly macros: Macros;
  readonly spans: readonly Span[];
  readonly front: string | null;
  readonly errors: readonly ReadError[];
}

function laidOut(written: string, kind: SourceKind): LaidOut {
  const flavour = kind === "auto" ? guessFlavour(written) : kind;
  const text = flavour === "latex" ? written : withoutQuoteMarks(written);
  const front = flavour === "latex" ? null : /^\uFEFF?---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/u.exec(text);
  const from = bodyStart(text, flavour, front?.[0].length ?? 0);
  const { macros, spans } = collectMacros(text);
  const fences = flavour === "latex" ? [] : findFences(text, from);
  const hidden = [...spans, ...(from > 0 ? [{ start: 0, end: from }] : [])];
  const mask = maskOf(
    text,
    flavour,
    fences.map((f) => f.span),
    hidden,
  );
  const { segments, errors } = findSegments(text, mask, flavour === "latex");
  const layout: Layout = {
    text,
    clear:
      flavour === "markdown" || flavour === "plain"
        ? blanked(
            text,
            [...hidden].sort((a, b) => a.start - b.start),
          )
        : blanked(text, mask),
    segments,
    fences,
    flavour,
  };
  return { layout, from, macros, spans, front: front?.[1] ?? null, errors };
}

/** The `>` of a Markdown quotation as blanks, also in the lines of a display in it; offsets stay. A `>` inside an open display is a relation. */
function withoutQuoteMarks(text: string): string {
  let counted = 0;
  let open = false;
  return text.replace(/(?:^[ \t]*>[^\n]*(?:\n|$))+/gmu, (lines: string, at: number) => {
    for (let next = text.indexOf("$$", counted); next >= 0 && next < at; next = text.indexOf("$$", next + 2)) {
      open = !open;
      counted = next + 2;
    }
    return open ? lines : lines.replace(/^[ \t>]+/gmu, (mark) => mark.replaceAll(">", " "));
  });
}

function guessFlavour(text: string): Flavour {
  if (/\\documentclass|\\begin\{document\}|^\\(?:sub)*section\*?\{/mu.test(text)) return "latex";
  return "markdown";
}

function bodyStart(text: string, flavour: Flavour, front: number): number {
  if (flavour !== "latex") return front;
  const begin = /^[^%\n]*\\begin\{document\}/mu.exec(text);
  return begin === null ? 0 : begin.index + begin[0].length;
}

function findFences(text: string, from: number): readonly Fence[] {
  const fences: Fence[] = [];
  const pattern = /^[ \t]*(`{3,}|~{3,})([^`\n]*)\n([^]*?)(?:^[ \t]*\1[`~]*[ \t]*$|(?![^]))/gmu;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const inner = match.index + match[0].indexOf("\n") + 1;
    fences.push({
      info: (match[2] ?? "").trim(),
      span: { start: match.index, end: match.index + match[0].length },
      inner: { start: inner, end: inner + (match[3] ?? "").length },
    });
  }
  return fences;
}
