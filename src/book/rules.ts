/** Rules and laws: a name, variables with shapes, conditions, two sides and an arrow. */
import type { Expr, Rule, Sym, Terms } from "../expr/index.ts";
import { fail, ok, type Result, sameShape, showShape } from "../shape/index.ts";
import type { Card } from "./cards.ts";
import { type Diagnostic, diagnostic, type Place, showPlace } from "./diagnostic.ts";
import { type Field, fieldOf, fieldsNamed, type Rec } from "./records.ts";
import { type ReadFormula, readIn, readTruth, type Scope, scopeOf, withAbbreviations } from "./scope.ts";
import { readVariables, type Variable, variableOf } from "./shapes.ts";
import { splitConditions, splitLaw, splitStatement } from "./statement.ts";

export function readRule(rec: Rec, t: Terms, read: ReadFormula): Result<Rule, Diagnostic> {
  const given = fieldOf(rec, "given");
  const says = fieldOf(rec, "says");
  const because = fieldOf(rec, "because");
  if (!says) return fail(diagnostic(rec, `rule ${rec.name} says nothing`, "a field `says`", "says     d(tr(U)) = tr(d(U))"));
  if (!because) return fail(diagnostic(rec, `rule ${rec.name} gives no reason`, "a field `because`"));
  const variables = given ? variablesOf(given) : ok([]);
  if (!variables.ok) return variables;
  const scope = withAbbreviations(scopeOf(t, read, variables.value), fieldsNamed(rec, "where"));
  if (!scope.ok) return scope;
  const rest = { name: rec.name, because: because.text, see: fieldOf(rec, "see")?.text ?? null, unsound: fieldOf(rec, "unsound") !== null };
  return buildRule(
    scope.value,
    variables.value,
    { text: says.text, when: fieldOf(rec, "when")?.text ?? null, at: says },
    rest,
    showPlace(rec),
  );
}

const variablesOf = (f: Field, text = f.text): Result<readonly Variable[], Diagnostic> => {
  const got = readVariables(text);
  return got.ok ? got : fail(diagnostic(f, got.error, "names, a colon, a shape", "U, V : m×n, symmetric; a : ℝ; k : index n"));
};

/** The laws of a card are rules too; their variables are the parameters unless `given` says otherwise. */
export function readLaws(
  card: Card,
  t: Terms,
  read: ReadFormula,
): { readonly rules: readonly Rule[]; readonly diagnostics: readonly Diagnostic[] } {
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const f of fieldsNamed(card.rec, "law")) {
    const law = readLaw(card, f, t, read);
    if (law.ok) rules.push(law.value);
    else diagnostics.push(law.error);
  }
  return { rules, diagnostics };
}

function readLaw(card: Card, f: Field, t: Terms, read: ReadFormula): Result<Rule, Diagnostic> {
  const law = splitLaw(f.text);
  if (!law) return fail(diagnostic(f, `cannot read the law “${f.text}”`, "name: statement, then two blanks before `given` or `when`"));
  const own: readonly Variable[] = card.params.map((p) => variableOf(p, p.name));
  const variables = law.given === null ? ok(mentioned(own, law.says)) : variablesOf(f, law.given);
  if (!variables.ok) return variables;
  const rest = { name: law.name, because: `A law of ${card.plain.called}.`, see: card.plain.see, unsound: false };
  return buildRule(scopeOf(t, read, variables.value), variables.value, { text: law.says, when: law.when, at: f }, rest, showPlace(f));
}

/** A law of one parameter does not range over the others; a second number y may always be used beside x. */
function mentioned(own: readonly Variable[], says: string): readonly Variable[] {
  const occurs = (name: string): boolean => new RegExp(`(?<![\\p{L}\\d])${name}(?![\\p{L}\\d])`, "u").test(says);
  const [first] = own;
  const second = first?.name === "x" && !own.some((v) => v.name === "y") && occurs("y") ? [{ ...first, name: "y" }] : [];
  return [...own, ...second].filter((v) => occurs(v.name));
}

interface Says {
  readonly text: string;
  readonly when: string | null;
  readonly at: Place;
}

function buildRule(
  scope: Scope,
  variables: readonly Variable[],
  says: Says,
  rest: Pick<Rule, "name" | "because" | "see" | "unsound">,
  source: string,
): Result<Rule, Diagnostic> {
  const { t } = scope;
  const split = splitStatement(says.text);
  if (!split) return fail(diagnostic(says.at, `cannot find the arrow in “${says.text}”`, "one of =, →, ↔ outside all brackets"));
  const left = readIn(scope, split.left, says.at);
  if (!left.ok) return left;
  const right = readIn(scope, split.right, says.at);
  if (!right.ok) return right;
  if (!sameShape(left.value.shape, right.value.shape)) {
    return fail(
      diagnostic(
        says.at,
        `the left side has shape ${showShape(left.value.shape)}, the right side ${showShape(right.value.shape)}`,
        "one shape",
      ),
    );
  }
  const when: Expr[] = [];
  for (const text of splitConditions(says.when ?? "")) {
    const truth = readTruth(scope, text, says.at);
    if (!truth.ok) return truth;
    when.push(truth.value);
  }
  const given: readonly Sym[] = variables.filter((v) => !v.isSize).map((v) => t.sym(v.name, v.shape, v.sort));
  const fixed = new Set(variables.filter((v) => v.facts.has("fixed") || v.sort === "index").map((v) => v.name));
  const facts = new Map(variables.filter((v) => v.facts.size > 0).map((v) => [v.name, v.facts] as const));
  return ok({ ...rest, given, fixed, facts, arrow: split.arrow, left: left.value, right: right.value, when, source });
}
