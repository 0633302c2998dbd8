/** A document cut by offset into prose, formulas and code, for reports that show it in full. */
import { type SourceKind, segmentsOf } from "../read/source.ts";

export type { SourceKind };

export interface Piece {
  readonly kind: "prose" | "inline" | "display" | "code";
  readonly start: number;
  readonly end: number;
  /** Without the delimiters of a formula or the fences of code. */
  readonly inner: { readonly start: number; readonly end: number };
  /** `align`, for a display environment. */
  readonly environment: string | null;
}

export interface Cut {
  readonly latex: boolean;
  /** Every character of the body belongs to one piece; a preamble and front matter belong to none. */
  readonly pieces: readonly Piece[];
  /** The document's own commands, `\R` → `\mathbb{R}`. */
  readonly macros: ReadonlyMap<string, string>;
}

export function cutDocument(text: string, kind: SourceKind): Cut {
  const { latex, from, segments, fences, hidden, macros } = segmentsOf(text, kind);
  const end = latex ? bodyEnd(text) : text.length;
  const marked: Piece[] = [
    ...segments.map((s): Piece => ({ kind: s.kind, start: s.span.start, end: s.span.end, inner: s.inner, environment: s.environment })),
    ...fences.map((f): Piece => ({ kind: "code", start: f.span.start, end: f.span.end, inner: f.inner, environment: null })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: Piece[] = [];
  let at = from;
  const prose = (to: number): void => {
    for (const h of hidden.filter((s) => s.start < to && s.end > at)) {
      if (h.start > at) pieces.push(plain(at, h.start));
      at = Math.max(at, h.end);
    }
    if (to > at) pieces.push(plain(at, to));
    at = Math.max(at, to);
  };
  for (const piece of marked) {
    // A formula inside a code fence is shown with the code.
    if (piece.start < at || piece.end > end) continue;
    prose(piece.start);
    if (piece.start < at) continue;
    pieces.push(piece);
    at = piece.end;
  }
  prose(end);
  return { latex, pieces, macros: new Map([...macros].filter(([, m]) => m.optional === null).map(([name, m]) => [name, m.body] as const)) };
}

const plain = (start: number, end: number): Piece => ({ kind: "prose", start, end, inner: { start, end }, environment: null });

function bodyEnd(text: string): number {
  const end = text.lastIndexOf("\\end{document}");
  return end < 0 ? text.length : end;
}
