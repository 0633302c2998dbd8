/** A place in a source file, shown with the words concerned underlined. */
import type { ReportSpan } from "../check/report.ts";
import { clip, columns, paint, type TextOptions } from "./style.ts";

/** At most this many source lines are shown for one place. */
const shownLines = 4;

/**
 *    14 │ $$ \nabla_w L = X^\top (Xw + y) $$
 *       │    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
 */
export function underlined(source: string, span: ReportSpan, options: TextOptions): readonly string[] {
  const out: string[] = [];
  const gutter = Math.max(4, String(span.line + shownLines).length);
  const room = options.width - gutter - 5;
  let start = source.lastIndexOf("\n", span.start - 1) + 1;
  for (let k = 0; k < shownLines && start <= span.end && start <= source.length; k++) {
    const newline = source.indexOf("\n", start);
    const end = newline < 0 ? source.length : newline;
    const text = source.slice(start, end).replaceAll("\t", " ").replace(/\r$/, "");
    const from = Math.max(span.start - start, text.length - text.trimStart().length);
    const to = Math.min(span.end - start, text.trimEnd().length);
    // A long line is shown from a little before the place on.
    const cut = from > room - 20 ? Math.max(from - 10, 0) : 0;
    const shown = clip((cut > 0 ? "…" : "") + text.slice(cut), room);
    const marks = Math.min(Math.max(columns(text.slice(from, to)), 1), Math.max(room - (from - cut), 1));
    out.push(`  ${paint(`${String(span.line + k).padStart(gutter)} │`, "dim", options)} ${shown}`);
    if (to > from) {
      const before = " ".repeat(columns(text.slice(cut, from)) + (cut > 0 ? 1 : 0));
      out.push(`  ${paint(`${" ".repeat(gutter)} │`, "dim", options)} ${before}${paint("^".repeat(marks), "red", options)}`);
    }
    start = end + 1;
    if (newline < 0) break;
  }
  return out;
}
