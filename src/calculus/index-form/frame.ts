/**
 * Frames of lowering: where names, nodes, bound indices and formal sizes have a value of their own.
 *
 * A derivative cuts a name or a node, a function binds its parameters, a binder its index. Each opens a frame with a memo of its own;
 * what contains no bound index is kept in the memo of the nearest cut or call.
 */

import type { Environment, Expr, Name } from "../../expr/index.ts";
import { axes, constantDim, type Dim, isOne, type Shape } from "../../shape/index.ts";
import { type Affine, plus, times, variable, whole } from "./affine.ts";
import type { Poly } from "./factor.ts";
import { giveUp, type Session } from "./session.ts";

/** An array by its entries. */
export type Entries = (at: readonly Affine[]) => Poly;

/** A lowered node: its entries at parameters that stand for the indices. */
export interface Template {
  readonly parameters: readonly string[];
  readonly poly: Poly;
}

/** How activations are read: σ and tanh as atoms, or by exp; whether numeric ranges are written out. */
export interface Mode {
  readonly native: boolean;
  readonly writeOut: boolean;
}

export interface Frame {
  readonly session: Session;
  readonly environment: Environment;
  readonly mode: Mode;
  readonly names: ReadonlyMap<Name, Entries>;
  readonly nodes: ReadonlyMap<Expr, Entries>;
  readonly sizes: ReadonlyMap<Name, Affine>;
  /** Bound indices (#m), and index parameters of a function. */
  readonly indices: ReadonlyMap<Name, Affine>;
  readonly memo: Map<Expr, Template>;
  /** For nodes without a bound index. */
  readonly outer: Map<Expr, Template>;
  /** Definitions that are being opened: meeting one again is a circle. */
  readonly opening: ReadonlySet<string>;
}

export function rootFrame(session: Session, environment: Environment, mode: Mode): Frame {
  const memo = new Map<Expr, Template>();
  return {
    session,
    environment,
    mode,
    names: new Map(),
    nodes: new Map(),
    sizes: new Map(),
    indices: new Map(),
    memo,
    outer: memo,
    opening: new Set(),
  };
}

/** Under a binder. */
export const withIndex = (f: Frame, name: Name, value: Affine): Frame => ({
  ...f,
  indices: new Map(f.indices).set(name, value),
  memo: new Map(),
});

export interface Holding {
  readonly names?: ReadonlyMap<Name, Entries>;
  readonly nodes?: ReadonlyMap<Expr, Entries>;
  readonly sizes?: ReadonlyMap<Name, Affine>;
  readonly indices?: ReadonlyMap<Name, Affine>;
  readonly opening?: string;
}

/** In a cut or a call: what is held here hides what is held further out. */
export function withHeld(f: Frame, hold: Holding): Frame {
  const memo = new Map<Expr, Template>();
  return {
    ...f,
    names: new Map([...f.names, ...(hold.names ?? [])]),
    nodes: new Map([...f.nodes, ...(hold.nodes ?? [])]),
    sizes: new Map([...f.sizes, ...(hold.sizes ?? [])]),
    indices: new Map([...f.indices, ...(hold.indices ?? [])]),
    opening: hold.opening === undefined ? f.opening : new Set([...f.opening, hold.opening]),
    memo,
    outer: memo,
  };
}

/** A dimension as an affine form; a product of sizes, or a floor, becomes an opaque size of its own. */
export function affineOfDim(f: Frame, d: Dim): Affine {
  const c = constantDim(d);
  if (c !== null) return whole(c);
  let sum = whole(0);
  for (const m of d.terms) sum = plus(sum, times(affineOfPowers(f, m.powers, d.floors), m.coefficient));
  return sum;
}

type Floors = Dim["floors"];

/** A size name, or a floor by its actual numerator and denominator. */
function affineOfAtom(f: Frame, atom: string, floors: Floors): Affine {
  const floor = floors.get(atom);
  if (!floor) return f.sizes.get(atom) ?? variable(atom);
  const [p, q] = [affineOfDim(f, floor.numerator), affineOfDim(f, floor.denominator)];
  if (p.parts.length === 0 && q.parts.length === 0 && q.constant !== 0) return whole(Math.floor(p.constant / q.constant));
  return variable(`⌊(${p.key})/(${q.key})⌋`);
}

function affineOfPowers(f: Frame, powers: readonly { readonly atom: string; readonly exponent: number }[], floors: Floors): Affine {
  const [first] = powers;
  if (!first) return whole(1);
  if (powers.length === 1 && first.exponent === 1) return affineOfAtom(f, first.atom, floors);
  let scalar = 1;
  const sizes: string[] = [];
  for (const { atom, exponent } of powers) {
    const value = affineOfAtom(f, atom, floors);
    for (let i = 0; i < exponent; i++) {
      if (value.parts.length === 0) scalar *= value.constant;
      else if (value.parts.length === 1 && value.constant === 0) {
        scalar *= value.parts[0]?.[1] ?? 1;
        sizes.push(value.parts[0]?.[0] ?? atom);
      } else sizes.push(`(${value.key})`);
    }
  }
  return times(opaqueProduct(f.session, sizes), scalar);
}

function opaqueProduct(s: Session, sizes: readonly string[]): Affine {
  if (sizes.length === 0) return whole(1);
  const [first] = sizes;
  if (sizes.length === 1 && first) return variable(first);
  const parts = sizes.flatMap((n) => s.products.get(n) ?? [n]).sort();
  const name = parts.join("·");
  s.products.set(name, parts);
  if (parts.every((n) => s.sizes.has(n))) s.sizes.add(name);
  return variable(name);
}

/** Lengths of the indices along one dim: none for a literal 1, a pair (outer, inner) or more where the axis is a product. */
export function indexLengths(f: Frame, d: Dim): readonly Affine[] {
  return isOne(d) ? [] : unfolded(f, affineOfDim(f, d));
}

function unfolded(f: Frame, length: Affine): readonly Affine[] {
  const split = f.session.splits.get(length.key);
  if (split === null) return giveUp("an axis that is a product in two ways");
  return split ? [...unfolded(f, split.outer), ...unfolded(f, split.inner)] : [length];
}

/** Lengths of all indices that an entry takes. */
export const axisLengths = (f: Frame, shape: Shape): readonly Affine[] => axes(shape).flatMap((d) => indexLengths(f, d));

/** Rank: how many indices an entry takes. */
export const rankOf = (f: Frame, shape: Shape): number => axisLengths(f, shape).length;

/** The indices of an entry of a matrix-like term, by row and by column. */
export function rowsAndColumns(f: Frame, shape: Shape, at: readonly Affine[]): readonly [readonly Affine[], readonly Affine[]] {
  const rows = shape[0] ? indexLengths(f, shape[0]).length : 0;
  return [at.slice(0, rows), at.slice(rows)];
}
