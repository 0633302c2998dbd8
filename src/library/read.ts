/** `read`: how a document is understood, without judging anything. */
import { type Builders, createBuilders } from "../check/builders.ts";
import { factsIn, ownFacts } from "../check/front-matter.ts";
import { givenOf } from "../check/problem.ts";
import { readProblem } from "../check/problem-file.ts";
import { symbolRows } from "../check/symbols.ts";
import { type Book, createTerms, type Expr } from "../expr/index.ts";
import { coverageOf } from "../read/coverage.ts";
import type { Resolved } from "../read/meaning.ts";
import { type ReadDocument, type ReadUnit, readDocument } from "../read/read.ts";
import type { ReadError } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import type { Reading, ReadingError, ReadingStatement } from "../report/reading.ts";
import { absurd, type Result } from "../shape/index.ts";
import { writeUnicode } from "../write/unicode.ts";

export interface ReadSettings {
  /** A name for the report. */
  readonly document?: string;
  readonly kind?: "markdown" | "latex" | "plain" | "auto";
}

/**
 * What a document says as it was understood: symbols with shapes and reasons, scopes, statements with their kinds, each formula written back.
 *
 *   readingOf(book, "Let $w \\in \\mathbb{R}^n$. $$ L = w^\\top w $$").statements[1].understood   // "L = wᵀ w"
 */
export function readingOf(book: Book, text: string, settings: ReadSettings = {}): Reading {
  const block = factsIn(text);
  const facts = block === null ? null : ownFacts(block, readProblem);
  const document = readDocument(text, { kind: settings.kind ?? "auto", book, given: givenOf(facts?.ok ? facts.value : null) });
  const statements = document.units.flatMap((unit) => statementsOf(unit));
  const own = statements.flatMap((s) => (s.error ? [s.error] : []));
  const unfit: readonly ReadError[] =
    facts && !facts.ok
      ? [
          {
            code: "bad-declaration",
            span: { start: 0, end: 3 },
            message: facts.error,
            expected: "given formulas and notation",
            try: "see the problem files",
          },
        ]
      : [];
  const others = [...unfit, ...document.errors].map((e) => errorOf(document, e));
  const errors = [...own, ...others].sort((a, b) => a.span.start - b.span.start);
  return {
    schema: "fluxion.reading/1",
    document: settings.document ?? "(text)",
    symbols: symbolRows(document.units).map((s) => ({ ...s, name: writtenName(s.name) })),
    scopes: document.outline.scopes.map((s) => ({ kind: s.kind, id: s.id, title: s.title, line: document.placeOf(s.span).line })),
    statements: [...statements].sort((a, b) => a.span.start - b.span.start),
    errors: errors.filter((e, k) => e.span.start !== errors[k - 1]?.span.start),
    customary: document.outline.customary.map(({ name, body, at }) => ({
      name,
      meaning: body,
      line: document.placeOf({ start: at, end: at }).line,
    })),
    coverage: coverageOf(document.outline.found, errors),
  };
}

const writtenName = (name: string): string => writeUnicode(createTerms().sym(name));

function errorOf(document: Pick<ReadDocument, "placeOf">, e: ReadError): ReadingError {
  return { code: e.code, span: document.placeOf(e.span), message: e.message, expected: e.expected, try: e.try };
}

function statementsOf(unit: ReadUnit): readonly ReadingStatement[] {
  const makers = createBuilders(createTerms(), unit);
  return unit.unit.links.filter((l) => unit.isOwn(l.link)).map((l) => statementOf(l, unit, makers));
}

function statementOf(l: ReadLink, unit: ReadUnit, makers: Builders): ReadingStatement {
  const error = l.link.error ?? errorIn(l);
  const written = error || !hasFormulas(l) ? null : writtenRelation(l, makers);
  return {
    span: unit.placeOf(l.link.span),
    scope: l.link.scope.id,
    kind: kindOf(l),
    place: l.link.place,
    given: l.givenText,
    lhs: l.link.lhs.text,
    relation: l.link.relation,
    rhs: l.link.rhs.text,
    understood: written?.formula ?? null,
    remarks: [
      ...l.link.repairs,
      ...[l.left, l.right].flatMap((side) => (side.ok ? side.value.guesses.map((g) => g.note) : [])),
      ...(written?.open ?? []),
    ],
    error: error ? errorOf(unit, error) : null,
  };
}

const kindOf = (l: ReadLink): string => (l.kind.kind === "claim" && l.kind.goal ? "goal" : l.kind.kind);

/** Whether both sides are formulas with values; a declaration has none. */
function hasFormulas(l: ReadLink): boolean {
  switch (l.kind.kind) {
    case "definition":
    case "naming":
    case "claim":
    case "assumption":
      return true;
    case "declaration":
    case "row":
    case "layer":
    case "returns":
    case "product-cost":
    case "sizes":
    case "membership":
    case "signature":
    case "implication":
    case "asymptotic":
    case "unread":
      return false;
    default:
      return absurd(l.kind);
  }
}

const errorOfSide = (side: Result<Resolved, ReadError>): ReadError | null => (side.ok ? null : side.error);
const errorIn = (l: ReadLink): ReadError | null => (hasFormulas(l) ? (errorOfSide(l.left) ?? errorOfSide(l.right)) : null);

interface Written {
  readonly formula: string;
  /** Why a side has no value that could be written. */
  readonly open: readonly string[];
}

const literally: ReadonlySet<never> = new Set();

/** Both sides as they are built together, where one tells the other its shape; else each on its own, and its text where it has no value. */
function writtenRelation(l: ReadLink, makers: Builders): Written | null {
  if (!l.left.ok || !l.right.ok) return null;
  const terms = [l.left.value.term, l.right.value.term] as const;
  const relation = relations.get(l.link.symbol ?? "") ?? l.link.relation;
  const both = makers.sides(...terms, l, false, "mixed", literally, new Set());
  if (both.ok) return { formula: `${shown(both.value.lhs.expr)} ${relation} ${shown(both.value.rhs.expr)}`, open: [] };
  const open: string[] = [];
  const [left, right] = terms.map((term, k) => {
    const built = makers.term(term, l.epoch, "mixed", literally);
    if (built.ok) return shown(built.value.expr);
    open.push(built.error.message);
    return `«${(k === 0 ? l.link.lhs : l.link.rhs).text.replace(/\s+/g, " ").trim()}»`;
  });
  return { formula: `${left} ${relation} ${right}`, open: open.length > 0 ? open : [both.error.message] };
}

const shown = (e: Expr): string => writeUnicode(e);

const relations: ReadonlyMap<string, string> = new Map([
  ["\\leftarrow", "←"],
  ["\\ne", "≠"],
  ["\\le", "≤"],
  ["\\ge", "≥"],
  ["\\equiv", "≡"],
  ["\\approx", "≈"],
]);
