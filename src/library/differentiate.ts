/** `differentiate`: a question in plain data, an answer in plain data (the batch objects of `fluxion diff`). */
import type { Structure } from "../calculus/facts.ts";
import { type Assumption, type Derivative, type DeriveQuestion, differentiate as derive, type Layout } from "../derive/index.ts";
import { type Book, createTerms, type Environment, type Expr, freeSymbols, type Name, nodesOf, type Terms, toDim } from "../expr/index.ts";
import type { ReadingName } from "../read/meaning.ts";
import { axes, Bug, constantDim, fail, ok, one, type Result, showShape, subtractDims } from "../shape/index.ts";
import { writeLatex } from "../write/latex.ts";
import { writeUnicode } from "../write/unicode.ts";
import { overFreeIndices } from "./axes.ts";
import { summedByEinstein } from "./einstein.ts";
import { inMatrixForm, partialReading } from "./forms.ts";
import { freeIndices } from "./free-indices.ts";
import { countedFromZero } from "./from-zero.ts";
import { overPairs } from "./pairs.ts";
import { type CodeForms, codeForms } from "./program.ts";
import { type AskError, readIn, type Setting, type Surroundings, surroundingsOf } from "./question.ts";
import type { Rows } from "./rows.ts";

export interface DiffQuestion extends Setting {
  /** LaTeX. */
  readonly expr: string;
  /** The variable, LaTeX: a symbol, an entry, a defined name, or a part of the expression. */
  readonly wrt: string;
  /** A second variable, differentiated after the first. */
  readonly wrt2?: string;
  readonly order?: number;
  /** `mixed` if left out: a gradient has the shape of its variable, a Jacobian is outputs × inputs. */
  readonly layout?: Layout;
  /** Entries of the variable that are one variable move together. */
  readonly structure?: Structure;
  /** `matrix` (if left out) where such a form exists; `index`: by entries, with δ. Asked for by an entry, `matrix` gives all entries at once. */
  readonly form?: "matrix" | "index";
  /** Free indices in the order of the axes of generated arrays. */
  readonly freeIndices?: readonly string[];
  /** An index that occurs twice in a term is summed. */
  readonly einstein?: boolean;
  readonly seed?: number;
  /** The rules used; given unless this is false. */
  readonly steps?: boolean;
}

export interface DiffAnswer {
  readonly latex: string;
  readonly unicode: string;
  readonly code: CodeForms;
  /** `m x n`, `scalar`. */
  readonly shape: string;
  readonly layout: Layout;
  readonly assumptions: readonly string[];
  readonly alternatives: readonly { readonly reading: string; readonly latex: string; readonly code: CodeForms }[];
  /** At how many points the oracle agreed; null when it could not be evaluated. */
  readonly confirmed: { readonly points: number; readonly domain: string } | null;
  readonly steps: readonly DiffStep[];
}

export interface DiffStep {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
  readonly see: string | null;
}

/**
 * The derivative of an expression, confirmed by the oracle before it is given.
 *
 *   differentiate(book, { expr: "\\|AX\\|_F", wrt: "X", declare: { A: "R^{m x n}", X: "R^{n x p}" } })   →   A^{\top} A X / ‖A X‖_F
 *
 * What cannot be read or differentiated is a value with a code and a sentence, never an exception.
 */
export function differentiate(book: Book, q: DiffQuestion): Result<DiffAnswer, AskError> {
  const t = createTerms();
  const surroundings = surroundingsOf(t, book, q, entrywise);
  if (!surroundings.ok) return surroundings;
  const { environment } = surroundings.value;
  const expr = readIn(t, book, q.expr, environment, q, entrywise);
  if (!expr.ok) return expr;
  const wrt = readIn(t, book, q.wrt, environment, q);
  if (!wrt.ok) return wrt;
  const wrt2 = q.wrt2 === undefined ? null : readIn(t, book, q.wrt2, environment, q);
  if (wrt2 && !wrt2.ok) return wrt2;
  const { rows } = surroundings.value;
  const unknown = unknownWord(environment, [expr.value.expr, wrt.value.expr]);
  if (unknown !== null)
    return fail({ code: "unknown-name", message: `“${unknown}” is neither declared nor a function of the book`, span: null });
  if (expr.value.expr.sort === "truth")
    return fail({ code: "unread", message: "a relation has no derivative; write only the side that is to be differentiated", span: null });
  const plain = slotsAsDerivatives(t, environment, rows.expand(expr.value.expr));
  const listed = new Set([...(q.freeIndices ?? []), ...freeSymbols(wrt.value.expr, ...(wrt2 ? [wrt2.value.expr] : [])).keys()]);
  const f = q.einstein ? summedByEinstein(t, plain, new Set(q.freeIndices ?? [])) : overPairs(t, plain, listed);
  const loose = looseIndex(f, new Set([...listed, ...environment.symbols.keys()]));
  if (loose !== null)
    return fail({ code: "unread", message: `${loose} is used outside the sum over ${loose}; put what is summed in brackets`, span: null });
  const taken = new Set([...freeSymbols(f).keys(), ...(q.freeIndices ?? [])]);
  const [by, by2] = [wrt, wrt2].map((v) => (v ? variableOf(t, v.value.expr, rows, taken) : null));
  if (!by) throw new Bug("a variable that was read is there");
  const outside = outOfRange([f, by, ...(by2 ? [by2] : [])], q.indexBase ?? 1);
  if (outside !== null) return fail({ code: "index-rank", message: outside, span: null });
  const whole = q.form === "matrix" ? inMatrixForm(t, f, by, by2 ?? null, q.freeIndices) : null;
  const question: DeriveQuestion = {
    expr: whole?.f ?? f,
    environment,
    wrt: whole?.by ?? by,
    seed: q.seed ?? 1,
    layout: q.layout ?? "mixed",
    ...(by2 ? { wrt2: by2 } : {}),
    ...(q.order === undefined ? {} : { order: q.order }),
    ...(q.structure === undefined ? {} : { structure: q.structure }),
    ...(q.form === undefined ? {} : { form: q.form }),
    ...(q.steps === undefined ? {} : { steps: q.steps }),
  };
  const answer = derive(t, book, question);
  if (!answer.ok) return fail({ ...answer.error, span: null });
  const asked = [question.expr, question.wrt, ...(by2 ? [by2] : [])];
  const partial = partialReading(t, book, question);
  const found = partial ? { ...answer.value, alternatives: [...answer.value.alternatives, partial] } : answer.value;
  return ok(written(t, found, asked, surroundings.value, q, expr.value.assumptions));
}

/** x/y and x² of arrays have no literal meaning; entry by entry is what their authors mean. The answer says so. */
const entrywise: ReadonlySet<ReadingName> = new Set(["elementwise-on-vector"]);

/** A position that is certainly outside its axis: x₅ of three entries, x_{n+1} of n. Arrays that are zero outside have such entries. */
function outOfRange(terms: readonly Expr[], base: 0 | 1): string | null {
  for (const x of nodesOf(...terms)) {
    if (x.kind !== "elem" || x.outside === "zero") continue;
    for (const [k, p] of x.at.entries()) {
      const [at, length] = [toDim(p), axes(x.of.shape)[k]];
      if (!at || !length) continue;
      const [below, beyond] = [constantDim(at), constantDim(subtractDims(at, length))];
      if ((below === null || below >= 1) && (beyond === null || beyond <= 0)) continue;
      const written = base === 0 ? subtractDims(at, one) : at;
      return `there is no entry ${written.key} along an axis of ${length.key}; positions run from ${base} to ${(base === 0 ? subtractDims(length, one) : length).key}`;
    }
  }
  return null;
}

/** An index that is summed here and free there: the extent of the sum is not clear. */
function looseIndex(f: Expr, listed: ReadonlySet<Name>): Name | null {
  const hints = new Set(nodesOf(f).flatMap((x) => (x.kind === "bind" && x.binder === "sum" ? [x.hint] : [])));
  return [...freeIndices(f).keys()].find((name) => hints.has(name) && !listed.has(name)) ?? null;
}

/** A word that nobody declared: better asked about than taken for a number or an abstract function. */
export function unknownWord(environment: Environment, asked: readonly Expr[]): string | null {
  for (const x of nodesOf(...asked)) {
    const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
    const word = name === null ? null : /^\\mathrm\{([A-Za-z]{2,})\}$/.exec(name);
    if (word?.[1] && name !== null && ![environment.symbols, environment.functions, environment.definitions].some((m) => m.has(name)))
      return word[1];
  }
  return null;
}

/** J_f(x) and f′(x) of a defined f at a symbol: the derivative of its body. */
function slotsAsDerivatives(t: Terms, environment: Environment, e: Expr): Expr {
  return t.replace(e, (x) => {
    const d = x.kind === "call" && x.slots.length > 0 ? environment.definitions.get(x.fn) : undefined;
    if (x.kind !== "call" || !d || d.params.length !== x.args.length) return null;
    const by = x.slots.map((k) => x.args[k - 1]);
    const own = new Set(d.params.map((p) => p.name));
    const inside = freeSymbols(d.body);
    const apart = (a: Expr | undefined): a is Expr => a?.kind === "sym" && (own.has(a.name) || !inside.has(a.name));
    if (!by.every(apart)) return null;
    const body = t.substitute(t.adopt(d.body), new Map(d.params.map((p, i) => [p.name, x.args[i] as Expr])));
    return by.reduce<Expr>((of, a) => t.deriv(of, a as Expr), body);
  });
}

const letters: readonly Name[] = ["j", "k", "l", "r", "s", "u", "v"];

/** A row x_i is the entries X_{ij} over a fresh j. */
function variableOf(t: Terms, wrt: Expr, rows: Rows, taken: Set<Name>): Expr {
  const row = rows.member(wrt);
  if (!row) return rows.expand(wrt);
  for (const name of freeSymbols(row.at).keys()) taken.add(name);
  const letter = letters.find((l) => !taken.has(l)) ?? "jj";
  taken.add(letter);
  return t.elem(row.of, [row.at, t.index(letter)]);
}

function written(t: Terms, d: Derivative, asked: readonly Expr[], s: Surroundings, q: DiffQuestion, notes: readonly string[]): DiffAnswer {
  const code = (e: Expr): CodeForms => codeForms(t, overFreeIndices(t, e, asked, { ...q, environment: s.environment }), s);
  const seen = (e: Expr): Expr => (q.indexBase === 0 ? countedFromZero(t, e) : e);
  return {
    latex: writeLatex(seen(d.expr)),
    unicode: writeUnicode(seen(d.expr)),
    code: code(d.expr),
    shape: showShape(d.shape),
    layout: d.layout,
    assumptions: [...new Set([...notes, ...d.assumptions.map(assumptionText)])],
    alternatives: d.alternatives.map((a) => ({ reading: a.reading, latex: writeLatex(seen(a.expr)), code: code(a.expr) })),
    confirmed: d.confirmed,
    steps: d.steps.map((step) => ({ ...step, before: writeLatex(seen(step.before)), after: writeLatex(seen(step.after)) })),
  };
}

const assumptionText = (a: Assumption): string => (a.kind === "note" ? a.note : writeUnicode(a.truth));
