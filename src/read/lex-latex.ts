/**
 * The LaTeX lexer: one letter, one token; synonyms become one spelling; spacing disappears.
 *
 * What a command is stands in `symbols.ts`. An unknown command becomes an error in its place, so that only its row is lost.
 */

import { absurd } from "../shape/result.ts";
import { badCharacter, environmentMismatch, readError, unknownCommand } from "./errors.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import { expandMacros, type Macros } from "./macros.ts";
import { type Raw, rawTokens } from "./raw-latex.ts";
import { rewriteLatex } from "./rewrite-latex.ts";
import { bigNames, type Command, latexCommands, listFunctions, lowered, proseWords, raised, unicodeCommands } from "./symbols.ts";
import type { Font, Span, Syntax } from "./syntax.ts";

export interface LexOptions {
  readonly base: number;
  readonly macros: Macros;
  /** Names that count as one word even without a command, and as commands even when TeX does not know them: the cards of the book. */
  readonly words: ReadonlySet<string>;
}

export function lexLatex(source: string, options: LexOptions): readonly Lexeme[] {
  const reader: Reader = { raws: expandMacros(rawTokens(source, options.base), options.macros), at: 0, words: options.words, out: [] };
  while (reader.at < reader.raws.length) step(reader);
  return rewriteLatex(reader.out);
}

interface Reader {
  readonly raws: readonly Raw[];
  at: number;
  readonly words: ReadonlySet<string>;
  readonly out: Lexeme[];
}

const place = (raw: Raw): Place => ({ start: raw.start, end: raw.end, text: raw.text });
const spanOf = (at: Place): Span => ({ start: at.start, end: at.end });
const across = (from: Raw, to: Raw): Place => ({ start: from.start, end: Math.max(from.end, to.end), text: `${from.text}…${to.text}` });
const letter = ({ start, end, text }: Place, name: string): Lexeme => ({
  start,
  end,
  text,
  type: "atom",
  node: { kind: "letter", name, span: { start, end } },
});
const word = (at: Place, text: string, command: string): Lexeme => ({
  ...at,
  type: "atom",
  node: { kind: "word", text, command, span: spanOf(at) },
});
const blackboard = (at: Place, name: string): Lexeme => ({
  ...at,
  type: "atom",
  node: { kind: "styled", font: "blackboard", of: { kind: "letter", name, span: spanOf(at) }, span: spanOf(at) },
});

function step(reader: Reader): void {
  const raw = reader.raws[reader.at];
  if (raw === undefined) return;
  const { out } = reader;
  switch (raw.kind) {
    case "blank":
      reader.at++;
      return;
    case "wide":
      reader.at++;
      out.push({ ...place(raw), type: "quad" });
      return;
    case "textual":
      reader.at++;
      out.push(textual(raw));
      return;
    case "begin":
      reader.at++;
      begin(reader, raw);
      return;
    case "end":
      reader.at++;
      out.push({ ...place(raw), type: "end", name: environmentName(raw.text) });
      return;
    case "command":
      command(reader, raw);
      return;
    case "number":
      reader.at++;
      out.push({ ...place(raw), type: "number" });
      return;
    case "letter":
      letters(reader, raw);
      return;
    case "other":
      other(reader, raw);
      return;
    case "runaway":
      reader.at++;
      bad(
        reader,
        raw,
        readError("macro-loop", place(raw), `The expansion of ${raw.text} does not end.`, "a macro that ends", "Define it without itself."),
      );
      return;
    default:
      absurd(raw.kind);
  }
}

const environmentName = (text: string): string => /\{([A-Za-z]+)\*?\}/u.exec(text)?.[1] ?? "";
const withColumns: ReadonlySet<string> = new Set(["array", "tabular", "alignat", "alignedat", "subarray", "tabularx", "darray"]);

function begin(reader: Reader, raw: Raw): void {
  const name = environmentName(raw.text);
  if (withColumns.has(name)) skipArgument(reader);
  reader.out.push({ ...place(raw), type: "begin", name });
}

/** Skips blanks and one argument in braces, if there is one; gives its last token. */
function skipArgument(reader: Reader): Raw | null {
  let at = reader.at;
  while (reader.raws[at]?.kind === "blank") at++;
  if (reader.raws[at]?.text !== "{") return null;
  let depth = 0;
  for (; at < reader.raws.length; at++) {
    const text = reader.raws[at]?.text;
    if (text === "{") depth++;
    if (text === "}" && --depth === 0) break;
  }
  const last = reader.raws[at] ?? null;
  reader.at = at + 1;
  return last;
}

// ---------------------------------------------------------------------------------------------------------------- words

const wordPattern = /^[A-Za-z][A-Za-z0-9-]*$/u;

/** `\text{…}` and its kind: a name when it is one word that joins nothing, else prose. */
function textual(raw: Raw): Lexeme {
  const at = place(raw);
  const open = raw.text.indexOf("{");
  const commandName = raw.text.slice(0, open).trim();
  const content = raw.text.slice(open + 1, -1);
  const bare = content.replace(/\\[,;:! ]|~/gu, " ").trim();
  const name = commandName.replace(/\*$/u, "");
  const joined = bare.replace(/\s+/gu, "");
  const big = bigNames.get(/^arg\s+(?:max|min)$/u.test(bare) ? joined : bare);
  if (big !== undefined && listFunctions.has(big)) return { ...at, type: "big", name: big };
  if (name === "\\textbf" || name === "\\mathsf" || name === "\\mathtt") return styledWord(at, bare, name);
  if (wordPattern.test(bare) && !(boxes.has(name) && isProse(content, bare))) return word(at, bare, commandName);
  if (name === "\\operatorname" || name === "\\operatornamewithlimits") return word(at, joined, commandName);
  if (bare === "") return { ...at, type: "quad" };
  return { ...at, type: "prose", words: content };
}

/** Boxes hold words as often as names; \operatorname and \mathrm hold names. */
const boxes: ReadonlySet<string> = new Set(["\\text", "\\mbox", "\\hbox", "\\textrm", "\\textnormal", "\\textit"]);

const isProse = (content: string, bare: string): boolean => proseWords.has(bare.toLowerCase()) || /^\s/u.test(content);

function styledWord(at: Place, bare: string, command: string): Lexeme {
  if (bare.length === 1 && bare === "T" && command !== "\\textbf") return letter(at, "\\top");
  if (command === "\\textbf" && /\s/u.test(bare)) return { ...at, type: "prose", words: bare };
  const of: Syntax =
    bare.length === 1 ? { kind: "letter", name: bare, span: spanOf(at) } : { kind: "word", text: bare, command, span: spanOf(at) };
  const font: Font = command === "\\textbf" ? "bold" : command === "\\mathsf" ? "sans" : "typewriter";
  return { ...at, type: "atom", node: { kind: "styled", font, of, span: spanOf(at) } };
}

/** One letter, one token, unless the whole run of letters is a name of the book: `softmax(z)` without a backslash. */
function letters(reader: Reader, raw: Raw): void {
  let end = reader.at;
  let run = "";
  while (reader.raws[end]?.kind === "letter") run += reader.raws[end++]?.text ?? "";
  const last = reader.raws[end - 1] ?? raw;
  const before = reader.raws[reader.at - 1];
  const whole = before?.kind !== "letter" && run.length > 1;
  if (whole && (reader.words.has(run) || bigNames.has(run))) {
    const at = { start: raw.start, end: last.end, text: run };
    const big = bigNames.get(run);
    reader.out.push(big === undefined ? word(at, run, "") : { ...at, type: "big", name: big });
    reader.at = end;
    return;
  }
  for (; reader.at < end; reader.at++) {
    const one = reader.raws[reader.at];
    if (one !== undefined) reader.out.push(letter(one, one.text));
  }
}

// -------------------------------------------------------------------------------------------------------------- commands

function command(reader: Reader, raw: Raw): void {
  reader.at++;
  const name = raw.text.replace(/\*$/u, "");
  if (name === "\\\\" || name === "\\cr" || name === "\\newline" || name === "\\tabularnewline") return newline(reader, raw);
  if (name === "\\left" || name === "\\right") return delimiter(reader, raw, name === "\\left");
  if (name === "\\tag") return tag(reader, raw);
  if (name === "\\substack") return substack(reader, raw);
  if (name === "\\not") return negated(reader, raw);
  if (name === "\\sqrt" && nextText(reader) === "[") return void reader.out.push({ ...place(raw), type: "root" });
  if (/^\\x(?:right|left)arrow$/u.test(name)) {
    skipArgument(reader);
    return void reader.out.push({ ...place(raw), type: "relator", symbol: name === "\\xrightarrow" ? "\\to" : "\\leftarrow" });
  }
  if (name === "\\arg") return argument(reader, raw);
  if (name === "\\tilde" && tildeStar(reader, raw)) return;
  const known = latexCommands.get(name) ?? latexCommands.get(raw.text);
  if (known !== undefined) return emit(reader, raw, known);
  if (reader.words.has(name.slice(1))) return void reader.out.push(word(place(raw), name.slice(1), raw.text));
  if (/^\\(?:begin|end)$/u.test(name)) return bad(reader, raw, environmentMismatch(raw.text, place(raw)));
  bad(reader, raw, unknownCommand(raw.text, { start: raw.start, end: raw.end }));
}

const bad = (reader: Reader, raw: Raw, error: ReturnType<typeof readError>): void =>
  void reader.out.push({ ...place(raw), type: "bad", error });

function nextText(reader: Reader): string | undefined {
  let at = reader.at;
  while (reader.raws[at]?.kind === "blank") at++;
  return reader.raws[at]?.text;
}

function takeNext(reader: Reader): Raw | undefined {
  while (reader.raws[reader.at]?.kind === "blank") reader.at++;
  return reader.raws[reader.at++];
}

function emit(reader: Reader, raw: Raw, known: Command): void {
  const at = place(raw);
  const { out } = reader;
  switch (known.is) {
    case "letter":
      return void out.push(letter(at, known.name));
    case "word":
      return void out.push(word(at, known.text, raw.text));
    case "blackboard":
      return void out.push(blackboard(at, known.letter));
    case "operator":
      return void out.push({ ...at, type: "operator", operator: known.operator });
    case "sign":
      return void out.push({ ...at, type: "sign", sign: known.sign });
    case "relator":
      return void out.push({ ...at, type: "relator", symbol: known.symbol });
    case "separator":
      return void out.push({ ...at, type: "separator", separator: known.separator });
    case "big":
      return void out.push({ ...at, type: "big", name: known.name });
    case "one":
      return void out.push({ ...at, type: "one", make: known.make });
    case "two":
      return void out.push({ ...at, type: "two", make: known.make });
    case "font":
      return void out.push({ ...at, type: "font", font: known.font });
    case "open":
      return void out.push({ ...at, type: "open", fence: known.fence, sized: false });
    case "close":
      return void out.push({ ...at, type: "close", fence: known.fence, sized: false });
    case "bar":
      return void out.push({ ...at, type: "bar", double: known.double, side: known.side ?? sizedSide(reader) });
    case "dots":
      return void out.push({ ...at, type: "atom", node: { kind: "dots", which: known.which, span: spanOf(at) } });
    case "prime":
      return void out.push({ ...at, type: "prime", count: 1 });
    case "quad":
      return void out.push({ ...at, type: "quad" });
    case "drop":
      return;
    case "drop-argument":
      return void skipArgument(reader);
    default:
      absurd(known);
  }
}

/** `\bigl|` and `\bigr|` say on which side the bar stands. */
function sizedSide(reader: Reader): "left" | "right" | "middle" | null {
  const before = reader.raws[reader.at - 2]?.text ?? "";
  const match = /^\\(?:[bB]igg?([lrm])|(middle))$/u.exec(before);
  if (match === null) return null;
  return match[1] === "l" ? "left" : match[1] === "r" ? "right" : "middle";
}

function newline(reader: Reader, raw: Raw): void {
  if (reader.raws[reader.at]?.text === "*") reader.at++;
  const skip = /^\[\s*-?[0-9.]*\s*(?:pt|em|ex|mm|cm|in|bp|mu|sp|\\baselineskip|\\jot)[^\]]*$/u;
  if (reader.raws[reader.at]?.text === "[") {
    let end = reader.at;
    let text = "";
    while (end < reader.raws.length && end < reader.at + 12 && reader.raws[end]?.text !== "]") text += reader.raws[end++]?.text ?? "";
    if (reader.raws[end]?.text === "]" && skip.test(text)) reader.at = end + 1;
  }
  reader.out.push({ ...place(raw), type: "newline" });
}

/** `\left(`, `\right.`: a pair by position, whatever the two shapes are. */
function delimiter(reader: Reader, raw: Raw, left: boolean): void {
  const next = takeNext(reader);
  if (next === undefined)
    return bad(
      reader,
      raw,
      readError(
        "unfinished",
        place(raw),
        `${raw.text} stands at the end, without a bracket.`,
        "a bracket",
        "Write the bracket after it, or a full stop for none.",
      ),
    );
  const at: Place = { start: raw.start, end: Math.max(raw.end, next.end), text: raw.text + next.text };
  const text = unicodeCommands.get(next.text) ?? next.text;
  const known = latexCommands.get(text);
  if (text === "|" || known?.is === "bar")
    return void reader.out.push({ ...at, type: "bar", double: known?.is === "bar" && known.double, side: left ? "left" : "right" });
  const fence = known?.is === "open" || known?.is === "close" ? known.fence : plainFence(text);
  if (fence === undefined)
    return bad(
      reader,
      raw,
      readError(
        "unexpected",
        at,
        `${raw.text} wants a bracket, not ${next.text}.`,
        "a bracket",
        "Write a bracket after it, or a full stop for none.",
      ),
    );
  reader.out.push({ ...at, type: left ? "open" : "close", fence, sized: true });
}

function plainFence(text: string): "round" | "square" | "angle" | null | undefined {
  if (text === "(" || text === ")") return "round";
  if (text === "[" || text === "]") return "square";
  if (text === "<" || text === ">") return "angle";
  return text === "." || text === "/" ? null : undefined;
}

function tag(reader: Reader, raw: Raw): void {
  const from = reader.at;
  const last = skipArgument(reader);
  const label = reader.raws
    .slice(from, reader.at)
    .map((r) => r.text)
    .join("")
    .trim()
    .replace(/^\{|\}$/gu, "");
  if (last !== null) reader.out.push({ ...across(raw, last), type: "tag", label });
}

/** `\substack{a \\ b}` is a column of rows in braces. */
function substack(reader: Reader, raw: Raw): void {
  const from = reader.at;
  const last = skipArgument(reader);
  if (last === null)
    return bad(
      reader,
      raw,
      readError("unfinished", place(raw), "\\substack wants its rows in braces.", "an opening brace", "Write \\substack{… \\\\ …}."),
    );
  const inner: Reader = { raws: reader.raws.slice(from, reader.at), at: 0, words: reader.words, out: [] };
  while (inner.at < inner.raws.length) step(inner);
  reader.out.push({ ...place(raw), type: "begin", name: "substack" }, ...inner.out.slice(1, -1), {
    ...place(last),
    type: "end",
    name: "substack",
  });
}

function negated(reader: Reader, raw: Raw): void {
  const next = takeNext(reader);
  if (next === undefined) return bad(reader, raw, unknownCommand(raw.text, place(raw)));
  const at = { start: raw.start, end: Math.max(raw.end, next.end), text: raw.text + next.text };
  const text = unicodeCommands.get(next.text) ?? next.text;
  if (text === "=") return void reader.out.push({ ...at, type: "relator", symbol: "\\ne" });
  if (text === "\\in") return void reader.out.push({ ...at, type: "relator", symbol: "\\notin" });
  bad(
    reader,
    raw,
    readError("unsupported", at, `The negated relation ${at.text} is not supported.`, "= or \\in", "Write the relation in another way."),
  );
}

/** `\arg\max` and `\arg \underset…` are one operator. */
function argument(reader: Reader, raw: Raw): void {
  const next = nextText(reader);
  if (next === "\\max" || next === "\\min") {
    const last = takeNext(reader) ?? raw;
    return void reader.out.push({ ...across(raw, last), type: "big", name: next === "\\max" ? "argmax" : "argmin" });
  }
  reader.out.push(word(place(raw), "arg", raw.text));
}

/** `\tilde{*}` and `\tilde *` are one operator. */
function tildeStar(reader: Reader, raw: Raw): boolean {
  const shape = reader.raws.slice(reader.at, reader.at + 6).filter((r) => r.kind !== "blank");
  const star = (r: Raw | undefined): boolean => r?.text === "*" || r?.text === "\\ast" || r?.text === "\\star";
  const last = star(shape[0]) ? shape[0] : shape[0]?.text === "{" && star(shape[1]) && shape[2]?.text === "}" ? shape[2] : undefined;
  if (last === undefined) return false;
  reader.out.push({ ...across(raw, last), type: "operator", operator: "tildestar" });
  reader.at = reader.raws.indexOf(last, reader.at) + 1;
  return true;
}

// ------------------------------------------------------------------------------------------------------- other characters

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

function other(reader: Reader, raw: Raw): void {
  reader.at++;
  const { out, raws } = reader;
  const next = raws[reader.at];
  const touches = (text: string): boolean => next !== undefined && next.text === text && next.start === raw.end;
  const pair = (): Place => ({ start: raw.start, end: (next ?? raw).end, text: raw.text + (next?.text ?? "") });
  if (raw.text === "|") {
    const double = touches("|");
    if (double) reader.at++;
    return void out.push({ ...(double ? pair() : place(raw)), type: "bar", double, side: double ? null : sizedSide(reader) });
  }
  if (raw.text === ":" && touches("=")) {
    reader.at++;
    return void out.push({ ...pair(), type: "relator", symbol: ":=" });
  }
  if (raw.text === "." && touches(".") && raws[reader.at + 1]?.text === ".") {
    const at = { start: raw.start, end: raws[reader.at + 1]?.end ?? raw.end, text: "..." };
    reader.at += 2;
    return void out.push({ ...at, type: "atom", node: { kind: "dots", which: "horizontal", span: spanOf(at) } });
  }
  const mark = marks.get(raw.text);
  if (mark !== undefined) return void out.push(mark(place(raw)));
  const scripted = scriptCharacters(reader, raw, raised, "sup") || scriptCharacters(reader, raw, lowered, "sub");
  if (scripted) return;
  const known = latexCommands.get(unicodeCommands.get(raw.text) ?? "");
  if (known !== undefined) return emit(reader, raw, known);
  if (/\p{Zs}|[\u200b\u200c\u200d\u2060\ufeff]/u.test(raw.text)) return;
  if (/\p{L}/u.test(raw.text)) return void out.push(letter(place(raw), raw.text));
  bad(reader, raw, badCharacter(raw.text, { start: raw.start, end: raw.end }));
}

/** A run of raised characters, `x²` or `A⁻¹`, is a superscript in braces. */
function scriptCharacters(reader: Reader, raw: Raw, table: ReadonlyMap<string, string>, type: "sup" | "sub"): boolean {
  if (!table.has(raw.text)) return false;
  const run: Raw[] = [raw];
  for (let next = reader.raws[reader.at]; next !== undefined && table.has(next.text); next = reader.raws[reader.at]) {
    run.push(next);
    reader.at++;
  }
  reader.out.push({ ...place(raw), type }, { ...place(raw), type: "lbrace" });
  for (const one of run) reader.out.push(scriptCharacter(place(one), table.get(one.text) ?? ""));
  reader.out.push({ ...place(run[run.length - 1] ?? raw), type: "rbrace" });
  return true;
}

function scriptCharacter(at: Place, character: string): Lexeme {
  if (/[0-9]/u.test(character)) return { ...at, text: character, type: "number" };
  if (character === "+" || character === "-") return { ...at, type: "sign", sign: character };
  return letter(at, character === "⊤" ? "\\top" : character);
}
