/**
 * `.rules` text to a `Book`, in two passes: names, spellings, arity and action first; then formulas, read with that vocabulary.
 *
 * A book is a value: nothing registers itself, and two books never share anything.
 */
import { type Book, createTerms, heads, type Rule, type Terms } from "../expr/index.ts";
import { Bug, fail, ok, type Result } from "../shape/index.ts";
import { type Card, collectSpellings, readCard } from "./cards.ts";
import { type Diagnostic, diagnostic, showDiagnostic } from "./diagnostic.ts";
import { checkCard, type Formulas, formulasOf, headOf, once } from "./formulas.ts";
import { formulaReader } from "./reader.ts";
import { duplicateNames, type Rec, splitRecords } from "./records.ts";
import { readLaws, readRule } from "./rules.ts";
import type { ReadFormula } from "./scope.ts";
import { readSources } from "./sources.ts";

/** A file of a book: `*.rules` or `sources.bib`. Other files are passed over. */
export interface BookText {
  readonly file: string;
  readonly text: string;
}

/** The functions and rules of these files, every one read: everything wrong is found at once. `base` is a book to build on. */
export function loadBook(texts: readonly BookText[], base: Book | null = null): Result<Book, readonly Diagnostic[]> {
  const { book, problems, formulas, rules } = openBook(texts, base);
  const all = [...problems, ...formulas.flatMap(([card, f]) => checkCard(card, f)), ...rules().problems];
  if (all.length > 0) return fail(all.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)));
  return ok(book);
}

/** A book that is known to be right: its formulas are read when they are asked for. */
export function trustBook(texts: readonly BookText[]): Book {
  const { book, problems } = openBook(texts, null);
  const [first] = problems;
  if (first) throw new Bug(showDiagnostic(first));
  return book;
}

interface Opened {
  readonly book: Book;
  /** What the first pass found. */
  readonly problems: readonly Diagnostic[];
  readonly formulas: readonly (readonly [Card, Formulas])[];
  readonly rules: () => RulesRead;
}

interface RulesRead {
  readonly rules: readonly Rule[];
  readonly problems: readonly Diagnostic[];
}

function openBook(texts: readonly BookText[], base: Book | null): Opened {
  const problems: Diagnostic[] = [];
  const records: Rec[] = [];
  const sources = new Map(base?.sources ?? []);
  for (const { file, text } of texts) {
    if (file.endsWith(".bib")) for (const [key, what] of readSources(text)) sources.set(key, what);
    if (!file.endsWith(".rules")) continue;
    const split = splitRecords(file, text);
    records.push(...split.records);
    problems.push(...split.diagnostics);
  }
  problems.push(...duplicateNames(records), ...taken(records, base), ...unknownSources(records, sources));
  const t = createTerms();
  const cards = readCards(records, t, problems);
  const read = formulaReader(() => book);
  const formulas = cards.map((c) => [c, formulasOf(c, t, read)] as const);
  const known = [...(base?.heads.values() ?? heads.structuralHeads), ...formulas.map(([c, f]) => headOf(c, f))];
  const rules = once(() => readRules(records, cards, t, read));
  const all = once(() => [...(base?.rules ?? []), ...rules().rules]);
  const book: Book = {
    heads: new Map(known.map((h) => [h.name, h])),
    spellings: collectSpellings(known),
    sources,
    get rules() {
      return all();
    },
  };
  return { book, problems, formulas, rules };
}

function taken(records: readonly Rec[], base: Book | null): readonly Diagnostic[] {
  const names = new Set((base?.heads ?? new Map(heads.structuralHeads.map((h) => [h.name, h]))).keys());
  return records
    .filter((r) => r.kind === "function" && names.has(r.name))
    .map((r) => diagnostic(r, `the name ${r.name} is taken`, "a name of its own", `${r.name}2`));
}

/** `see goodfellow-2016 §6.2`: the key must be in sources.bib. */
function unknownSources(records: readonly Rec[], sources: ReadonlyMap<string, string>): readonly Diagnostic[] {
  return records
    .flatMap((r) => r.fields.filter((f) => f.name === "see"))
    .flatMap((f) => {
      const [key = ""] = f.text.split(/\s+/);
      return sources.has(key) ? [] : [diagnostic(f, `unknown source “${key}”`, "a key of sources.bib")];
    });
}

function readCards(records: readonly Rec[], t: Terms, problems: Diagnostic[]): readonly Card[] {
  const cards: Card[] = [];
  for (const rec of records) {
    if (rec.kind !== "function") continue;
    const card = readCard(rec, t);
    if (card.ok) cards.push(card.value);
    else problems.push(card.error);
  }
  return cards;
}

/** Rules and laws, in the order of the files. */
function readRules(records: readonly Rec[], cards: readonly Card[], t: Terms, read: ReadFormula): RulesRead {
  const byRecord = new Map(cards.map((c) => [c.rec, c]));
  const rules: Rule[] = [];
  const problems: Diagnostic[] = [];
  for (const rec of records) {
    const card = byRecord.get(rec);
    if (card) {
      const laws = readLaws(card, t, read);
      problems.push(...laws.diagnostics);
      rules.push(...laws.rules);
    } else if (rec.kind === "rule") {
      const rule = readRule(rec, t, read);
      if (rule.ok) rules.push(rule.value);
      else problems.push(rule.error);
    }
  }
  return { rules, problems };
}
