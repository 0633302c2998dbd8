/**
 * A display: rows and cells become formulas, each read on its own, so that one bad row never loses its neighbours.
 *
 * Rows end at `\\`, cells at `&`; two cells make a formula (`a &= b`), wide spaces and commas part a formula from its conditions and
 * comments. A row that starts with + or − goes on with the row above; one that starts with a relation is only marked.
 */
import { isCondition, type Piece, parts, withoutPrefix } from "./display-parts.ts";
import { joinRows, type Run, splitCells, splitRows, withoutEnvironment } from "./display-rows.ts";
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
  const reading: Reading = { source, base, tex: options.mode === "latex", whole, repaired: options.repaired };
  return rows.filter((row) => row.some((cell) => cell.length > 0)).map((row) => readRow(reading, row));
}

const plain = { sideConditions: [], tag: null, comment: null, startsWithRelation: false, prefix: null } as const;

interface Reading {
  readonly source: string;
  readonly base: number;
  readonly tex: boolean;
  readonly whole: Span;
  readonly repaired: ParseOptions["repaired"];
}

function readRow(reading: Reading, row: readonly Run[]): DisplayRow {
  return { formulas: readFormulas(reading, row), span: spanOf(row.flat(), reading.whole) };
}

const spanOf = (run: Run, whole: Span): Span =>
  run.length === 0 ? whole : { start: Math.min(...run.map((l) => l.start)), end: Math.max(...run.map((l) => l.end)) };

/** A \tag that names the equation; a longer one explains the step. */
const shortLabel = /^(?:\S{1,3}|\S{0,6}\d\S{0,6})$/u;

function readFormulas(reading: Reading, row: readonly Run[]): readonly DisplayFormula[] {
  const labels = row.flat().flatMap((l) => (l.type === "tag" ? [l.label] : []));
  const numbers = labels.filter((label) => shortLabel.test(label));
  const pieces = row.flatMap((cell) => parts(cell.filter((l) => l.type !== "tag")));
  const found: Building[] = [];
  let tag: string | null = numbers[0] ?? null;
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
  for (const label of labels.filter((each) => !shortLabel.test(each))) addComment(found, label);
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
  const parsed = parseLexemes(run, reading.tex, span, reading.repaired);
  return parsed.ok ? parsed.value : { kind: "hole", error: parsed.error, span };
}

const numberPattern = /^\(\s*[0-9]+(?:\s*[.\-–]\s*[0-9a-z]+)*\s*[a-z]?['*]?\s*\)$/u;

const isBracketedNumber = (run: Run): boolean => run[0]?.type === "open" && run[1]?.type === "number";

/** `(3.4-1)` standing alone. */
function equationNumber(reading: Reading, run: Run): string | null {
  if (!isBracketedNumber(run) || run.length > 12) return null;
  const span = spanOf(run, reading.whole);
  const text = reading.source.slice(span.start - reading.base, span.end - reading.base).trim();
  return numberPattern.test(text) ? text.slice(1, -1).trim() : null;
}
