/** Boxes of text and upright names: `\text{…}`, `\operatorname{…}`, `\mathrm{…}`. */
import { letter, spanOf, word } from "./atoms.ts";
import { place } from "./latex-reader.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import type { Raw } from "./raw-latex.ts";
import { bigNames, listFunctions, proseWords } from "./symbols.ts";
import type { Font, Syntax } from "./syntax.ts";

const wordPattern = /^[A-Za-z][A-Za-z0-9_-]*$/u;

/** Boxes hold words as often as names; \operatorname and \mathrm hold names. */
const boxes: ReadonlySet<string> = new Set(["\\text", "\\mbox", "\\hbox", "\\textrm", "\\textnormal", "\\textit"]);
const styles: ReadonlyMap<string, Font> = new Map<string, Font>([
  ["\\textbf", "bold"],
  ["\\mathsf", "sans"],
  ["\\mathtt", "typewriter"],
]);

/** A name when it is one word that joins nothing, else prose. */
export function textual(raw: Raw): Lexeme {
  const at = place(raw);
  const open = raw.text.indexOf("{");
  const command = raw.text.slice(0, open).trim();
  const content = raw.text.slice(open + 1, -1);
  const bare = content
    .replaceAll("\\_", "_")
    .replace(/\\[,;:! ]|~/gu, " ")
    .trim();
  const name = command.replace(/\*$/u, "");
  const joined = bare.replace(/\s+/gu, "");
  const big = bigNames.get(/^arg\s+(?:max|min)$/u.test(bare) ? joined : bare);
  const font = styles.get(name);
  if (big !== undefined && listFunctions.has(big)) return { ...at, type: "big", name: big };
  if (font !== undefined) return styledWord(at, bare, name, font);
  if (wordPattern.test(bare) && !(boxes.has(name) && isProse(content, bare))) return word(at, bare, command);
  if (name === "\\operatorname" || name === "\\operatornamewithlimits") return word(at, joined, command);
  return bare === "" ? { ...at, type: "quad" } : { ...at, type: "prose", words: content };
}

const isProse = (content: string, bare: string): boolean => proseWords.has(bare.toLowerCase()) || /^\s/u.test(content);

function styledWord(at: Place, bare: string, command: string, font: Font): Lexeme {
  if (bare === "T" && font !== "bold") return letter(at, "\\top");
  if (font === "bold" && /\s/u.test(bare)) return { ...at, type: "prose", words: bare };
  const span = spanOf(at);
  const of: Syntax = /^[0-9]+$/u.test(bare)
    ? { kind: "number", text: bare, span }
    : bare.length === 1
      ? { kind: "letter", name: bare, span }
      : { kind: "word", text: bare, command, span };
  return { ...at, type: "atom", node: { kind: "styled", font, of, span } };
}
