/** What the grammar hands over: the name of a rule and its parts, thin on purpose (Earley completes every prefix of a list, so building here would be quadratic). */
import type { Token } from "./lexeme.ts";

export type DraftRule =
  | "phrase"
  | "list"
  | "chain"
  | "empty"
  | "between"
  | "sum"
  | "sign"
  | "binary"
  | "run"
  | "scripts"
  | "application"
  | "group"
  | "one"
  | "two"
  | "environment"
  | "big"
  | "rows"
  | "row";

export interface Draft {
  readonly rule: DraftRule;
  readonly parts: readonly Piece[];
}

export type Piece = Draft | Token;

export const isDraft = (piece: Piece): piece is Draft => "rule" in piece;
