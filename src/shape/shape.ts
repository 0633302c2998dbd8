/**
 * Shapes: what a quantity looks like.
 *
 * Every matrix-like term has exactly two dims, with a literal 1 where it is thin: scalar 1×1, column n×1, row 1×n, matrix m×n. One
 * product rule then covers Av, uᵀv, uvᵀ and uᵀA. Tensors of rank three and more list their dims. *Axes* are the dims that are not a
 * literal 1: the number of subscripts a reader expects.
 */
import { type Dim, evaluateDim, isOne, one, sameDim, substituteDim } from "./dim.ts";

export type Shape = readonly Dim[];

export const scalarShape: Shape = [one, one];
export const columnShape = (n: Dim): Shape => [n, one];
export const rowShape = (n: Dim): Shape => [one, n];
export const matrixShape = (m: Dim, n: Dim): Shape => [m, n];

const thin = (d: Dim | undefined): boolean => d !== undefined && isOne(d);

export const isScalar = (s: Shape): boolean => s.length === 2 && thin(s[0]) && thin(s[1]);
export const isColumn = (s: Shape): boolean => s.length === 2 && !thin(s[0]) && thin(s[1]);
export const isRow = (s: Shape): boolean => s.length === 2 && thin(s[0]) && !thin(s[1]);
export const isVector = (s: Shape): boolean => isColumn(s) || isRow(s);
export const isFullMatrix = (s: Shape): boolean => s.length === 2 && !thin(s[0]) && !thin(s[1]);
/** Two dims: scalars, columns, rows and matrices. */
export const isMatrixLike = (s: Shape): boolean => s.length === 2;

/** The dims that take a subscript. */
export const axes = (s: Shape): readonly Dim[] => s.filter((d) => !isOne(d));

/** The shape with these axes: none a scalar, one a column, two a matrix, more a tensor. */
export function fromAxes(list: readonly Dim[]): Shape {
  if (list.length === 0) return scalarShape;
  const [first] = list;
  return list.length === 1 && first ? columnShape(first) : list;
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => sameDim(d, b[i] as Dim));

export const shapeKey = (s: Shape): string => s.map((d) => d.key).join(",");

export function transposeShape(s: Shape): Shape {
  const [m, n] = s;
  return s.length === 2 && m && n ? [n, m] : s;
}

export const substituteShape = (s: Shape, by: ReadonlyMap<string, Dim>): Shape => s.map((d) => substituteDim(d, by));

/** Numbers for the dims, or null when a size is unknown. */
export function evaluateShape(s: Shape, sizes: ReadonlyMap<string, number>): readonly number[] | null {
  const out: number[] = [];
  for (const d of s) {
    const n = evaluateDim(d, sizes);
    if (n === null) return null;
    out.push(n);
  }
  return out;
}

/** `scalar`, `n`, `1 x n`, `m x n`, `2 x 3 x 4`: the form used in reports. A column of `n` is shown as `n`. */
export function showShape(s: Shape): string {
  if (isScalar(s)) return "scalar";
  const wrap = (d: Dim): string => (d.key.includes(" ") ? `(${d.key})` : d.key);
  if (isColumn(s)) return (s[0] as Dim).key;
  return s.map(wrap).join(" x ");
}

/**
 * The shape of a derivative in the mixed layout, the one the engine uses throughout:
 * a scalar by anything has the shape of the variable, anything by a scalar its own shape, otherwise axes(of) ++ axes(by).
 */
export function derivativeShape(of: Shape, by: Shape): Shape {
  if (isScalar(of)) return by;
  if (isScalar(by)) return of;
  return fromAxes([...axes(of), ...axes(by)]);
}
