/**
 * Kernels: what a function means where its card names no simpler terms. Elementwise ones are in `scalars.ts`; these act on arrays.
 * Each is written once over the recorder's operations, so value and derivatives exist in every number domain.
 */
import { rational } from "../expr/index.ts";
import {
  columnsOf,
  columnValue,
  entryOf,
  mapEntries,
  matrixValue,
  product,
  rowsOf,
  scalarValue,
  sumOf,
  transposed,
  type Value,
} from "./arrays.ts";
import { adjugate, determinant, inverse } from "./determinant.ts";
import type { Recorder, Register } from "./recorder.ts";
import { maximum } from "./scalars.ts";

export type ArrayKernel = (rec: Recorder, ...args: readonly Value[]) => Value;

const on =
  (f: (rec: Recorder, v: Value) => Value): ArrayKernel =>
  (rec, v) =>
    f(rec, v as Value);
const onTwo =
  (f: (rec: Recorder, u: Value, v: Value) => Value): ArrayKernel =>
  (rec, u, v) =>
    f(rec, u as Value, v as Value);

const order = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const squares = (rec: Recorder, v: Value): Register =>
  sumOf(
    rec,
    v.entries.map((x) => rec.power(x, 2)),
  );
const exponentials = (rec: Recorder, v: Value): Register =>
  sumOf(
    rec,
    v.entries.map((x) => rec.exp(x)),
  );
const diagonal = (v: Value): readonly Register[] => order(rowsOf(v)).map((i) => entryOf(v, i, i));
const inverted = (rec: Recorder, v: Value): Value => ({ dims: v.dims, entries: inverse(rec, rowsOf(v), v.entries) });

/** A⁺ for full rank: (AᵀA)⁻¹Aᵀ, or Aᵀ(AAᵀ)⁻¹ when A is wide. */
function pseudoInverse(rec: Recorder, v: Value): Value {
  const t = transposed(v);
  return rowsOf(v) >= columnsOf(v)
    ? product(rec, inverted(rec, product(rec, t, v)), t)
    : product(rec, t, inverted(rec, product(rec, v, t)));
}

type Window = "valid" | "full" | "same";

/** Σ x[i − a] w[a] in two dimensions (a column is n×1); correlation reads w backwards. Zero outside, cut to the window. */
function convolution(window: Window, correlate: boolean): ArrayKernel {
  return onTwo((rec, x, w) => {
    const [m, n, p, q] = [rowsOf(x), columnsOf(x), rowsOf(w), columnsOf(w)];
    const weight = (a: number, b: number): Register => (correlate ? entryOf(w, p - 1 - a, q - 1 - b) : entryOf(w, a, b));
    const full = (i: number, j: number): Register => {
      let sum = rec.constant(0);
      for (let a = 0; a < p; a++) {
        for (let b = 0; b < q; b++) {
          if (i >= a && i - a < m && j >= b && j - b < n) sum = rec.add(sum, rec.mul(entryOf(x, i - a, j - b), weight(a, b)));
        }
      }
      return sum;
    };
    switch (window) {
      case "full":
        return matrixValue(m + p - 1, n + q - 1, full);
      case "same":
        return matrixValue(m, n, (i, j) => full(i + ((p - 1) >> 1), j + ((q - 1) >> 1)));
      default:
        return matrixValue(m - p + 1, n - q + 1, (i, j) => full(i + p - 1, j + q - 1));
    }
  });
}

/** The position (from 1) of the first largest entry: Σ k · [entry k is the first largest]. */
export function firstLargest(rec: Recorder, list: readonly Register[], firstPosition: number): Register {
  let sum = rec.constant(0);
  for (const [k, x] of list.entries()) {
    let holds = rec.constant(1);
    for (const [j, y] of list.entries()) if (j !== k) holds = rec.mul(holds, j < k ? rec.less(y, x) : rec.atMost(y, x));
    sum = rec.add(sum, rec.mul(rec.constant(firstPosition + k), holds));
  }
  return sum;
}

export const arrayKernels: ReadonlyMap<string, ArrayKernel> = new Map<string, ArrayKernel>([
  [
    "softmax",
    on((rec, v) => {
      const sum = exponentials(rec, v);
      return mapEntries(v, (x) => rec.div(rec.exp(x), sum));
    }),
  ],
  [
    "logsoftmax",
    on((rec, v) => {
      const sum = rec.ln(exponentials(rec, v));
      return mapEntries(v, (x) => rec.subtract(x, sum));
    }),
  ],
  ["logsumexp", on((rec, v) => scalarValue(rec.ln(exponentials(rec, v))))],
  ["tr", on((rec, v) => scalarValue(sumOf(rec, diagonal(v))))],
  ["det", on((rec, v) => scalarValue(determinant(rec, rowsOf(v), v.entries)))],
  ["logdet", on((rec, v) => scalarValue(rec.ln(determinant(rec, rowsOf(v), v.entries))))],
  ["inv", on(inverted)],
  ["adj", on((rec, v) => ({ dims: v.dims, entries: adjugate(rec, rowsOf(v), v.entries).entries }))],
  ["pinv", on(pseudoInverse)],
  ["diag", on((_, v) => columnValue(diagonal(v)))],
  [
    "Diag",
    on((rec, v) => matrixValue(v.entries.length, v.entries.length, (i, j) => (i === j ? (v.entries[i] as Register) : rec.constant(0)))),
  ],
  ["vec", on((_, v) => columnValue(transposed(v).entries))],
  ["norm", on((rec, v) => scalarValue(rec.sqrt(squares(rec, v))))],
  [
    "norm1",
    on((rec, v) =>
      scalarValue(
        sumOf(
          rec,
          v.entries.map((x) => rec.abs(x)),
        ),
      ),
    ),
  ],
  [
    "norminf",
    on((rec, v) =>
      scalarValue(
        maximum(
          rec,
          v.entries.map((x) => rec.abs(x)),
        ),
      ),
    ),
  ],
  [
    "inner",
    onTwo((rec, u, v) =>
      scalarValue(
        sumOf(
          rec,
          u.entries.map((x, i) => rec.mul(x, v.entries[i] as Register)),
        ),
      ),
    ),
  ],
  [
    "outer",
    onTwo((rec, u, v) =>
      matrixValue(u.entries.length, v.entries.length, (i, j) => rec.mul(u.entries[i] as Register, v.entries[j] as Register)),
    ),
  ],
  ["sumall", on((rec, v) => scalarValue(sumOf(rec, v.entries)))],
  ["mean", on((rec, v) => scalarValue(rec.mul(rec.constant(rational(1, v.entries.length)), sumOf(rec, v.entries))))],
  ["flip", on((_, v) => ({ dims: v.dims, entries: [...v.entries].reverse() }))],
  ["convvalid", convolution("valid", false)],
  ["convfull", convolution("full", false)],
  ["convsame", convolution("same", false)],
  ["corrvalid", convolution("valid", true)],
  ["corrfull", convolution("full", true)],
  ["argmax", on((rec, v) => scalarValue(firstLargest(rec, v.entries, 1)))],
]);
