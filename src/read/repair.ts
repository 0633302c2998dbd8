/**
 * Brackets that a formula forgot to close, or closed once too often: mended where there is one obvious way, and told, never silently.
 *
 * A bracket that is open where its braces, its environment or the formula end is closed there; one that closes nothing is left out. Where
 * a relation stands behind the open bracket it is not clear which side it belongs to, and nothing is mended.
 */
import type { Lexeme } from "./lexeme.ts";
import type { Span } from "./syntax.ts";

export interface Repair {
  readonly span: Span;
  readonly note: string;
}

type Run = readonly Lexeme[];
type Bracket = Extract<Lexeme, { type: "open" }>;

interface Frame {
  readonly opener: Bracket | null;
  /** A relation or a new cell has been seen inside. */
  divided: boolean;
}

/** A formula with more slips than this is not mended. */
const repairLimit = 2;

/** The lexemes with their brackets in pairs, and what was done; null when there is no obvious way or nothing to do. */
export function pairedBrackets(lexemes: Run): { readonly lexemes: Run; readonly repairs: readonly Repair[] } | null {
  const out: Lexeme[] = [];
  const repairs: Repair[] = [];
  const frames: Frame[] = [];
  const end = lexemes[lexemes.length - 1]?.end ?? 0;

  /** Closes the brackets above a frame; false when one of them cannot be. */
  const closeDownTo = (depth: number, at: number): boolean => {
    while (frames.length > depth) {
      const frame = frames.pop();
      if (!frame?.opener || frame.divided || frame.opener.fence === null) return false;
      const { fence, sized, text, start } = frame.opener;
      const mate = mates.get(fence);
      if (mate === undefined) return false;
      out.push({ start: at, end: at, text: mate, type: "close", fence, sized });
      repairs.push({ span: { start, end: start + 1 }, note: `the ${text} is never closed; it is read as closed at the end` });
    }
    return true;
  };

  for (const l of lexemes) {
    const top = frames[frames.length - 1];
    if (l.type === "lbrace" || l.type === "begin") frames.push({ opener: null, divided: false });
    if (l.type === "open") frames.push({ opener: l, divided: false });
    if ((l.type === "relator" || l.type === "amp" || l.type === "newline") && top) top.divided = true;
    if (l.type === "rbrace" || l.type === "end") {
      const own = frames.findLastIndex((f) => f.opener === null);
      if (own < 0 || !closeDownTo(own + 1, l.start)) return null;
      frames.pop();
    }
    if (l.type === "close") {
      const floor = frames.findLastIndex((f) => f.opener === null);
      const own = frames.findLastIndex((f, i) => i > floor && f.opener !== null && fits(f.opener, l));
      if (own < 0) {
        if (frames.length - 1 > floor) return null;
        repairs.push({ span: { start: l.start, end: l.end }, note: `the ${l.text} closes nothing and is left out` });
        continue;
      }
      if (!closeDownTo(own + 1, l.start)) return null;
      frames.pop();
    }
    out.push(l);
  }
  if (!closeDownTo(0, end) || repairs.length === 0 || repairs.length > repairLimit) return null;
  return { lexemes: out, repairs };
}

const mates: ReadonlyMap<string, string> = new Map([
  ["round", ")"],
  ["square", "]"],
]);

/** Two brackets that may be a pair: \left with \right, else of one kind or the two of an interval. */
function fits(open: Bracket, close: Extract<Lexeme, { type: "close" }>): boolean {
  if (open.sized !== close.sized) return false;
  const interval = (fence: Bracket["fence"]): boolean => fence === "round" || fence === "square";
  return open.sized || open.fence === close.fence || (interval(open.fence) && interval(close.fence));
}
