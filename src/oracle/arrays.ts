/** Arrays of registers, row-major, and what the structural heads do to them. */
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";

/** Dims as numbers, literal ones included: a column of 3 has dims [3, 1]. */
export interface Value {
  readonly dims: readonly number[];
  readonly entries: readonly Register[];
}

export const scalarValue = (r: Register): Value => ({ dims: [1, 1], entries: [r] });
export const columnValue = (entries: readonly Register[]): Value => ({ dims: [entries.length, 1], entries });
export const countOf = (dims: readonly number[]): number => dims.reduce((x, y) => x * y, 1);
export const rowsOf = (v: Value): number => v.dims[0] as number;
export const columnsOf = (v: Value): number => v.dims[1] as number;
export const entryOf = (v: Value, i: number, j: number): Register => v.entries[i * columnsOf(v) + j] as Register;

/** The most entries of an array, and the most products in one product of matrices. */
const mostEntries = 200_000;
const mostProducts = 2_000_000;

/** Large arrays of constants need no operations, but room and time. */
export function bounded(count: number, most: number, what: string): void {
  if (count > most) refuse("budget", `${what} is more than ${most}`);
}

export function constantValue(dims: readonly number[], r: Register): Value {
  bounded(countOf(dims), mostEntries, `an array of ${countOf(dims)} entries`);
  return { dims, entries: new Array<Register>(countOf(dims)).fill(r) };
}

/** A matrix by its entries. */
export function matrixValue(m: number, n: number, entry: (i: number, j: number) => Register): Value {
  bounded(m * n, mostEntries, `an array of ${m * n} entries`);
  const entries: Register[] = [];
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) entries.push(entry(i, j));
  return { dims: [m, n], entries };
}

export const mapEntries = (v: Value, f: (r: Register) => Register): Value => ({ dims: v.dims, entries: v.entries.map(f) });

/** Entry by entry; a scalar is spread over the others. */
export function zip(list: readonly Value[], f: (entries: readonly Register[]) => Register): Value {
  let shape = list[0] as Value;
  for (const v of list) if (v.entries.length > shape.entries.length || (shape.entries.length === 1 && v.dims.length > 2)) shape = v;
  const entries = shape.entries.map((_, i) => f(list.map((v) => (v.entries.length === 1 ? v.entries[0] : v.entries[i]) as Register)));
  return { dims: shape.dims, entries };
}

export const sumOf = (rec: Recorder, list: readonly Register[]): Register => list.reduce((x, y) => rec.add(x, y), rec.constant(0));

/** Σₖ aᵢₖ bₖⱼ */
export function product(rec: Recorder, x: Value, y: Value): Value {
  const inner = columnsOf(x);
  if (inner !== rowsOf(y)) refuse("unsupported", `sizes ${x.dims.join(" x ")} and ${y.dims.join(" x ")} do not meet in a product`);
  const work = rowsOf(x) * inner * columnsOf(y);
  bounded(work, mostProducts, `a product of ${work} terms`);
  return matrixValue(rowsOf(x), columnsOf(y), (i, j) => {
    let sum = rec.constant(0);
    for (let k = 0; k < inner; k++) sum = rec.add(sum, rec.mul(entryOf(x, i, k), entryOf(y, k, j)));
    return sum;
  });
}

export const transposed = (v: Value): Value => matrixValue(columnsOf(v), rowsOf(v), (i, j) => entryOf(v, j, i));

/** Axis k of the result is axis order[k] of the argument, counted from 0; `dims` are those of the axes only. */
export function permuted(dims: readonly number[], entries: readonly Register[], order: readonly number[]): readonly Register[] {
  const strides = dims.map((_, k) => countOf(dims.slice(k + 1)));
  const out: Register[] = [];
  const go = (k: number, at: number): void => {
    const axis = order[k];
    if (axis === undefined) {
      out.push(entries[at] as Register);
      return;
    }
    for (let i = 0; i < (dims[axis] as number); i++) go(k + 1, at + i * (strides[axis] as number));
  };
  go(0, 0);
  return out;
}

export function kronecker(rec: Recorder, x: Value, y: Value): Value {
  const p = rowsOf(y);
  const q = columnsOf(y);
  return matrixValue(rowsOf(x) * p, columnsOf(x) * q, (i, j) =>
    rec.mul(entryOf(x, Math.floor(i / p), Math.floor(j / q)), entryOf(y, i % p, j % q)),
  );
}

export function stacked(list: readonly Value[]): Value {
  return { dims: [list.reduce((n, v) => n + rowsOf(v), 0), columnsOf(list[0] as Value)], entries: list.flatMap((v) => v.entries) };
}

export const besides = (list: readonly Value[]): Value => transposed(stacked(list.map(transposed)));

export const identity = (rec: Recorder, n: number): Value => matrixValue(n, n, (i, j) => rec.constant(i === j ? 1 : 0));

/** Where the entry at these positions (from 1) stands, or −1 when one is out of range. Axes are dims that are not literal ones. */
export function placeOf(lengths: readonly number[], at: readonly number[]): number {
  let place = 0;
  for (const [k, length] of lengths.entries()) {
    const i = at[k] as number;
    if (!Number.isInteger(i) || i < 1 || i > length) return -1;
    place = place * length + i - 1;
  }
  return place;
}
