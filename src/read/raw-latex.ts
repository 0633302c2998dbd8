/** TeX's own tokens, before any of them means something: macros are expanded on these. */
import moo from "moo";

export type RawKind = "blank" | "wide" | "textual" | "begin" | "end" | "command" | "number" | "letter" | "other" | "runaway";

/** `runaway` is a macro call whose expansion would not end. */
export interface Raw {
  readonly kind: RawKind;
  readonly text: string;
  /** Offsets in the original file; after expansion, of the call. */
  readonly start: number;
  readonly end: number;
}

const upright = "text|textrm|textnormal|textup|textsf|textit|texttt|mbox|hbox|intertext|shortintertext";
const named = "mathrm|operatorname\\*?|operatornamewithlimits|mathsf|mathtt|mathit|textbf|textsc|mathop";

/** What stands in braces, with braces inside to the depth given. */
const inBraces = (depth: number): string => (depth === 0 ? "[^{}]*" : `(?:[^{}]|\\{${inBraces(depth - 1)}\\})*`);

const lexer = moo.compile({
  // Several fixed spaces in a row part formulas like a \quad.
  wide: { match: /(?:~[ \t\n]*){2,}|(?:\\[;: ][ \t]*){3,}/u, lineBreaks: true },
  // An escaped percent sign is a command of its own, so every other one opens a comment, also behind `\\`.
  blank: { match: /(?:[ \t\r\n]|%[^\n]*|~)+/u, lineBreaks: true },
  begin: /\\begin\s*\{[A-Za-z]+\*?\}(?:\s*\[[a-z]\])?/u,
  end: /\\end\s*\{[A-Za-z]+\*?\}/u,
  // A text box is one token: its content is prose, not mathematics. Upright names likewise, when they are words.
  textual: {
    match: new RegExp(
      `\\\\(?:(?:${upright})\\s*\\{${inBraces(4)}\\}|(?:${named})\\s*\\{(?:[A-Za-z](?:[A-Za-z0-9]|\\\\[,;:! _]|[ ~-](?=[A-Za-z]))*[ ]?)?\\})`,
      "u",
    ),
    lineBreaks: true,
  },
  command: { match: /\\(?:[A-Za-z]+\*?(?=\s*\{)|[A-Za-z]+|[^])/u, lineBreaks: true },
  number: /[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]+)?/u,
  letter: /[A-Za-z]/u,
  other: { match: /[^]/u, lineBreaks: true },
});

/** The tokens of `source`, whose first character stands at `base` in the file. */
export function rawTokens(source: string, base: number): readonly Raw[] {
  const tokens: Raw[] = [];
  lexer.reset(source);
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const start = base + token.offset;
    tokens.push({ kind: token.type as RawKind, text: token.text, start, end: start + token.text.length });
  }
  return tokens;
}
