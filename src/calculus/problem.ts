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
  createTerms,
  type Definition,
  type Environment,
  type Expr,
  type Name,
  nodesOf,
  type Sym,
  toDim,
} from "../expr/index.ts";
import { constantDim, type Dim, dim, dimNames, linearIn, subtractDims } from "../shape/dim.ts";
import { axes, isRow, transposeShape } from "../shape/shape.ts";
import { is } from "./atoms.ts";
import { createEnter, type Scope } from "./enter.ts";
import { createExit } from "./exit.ts";
import { enterNames, mentioning } from "./names.ts";
import { createNormal, type Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";
import type { Engine } from "./reverse.ts";
import { solve } from "./solve.ts";

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
    for (const [name, length] of formalSizes(d, args)) given.set(name, n.size(length));
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
    const { family } = createExit(sub.n, createTerms());
    return enter(family(solve(sub, of, "matrix")));
  }

  for (const [name, d] of q.environment.symbols) if (d.range) n.ranges.set(name, { from: uncut(d.range.from), to: uncut(d.range.to) });
  for (const e of [q.expr, ...q.by]) rangesFromAxes(n, e);
  for (const e of q.by) rangesFromShifted(n, e);
  const variables = q.by.map((by, i) => variable(by, i));
  enterNames(q, n, standsFor, masked);
  return { engine, n, enter, variables };

  function variable(by: Expr, i: number): Variable {
    const whole = base(by);
    if (whole.kind === "num" || whole.sort === "truth") throw refusal("not-a-function-of", "a derivative by something that does not vary");
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

/** The sizes of the parameters are formal: those that the arguments have instead. */
function formalSizes(d: Definition, args: readonly Expr[]): ReadonlyMap<Name, Dim> {
  const out = new Map<Name, Dim>();
  for (const [i, p] of d.params.entries()) {
    for (const [k, formal] of p.shape.entries()) {
      const actual = args[i]?.shape[k];
      const [name, ...others] = dimNames(formal);
      if (actual && name !== undefined && others.length === 0 && formal.key === name && actual.key !== formal.key) out.set(name, actual);
    }
  }
  return out;
}

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

/** By x[j + 1], as in documents that count from 0: j keeps the position inside the axis. */
function rangesFromShifted(n: Normal, by: Expr): void {
  if (by.kind !== "elem") return;
  for (const [k, p] of by.at.entries()) {
    const [d, at] = [axes(by.of.shape)[k], toDim(p)];
    const [name] = at ? dimNames(at) : [];
    const linear = at && name !== undefined ? linearIn(at, name) : null;
    if (!d || name === undefined || n.ranges.has(name) || linear?.coefficient !== 1) continue;
    const shift = constantDim(linear.rest);
    if (shift !== null) n.ranges.set(name, { from: n.num(1 - shift), to: n.size(subtractDims(d, dim(shift))) });
  }
}
