/** What stands in a block: prose and formulas in order; the cells of a table. */

import type { MathSegment } from "./segments.ts";
import { type Layout, lineEnd, type Part } from "./source-types.ts";
import type { Span } from "./syntax.ts";

interface Table {
  readonly rows: readonly (readonly Span[])[];
  readonly end: number;
}

/** Two or more lines that start with a bar. */
export function tableAt(layout: Layout, start: number): Table | null {
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

export function partsOf(layout: Layout, start: number, end: number): readonly Part[] {
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
