/** Brackets behind a name: arguments, positions, and the scripts that stand on the closing bracket. */
import type { Term } from "./meaning.ts";
import { type Context, entryOf, isKnown } from "./resolve-context.ts";
import { type Decoded, decode, positions, raise, subscriptItems } from "./resolve-scripts.ts";
import type { Span, Syntax } from "./syntax.ts";
import { rankOf } from "./table.ts";

/** A term and the place after it. */
export interface Taken {
  readonly term: Term;
  readonly next: number;
}

export const spanOf = (a: { readonly span: Span }, b: { readonly span: Span }): Span => ({ start: a.span.start, end: b.span.end });

/** A group with scripts of its own: the bracket, and what stands on it. */
export interface Bracket {
  readonly group: Extract<Syntax, { kind: "group" }>;
  readonly sub: Syntax | null;
  readonly sup: Syntax | null;
  readonly primes: number;
}

export function bracketOf(s: Syntax | undefined, fences: readonly string[]): Bracket | null {
  if (s?.kind === "group" && fences.includes(s.fence)) return { group: s, sub: null, sup: null, primes: 0 };
  if (s?.kind !== "scripts") return null;
  const inner = bracketOf(s.base, fences);
  return inner && inner.sub === null && inner.sup === null && inner.primes === 0
    ? { group: inner.group, sub: s.sub, sup: s.sup, primes: s.primes }
    : null;
}

/** The scripts that stand on a closing bracket belong to the value: `S(x)_i`, `f(x)^T`. */
export function finish(context: Context, value: Term, bracket: Bracket, span: Span): Term {
  let out = value;
  if (bracket.primes > 0) out = { kind: "transpose", of: out, span };
  if (bracket.sub) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(bracket.sub)), span };
  return bracket.sup ? raise(context, out, bracket.sup, span) : out;
}

/** The arguments in a bracket; null when one is a placeholder, as in f(·, θ). */
export function argumentsOf(context: Context, group: Bracket["group"]): readonly Term[] | null {
  const items = group.body.kind === "list" ? group.body.items : group.body.kind === "empty" ? [] : [group.body];
  if (items.some((i) => i.kind === "placeholder")) return null;
  return items.filter((i) => i.kind !== "empty").map((i) => context.resolve(i, context));
}

/** `x[m, n]`, `Y[k]`: positions in square brackets right behind an array; δ[m, n] is one at the origin. */
export function bracketsAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const scripts = item.kind === "scripts" ? item : null;
  const bracket = bracketOf(items[i + 1], ["square"]);
  const decoded = decode(context, scripts?.base ?? item, scripts?.sub ?? null, scripts?.sup ?? null, scripts?.primes ?? 0);
  if (!bracket || !decoded || (bracket.sub && bracket.sup)) return null;
  const span = spanOf(item, items[i + 1] as Syntax);
  const at = (bracket.group.body.kind === "list" ? bracket.group.body.items : [bracket.group.body]).map((s) => context.resolve(s, context));
  if (decoded.name === "\\delta" && !isKnown(context, "\\delta"))
    return { term: finish(context, unitSample(at, span), bracket, span), next: i + 2 };
  if (!isArrayName(context, decoded, at.length)) return null;
  const of: Term = { kind: "name", name: decoded.name + "'".repeat(decoded.primes), span: item.span };
  const value: Term = { kind: "entry", of, at: [...positions(context, "", decoded.at), ...at], span };
  return { term: finish(context, decoded.sup ? raise(context, value, decoded.sup, span) : value, bracket, span), next: i + 2 };
}

function isArrayName(context: Context, decoded: Decoded, count: number): boolean {
  if (context.bound.has(decoded.name)) return false;
  const entry = entryOf(context, decoded.name);
  if (!entry) return context.table.notation.mode === "latex";
  const rank = rankOf(entry);
  return entry.role === "symbol" && (rank === null || rank === count + decoded.at.length);
}

/** δ[m, n]: one where every position is zero. */
function unitSample(at: readonly Term[], span: Span): Term {
  const zero: Term = { kind: "number", value: { n: 0n, d: 1n }, span };
  const relations = at.map((left): Term => ({ kind: "relation", symbol: "=", left, right: zero, span }));
  const [only] = relations;
  return { kind: "iverson", of: relations.length === 1 && only ? only : { kind: "logic", operation: "and", of: relations, span }, span };
}
