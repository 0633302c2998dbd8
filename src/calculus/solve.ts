/** A question answered: derivatives one after the other, the entry asked for, matrix form where there is one. */
import { type Domain, type Expr, type Name, nodesOf, toDim } from "../expr/index.ts";
import type { Dim } from "../shape/dim.ts";
import { isColumn } from "../shape/shape.ts";
import { cols, inside, is, scalar } from "./atoms.ts";
import { derive, type Family, type Form, kronecker, stacked } from "./derivative.ts";
import { createGather } from "./gather.ts";
import type { Normal } from "./normal.ts";
import type { Problem, Variable } from "./problem.ts";
import { refusal } from "./refusal.ts";
import type { Engine } from "./reverse.ts";
import { createTidy } from "./tidy.ts";

/** All derivatives one after the other, then the entry asked for, then what was cut out put back. */
export function solve(problem: Problem, expr: Expr, form: Form): Family {
  const { engine, n } = problem;
  let now: Family = { indices: [], value: problem.enter(expr) };
  const tidy = createTidy(n);
  for (const [i, v] of problem.variables.entries()) {
    // A gradient is tidied before it is differentiated again: σ − y has a shorter derivative than what it came from.
    if (i > 0 && now.indices.length === 0) now = { indices: [], value: tidy(now.value) };
    const inner = form === "matrix" && i + 1 < problem.variables.length ? "matrix" : form;
    now =
      v.stacked && now.indices.length === 0 && isColumn(now.value.shape)
        ? byStacked(engine, now.value, v.leaf)
        : entryOf(n, now, v, derive(engine, now, v.leaf, inner));
  }
  if (form === "matrix" && problem.variables.every((v) => v.at === null)) now = gathered(n, now);
  for (const v of problem.variables) {
    const { restore } = v;
    if (restore) now = { indices: now.indices, value: n.subst(now.value, v.leaf, restore()) };
  }
  return now;
}

/** A column by vec X: a Kronecker form where there is one. */
function byStacked(engine: Engine, f: Expr, x: Expr): Family {
  const form = kronecker(engine, unstacked(f), x);
  return form ? { indices: [], value: form } : stacked(engine, f, x);
}

/** A family of one or two indices is a column or a matrix; its sums become products where they can. */
function gathered(n: Normal, f: Family): Family {
  const gather = createGather(n);
  if (f.indices.length === 0) return { indices: [], value: gather(f.value) };
  if (f.indices.length > 2 || !scalar(f.value)) return f;
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
  if (v.row && f.indices.length === before.indices.length && scalar(before.value) && f.indices.length === 0)
    return { indices: [], value: n.T(f.value) };
  if (v.stacked && f.indices.length === before.indices.length && scalar(before.value)) return { indices: f.indices, value: n.vec(f.value) };
  if (!v.at) return f;
  const taken = f.indices.length - before.indices.length;
  const axesOfValue = f.value.shape.filter((d) => d.key !== "1").length;
  if (taken === 0 && scalar(before.value)) return { indices: f.indices, value: n.elem(f.value, v.at) };
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
