/** What is wrong in a book: where, what was expected, one thing to try. */
export interface Diagnostic {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly expected: string | null;
  readonly try: string | null;
}

/** A line of a book file. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export const diagnostic = (at: Place, message: string, expected: string | null = null, hint: string | null = null): Diagnostic => ({
  file: at.file,
  line: at.line,
  message,
  expected,
  try: hint,
});

/** `rules/elementary.rules:12  unknown field "mean"; expected means, d, … Try: means`. */
export const showDiagnostic = (d: Diagnostic): string =>
  `${d.file}:${d.line}  ${d.message}${d.expected ? `; expected ${d.expected}` : ""}${d.try ? `. Try: ${d.try}` : ""}`;

/** `file:line`, the form that rules and cards carry. */
export const showPlace = (at: Place): string => `${at.file}:${at.line}`;
