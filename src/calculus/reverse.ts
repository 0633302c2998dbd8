/**
 * The reverse pass: every node's differential is transposed once, in reverse order of the DAG.
 *
 *   df = Σ over nodes u, over the bound indices free in u, of ⟨ū, du⟩
 *
 * so a node below Σᵢ may be shared by several sums, and an index is summed exactly where a child no longer depends on it. The cotangent
 * may be a symbol: 1 for a scalar f, a column g for a Jacobian, a matrix G for a Kronecker form, eᵢeⱼᵀ for entries.
 */
import type { Expr, Sym } from "../expr/index.ts";
import { type Shape, scalarShape } from "../shape/shape.ts";
import { isZero } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";
import { differential } from "./structure.ts";
import { createTransposer, isMultilinear, pullBack } from "./transpose.ts";

/** One differential that was used; it is built again for those who want to see it. */
export interface Used {
  readonly node: Expr;
  /** The node itself, or what its name stands for. */
  readonly value: Expr;
  differential(): Expr;
}

export interface Engine {
  readonly n: Normal;
  /** What a defined name or a call of a defined function stands for; null for anything else. */
  value(e: Expr): Expr | null;
  readonly used: Used[];
}

/** Does a term depend on one of the variables, definitions included? What is fixed by its kind (sg, indicators) does not. */
export function dependence(engine: Engine, by: readonly Expr[]): (e: Expr) => boolean {
  const known = new Map<Expr, boolean>(by.map((x) => [x, true]));
  const go = (e: Expr): boolean => {
    const before = known.get(e);
    if (before !== undefined) return before;
    if (e.kind === "app" && (e.head.name === "sg" || e.head.name === "iverson" || e.sort === "truth")) {
      known.set(e, false);
      return false;
    }
    known.set(e, false);
    const value = engine.value(e);
    const found = value ? go(value) : parentsOf(engine.n, e).some(go);
    known.set(e, found);
    return found;
  };
  return go;
}

/** Children that a differential may reach: the bounds of an integral too. */
function parentsOf(n: Normal, e: Expr): readonly Expr[] {
  const kids = n.children(e);
  if (e.kind !== "app") return kids;
  const domain = n.bound.get(e.args[1] as never)?.domain;
  return domain?.kind === "interval" ? [...kids, domain.from, domain.to] : kids;
}

const maxNodes = 20_000;

/** How the cotangent of a node reaches its children: by the multilinear form itself, or through its differential. */
interface Rule {
  readonly value: Expr;
  readonly differential: Expr | null;
  readonly children: readonly Expr[];
}

/** The cotangents of all variables for one cotangent of f. */
export function reverse(engine: Engine, f: Expr, seed: Expr, by: readonly Expr[]): readonly Expr[] {
  const { n } = engine;
  const varies = dependence(engine, by);
  const { varying, atoms, transpose } = createTransposer(n);

  function ruleOf(u: Expr): Rule {
    const value = engine.value(u) ?? u;
    if (isMultilinear(value)) return { value, differential: null, children: value.args.filter(varies) };
    const rule = differential(n, value, varies, u);
    return { value, differential: rule, children: varying(rule) ? atoms(rule) : [] };
  }
  const rules = varies(f) ? reverseOrder(f, by, ruleOf) : new Map<Expr, Rule>();
  const received = new Map<Expr, Expr[]>([[f, [seed]]]);
  for (const [u, rule] of [...rules].reverse()) {
    const list = received.get(u);
    if (!list || rule.children.length === 0) continue;
    const c = n.add(list, shapeOfCotangent(u));
    if (isZero(c)) continue;
    engine.used.push({ node: u, value: rule.value, differential: () => rule.differential ?? differential(n, rule.value, varies, u) });
    const emit = (child: Expr, g: Expr, opened: readonly Sym[]): void => {
      const closed = closeIndices(n, u, child, g, opened);
      const before = received.get(child);
      if (before) before.push(closed);
      else received.set(child, [closed]);
    };
    if (rule.differential) transpose(rule.differential, c, emit);
    else if (isMultilinear(rule.value)) pullBack(n, rule.value, c, varies, emit);
  }
  return by.map((x) => n.add((varies(f) && received.get(x)) || [], shapeOfCotangent(x)));
}

/** An array of rank three is held by one entry. */
const shapeOfCotangent = (e: Expr): Shape => (e.shape.length > 2 ? scalarShape : e.shape);

/** Rules of all nodes between f and the variables, children first. */
function reverseOrder(f: Expr, by: readonly Expr[], ruleOf: (u: Expr) => Rule): ReadonlyMap<Expr, Rule> {
  const leaves = new Set(by);
  const rules = new Map<Expr, Rule>();
  const open = new Set<Expr>();
  const visit = (u: Expr): void => {
    if (rules.has(u) || leaves.has(u)) return;
    if (open.has(u)) throw refusal("no-rule", "a definition that refers to itself");
    if (rules.size > maxNodes) throw refusal("budget", `more than ${maxNodes} intermediate quantities`);
    open.add(u);
    const rule = ruleOf(u);
    for (const v of rule.children) visit(v);
    open.delete(u);
    rules.set(u, rule);
  };
  visit(f);
  return rules;
}

/** An index is summed exactly where a child no longer depends on it. */
function closeIndices(n: Normal, u: Expr, child: Expr, g: Expr, opened: readonly Sym[]): Expr {
  const own = n.free(u);
  if (own.size === 0 && opened.length === 0) return g;
  const inChild = n.free(child);
  let sum = g;
  for (const i of [...new Set([...opened, ...own])].reverse()) {
    if (!inChild.has(i) && n.bound.get(i)?.binder !== "tabulate") sum = n.close(i, sum);
  }
  return sum;
}
