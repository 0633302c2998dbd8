/** What a word may become: names of the session, functions of the book, commands. */
import type { Book } from "../../expr/index.ts";
import { colonCommands, openingWords } from "./command.ts";
import type { State } from "./state.ts";

export function completions(book: Book, state: State, word: string): readonly string[] {
  if (word === "") return [];
  if (word.startsWith(":")) return colonCommands.map((c) => `:${c}`).filter((c) => c.startsWith(word));
  const backslash = word.startsWith("\\");
  const names = [...state.declare.keys(), ...[...state.where.keys()].map((k) => k.replace(/\(.*$/, ""))].flatMap((n) => n.split(/\s*,\s*/));
  const functions = [...book.spellings.keys(), ...book.heads.keys()].filter(
    (s) => backslash === s.startsWith("\\") && /^\\?[A-Za-z]\w+$/.test(s),
  );
  const words = backslash ? functions : [...names, ...openingWords, ...functions];
  return [...new Set(words)].filter((w) => w.startsWith(word) && w !== word).sort();
}
