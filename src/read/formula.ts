/**
 * One formula with declared names: rules, the command line, batches.
 *
 * In mode `rule` (and for words in mode `plain`) every name must be declared or be a card; in LaTeX an unknown letter is a number of which
 * nothing is known, listed in `undefinedNames`.
 */
import type { Book, Definition, Environment, Name, Terms } from "../expr/index.ts";
import { type Dim, dimNames, fail, ok, type Result } from "../shape/index.ts";
import { build, buildSides } from "./build.ts";
import { analyse } from "./infer.ts";
import {
  type Built,
  type Entry,
  type Layout,
  type Mode,
  type Notation,
  type ReadingName,
  readingNames,
  type Table,
  type Term,
} from "./meaning.ts";
import { parseFormula } from "./parse.ts";
import { resolve } from "./resolve.ts";
import { freeNames, visit } from "./resolve-walk.ts";
import type { ReadError } from "./syntax.ts";
import { createTable, functionEntry, lookup, plainNotation, symbolEntry, withEntries } from "./table.ts";

export interface FormulaOptions {
  readonly mode: Mode;
  readonly environment: Environment;
  readonly slots?: string | null;
  readonly indexBase?: 0 | 1;
  readonly layout?: Layout;
  readonly readings?: ReadonlySet<ReadingName>;
  /** x' is the transpose of a declared array x. */
  readonly primesTranspose?: boolean;
  /** How many members each family has. */
  readonly rows?: ReadonlyMap<Name, Dim>;
  /** A question by itself, with no document to settle what is ambiguous. */
  readonly alone?: boolean;
  /** Offset of the source in its file. */
  readonly base?: number;
}

const noReadings: ReadonlySet<ReadingName> = new Set();

/** Reads one formula in an environment of declared names. */
export function readFormula(t: Terms, book: Book, source: string, options: FormulaOptions): Result<Built, ReadError> {
  const table = tableOf(book, options);
  const resolved = resolvedTerm(book, table, source, options);
  if (!resolved.ok) return resolved;
  const { term, guesses } = resolved.value;
  const analysis = analyse(t, table, [{ kind: "claim", left: term, right: null, shape: null }], []);
  const built = build(t, analysis, term, {
    layout: options.layout ?? "mixed",
    readings: options.readings ?? noReadings,
    alone: options.alone ?? false,
  });
  return built.ok ? ok(withGuesses(built.value, guesses)) : built;
}

/** What kept two sides from being read. */
export interface SidesError {
  readonly error: ReadError;
  /** Shapes clash, every name is declared, and no single admitted reading gives the sides a meaning: nothing can make them fit. */
  readonly clash: boolean;
}

/** Reads both sides of an equation: each tells the other the shape that I, 0 and **1** take. */
export function readSides(
  t: Terms,
  book: Book,
  lhs: string,
  rhs: string,
  options: FormulaOptions,
): Result<{ readonly lhs: Built; readonly rhs: Built }, SidesError> {
  const unread = (error: ReadError): Result<never, SidesError> => fail({ error, clash: false });
  const table = tableOf(book, options);
  const [l, r] = [resolvedTerm(book, table, lhs, options), resolvedTerm(book, table, rhs, options)];
  if (!l.ok) return unread(l.error);
  if (!r.ok) return unread(r.error);
  const beside = (other: typeof l): Table => ({ ...table, notation: { ...table.notation, elsewhere: freeNames(other.value.term) } });
  const excluded = /\\neq?\b|≠/;
  const left = excluded.test(lhs) ? resolvedTerm(book, beside(r), lhs, options) : l;
  if (!left.ok) return unread(left.error);
  const right = excluded.test(rhs) ? resolvedTerm(book, beside(l), rhs, options) : r;
  if (!right.ok) return unread(right.error);
  const terms = [left.value.term, right.value.term] as const;
  const analysis = analyse(t, table, [{ kind: "claim", left: terms[0], right: terms[1], shape: null }], []);
  const layout = options.layout ?? "mixed";
  const built = (readings: ReadonlySet<ReadingName>) =>
    buildSides(t, analysis, ...terms, { layout, readings, alone: options.alone ?? false });
  const sides = built(options.readings ?? noReadings);
  if (sides.ok)
    return ok({ lhs: withGuesses(sides.value.lhs, left.value.guesses), rhs: withGuesses(sides.value.rhs, right.value.guesses) });
  const sizes = new Set([...options.environment.symbols.values()].flatMap((d) => d.shape.flatMap((n) => [...dimNames(n)])));
  const known = (name: Name): boolean => lookup(table, name) !== null || sizes.has(name) || analysis.along.has(name);
  const declared = terms.every((x) => [...freeNames(x)].every((name) => known(name) || isPosition(x, name)));
  const clash = sides.error.code === "shape-clash" && declared && readingNames.every((r) => !built(new Set([r])).ok);
  return fail({ error: sides.error, clash });
}

function resolvedTerm(book: Book, table: Table, source: string, options: FormulaOptions): ReturnType<typeof resolve> {
  const base = options.base ?? 0;
  const parsed = parseFormula(source, { mode: options.mode, base, words: wordsOf(book) });
  return parsed.ok ? resolve(parsed.value, table, " ".repeat(base) + source) : parsed;
}

const withGuesses = (built: Built, guesses: readonly { readonly note: string }[]): Built => ({
  ...built,
  assumptions: [...new Set([...guesses.map((g) => g.note), ...built.assumptions])],
});

const signatureOf = (d: Definition) => ({ name: d.name, params: d.params.map((p) => p.shape), result: d.body.shape });

/** Words that LaTeX may write without \operatorname: the spellings of the book, but no initials: KL may be K times L. */
export const wordsOf = (book: Book): ReadonlySet<string> =>
  new Set([...book.spellings.keys(), ...book.heads.keys()].filter((w) => /^[A-Za-z]\w+$/u.test(w) && !/^[A-Z]{2,3}$/.test(w)));

/** Words that a document may write without a backslash: those that the book spells out, no names of its own. */
export const bareWords = (book: Book): ReadonlySet<string> => new Set([...book.spellings.keys()].filter((w) => /^[A-Za-z]\w+$/u.test(w)));

/** A table of what an environment declares. */
export function tableOf(
  book: Book,
  options: Pick<FormulaOptions, "mode" | "environment" | "slots" | "indexBase" | "rows" | "primesTranspose">,
): Table {
  const notation: Notation = {
    ...plainNotation,
    mode: options.mode,
    indexBase: options.indexBase ?? 1,
    slots: options.slots ?? null,
    outsideZero: options.indexBase === 0,
    ...(options.rows ? { rows: options.rows } : {}),
    ...(options.primesTranspose ? { primesTranspose: true } : {}),
  };
  const { environment } = options;
  const facts = { ground: "declared" as const, because: "declared" };
  const symbols = [...environment.symbols.values()].map(
    (s): Entry => ({
      ...symbolEntry(s.name, s.shape, { ...facts, attributes: s.attributes }),
      role: s.sort === "index" ? "index" : "symbol",
    }),
  );
  const functions = [...environment.functions.values()].map((f) => functionEntry(f.name, null, f, facts));
  const defined = [...environment.definitions.values()]
    .filter((d) => !environment.symbols.has(d.name))
    .map((d) =>
      d.params.length > 0
        ? functionEntry(
            d.name,
            d.params.map((p) => p.name),
            signatureOf(d),
            facts,
          )
        : symbolEntry(d.name, d.body.shape, facts),
    );
  return withEntries(createTable(book, notation), [...defined, ...symbols, ...functions]);
}

/** Whether a name stands as a position: A_{ij}. */
function isPosition(term: Term, name: Name): boolean {
  let found = false;
  visit(term, (x) => {
    if (x.kind === "entry") found ||= x.at.some((a) => a.kind === "name" && a.name === name);
  });
  return found;
}
