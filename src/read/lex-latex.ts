/**
 * The LaTeX lexer: one letter, one token; synonyms become one spelling; spacing disappears.
 *
 * What a command is stands in `symbols.ts`. An unknown command becomes an error in its place, so that only its row is lost.
 */
import { absurd } from "../shape/result.ts";
import { dots, letter, lexemeOf, scriptCharacter, word } from "./atoms.ts";
import { badCharacter, looksAlike, readError } from "./errors.ts";
import { command, sizedSide } from "./latex-commands.ts";
import { bad, type Emitted, place, type Reader, skipArgument } from "./latex-reader.ts";
import { textual } from "./latex-words.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { expandMacros, type Macros } from "./macros.ts";
import { type Raw, rawTokens } from "./raw-latex.ts";
import { rewriteLatex } from "./rewrite-latex.ts";
import { bigNames, latexCommands, listFunctions, lowered, raised, unicodeCommands } from "./symbols.ts";

export interface LexOptions {
  readonly base: number;
  readonly macros: Macros;
  /** Names that count as one word even without a command, and as commands even when TeX does not know them: the cards of the book. */
  readonly words: ReadonlySet<string>;
}

export function lexLatex(source: string, options: LexOptions): readonly Lexeme[] {
  return rewriteLatex(lexRaws(expandMacros(rawTokens(source, options.base), options.macros), options));
}

function lexRaws(raws: readonly Raw[], options: Pick<LexOptions, "words" | "macros">): readonly Lexeme[] {
  const reader: Reader = { raws, at: 0, words: options.words, macros: options.macros };
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
      return boxedFormula(raw, reader) ?? textual(raw);
    case "begin":
      return begin(reader, raw);
    case "end":
      return { ...place(raw), type: "end", name: environmentName(raw.text) };
    case "command":
      return command(reader, raw, (raws) => lexRaws(raws, reader));
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

const openingWords = /^\s*(?:,\s*)?(?:if|for|for all|when|where|whenever|and|with|provided(?: that)?|such that|s\.\s?t\.)\s*$/iu;

/** `\text{if $x > 0$}` is words and a formula; `\mbox{\boldmath $V$}` is a bold V. */
function boxedFormula(raw: Raw, reader: Reader): Emitted {
  const open = raw.text.indexOf("{");
  const content = raw.text.slice(open + 1, -1);
  const parts = content.split(/(?<!\\)\$/u);
  const words = parts.filter((part, i) => i % 2 === 0 && !/^[\s{}]*$/u.test(part));
  const condition = words.length === 1 && words[0] === parts[0] && openingWords.test(parts[0] ?? "");
  // Inside a macro everything stands at its call.
  const exact = raw.end - raw.start === raw.text.length;
  let at = raw.start + open + 1;
  const bold = words.length === 1 && /^\s*\{?\\(?:boldmath|bf|bfseries)\s*\{?\s*$/u.test(parts[0] ?? "");
  // A sentence that mentions a formula stays words.
  if (parts.length < 3 || parts.length % 2 === 0 || !(words.length === 0 || bold || condition)) return null;
  const lexemes = parts.flatMap((text, i): readonly Lexeme[] => {
    const start = at;
    at += text.length + 1;
    const place_: Place = exact ? { start, end: start + text.length, text } : place(raw);
    if (i % 2 === 0) return /^[\s{}]*$/u.test(text) || (bold && i === 0) ? [] : [{ ...place_, type: "prose", words: text }];
    const raws = expandMacros(rawTokens(text, start), reader.macros).map((r) => (exact ? r : { ...r, start: raw.start, end: raw.end }));
    const inner = lexRaws(raws, reader);
    return bold
      ? [
          { ...place_, type: "one", make: { is: "styled", font: "bold" } },
          { ...place_, type: "lbrace" },
          ...inner,
          { ...place_, type: "rbrace" },
        ]
      : inner;
  });
  // What is no formula between its dollars stays words.
  return lexemes.some((l) => l.type === "bad") ? null : lexemes;
}

const environmentName = (text: string): string => /\{([A-Za-z]+)\*?\}/u.exec(text)?.[1] ?? "";
const withColumns: ReadonlySet<string> = new Set(["array", "tabular", "alignat", "alignedat", "subarray", "tabularx", "darray"]);

function begin(reader: Reader, raw: Raw): Lexeme {
  const name = environmentName(raw.text);
  if (withColumns.has(name)) skipArgument(reader);
  return { ...place(raw), type: "begin", name };
}

/** One letter, one token, unless the run of letters is a name of the book, `softmax(z)` without a backslash, or ends in one: `ylog(p)`. */
function letters(reader: Reader, raw: Raw): Emitted {
  const { raws } = reader;
  const before = raws[reader.at - 2];
  // The argument of a script without braces is one letter: y_klog(p) is y_k log(p).
  const isScript = before?.text === "_" || before?.text === "^";
  const begins = before?.kind !== "letter" || /^[_^]$/u.test(raws[reader.at - 3]?.text ?? "");
  if (raws[reader.at]?.kind !== "letter" || isScript || !begins) return letter(raw, raw.text);
  let end = reader.at;
  while (raws[end]?.kind === "letter") end++;
  const run = raws.slice(reader.at - 1, end);
  for (let k = 0; k <= 2 && run.length - k > 1; k++) {
    const found = wordIn(reader, run.slice(k), end, k === 0);
    if (found === null) continue;
    reader.at = end;
    return [...run.slice(0, k).map((r) => letter(r, r.text)), found];
  }
  return letter(raw, raw.text);
}

/** The letters as one word; behind other letters, and with two letters alone, only where an argument follows. */
function wordIn(reader: Reader, run: readonly Raw[], end: number, whole: boolean): Lexeme | null {
  const text = run.map((r) => r.text).join("");
  const next = reader.raws.slice(end, end + 3).find((r) => r.kind !== "blank")?.text ?? "";
  const at: Place = { start: run[0]?.start ?? 0, end: run[run.length - 1]?.end ?? 0, text };
  const big = bigNames.get(text);
  // A sum says below where it begins; `np.sum(x)` calls a function.
  if (whole && big !== undefined && (listFunctions.has(big) || next === "_" || next === "^")) return { ...at, type: "big", name: big };
  if (!reader.words.has(text)) return null;
  const opens = /^(?:[([{]|\\(?:left|[bB]igg?l?))$/u.test(next);
  if (!whole) return opens && text.length > 2 ? word(at, text, "") : null;
  return text.length > 2 || opens || next === "_" || next === "^" ? word(at, text, "") : null;
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
  return /\p{L}/u.test(raw.text) && !looksAlike(raw.text) ? letter(raw, raw.text) : bad(raw, badCharacter(raw.text, raw));
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
  if (raw.text === ">" && touches("=")) return { ...through(next, 1), type: "relator", symbol: "\\ge" };
  if (raw.text === "<" && touches("=")) return { ...through(next, 1), type: "relator", symbol: "\\le" };
  if (raw.text === ">" && touches(">")) return { ...through(next, 1), type: "relator", symbol: "\\gg" };
  if (raw.text === "<" && touches("<")) return { ...through(next, 1), type: "relator", symbol: "\\ll" };
  if (raw.text === "=" && touches(">")) return { ...through(next, 1), type: "relator", symbol: "\\Rightarrow" };
  if (raw.text === "-" && touches(">")) return { ...through(next, 1), type: "relator", symbol: "\\to" };
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
