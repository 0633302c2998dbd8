/** Blocks of a document, and the layout they are found on. */
import type { Flavour } from "./mask.ts";
import type { MathSegment } from "./segments.ts";
import type { Span } from "./syntax.ts";

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

export interface Fence {
  readonly info: string;
  readonly span: Span;
  readonly inner: Span;
}

export interface Layout {
  readonly text: string;
  /** The text with hidden parts as blanks: what lines are recognised on. */
  readonly clear: string;
  readonly segments: readonly MathSegment[];
  readonly fences: readonly Fence[];
  readonly flavour: Flavour;
}

export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
};
