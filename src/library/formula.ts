/** `read` and `write`: one formula, what was understood, and how it looks in another language. */
import { type Book, createTerms, type Expr, type Terms } from "../expr/index.ts";
import { fail, ok, type Result, showShape } from "../shape/index.ts";
import type { Language } from "../write/code.ts";
import { writeLatex } from "../write/latex.ts";
import { writeUnicode } from "../write/unicode.ts";
import { codeForms } from "./program.ts";
import { type AskError, readIn, type Setting, type Surroundings, surroundingsOf } from "./question.ts";

export interface FormulaQuestion extends Setting {
  /** LaTeX. */
  readonly expr: string;
}

export interface Understood {
  /** As Fluxion writes it. */
  readonly latex: string;
  readonly unicode: string;
  /** `m x n`, `scalar`. */
  readonly shape: string;
  /** Shapes, calls and names that the reading rests on. */
  readonly assumptions: readonly string[];
}

interface Opened {
  readonly t: Terms;
  readonly expr: Expr;
  readonly surroundings: Surroundings;
  readonly assumptions: readonly string[];
}

function open(book: Book, q: FormulaQuestion): Result<Opened, AskError> {
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, q);
  if (!surroundings.ok) return surroundings;
  const built = readIn(t, book, q.expr, surroundings.value.environment, q);
  return built.ok ? ok({ t, expr: built.value.expr, surroundings: surroundings.value, assumptions: built.value.assumptions }) : built;
}

/**
 * What a formula means, given declarations: its shape, and how Fluxion would write it.
 *
 *   read(book, { expr: "\\|AX\\|_F", declare: { A: "R^{m x n}", X: "R^{n x p}" } })   →   ‖A X‖_F, a scalar
 */
export function read(book: Book, q: FormulaQuestion): Result<Understood, AskError> {
  const opened = open(book, q);
  if (!opened.ok) return opened;
  const { expr, assumptions } = opened.value;
  return ok({ latex: writeLatex(expr), unicode: writeUnicode(expr), shape: showShape(expr.shape), assumptions });
}

export type FormName = "latex" | "unicode" | Language;

/**
 * A formula in another language: LaTeX, Unicode, or program text.
 *
 *   write(book, { expr: "A^\\top x", declare: { A: "R^{m x n}", x: "R^m" } }, "numpy")   →   A.T @ x
 */
export function write(book: Book, q: FormulaQuestion, form: FormName): Result<string, AskError> {
  const opened = open(book, q);
  if (!opened.ok) return opened;
  const { t, expr, surroundings } = opened.value;
  if (form === "latex") return ok(writeLatex(expr));
  if (form === "unicode") return ok(writeUnicode(expr));
  const code = codeForms(t, expr, surroundings)[form];
  return code === null ? fail({ code: "no-rule", message: `this has no form in ${form}`, span: null }) : ok(code);
}
