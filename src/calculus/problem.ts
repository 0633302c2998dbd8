/**
 * A question about derivatives, set up: the terms of a scope entered into a workshop of its own.
 *
 * Definitions are an environment, never a substitution: a defined name is a node whose value is its definition, and the variable of
 * differentiation is a leaf whatever it is made of. Both stay symbols through normalisation: what could merge away (x·x² → x³) would be a
 * silent zero.
 */
import {
  type Book,
  type Call,
  type Definition,
  type Domain,
  type Environment,
  type Expr,
  freeSymbols,
  type Name,
  nodesOf,
  type Sym,
  toDim,
} from "../expr/index.ts";
import type { Dim } from "../shape/dim.ts";
import { axes, isColumn, isRow, transposeShape } from "../shape/shape.ts";
import { cols, inside, is, rows } from "./atoms.ts";
import { derive, type Family, type Form, kronecker } from "./derivative.ts";
import { createEnter, type Scope } from "./enter.ts";
import { createGather } from "./gather.ts";
import { createNormal, type Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";
import type { Engine } from "./reverse.ts";

/** What is differentiated by, as a leaf of the engine. */
export interface Variable {
  readonly leaf: Expr;
  /** The entry that was asked for, or null for the whole. */
  readonly at: readonly Expr[] | null;
  /** The leaf was cut out; this is what it stands for. Null when the leaf is its own name. */
  restore: (() => Expr) | null;
  /** The variable is a row, held as a column. */
  readonly row: boolean;
  /** The stacked columns of the leaf were asked for. */
  readonly stacked: boolean;
}

export interface Problem {
  readonly engine: Engine;
  readonly n: Normal;
  enter(e: Expr): Expr;
  readonly variables: readonly Variable[];
}

export interface Question {
  readonly book: Book;
  readonly environment: Environment;
  readonly expr: Expr;
  readonly by: readonly Expr[];
}

const base = (e: Expr): Expr => (e.kind === "elem" ? e.of : is(e, "vec") ? (e.args[0] as Expr) : e);

export function createProblem(q: Question): Problem {
  const n = createNormal(q.book);
  const cuts = new Map<Expr, Expr>();
  const masked = new Set<Name>();
  const values = new Map<Expr, Expr | null>();
  const engine: Engine = { n, value: standsFor, used: [] };
  const scope: Scope = {
    cut: (e) => cuts.get(e) ?? null,
    symbol: (s) => n.t.sym(s.name, s.shape, s.sort),
    differential() {
      throw refusal("no-rule", "a differential in the question");
    },
    derivative: (of, by) => unevaluated(of, by),
    pointwise: false,
    authored: true,
  };
  const enter = createEnter(n, scope);
  const uncut = createEnter(n, { ...scope, cut: () => null });

  function standsFor(e: Expr): Expr | null {
    if (e.kind !== "sym" && e.kind !== "call") return null;
    const before = values.get(e);
    if (before !== undefined) return before;
    values.set(e, null);
    const found = e.kind === "sym" ? definedValue(e) : calledValue(e);
    values.set(e, found);
    return found;
  }

  function definedValue(s: Sym): Expr | null {
    const d = masked.has(s.name) ? undefined : q.environment.definitions.get(s.name);
    return d && d.params.length === 0 && d.body.shape.length === s.shape.length ? enter(d.body) : null;
  }

  function calledValue(c: Call): Expr | null {
    const d = q.environment.definitions.get(c.fn);
    if (!d || d.params.length !== c.args.length || c.slots.length > 0) return null;
    return instantiateDefinition(d, c.args);
  }

  /** f(args): the body with the parameters replaced, in every definition that mentions one of them. */
  function instantiateDefinition(d: Definition, args: readonly Expr[]): Expr {
    const given = new Map<Name, Expr>(d.params.map((p, i) => [p.name, args[i] as Expr]));
    const same = d.params.every((p, i) => args[i] === n.t.sym(p.name, p.shape, p.sort));
    if (same) return enter(d.body);
    const mentions = mentioning(q.environment, new Set(given.keys()));
    const inner: (e: Expr) => Expr = createEnter(n, {
      ...scope,
      cut: () => null,
      symbol(s) {
        const here = given.get(s.name);
        if (here) return here;
        const closed = mentions(s.name) ? q.environment.definitions.get(s.name) : undefined;
        return closed && closed.params.length === 0 ? inner(closed.body) : scope.symbol(s);
      },
    });
    return inner(d.body);
  }

  /** A derivative inside the question, as its value. */
  function unevaluated(of: Expr, by: Expr): Expr {
    const sub = createProblem({ ...q, expr: of, by: [by] });
    const f = solve(sub, of, "matrix");
    if (f.indices.length > 0) throw refusal("no-rule", "a derivative of rank three as an intermediate quantity");
    return adopt(n, sub.n, f.value);
  }

  for (const [name, d] of q.environment.symbols) if (d.range) n.ranges.set(name, { from: uncut(d.range.from), to: uncut(d.range.to) });
  for (const e of [q.expr, ...q.by]) rangesFromAxes(n, e);
  const variables = q.by.map((by, i) => variable(by, i));
  enterNames(q, n, standsFor, masked);
  return { engine, n, enter, variables };

  function variable(by: Expr, i: number): Variable {
    const whole = base(by);
    const at = by.kind === "elem" ? by.at.map((p) => uncut(p)) : null;
    const stacked = is(by, "vec");
    const turned = is(whole, "transpose") ? (whole.args[0] as Expr) : null;
    const plain = (leaf: Expr, restore: (() => Expr) | null, row = false): Variable => ({ leaf, at, restore, row, stacked });
    const existing = cuts.get(whole);
    if (turned && isRow(whole.shape)) {
      if (turned.kind === "sym") masked.add(turned.name);
      const leaf = turned.kind === "sym" ? n.t.sym(turned.name, turned.shape, turned.sort) : n.t.sym(`$v${i}`, turned.shape);
      if (turned.kind !== "sym") cuts.set(turned, leaf);
      return plain(leaf, turned.kind === "sym" ? null : () => uncut(turned), true);
    }
    if (turned) {
      const leaf = n.t.sym(`$v${i}`, whole.shape);
      cuts.set(turned, n.T(leaf));
      if (turned.kind === "sym") masked.add(turned.name);
      return plain(leaf, () => uncut(whole));
    }
    if (isRow(whole.shape)) {
      const leaf = existing && is(existing, "transpose") ? (existing.args[0] as Expr) : n.t.sym(`$v${i}`, transposeShape(whole.shape));
      cuts.set(whole, n.T(leaf));
      return plain(leaf, () => n.T(uncut(whole)), true);
    }
    if (whole.kind === "sym") {
      masked.add(whole.name);
      const leaf = n.t.sym(whole.name, whole.shape, whole.sort);
      const body = q.environment.definitions.get(whole.name)?.body;
      if (body && body.kind !== "num" && body.kind !== "sym") cuts.set(body, leaf);
      return plain(leaf, null);
    }
    const leaf = existing ?? n.t.sym(`$v${i}`, whole.shape);
    cuts.set(whole, leaf);
    return plain(leaf, () => uncut(whole));
  }
}

/** Does a definition lead to one of these parameters? */
function mentioning(environment: Environment, params: ReadonlySet<Name>): (name: Name) => boolean {
  const known = new Map<Name, boolean>();
  const go = (name: Name): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, false);
    const d = environment.definitions.get(name);
    const found = d !== undefined && [...freeSymbols(d.body).keys()].some((s) => params.has(s) || go(s));
    known.set(name, found);
    return found;
  };
  return go;
}

/** Values with a name in the document are shown by it: p = softmax(z). Not the variable itself, and no plain number or symbol. */
function enterNames(q: Question, n: Normal, standsFor: (e: Expr) => Expr | null, masked: ReadonlySet<Name>): void {
  const reached = [q.expr, ...q.by];
  const seen = new Set<Name>();
  const found: [Expr, Expr][] = [];
  while (reached.length > 0) {
    const e = reached.pop() as Expr;
    for (const x of nodesOf(e)) {
      const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
      const d = name === null || seen.has(name) ? undefined : q.environment.definitions.get(name);
      if (!d || name === null) continue;
      seen.add(name);
      reached.push(d.body);
      if (x.kind !== "sym" || d.params.length > 0 || masked.has(name)) continue;
      const s = n.t.sym(x.name, x.shape, x.sort);
      const value = standsFor(s);
      if (value && value.kind === "app" && !is(value, "transpose")) found.push([value, s]);
    }
  }
  for (const [value, s] of found) if (!n.names.has(value)) n.names.set(value, s);
}

/** All derivatives one after the other, then the entry asked for, then what was cut out put back. */
export function solve(problem: Problem, expr: Expr, form: Form): Family {
  const { engine, n } = problem;
  let now: Family = { indices: [], value: problem.enter(expr) };
  for (const [i, v] of problem.variables.entries()) {
    const inner = form === "matrix" && i + 1 < problem.variables.length ? "matrix" : form;
    const stacked =
      v.stacked && now.indices.length === 0 && isColumn(now.value.shape) ? kronecker(engine, unstacked(now.value), v.leaf) : null;
    now = stacked ? { indices: [], value: stacked } : entryOf(n, now, v, derive(engine, now, v.leaf, inner));
  }
  if (form === "matrix" && problem.variables.every((v) => v.at === null)) now = gathered(n, now);
  for (const v of problem.variables) {
    const { restore } = v;
    if (restore) now = { indices: now.indices, value: n.subst(now.value, v.leaf, restore()) };
  }
  return now;
}

/** A family of one or two indices is a column or a matrix; its sums become products where they can. */
function gathered(n: Normal, f: Family): Family {
  const gather = createGather(n);
  if (f.indices.length === 0) return { indices: [], value: gather(f.value) };
  if (f.indices.length > 2 || !isOneColumn(f.value)) return f;
  let value = f.value;
  for (const [k, i] of [...f.indices].reverse().entries()) {
    const { domain, hint } = n.bound.get(i) as { domain: Domain; hint: Name };
    const j = n.fresh("sum", domain, hint);
    const unit = n.basis(j, axisLength(domain));
    const entry = n.subst(value, i, j);
    value = n.close(j, k === 0 && f.indices.length === 2 ? n.mul([entry, n.T(unit)]) : n.mul([unit, entry]));
  }
  const whole = gather(value);
  return nodesOf(whole).some((x) => is(x, inside.sum.name)) ? f : { indices: [], value: whole };
}

function axisLength(domain: Domain): Dim {
  const d = domain.kind === "range" ? toDim(domain.to) : null;
  if (!d) throw refusal("no-rule", "an axis without length");
  return d;
}

/** The entry that was asked for: the last axes are those of the variable. */
function entryOf(n: Normal, before: Family, v: Variable, f: Family): Family {
  if (v.row && f.indices.length === before.indices.length && isOneColumn(before.value) && f.indices.length === 0)
    return { indices: [], value: n.T(f.value) };
  if (v.stacked && f.indices.length === before.indices.length && isOneColumn(before.value))
    return { indices: f.indices, value: n.vec(f.value) };
  if (!v.at) return f;
  const taken = f.indices.length - before.indices.length;
  const axesOfValue = f.value.shape.filter((d) => d.key !== "1").length;
  if (taken === 0 && isOneColumn(before.value)) return { indices: f.indices, value: n.elem(f.value, v.at) };
  const indices = f.indices.slice(0, f.indices.length - Math.max(0, v.at.length - axesOfValue));
  if (axesOfValue === 0) {
    let value = f.value;
    const own = f.indices.slice(-v.at.length);
    for (const [k, i] of own.entries()) value = n.subst(value, i, v.at[k] as Expr);
    return { indices, value };
  }
  if (axesOfValue === v.at.length) return { indices: f.indices, value: n.elem(f.value, v.at) };
  if (axesOfValue === 2 && v.at.length === 1)
    return { indices: f.indices, value: n.mul([f.value, n.basis(v.at[0] as Expr, cols(f.value.shape))]) };
  throw refusal("no-rule", "no form for this entry of the derivative");
}

/** F of vec F: its Kronecker form is the same, and easier to read. */
const unstacked = (e: Expr): Expr => (is(e, "vec") ? (e.args[0] as Expr) : e);

/** A free index without range runs along the axis it stands on. */
function rangesFromAxes(n: Normal, e: Expr): void {
  for (const x of nodesOf(e)) {
    if (x.kind !== "elem") continue;
    for (const [k, p] of x.at.entries()) {
      const d = axes(x.of.shape)[k];
      if (d && p.kind === "sym" && p.sort === "index" && !p.name.startsWith("#") && !n.ranges.has(p.name))
        n.ranges.set(p.name, { from: n.num(1), to: n.size(d) });
    }
  }
}

const isOneColumn = (e: Expr): boolean => rows(e.shape).key === "1" && cols(e.shape).key === "1";

/** A term of another workshop, made anew in this one; its bound indices move with their ranges. */
function adopt(n: Normal, from: Normal, e: Expr): Expr {
  const done = new Map<Expr, Expr>();
  const go = (x: Expr): Expr => {
    const before = done.get(x);
    if (before) return before;
    const out = one(x);
    done.set(x, out);
    return out;
  };
  const one = (x: Expr): Expr => {
    const info = x.kind === "sym" ? from.bound.get(x) : undefined;
    if (info) {
      const d = info.domain;
      const domain = d.kind === "range" || d.kind === "interval" ? { ...d, from: go(d.from), to: go(d.to) } : d;
      return n.index(info.level, info.binder, domain, info.hint);
    }
    if (x.kind === "num" || x.kind === "sym") return n.t.adopt(x);
    if (x.kind === "app") {
      const args = x.args.map(go);
      const made = n.t.app(x.head, args);
      return x.args.length === 0 ? made : normalised(n, x, args);
    }
    return n.t.rebuild(n.t.adopt(x), (x.kind === "elem" ? [x.of, ...x.at] : x.kind === "call" ? x.args : []).map(go));
  };
  return go(e);
}

/** Arguments that belong to this workshop already, through its constructors. */
function normalised(n: Normal, x: Expr & { readonly kind: "app" }, args: readonly Expr[]): Expr {
  const placeholder = n.t.app(x.head, args);
  return n.rebuild({ ...placeholder, args: args.map(() => placeholder) } as Expr, args);
}
