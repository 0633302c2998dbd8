/**
 * Reading the formulas of one record: every name is declared, abbreviations are opened, and an error becomes a diagnostic with its line.
 */
import type { Expr, Sym, Terms } from "../expr/index.ts";
import { dimNames, fail, ok, type Result, type Shape, sameShape, showShape } from "../shape/index.ts";
import { type Diagnostic, diagnostic, type Place } from "./diagnostic.ts";
import { sizeVariable, type Variable, variableOf } from "./shapes.ts";
import { splitAbbreviation } from "./statement.ts";

/** What a reader of formulas answers when it cannot read. */
export interface Unreadable {
  readonly message: string;
  readonly expected: string | null;
  readonly try: string | null;
}

/** The reader, with the vocabulary of the book already in it. */
export type ReadFormula = (text: string, variables: readonly Variable[], t: Terms) => Result<Expr, Unreadable>;

export interface Scope {
  readonly t: Terms;
  readonly read: ReadFormula;
  /** Variables, the sizes of their shapes, and abbreviations. */
  readonly variables: readonly Variable[];
  readonly abbreviations: ReadonlyMap<string, Expr>;
}

/** A scope of variables and of every size that occurs in their shapes (or in `shapes`). */
export function scopeOf(t: Terms, read: ReadFormula, variables: readonly Variable[], shapes: readonly Shape[] = []): Scope {
  const sizes = new Set<string>();
  for (const s of [...variables.map((v) => v.shape), ...shapes]) for (const d of s) dimNames(d, sizes);
  const declared = new Set(variables.map((v) => v.name));
  const missing = [...sizes].filter((n) => !declared.has(n)).map(sizeVariable);
  return { t, read, variables: [...variables, ...missing], abbreviations: new Map() };
}

/** The scope with a variable more. */
export const withVariable = (s: Scope, v: Sym): Scope => ({ ...s, variables: [...s.variables, variableOf(v, v.name)] });

export function readIn(scope: Scope, text: string, at: Place): Result<Expr, Diagnostic> {
  const got = scope.read(text, scope.variables, scope.t);
  if (!got.ok) return fail(diagnostic(at, `cannot read “${text}”: ${got.error.message}`, got.error.expected, got.error.try));
  return ok(scope.abbreviations.size === 0 ? got.value : scope.t.substitute(got.value, scope.abbreviations));
}

/** Reads a formula that must have a given shape. */
export function readShaped(scope: Scope, text: string, at: Place, shape: Shape, what: string): Result<Expr, Diagnostic> {
  const got = readIn(scope, text, at);
  if (!got.ok || sameShape(got.value.shape, shape)) return got;
  return fail(diagnostic(at, `${what} “${text}” has shape ${showShape(got.value.shape)}`, `shape ${showShape(shape)}`));
}

/** Reads a truth. */
export function readTruth(scope: Scope, text: string, at: Place): Result<Expr, Diagnostic> {
  const got = readIn(scope, text, at);
  if (!got.ok || got.value.sort === "truth") return got;
  return fail(diagnostic(at, `“${text}” is no condition`, "a comparison", `${text} > 0`));
}

/** Adds the abbreviations of `where` fields, each in the scope of those before it. */
export function withAbbreviations(scope: Scope, fields: readonly (Place & { readonly text: string })[]): Result<Scope, Diagnostic> {
  let now = scope;
  for (const f of fields) {
    const split = splitAbbreviation(f.text);
    if (!split) return fail(diagnostic(f, `cannot read the abbreviation “${f.text}”`, "a name, =, a formula", "s = softmax(u)"));
    const value = readIn(now, split.means, f);
    if (!value.ok) return value;
    now = {
      ...now,
      variables: [...now.variables, variableOf(value.value, split.name)],
      abbreviations: new Map([...now.abbreviations, [split.name, value.value]]),
    };
  }
  return ok(now);
}
