/** What building the tree carries along, and how parts of a parse are taken. */
import { Bug } from "../shape/result.ts";
import { type Draft, isDraft, type Piece } from "./draft.ts";
import type { Token, TokenType } from "./lexeme.ts";
import type { ReadError, Span, Syntax } from "./syntax.ts";

export interface Context {
  /** Builds a part of the parse, that many levels deep. */
  readonly build: (piece: Piece, depth: number) => Syntax;
  /** The first error of the user found while building: a double script, too deep a tree. */
  error: ReadError | null;
  /** Where the text read so far ends: the place of an empty operand. */
  at: number;
}

export const join = (a: Span, b: Span): Span => ({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });

export const spanOf = (t: Span): Span => ({ start: t.start, end: t.end });

export function over(items: readonly Syntax[]): Span {
  let { start, end } = items[0]?.span ?? { start: 0, end: 0 };
  for (const { span } of items) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

export const nothing = (context: Context): Syntax => ({ kind: "empty", span: { start: context.at, end: context.at } });

export function token<T extends TokenType>(context: Context, piece: Piece | undefined, type: T): Extract<Token, { type: T }> {
  if (piece === undefined || isDraft(piece) || piece.type !== type) throw new Bug(`the grammar promised a token ${type}`);
  context.at = Math.max(context.at, piece.end);
  return piece as Extract<Token, { type: T }>;
}

export const part = (draft: Draft, i: number): Piece => {
  const piece = draft.parts[i];
  if (piece === undefined) throw new Bug(`rule ${draft.rule} has no part ${i}`);
  return piece;
};

/** The chain of left-nested drafts of one rule, leftmost first; the innermost left part comes separately. */
export function spine(draft: Draft): { readonly left: Piece; readonly links: readonly Draft[] } {
  const links: Draft[] = [];
  let piece: Piece = draft;
  while (isDraft(piece) && piece.rule === draft.rule) {
    links.push(piece);
    piece = part(piece, 0);
  }
  return { left: piece, links: links.reverse() };
}
