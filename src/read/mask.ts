/** What is no mathematics whatever it looks like: comments, code, verbatim, pictures, definitions of macros. Masked, so that offsets stay. */
import type { Span } from "./syntax.ts";

/** Spans in order, none overlapping. */
export type Mask = readonly Span[];

export type Flavour = "markdown" | "latex" | "plain";

const patterns: Readonly<Record<Flavour, readonly RegExp[]>> = {
  markdown: [/<!--[^]*?(?:-->|$)/gu, /(?<![`\\])(`+)(?!`)[^`\n]*(?:\n[^`\n]+)?\1(?!`)/gu],
  plain: [],
  latex: [
    /%(?<=(?:^|[^\\])(?:\\\\)*%)[^\n]*/gu,
    /\\begin\{(verbatim|lstlisting|minted|comment|tikzpicture|algorithmic|algorithm|filecontents)(\*?)\}[^]*?(?:\\end\{\1\2\}|$)/gu,
    /\\verb\*?([^A-Za-z\s])[^\n]*?\1/gu,
    /\\iffalse\b[^]*?\\fi\b/gu,
  ],
};

/** The parts of `text` that no formula may start in, `code` (fences) and macro definitions included. */
export function maskOf(text: string, flavour: Flavour, code: readonly Span[], definitions: readonly Span[]): Mask {
  const found: Span[] = [...code, ...definitions];
  for (const pattern of patterns[flavour])
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const mask: { start: number; end: number }[] = [];
  for (const span of found) {
    const last = mask[mask.length - 1];
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end);
    else mask.push({ ...span });
  }
  return mask;
}

/** Walks a mask from left to right, beginning at `from`: asks for ascending offsets only. */
export function maskWalker(mask: Mask, from = 0): (offset: number) => Span | null {
  let i = firstEndingAfter(mask, from);
  return (offset) => {
    while ((mask[i]?.end ?? Number.POSITIVE_INFINITY) <= offset) i++;
    const span = mask[i];
    return span !== undefined && span.start <= offset ? span : null;
  };
}

function firstEndingAfter(mask: Mask, offset: number): number {
  let low = 0;
  let high = mask.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mask[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The text with masked characters as blanks; line breaks stay. */
export function blanked(text: string, mask: Mask): string {
  let out = "";
  let at = 0;
  for (const span of mask) {
    out += text.slice(at, span.start) + text.slice(span.start, span.end).replace(/[^\n]/gu, (c) => " ".repeat(c.length));
    at = span.end;
  }
  return out + text.slice(at);
}
