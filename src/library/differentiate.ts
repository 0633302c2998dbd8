/** `differentiate`: a question in plain data, an answer in plain data (the batch objects of `fluxion diff`). */
import type { Structure } from "../calculus/facts.ts";
import { type Assumption, type Derivative, differentiate as derive, type Layout } from "../derive/index.ts";
import {
  type Book,
  createTerms,
  type Environment,
  type Expr,
  freeSymbols,
  type Name,
  nodesOf,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import type { ReadingName } from "../read/meaning.ts";
import { axes, Bug, type Dim, fail, isRow, ok, one, type Result, showShape } from "../shape/index.ts";
import { writeLatex } from "../write/latex.ts";
import { writeUnicode } from "../write/unicode.ts";
import { summedByEinstein } from "./einstein.ts";
import { freeIndices, type Stretch, tabulated } from "./free-indices.ts";
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
  /** `index`: by entries, with deltas; `matrix` if left out, where there is such a form. */
  readonly form?: "matrix" | "index";
  /** Entries of the variable that are one variable move together. */
  readonly structure?: Structure;
  /** Free indices in the order of the axes of generated arrays. */
  readonly freeIndices?: readonly string[];
  /** An index that occurs twice in a term is summed. */
  readonly einstein?: boolean;
  readonly seed?: number;
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
  const answer = derive(t, book, {
    expr: f,
    environment,
    wrt: by,
    seed: q.seed ?? 1,
    layout: q.layout ?? "mixed",
    ...(by2 ? { wrt2: by2 } : {}),
    ...(q.order === undefined ? {} : { order: q.order }),
    ...(q.form === undefined ? {} : { form: q.form }),
    ...(q.structure === undefined ? {} : { structure: q.structure }),
  });
  if (!answer.ok) return fail({ ...answer.error, span: null });
  const asked = [f, by, ...(by2 ? [by2] : [])];
  return ok(written(t, answer.value, asked, surroundings.value, q, expr.value.assumptions));
}

/** x/y and x² of arrays have no literal meaning; entry by entry is what their authors mean. The answer says so. */
const entrywise: ReadonlySet<ReadingName> = new Set(["elementwise-on-vector"]);

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
  const code = (e: Expr): CodeForms => codeForms(t, overFreeIndices(t, e, asked, s, q), s);
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

/**
 * Free indices of the function first, then those of the variable, unless an order is given. An array differentiated by an entry keeps its
 * own axes in front of those of the variable (behind them in the denominator layout).
 */
function overFreeIndices(t: Terms, value: Expr, asked: readonly Expr[], s: Surroundings, q: DiffQuestion): Expr {
  const order = q.freeIndices;
  const all = freeIndices(...asked, value);
  const variables = freeSymbols(...asked.slice(1));
  const along = new Map([...all].filter(([name]) => !s.environment.symbols.has(name) || variables.has(name) || order?.includes(name)));
  const names = order ? [...order, ...[...along.keys()].filter((name) => !order.includes(name))] : [...along.keys()];
  const apart = order || q.layout === "denominator" ? null : axesInFront(t, value, asked, names);
  return tabulated(
    t,
    apart?.entry ?? value,
    (apart?.names ?? names).flatMap((name) => {
      const stretch = along.get(name) ?? apart?.own.get(name);
      return stretch ? [[name, stretch] as const] : [];
    }),
  );
}

/** An array by an entry: one entry of the answer, and its indices as free indices of f, axes of f, then indices or axes of each variable. */
function axesInFront(
  t: Terms,
  value: Expr,
  asked: readonly Expr[],
  names: readonly Name[],
): { readonly entry: Expr; readonly names: readonly Name[]; readonly own: ReadonlyMap<Name, Stretch> } | null {
  const [f, ...variables] = asked;
  const freeIn = variables.map((v) => names.filter((name) => freeSymbols(v).has(name)));
  if (!f || isRow(f.shape) || isRow(value.shape) || freeIn.every((own) => own.length === 0)) return null;
  const dims = axes(value.shape);
  const positions = dims.map((_, i) => t.index(`axis@${i}`));
  const ranks = variables.map((v, i) => ((freeIn[i] as readonly Name[]).length > 0 ? 0 : axes(v.shape).length));
  const mine = axes(f.shape).length;
  if (dims.length === 0 || mine + ranks.reduce((a, b) => a + b, 0) !== dims.length) return null;
  let next = mine;
  const sequence: Name[] = positions.slice(0, mine).map((p) => p.name);
  for (const [i, rank] of ranks.entries()) {
    sequence.push(...(freeIn[i] as readonly Name[]), ...positions.slice(next, next + rank).map((p) => p.name));
    next += rank;
  }
  return {
    entry: entryAt(t, value, positions),
    names: [...names.filter((name) => !sequence.includes(name)), ...new Set(sequence)],
    own: new Map(positions.map((p, i) => [p.name, { from: one, to: dims[i] as Dim }])),
  };
}

/** The entry at these positions; of an array that is given by its entries, that entry. */
function entryAt(t: Terms, of: Expr, at: readonly Sym[]): Expr {
  const [first, ...rest] = at;
  if (!first) return of;
  if (of.kind !== "bind" || of.binder !== "tabulate") return t.elem(of, at);
  return entryAt(t, t.substitute(of.body, new Map([[of.index.name, first]])), rest);
}
