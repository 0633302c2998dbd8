/** Rows and cells of a display, as runs of lexemes: which belong together, which are formulas of their own. */
import type { Lexeme } from "./lexeme.ts";

export type Run = readonly Lexeme[];

const displayEnvironments: ReadonlySet<string> = new Set(
  "aligned align alignat alignedat gather gathered split equation multline eqnarray flalign displaymath math IEEEeqnarray dmath empheq subequations".split(
    " ",
  ),
);

export const isSpace = (l: Lexeme | undefined): boolean =>
  l?.type === "quad" ||
  l?.type === "tag" ||
  l?.type === "stop" ||
  l?.type === "newline" ||
  (l?.type === "separator" && (l.separator === "," || l.separator === ";"));

/** Takes off the outer environments; what follows the outermost one (a number, a stop) is the tail. */
export function withoutEnvironment(lexemes: Run): { readonly body: Run; readonly tail: Run } {
  let body = trim(lexemes);
  let tail: Run = [];
  for (;;) {
    const first = body[0];
    if (first?.type !== "begin" || !displayEnvironments.has(first.name)) return { body, tail };
    const end = matchingEnd(body);
    if (end === null) return { body, tail };
    const rest = body.slice(end + 1);
    if (!rest.every((l) => isSpace(l) || isNumberPart(l))) return { body, tail };
    tail = [...rest, ...tail];
    body = trim(body.slice(1, end));
  }
}

const isNumberPart = (l: Lexeme): boolean =>
  l.type === "open" || l.type === "close" || l.type === "number" || l.type === "sign" || l.type === "prose";

function matchingEnd(lexemes: Run): number | null {
  let depth = 0;
  for (const [i, l] of lexemes.entries()) {
    if (l.type === "begin") depth++;
    if (l.type === "end" && --depth === 0) return i;
  }
  return null;
}

function trim(lexemes: Run): Run {
  let from = 0;
  let to = lexemes.length;
  while (from < to && (lexemes[from]?.type === "quad" || lexemes[from]?.type === "newline")) from++;
  while (to > from && (lexemes[to - 1]?.type === "quad" || lexemes[to - 1]?.type === "newline")) to--;
  return lexemes.slice(from, to);
}

/** Depth of environments and braces; when the braces do not match, of environments alone, so that later rows survive. */
export function splitRows(body: Run): readonly Run[] {
  return split(body, (l) => l.type === "newline", true) ?? split(body, (l) => l.type === "newline", false) ?? [body];
}

/** Cells in pairs: `a &= b && c &= d` holds two formulas. */
export function splitCells(row: Run): Run[] {
  const cells = split(row, (l) => l.type === "amp", true) ?? split(row, (l) => l.type === "amp", false) ?? [row];
  const three = cells.some((cell) => trim(cell).length === 1 && trim(cell)[0]?.type === "relator");
  const pairs: Run[] = [];
  if (three) pairs.push(cells.flat());
  else for (let i = 0; i < cells.length; i += 2) pairs.push([...(cells[i] ?? []), ...(cells[i + 1] ?? [])]);
  const joined: Run[] = [];
  for (const pair of pairs.map(trim)) {
    const last = joined[joined.length - 1];
    if (pair.length === 0) continue;
    if (last !== undefined && (continues(pair[0]) || pair[0]?.type === "relator" || dangling(last) || closedBelow(last, [[pair]])))
      joined[joined.length - 1] = [...last, ...pair];
    else joined.push(pair);
  }
  return joined;
}

/** Null when the brackets that count do not match. */
function split(lexemes: Run, at: (l: Lexeme) => boolean, braces: boolean): readonly Run[] | null {
  const parts: Lexeme[][] = [[]];
  let depth = 0;
  for (const l of lexemes) {
    if (l.type === "begin" || (braces && l.type === "lbrace")) depth++;
    if (l.type === "end" || (braces && l.type === "rbrace")) depth--;
    if (depth === 0 && at(l)) parts.push([]);
    else parts[parts.length - 1]?.push(l);
    if (depth < 0) return null;
  }
  return depth === 0 ? parts : null;
}

/** A row that opens with a sign or an operator goes on with the row above. */
const continues = (l: Lexeme | undefined): boolean => l?.type === "sign" || (l?.type === "operator" && l.operator !== "bullet");

/** Ends with an operator or a sign: what follows goes on with it. */
function dangling(run: Run): boolean {
  const last = run[run.length - 1];
  return last?.type === "operator" || last?.type === "sign";
}

/** How many brackets stand open at the end. */
const openBrackets = (run: Run): number => run.reduce((n, l) => n + (l.type === "open" ? 1 : l.type === "close" ? -1 : 0), 0);

/** A bracket left open goes on in the rows below only if one of them closes it; else it is a slip of this row alone. */
function closedBelow(run: Run, below: readonly Run[][]): boolean {
  let open = openBrackets(run);
  if (open <= 0) return false;
  for (const row of below) {
    open += openBrackets(row.flat());
    if (open <= 0) return true;
  }
  return false;
}

export function joinRows(rows: readonly Run[][]): Run[][] {
  const joined: Run[][] = [];
  for (const [i, row] of rows.entries()) {
    const [first, ...others] = row;
    const above = joined[joined.length - 1];
    const last = above?.[above.length - 1];
    if (first === undefined) continue;
    if (above !== undefined && last !== undefined && goesOn(last, first, rows.slice(i)))
      above.splice(above.length - 1, 1, [...last, ...first], ...others);
    else joined.push([...row]);
  }
  return joined;
}

/** Does the row that begins with `first` go on with the formula above it? */
function goesOn(above: Run, first: Run, below: readonly Run[][]): boolean {
  if (isNumbered(above)) return false;
  const endsOpen = above[above.length - 1]?.type === "relator" && first[0]?.type !== "relator";
  return endsOpen || continues(first[0]) || dangling(above) || closedBelow(above, below);
}

const isNumbered = (run: Run): boolean => run[run.length - 1]?.type === "tag";
