/**
 * The LaTeX lexer: one letter, one token; synonyms become one spelling; spacing disappears.
 *
 * What a command is stands in `symbols.ts`. An unknown command becomes an error in its place, so that only its row is lost.
 */
import { absurd } from "../shape/result.ts";
import { dots, letter, lexemeOf, scriptCharacter, word } from "./atoms.ts";
import { badCharacter, readError } from "./errors.ts";
import { command, sizedSide } from "./latex-commands.ts";
import { bad, type Emitted, place, type Reader, skipArgument } from "./latex-reader.ts";
import { textual } from "./latex-words.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { expandMacros, type Macros } from "./macros.ts";
import { type Raw, rawTokens } from "./raw-latex.ts";
import { rewriteLatex } from "./rewrite-latex.ts";
import { bigNames, latexCommands, lowered, raised, unicodeCommands } from "./symbols.ts";

export interface LexOptions {
  readonly base: number;
  readonly macros: Macros;
  /** Names that count as one word even without a command, and as commands even when TeX does not know them: the cards of the book. */
  readonly words: ReadonlySet<string>;
}

export function lexLatex(source: string, options: LexOptions): readonly Lexeme[] {
  return rewriteLatex(lexRaws(expandMacros(rawTokens(source, options.base), options.macros), options.words));
}

function lexRaws(raws: readonly Raw[], words: ReadonlySet<string>): readonly Lexeme[] {
  const reader: Reader = { raws, at: 0, words };
  const out: Lexeme[] = [];
  for (let raw = raws[0]; raw !== undefined; raw = raws[reader.at]) {
    reader.at++;
    const found = step(reader, raw);
    if (found === null) continue;
    if ("type" in found) out.push(found);
    else out.push(...found);
  }
  return out;
}

/** Reads the token before `reader.at`, and those after it that belong to it. */
function step(reader: Reader, raw: Raw): Emitted {
  switch (raw.kind) {
    case "blank":
      return null;
    case "wide":
      return { ...place(raw), type: "quad" };
    case "textual":
      return textual(raw);
    case "begin":
      return begin(reader, raw);
    case "end":
      return { ...place(raw), type: "end", name: environmentName(raw.text) };
    case "command":
      return command(reader, raw, (raws) => lexRaws(raws, reader.words));
    case "number":
      return { ...place(raw), type: "number" };
    case "letter":
      return letters(reader, raw);
    case "other":
      return other(reader, raw);
    case "runaway":
      return bad(
        raw,
        readError("macro-loop", raw, `The expansion of ${raw.text} does not end.`, "a macro that ends", "Define it without itself."),
      );
    default:
      return absurd(raw.kind);
  }
}

const environmentName = (text: string): string => /\{([A-Za-z]+)\*?\}/u.exec(text)?.[1] ?? "";
const withColumns: ReadonlySet<string> = new Set(["array", "tabular", "alignat", "alignedat", "subarray", "tabularx", "darray"]);

function begin(reader: Reader, raw: Raw): Lexeme {
  const name = environmentName(raw.text);
  if (withColumns.has(name)) skipArgument(reader);
  return { ...place(raw), type: "begin", name };
}

/** One letter, one token, unless the whole run of letters is a name of the book: `softmax(z)` without a backslash. */
function letters(reader: Reader, raw: Raw): Lexeme {
  if (reader.raws[reader.at]?.kind !== "letter" || reader.raws[reader.at - 2]?.kind === "letter") return letter(raw, raw.text);
  let end = reader.at;
  let run = raw.text;
  while (reader.raws[end]?.kind === "letter") run += reader.raws[end++]?.text ?? "";
  const big = bigNames.get(run);
  if (big === undefined && !reader.words.has(run)) return letter(raw, raw.text);
  reader.at = end;
  const at: Place = { start: raw.start, end: reader.raws[end - 1]?.end ?? raw.end, text: run };
  return big === undefined ? word(at, run, "") : { ...at, type: "big", name: big };
}

const marks: ReadonlyMap<string, (at: Place) => Lexeme> = new Map<string, (at: Place) => Lexeme>([
  ["{", (at) => ({ ...at, type: "lbrace" })],
  ["}", (at) => ({ ...at, type: "rbrace" })],
  ["(", (at) => ({ ...at, type: "open", fence: "round", sized: false })],
  [")", (at) => ({ ...at, type: "close", fence: "round", sized: false })],
  ["[", (at) => ({ ...at, type: "open", fence: "square", sized: false })],
  ["]", (at) => ({ ...at, type: "close", fence: "square", sized: false })],
  ["^", (at) => ({ ...at, type: "sup" })],
  ["_", (at) => ({ ...at, type: "sub" })],
  ["&", (at) => ({ ...at, type: "amp" })],
  ["+", (at) => ({ ...at, type: "sign", sign: "+" })],
  ["-", (at) => ({ ...at, type: "sign", sign: "-" })],
  ["−", (at) => ({ ...at, type: "sign", sign: "-" })],
  ["–", (at) => ({ ...at, type: "sign", sign: "-" })],
  ["*", (at) => ({ ...at, type: "operator", operator: "star" })],
  ["/", (at) => ({ ...at, type: "operator", operator: "slash" })],
  ["=", (at) => ({ ...at, type: "relator", symbol: "=" })],
  ["<", (at) => ({ ...at, type: "relator", symbol: "<" })],
  [">", (at) => ({ ...at, type: "relator", symbol: ">" })],
  [",", (at) => ({ ...at, type: "separator", separator: "," })],
  [";", (at) => ({ ...at, type: "separator", separator: ";" })],
  [":", (at) => ({ ...at, type: "colon" })],
  [".", (at) => ({ ...at, type: "stop" })],
  ["!", (at) => ({ ...at, type: "bang" })],
  ["'", (at) => ({ ...at, type: "prime", count: 1 })],
  ["’", (at) => ({ ...at, type: "prime", count: 1 })],
]);

const invisible = /\p{Zs}|\u200b|\u200c|\u200d|\u2060|\ufeff/u;

function other(reader: Reader, raw: Raw): Emitted {
  const compound = compoundMark(reader, raw);
  if (compound !== null) return compound;
  const mark = marks.get(raw.text);
  if (mark !== undefined) return mark(place(raw));
  if (raised.has(raw.text)) return scriptRun(reader, raw, raised, "sup");
  if (lowered.has(raw.text)) return scriptRun(reader, raw, lowered, "sub");
  const meaning = latexCommands.get(unicodeCommands.get(raw.text) ?? "");
  if (meaning !== undefined) return lexemeOf(place(raw), meaning);
  if (invisible.test(raw.text)) return null;
  return /\p{L}/u.test(raw.text) ? letter(raw, raw.text) : bad(raw, badCharacter(raw.text, raw));
}

/** Marks of several characters that touch: `||`, `:=`, `...`, `.*`, `.^`. */
function compoundMark(reader: Reader, raw: Raw): Lexeme | null {
  const [next, third] = reader.raws.slice(reader.at, reader.at + 2);
  const touches = (text: string): boolean => next !== undefined && next.text === text && next.start === raw.end;
  const through = (last: Raw | undefined, count: number): Place => {
    reader.at += count;
    return { start: raw.start, end: last?.end ?? raw.end, text: raw.text + (next?.text ?? "") };
  };
  if (raw.text === "|") {
    if (touches("|")) return { ...through(next, 1), type: "bar", double: true, side: null };
    return { ...place(raw), type: "bar", double: false, side: sizedSide(reader) };
  }
  if (raw.text === ":" && touches("=")) return { ...through(next, 1), type: "relator", symbol: ":=" };
  if (raw.text === "." && touches("*")) return { ...through(next, 1), type: "operator", operator: "elementwise-times" };
  if (raw.text === "." && touches("/")) return { ...through(next, 1), type: "operator", operator: "elementwise-slash" };
  if (raw.text === "." && touches("^")) return { ...through(next, 1), type: "power" };
  if (raw.text === "." && touches(".") && third?.text === ".") return dots(through(third, 2));
  return null;
}

/** A run of raised characters, `x²` or `A⁻¹`, is a superscript in braces. */
function scriptRun(reader: Reader, raw: Raw, table: ReadonlyMap<string, string>, type: "sup" | "sub"): readonly Lexeme[] {
  const run: Raw[] = [raw];
  for (let next = reader.raws[reader.at]; next !== undefined && table.has(next.text); next = reader.raws[++reader.at]) run.push(next);
  const inner = run.map((one) => scriptCharacter(place(one), table.get(one.text) ?? ""));
  return [{ ...place(raw), type }, { ...place(raw), type: "lbrace" }, ...inner, { ...place(run[run.length - 1] ?? raw), type: "rbrace" }];
}
