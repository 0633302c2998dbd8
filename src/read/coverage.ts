/** How much of a document was read: every display and every inline formula counts once. */
import type { Foreign } from "./foreign.ts";
import type { Span } from "./syntax.ts";

/** A formula as it stands in the document. */
export interface Found {
  readonly place: "display" | "inline";
  readonly span: Span;
  /** Null for mathematics. */
  readonly foreign: Foreign | null;
}

export interface Count {
  readonly all: number;
  /** Understood without a hole. */
  readonly read: number;
  /** Pictures, tables, programs and mere words. */
  readonly notMathematics: number;
  readonly unread: number;
}

export interface Coverage {
  readonly display: Count;
  readonly inline: Count;
}

/** A relation that lacks its outer side is understood as far as it is written. */
const isHole = (e: { readonly code: string }): boolean => e.code !== "missing-side";

/** Counts formulas; one is unread when an error lies in it. */
export function coverageOf(found: readonly Found[], errors: readonly { readonly code: string; readonly span: Span }[]): Coverage {
  const starts = errors
    .filter(isHole)
    .map((e) => e.span.start)
    .sort((a, b) => a - b);
  const holed = (f: Found): boolean => (starts[firstFrom(starts, f.span.start)] ?? Number.POSITIVE_INFINITY) <= f.span.end;
  const count = (place: Found["place"]): Count => {
    const here = found.filter((f) => f.place === place);
    const foreign = here.filter((f) => f.foreign !== null).length;
    const unread = here.filter((f) => f.foreign === null && holed(f)).length;
    return { all: here.length, read: here.length - foreign - unread, notMathematics: foreign, unread };
  };
  return { display: count("display"), inline: count("inline") };
}

function firstFrom(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
