/** The book a command works with: the one that ships, and the user's own rules on top. */
import { defaultBook } from "../book/default.ts";
import { showDiagnostic } from "../book/diagnostic.ts";
import { loadBook } from "../book/load.ts";
import type { Book } from "../expr/index.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import type { Io } from "./io.ts";

export function bookWith(files: readonly string[] | undefined, io: Io): Result<Book, string> {
  const base = defaultBook();
  if (files === undefined || files.length === 0) return ok(base);
  const texts: { file: string; text: string }[] = [];
  for (const file of files) {
    const text = io.read(file);
    if (!text.ok) return fail(`${file}: ${text.error}`);
    // Any file handed over as rules is read as rules, whatever it is called.
    texts.push({ file: file.endsWith(".bib") || file.endsWith(".rules") ? file : `${file}.rules`, text: text.value });
  }
  const book = loadBook(texts, base);
  return book.ok ? book : fail(book.error.map(showDiagnostic).join("\n"));
}
