/** What every part of `resolve` is handed: the table, the indices bound so far, and where guesses and errors go. */
import type { Head, Name } from "../expr/index.ts";
import type { Entry, Guess, Resolved, Table, Term } from "./meaning.ts";
import { atomName } from "./resolve-names.ts";
import type { ErrorCode, ReadError, Span, Syntax } from "./syntax.ts";
import { lookup } from "./table.ts";

export interface Context {
  readonly table: Table;
  readonly source: string;
  /** Indices and variables bound around this place. */
  readonly bound: ReadonlySet<Name>;
  readonly resolve: (s: Syntax, context: Context) => Term;
  readonly guesses: Guess[];
  readonly errors: ReadError[];
  readonly inner: Resolved["inner"][number][];
}

export const within = (context: Context, names: readonly Name[]): Context => ({ ...context, bound: new Set([...context.bound, ...names]) });

/** The source text of a span, blanks made single. */
export const textOf = (context: Context, span: Span): string => context.source.slice(span.start, span.end).replace(/\s+/g, " ").trim();

interface Advice {
  readonly expected?: string;
  readonly try?: string;
}

/** Records an error of the user and stands in for the term, so that all errors of a formula are found at once. */
export function refuse(context: Context, span: Span, code: ErrorCode, message: string, advice: Advice = {}): Term {
  context.errors.push({ code, span, message, expected: advice.expected ?? null, try: advice.try ?? null });
  return { kind: "opaque", text: "", why: message, span };
}

/** Notation that is understood but has no meaning to compute with; what is built on it is undecided for this reason. */
export const beyond = (context: Context, span: Span, why: string): Term => ({ kind: "opaque", text: textOf(context, span), why, span });

export const entryOf = (context: Context, name: Name): Entry | null => (context.bound.has(name) ? null : lookup(context.table, name));

export const isKnown = (context: Context, name: Name): boolean => context.bound.has(name) || lookup(context.table, name) !== null;

export const isFunction = (context: Context, name: Name): boolean => entryOf(context, name)?.role === "function";

/** A name that the document introduces as a quantity, not as a function. */
export function isQuantity(context: Context, name: Name): boolean {
  if (context.bound.has(name)) return true;
  const role = lookup(context.table, name)?.role;
  return role === "symbol" || role === "index";
}

/** The bare word or letter command by which the book would know this syntax. */
function spellingOf(s: Syntax): string | null {
  switch (s.kind) {
    case "word":
      return s.text;
    case "letter":
      return s.name;
    case "styled": {
      if (s.of.kind === "juxtaposition" && s.of.items.every((i) => i.kind === "letter")) {
        return s.of.items.map((i) => (i.kind === "letter" ? i.name : "")).join("");
      }
      return s.of.kind === "word" ? s.of.text : null;
    }
    case "scripts": {
      // D_{KL}: a letter that is a function by its label.
      const label = s.base.kind === "letter" && s.sub && !s.sup && s.primes === 0 ? lettersOf(s.sub) : null;
      return label !== null && s.base.kind === "letter" ? `${s.base.name}_${label}` : null;
    }
    default:
      return null;
  }
}

/** The letters of an upright or plain word: KL of `KL`, `\\mathrm{KL}` and `\\text{KL}`. */
function lettersOf(s: Syntax): string | null {
  switch (s.kind) {
    case "word":
      return s.text;
    case "prose":
      return s.text.trim();
    case "group":
      return s.fence === "curly" ? lettersOf(s.body) : null;
    case "styled":
      return lettersOf(s.of);
    case "juxtaposition":
      return s.items.every((i) => i.kind === "letter") ? s.items.map((i) => (i.kind === "letter" ? i.name : "")).join("") : null;
    default:
      return null;
  }
}

/** Letters that stand for a card wherever the document does not say otherwise; the printed form of the card is the same letter. */
const customary: ReadonlyMap<string, string> = new Map([["\\sigma", "sigmoid"]]);

/** The heads that a spelling may mean; none when the document uses the name for something of its own. */
export function headsOf(context: Context, s: Syntax): readonly Head[] {
  const spelling = spellingOf(s);
  if (spelling === null) return [];
  const name = atomName(s);
  if (name !== null && isKnown(context, name)) return [];
  if (s.kind === "letter" && isKnown(context, spelling)) return [];
  const { book } = context.table;
  const names = book.spellings.get(spelling) ?? [];
  const found = names.flatMap((n) => book.heads.get(n) ?? []);
  if (found.length > 0) return found;
  const own = (spelling.length > 1 ? book.heads.get(spelling) : undefined) ?? book.heads.get(customary.get(spelling) ?? "");
  return own ? [own] : [];
}
