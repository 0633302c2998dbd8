/** Free indices: which they are, over what they range, and the positions that are tried. */

import { childrenOf, type Environment, type Expr, heads, type Name, toDim } from "../expr/index.ts";
import { axes, type Dim, evaluateDim, isScalar } from "../shape/index.ts";
import { positionsTried } from "./budget.ts";
import type { Reach } from "./reach.ts";
import type { Sizes } from "./sizes.ts";

export interface FreeIndex {
  readonly name: Name;
  /** Lengths of the axes that it runs along, and its written range. */
  readonly lengths: readonly Dim[];
  readonly range: { readonly from: Expr; readonly to: Expr } | null;
}

export interface Roles {
  readonly indices: readonly FreeIndex[];
  /** Names of sort index that are sizes, or stand as numbers only. */
  readonly sizes: readonly string[];
}

/** Sorts the symbols of sort index: sizes of shapes, indices of entries, whole numbers, and the rest, which is treated as a size. */
export function rolesOf(environment: Environment, reach: Reach): Roles {
  const sizes = new Set(reach.sizes);
  const positions = positionsOf(reach);
  const bounds = boundsOf(reach);
  const indices: FreeIndex[] = [];
  for (const [name, symbol] of reach.symbols) {
    const declared = environment.symbols.get(name);
    if (symbol.sort !== "index" || sizes.has(name)) continue;
    if (bounds.has(name) && declared?.attributes.has("natural")) sizes.add(name);
    if (declared?.attributes.has("natural") || declared?.attributes.has("integer")) continue;
    const lengths = positions.get(name);
    const range = declared?.range ?? null;
    if (range || lengths) indices.push({ name, lengths: lengths ?? [], range });
    else sizes.add(name);
  }
  for (const index of indices)
    if (index.range) for (const end of [index.range.from, index.range.to]) for (const s of freeSizes(end)) sizes.add(s);
  return { indices, sizes: [...sizes] };
}

/** Names in the ends of ranges and in exponents of matrices: how many terms or factors there are must be known before anything is drawn. */
function boundsOf(reach: Reach): ReadonlySet<Name> {
  const counts = reach.nodes.flatMap((x): readonly Expr[] => {
    if (x.kind === "bind" && x.domain.kind === "range") return [x.domain.from, x.domain.to];
    return x.kind === "app" && x.head === heads.pow && !isScalar(x.shape) ? x.args.slice(1) : [];
  });
  return new Set(counts.flatMap(freeSizes));
}

function freeSizes(e: Expr): readonly Name[] {
  if (e.kind === "sym") return e.sort === "index" && !e.name.startsWith("#") ? [e.name] : [];
  return childrenOf(e).flatMap(freeSizes);
}

/** For each index that occurs in a subscript or a comparison of indices: the axes it occurs at, alone. */
function positionsOf(reach: Reach): ReadonlyMap<Name, readonly Dim[]> {
  const out = new Map<Name, Dim[]>();
  const note = (name: Name, length: Dim | null): void => {
    const list = out.get(name) ?? [];
    if (length) list.push(length);
    out.set(name, list);
  };
  for (const x of reach.nodes) {
    if (x.kind === "elem") {
      const lengths = axes(x.of.shape);
      for (const [k, at] of x.at.entries()) {
        if (at.kind === "sym") note(at.name, lengths[k] ?? null);
        else for (const name of freeSizes(at)) note(name, null);
      }
    }
    if (x.kind === "app" && x.head.acts.kind === "structural" && (x.head.acts.rule === "relation" || x.head.acts.rule === "basis")) {
      const length = x.head.acts.rule === "basis" && x.args[1] ? toDim(x.args[1]) : null;
      for (const a of x.args) if (a.kind === "sym" && a.sort === "index") note(a.name, length);
    }
  }
  return out;
}

/** Where an index may stand when no axis and no range says it. */
const unknownRange = 4;

function rangeOf(index: FreeIndex, sizes: Sizes): readonly number[] {
  const from = index.range ? sizeValue(index.range.from, sizes) : 1;
  const to = index.range ? sizeValue(index.range.to, sizes) : null;
  const lengths = index.lengths.map((d) => evaluateDim(d, sizes)).filter((n): n is number => n !== null);
  const first = from ?? 1;
  const last = to ?? (lengths.length > 0 ? Math.min(...lengths) : unknownRange);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function sizeValue(e: Expr, sizes: Sizes): number | null {
  const d = toDim(e);
  return d ? evaluateDim(d, sizes) : null;
}

export type Positions = ReadonlyMap<Name, number>;

/** Every choice of positions at these sizes; beyond `most` some of each pattern of coincidences, the ends of ranges among them. */
export function positionsAt(indices: readonly FreeIndex[], sizes: Sizes, most: number = positionsTried.first): readonly Positions[] {
  let all: Map<Name, number>[] = [new Map()];
  for (const index of indices) {
    const range = rangeOf(index, sizes);
    all = all.flatMap((p) => range.map((v) => new Map(p).set(index.name, v)));
    if (all.length > 4096) all = all.filter((_, i) => i % Math.ceil(all.length / 4096) === 0);
  }
  if (all.length <= most) return all;
  const byPattern = new Map<string, Map<Name, number>[]>();
  for (const p of all) {
    const values = [...p.values()];
    const pattern = values.map((v) => values.indexOf(v)).join();
    byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), p]);
  }
  const share = Math.max(2, Math.floor(most / byPattern.size));
  return [...byPattern.values()].flatMap((list) => spreadOver(list, share));
}

/** `count` members of a list, the first and the last among them. */
const spreadOver = <T>(list: readonly T[], count: number): readonly T[] =>
  list.length <= count ? list : Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))] as T);
