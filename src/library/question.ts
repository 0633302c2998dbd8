/** What the library and the batches are asked, as plain data, and how it is read: declarations and definitions become an environment. */
import {
  type Book,
  type Declared,
  type Definition,
  type Environment,
  emptyEnvironment,
  type Name,
  type Signature,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import { nameOf, parseDeclaration } from "../read/declare.ts";
import { familyName } from "../read/families.ts";
import { readFormula, readSides } from "../read/formula.ts";
import type { Built, Entry, ReadingName } from "../read/meaning.ts";
import type { ReadError, Span } from "../read/syntax.ts";
import {
  addDims,
  columnShape,
  type Dim,
  fail,
  matrixShape,
  ok,
  one,
  type Result,
  type Shape,
  scalarShape,
  size,
  subtractDims,
} from "../shape/index.ts";
import { freeIndices } from "./free-indices.ts";
import { type Rows, rowsOf } from "./rows.ts";

/** Names and their spaces: `{ "A": "R^{m x n}, positive definite", "f": "R^n -> R" }`. */
export type Declarations = Readonly<Record<string, string>>;

/** Definitions in LaTeX, in the order in which they build on each other: `{ "p": "\\operatorname{softmax}(z)", "f(x)": "x^2" }`. */
export type Definitions = Readonly<Record<string, string>>;

/** What a formula is read against. */
export interface Setting {
  readonly declare?: Declarations;
  readonly where?: Definitions;
  /** Abstract functions: `{ "f": "R^n, R^p -> R^m" }`. */
  readonly functions?: Declarations;
  /** Identifiers for generated code: `{ "\\theta": "theta" }`. */
  readonly names?: Readonly<Record<string, string>>;
  readonly indexBase?: 0 | 1;
  /** `{ "x": "X" }`: x_i is row i of X, as a column. */
  readonly rows?: Readonly<Record<string, string>>;
}

/** An error of the person who asked. */
export interface AskError {
  readonly code:
    | "unread"
    | "unknown-name"
    | "shape-clash"
    | "index-rank"
    | "no-rule"
    | "not-a-function-of"
    | "budget"
    | "internal-mismatch";
  readonly message: string;
  /** Offsets into the text concerned, when there is one. */
  readonly span: Span | null;
}

/** The environment and the identifiers that declared names ask for. */
export interface Surroundings {
  readonly environment: Environment;
  readonly identifiers: ReadonlyMap<Name, string>;
  readonly rows: Rows;
}

const sentence = (text: string): string => (text === "" || /[.!?]$/.test(text) ? text : `${text}.`);

/** What was written and where; what was expected; one thing to try. */
export const askError = (e: ReadError): AskError => ({
  code: e.code === "unknown-name" || e.code === "shape-clash" || e.code === "index-rank" ? e.code : "unread",
  message: [sentence(e.message), e.expected === null ? "" : `Expected: ${sentence(e.expected)}`, sentence(e.try ?? "")]
    .filter((s) => s !== "")
    .join(" "),
  span: e.span,
});

const plainIdentifier = /^[A-Za-z_]\w*$/;

/** @param readings what may be tried where the literal reading has no meaning. */
export function surroundingsOf(
  t: Terms,
  book: Book,
  setting: Setting,
  readings: ReadonlySet<ReadingName> = none,
): Result<Surroundings, AskError> {
  const symbols = new Map<Name, Declared>();
  const functions = new Map<Name, Signature>();
  const identifiers = new Map<Name, string>();
  for (const [key, space] of [...Object.entries(setting.declare ?? {}), ...Object.entries(setting.functions ?? {})]) {
    const entries = parseDeclaration(space.includes("->") || space.includes("→") ? `${key} : ${space}` : `${key} in ${space}`, {
      mode: "plain",
    });
    if (!entries.ok) return fail({ ...askError(entries.error), span: null });
    for (const entry of entries.value) {
      if (entry.signature) functions.set(entry.name, entry.signature);
      else symbols.set(entry.name, declaredOf(entry));
      if (entries.value.length === 1 && plainIdentifier.test(key)) identifiers.set(entry.name, key);
    }
  }
  for (const [key, identifier] of Object.entries(setting.names ?? {})) {
    const name = nameOf(key, "plain");
    if (name === null || !plainIdentifier.test(identifier))
      return fail({ code: "unread", message: `“${key}”: “${identifier}” in names is no name for code`, span: null });
    identifiers.set(name, identifier);
  }
  const rows = rowsOf(t, { ...emptyEnvironment, symbols, functions }, setting.rows ?? {}, setting.indexBase ?? 1);
  if (!rows.ok) return rows;
  const environment = withDefinitions(t, book, rows.value, setting, readings);
  return environment.ok ? ok({ environment: environment.value, identifiers, rows: rows.value }) : environment;
}

const declaredOf = (entry: Entry): Declared => ({
  name: entry.name,
  shape: entry.shape ?? scalarShape,
  // A natural number may count: the terms of a sum, the factors of a matrix power.
  sort: entry.role === "index" || entry.attributes.has("natural") ? "index" : "real",
  attributes: entry.attributes,
  range: null,
});

function withDefinitions(
  t: Terms,
  book: Book,
  rows: Rows,
  setting: Setting,
  readings: ReadonlySet<ReadingName>,
): Result<Environment, AskError> {
  let { environment } = rows;
  for (const [left, right] of Object.entries(setting.where ?? {})) {
    const definition = readDefinition(t, book, environment, left, right, setting, readings);
    if (!definition.ok) return definition;
    const { name } = definition.value;
    const body = rows.expand(definition.value.body);
    environment = { ...environment, definitions: new Map([...environment.definitions, [name, { ...definition.value, body }]]) };
  }
  return ok(environment);
}

/** `p` or `f(x, y)` on the left. A parameter that is declared has that shape, otherwise it is a number. */
function readDefinition(
  t: Terms,
  book: Book,
  environment: Environment,
  left: string,
  right: string,
  setting: Setting,
  readings: ReadonlySet<ReadingName>,
): Result<Definition, AskError> {
  const call = /^(.+?)\s*(?:\\left)?\((.*?)(?:\\right)?\)\s*$/s.exec(left);
  const name = nameOf(call?.[1] ?? left, "plain");
  const params = (call?.[2] ?? "")
    .split(/[,;]/)
    .filter((p) => p.trim() !== "")
    .map((p) => nameOf(p, "plain"));
  if (name === null || params.some((p) => p === null))
    return fail({ code: "unread", message: `“${left}” is no name that can be defined; write p or f(x)`, span: null });
  const member = params.length === 0 ? memberIndex(left, right, environment) : null;
  const symbols = member
    ? [t.index(member.index)]
    : (params as readonly Name[]).map((p): Sym => t.sym(p, environment.symbols.get(p)?.shape ?? shapeFromUse(p, right)));
  const inner: Environment = {
    ...environment,
    symbols: new Map([
      ...environment.symbols,
      ...symbols.map((s): [Name, Declared] => [s.name, environment.symbols.get(s.name) ?? undeclared(s)]),
    ]),
  };
  const body = readIn(t, book, right, inner, setting, readings);
  return body.ok
    ? ok({ name: member ? familyName(member.base) : name, params: symbols, body: body.value.expr })
    : fail({ ...body.error, message: `${left}: ${body.error.message}` });
}

const undeclared = (s: Sym): Declared => ({ name: s.name, shape: s.shape, sort: s.sort, attributes: new Set(), range: null });

/** `p_i` with an i on the right: a family p, given by its members. A number or a letter that is not used is a label. */
function memberIndex(left: string, right: string, environment: Environment): { readonly base: Name; readonly index: Name } | null {
  const [, base, index] = /^(.+)_\{?([a-zA-Z])\}?$/s.exec(left.trim()) ?? [];
  const name = base === undefined ? null : nameOf(base, "plain");
  if (!index || name === null || environment.symbols.has(index)) return null;
  return new RegExp(`_\\{?(?:[^{}]*[^A-Za-z\\\\])?${index}(?![A-Za-z])`).test(right) ? { base: name, index } : null;
}

/** A parameter that is written u_i is a column, one written U_{ij} a matrix, of sizes of their own. */
function shapeFromUse(p: Name, right: string): Shape {
  const at = right.replaceAll("\\mathbf", "").indexOf(`${p}_`);
  if (at < 0 || /[A-Za-z\\]/.test(right[at - 1] ?? " ")) return scalarShape;
  const below = /^\{([^{}]*)\}|^./s.exec(right.slice(at + p.length + 1));
  const count =
    (below?.[1] ?? below?.[0] ?? "")
      .replace(/\s/g, "")
      .match(/^[a-z](?:,?[a-z])?$/)?.[0]
      .replace(",", "").length ?? 0;
  const sizes = ["m", "n"].map((s) => size(`${p}@${s}`));
  return count === 0 ? scalarShape : count === 1 ? columnShape(sizes[0] as Dim) : matrixShape(sizes[0] as Dim, sizes[1] as Dim);
}

const none: ReadonlySet<ReadingName> = new Set();

/** One formula in LaTeX: literally, else under the readings given, which the answer names among its assumptions. */
export function readIn(
  t: Terms,
  book: Book,
  source: string,
  environment: Environment,
  setting: Setting,
  readings: ReadonlySet<ReadingName> = none,
): Result<Built, AskError> {
  const rows = rowsOf(t, environment, setting.rows ?? {}, setting.indexBase ?? 1);
  if (!rows.ok) return rows;
  const options = {
    mode: "latex",
    alone: true,
    environment,
    indexBase: setting.indexBase ?? 1,
    primesTranspose: true,
    rows: new Map([...membersOf(environment), ...rows.value.counts]),
  } as const;
  const literal = readFormula(t, book, source, options);
  if (literal.ok) return literal;
  const built = readings.size > 0 ? readFormula(t, book, source, { ...options, readings }) : literal;
  if (!built.ok) return fail(askError(literal.error));
  return ok({ ...built.value, assumptions: [...built.value.assumptions, ...built.value.readings.map((r) => r.note)] });
}

/** Both sides of an equation, in LaTeX. */
export function readBoth(
  t: Terms,
  book: Book,
  sides: { readonly lhs: string; readonly rhs: string },
  environment: Environment,
  setting: Setting,
): Result<{ readonly lhs: Built; readonly rhs: Built }, { readonly error: AskError; readonly clash: boolean }> {
  const rows = rowsOf(t, environment, setting.rows ?? {}, setting.indexBase ?? 1);
  if (!rows.ok) return fail({ error: rows.error, clash: false });
  const options = { mode: "latex", alone: true, environment, indexBase: setting.indexBase ?? 1, rows: rows.value.counts } as const;
  const built = readSides(t, book, sides.lhs, sides.rhs, options);
  return built.ok ? built : fail({ error: askError(built.error.error), clash: built.error.clash });
}

/** How many members a family has that is given by its members: as many as its index has positions on the right. */
function membersOf(environment: Environment): ReadonlyMap<Name, Dim> {
  const out = new Map<Name, Dim>();
  for (const d of environment.definitions.values()) {
    const [index] = d.params;
    const along = d.params.length === 1 && index?.sort === "index" ? freeIndices(d.body).get(index.name) : undefined;
    if (along) out.set(d.name, addDims(subtractDims(along.to, along.from), one));
  }
  return out;
}
