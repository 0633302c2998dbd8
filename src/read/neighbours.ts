/** What stands around a lexeme: the questions `settle.ts` and its parts ask. */
import type { Lexeme } from "./lexeme.ts";
import type { State } from "./settle-state.ts";

/** The next lexeme that is not spacing. */
export function next(state: State, i: number): Lexeme | undefined {
  let at = i + 1;
  while (state.lexemes[at]?.type === "quad" || state.lexemes[at]?.type === "tag") at++;
  return state.lexemes[at];
}

export function startsOperand(lexeme: Lexeme | undefined): boolean {
  switch (lexeme?.type) {
    case "atom":
    case "number":
    case "open":
    case "tight":
    case "lbrace":
    case "one":
    case "two":
    case "root":
    case "begin":
    case "big":
    case "sign":
    case "prose":
    case "font":
      return true;
    case "bar":
      return lexeme.side !== "right";
    default:
      return false;
  }
}

export const endsCell = (lexeme: Lexeme | undefined): boolean =>
  lexeme === undefined ||
  lexeme.type === "amp" ||
  lexeme.type === "newline" ||
  lexeme.type === "end" ||
  lexeme.type === "tag" ||
  lexeme.type === "quad";

/** Is there a lexeme for which `wanted` holds, later on the same level of brackets? Gives how many. */
export function countAhead(state: State, i: number, wanted: (l: Lexeme) => boolean): number {
  let depth = 0;
  let count = 0;
  for (let at = i + 1; at < state.lexemes.length; at++) {
    const l = state.lexemes[at];
    if (l === undefined) break;
    if (l.type === "lbrace" || l.type === "open" || l.type === "begin" || l.type === "tight" || (l.type === "bar" && l.side === "left"))
      depth++;
    else if (l.type === "rbrace" || l.type === "close" || l.type === "end" || (l.type === "bar" && l.side === "right")) depth--;
    else if (depth === 0 && (l.type === "amp" || l.type === "newline")) break;
    if (depth < 0) break;
    if (depth === 0 && wanted(l)) count++;
  }
  return count;
}
