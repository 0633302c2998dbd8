/** Lines become headings, paragraphs, list items, tables and code. */
import { dotted, latexHeading, markdownHeading, opener, plainSection } from "./headings.ts";
import type { Flavour } from "./mask.ts";
import { partsOf, tableAt } from "./source-parts.ts";
import { type Block, type Fence, type Layout, type ListPlace, lineEnd, type Part } from "./source-types.ts";
import type { Span } from "./syntax.ts";

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
export function readBlocks(layout: Layout, from: number): readonly Block[] {
  const reader: Reader = { layout, blocks: [], start: null, end: from, list: null, segment: 0, problems: 0 };
  const { text, segments } = layout;
  let fence = 0;
  let next = 0;
  for (let at = from; at < text.length; ) {
    while ((layout.fences[fence]?.span.end ?? Number.POSITIVE_INFINITY) <= at) fence++;
    const code = layout.fences[fence];
    if (code !== undefined && code.span.start === at) {
      flush(reader);
      reader.blocks.push(code.info === "math" ? mathBlock(text, code) : codeBlock(text, code));
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

/** A fence marked `math` is a display. */
function mathBlock(text: string, fence: Fence): Block {
  const { span, inner } = fence;
  const part: Part = { kind: "display", source: text.slice(inner.start, inner.end), inner, span, environment: null };
  return { kind: "paragraph", parts: [part], span, list: null };
}

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
  const heading = layout.flavour === "latex" ? latexHeading(line, () => ++reader.problems) : markdownHeading(line);
  if (heading !== null) {
    flush(reader);
    // `\paragraph{Mean.} Let …`: the line goes on with text.
    const rest = heading.length === undefined ? "" : line.slice(heading.length).replace(/\\label\{[^}]*\}/g, "");
    const goesOn = heading.length !== undefined && /[\p{L}$]/u.test(rest);
    const stop = goesOn ? start + (heading.length ?? 0) : start + line.trimEnd().length;
    reader.blocks.push({ kind: "heading", level: heading.level, text: heading.text, span: { start, end: stop }, inline: goesOn });
    if (goesOn) {
      reader.start = stop;
      reader.end = end;
    }
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

function listMarker(flavour: Flavour, line: string): { readonly marker: string; readonly depth: number; readonly length: number } | null {
  const pattern =
    flavour === "latex" ? /^(\s*)(\\item(?:\s*\[[^\]]*\])?)\s*/u : /^(\s*)([-*+•—–]|\d{1,3}[.)]|\(?[a-z]\)|\([ivx]{1,4}\))(?:\s+)(?=\S)/u;
  const match = pattern.exec(line);
  if (match === null) return null;
  return { marker: match[2] ?? "", depth: Math.floor((match[1] ?? "").replace(/\t/gu, "    ").length / 2), length: match[0].length };
}
