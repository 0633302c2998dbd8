/**
 * Sentences that put one operator in the place of another: "from here on, assume the convolutions in (4) and (6) are full instead of valid".
 *
 * Which operator a word names is what the document says ("∗ and ∗̃ denote the valid and full convolution", `\text{valid: } (x ∗ w)_n = …`). The
 * equations it speaks of are defined anew there, with the other operator. Any other sentence of that kind is left to `check` to distrust.
 */
import { unitOf } from "./scopes.ts";
import type { Context, Link, Outline } from "./statements.ts";
import type { Syntax } from "./syntax.ts";
import { partsOfSyntax } from "./syntax-walk.ts";
import type { UnitPlan } from "./units.ts";

type Operation = "star" | "tildestar";

interface Change {
  readonly context: Context;
  readonly from: Operation;
  readonly to: Operation;
}

/** A few words on each side of `instead of`; of `replace … by …` the other way round. */
const exchange: readonly RegExp[] = [
  /(?<to>(?:[\w-]+\s+){1,3})(?:instead\s+of|rather\s+than|and\s+not)\s+(?<from>(?:[\w-]+\s*){1,3})/i,
  /\breplac\w+\s+(?<from>(?:[\w-]+\s+){1,3})(?:by|with)\s+(?<to>(?:[\w-]+\s*){1,3})/i,
];

/** `$*$ and $\tilde{*}$ to denote the valid and full convolution` */
const denoting =
  /((?:\$[^$\n]{1,20}\$(?:\s*,\s*|\s+and\s+)?)+)\s*(?:to\s+|will\s+|shall\s+)?(?:denotes?|be|stands?\s+for|means?|is|are)\s+(?:the\s+)?([\w-]+(?:(?:\s*,\s*|\s+and\s+)(?:the\s+)?[\w-]+)*)\s+(?:\w+\s+)?(?:convolution|correlation|operat)/gi;
/** `\text{valid : } (\mathbf{x} * \mathbf{w})_n = …` */
const labelled = /\\text\{\s*([\w-]+)[^}\n]*\}\s*:?\s*\(([^=\n]{1,60}?)\)[^=\n]{0,12}=/g;

/** The operators that the document's words name. */
function operationsIn(text: string): ReadonlyMap<string, Operation> {
  const out = new Map<string, Operation>();
  for (const m of text.matchAll(denoting)) {
    const signs = [...(m[1] as string).matchAll(/\$([^$]*)\$/g)].map((s) => operationOf(s[1] as string));
    const words = (m[2] as string).split(/\s*,\s*|\s+and\s+/).map((w) => w.replace(/^the\s+/i, "").toLowerCase());
    if (signs.length === words.length) for (const [i, sign] of signs.entries()) if (sign) out.set(words[i] as string, sign);
  }
  for (const m of text.matchAll(labelled)) {
    const sign = operationOf(m[2] as string);
    const word = (m[1] as string).toLowerCase();
    if (sign && !out.has(word)) out.set(word, sign);
  }
  return out;
}

function operationOf(source: string): Operation | null {
  if (/\\tilde\s*\{?\s*(?:\*|\\ast)/.test(source)) return "tildestar";
  return /\*|\\ast(?![a-z])/.test(source) ? "star" : null;
}

function changeIn(context: Context, operations: ReadonlyMap<string, Operation>): Change | null {
  const words = context.sentence.replace(/[*_]{1,2}(?=\w)|(?<=\w)[*_]{1,2}/g, "");
  for (const pattern of exchange) {
    const said = pattern.exec(words)?.groups;
    const from = said && operationAmong(said.from as string, operations);
    const to = said && operationAmong(said.to as string, operations);
    if (from && to && from !== to) return { context, from, to };
  }
  return null;
}

const operationAmong = (words: string, operations: ReadonlyMap<string, Operation>): Operation | undefined =>
  words
    .toLowerCase()
    .split(/\s+/)
    .map((w) => operations.get(w))
    .find((o) => o !== undefined);

export interface Changed {
  /** The document's own links, with the changed definitions where they start to hold. */
  readonly own: readonly Link[];
  /** The sentences that were understood so. */
  readonly understood: ReadonlySet<Context>;
  /** Lines that repeat a changed equation as it was written first. */
  readonly repeated: ReadonlySet<Link>;
}

export function withChanges(plan: UnitPlan, whole: Outline): Changed {
  const near = whole.contexts.filter((c) => unitOf(c.scope) === unitOf(plan.scope) && plan.own.some((l) => l.span.start >= c.span.end));
  const operations = near.length > 0 ? operationsIn(whole.text) : new Map<string, Operation>();
  const changes = operations.size > 0 ? near.flatMap((c) => changeIn(c, operations) ?? []) : [];
  const understood = new Set<Context>();
  const repeated = new Set<Link>();
  let own = plan.own;
  for (const change of changes) {
    const anew = definedAnew(change, [...plan.above, ...own]);
    if (anew.length === 0) continue;
    understood.add(change.context);
    const at = own.findIndex((l) => l.span.start >= change.context.span.end);
    const written = new Set(anew.map(textOf));
    for (const l of own.slice(at)) if (written.has(textOf(l))) repeated.add(l);
    own = [...own.slice(0, at), ...anew, ...own.slice(at)];
  }
  return { own, understood, repeated };
}

const textOf = (l: Link): string => `${l.lhs.text}=${l.rhs.text}`.replace(/\s+/g, "");

/** The equations the sentence names, else all above it, with the other operator; none where one of those named does not hold it. */
function definedAnew({ context, from, to }: Change, links: readonly Link[]): readonly Link[] {
  const above = links.filter((l) => l.span.end <= context.span.start && l.position === 0 && l.symbol !== null && holds(l.rhs.syntax, from));
  const meant = context.equations.length > 0 ? above.filter((l) => l.tag !== null && context.equations.includes(l.tag)) : above;
  if (context.equations.some((tag) => !meant.some((l) => l.tag === tag))) return [];
  return meant.map((l): Link => ({ ...l, symbol: ":=", tag: null, rhs: { ...l.rhs, syntax: exchanged(l.rhs.syntax, from, to) } }));
}

function holds(s: Syntax, operator: Operation): boolean {
  for (const part of partsOfSyntax(s)) if (part.kind === "binary" && part.operator === operator) return true;
  return false;
}

/** The formula with one operator in the place of another. */
function exchanged(s: Syntax, from: Operation, to: Operation): Syntax {
  const go = (x: unknown): unknown => {
    if (Array.isArray(x)) return x.map(go);
    if (typeof x !== "object" || x === null) return x;
    const copy = Object.fromEntries(Object.entries(x).map(([key, value]) => [key, key === "span" ? value : go(value)]));
    return copy.kind === "binary" && copy.operator === from ? { ...copy, operator: to } : copy;
  };
  return go(s) as Syntax;
}
