/**
 * Binders: ranges from what is written or from the axes an index runs along, guards as indicators, bounds that depend on another index as
 * indicators too, limits, integrals and values between bounds.
 */
import { type Domain, type Expr, freeSymbols, heads, nodesOf, type Sym, toDim } from "../expr/index.ts";
import { axes, type Dim, isScalar } from "../shape/index.ts";
import { type Candidates, prune } from "./build-candidates.ts";
import { admits, type Builder, bindIn, combine, expecting, freshIndex, freshVariable, plus, stop } from "./build-context.ts";
import type { BoundIndex, Term, TermOf, UsedReading } from "./meaning.ts";
import { freeNames, visit } from "./resolve-walk.ts";

type Big = TermOf<"big">;

/** A bound index with its range; `within` limits it where the written bound depends on another index. */
interface Ranged {
  readonly index: Sym;
  readonly hint: string;
  readonly from: Expr;
  readonly to: Expr;
  readonly within: Expr | null;
  readonly readings: readonly UsedReading[];
}

export function big(b: Builder, term: Big): Candidates {
  const ranges: Ranged[] = [];
  let inner = b;
  for (const bound of term.over) {
    const index = freshIndex(inner, bound.name);
    const here = bindIn(inner, [[bound.name, index]]);
    const range = rangeOf(inner, here, bound, term, index, ranges);
    if (!range) return [];
    ranges.push(range);
    inner = here;
  }
  return combine(expecting(inner, b.expect), [...term.guards, term.body], (parts, readings) => {
    const body = parts.at(-1);
    if (!body) return [];
    const guards = [...parts.slice(0, -1), ...ranges.flatMap((r) => (r.within ? [r.within] : []))];
    const guarded = underGuards(b, term, guards, body);
    if (!guarded)
      return stop(b, term.span, "unsupported", `a condition under ${term.binder} cannot be taken into account`, {
        try: "write the range with two bounds",
      });
    const all = [...readings, ...ranges.flatMap((r) => r.readings)];
    return [{ expr: nest(b, term, ranges, guarded), readings: all }];
  });
}

function nest(b: Builder, term: Big, ranges: readonly Ranged[], body: Expr): Expr {
  return ranges.reduceRight<Expr>(
    (inner, r) => b.t.bind(term.binder, r.index, { kind: "range", from: r.from, to: r.to }, inner, r.hint),
    body,
  );
}

/** In a sum a false condition gives the term 0, in a product the factor 1. */
function underGuards(b: Builder, term: Big, guards: readonly Expr[], body: Expr): Expr | null {
  const [only] = guards;
  if (!only) return body;
  const truth = guards.length === 1 ? only : b.t.app(heads.and, guards);
  if (term.binder === "sum") return b.t.app(isScalar(body.shape) ? heads.mul : heads.hadamard, [b.t.app(heads.iverson, [truth]), body]);
  return term.binder === "product" && isScalar(body.shape) ? b.t.cases([{ when: truth, then: body }], b.t.num(1)) : null;
}

function rangeOf(outer: Builder, inner: Builder, bound: BoundIndex, term: Big, index: Sym, before: readonly Ranged[]): Ranged | null {
  const base = outer.analysis.table.notation.indexBase;
  const axis = axisOf(inner, bound.name, [...term.guards, term.body]);
  const from = bound.from ? single(outer, bound.from) : outer.t.num(base);
  const to = bound.to ? single(outer, bound.to) : axis ? plus(outer.t, outer.t.dim(axis), base - 1) : null;
  if (!from || (bound.to && !to)) return null;
  if (!to) return withoutRange(outer, bound, index, from, term);
  const plain: Ranged = { index, hint: bound.name, from, to, within: null, readings: [] };
  return dependent(outer, plain, axis, before);
}

/** A bound that mentions another index becomes an indicator over the whole axis. */
function dependent(b: Builder, r: Ranged, axis: Dim | null, before: readonly Ranged[]): Ranged {
  const isIndex = (e: Expr): boolean =>
    [...freeSymbols(e).values()].some((s) => before.some((o) => o.index === s) || [...b.scope.values()].includes(s) || isFreeIndex(b, s));
  const lowDepends = isIndex(r.from);
  const highDepends = isIndex(r.to);
  if (!lowDepends && !highDepends) return r;
  const base = b.analysis.table.notation.indexBase;
  const outer = before.find((o) => freeSymbols(highDepends ? r.to : r.from).get(o.index.name) === o.index);
  const low = lowDepends ? b.t.num(base) : r.from;
  const high = highDepends ? (axis ? plus(b.t, b.t.dim(axis), base - 1) : (outer?.to ?? null)) : r.to;
  if (!high) return r;
  const tests = [
    ...(lowDepends ? [b.t.app(heads.le, [r.from, r.index])] : []),
    ...(highDepends ? [b.t.app(heads.le, [r.index, r.to])] : []),
  ];
  const [only] = tests;
  return { ...r, from: low, to: high, within: tests.length === 1 && only ? only : b.t.app(heads.and, tests) };
}

/** A free index of the scope, as opposed to a size. */
const isFreeIndex = (b: Builder, s: Sym): boolean => b.analysis.along.has(s.name);

function withoutRange(b: Builder, bound: BoundIndex, index: Sym, from: Expr, term: Big): Ranged | null {
  // A bound that was left out where nothing tells the length: the size that the lower bound or a guard names.
  const size = sizeNamed(b, from);
  if (size && admits(b, "omitted-bound"))
    return {
      index,
      hint: bound.name,
      from,
      to: size,
      within: null,
      readings: [{ reading: "omitted-bound", note: `the upper bound of ${bound.name} is taken to be its opposite` }],
    };
  stop(b, term.span, "index-rank", `nothing tells how far ${bound.name} runs`, {
    expected: "a range",
    try: `write \\sum_{${bound.name}=1}^n`,
  });
  return null;
}

/** `j = -n` without an upper bound runs to n. */
function sizeNamed(b: Builder, from: Expr): Expr | null {
  return from.kind === "app" && from.head.name === "neg" && from.args[0] && toDim(from.args[0]) ? b.t.adopt(from.args[0]) : null;
}

/** The axis that an index runs along: where it stands alone as a position. */
export function axisOf(b: Builder, name: string, parts: readonly Term[]): Dim | null {
  let found: Dim | null = null;
  for (const part of parts) {
    visit(part, (x, bound) => {
      if (found || bound.has(name)) return;
      if (x.kind === "call" && x.args[0]?.kind === "name" && x.args[0].name === name)
        found = b.analysis.table.notation.rows?.get(x.fn) ?? null;
      if (x.kind !== "entry") return;
      const k = x.at.findIndex((a) => a.kind === "name" && a.name === name);
      if (k < 0) return;
      const [of] = quietly(b, x.of);
      const list = of ? axes(of.expr.shape) : [];
      if (list.length === x.at.length) found = list[k] ?? null;
    });
  }
  return found;
}

/** Builds without recording errors: used to look at shapes. */
export function quietly(b: Builder, term: Term): Candidates {
  return b.build(term, { ...b, errors: [], assumptions: new Set(), undefinedNames: new Set() });
}

function single(b: Builder, term: Term): Expr | null {
  const [c] = b.build(term, expecting(b, null));
  if (c && !isScalar(c.expr.shape)) {
    stop(b, term.span, "shape-clash", "a bound must be a number");
    return null;
  }
  return c?.expr ?? null;
}

export function limit(b: Builder, term: TermOf<"limit">): Candidates {
  const variable = freshVariable(b, term.variable);
  const to = single(b, term.to);
  if (!to) return [];
  const domain: Domain = { kind: "point", at: to, side: term.side };
  return prune(
    b.build(term.body, expecting(bindIn(b, [[term.variable, variable]]), b.expect)).map((c) => ({
      expr: b.t.bind("limit", variable, domain, c.expr, term.variable),
      readings: c.readings,
    })),
  );
}

export function integral(b: Builder, term: TermOf<"integral">): Candidates {
  const variable = freshVariable(b, term.variable);
  const from = single(b, term.from);
  const to = single(b, term.to);
  if (!from || !to) return [];
  return prune(
    b.build(term.body, bindIn(b, [[term.variable, variable]])).map((c) => ({
      expr: b.t.bind("integral", variable, { kind: "interval", from, to }, c.expr, term.variable),
      readings: c.readings,
    })),
  );
}

/** [f(x)]_a^b = f(b) − f(a); f(x)|_{x=b} = f(b). */
export function evaluation(b: Builder, term: TermOf<"evaluation">): Candidates {
  const variable = freshVariable(b, term.variable);
  const from = term.from ? single(b, term.from) : null;
  const to = single(b, term.to);
  if ((term.from && !from) || !to) return [];
  return prune(
    b.build(term.of, bindIn(b, [[term.variable, variable]])).flatMap((c) => {
      // A derivative at a point, where it is continuous: what it tends to there.
      if (nodesOf(c.expr).some((x) => x.kind === "deriv") && !from && !reachesByDefinition(b, term))
        return [
          { expr: b.t.bind("limit", variable, { kind: "point", at: to, side: "both" }, c.expr, term.variable), readings: c.readings },
        ];
      if (nodesOf(c.expr).some((x) => x.kind === "deriv"))
        return stop(b, term.span, "unsupported", "a derivative taken at a point by a bar or between bounds", {
          try: "name the derivative first",
        });
      if (reachesByDefinition(b, term))
        return stop(b, term.span, "unsupported", `a value defined elsewhere is taken at a ${term.variable} of its own`, {
          try: "write it as a function of its variable",
        });
      const at = (x: Expr): Expr => b.t.substitute(c.expr, new Map([[variable.name, x]]));
      return [{ expr: from ? b.t.app(heads.add, [at(to), b.t.app(heads.neg, [at(from)])]) : at(to), readings: c.readings }];
    }),
  );
}

/** A name inside whose definition may hide the variable: putting a value in for the letter would not reach it. */
const reachesByDefinition = (b: Builder, term: TermOf<"evaluation">): boolean =>
  !freeNames(term.of).has(term.variable) ||
  [...freeNames(term.of)].some((n) => n !== term.variable && (b.analysis.definitions.get(n)?.params.length ?? 1) === 0);
