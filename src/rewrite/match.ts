/**
 * Matching of patterns: the left side of a rule against a term.
 *
 *   + and ⊙         associative and commutative; at the top of a pattern terms may be left over
 *   U V             associative; numbers among the factors commute; at the top factors may be left over on both sides
 *   a[j] under Σⱼ   matches any body; a name without j only what is free of j
 *   sizes           shapes of variables are unified: U : n×n matches no 2×3 matrix
 *
 * All ways to match are enumerated lazily, in a fixed order, within a counted budget.
 */
import { type App, type Bind, childrenOf, type Expr, type Head, heads, type Name, type Sym, type Terms, toDim } from "../expr/index.ts";
import { absurd, type Dim, emptyUnifier, isScalar, type Unifier, unifyDims, unifyShapes } from "../shape/index.ts";
import { isMarked, markDim, markShape, unmarked } from "./sizes.ts";

/** What pattern variables stand for, and what was not matched at the top. */
export interface Match {
  readonly values: ReadonlyMap<Name, Expr>;
  readonly sizes: ReadonlyMap<string, Dim>;
  /** Terms of a sum or entrywise product that the pattern leaves over. */
  readonly rest: readonly Expr[];
  /** Factors of a product before and after the matched ones. */
  readonly around: { readonly before: readonly Expr[]; readonly after: readonly Expr[] };
}

interface State {
  readonly values: ReadonlyMap<Name, Expr>;
  readonly unifier: Unifier;
  /** Bound index of the pattern → bound index of the term. */
  readonly bound: ReadonlyMap<Name, Bind>;
}

interface Matcher {
  readonly t: Terms;
  readonly variables: ReadonlyMap<Name, Sym>;
  /** Attempts left. */
  budget: number;
}

/** Enough for every rule of the book on terms of a few hundred factors; a pattern that needs more is given up. */
const attempts = 20_000;

const start: State = { values: new Map(), unifier: emptyUnifier, bound: new Map() };
const nothing: Match["around"] = { before: [], after: [] };

/** Every way in which `pattern` (with these variables) matches `e`, a term of `t`. */
export function* matches(t: Terms, variables: readonly Sym[], pattern: Expr, e: Expr): Generator<Match> {
  const m: Matcher = { t, variables: new Map(variables.map((v) => [v.name, v])), budget: attempts };
  for (const found of top(m, pattern, e)) yield found;
}

function* top(m: Matcher, pattern: Expr, e: Expr): Generator<Match> {
  const done = (s: State, rest: readonly Expr[], around: Match["around"]): Match => ({
    values: s.values,
    sizes: unmarked(s.unifier),
    rest,
    around,
  });
  if (pattern.kind === "app" && e.kind === "app" && pattern.head === e.head) {
    if (isCommutative(pattern)) {
      for (const [s, rest] of bag(m, pattern.head, flatten(pattern), flatten(e), start, true)) yield done(s, rest, nothing);
      return;
    }
    if (pattern.head === heads.mul) {
      yield* topProduct(m, pattern, e, done);
      return;
    }
  }
  for (const s of walk(m, pattern, e, start)) yield done(s, [], nothing);
}

type Done = (s: State, rest: readonly Expr[], around: Match["around"]) => Match;

function* topProduct(m: Matcher, pattern: App, e: App, done: Done): Generator<Match> {
  const wanted = factorsOf(pattern);
  const given = factorsOf(e);
  for (const [s, numbers] of bag(m, heads.mul, wanted.numbers, given.numbers, start, true)) {
    if (wanted.chain.length === 0) {
      yield done(s, [], { before: numbers, after: given.chain });
      continue;
    }
    for (let from = 0; from < given.chain.length; from++) {
      for (let to = from + 1; to <= given.chain.length; to++) {
        for (const next of chain(m, wanted.chain, given.chain.slice(from, to), s)) {
          yield done(next, [], { before: [...numbers, ...given.chain.slice(0, from)], after: given.chain.slice(to) });
        }
      }
    }
  }
}

const isCommutative = (e: App): boolean => e.head === heads.add || e.head === heads.hadamard;

/** Arguments with nested applications of the same head opened. */
function flatten(e: Expr, head = e.kind === "app" ? e.head : null): readonly Expr[] {
  return e.kind === "app" && e.head === head ? e.args.flatMap((a) => flatten(a, head)) : [e];
}

/** The factors of a product: numbers, which commute, and the chain of arrays, which does not. */
function factorsOf(e: Expr): { readonly numbers: readonly Expr[]; readonly chain: readonly Expr[] } {
  const all = flatten(e, heads.mul);
  return { numbers: all.filter((f) => isScalar(f.shape)), chain: all.filter((f) => !isScalar(f.shape)) };
}

function* walk(m: Matcher, p: Expr, e: Expr, s: State): Generator<State> {
  if (m.budget-- <= 0) return;
  const variable = p.kind === "sym" ? m.variables.get(p.name) : undefined;
  if (variable) {
    yield* bindVariable(variable, e, s);
    return;
  }
  if (p.kind === "elem" && (yield* bindEntries(m, p, e, s))) return;
  switch (p.kind) {
    case "num":
      if (e.kind === "num" && e.value.n === p.value.n && e.value.d === p.value.d) yield s;
      return;
    case "sym":
      yield* symbol(p, e, s);
      return;
    case "app":
      if (e.kind === "app" && e.head === p.head) yield* application(m, p, e, s);
      return;
    case "bind":
      if (e.kind === "bind" && e.binder === p.binder && e.domain.kind === p.domain.kind) yield* binder(m, p, e, s);
      return;
    case "elem":
    case "call":
    case "cases":
    case "deriv":
      if (sameFrame(p, e)) yield* inOrder(m, childrenOf(p), childrenOf(e), s);
      return;
    default:
      absurd(p);
  }
}

/** Same kind and same label, children aside. */
function sameFrame(p: Expr, e: Expr): boolean {
  if (p.kind !== e.kind || childrenOf(p).length !== childrenOf(e).length) return false;
  if (p.kind === "call" && e.kind === "call") return p.fn === e.fn && p.slots.join() === e.slots.join();
  if (p.kind === "cases" && e.kind === "cases") return (p.otherwise === null) === (e.otherwise === null);
  return true;
}

/** A bound index of the pattern stands for that of the term; a size for what it is unified with. */
function* symbol(p: Sym, e: Expr, s: State): Generator<State> {
  const bound = s.bound.get(p.name);
  if (bound) {
    if (e === bound.index) yield s;
    return;
  }
  const dim = p.sort === "index" ? toDim(e) : null;
  if (!dim) return;
  const u = unifyDims(markDim(toDim(p) as Dim), dim, s.unifier, isMarked);
  if (u.ok) yield { ...s, unifier: u.value };
}

function* bindVariable(v: Sym, e: Expr, s: State): Generator<State> {
  const before = s.values.get(v.name);
  if (before) {
    if (before === e) yield s;
    return;
  }
  if (v.sort === "index" && e.sort !== "index") return;
  if (escapes(e, s)) return;
  const u = unifyShapes(markShape(v.shape), e.shape, s.unifier, isMarked);
  if (u.ok) yield { ...s, unifier: u.value, values: new Map([...s.values, [v.name, e]]) };
}

/** Whether a term mentions an index that is bound around this place: a variable without that index may not. */
function escapes(e: Expr, s: State): boolean {
  if (e.level === 0 || s.bound.size === 0) return false;
  const names = new Set([...s.bound.values()].map((b) => b.index.name));
  const seen = new Map<Expr, boolean>();
  const go = (x: Expr): boolean => {
    if (x.level === 0) return false;
    const known = seen.get(x);
    if (known !== undefined) return known;
    const out = (x.kind === "sym" && names.has(x.name)) || childrenOf(x).some(go);
    seen.set(x, out);
    return out;
  };
  return go(e);
}

/** a[j] with j bound and a a variable: the array of whatever stands there. True when the pattern is of that form. */
function* bindEntries(m: Matcher, p: Extract<Expr, { kind: "elem" }>, e: Expr, s: State): Generator<State, boolean> {
  const v = p.of.kind === "sym" ? m.variables.get(p.of.name) : undefined;
  const indices = p.at.map((k) => (k.kind === "sym" ? s.bound.get(k.name) : undefined));
  if (!v || indices.some((b) => !b) || new Set(indices).size !== indices.length) return false;
  const over = indices as readonly Bind[];
  const array = arrayOf(m.t, e, over);
  if (array) {
    const outside = new Map([...s.bound].filter(([, b]) => !over.includes(b)));
    for (const next of bindVariable(v, array, { ...s, bound: outside })) yield { ...next, bound: s.bound };
  }
  return true;
}

/** The array whose entry at the bound indices is `e`: X itself for X[j], else an array by its entries. */
function arrayOf(t: Terms, e: Expr, over: readonly Bind[]): Expr | null {
  if (e.kind === "elem" && e.at.length === over.length && e.at.every((k, i) => k === over[i]?.index) && e.of.level === 0) return e.of;
  if (!isScalar(e.shape) || over.some((b) => b.domain.kind !== "range")) return null;
  return over.reduceRight<Expr>((body, b) => t.bind("tabulate", b.index, b.domain, body, b.hint), e);
}

function* application(m: Matcher, p: App, e: App, s: State): Generator<State> {
  if (isCommutative(p)) for (const [next] of bag(m, p.head, flatten(p), flatten(e), s, false)) yield next;
  else if (p.head === heads.mul) {
    const wanted = factorsOf(p);
    const given = factorsOf(e);
    for (const [next] of bag(m, heads.mul, wanted.numbers, given.numbers, s, false)) yield* chain(m, wanted.chain, given.chain, next);
  } else if (p.args.length === e.args.length) yield* inOrder(m, p.args, e.args, s);
}

function* inOrder(m: Matcher, ps: readonly Expr[], es: readonly Expr[], s: State): Generator<State> {
  const [p, ...more] = ps;
  const [e, ...others] = es;
  if (!p || !e) {
    if (!p && !e) yield s;
    return;
  }
  for (const next of walk(m, p, e, s)) yield* inOrder(m, more, others, next);
}

/** Patterns against a bag of terms. A variable standing last takes all that is left, unless leaving some over is allowed. */
function* bag(
  m: Matcher,
  head: Head,
  ps: readonly Expr[],
  es: readonly Expr[],
  s: State,
  open: boolean,
): Generator<[State, readonly Expr[]]> {
  const ordered = [...ps].sort((a, b) => Number(isFree(m, a, s)) - Number(isFree(m, b, s)));
  const [p, ...more] = ordered;
  if (!p) {
    if (open || es.length === 0) yield [s, es];
    return;
  }
  for (const [i, e] of es.entries()) {
    const others = es.filter((_, k) => k !== i);
    if (more.length === 0 && !open && others.length > 0) break;
    for (const next of walk(m, p, e, s)) yield* bag(m, head, more, others, next, open);
  }
  if (more.length > 0 || open || es.length < 2 || !isFree(m, p, s)) return;
  for (const next of walk(m, p, m.t.app(head, es), s)) yield [next, []];
}

const isFree = (m: Matcher, p: Expr, s: State): boolean => p.kind === "sym" && m.variables.has(p.name) && !s.values.has(p.name);

/** Patterns against a chain of factors, in order; an unbound variable may take several. */
function* chain(m: Matcher, ps: readonly Expr[], es: readonly Expr[], s: State): Generator<State> {
  const [p, ...more] = ps;
  if (!p) {
    if (es.length === 0) yield s;
    return;
  }
  const longest = isFree(m, p, s) ? es.length - more.length : Math.min(1, es.length);
  for (let n = 1; n <= longest; n++) {
    const taken = es.slice(0, n);
    const e = n === 1 ? (taken[0] as Expr) : m.t.app(heads.mul, taken);
    for (const next of walk(m, p, e, s)) yield* chain(m, more, es.slice(n), next);
  }
}

function* binder(m: Matcher, p: Bind, e: Bind, s: State): Generator<State> {
  const inside = childrenOf(p).length - 1;
  for (const domain of inOrder(m, childrenOf(p).slice(0, inside), childrenOf(e).slice(0, inside), s)) {
    const within: State = { ...domain, bound: new Map([...domain.bound, [p.index.name, e]]) };
    for (const found of walk(m, p.body, e.body, within)) yield { ...found, bound: s.bound };
  }
}
