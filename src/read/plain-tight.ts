/** Plain text: does a bracket touch a name, so that it is a call or an index? */
import type { Word } from "./plain-names.ts";
import { lowered, raised } from "./symbols.ts";

const keywords: ReadonlySet<string> = new Set(["in", "and", "or", "not"]);

/** `f(`, `f'(`, `f_1(`, but x^2( is a product. */
export function tightRound(words: readonly Word[], i: number): boolean {
  const before = words[i - 1];
  if (before === undefined || words[i]?.touches !== true) return false;
  const scripted = words[i - 2]?.text;
  if (before.kind === "word" || before.kind === "command") return scripted !== "^" && !keywords.has(before.text);
  if (before.kind === "number") return scripted === "_";
  if (before.text === "}") return holdsSubscript(words, i - 1);
  return /^['’′]$/u.test(before.text) || lowered.has(before.text) || (/^\p{L}$/u.test(before.text) && !raised.has(before.text));
}

/** `a[`, and also `(A B)[`, `Aᵀ[`. */
export function tightSquare(words: readonly Word[], i: number): boolean {
  const before = words[i - 1];
  if (before === undefined || words[i]?.touches !== true) return false;
  const closed = before.text === ")" || before.text === "]" || raised.has(before.text);
  return closed || tightRound(words, i) || (before.kind === "word" && !keywords.has(before.text));
}

/** Does the brace that closes here hold a subscript? */
function holdsSubscript(words: readonly Word[], close: number): boolean {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (words[i]?.text === "}") depth++;
    if (words[i]?.text === "{" && --depth === 0) return words[i - 1]?.text === "_";
  }
  return false;
}
