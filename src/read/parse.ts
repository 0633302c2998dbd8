/** From the text of one formula to its syntax tree. */
import nearley from "nearley";
import { Bug, fail, ok, type Result } from "../shape/result.ts";
import type { Piece } from "./draft.ts";
import { readError, tooLong } from "./errors.ts";
import compiled from "./generated/math.ts";
import { lexLatex } from "./lex-latex.ts";
import { lexPlain } from "./lex-plain.ts";
import type { Lexeme, Token } from "./lexeme.ts";
import { type Macros, noMacros } from "./macros.ts";
import { pairedBrackets, type Repair } from "./repair.ts";
import { settle } from "./settle.ts";
import type { ReadError, Span, Syntax } from "./syntax.ts";
import { buildTree } from "./tree.ts";

export interface ParseOptions {
  /** `rule` is plain text in which `dU` is the differential of U. */
  readonly mode: "latex" | "plain" | "rule";
  /** Offset of the source in its file: spans are given in the file. */
  readonly base?: number;
  readonly macros?: Macros;
  /** Names that LaTeX may write bare (`softmax(z)`) or as a command TeX does not know (`\softmax`): the cards of the book. */
  readonly words?: ReadonlySet<string>;
  /** Documents are read with their slips mended; each is told here. Without it a slip is an error. */
  readonly repaired?: (repair: Repair) => void;
}

const lengthLimit = 20_000;
const tokenLimit = 4_000;
const noWords: ReadonlySet<string> = new Set();

/** Reads one formula. Every span lies in `[base, base + source.length]`; the error is the first one found. */
export function parseFormula(source: string, options: ParseOptions): Result<Syntax, ReadError> {
  const base = options.base ?? 0;
  if (source.length > lengthLimit) return fail(tooLong({ start: base, end: base + lengthLimit }, "characters", lengthLimit));
  return parseLexemes(lex(source, options), options.mode === "latex", { start: base, end: base + source.length }, options.repaired);
}

export function lex(source: string, options: ParseOptions): readonly Lexeme[] {
  const base = options.base ?? 0;
  if (options.mode !== "latex") return lexPlain(source, { base, differentials: options.mode === "rule" });
  return lexLatex(source, { base, macros: options.macros ?? noMacros, words: options.words ?? noWords });
}

/** The same from lexemes; `within` is where they stand. */
export function parseLexemes(
  lexemes: readonly Lexeme[],
  tex: boolean,
  within: Span,
  repaired?: ParseOptions["repaired"],
): Result<Syntax, ReadError> {
  if (lexemes.length > tokenLimit) return fail(tooLong(within, "tokens", tokenLimit));
  const settled = settle(lexemes, tex);
  const paired = settled.ok || !repaired ? null : pairedBrackets(lexemes);
  const mended = paired ? parseLexemes(paired.lexemes, tex, within) : null;
  if (paired && mended?.ok) {
    for (const repair of paired.repairs) repaired?.(repair);
    return mended;
  }
  if (!settled.ok) return settled;
  const parsed = earley(settled.value, within);
  if (!parsed.ok) return parsed;
  const { syntax, error } = buildTree(parsed.value, within.start);
  return error === null ? ok(syntax) : fail(error);
}

const grammar = nearley.Grammar.fromCompiled(compiled);

function earley(tokens: readonly Token[], within: Span): Result<Piece, ReadError> {
  const parser = new nearley.Parser(grammar);
  let at = 0;
  const source = {
    reset: () => undefined,
    next: () => tokens[at++],
    save: () => undefined,
    formatError: () => "",
    has: () => true,
  };
  Object.assign(parser, { lexer: source, reportError: () => "", reportLexerError: () => "" });
  try {
    parser.feed("");
  } catch (error) {
    // nearley marks a token it cannot use by throwing; anything without a token is our own mistake.
    if (!(error instanceof Error) || !("token" in error)) throw error;
    return fail(unexpected(tokens, at - 1));
  }
  const results = parser.results as readonly Piece[];
  const [only] = results;
  if (only === undefined)
    return fail(
      readError(
        "unfinished",
        { start: within.end, end: within.end },
        "The formula ends too early.",
        "an operand",
        "Complete it, or remove the last mark.",
      ),
    );
  if (results.length > 1)
    return fail(
      readError(
        "ambiguous",
        within,
        `The formula has ${results.length} readings.`,
        "one reading",
        "Add brackets, and please report this formula.",
      ),
    );
  return ok(only);
}

const openers: ReadonlySet<string> = new Set(["open", "tight", "separator", "divider", "begin", "amp", "newline"]);
const binders: ReadonlySet<string> = new Set(["operator", "sign", "prefix", "relator", "between", "big", "script"]);

/** What could have stood here, in words. */
function unexpected(all: readonly Token[], found: number): ReadError {
  const written = (t: Token): boolean => t.type !== "stop";
  const token = all.slice(found).find(written) ?? all[found];
  if (token === undefined) throw new Bug("an unexpected token has a place");
  const before = all.slice(0, found).filter(written).pop();
  const afterOperator = before !== undefined && binders.has(before.type);
  const expected = afterOperator
    ? "an operand"
    : before === undefined || openers.has(before.type)
      ? "a formula"
      : "an operator or a bracket";
  const text = token.text.slice(0, 24);
  const message = afterOperator ? `After ${before.text.slice(0, 24)} an operand is due, not ${text}.` : `${text} cannot stand here.`;
  return readError(
    "unexpected",
    { start: token.start, end: token.end },
    message,
    expected,
    afterOperator ? "Write the missing operand." : `Remove ${text}, or complete what stands before it.`,
  );
}
