/**
 * `.rules` text to a `Book`, in two passes: names, spellings, arity and action first; then formulas, read with that vocabulary.
 *
 * A book is a value: nothing registers itself, and two books never share anything. Everything wrong in it is found at once.
 */
import { type Book, createTerms, type Head, heads, type Rule, type Terms } from "../expr/index.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { type Card, collectSpellings, readCard } from "./cards.ts";
import { type Diagnostic, diagnostic } from "./diagnostic.ts";
import { completeCard } from "./formulas.ts";
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

/** The functions and rules of these files; `base` is a book to build on (its functions may be used, none of its names taken). */
export function loadBook(texts: readonly BookText[], base: Book | null = null): Result<Book, readonly Diagnostic[]> {
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
  const known: readonly Head[] = [...(base?.heads.values() ?? heads.structuralHeads), ...cards.map((c) => c.head)];
  const vocabulary: Book = {
    heads: new Map(known.map((h) => [h.name, h])),
    rules: base?.rules ?? [],
    spellings: collectSpellings(known),
    sources,
  };
  const rules = readFormulas(records, cards, t, formulaReader(vocabulary), problems);
  if (problems.length > 0) return fail(problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)));
  for (const c of cards) Object.freeze(c.head);
  return ok({ ...vocabulary, rules: [...vocabulary.rules, ...rules] });
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

/** Completes the cards in place and reads rules and laws, in the order of the files. */
function readFormulas(
  records: readonly Rec[],
  cards: readonly Card[],
  t: Terms,
  read: ReadFormula,
  problems: Diagnostic[],
): readonly Rule[] {
  const byRecord = new Map(cards.map((c) => [c.rec, c]));
  const rules: Rule[] = [];
  for (const rec of records) {
    const card = byRecord.get(rec);
    if (card) {
      problems.push(...completeCard(card, t, read));
      const laws = readLaws(card, t, read);
      problems.push(...laws.diagnostics);
      rules.push(...laws.rules);
    } else if (rec.kind === "rule") {
      const rule = readRule(rec, t, read);
      if (rule.ok) rules.push(rule.value);
      else problems.push(rule.error);
    }
  }
  return rules;
}
