/**
 * Sums and products with an ellipsis: `x_1^2 + x_2^2 + \dots + x_n^2` is Σ x_i², `x_1 x_2 \cdots x_n` is Π x_i.
 *
 * What varies is found by comparing the first member with the last: wherever they differ the first must show one and the same whole number
 * and the last one and the same bound. Every further member before the ellipsis must fit. Anything else is not guessed.
 */
import type { Name } from "../expr/index.ts";
import type { Term } from "./meaning.ts";
import { type Context, textOf, within } from "./resolve-context.ts";
import type { Span, Syntax } from "./syntax.ts";

/** Members around one ellipsis. */
interface Members {
  readonly before: readonly Syntax[];
  readonly last: Syntax;
}

interface Progression {
  readonly variable: Name;
  readonly from: Syntax;
  readonly to: Syntax;
  readonly body: Syntax;
}

/** Members before and behind the progression stay as they are: `a + x_1 + \dots + x_n + b`. */
export function sumWithDots(context: Context, s: Extract<Syntax, { kind: "sum" }>): Term | null {
  const dots = s.terms.findIndex((t) => t.term.kind === "dots");
  const last = s.terms[dots + 1];
  if (dots < 1 || !last || last.sign !== "+" || s.terms[dots]?.sign !== "+") return null;
  for (let from = 0; from < dots; from++) {
    const members = s.terms.slice(from, dots);
    if (members.some((m) => m.sign !== "+")) continue;
    const span = { start: (members[0] as (typeof s.terms)[number]).term.span.start, end: last.term.span.end };
    const before = members.map((m) => m.term);
    const skipped = s.terms[from - 1]?.term;
    if (members.length === 1 && skipped && createMeeting("\\cdot").meet(skipped, last.term)) continue;
    const whole = binder(context, "sum", { before, last: last.term }, span);
    if (whole) return among(context, s, from, dots + 2, whole);
  }
  return null;
}

function among(context: Context, s: Extract<Syntax, { kind: "sum" }>, from: number, to: number, whole: Term): Term | null {
  const rest = [...s.terms.slice(0, from), ...s.terms.slice(to)];
  if (rest.length === 0) return whole;
  if (rest.some((t) => t.term.kind === "dots" || t.sign === "±" || t.sign === "∓")) return null;
  const kept = (terms: typeof s.terms) =>
    terms.map((t) => ({ sign: t.sign === "-" ? ("-" as const) : ("+" as const), term: context.resolve(t.term, context) }));
  return { kind: "sum", terms: [...kept(s.terms.slice(0, from)), { sign: "+", term: whole }, ...kept(s.terms.slice(to))], span: s.span };
}

export function productWithDots(context: Context, items: readonly Syntax[], span: Span): Term | null {
  const members = membersOf(items);
  return members && members.before.length > 1 ? binder(context, "product", members, span) : null;
}

/** `c_1, \dots, c_n` between the brackets of a function of a vector is c; of `\sigma_1^2, \dots, \sigma_n^2` every entry is squared. */
export function vectorWithDots(context: Context, items: readonly Syntax[]): Term | null {
  const members = membersOf(items);
  const p = members && progression(members);
  if (p?.from.kind !== "number" || p.from.text !== "1" || p.body.kind !== "scripts") return null;
  const { base, sub, sup, primes, span } = p.body;
  const at = sub?.kind === "group" ? sub.body : sub;
  if (at?.kind !== "letter" || at.name !== p.variable || primes > 0) return null;
  const of = context.resolve(base, context);
  if (of.kind !== "name") return null;
  return sup ? { kind: "entrywise", operation: "power", left: of, right: context.resolve(sup, context), span } : of;
}

function membersOf(all: readonly Syntax[]): Members | null {
  const at = all.findIndex((x) => x.kind === "dots");
  const last = all.at(-1);
  if (at < 1 || at !== all.length - 2 || !last || all.some((x) => x.kind === "empty")) return null;
  return { before: all.slice(0, at), last };
}

function binder(context: Context, which: "sum" | "product", members: Members, span: Span): Term | null {
  const p = progression(members);
  if (!p) return null;
  context.guesses.push({
    what: "extent",
    span,
    note: `the dots in ${textOf(context, span)} are read as one member for every whole number`,
  });
  return {
    kind: "big",
    binder: which,
    over: [{ name: p.variable, from: context.resolve(p.from, context), to: context.resolve(p.to, context) }],
    guards: [],
    body: context.resolve(p.body, within(context, [p.variable])),
    span,
  };
}

const letters: readonly Name[] = ["i", "j", "k", "l", "m", "p", "q", "r"];

function progression({ before, last }: Members): Progression | null {
  const [first] = before;
  const used = new Set([first, last].flatMap((s) => (s ? lettersOf(s) : [])));
  const variable = letters.find((l) => !used.has(l));
  if (!first || variable === undefined) return null;
  const met = createMeeting(variable);
  const body = met.meet(first, last);
  const { from, to } = met.ends();
  if (!body || !from || !to || from.kind !== "number" || !/^\d+$/u.test(from.text)) return null;
  const start = Number(from.text);
  // One member does not show the step: `2 + \dots + 2n` may go by twos.
  if (before.length === 1 && (body.kind === "letter" || start > 1)) return null;
  const fits = before.every((member, k) => k === 0 || same(at(body, variable, start + k), member));
  return fits && !(to.kind === "number" && Number(to.text) <= start) ? { variable, from, to, body } : null;
}

/** The member with the variable at a number. */
function at(body: Syntax, variable: Name, value: number): Syntax {
  return mapSyntax(body, (s) =>
    s.kind === "letter" && s.name === variable ? { kind: "number", text: String(value), span: s.span } : null,
  );
}

interface Meeting {
  /** The common pattern; null when the two differ in more than the running number. */
  readonly meet: (a: Syntax, b: Syntax) => Syntax | null;
  readonly ends: () => { readonly from: Syntax | null; readonly to: Syntax | null };
}

function createMeeting(variable: Name): Meeting {
  let from: Syntax | null = null;
  let to: Syntax | null = null;
  const meet = (a: Syntax, b: Syntax): Syntax | null => {
    if (same(a, b)) return a;
    if (a.kind === "number") {
      if ((from && !same(from, a)) || (to && !same(to, b))) return null;
      from ??= a;
      to ??= b;
      return { kind: "letter", name: variable, span: a.span };
    }
    return joined(a, b, meet);
  };
  return { meet, ends: () => ({ from, to }) };
}

const isSyntax = (x: unknown): x is Syntax => typeof x === "object" && x !== null && "kind" in x && "span" in x;

/** Two nodes of one kind, part by part; null when they differ outside their parts. */
function joined(a: Syntax, b: Syntax, meet: (a: Syntax, b: Syntax) => Syntax | null): Syntax | null {
  if (a.kind !== b.kind) return null;
  let broken = false;
  const part = (x: unknown, y: unknown): unknown => {
    if (isSyntax(x) && isSyntax(y)) {
      const both = meet(x, y);
      broken ||= both === null;
      return both;
    }
    if (Array.isArray(x) && Array.isArray(y) && x.length === y.length) return x.map((v, k) => part(v, y[k]));
    if (isRecord(x) && isRecord(y)) return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, k === "span" ? v : part(v, y[k])]));
    broken ||= x !== y;
    return x;
  };
  const other = new Map<string, unknown>(Object.entries(b));
  const entries = Object.entries(a).map(([key, value]) => [key, key === "span" ? value : part(value, other.get(key))] as const);
  return broken ? null : (Object.fromEntries(entries) as unknown as Syntax);
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === "object" && x !== null && !Array.isArray(x);

/** Equal but for their places. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, k) => same(x, b[k]));
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = Object.keys(a).filter((k) => k !== "span");
  return keys.length === Object.keys(b).filter((k) => k !== "span").length && keys.every((k) => same(a[k], b[k]));
}

/** A copy with some parts replaced. */
function mapSyntax(s: Syntax, replace: (s: Syntax) => Syntax | null): Syntax {
  const part = (x: unknown): unknown => {
    if (isSyntax(x)) return replace(x) ?? copy(x);
    if (Array.isArray(x)) return x.map(part);
    return isRecord(x) ? copy(x) : x;
  };
  const copy = (x: object): unknown => Object.fromEntries(Object.entries(x).map(([k, v]) => [k, k === "span" ? v : part(v)]));
  return part(s) as Syntax;
}

function lettersOf(s: Syntax): readonly Name[] {
  const out: Name[] = [];
  mapSyntax(s, (x) => {
    if (x.kind === "letter") out.push(x.name);
    return null;
  });
  return out;
}
