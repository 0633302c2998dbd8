/** What both lexers make of a mark: letters, words, and the commands a character or name stands for. */
import { absurd } from "../shape/result.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import type { Command } from "./symbols.ts";
import type { Span } from "./syntax.ts";

export const spanOf = ({ start, end }: Place): Span => ({ start, end });

export const letter = ({ start, end, text }: Place, name: string): Lexeme => ({
  start,
  end,
  text,
  type: "atom",
  node: { kind: "letter", name, span: { start, end } },
});

export const word = (at: Place, text: string, command: string): Lexeme => ({
  ...at,
  type: "atom",
  node: { kind: "word", text, command, span: spanOf(at) },
});

export const dots = (at: Place, which: "horizontal" | "vertical" | "diagonal" = "horizontal"): Lexeme => ({
  ...at,
  type: "atom",
  node: { kind: "dots", which, span: spanOf(at) },
});

const blackboard = (at: Place, name: string): Lexeme => ({
  ...at,
  type: "atom",
  node: { kind: "styled", font: "blackboard", of: { kind: "letter", name, span: spanOf(at) }, span: spanOf(at) },
});

/** The lexeme of a known command; null for one that leaves nothing. */
export function lexemeOf(at: Place, command: Command): Lexeme | null {
  switch (command.is) {
    case "letter":
      return letter(at, command.name);
    case "word":
      return word(at, command.text, at.text);
    case "blackboard":
      return blackboard(at, command.letter);
    case "operator":
      return { ...at, type: "operator", operator: command.operator };
    case "sign":
      return { ...at, type: "sign", sign: command.sign };
    case "relator":
      return { ...at, type: "relator", symbol: command.symbol };
    case "separator":
      return { ...at, type: "separator", separator: command.separator };
    case "big":
      return { ...at, type: "big", name: command.name };
    case "one":
      return { ...at, type: "one", make: command.make };
    case "two":
      return { ...at, type: "two", make: command.make };
    case "font":
      return { ...at, type: "font", font: command.font };
    case "open":
    case "close":
      return { ...at, type: command.is, fence: command.fence, sized: false };
    case "bar":
      return { ...at, type: "bar", double: command.double, side: command.side };
    case "dots":
      return dots(at, command.which);
    case "prime":
      return { ...at, type: "prime", count: 1 };
    case "quad":
      return { ...at, type: "quad" };
    case "drop":
    case "drop-argument":
      return null;
    default:
      return absurd(command);
  }
}

/** One raised or lowered character, by what it raises or lowers: ² is 2, ᵀ is a transpose. */
export function scriptCharacter(at: Place, character: string): Lexeme {
  if (/[0-9]/u.test(character)) return { ...at, text: character, type: "number" };
  if (character === "+" || character === "-") return { ...at, type: "sign", sign: character };
  return letter(at, character === "⊤" ? "\\top" : character);
}
