/** What a claim's environment tells a proof: which names are sizes, ranges of free indices, conditions in force. */
import { type Environment, type Expr, heads, nodesOf } from "../../expr/index.ts";
import { dimNames, type Shape } from "../../shape/index.ts";
import { type Affine, minus, shift, times, variable, without } from "./affine.ts";
import { isSize } from "./factor.ts";
import { type Frame, rootFrame } from "./frame.ts";
import { affineOf } from "./indices.ts";
import { openSession, type Session } from "./session.ts";

/** A session for a claim about these terms. */
export function sessionFor(roots: readonly Expr[], environment: Environment, budget: number): Session {
  const s = openSession(budget);
  const bodies = [...environment.definitions.values()].map((d) => d.body);
  const nodes = nodesOf(...roots, ...bodies, ...environment.given);
  collectSizes(s, nodes, environment);
  const f = rootFrame(s, environment, { native: true, writeOut: false });
  for (const d of environment.symbols.values()) {
    if (d.sort !== "index" || s.sizes.has(d.name) || !d.range) continue;
    s.ranges.set(`%${d.name}`, { from: affineOf(f, d.range.from), to: affineOf(f, d.range.to) });
  }
  for (const x of nodes) if (x.kind === "bind" && x.domain.kind === "range") openEnd(s, environment, x.domain.to);
  for (const truth of environment.given) assume(f, truth);
  return s;
}

function collectSizes(s: Session, nodes: readonly Expr[], environment: Environment): void {
  const names = new Set<string>();
  const add = (shape: Shape): void => {
    for (const d of shape) dimNames(d, names);
  };
  for (const x of nodes) add(x.shape);
  for (const d of environment.symbols.values()) add(d.shape);
  for (const fn of environment.functions.values()) for (const shape of [...fn.params, fn.result]) add(shape);
  for (const n of names) if (!environment.symbols.get(n)?.range && !environment.definitions.has(n)) s.sizes.add(n);
}

/** A name without a range that ends a sum counts something: it is at least 0. */
function openEnd(s: Session, environment: Environment, to: Expr): void {
  for (const x of nodesOf(to)) {
    if (x.kind !== "sym" || x.name.startsWith("#") || s.sizes.has(x.name) || environment.definitions.has(x.name)) continue;
    if (!environment.symbols.get(x.name)?.range && isSize(x.name)) s.facts.push(variable(`%${x.name}`));
  }
}

/** Conditions between indices: i ≠ j, i ≤ j, i = j. Others are left to the evaluator. */
function assume(f: Frame, truth: Expr): void {
  if (truth.kind !== "app") return;
  if (truth.head === heads.and) {
    for (const part of truth.args) assume(f, part);
    return;
  }
  const [left, right] = truth.args;
  const a = left && affineOf(f, left);
  const b = right && affineOf(f, right);
  if (!a || !b) return;
  const s = f.session;
  const gap = minus(a, b);
  switch (truth.head) {
    case heads.ne:
      s.distinct.push(gap);
      break;
    case heads.eq:
      equate(s, gap);
      break;
    case heads.le:
      s.facts.push(minus(b, a));
      break;
    case heads.lt:
      s.facts.push(shift(minus(b, a), -1));
      break;
    case heads.ge:
      s.facts.push(gap);
      break;
    case heads.gt:
      s.facts.push(shift(gap, -1));
      break;
    default:
      break;
  }
}

/** i = j: the later free index is the other one from here on. */
function equate(s: Session, gap: Affine): void {
  const free = gap.parts.filter(([n, k]) => !isSize(n) && Math.abs(k) === 1).at(-1);
  if (!free || s.equal.size > 0) return;
  const [name, k] = free;
  s.equal.set(name.slice(1), times(without(gap, name), -k));
}
