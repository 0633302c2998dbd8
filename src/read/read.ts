/** `readDocument`: a document as units of understood links. The door of the reading room. */
import { type Book, createTerms } from "../expr/index.ts";
import { withChanges } from "./changes.ts";
import { bareWords } from "./formula.ts";
import type { Layout, Notation } from "./meaning.ts";
import { type Scope, unitOf, withoutCase } from "./scopes.ts";
import { lineFinder, type SourceKind } from "./source.ts";
import { type Context, type Link, type Outline, outline } from "./statements.ts";
import type { ReadError, Span } from "./syntax.ts";
import { type Unit, understandUnit } from "./unit.ts";
import { apart, planUnits, type UnitPlan } from "./units.ts";

/** Facts from outside the document, as far as reading needs them (a problem file). */
export interface Given {
  readonly given: readonly string[];
  readonly notation: {
    readonly layout: Layout | null;
    readonly slots: string | null;
    readonly indexBase: 0 | 1 | null;
    readonly labels: readonly string[];
  };
  /** Formulas to read with the names of every unit. */
  readonly asked: readonly string[];
  /** Those among them that say what is to be found. */
  readonly targets: readonly string[];
  /** Facts that hold in the whole document, given its scopes. */
  readonly without: (scopes: readonly Scope[]) => readonly string[];
  readonly partOf: (scope: Scope) => { readonly given: readonly string[] } | null;
}

export interface ReadOptions {
  readonly kind: SourceKind;
  readonly book: Book;
  readonly given: Given | null;
}

export interface Place extends Span {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface ReadUnit {
  readonly unit: Unit;
  /** A layout that was handed over with the problem. */
  readonly layout: Layout | null;
  /** The document's own link, not a given fact or one of the surrounding document. */
  readonly isOwn: (link: Link) => boolean;
  readonly orderOf: (link: Link) => number;
  readonly placeOf: (span: Span) => Place;
  /** The parts of the unit, each read on its own; for the checker to try where together they do not fit. */
  readonly apart: () => readonly ReadUnit[];
  /** The unit read anew, where these links give their names new values. */
  readonly renew: (links: ReadonlySet<Link>) => ReadUnit;
  /** Sentences of this unit that change what stands above them in a way that was not understood. */
  readonly contexts: readonly Context[];
}

export interface ReadDocument {
  readonly units: readonly ReadUnit[];
  readonly outline: Outline;
  readonly placeOf: (span: Span) => Place;
  readonly errors: readonly ReadError[];
}

export function readDocument(text: string, options: ReadOptions): ReadDocument {
  const words = bareWords(options.book);
  const whole = outline(text, options.kind, words);
  const order = new Map(whole.links.map((l, i) => [l, i] as const));
  const find = lineFinder(text);
  const placeOf = (span: Span): Place => ({ ...span, ...find(span.start) });
  const units = planUnits(whole).map((plan) => understand(plan, whole, options, text, order, placeOf));
  return { units, outline: whole, placeOf, errors: [...whole.errors, ...units.flatMap((u) => u.unit.errors)] };
}

function understand(
  plan: UnitPlan,
  whole: Outline,
  options: ReadOptions,
  text: string,
  order: ReadonlyMap<Link, number>,
  placeOf: (span: Span) => Place,
  renewed: ReadonlySet<Link> = new Set(),
): ReadUnit {
  const given = givenLinks(plan, whole, options.given, options.book);
  const own = new Set(plan.own);
  const changed = withChanges(plan, whole);
  const unit = understandUnit(createTerms(), options.book, {
    scope: plan.scope,
    text,
    links: [...given.links, ...plan.above, ...changed.own],
    given: given.links.length,
    renewed,
    repeated: changed.repeated,
    facts: plan.facts,
    mentions: plan.mentions,
    cases: whole.cases,
    notation: notationOf(plan, whole, options),
    labels: options.given?.notation.labels ?? [],
    asked: options.given?.asked ?? [],
    targets: options.given?.targets ?? [],
    lineOf: (offset) => placeOf({ start: offset, end: offset }).line,
    sourceOf: (l) => given.sources.get(l) ?? text,
  });
  return {
    unit,
    layout: options.given?.notation.layout ?? null,
    isOwn: (l) => own.has(l),
    orderOf: (l) => order.get(l) ?? 0,
    placeOf,
    // A sentence that changes numbered equations holds across the later parts of its problem, also those that are read apart.
    contexts: whole.contexts.filter(
      (c) =>
        !changed.understood.has(c) &&
        (plan.scopes.has(withoutCase(c.scope)) || (c.equations.length > 0 && [...plan.scopes].some((s) => unitOf(s) === unitOf(c.scope)))),
    ),
    apart: () => apart(plan, whole).map((part) => understand(part, whole, options, text, order, placeOf)),
    renew: (links) => understand(plan, whole, options, text, order, placeOf, links),
  };
}

/** Given formulas are read like a document of their own and hold as definitions. */
function givenLinks(
  plan: UnitPlan,
  whole: Outline,
  given: Given | null,
  book: Book,
): { readonly links: readonly Link[]; readonly sources: ReadonlyMap<Link, string> } {
  const sources = new Map<Link, string>();
  if (!given) return { links: [], sources };
  const formulas = [
    ...given.given,
    ...given.without(whole.scopes),
    ...[...plan.scopes, ...ancestors(plan.scope)].flatMap((s) => given.partOf(s)?.given ?? []),
  ];
  for (const formula of new Set(formulas)) {
    const source = `$${formula}$`;
    for (const link of outline(source, "plain", bareWords(book)).links) sources.set({ ...link, scope: plan.scope, cue: "define" }, source);
  }
  return { links: [...sources.keys()], sources };
}

const ancestors = (scope: Scope): readonly Scope[] => (scope.parent ? [scope.parent, ...ancestors(scope.parent)] : []);

/** Base 0 when a written range or a literal position says so; zero outside when the prose says so. */
function notationOf({ scope, own }: UnitPlan, whole: Outline, options: ReadOptions): Notation {
  const inside = whole.text.slice(scope.span.start, Math.max(...own.map((l) => l.span.end), scope.span.end));
  const zero = /_\{?\s*\\?[a-z]'?\s*=\s*0\s*\}?(?=[\s^}\\])|\[\s*0\s*[,\]]/.test(own.map((l) => `${l.lhs.text} ${l.rhs.text}`).join("\n"));
  return {
    mode: "latex",
    indexBase: options.given?.notation.indexBase ?? (zero ? 0 : 1),
    slots: options.given?.notation.slots ?? null,
    outsideZero: /out[- ]of[- ](?:bounds?|range)[^.]*zero|zero[- ]padd|zero outside/i.test(inside),
  };
}
