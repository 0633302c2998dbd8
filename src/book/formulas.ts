/**
 * Second pass over a function card: its formulas, read with the vocabulary of the whole book.
 *
 * Each is read when it is first asked for. Formulas mention heads, which have formulas: so a head exists before any is read. And a command
 * needs few of them, while reading them all takes longer than everything else at the start of a process.
 */
import type { Formula, Head, Kink, Sym, Terms } from "../expr/index.ts";
import { spreadsOverArrays } from "../rewrite/index.ts";
import { Bug, fail, isScalar, one as literalOne, matrixShape, ok, type Result, type Shape, scalarShape, size } from "../shape/index.ts";
import type { Card, FormulaKey } from "./cards.ts";
import { type Diagnostic, diagnostic, showDiagnostic } from "./diagnostic.ts";
import { type Field, fieldOf, fieldsNamed } from "./records.ts";
import { type ReadFormula, readShaped, readTruth, type Scope, scopeOf, withAbbreviations, withVariable } from "./scope.ts";
import { type Variable, variableOf } from "./shapes.ts";
import { splitConditions, splitKink } from "./statement.ts";

/** The formulas of a card, each a question that is answered once. */
export type Formulas = { readonly [K in FormulaKey]: () => Result<Head[K], Diagnostic> };

export function formulasOf(card: Card, t: Terms, read: ReadFormula): Formulas {
  const { rec, params, result } = card;
  const scope = once(() => withAbbreviations(scopeOf(t, read, params.map(asVariable), [result]), fieldsNamed(rec, "where")));
  const inScope = <T>(f: (scope: Scope) => Result<T, Diagnostic>): (() => Result<T, Diagnostic>) =>
    once(() => {
      const s = scope();
      return s.ok ? f(s.value) : s;
    });
  const body = (name: string) => inScope((s) => one(rec, name, (f) => readBody(s, params, f, result, name)));
  return {
    means: body("means"),
    differential: body("d"),
    rowsDifferential: once(() => one(rec, "d", (f) => readRows(t, read, card, f), "rows")),
    domain: inScope((s) => conditions(s, params, fieldOf(rec, "when"))),
    smooth: inScope((s) => conditions(s, params, fieldOf(rec, "smooth"))),
    adjoint: inScope((s) => adjoints(s, card)),
    kink: inScope((s) => one(rec, "at", (f) => readKink(s, params, f))),
  };
}

/** The answer of `f`, worked out when it is first wanted. */
export function once<T>(f: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: f() };
    return known.value;
  };
}

/** The head of a card. Asking for a formula that cannot be read is our bug: a book of the user's is checked when it is loaded. */
export function headOf(card: Card, formulas: Formulas): Head {
  const ask = <K extends FormulaKey>(key: K): Head[K] => {
    const got = formulas[key]();
    if (!got.ok) throw new Bug(showDiagnostic(got.error));
    return got.value as Head[K];
  };
  return Object.freeze({
    ...card.plain,
    get means() {
      return ask("means");
    },
    get differential() {
      return ask("differential");
    },
    get rowsDifferential() {
      return ask("rowsDifferential");
    },
    get domain() {
      return ask("domain");
    },
    get smooth() {
      return ask("smooth");
    },
    get adjoint() {
      return ask("adjoint");
    },
    get kink() {
      return ask("kink");
    },
  });
}

/** Everything that is wrong with the formulas of a card. */
export function checkCard({ rec, plain, matrix }: Card, formulas: Formulas): readonly Diagnostic[] {
  const wrong = Object.values(formulas).flatMap((f) => {
    const got: Result<unknown, Diagnostic> = f();
    return got.ok ? [] : [got.error];
  });
  if (wrong.length > 0) return [...new Set(wrong)];
  const has = (name: string, subject: string | null = null): boolean => fieldOf(rec, name, subject) !== null;
  const out: Diagnostic[] = [];
  if (!has("means") && !plain.kernel) {
    out.push(diagnostic(rec, `function ${rec.name} has neither a meaning nor a kernel`, "a field `means` or `kernel`"));
  }
  if (matrix && has("d") && !has("d", "rows")) {
    out.push(diagnostic(rec, `function ${rec.name} acts on rows, but does not say its differential there`, "a field `d rows`"));
  }
  return out;
}

const asVariable = (s: Sym): Variable => variableOf(s, s.name);

/** The field read, null when it is absent. */
function one<T>(
  rec: Card["rec"],
  name: string,
  read: (f: Field) => Result<T, Diagnostic>,
  subject: string | null = null,
): Result<T | null, Diagnostic> {
  const f = fieldOf(rec, name, subject);
  return f ? read(f) : ok(null);
}

function readBody(scope: Scope, params: readonly Sym[], f: Field, result: Shape, what: string): Result<Formula, Diagnostic> {
  const body = readShaped(scope, f.text, f, result, what);
  if (!body.ok) return body;
  const formula = { params, body: body.value };
  if (!params.every((p) => isScalar(p.shape)) || spreadsOverArrays(formula)) return ok(formula);
  return fail(diagnostic(f, `“${f.text}” cannot be taken entry by entry`, "⊙ for products, ⊘ for quotients, no powers and no cases"));
}

function readRows(t: Terms, read: ReadFormula, { matrix, result }: Card, f: Field): Result<Formula, Diagnostic> {
  if (!matrix) return fail(diagnostic(f, "a differential on rows of a function that does not act on rows", "`acts on rows`"));
  const shape = isScalar(result) ? [size("m"), literalOne] : matrixShape(size("m"), size("n"));
  const body = readShaped(scopeOf(t, read, [asVariable(matrix)]), f.text, f, shape, "d rows");
  return body.ok ? ok({ params: [matrix], body: body.value }) : body;
}

function conditions(scope: Scope, params: readonly Sym[], f: Field | null): Result<readonly Formula[], Diagnostic> {
  const out: Formula[] = [];
  if (!f) return ok(out);
  for (const text of splitConditions(f.text)) {
    const body = readTruth(scope, text, f);
    if (!body.ok) return body;
    out.push({ params, body: body.value });
  }
  return ok(out);
}

/** `adjoint  Diag(g)` of a function of one argument; `adjoint w  flip(g)` by its parameter. g has the shape of the result. */
function adjoints(scope: Scope, { rec, params, result }: Card): Result<Head["adjoint"], Diagnostic> {
  const fields = fieldsNamed(rec, "adjoint");
  if (fields.length === 0) return ok([]);
  const cotangent = scope.t.sym("g", result);
  const inside = withVariable(scope, cotangent);
  const out: (Formula | null)[] = params.map(() => null);
  for (const f of fields) {
    const i = f.subject === null ? (params.length === 1 ? 0 : -1) : params.findIndex((p) => p.name === f.subject);
    const param = params[i];
    if (!param)
      return fail(diagnostic(f, "this adjoint does not say of which argument", params.map((p) => `adjoint ${p.name}`).join(", ")));
    const body = readShaped(inside, f.text, f, param.shape, "adjoint");
    if (!body.ok) return body;
    out[i] = { params: [...params, cotangent], body: body.value };
  }
  return ok(out);
}

function readKink(scope: Scope, params: readonly Sym[], f: Field): Result<Kink, Diagnostic> {
  const split = splitKink(f.text);
  if (!split)
    return fail(
      diagnostic(f, `cannot read the kink “${f.text}”`, "a condition, a colon, a value, `by convention`", "x = 0: 1/2 by convention"),
    );
  const at = readTruth(scope, split.at, f);
  if (!at.ok) return at;
  const value = readShaped(scope, split.value, f, scalarShape, "the value at the kink");
  if (!value.ok) return value;
  return ok({ at: at.value, params, value: value.value, note: split.note });
}
