/** `fluxion read`: how documents are understood. */
import { readingOf } from "../library/read.ts";
import { type Reading, readingJson, readingText } from "../report/reading.ts";
import { bookWith } from "./book.ts";
import { kindOf } from "./check.ts";
import { deliver, exit, type Io } from "./io.ts";

export interface ReadCommand {
  readonly format: "text" | "json";
  readonly rules?: readonly string[];
  readonly output?: string;
}

/** 3 when not one file could be read, 2 when something in them was not, else 0. */
export function runRead(files: readonly string[], command: ReadCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  if (!book.ok) {
    io.complain(book.error);
    return exit.unreadable;
  }
  const found: { readonly reading: Reading; readonly source: string }[] = [];
  for (const file of files) {
    const document = file === "-" ? "(standard input)" : file;
    const text = io.read(file);
    if (text.ok) found.push({ reading: readingOf(book.value, text.value, { document, kind: kindOf(file) }), source: text.value });
    else io.complain(`${document}: ${text.error}`);
  }
  if (found.length === 0) return exit.unreadable;
  const text =
    command.format === "json"
      ? readingJson(found.map((f) => f.reading))
      : found.map((f) => readingText(f.reading, f.source, io.style)).join("\n");
  const code = found.some((f) => f.reading.errors.length > 0) ? exit.review : exit.right;
  return deliver(text, command.output, code, io);
}
