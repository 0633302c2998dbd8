/**
 * Arrays of numerals and the linear algebra on them. Inverse and determinant come from mathjs; over dual numbers
 *
 *   (A + Bε)⁻¹ = A⁻¹ − A⁻¹BA⁻¹ ε,   det(A + Bε) = det A + Σᵢⱼ cof(A)ᵢⱼ Bᵢⱼ ε
 */
import type { BigNumber } from "mathjs";
import { isDual, type Numbers, type Numeral, plain } from "./numbers.ts";

/** Row-major entries. A dim of 0 is a literal 1, which is no axis. */
export interface Value {
  readonly dims: readonly number[];
  readonly e: readonly Numeral[];
}

/** `inv` and `det` over BigNumbers. */
export interface Linear {
  readonly inv: (rows: BigNumber[][]) => BigNumber[][];
  readonly det: (rows: BigNumber[][]) => BigNumber;
}

export const scalarDims = [0, 0] as const;
export const long = (d: number | undefined): number => d || 1;
export const count = (dims: readonly number[]): number => dims.reduce((n, d) => n * long(d), 1);
export const axesOf = (dims: readonly number[]): readonly number[] => dims.filter((d) => d !== 0);
export const fromAxes = (axes: readonly number[]): readonly number[] =>
  axes.length === 0 ? scalarDims : axes.length === 1 ? [axes[0] as number, 0] : axes;
export const one = (x: Numeral): Value => ({ dims: scalarDims, e: [x] });
export const isOne = (v: Value): boolean => axesOf(v.dims).length === 0;
export const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
export const at = (v: Value, i: number, j: number): Numeral => v.e[i * long(v.dims[1]) + j] as Numeral;
export const matrix = (m: number, n: number, f: (i: number, j: number) => Numeral): Value => ({
  dims: [m, n],
  e: range(long(m)).flatMap((i) => range(long(n)).map((j) => f(i, j))),
});
export const map = (v: Value, f: (x: Numeral) => Numeral): Value => ({ dims: v.dims, e: v.e.map(f) });
export const transposed = (v: Value): Value => matrix(v.dims[1] as number, v.dims[0] as number, (i, j) => at(v, j, i));

/** Entry by entry; scalars are spread. */
export function zip(values: readonly Value[], f: (xs: readonly Numeral[]) => Numeral): Value {
  const widest = values.find((v) => !isOne(v)) ?? (values[0] as Value);
  return { dims: widest.dims, e: widest.e.map((_, k) => f(values.map((v) => v.e[v.e.length === 1 ? 0 : k] as Numeral))) };
}

export function product(n: Numbers, a: Value, b: Value): Value {
  if (isOne(a) || isOne(b)) return zip([a, b], ([x, y]) => n.mul(x as Numeral, y as Numeral));
  return matrix(a.dims[0] as number, b.dims[1] as number, (i, j) =>
    range(long(a.dims[1])).reduce<Numeral>((sum, k) => n.add(sum, n.mul(at(a, i, k), at(b, k, j))), n.of(0)),
  );
}

const rowsOf = (v: Value): Numeral[][] => range(long(v.dims[0])).map((i) => range(long(v.dims[1])).map((j) => at(v, i, j)));
const split = (v: Value): { readonly tag: number; readonly base: Value; readonly rate: Value } | null => {
  const tag = v.e.reduce((t, x) => (isDual(x) ? Math.max(t, x.tag) : t), 0);
  if (tag === 0) return null;
  const zero = plain(v.e[0] as Numeral).times(0);
  return {
    tag,
    base: map(v, (x) => (isDual(x) && x.tag === tag ? x.v : x)),
    rate: map(v, (x) => (isDual(x) && x.tag === tag ? x.d : zero)),
  };
};

export function inverse(n: Numbers, linear: Linear, v: Value): Value {
  const parts = split(v);
  if (parts) {
    const base = inverse(n, linear, parts.base);
    const rate = product(n, product(n, base, parts.rate), base);
    return { dims: v.dims, e: base.e.map((x, k) => ({ tag: parts.tag, v: x, d: n.neg(rate.e[k] as Numeral) })) };
  }
  try {
    return { dims: v.dims, e: linear.inv(rowsOf(v) as BigNumber[][]).flat() };
  } catch {
    return map(v, () => n.of(Number.NaN));
  }
}

export function determinant(n: Numbers, linear: Linear, v: Value): Numeral {
  const parts = split(v);
  if (!parts) return linear.det(rowsOf(v) as BigNumber[][]);
  const size = long(v.dims[0]);
  const minor = (r: number, c: number): Value => matrix(size - 1, size - 1, (i, j) => at(parts.base, i < r ? i : i + 1, j < c ? j : j + 1));
  let d: Numeral = n.of(0);
  for (const r of range(size)) {
    for (const c of range(size)) {
      const cofactor = size === 1 ? n.of(1) : determinant(n, linear, minor(r, c));
      d = n.add(d, n.mul((r + c) % 2 === 0 ? at(parts.rate, r, c) : n.neg(at(parts.rate, r, c)), cofactor));
    }
  }
  return { tag: parts.tag, v: determinant(n, linear, parts.base), d };
}
