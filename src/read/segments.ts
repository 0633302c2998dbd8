/** Where the formulas of a document stand: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and the display environments. */
import { readError } from "./errors.ts";
import { type Mask, maskWalker } from "./mask.ts";
import type { ReadError, Span } from "./syntax.ts";

export interface MathSegment {
  readonly kind: "inline" | "display";
  /** With its delimiters. */
  readonly span: Span;
  readonly inner: Span;
  readonly environment: string | null;
}

export interface Segments {
  readonly segments: readonly MathSegment[];
  readonly errors: readonly ReadError[];
}

const environments = "equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math|dmath|IEEEeqnarray|aligned|split|gathered";
const delimiter = new RegExp(
  `<script\\s+type=["']math/tex(?:;\\s*mode=display)?["']\\s*>|\\\\begin\\{((?:${environments})\\*?)\\}|\\\\\\\\[([]|\\\\[([]|\\\\\\$\\$|\\\\.|\\$\\$|\\$`,
  "gsu",
);
const blankLine = /\n[ \t]*\r?\n/u;

/** `indexOf` for rising offsets that remembers its last answer, so that a million openers cost one search together. */
type Find = (needle: string, from: number) => number;

function createFind(text: string): Find {
  const last = new Map<string, { readonly from: number; readonly at: number }>();
  return (needle, from) => {
    const known = last.get(needle);
    if (known !== undefined && known.from <= from && (known.at < 0 || known.at >= from)) return known.at;
    const at = text.indexOf(needle, from);
    last.set(needle, { from, at });
    return at;
  };
}

/** An inline formula is not longer than this. */
const inlineLimit = 20_000;

export function findSegments(text: string, mask: Mask, latex: boolean): Segments {
  const segments: MathSegment[] = [];
  const errors: ReadError[] = [];
  const find = createFind(text);
  const masked = maskWalker(mask);
  const inlines = inlineFinder(text, mask, errors);
  delimiter.lastIndex = 0;
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    const start = match.index;
    const hidden = masked(start);
    if (hidden !== null) {
      delimiter.lastIndex = hidden.end;
      continue;
    }
    if (match[0] === "\\$$") {
      const kramdown = kramdownInline(text, start);
      if (kramdown !== null) segments.push(kramdown);
      delimiter.lastIndex = kramdown?.span.end ?? start + 2;
      continue;
    }
    const found = match[0] === "$" ? inlines(start) : segmentAt({ text, find, errors }, start, match[0], match[1], latex);
    if (found === null) continue;
    segments.push(found);
    delimiter.lastIndex = found.span.end;
  }
  return { segments, errors };
}

interface Search {
  readonly text: string;
  readonly find: Find;
  readonly errors: ReadError[];
}

function segmentAt(search: Search, start: number, mark: string, environment: string | undefined, latex: boolean): MathSegment | null {
  if (environment !== undefined) return environmentAt(search, start, mark, environment);
  if (mark === "$$") return dollarsAt(search, start, latex);
  if (mark.startsWith("<")) return bracketAt(search, start, mark, "</script>", mark.includes("display") ? "display" : "inline");
  if (mark === "\\[" || (mark === "\\\\[" && !latex)) return bracketAt(search, start, mark, mark === "\\[" ? "\\]" : "\\\\]", "display");
  if (mark === "\\(" || (mark === "\\\\(" && !latex)) return bracketAt(search, start, mark, mark === "\\(" ? "\\)" : "\\\\)", "inline");
  return null;
}

function environmentAt({ text, find, errors }: Search, start: number, mark: string, name: string): MathSegment | null {
  let from = start + mark.length;
  const columns = /^\s*\{[^{}\n]*\}/u.exec(/^(?:alignat|IEEEeqnarray)/u.test(name) ? text.slice(from, from + 200) : "");
  const close = `\\end{${name}}`;
  const end = find(close, from);
  if (end < 0) {
    errors.push(
      readError(
        "unbalanced-environment",
        { start, end: from },
        `The environment ${name} is never closed.`,
        close,
        `Write ${close} after its last row.`,
      ),
    );
    return null;
  }
  from += columns?.[0].length ?? 0;
  return {
    kind: name.replace("*", "") === "math" ? "inline" : "display",
    span: { start, end: end + close.length },
    inner: { start: from, end },
    environment: name.replace("*", ""),
  };
}

/** A blank line may stand inside only when both `$$` have a line of their own. */
function dollarsAt({ text, find, errors }: Search, start: number, latex: boolean): MathSegment | null {
  let end = find("$$", start + 2);
  while (end > 0 && text[end - 1] === "\\" && text[end - 2] !== "\\") end = find("$$", end + 1);
  const inner = end < 0 ? "" : text.slice(start + 2, end);
  const alone = /^[ \t]*\r?\n/u.test(inner) && /\n[ \t]*$/u.test(inner) && !/\n#{1,6}\s/u.test(inner);
  if (end < 0 || (blankLine.test(inner) && !alone)) {
    errors.push(unbalanced(start, "$$"));
    return null;
  }
  const kind = !latex && withinText(text, start) && !/\n|\\\\|\\begin/u.test(inner) ? "inline" : "display";
  return { kind, span: { start, end: end + 2 }, inner: { start: start + 2, end }, environment: null };
}

/** Some Markdown writes $$ for inline formulas too: words stand before it on its line. */
function withinText(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /\p{L}{2}|\p{L}\s*$/u.test(line.replace(/^\s*(?:[-*+•—–]|\(?\w{1,3}[.)])\s/u, "").replace(/\$[^$]*\$/gu, ""));
}

/** `\$$…$$` on one line: an inline formula of kramdown, where a line of its own would be a display. */
function kramdownInline(text: string, start: number): MathSegment | null {
  const match = /^\\\$\$([^$\n]+)\$\$/u.exec(text.slice(start, start + inlineLimit));
  if (match === null) return null;
  const end = start + match[0].length;
  return { kind: "inline", span: { start, end }, inner: { start: start + 3, end: end - 2 }, environment: null };
}

function bracketAt(
  { text, find, errors }: Search,
  start: number,
  open: string,
  close: string,
  kind: "inline" | "display",
): MathSegment | null {
  const from = start + open.length;
  const end = find(close, from);
  if (end < 0 || (kind === "inline" && (end - from > inlineLimit || blankLine.test(text.slice(from, end))))) {
    errors.push(unbalanced(start, open));
    return null;
  }
  return { kind, span: { start, end: end + close.length }, inner: { start: from, end }, environment: null };
}

const unbalanced = (start: number, mark: string): ReadError =>
  readError(
    "unbalanced-dollar",
    { start, end: start + mark.length },
    `The ${mark} opened here is never closed.`,
    `a closing ${mark.replace("[", "]").replace("(", ")")}`,
    "Close the formula, or write \\$ for the sign.",
  );

// ------------------------------------------------------------------------------------------------------- single dollars

/**
 * Single dollars are paired within a paragraph. When their number is odd, the one is left out whose absence leaves the least prose
 * inside formulas, and reported.
 */
function inlineFinder(text: string, mask: Mask, errors: ReadError[]): (start: number) => MathSegment | null {
  const closers = new Map<number, number>();
  let paired = -1;
  return (start) => {
    if (start >= paired) paired = pairParagraph(text, start, mask, closers, errors);
    const end = closers.get(start);
    if (end === undefined) return null;
    // $`a`$ is the inline formula of some forges.
    const ticks = end > start + 2 && text[start + 1] === "`" && text[end - 1] === "`" ? 1 : 0;
    return { kind: "inline", span: { start, end: end + 1 }, inner: { start: start + 1 + ticks, end: end - ticks }, environment: null };
  };
}

const paragraphBreak = /\n[ \t]*\r?\n|\n#{1,6}\s|\n[ \t]*(?:\$\$|\\\[|\\begin\{|\\item\b)/gu;

/** Gives the offset up to which dollars are paired. */
function pairParagraph(text: string, start: number, mask: Mask, closers: Map<number, number>, errors: ReadError[]): number {
  paragraphBreak.lastIndex = start;
  const end = paragraphBreak.exec(text)?.index ?? text.length;
  const dollars = dollarsIn(text, start, end, mask);
  const kept = dollars.length % 2 === 0 ? dollars : withoutOne(text, dollars, errors);
  for (let i = 0; i + 1 < kept.length; i += 2) closers.set(kept[i] ?? 0, kept[i + 1] ?? 0);
  return end;
}

function dollarsIn(text: string, start: number, end: number, mask: Mask): readonly number[] {
  const masked = maskWalker(mask, start);
  const found: number[] = [];
  let open = false;
  for (let at = start; at < end; at++) {
    const hidden = masked(at);
    if (hidden !== null) at = hidden.end - 1;
    else if (text[at] === "\\") at = text.startsWith("\\$$", at) ? (kramdownInline(text, at)?.span.end ?? at + 2) - 1 : at + 1;
    else if (text[at] === "$") {
      // A $$ display inside the paragraph: its dollars are not ours.
      if (text[at + 1] === "$" && !open) {
        const close = text.indexOf("$$", at + 2);
        at = close < 0 || close > end ? at + 1 : close + 1;
        continue;
      }
      found.push(at);
      open = !open;
    }
  }
  return found;
}

const oddLimit = 60;

function withoutOne(text: string, dollars: readonly number[], errors: ReadError[]): readonly number[] {
  let best: { readonly skip: number; readonly cost: number } = { skip: dollars.length - 1, cost: Number.POSITIVE_INFINITY };
  for (let skip = Math.min(dollars.length - 1, oddLimit); skip >= 0; skip -= 2) {
    const kept = dollars.filter((_, i) => i !== skip);
    let cost = 0;
    for (let i = 0; i + 1 < kept.length; i += 2) cost += proseIn(text.slice((kept[i] ?? 0) + 1, kept[i + 1]));
    if (cost < best.cost) best = { skip, cost };
  }
  errors.push(unbalanced(dollars[best.skip] ?? 0, "$"));
  return dollars.filter((_, i) => i !== best.skip);
}

/** How much of this would be words in a formula. */
function proseIn(inner: string): number {
  const bare = inner.replace(/\\(?:text|mbox|operatorname|mathrm)\s*\{[^{}]*\}|\\[A-Za-z]+/gu, " ");
  const words = bare.match(/(?<![\p{L}_^{])\p{L}{2,}(?=[\s.,;:]|$)/gu)?.length ?? 0;
  return 2 * words + inner.length / 200;
}
