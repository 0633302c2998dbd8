/** The sentences of a book: `left → right`, `name: statement  when …`, `x = 0: 1/2 by convention`. Texts only, nothing is read here. */
import type { Arrow } from "../expr/index.ts";

export interface Statement {
  readonly left: string;
  readonly arrow: Arrow;
  readonly right: string;
}

const arrows: readonly (readonly [string, Arrow])[] = [
  ["↔", "↔"],
  ["<->", "↔"],
  ["→", "→"],
  ["->", "→"],
  ["=", "="],
];

/** Splits at the arrow outside all brackets: the = of [i = j] is no arrow. Null when there is none, or two. */
export function splitStatement(text: string): Statement | null {
  const found = outsideBrackets(text);
  const [first, second] = found;
  if (!first || second) return null;
  return { left: text.slice(0, first.at).trim(), arrow: first.arrow, right: text.slice(first.at + first.length).trim() };
}

interface Found {
  readonly at: number;
  readonly length: number;
  readonly arrow: Arrow;
}

function outsideBrackets(text: string): readonly Found[] {
  const found: Found[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (depth === 0) {
      const mark = arrows.find(([m]) => text.startsWith(m, i));
      if (!mark) continue;
      found.push({ at: i, length: mark[0].length, arrow: mark[1] });
      i += mark[0].length - 1;
    }
  }
  return found;
}

/** `name: statement  given U : m×n  when det(U) ≠ 0`, the parts set apart by two blanks. */
export interface LawText {
  readonly name: string;
  readonly says: string;
  readonly given: string | null;
  readonly when: string | null;
}

export function splitLaw(text: string): LawText | null {
  const [head = "", ...parts] = text.split(/\s{2,}(?=given |when )/);
  const m = /^([a-z][a-z0-9-]*):\s+(.*)$/.exec(head);
  const part = (word: string): string | null => parts.find((p) => p.startsWith(`${word} `))?.slice(word.length + 1) ?? null;
  return m?.[1] && m[2] ? { name: m[1], says: m[2], given: part("given"), when: part("when") } : null;
}

export interface KinkText {
  readonly at: string;
  readonly value: string;
  readonly note: string;
}

/** `x = 0: 1/2 by convention; many programs take 0`. */
export function splitKink(text: string): KinkText | null {
  const m = /^(.+?):\s+(.+?)\s+(by convention\b.*)$/.exec(text);
  return m?.[1] && m[2] && m[3] ? { at: m[1], value: m[2], note: m[3] } : null;
}

/** Conditions stand side by side, set apart by semicolons. */
export const splitConditions = (text: string): readonly string[] =>
  text
    .split(";")
    .map((c) => c.trim())
    .filter((c) => c !== "");

/** `s = softmax(u)`. */
export function splitAbbreviation(text: string): { readonly name: string; readonly means: string } | null {
  const m = /^([A-Za-z]\w*)\s*=\s*(.+)$/.exec(text);
  return m?.[1] && m[2] ? { name: m[1], means: m[2] } : null;
}
