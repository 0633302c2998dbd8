/**
 * A display: rows and cells become formulas, each read on its own, so that one bad row never loses its neighbours.
 *
 * Rows end at `\\`, cells at `&`; two cells make a formula (`a &= b`), wide spaces and commas part a formula from its conditions and
 * comments. A row that starts with + or − goes on with the row above; one that starts with a relation is only marked.
 */
import { tooLong } from "./errors.ts";
import type { Lexeme } from "./lexeme.ts";
import { lex, type ParseOptions, parseLexemes } from "./parse.ts";
import type { Span, Syntax } from "./syntax.ts";

export interface DisplayFormula {
  /** A chain or an expression; a hole when it could not be read. */
  readonly syntax: Syntax;
  /** `i \in \{0, 1\}`, `2 \le i \le n`, `\text{if } x > 0`. */
  readonly sideConditions: readonly Syntax[];
  /** The equation number, without its brackets. */
  readonly tag: string | null;
  readonly comment: string | null;
  /** The left side is to be taken from above. */
  readonly startsWithRelation: boolean;
  /** What was stripped in front: `\bullet`, `ie`, `\Rightarrow`. */
  readonly prefix: string | null;
  readonly span: Span;
}

export interface DisplayRow {
  readonly formulas: readonly DisplayFormula[];
  readonly span: Span;
}

const lengthLimit = 100_000;

/** Reads the inside of a display, with or without its environment. */
export function parseDisplay(source: string, options: ParseOptions): readonly DisplayRow[] {
  const base = options.base ?? 0;
  const whole: Span = { start: base, end: base + source.length };
  if (source.length > lengthLimit) {
    const hole: Syntax = { kind: "hole", error: tooLong(whole, "characters", lengthLimit), span: whole };
    return [{ formulas: [{ ...plain, syntax: hole, span: whole }], span: whole }];
  }
  const { body, tail } = withoutEnvironment(lex(source, options));
  const rows = joinRows(splitRows(body).map((row) => splitCells(row)));
  if (tail.length > 0) rows[rows.length - 1]?.push(tail);
  const reading: Reading = { source, base, tex: options.mode === "latex", whole };
  return rows.filter((row) => row.some((cell) => cell.length > 0)).map((row) => readRow(reading, row));
}

const plain = { sideConditions: [], tag: null, comment: null, startsWithRelation: false, prefix: null } as const;

interface Reading {
  readonly source: string;
  readonly base: number;
  readonly tex: boolean;
  readonly whole: Span;
}

type Run = readonly Lexeme[];

// -------------------------------------------------------------------------------------------------------- rows and cells

const displayEnvironments: ReadonlySet<string> = new Set(
  "aligned align alignat alignedat gather gathered split equation multline eqnarray flalign displaymath math IEEEeqnarray dmath empheq subequations".split(
    " ",
  ),
);

const isSpace = (l: Lexeme | undefined): boolean =>
  l?.type === "quad" ||
  l?.type === "tag" ||
  l?.type === "stop" ||
  l?.type === "newline" ||
  (l?.type === "separator" && (l.separator === "," || l.separator === ";"));

/** Takes off the outer environments; what follows the outermost one (a number, a stop) is the tail. */
function withoutEnvironment(lexemes: Run): { readonly body: Run; readonly tail: Run } {
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
function splitRows(body: Run): readonly Run[] {
  return split(body, (l) => l.type === "newline", true) ?? split(body, (l) => l.type === "newline", false) ?? [body];
}

/** Cells in pairs: `a &= b && c &= d` holds two formulas. */
function splitCells(row: Run): Run[] {
  const cells = split(row, (l) => l.type === "amp", true) ?? split(row, (l) => l.type === "amp", false) ?? [row];
  const three = cells.some((cell) => trim(cell).length === 1 && trim(cell)[0]?.type === "relator");
  const pairs: Run[] = [];
  if (three) pairs.push(cells.flat());
  else for (let i = 0; i < cells.length; i += 2) pairs.push([...(cells[i] ?? []), ...(cells[i + 1] ?? [])]);
  const joined: Run[] = [];
  for (const pair of pairs.map(trim)) {
    const last = joined[joined.length - 1];
    if (pair.length === 0) continue;
    if (last !== undefined && (continues(pair[0]) || pair[0]?.type === "relator" || dangling(last)))
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

/** Ends with an operator, or has an open bracket: the row below goes on with it. */
function dangling(run: Run): boolean {
  const last = trim(run)[trim(run).length - 1];
  if (last?.type === "operator" || last?.type === "sign") return true;
  const depth = run.reduce((n, l) => n + (l.type === "open" ? 1 : l.type === "close" ? -1 : 0), 0);
  return depth > 0;
}

function joinRows(rows: readonly Run[][]): Run[][] {
  const joined: Run[][] = [];
  for (const row of rows) {
    const [first, ...others] = row;
    const above = joined[joined.length - 1];
    const last = above?.[above.length - 1];
    if (first === undefined) continue;
    const endsOpen = last?.[last.length - 1]?.type === "relator" && first[0]?.type !== "relator";
    if (above !== undefined && last !== undefined && !isNumbered(last) && (continues(first[0]) || dangling(last) || endsOpen))
      above.splice(above.length - 1, 1, [...last, ...first], ...others);
    else joined.push([...row]);
  }
  return joined;
}

const isNumbered = (run: Run): boolean => run[run.length - 1]?.type === "tag";

// -------------------------------------------------------------------------------------------------- one row, its formulas

function readRow(reading: Reading, row: readonly Run[]): DisplayRow {
  return { formulas: readFormulas(reading, row), span: spanOf(row.flat(), reading.whole) };
}

const spanOf = (run: Run, whole: Span): Span =>
  run.length === 0 ? whole : { start: Math.min(...run.map((l) => l.start)), end: Math.max(...run.map((l) => l.end)) };

interface Piece {
  readonly run: Run;
  /** Words in front of it. */
  readonly words: string | null;
}

function readFormulas(reading: Reading, row: readonly Run[]): readonly DisplayFormula[] {
  const labels = row.flat().flatMap((l) => (l.type === "tag" ? [l.label] : []));
  const pieces = row.flatMap((cell) => parts(cell.filter((l) => l.type !== "tag")));
  const found: Building[] = [];
  let tag: string | null = labels[0] ?? null;
  for (const piece of pieces) {
    const last = found[found.length - 1];
    const number = last === undefined || piece.words !== null ? null : equationNumber(reading, piece.run);
    if (number !== null) tag = number;
    else if (piece.run.length === 0) addComment(found, piece.words);
    else if (last !== undefined && isComment(piece.run))
      addComment(found, piece.run.map((l) => (l.type === "prose" ? l.words : "")).join(" "));
    else if (last !== undefined && isCondition(piece)) last.sideConditions.push(read(reading, piece.run));
    else found.push(start(reading, piece));
  }
  return found.map((f, i) => ({ ...f, tag: i === found.length - 1 ? tag : null }));
}

type Building = { -readonly [K in keyof DisplayFormula]: DisplayFormula[K] } & { sideConditions: Syntax[] };

const frames: ReadonlySet<Lexeme["type"]> = new Set<Lexeme["type"]>([
  "prose",
  "begin",
  "end",
  "newline",
  "amp",
  "lbrace",
  "rbrace",
  "quad",
]);

/** Words alone, in a box or a table of their own. */
const isComment = (run: Run): boolean => run.some((l) => l.type === "prose") && run.every((l) => frames.has(l.type));

function addComment(found: readonly Building[], words: string | null): void {
  const last = found[found.length - 1];
  const text = words?.trim() ?? "";
  if (last !== undefined && text !== "") last.comment = last.comment === null ? text : `${last.comment} ${text}`;
}

function start(reading: Reading, piece: Piece): Building {
  const { run, prefix } = withoutPrefix(piece);
  return {
    syntax: read(reading, run),
    sideConditions: [],
    tag: null,
    comment: null,
    startsWithRelation: run[0]?.type === "relator",
    prefix,
    span: spanOf(run, reading.whole),
  };
}

function read(reading: Reading, run: Run): Syntax {
  const span = spanOf(run, reading.whole);
  const parsed = parseLexemes(run, reading.tex, span);
  return parsed.ok ? parsed.value : { kind: "hole", error: parsed.error, span };
}

const arrows: ReadonlySet<string> = new Set(["\\Rightarrow", "\\Leftrightarrow", "\\to"]);

/** A bullet, words, or an implication arrow in front of a complete statement. */
function withoutPrefix(piece: Piece): { readonly run: Run; readonly prefix: string | null } {
  let { run } = piece;
  const prefix: string[] = piece.words === null ? [] : [piece.words.trim()];
  for (;;) {
    const [first, second] = run;
    const bullet = first?.type === "operator" && first.operator === "bullet";
    const arrow = first?.type === "relator" && arrows.has(first.symbol) && run.slice(1).some((l) => l.type === "relator");
    if (first === undefined || !(bullet || arrow || first.type === "colon" || first.type === "quad") || second === undefined) break;
    if (bullet || arrow) prefix.push(first.text);
    run = run.slice(1);
  }
  return { run, prefix: prefix.length === 0 ? null : prefix.join(" ") };
}

// --------------------------------------------------------------------------------------------------- conditions, comments

/** Parts a run at wide spaces, at words between formulas, and at commas between relations; brackets count. */
function parts(run: Run): readonly Piece[] {
  const pieces: { run: Lexeme[]; words: string | null }[] = [{ run: [], words: null }];
  let depth = 0;
  for (const [i, l] of run.entries()) {
    const current = pieces[pieces.length - 1];
    if (current === undefined) break;
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    const before = current.run[current.run.length - 1];
    const ended = endsFormula(before) || (before === undefined && current.words !== null);
    if (depth === 0 && l.type === "quad" && ended && !isGlue(run[i + 1])) pieces.push({ run: [], words: null });
    else if (depth === 0 && isForAll(l) && endsFormula(before)) pieces.push({ run: [l], words: null });
    else if (depth === 0 && l.type === "prose" && divides(before, run[i + 1])) {
      if (current.run.length === 0 && current.words === null) current.words = l.words;
      else pieces.push({ run: [], words: l.words });
    } else if (
      depth === 0 &&
      l.type === "separator" &&
      (l.separator === "," || l.separator === ";") &&
      partsStatements(current.run, run.slice(i + 1))
    )
      pieces.push({ run: [], words: null });
    else current.run.push(l);
  }
  return pieces.map((p) => ({ run: withoutPunctuation(p.run), words: p.words })).filter((p) => p.run.length > 0 || p.words !== null);
}

const isGlue = (l: Lexeme | undefined): boolean =>
  l === undefined ||
  l.type === "relator" ||
  l.type === "sign" ||
  l.type === "operator" ||
  l.type === "sup" ||
  l.type === "sub" ||
  l.type === "quad";
const endsFormula = (l: Lexeme | undefined): boolean =>
  l !== undefined && l.type !== "operator" && l.type !== "sign" && l.type !== "relator" && l.type !== "big";

/** Words divide when they stand beside an operand and no operator needs them as one. */
function divides(before: Lexeme | undefined, after: Lexeme | undefined): boolean {
  if (
    before?.type === "relator" ||
    before?.type === "operator" ||
    before?.type === "sign" ||
    before?.type === "sup" ||
    before?.type === "sub"
  )
    return false;
  if (before !== undefined) return true;
  return (
    after !== undefined &&
    after.type !== "relator" &&
    after.type !== "sign" &&
    after.type !== "operator" &&
    after.type !== "sub" &&
    after.type !== "sup"
  );
}

/** A comma parts two statements when each side up to the next comma holds a relation. */
function partsStatements(before: Run, after: Run): boolean {
  const next: Lexeme[] = [];
  let depth = 0;
  for (const l of after) {
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    if (depth === 0 && (l.type === "separator" || l.type === "quad")) break;
    if (depth === 0) next.push(l);
  }
  return hasRelation(before) && next.some((l) => l.type === "relator") && next[0]?.type !== "relator";
}

function hasRelation(run: Run): boolean {
  let depth = 0;
  for (const l of run) {
    if (l.type === "begin" || l.type === "lbrace" || l.type === "open") depth++;
    if (l.type === "end" || l.type === "rbrace" || l.type === "close") depth--;
    if (depth === 0 && l.type === "relator") return true;
  }
  return false;
}

const withoutPunctuation = (run: Run): Run => {
  let from = 0;
  let to = run.length;
  while (to > 0 && isSpace(run[to - 1])) to--;
  while (from < to && run[from]?.type === "quad") from++;
  return run.slice(from, to);
};

const numberPattern = /^\(\s*[0-9]+(?:\s*[.\-–]\s*[0-9a-z]+)*\s*[a-z]?['*]?\s*\)$/u;
const isBracketedNumber = (run: Run): boolean => run[0]?.type === "open" && run[1]?.type === "number";

/** `(3.4-1)` standing alone. */
function equationNumber(reading: Reading, run: Run): string | null {
  if (!isBracketedNumber(run) || run.length > 12) return null;
  const span = spanOf(run, reading.whole);
  const text = reading.source.slice(span.start - reading.base, span.end - reading.base).trim();
  return numberPattern.test(text) ? text.slice(1, -1).trim() : null;
}

const isForAll = (l: Lexeme | undefined): boolean => l?.type === "atom" && l.node.kind === "letter" && l.node.name === "\\forall";

const conditionWords = /^\W*(?:if|for|when|whenever|provided|such that|s\.?t\.?|subject to|with|unless|as|in case|over|at|otherwise)\b/iu;
const bounds: ReadonlySet<string> = new Set(["\\in", "\\notin", "<", "\\le", ">", "\\ge", "\\ne"]);
const simple: ReadonlySet<Lexeme["type"]> = new Set<Lexeme["type"]>([
  "atom",
  "number",
  "sign",
  "separator",
  "relator",
  "open",
  "close",
  "lbrace",
  "rbrace",
  "sub",
  "sup",
  "quad",
  "range",
  "bar",
]);

/** Says for which indices or values the formula before holds. */
function isCondition(piece: Piece): boolean {
  if (piece.words !== null) return conditionWords.test(piece.words);
  const { run } = piece;
  const relator = run.find((l) => l.type === "relator");
  if (isForAll(run[0])) return true;
  if (relator?.type !== "relator") return false;
  if (!run.every((l) => simple.has(l.type))) return false;
  const declares =
    relator.symbol === "\\in" && run.some((l) => l.type === "atom" && l.node.kind === "styled" && l.node.font === "blackboard");
  if (declares) return false;
  const dots = run.some((l) => l.type === "atom" && l.node.kind === "dots");
  return bounds.has(relator.symbol) || (relator.symbol === "=" && dots && run.some((l) => l.type === "separator"));
}
