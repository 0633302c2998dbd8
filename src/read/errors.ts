/** The reader's errors, one place for their wording. */
import type { ErrorCode, ReadError, Span } from "./syntax.ts";

export const readError = (
  code: ErrorCode,
  span: Span,
  message: string,
  expected: string | null = null,
  suggestion: string | null = null,
): ReadError => ({
  code,
  span: { start: span.start, end: span.end },
  message,
  expected,
  try: suggestion,
});

const shown = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);

export const unknownCommand = (command: string, span: Span): ReadError =>
  readError(
    "unknown-command",
    span,
    `The command ${shown(command)} is not known.`,
    "a known command",
    `Define it with \\newcommand, or write a function's name as \\operatorname{${shown(command.slice(1))}}.`,
  );

/** Cyrillic and full-width letters that look like Latin or Greek ones: two letters that no reader can tell apart are one slip. */
export const looksAlike = (character: string): boolean => /[\p{Script=Cyrillic}\uFF21-\uFF5A]/u.test(character);

export const badCharacter = (character: string, span: Span): ReadError =>
  readError(
    "bad-character",
    span,
    `The character ${JSON.stringify(character)} has no meaning in a formula.`,
    "mathematics",
    "Remove it, or put words into \\text{…}.",
  );

export const tooLong = (span: Span, what: string, limit: number): ReadError =>
  readError("too-long", span, `The formula is longer than ${limit} ${what}.`, "a shorter formula", "Split it over several displays.");

export const tooDeep = (span: Span, limit: number): ReadError =>
  readError(
    "too-deep",
    span,
    `Brackets and arguments are nested more than ${limit} deep.`,
    "fewer nested brackets",
    "Name an inner part and use the name.",
  );

export const unclosed = (text: string, span: Span): ReadError =>
  text === "{"
    ? readError("unbalanced-brace", span, "This brace is never closed.", "a closing brace", "Add } where the argument ends.")
    : readError("unfinished", span, `The ${shown(text)} opened here is never closed.`, "a closing bracket", "Close it, or remove it.");

export const unopened = (text: string, span: Span): ReadError =>
  text === "}"
    ? readError(
        "unbalanced-brace",
        span,
        "This brace closes nothing.",
        "an opening brace before",
        "Remove it, or add the { that is missing.",
      )
    : readError(
        "unexpected",
        span,
        `The ${shown(text)} closes nothing.`,
        "an opening bracket before",
        "Remove it, or add the bracket that is missing.",
      );

export const crossed = (open: string, close: string, span: Span): ReadError =>
  readError(
    "unexpected",
    span,
    `The ${shown(close)} does not close the ${shown(open)} before it.`,
    `the partner of ${shown(open)}`,
    "Make the two brackets a pair.",
  );

export const environmentMismatch = (name: string, span: Span): ReadError =>
  readError(
    "unbalanced-environment",
    span,
    `The environment ${shown(name)} has only one end.`,
    "\\begin and \\end alike",
    `Write both \\begin{${shown(name)}} and \\end{${shown(name)}}.`,
  );

export const doubleScript = (which: "superscript" | "subscript", span: Span): ReadError =>
  readError(
    "double-script",
    span,
    `There are two ${which}s on one symbol.`,
    `one ${which}`,
    "Put braces around the part that carries the first one.",
  );

export const missingSide = (relation: string, span: Span): ReadError =>
  readError(
    "unexpected",
    span,
    `After ${shown(relation)} an operand is due, not another relation.`,
    "an operand",
    "Write the missing operand.",
  );
