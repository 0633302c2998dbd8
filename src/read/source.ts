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
import type { ReadError, Span } from "./syntax.ts";

export { type LineColumn, lineFinder, lineOf } from "./places.ts";

export type SourceKind = "markdown" | "latex" | "plain" | "auto";

export type Part =
  | { readonly kind: "prose"; readonly text: string; readonly span: Span }
  | { readonly kind: "inline"; readonly source: string; readonly inner: Span; readonly span: Span }
  | { readonly kind: "display"; readonly source: string; readonly inner: Span; readonly span: Span; readonly environment: string | null };

export interface ListPlace {
  readonly marker: string;
  /** 0 for the outermost list. */
  readonly depth: number;
}

export type Block =
  /** `inline`: the line goes on with text (`2.1 Show that …`), which follows as a paragraph. */
  | { readonly kind: "heading"; readonly level: number; readonly text: string; readonly span: Span; readonly inline: boolean }
  | { readonly kind: "paragraph"; readonly parts: readonly Part[]; readonly span: Span; readonly list: ListPlace | null }
  /** `span` is that of `text`, without the fences. */
  | { readonly kind: "code"; readonly info: string; readonly text: string; readonly span: Span; readonly lines: readonly Span[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly (readonly Part[])[])[]; readonly span: Span };

export interface Source {
  readonly blocks: readonly Block[];
  readonly macros: Macros;
  /** The YAML between `---` lines at the top. */
  readonly frontMatter: string | null;
  readonly errors: readonly ReadError[];
}

export function segmentDocument(text: string, kind: SourceKind): Source {
  const flavour = kind === "auto" ? guessFlavour(text) : kind;
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
  return { blocks: readBlocks(layout, from), macros, frontMatter: front?.[1] ?? null, errors };
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

interface Fence {
  readonly info: string;
  readonly span: Span;
  readonly inner: Span;
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

// ------------------------------------------------------------------------------------------------------------------ lines

interface Layout {
  readonly text: string;
  /** The text with hidden parts as blanks: what lines are recognised on. */
  readonly clear: string;
  readonly segments: readonly MathSegment[];
  readonly fences: readonly Fence[];
  readonly flavour: Flavour;
}

interface Reader {
  readonly layout: Layout;
  readonly blocks: Block[];
  /** The paragraph being gathered. */
  start: number | null;
  end: number;
  list: ListPlace | null;
  segment: number;
  problems: number;
}

/** One line after another; a line break inside a formula is none. */
function readBlocks(layout: Layout, from: number): readonly Block[] {
  const reader: Reader = { layout, blocks: [], start: null, end: from, list: null, segment: 0, problems: 0 };
  const { text, segments } = layout;
  let fence = 0;
  let next = 0;
  for (let at = from; at < text.length; ) {
    while ((layout.fences[fence]?.span.end ?? Number.POSITIVE_INFINITY) <= at) fence++;
    const code = layout.fences[fence];
    if (code !== undefined && code.span.start === at) {
      flush(reader);
      reader.blocks.push(codeBlock(text, code));
      at = code.span.end + 1;
      continue;
    }
    let end = lineEnd(text, at);
    while ((segments[next]?.span.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    // A formula that begins on this line carries the line on to its own end.
    for (let s = next; (segments[s]?.span.start ?? Number.POSITIVE_INFINITY) < end; s++)
      end = Math.max(end, lineEnd(text, segments[s]?.span.end ?? end));
    at = readLine(reader, at, end) + 1;
  }
  flush(reader);
  return reader.blocks;
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
};

function codeBlock(text: string, fence: Fence): Block {
  const lines: Span[] = [];
  for (let at = fence.inner.start; at < fence.inner.end; ) {
    const end = Math.min(lineEnd(text, at), fence.inner.end);
    lines.push({ start: at, end });
    at = end + 1;
  }
  return { kind: "code", info: fence.info, text: text.slice(fence.inner.start, fence.inner.end), span: fence.inner, lines };
}

/** Gives where the line ends that was used. */
function readLine(reader: Reader, start: number, end: number): number {
  const { layout } = reader;
  const line = layout.clear.slice(start, end);
  if (line.trim() === "") {
    flush(reader);
    return end;
  }
  const heading = layout.flavour === "latex" ? latexHeading(reader, line) : markdownHeading(line);
  if (heading !== null) {
    flush(reader);
    reader.blocks.push({
      kind: "heading",
      level: heading.level,
      text: heading.text,
      span: { start, end: start + line.trimEnd().length },
      inline: false,
    });
    return end;
  }
  const question = layout.flavour === "latex" ? /^\s*\\question\b\s*(?:\[[^\]]*\])?/u.exec(line) : null;
  if (question !== null) {
    flush(reader);
    const begin = start + question[0].length;
    reader.blocks.push({ kind: "heading", level: 3, text: `Question ${++reader.problems}`, span: { start, end: begin }, inline: true });
    reader.start = begin;
    reader.end = end;
    return end;
  }
  const table = layout.flavour === "latex" ? null : tableAt(layout, start);
  if (table !== null && reader.start === null) {
    reader.blocks.push({
      kind: "table",
      rows: table.rows.map((row) => row.map((cell) => partsOf(layout, cell.start, cell.end))),
      span: { start, end: table.end },
    });
    return table.end;
  }
  const item = listMarker(layout.flavour, line);
  if (item !== null) {
    flush(reader);
    reader.list = { marker: item.marker, depth: item.depth };
    numbered(reader, start + item.length, end, true);
    return end;
  }
  if (reader.start === null) numbered(reader, start, end, false);
  else reader.end = end;
  return end;
}

function flush(reader: Reader): void {
  const { start, end, layout, list } = reader;
  reader.start = null;
  reader.list = null;
  if (start === null) return;
  const parts = partsOf(layout, start, end);
  if (parts.some((part) => part.kind !== "prose" || part.text.trim() !== ""))
    reader.blocks.push({ kind: "paragraph", parts, span: { start, end }, list });
}

// --------------------------------------------------------------------------------------------------------------- headings

interface Heading {
  readonly level: number;
  readonly text: string;
}

function markdownHeading(line: string): Heading | null {
  const hashes = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\r?$/u.exec(line);
  if (hashes !== null) return { level: hashes[1]?.length ?? 1, text: hashes[2] ?? "" };
  return null;
}

const sectionLevels: ReadonlyMap<string, number> = new Map([
  ["part", 1],
  ["chapter", 1],
  ["section", 2],
  ["subsection", 3],
  ["subsubsection", 4],
  ["paragraph", 5],
  ["subparagraph", 6],
]);
const problemEnvironments = "problem|exercise|question|task|example|theorem|lemma|proposition|corollary";

function latexHeading(reader: Reader, line: string): Heading | null {
  const section = /^\s*\\(part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]]*\])?\{((?:[^{}]|\{[^{}]*\})*)\}/u.exec(line);
  if (section !== null) return { level: sectionLevels.get(section[1] ?? "") ?? 2, text: section[2] ?? "" };
  const problem = new RegExp(`^\\s*\\\\begin\\{(${problemEnvironments})\\*?\\}\\s*(?:[[{]([^\\]}]*)[\\]}])?`, "u").exec(line);
  if (problem === null) return null;
  const word = problem[1] ?? "problem";
  const title = problem[2]?.trim() ?? "";
  const named = title !== "" && /\d/u.test(title);
  return {
    level: 3,
    text: named ? title : `${word[0]?.toUpperCase()}${word.slice(1)} ${++reader.problems}${title === "" ? "" : `: ${title}`}`,
  };
}

const opener =
  /^(?:[*_]{1,3})?\(?(?:exercises?|exercices?|problems?|questions?|ex|tasks?|aufgaben?|part|homework|q)\.?\s*(?:#\s*)?\(?(?:\d+(?:\.\d+)*[a-z]?|[a-z]|[ivx]+)\)?(?![\p{L}\d])(?:\s*\([\d\s.,+\-–/a-z]*\))?\)?[.:)]?(?:[*_]{1,3})?[.:]?/iu;
const dotted = /^(?:[*_]{1,3})?\(?\d+(?:\.\d+)+\)?[.:)]?(?:[*_]{1,3})?(?=\s+(?:\p{Lu}|[$\\(*]))/u;
const plainSection = /^\d{1,2}\.?\s+\p{Lu}[\p{L}\s-]{2,40}$/u;

/**
 * A paragraph whose first words number a problem opens a scope: the words become a heading, and what follows them on the line is its
 * text, unless it is short and stands alone.
 */
function numbered(reader: Reader, start: number, end: number, item: boolean): void {
  const { layout } = reader;
  const line = layout.clear.slice(start, end);
  const indent = line.length - line.trimStart().length;
  const body = line.trim();
  const glued = /^[\p{L} ]{1,40}\d+(?=(?:exercise|exercice|problem|question)\s*\d)/iu.exec(body);
  if (glued !== null) return numbered(reader, start + indent + glued[0].length, end, item);
  const match = opener.exec(body) ?? dotted.exec(body);
  const rest = match === null ? "" : body.slice(match[0].length).trim();
  const alone = nextLineBlank(layout.text, end) || nextIsFormula(layout, end);
  const short = body.length <= 70 && !/[$\\]|\.\s/u.test(rest) && !/[.;,]$/u.test(rest);
  const whole = (match !== null && (rest === "" || (short && alone))) || (match === null && !item && alone && plainSection.test(body));
  if (whole || match !== null) {
    reader.list = null;
    const text = whole || match === null ? body : match[0];
    const at = start + indent;
    reader.blocks.push({
      kind: "heading",
      level: 3,
      text: text.replace(/^[*_]+|[*_]+$/gu, ""),
      span: { start: at, end: at + text.length },
      inline: !whole,
    });
    if (whole) return;
    reader.start = at + text.length;
    reader.end = end;
    return;
  }
  reader.start = start;
  reader.end = end;
}

const nextLineBlank = (text: string, end: number): boolean =>
  /^\r?\n?[ \t]*(?:\r?\n|$)/u.test(text.slice(end + 1, end + 200)) || end + 1 >= text.length;
const nextIsFormula = (layout: Layout, end: number): boolean =>
  layout.segments.some((s) => s.kind === "display" && s.span.start > end && layout.text.slice(end, s.span.start).trim() === "");

// ----------------------------------------------------------------------------------------------------------- lists, tables

function listMarker(flavour: Flavour, line: string): { readonly marker: string; readonly depth: number; readonly length: number } | null {
  const pattern =
    flavour === "latex" ? /^(\s*)(\\item(?:\s*\[[^\]]*\])?)\s*/u : /^(\s*)([-*+•—–]|\d{1,3}[.)]|\(?[a-z]\)|\([ivx]{1,4}\))(?:\s+)(?=\S)/u;
  const match = pattern.exec(line);
  if (match === null) return null;
  return { marker: match[2] ?? "", depth: Math.floor((match[1] ?? "").replace(/\t/gu, "    ").length / 2), length: match[0].length };
}

interface Table {
  readonly rows: readonly (readonly Span[])[];
  readonly end: number;
}

/** Two or more lines that start with a bar. */
function tableAt(layout: Layout, start: number): Table | null {
  const { text, segments } = layout;
  const rows: Span[][] = [];
  let end = start;
  for (let at = start; at < text.length; ) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, stop);
    if (!/^\s*\|.*\|\s*$/u.test(line)) break;
    if (!/^[\s|:-]+$/u.test(line)) rows.push(cellsOf(text, at, stop, segments));
    end = stop;
    at = stop + 1;
  }
  return rows.length >= 2 ? { rows, end } : null;
}

function cellsOf(text: string, start: number, end: number, segments: readonly MathSegment[]): Span[] {
  const bars: number[] = [];
  for (let at = text.indexOf("|", start); at >= 0 && at < end; at = text.indexOf("|", at + 1)) {
    const inside = segments.some((s) => s.span.start < at && at < s.span.end);
    if (!inside && text[at - 1] !== "\\") bars.push(at);
  }
  return bars.slice(0, -1).map((bar, i) => ({ start: bar + 1, end: bars[i + 1] ?? end }));
}

// ------------------------------------------------------------------------------------------------------------------ parts

function partsOf(layout: Layout, start: number, end: number): readonly Part[] {
  const { text, clear } = layout;
  const parts: Part[] = [];
  let at = start;
  const prose = (to: number): void => {
    if (to > at) parts.push({ kind: "prose", text: clear.slice(at, to), span: { start: at, end: to } });
  };
  for (let i = firstFrom(layout.segments, start); i < layout.segments.length; i++) {
    const segment = layout.segments[i];
    if (segment === undefined || segment.span.start >= end) break;
    prose(segment.span.start);
    const place = { source: text.slice(segment.inner.start, segment.inner.end), inner: segment.inner, span: segment.span };
    parts.push(segment.kind === "inline" ? { kind: "inline", ...place } : { kind: "display", ...place, environment: segment.environment });
    at = segment.span.end;
  }
  prose(end);
  return parts;
}

function firstFrom(segments: readonly MathSegment[], start: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.span.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
