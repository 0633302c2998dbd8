/** Commands that need what follows them: `\left(`, `\\[2pt]`, `\tag{…}`, `\not=`, `\arg\max`, `\tilde{*}`. */
import { lexemeOf, word } from "./atoms.ts";
import { environmentMismatch, readError, unknownCommand } from "./errors.ts";
import {
  across,
  bad,
  type Emitted,
  nextText,
  place,
  previousText,
  type Reader,
  skipArgument,
  skipOption,
  takeArgument,
  takeNext,
} from "./latex-reader.ts";
import type { Lexeme, Place } from "./lexeme.ts";
import type { Raw } from "./raw-latex.ts";
import { latexCommands, unicodeCommands } from "./symbols.ts";

/** `inner` lexes the tokens of an argument. */
export function command(reader: Reader, raw: Raw, inner: (raws: readonly Raw[]) => readonly Lexeme[]): Emitted {
  const name = raw.text.replace(/\*$/u, "");
  switch (name) {
    case "\\\\":
    case "\\cr":
    case "\\newline":
    case "\\tabularnewline":
      return newline(reader, raw);
    case "\\left":
    case "\\right":
      return delimiter(reader, raw, name === "\\left");
    case "\\tag":
      return tag(reader, raw);
    case "\\substack":
      return substack(reader, raw, inner);
    case "\\not":
      return negated(reader, raw);
    case "\\arg":
      return arg(reader, raw);
    case "\\xrightarrow":
    case "\\xleftarrow":
      skipArgument(reader);
      return { ...place(raw), type: "relator", symbol: name === "\\xrightarrow" ? "\\to" : "\\leftarrow" };
    case "\\sqrt":
      return nextText(reader) === "[" ? { ...place(raw), type: "root" } : known(reader, raw, name);
    case "\\tilde":
      return tildeStar(reader, raw) ?? known(reader, raw, name);
    case "\\rule":
      skipOption(reader);
      skipArgument(reader);
      skipArgument(reader);
      return null;
    case "\\begin":
    case "\\end":
      return bad(raw, environmentMismatch(raw.text, raw));
    default:
      return known(reader, raw, name);
  }
}

function known(reader: Reader, raw: Raw, name: string): Emitted {
  const meaning = latexCommands.get(name) ?? latexCommands.get(raw.text);
  if (meaning === undefined)
    return reader.words.has(name.slice(1)) ? word(place(raw), name.slice(1), raw.text) : bad(raw, unknownCommand(raw.text, raw));
  if (meaning.is === "drop-argument") {
    skipOption(reader);
    skipArgument(reader);
  }
  // `\bf{x}` is meant as \mathbf{x}; the font of `{\bf x}` holds to the end of its braces.
  if (meaning.is === "font" && nextText(reader) === "{" && previousText(reader) !== "{")
    return { ...place(raw), type: "one", make: meaning.font === null ? { is: "plain" } : { is: "styled", font: meaning.font } };
  const lexeme = lexemeOf(place(raw), meaning);
  return lexeme?.type === "bar" && lexeme.side === null ? { ...lexeme, side: sizedSide(reader) } : lexeme;
}

/** `\bigl|` and `\bigr|` say on which side the bar stands. */
export function sizedSide(reader: Reader): "left" | "right" | "middle" | null {
  const before = reader.raws[reader.at - 2]?.text ?? "";
  const match = /^\\(?:[bB]igg?([lrm])|(middle))$/u.exec(before);
  if (match === null) return null;
  return match[1] === "l" ? "left" : match[1] === "r" ? "right" : "middle";
}

const rowSpace = /^\[\s*-?[0-9.]*\s*(?:pt|em|ex|mm|cm|in|bp|mu|sp|\\baselineskip|\\jot)[^\]]*$/u;

/** A new row; the length in `\\[2pt]` is layout, a bracket that holds anything else begins the row. */
function newline(reader: Reader, raw: Raw): Lexeme {
  if (reader.raws[reader.at]?.text === "*") reader.at++;
  if (reader.raws[reader.at]?.text === "[") {
    const length = reader.raws.slice(reader.at, reader.at + 12);
    const close = length.findIndex((r) => r.text === "]");
    const text = length.slice(0, Math.max(close, 0)).map((r) => r.text);
    if (rowSpace.test(text.join(""))) reader.at += close + 1;
  }
  return { ...place(raw), type: "newline" };
}

/** `\left(`, `\right.`: a pair by position, whatever the two shapes are. */
function delimiter(reader: Reader, raw: Raw, left: boolean): Lexeme {
  const next = takeNext(reader);
  const advice = "Write the bracket after it, or a full stop for none.";
  if (next === undefined)
    return bad(raw, readError("unfinished", raw, `${raw.text} stands at the end, without a bracket.`, "a bracket", advice));
  const at: Place = { start: raw.start, end: Math.max(raw.end, next.end), text: raw.text + next.text };
  const text = unicodeCommands.get(next.text) ?? next.text;
  const meaning = latexCommands.get(text);
  if (text === "|" || meaning?.is === "bar")
    return { ...at, type: "bar", double: meaning?.is === "bar" && meaning.double, side: left ? "left" : "right" };
  const fence = meaning?.is === "open" || meaning?.is === "close" ? meaning.fence : plainFence(text);
  if (fence === undefined)
    return {
      ...at,
      type: "bad",
      error: readError("unexpected", at, `${raw.text} wants a bracket, not ${next.text}.`, "a bracket", advice),
    };
  return { ...at, type: left ? "open" : "close", fence, sized: true };
}

function plainFence(text: string): "round" | "square" | "angle" | null | undefined {
  if (text === "(" || text === ")") return "round";
  if (text === "[" || text === "]") return "square";
  if (text === "<" || text === ">") return "angle";
  return text === "." || text === "/" ? null : undefined;
}

function tag(reader: Reader, raw: Raw): Emitted {
  const label = takeArgument(reader);
  if (label === null) return null;
  const words = label.inner.map((r) => r.text).join("");
  return { ...across(raw, label.last), type: "tag", label: words.trim() };
}

/** `\substack{a \\ b}` is a column of rows in braces. */
function substack(reader: Reader, raw: Raw, inner: (raws: readonly Raw[]) => readonly Lexeme[]): Emitted {
  const rows = takeArgument(reader);
  if (rows === null)
    return bad(
      raw,
      readError("unfinished", raw, "\\substack wants its rows in braces.", "an opening brace", "Write \\substack{… \\\\ …}."),
    );
  return [{ ...place(raw), type: "begin", name: "substack" }, ...inner(rows.inner), { ...place(rows.last), type: "end", name: "substack" }];
}

function negated(reader: Reader, raw: Raw): Lexeme {
  const next = takeNext(reader);
  if (next === undefined) return bad(raw, unknownCommand(raw.text, raw));
  const at: Place = { start: raw.start, end: Math.max(raw.end, next.end), text: raw.text + next.text };
  const text = unicodeCommands.get(next.text) ?? next.text;
  if (text === "=") return { ...at, type: "relator", symbol: "\\ne" };
  if (text === "\\in") return { ...at, type: "relator", symbol: "\\notin" };
  const error = readError(
    "unsupported",
    at,
    `The negated relation ${at.text} is not supported.`,
    "= or \\in",
    "Write the relation in another way.",
  );
  return { ...at, type: "bad", error };
}

/** `\arg\max` is one operator. */
function arg(reader: Reader, raw: Raw): Lexeme {
  const next = nextText(reader);
  if (next !== "\\max" && next !== "\\min") return word(place(raw), "arg", raw.text);
  const last = takeNext(reader) ?? raw;
  return { ...across(raw, last), type: "big", name: next === "\\max" ? "argmax" : "argmin" };
}

const stars: ReadonlySet<string | undefined> = new Set(["*", "\\ast", "\\star"]);

/** `\tilde{*}` and `\tilde *` are one operator; null for any other tilde. */
function tildeStar(reader: Reader, raw: Raw): Lexeme | null {
  const [first, second, third] = reader.raws.slice(reader.at, reader.at + 6).filter((r) => r.kind !== "blank");
  const last = stars.has(first?.text) ? first : first?.text === "{" && stars.has(second?.text) && third?.text === "}" ? third : undefined;
  if (last === undefined) return null;
  reader.at = reader.raws.indexOf(last, reader.at) + 1;
  return { ...across(raw, last), type: "operator", operator: "tildestar" };
}
