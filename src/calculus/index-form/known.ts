/** What a claim's environment tells a proof: which names are sizes, ranges of free indices, conditions in force. */
import { type App, type Environment, type Expr, heads, nodesOf } from "../../expr/index.ts";
import { axes, type Dim, dimNames, isOne, multiplyDims, type Shape } from "../../shape/index.ts";
import { type Affine, isWhole, minus, one, same, shift, times, variable, without, zero } from "./affine.ts";
import { isSize } from "./factor.ts";
import { affineOfDim, type Frame, rootFrame } from "./frame.ts";
import { affineOf } from "./indices.ts";
import type { Session } from "./session.ts";

/** Takes in what is known of the names in these terms. */
export function learn(s: Session, roots: readonly Expr[], environment: Environment): void {
  const bodies = [...environment.definitions.values()].map((d) => d.body);
  const nodes = nodesOf(...roots, ...bodies, ...environment.given);
  const f = rootFrame(s, environment, { native: true, writeOut: false });
  collectSizes(s, nodes, environment);
  const places = placesOf(nodes);
  for (const x of nodes) {
    if (x.kind === "sym" && x.sort === "index" && !x.name.startsWith("#") && !s.sizes.has(x.name)) introduce(f, x.name, places.get(x.name));
  }
  for (const truth of environment.given) assume(f, truth);
  for (const x of nodes) if (x.kind === "app") split(f, x);
}

/** Axes that are products in A ⊗ B and vec U, of symbolic length. */
function split(f: Frame, e: App): void {
  const [a, b] = e.args;
  const [m, n] = a?.shape ?? [];
  if (e.head.name === "vec" && m && n) splitAxis(f, n, m);
  if (e.head !== heads.kron || !a || !b) return;
  for (const k of [0, 1]) splitAxis(f, a.shape[k] as Dim, b.shape[k] as Dim);
}

function splitAxis(f: Frame, outer: Dim, inner: Dim): void {
  if (isOne(outer) || isOne(inner)) return;
  const length = affineOfDim(f, multiplyDims(outer, inner));
  const parts = { outer: affineOfDim(f, outer), inner: affineOfDim(f, inner) };
  if (isWhole(length)) return;
  const { splits } = f.session;
  const before = splits.get(length.key);
  const agrees = before === undefined || (before !== null && same(before.outer, parts.outer) && same(before.inner, parts.inner));
  splits.set(length.key, agrees ? parts : null);
}

/** Names in dims are sizes: at least 1, and never a free index. */
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

/** Axes that an index runs along, where it stands alone in a subscript; an empty list where it is an index in another way. */
function placesOf(nodes: readonly Expr[]): ReadonlyMap<string, readonly Dim[]> {
  const out = new Map<string, Dim[]>();
  const note = (e: Expr, length: Dim | null): void => {
    for (const x of nodesOf(e)) {
      if (x.kind !== "sym" || x.sort !== "index") continue;
      const list = out.get(x.name) ?? [];
      if (x === e && length) list.push(length);
      out.set(x.name, list);
    }
  };
  for (const x of nodes) {
    if (x.kind === "elem") {
      const lengths = axes(x.of.shape);
      x.at.forEach((e, k) => note(e, lengths[k] ?? null));
    }
    const rule = x.kind === "app" && x.head.acts.kind === "structural" ? x.head.acts.rule : null;
    if (x.kind === "app" && (rule === "relation" || rule === "basis")) for (const a of x.args) if (a.sort === "index") note(a, null);
  }
  return out;
}

/** A name of sort index that is no size by its place: an index with its range, a declared whole number, else a size after all. */
function introduce(f: Frame, name: string, places: readonly Dim[] | undefined): void {
  const s = f.session;
  const declared = f.environment.symbols.get(name);
  if (f.environment.definitions.has(name) || declared?.attributes.has("integer")) return;
  if (declared?.attributes.has("natural")) {
    s.ranges.set(`%${name}`, { from: zero, to: null });
    return;
  }
  if (declared?.range) {
    s.ranges.set(`%${name}`, { from: affineOf(f, declared.range.from), to: affineOf(f, declared.range.to) });
    return;
  }
  if (!places) {
    s.sizes.add(name);
    return;
  }
  s.ranges.set(`%${name}`, { from: one, to: null });
  for (const d of places) s.facts.push(minus(affineOfDim(f, d), variable(`%${name}`)));
}

/** Conditions between indices, i ≠ j, i ≤ j, i = j, and x > 0. Others are left to the evaluator. */
function assume(f: Frame, truth: Expr): void {
  if (truth.kind !== "app") return;
  const above = positiveName(truth);
  if (above !== null) f.session.positive.add(above);
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

/** The name x of x > 0, x ≥ 0 or 0 < x: zero is a null set. */
function positiveName({ head, args }: App): string | null {
  const [a, b] = head === heads.lt || head === heads.le ? [...args].reverse() : args;
  const known = head === heads.gt || head === heads.ge || head === heads.lt || head === heads.le;
  return known && a?.kind === "sym" && a.sort === "real" && b?.kind === "num" && b.value.n >= 0n ? a.name : null;
}

/** i = j: the later free index is the other one from here on. */
function equate(s: Session, gap: Affine): void {
  const free = gap.parts.filter(([n, k]) => !isSize(n) && Math.abs(k) === 1).at(-1);
  if (!free || s.equal.size > 0) return;
  const [name, k] = free;
  s.equal.set(name.slice(1), times(without(gap, name), -k));
}
