/** A walk over TeX's tokens. */
import type { Lexeme, Place } from "./lexeme.ts";
import type { Macros } from "./macros.ts";
import type { Raw } from "./raw-latex.ts";
import type { ReadError } from "./syntax.ts";

export interface Reader {
  readonly raws: readonly Raw[];
  at: number;
  readonly words: ReadonlySet<string>;
  readonly macros: Macros;
}

/** What one token or a few become. */
export type Emitted = Lexeme | readonly Lexeme[] | null;

export const place = ({ start, end, text }: Raw): Place => ({ start, end, text });

export const across = (from: Raw, to: Raw): Place => ({
  start: from.start,
  end: Math.max(from.end, to.end),
  text: `${from.text}…${to.text}`,
});

export const bad = (raw: Raw, error: ReadError): Lexeme => ({ ...place(raw), type: "bad", error });

export function nextText(reader: Reader): string | undefined {
  let at = reader.at;
  while (reader.raws[at]?.kind === "blank") at++;
  return reader.raws[at]?.text;
}

/** What stands before the token just read. */
export function previousText(reader: Reader): string | undefined {
  let at = reader.at - 2;
  while (reader.raws[at]?.kind === "blank") at--;
  return reader.raws[at]?.text;
}

/** Skips `[…]`, the option of a command whose arguments are layout. */
export function skipOption(reader: Reader): void {
  if (nextText(reader) !== "[") return;
  const close = reader.raws.findIndex((r, i) => i > reader.at && r.text === "]");
  if (close >= 0) reader.at = close + 1;
}

export function takeNext(reader: Reader): Raw | undefined {
  while (reader.raws[reader.at]?.kind === "blank") reader.at++;
  return reader.raws[reader.at++];
}

/** Skips blanks and one argument in braces, if there is one; gives its last token. */
export function skipArgument(reader: Reader): Raw | null {
  if (nextText(reader) !== "{") return null;
  let depth = 0;
  let at = reader.at;
  for (; at < reader.raws.length; at++) {
    const text = reader.raws[at]?.text;
    if (text === "{") depth++;
    if (text === "}" && --depth === 0) break;
  }
  const last = reader.raws[at] ?? null;
  reader.at = at + 1;
  return last;
}

/** The tokens of one argument, without its braces; null when there is none. */
export function takeArgument(reader: Reader): { readonly inner: readonly Raw[]; readonly last: Raw } | null {
  const from = reader.at;
  const last = skipArgument(reader);
  if (last === null) return null;
  const taken = reader.raws.slice(from, reader.at);
  return { inner: taken.slice(taken.findIndex((r) => r.text === "{") + 1, -1), last };
}
