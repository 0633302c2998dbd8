/** A letter or word standing alone: a name of the scope, a constant, a card, or something unknown. */
import type { Head, Name } from "../expr/index.ts";
import type { Term } from "./meaning.ts";
import type { Of } from "./resolve.ts";
import { beyond, type Context, headsOf, isFunction, isKnown, refuse, textOf } from "./resolve-context.ts";
import { juxtaposition } from "./resolve-juxtaposition.ts";
import { atomName } from "./resolve-names.ts";
import type { Span, Syntax } from "./syntax.ts";

/** A name standing alone. */
export function atom(s: Of<"letter" | "word" | "styled" | "accent">, context: Context): Term {
  const { span } = s;
  const name = atomName(s);
  // The π of 2π stays the number beside a policy π(a).
  const number = name !== null && isFunction(context, name) ? constantOf(s, name, context) : null;
  if (number?.kind === "constant") return number;
  if (name !== null && isKnown(context, name))
    return isFunction(context, name) ? { kind: "function", name, span } : { kind: "name", name, span };
  const raw = s.kind === "letter" ? s.name : s.kind === "word" ? s.text : null;
  if (raw !== null && isKnown(context, raw))
    return isFunction(context, raw) ? { kind: "function", name: raw, span } : { kind: "name", name: raw, span };
  const own = constantOf(s, name, context);
  if (own) return own;
  if (s.kind === "styled" && s.of.kind === "juxtaposition") return spelledOut(s, context);
  const heads = headsOf(context, s);
  if (heads.length > 0 && (s.kind !== "letter" || s.name.length > 1)) return { kind: "head", heads, span };
  if (name === null) return beyond(context, span, `${textOf(context, span)} marks a whole expression, and not what the mark makes of it`);
  return unknownAtom(s, name, raw, context);
}

/** π, ∞, e, I, **0** and **1**, unless the document uses the letter for something of its own. */
export function constantOf(s: Syntax, name: Name | null, context: Context): Term | null {
  const { span } = s;
  switch (name) {
    case "\\pi":
      return { kind: "constant", which: "pi", size: null, span };
    case "\\infty":
      return { kind: "constant", which: "infinity", size: null, span };
    case "\\mathbf{0}":
      return { kind: "constant", which: "zeros", size: null, span };
    case "\\mathbf{1}":
    case "\\mathbb{1}":
      return { kind: "constant", which: "ones", size: null, span };
    case "I":
    case "\\mathbf{I}":
    case "\\mathbb{I}":
    case "\\mathrm{I}":
      return { kind: "identity", size: null, span };
    case "e":
    case "\\mathrm{e}": {
      const exp = context.table.book.heads.get("exp");
      return exp ? { kind: "apply", heads: [exp], args: [{ kind: "number", value: { n: 1n, d: 1n }, span }], span } : null;
    }
    default:
      return null;
  }
}

/** `\mathbf{AX}` is the product of \mathbf{A} and \mathbf{X}, unless the letters spell a function. */
function spelledOut(s: Of<"styled">, context: Context): Term {
  const heads = headsOf(context, s);
  if (heads.length > 0) return { kind: "head", heads, span: s.span };
  const items = s.of.kind === "juxtaposition" ? s.of.items : [s.of];
  return juxtaposition(
    context,
    items.map((of): Syntax => restyled(s, of)),
    s.span,
  );
}

export const restyled = (s: Of<"styled">, of: Syntax): Syntax =>
  of.kind === "scripts" ? { ...of, base: restyled(s, of.base) } : { kind: "styled", font: s.font, of, span: of.span };

export function unknownAtom(s: Syntax, name: Name, raw: string | null, context: Context): Term {
  const { mode } = context.table.notation;
  const d = mode === "rule" && raw !== null && /^d./u.test(raw) ? raw.slice(1) : null;
  if (d !== null && isKnown(context, d)) return differentialOf(d, s.span, context);
  const isWord = raw !== null && raw.length > 1 && !raw.startsWith("\\");
  if (mode === "rule" || (mode === "plain" && isWord && name.startsWith("\\mathrm{"))) {
    const near = raw === null ? null : nearest(raw, [...context.table.book.heads.keys(), ...context.table.book.spellings.keys()]);
    return refuse(
      context,
      s.span,
      "unknown-name",
      `${raw ?? name} is not declared`,
      near === null ? { try: "declare it" } : { try: `${near}?` },
    );
  }
  return { kind: "name", name, span: s.span };
}

function differentialOf(name: Name, span: Span, context: Context): Term {
  const d = context.table.book.heads.get("d") as Head;
  return { kind: "apply", heads: [d], args: [{ kind: "name", name, span }], span };
}

/** The nearest known spelling, at most two letters away. */
function nearest(word: string, all: readonly string[]): string | null {
  let best: string | null = null;
  let least = 3;
  for (const other of all) {
    const away = distance(word.toLowerCase(), other.toLowerCase());
    if (away < least) [best, least] = [other, away];
  }
  return best;
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
