/** What of a document could not be read at all (a dollar that is never closed) becomes a step too, so that nothing is passed over in silence. */
import type { ReadDocument } from "../read/read.ts";
import type { ReadError } from "../read/syntax.ts";
import { readMessage } from "./message.ts";
import type { Step } from "./report.ts";

/** Longest piece of source shown for something that was not read. */
const shown = 80;

/** The steps with one for each error that lies in none of them, each before the first step that starts after it. */
export function withUnread(document: ReadDocument, text: string, steps: readonly Step[]): readonly Step[] {
  const inside = (e: ReadError): boolean => steps.some((s) => s.span.start <= e.span.end && e.span.start <= s.span.end);
  const seen = new Set<number>();
  const missed = document.errors
    .filter((e) => !inside(e) && !seen.has(e.span.start) && seen.add(e.span.start))
    .sort((a, b) => a.span.start - b.span.start);
  const out: Step[] = [];
  let next = 0;
  for (const step of steps) {
    for (; next < missed.length && (missed[next] as ReadError).span.start < step.span.start; next++)
      out.push(unread(document, text, missed[next] as ReadError));
    out.push(step);
  }
  return [...out, ...missed.slice(next).map((e) => unread(document, text, e))];
}

const unread = (document: ReadDocument, text: string, e: ReadError): Step => ({
  n: 0,
  span: document.placeOf(e.span),
  scope: "",
  given: [],
  lhs: text.slice(e.span.start, Math.min(e.span.end, e.span.start + shown)),
  relation: "",
  rhs: "",
  kind: "claim",
  verdict: "undetermined",
  reason: "unread",
  judgement: "review",
  qualifiers: [],
  layouts: [],
  assumptions: [],
  evidence: null,
  diagnosis: [],
  global: null,
  message: readMessage(e),
});
