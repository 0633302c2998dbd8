/**
 * Binders: Σ, Π, max, min, argmax, argmin with their ranges, limits and integrals.
 *
 * A range is written `j=1` above `n`, `0 ≤ i, j ≤ 3`, `1 ≤ i < n`, `j in 1..n`; without bounds it is found later, from the axes the index runs
 * along. What a range says beyond its bounds (`i ≠ j`, `j < i` with a second bound) becomes a guard.
 */
import type { Name } from "../expr/index.ts";
import type { BoundIndex, Term, TermOf } from "./meaning.ts";
import { beyond, type Context, refuse, textOf, within } from "./resolve-context.ts";
import { truth } from "./resolve-guards.ts";
import { atomName } from "./resolve-names.ts";
import { subscriptItems } from "./resolve-scripts.ts";
import type { RelationSymbol, Span, Syntax } from "./syntax.ts";
import { partsOfSyntax } from "./syntax-walk.ts";

type Big = Extract<Syntax, { kind: "big" }>;
type Binder = TermOf<"big">["binder"];

const binders: ReadonlyMap<string, Binder> = new Map([
  ["sum", "sum"],
  ["product", "product"],
  ["max", "max"],
  ["min", "min"],
  ["argmax", "argmax"],
  ["argmin", "argmin"],
  ["sup", "max"],
  ["inf", "min"],
  ["tabulate", "tabulate"],
]);

export function bigTerm(context: Context, s: Big): Term {
  if (s.name === "limit") return limitTerm(context, s);
  if (s.name === "integral") return integralTerm(context, s);
  const binder = binders.get(s.name);
  if (!binder) return refuse(context, s.span, "unsupported", `the operator ${s.name} is not understood`);
  if (s.body.kind === "empty") return refuse(context, s.span, "missing-side", "nothing stands after this operator", { expected: "a body" });
  const sub = s.sub ?? onlyIndexIn(s.body, context);
  if (!sub) return beyond(context, s.span, `${textOf(context, s.span)} does not say over which index to go`);
  if (!s.sub)
    context.guesses.push({ what: "extent", span: s.span, note: `${textOf(context, s.span)} is taken over ${textOf(context, sub.span)}` });
  const range = rangeOf(context, sub, s.sup);
  if (!range) return beyond(context, s.span, `${textOf(context, sub.span)} does not say over which whole numbers to go`);
  const inner = within(
    context,
    range.over.map((o) => o.name),
  );
  return {
    kind: "big",
    binder,
    over: range.over,
    guards: range.guards.map((g) => truth(inner, g)),
    body: context.resolve(s.body, inner),
    span: s.span,
  };
}

/** Σ x_i y_i without anything below goes over i, the only letter that gives a position in its body. */
function onlyIndexIn(body: Syntax, context: Context): Syntax | null {
  const letters = new Map<Name, Syntax>();
  for (const part of partsOfSyntax(body)) {
    if (part.kind !== "scripts" || !part.sub) continue;
    for (const item of subscriptItems(part.sub)) {
      const name = item.kind === "letter" && /^[a-z]$/u.test(item.name) ? item.name : null;
      if (name !== null && !context.bound.has(name) && !letters.has(name)) letters.set(name, item);
    }
  }
  const [only, ...others] = letters.values();
  return only && others.length === 0 ? only : null;
}

interface Range {
  readonly over: readonly BoundIndex[];
  readonly guards: readonly Syntax[];
}

const indexName = (s: Syntax): Name | null => {
  const name = atomName(s);
  if (name !== null) return name;
  if (s.kind === "scripts" && s.sub === null && s.sup === null) {
    const base = atomName(s.base);
    return base === null ? null : base + "'".repeat(s.primes);
  }
  return null;
};

/** `k, l` or `k`: indices without bounds. */
function indexNames(s: Syntax): readonly Name[] | null {
  const items = s.kind === "list" || s.kind === "juxtaposition" ? s.items : s.kind === "group" && s.fence !== "curly" ? null : [s];
  if (!items) return null;
  const names = items.map(indexName);
  return names.some((n) => n === null) ? null : (names as Name[]);
}

function rangeOf(context: Context, sub: Syntax, sup: Syntax | null): Range | null {
  if (sub.kind === "group" && (sub.fence === "curly" || (sub.fence === "round" && sub.body.kind === "list")))
    return rangeOf(context, sub.body, sup);
  const free = indexNames(sub);
  if (free) return sup ? null : { over: free.map((name) => ({ name, from: null, to: null })), guards: [] };
  if (sub.kind === "environment" && sub.name === "substack") return listRange(context, rowsAsList(sub), sup);
  if (sub.kind === "list") return listRange(context, sub, sup);
  const filter = filterOf(sub);
  if (filter) return filteredRange(context, filter.index, filter.condition, sup);
  if (sub.kind !== "chain") return null;
  return sub.relators.length === 1 ? singleRange(context, sub, sup) : doubleRange(context, sub, sup);
}

/** The rows of a \substack as a list. */
function rowsAsList(s: Extract<Syntax, { kind: "environment" }>): Extract<Syntax, { kind: "list" }> {
  const items = s.rows.flatMap((row) => row.filter((cell) => cell.kind !== "empty"));
  return { kind: "list", items, separators: items.slice(1).map(() => ","), span: s.span };
}

/** `i : y_i = 1`, where the colon binds tighter than the relation behind it. */
function filterOf(s: Syntax): { readonly index: Syntax; readonly condition: Syntax } | null {
  if (s.kind === "binary" && s.operator === "colon") return { index: s.left, condition: s.right };
  if (s.kind !== "chain") return null;
  const [first, ...others] = s.operands;
  if (first?.kind !== "binary" || first.operator !== "colon") return null;
  return {
    index: first.left,
    condition: { ...s, operands: [first.right, ...others], span: { start: first.right.span.start, end: s.span.end } },
  };
}

/** Every index on its axis, where the condition holds. */
function filteredRange(context: Context, index: Syntax, condition: Syntax, sup: Syntax | null): Range | null {
  const names = indexNames(index);
  if (!names) return null;
  const to = sup ? context.resolve(sup, context) : null;
  return { over: names.map((name) => ({ name, from: null, to })), guards: [condition] };
}

type Chain = Extract<Syntax, { kind: "chain" }>;

function singleRange(context: Context, s: Chain, sup: Syntax | null): Range | null {
  const [left, right] = s.operands;
  const symbol = s.relators[0]?.symbol;
  if (!left || !right || !symbol) return null;
  const names = indexNames(left);
  if (!names) return null;
  const put = (from: Term | null, to: Term | null): Range => ({ over: names.map((name) => ({ name, from, to })), guards: [] });
  const top = sup ? context.resolve(sup, context) : null;
  switch (symbol) {
    case "=":
      return put(context.resolve(right, context), top);
    case "\\in":
      return sup ? null : setRange(context, names, right);
    case "\\ne":
      return unequalRange(context, s, left, right);
    default: {
      const guard: Syntax = s;
      return sup || !isOrder(symbol) ? null : { over: names.map((name) => ({ name, from: null, to: null })), guards: [guard] };
    }
  }
}

/** `i ≠ j` behind an index that is already named excludes a value; it names no further index. */
const isInequation = (s: Syntax): boolean => s.kind === "chain" && s.relators.length === 1 && s.relators[0]?.symbol === "\\ne";

const isOrder = (symbol: RelationSymbol): boolean => ["<", "\\le", ">", "\\ge"].includes(symbol);

/** `i ≠ j`: the index that is not yet bound or known is the one summed; the left one when neither is. */
function unequalRange(context: Context, s: Chain, left: Syntax, right: Syntax): Range | null {
  const l = indexName(left);
  const r = indexName(right);
  const { elsewhere } = context.table.notation;
  const isSummed = (name: Name | null): name is Name =>
    name !== null && elsewhere !== undefined && !context.bound.has(name) && !elsewhere.has(name);
  if (isSummed(l) && isSummed(r)) return { over: [l, r].map((name) => ({ name, from: null, to: null })), guards: [s] };
  const name = l !== null && !context.bound.has(l) ? l : r !== null && !context.bound.has(r) ? r : l;
  return name === null ? null : { over: [{ name, from: null, to: null }], guards: [s] };
}

/** `i ∈ {1, …, n}` and the plain `i in 1..n`. */
function setRange(context: Context, names: readonly Name[], set: Syntax): Range | null {
  const body = set.kind === "group" ? set.body : set;
  if (body.kind === "range") {
    const bounds = { from: context.resolve(body.from, context), to: context.resolve(body.to, context) };
    return { over: names.map((name) => ({ name, ...bounds })), guards: [] };
  }
  if (body.kind !== "list") return null;
  const dots = body.items.findIndex((i) => i.kind === "dots");
  const first = body.items[0];
  const last = body.items.at(-1);
  if (dots < 0 || !first || !last || first.kind === "dots" || last.kind === "dots") return null;
  const from = context.resolve(first, context);
  const to = context.resolve(last, context);
  return { over: names.map((name) => ({ name, from, to })), guards: [] };
}

/** `1 ≤ i ≤ n`, `0 ≤ i, j ≤ 3`, `1 ≤ i < j ≤ n`: outer bounds become the range, strict ones by one less, the rest guards. */
function doubleRange(context: Context, s: Chain, sup: Syntax | null): Range | null {
  if (sup || !s.relators.every((r) => isOrder(r.symbol))) return null;
  const [low, ...others] = s.operands;
  const high = others.pop();
  const rising = s.relators.every((r) => r.symbol === "<" || r.symbol === "\\le");
  if (!low || !high || !rising) return null;
  const names = others.map(indexNames);
  if (names.some((n) => n === null)) return null;
  const from = shifted(context.resolve(low, context), s.relators[0]?.symbol === "<" ? 1 : 0);
  const to = shifted(context.resolve(high, context), s.relators.at(-1)?.symbol === "<" ? -1 : 0);
  const guards = others.slice(1).map((o, k): Syntax => {
    const left = others[k] as Syntax;
    return {
      kind: "chain",
      operands: [left, o],
      relators: [s.relators[k + 1] as Chain["relators"][number]],
      span: { start: left.span.start, end: o.span.end },
    };
  });
  return { over: names.flatMap((n) => n ?? []).map((name) => ({ name, from, to })), guards };
}

export function shifted(of: Term, by: 1 | -1 | 0): Term {
  if (by === 0) return of;
  const unit: Term = { kind: "number", value: { n: 1n, d: 1n }, span: of.span };
  return {
    kind: "sum",
    terms: [
      { sign: "+", term: of },
      { sign: by > 0 ? "+" : "-", term: unit },
    ],
    span: of.span,
  };
}

/** `0 ≤ i, j ≤ 3`, where the comma binds weaker than the relations: the bounds hold for every index named. */
function listRange(context: Context, s: Extract<Syntax, { kind: "list" }>, sup: Syntax | null): Range | null {
  const [first, ...rest] = s.items;
  const last = rest.at(-1);
  if (
    !sup &&
    first?.kind === "chain" &&
    last?.kind === "chain" &&
    first.relators.length === 1 &&
    last.relators.length === 1 &&
    isOrder(first.relators[0]?.symbol ?? "=")
  ) {
    const [low, firstIndex] = first.operands;
    const [lastIndex, high] = last.operands;
    const middle = rest.slice(0, -1);
    if (
      low &&
      high &&
      firstIndex &&
      lastIndex &&
      indexName(firstIndex) !== null &&
      indexName(lastIndex) !== null &&
      middle.every((m) => indexName(m) !== null)
    ) {
      const items = [firstIndex, ...middle, lastIndex];
      const whole: Syntax = {
        kind: "chain",
        operands: [low, { kind: "list", items, separators: items.slice(1).map(() => ","), span: s.span }, high],
        relators: [...first.relators, ...last.relators],
        span: s.span,
      };
      return doubleRange(context, whole, null);
    }
  }
  // `i = 1, …; i ≠ j`: each item a range or a guard on an index already named.
  const over: BoundIndex[] = [];
  const guards: Syntax[] = [];
  for (const item of s.items) {
    if (over.length > 0 && isInequation(item)) {
      guards.push(item);
      continue;
    }
    const range = rangeOf(
      within(
        context,
        over.map((o) => o.name),
      ),
      item,
      over.length === 0 ? sup : null,
    );
    const fresh = range?.over.filter((o) => !over.some((x) => x.name === o.name)) ?? [];
    if (range && fresh.length > 0) over.push(...fresh);
    else guards.push(item);
    if (range && fresh.length > 0) guards.push(...range.guards);
  }
  return over.length === 0 ? null : { over, guards };
}

function limitTerm(context: Context, s: Big): Term {
  const sub = s.sub?.kind === "group" && s.sub.fence === "curly" ? s.sub.body : s.sub;
  const relator = sub?.kind === "chain" && sub.relators.length === 1 ? sub.relators[0]?.symbol : undefined;
  const arrow = sub?.kind === "chain" && relator !== undefined && sides.has(relator) ? sub.operands : null;
  const variable = arrow?.[0] ? indexName(arrow[0]) : null;
  if (!arrow?.[1] || variable === null) {
    return refuse(context, s.span, "unexpected", "this limit does not say what tends where", {
      expected: "a variable and its limit",
      try: "write \\lim_{x \\to 0}",
    });
  }
  const { at, side } = sided(arrow[1], sides.get(relator ?? "\\to") ?? "both");
  return {
    kind: "limit",
    variable,
    to: context.resolve(at, context),
    side,
    body: context.resolve(s.body, within(context, [variable])),
    span: s.span,
  };
}

type Side = TermOf<"limit">["side"];

/** h → 0 from both sides, h ↓ 0 from the right, h ↑ 0 from the left. */
const sides: ReadonlyMap<RelationSymbol, Side> = new Map<RelationSymbol, Side>([
  ["\\to", "both"],
  ["\\downarrow", "right"],
  ["\\uparrow", "left"],
]);

/** `0^+` tends from the right, `0^-` from the left. */
function sided(s: Syntax, arrow: Side): { readonly at: Syntax; readonly side: Side } {
  if (s.kind === "scripts" && s.sub === null && s.sup?.kind === "letter") {
    if (s.sup.name === "+") return { at: s.base, side: "right" };
    if (s.sup.name === "-") return { at: s.base, side: "left" };
  }
  return { at: s, side: arrow };
}

function integralTerm(context: Context, s: Big): Term {
  if (s.body.kind === "empty") return refuse(context, s.span, "missing-side", "nothing stands after this operator", { expected: "a body" });
  const split = differentialAtEnd(s.body);
  if (!split) return beyond(context, s.span, "this integral does not say by a dx over which variable it runs");
  if (!s.sub || !s.sup) return beyond(context, s.span, "an integral without bounds");
  const { variable, body } = split;
  return {
    kind: "integral",
    variable,
    from: context.resolve(s.sub, context),
    to: context.resolve(s.sup, context),
    body: context.resolve(body, within(context, [variable])),
    span: s.span,
  };
}

function differentialAtEnd(s: Syntax): { readonly variable: Name; readonly body: Syntax } | null {
  if (s.kind === "binary" && (s.operator === "cdot" || s.operator === "times")) {
    const right = differentialAtEnd(s.right);
    return right && { variable: right.variable, body: { ...s, right: right.body } };
  }
  // In ∫∫ f dy dx the last differential belongs to the outer integral.
  if (s.kind === "big" && s.name === "integral") {
    const inner = differentialAtEnd(s.body);
    return inner && differentialAtEnd(inner.body) ? { variable: inner.variable, body: { ...s, body: inner.body } } : null;
  }
  if (s.kind !== "juxtaposition" || s.items.length < 2) return null;
  const d = s.items.at(-2);
  const x = s.items.at(-1);
  const variable = x ? indexName(x) : null;
  if (!d || variable === null || !isDifferentialLetter(d)) return null;
  const rest = s.items.slice(0, -2);
  const span: Span = { start: s.span.start, end: d.span.start };
  const one: Syntax = { kind: "number", text: "1", span };
  return {
    variable,
    body: rest.length === 0 ? one : rest.length === 1 ? (rest[0] as Syntax) : { kind: "juxtaposition", items: rest, span },
  };
}

const isDifferentialLetter = (s: Syntax): boolean =>
  (s.kind === "letter" && s.name === "d") || (s.kind === "word" && s.text === "d") || (s.kind === "styled" && isDifferentialLetter(s.of));

/** `\max(0, x)`, `\max\{0, x\}`, `\max x`: without an index it is the function. */
export const isFunctionLike = (s: Syntax): s is Big =>
  s.kind === "big" && s.sub === null && s.sup === null && ["max", "min", "argmax", "argmin"].includes(s.name);
