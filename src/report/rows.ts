/**
 * A display cut at its relations, so that each can be shown with what was found about it: rows end at `\\`, and in a row every step has the
 * piece from its relation sign to the next.
 */
import type { Step } from "../check/report.ts";

export interface RowPiece {
  readonly tex: string;
  /** The steps whose relation begins this piece; none for what stands before the first. */
  readonly steps: readonly Step[];
}

export interface Row {
  /** The whole row, for where its pieces cannot stand alone. */
  readonly tex: string;
  readonly lead: string;
  readonly pieces: readonly RowPiece[];
}

const wrappers = /\\(?:begin|end)\{(?:aligned|split|gathered|align|alignat|gather|equation|displaymath)\*?\}(?:\[[tcb]\])?/g;

/** `source` is the text that the spans of the steps point into; the display is its slice from `start` to `end`. */
export function rowsOf(source: string, start: number, end: number, steps: readonly Step[]): readonly Row[] {
  const text = source.slice(start, end).replace(wrappers, (m) => " ".repeat(m.length));
  const placed = steps.map((step) => ({ step, at: relationStart(source, step) - start }));
  return rowBounds(text).flatMap(([a, b]): readonly Row[] => {
    const here = placed.filter((p) => p.at >= a && p.at < b);
    const cuts = [...new Set(here.map((p) => p.at))].sort((x, y) => x - y);
    const tex = cleaned(text.slice(a, b));
    if (tex === "") return [];
    const pieces = cuts.map((from, i) => ({
      tex: cleaned(text.slice(from, cuts[i + 1] ?? b)),
      steps: here.filter((p) => p.at === from).map((p) => p.step),
    }));
    return [{ tex, lead: cleaned(text.slice(a, cuts[0] ?? b)), pieces }];
  });
}

/** Where the relation sign of a step stands; its end where the source was rewritten. */
export function relationStart(source: string, s: Step): number {
  const rhs = s.span.end - s.rhs.length;
  if (s.relation === "") return s.span.start;
  const before = source.slice(s.span.start, rhs);
  const at = before.lastIndexOf(s.relation);
  return at < 0 ? s.span.start : s.span.start + at;
}

/** Rows end at `\\` outside braces and inner environments. */
function rowBounds(text: string): readonly (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  let depth = 0;
  let from = 0;
  const token = /\\begin\{|\\end\{|\\\\(?:\[[^\]\n]{0,12}\])?|\\.|[{}]/gs;
  for (let m = token.exec(text); m; m = token.exec(text)) {
    if (m[0] === "{" || m[0] === "\\begin{") depth++;
    else if (m[0] === "}") depth--;
    else if (m[0].startsWith("\\\\") && depth === 0) {
      out.push([from, m.index]);
      from = m.index + m[0].length;
    }
    // The brace of \end{…} closes as one, and so does the environment.
    if (m[0] === "\\end{") depth--;
    if (m[0] === "\\begin{" || m[0] === "\\end{") {
      const close = text.indexOf("}", token.lastIndex);
      token.lastIndex = close < 0 ? text.length : close + 1;
    }
  }
  out.push([from, text.length]);
  return out;
}

const cleaned = (tex: string): string => {
  const bare = tex.replace(/\\(?:label|tag)\*?\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])/g, "");
  // Only the ampersands of the alignment itself: those of inner arrays stay.
  let depth = 0;
  return bare
    .replace(/\\begin\{|\\end\{|\\&|&/g, (m) => {
      if (m === "\\begin{") depth++;
      if (m === "\\end{") depth--;
      return m === "&" && depth === 0 ? " " : m;
    })
    .trim();
};
