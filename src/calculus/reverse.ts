/**
 * The reverse pass: every node's differential is transposed once, in reverse order of the DAG.
 *
 *   df = Σ over nodes u, over the bound indices free in u, of ⟨ū, du⟩
 *
 * so a node below Σᵢ may be shared by several sums, and an index is summed exactly where a child no longer depends on it. The cotangent
 * may be a symbol: 1 for a scalar f, a column g for a Jacobian, a matrix G for a Kronecker form, eᵢeⱼᵀ for entries.
 */
import type { Expr } from "../expr/index.ts";
import { scalarShape } from "../shape/shape.ts";
import { isZero } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import { refusal } from "./refusal.ts";
import { differential } from "./structure.ts";
import { createTransposer } from "./transpose.ts";

/** One differential that was used. */
export interface Used {
  readonly node: Expr;
  /** The node itself, or what its name stands for. */
  readonly value: Expr;
  readonly differential: Expr;
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

/** The cotangents of all variables for one cotangent of f. */
export function reverse(engine: Engine, f: Expr, seed: Expr, by: readonly Expr[]): readonly Expr[] {
  const { n } = engine;
  const varies = dependence(engine, by);
  const leaves = new Set(by);
  const { varying, atoms, transpose } = createTransposer(n);
  const rules = new Map<Expr, Expr>();
  const order: Expr[] = [];
  const open = new Set<Expr>();

  const visit = (u: Expr): void => {
    if (rules.has(u) || leaves.has(u)) return;
    if (open.has(u)) throw refusal("no-rule", "a definition that refers to itself");
    if (order.length > maxNodes) throw refusal("budget", `more than ${maxNodes} intermediate quantities`);
    open.add(u);
    const rule = differential(n, engine.value(u) ?? u, varies, u);
    for (const v of atoms(rule)) visit(v);
    open.delete(u);
    rules.set(u, rule);
    order.push(u);
  };
  const received = new Map<Expr, Expr[]>();
  if (varies(f)) {
    visit(f);
    received.set(f, [seed]);
  }
  for (const u of order.reverse()) {
    const list = received.get(u);
    const rule = rules.get(u);
    if (!list || !rule || !varying(rule)) continue;
    const c = n.add(list, u.shape.length > 2 ? scalarShape : u.shape);
    if (isZero(c)) continue;
    engine.used.push({ node: u, value: engine.value(u) ?? u, differential: rule });
    transpose(rule, c, (child, g, opened) => {
      let sum = g;
      const inChild = n.free(child);
      const indices = new Set([...opened, ...n.free(u)]);
      for (const i of [...indices].reverse()) if (!inChild.has(i) && n.bound.get(i)?.binder !== "tabulate") sum = n.close(i, sum);
      const before = received.get(child);
      if (before) before.push(sum);
      else received.set(child, [sum]);
    });
  }
  return by.map((x) => n.add(received.get(x) ?? [], x.shape.length > 2 ? scalarShape : x.shape));
}
