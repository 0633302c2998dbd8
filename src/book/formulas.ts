/** Second pass over a function card: its formulas, read with the vocabulary of the whole book, put into the draft of its head. */
import type { Formula, Head, Kink, Sym, Terms } from "../expr/index.ts";
import { spreadsOverArrays } from "../rewrite/index.ts";
import { fail, isScalar, one as literalOne, matrixShape, ok, type Result, type Shape, scalarShape, size } from "../shape/index.ts";
import type { Card } from "./cards.ts";
import { type Diagnostic, diagnostic } from "./diagnostic.ts";
import { type Field, fieldOf, fieldsNamed } from "./records.ts";
import { type ReadFormula, readShaped, readTruth, type Scope, scopeOf, withAbbreviations, withVariable } from "./scope.ts";
import { type Variable, variableOf } from "./shapes.ts";
import { splitConditions, splitKink } from "./statement.ts";

/** Completes the head of a card; answers with everything that is wrong. */
export function completeCard(card: Card, t: Terms, read: ReadFormula): readonly Diagnostic[] {
  const { rec, head, params, result, matrix } = card;
  const out: Diagnostic[] = [];
  const take = <T>(r: Result<T, Diagnostic>, put: (value: T) => void): void => {
    if (r.ok) put(r.value);
    else out.push(r.error);
  };
  const bare = scopeOf(t, read, params.map(asVariable), [result]);
  const named = withAbbreviations(bare, fieldsNamed(rec, "where"));
  if (!named.ok) return [named.error];
  const scope = named.value;
  const formula = (name: string) => one(rec, name, (f) => readBody(scope, params, f, result, name));
  take(formula("means"), (f) => (head.means = f));
  take(formula("d"), (f) => (head.differential = f));
  take(
    one(rec, "d", (f) => readRows(t, read, card, f), "rows"),
    (f) => (head.rowsDifferential = f),
  );
  take(conditions(scope, params, fieldOf(rec, "when")), (fs) => (head.domain = fs));
  take(conditions(scope, params, fieldOf(rec, "smooth")), (fs) => (head.smooth = fs));
  take(adjoints(scope, card), (fs) => (head.adjoint = fs));
  take(
    one(rec, "at", (f) => readKink(scope, params, f)),
    (k) => (head.kink = k),
  );
  if (!head.means && !head.kernel && out.length === 0) {
    out.push(diagnostic(rec, `function ${rec.name} has neither a meaning nor a kernel`, "a field `means` or `kernel`"));
  }
  if (matrix && head.differential && !head.rowsDifferential && out.length === 0) {
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
