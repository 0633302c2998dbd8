/**
 * Drawing the entries of one symbol by its declared attributes, in any field: rational numbers for points, residues for the chain of
 * primes. Positive numbers are squares, so that roots and logarithms exist in every field.
 *
 *   positive x²;  unit interval q/(1 + q), q = x²;  probability x²/Σx²;  symmetric mirrored;  positive definite BBᵀ + I;
 *   orthogonal (I + S)⁻¹(I − S) D with S skew, D signs (Cayley);  one-hot: each position in turn.
 */
import { type Attribute, rational } from "../expr/index.ts";
import type { Field } from "./rationals.ts";
import { isSkip, type Skip } from "./types.ts";

/** Where random numbers come from: `plain` is a nonzero number of the field. */
export interface Draws<N> {
  plain(): N;
  below(n: number): number;
  /** Counts the points of a tuple: one-hot vectors visit each position. */
  readonly turn: number;
}

export type Attributes = ReadonlySet<Attribute>;

/** Entries row-major, or null where this draw does not work (a denominator that is zero): draw again. */
export function drawEntries<N>(field: Field<N>, draws: Draws<N>, attributes: Attributes, dims: readonly number[]): readonly N[] | null {
  try {
    return entries(certain(field), draws, attributes, dims);
  } catch (stop) {
    if (stop === redraw) return null;
    throw stop;
  }
}

/** The field with every result certain; what has none asks for another draw. */
interface Certain<N> {
  number(n: number, d?: number): N;
  add(x: N, y: N): N;
  mul(x: N, y: N): N;
  neg(x: N): N;
  div(x: N, y: N): N;
}

const redraw = new Error("draw again");

function certain<N>(field: Field<N>): Certain<N> {
  const sure = (x: N | Skip): N => {
    if (isSkip(x)) throw redraw;
    return x;
  };
  return {
    number: (n, d = 1) => field.constant(rational(n, d)),
    add: (x, y) => sure(field.add(x, y)),
    mul: (x, y) => sure(field.mul(x, y)),
    neg: (x) => field.neg(x),
    div: (x, y) => sure(field.div(x, y)),
  };
}

function entries<N>(f: Certain<N>, draws: Draws<N>, has: Attributes, dims: readonly number[]): readonly N[] {
  const count = dims.reduce((x, y) => x * y, 1);
  const n = dims[0] ?? 1;
  const square = dims.length === 2 && dims[0] === dims[1];
  if (has.has("one-hot")) return Array.from({ length: count }, (_, i) => f.number(i === draws.turn % count ? 1 : 0));
  if (has.has("probability") && count > 1) return probabilities(f, draws, count);
  if (square && has.has("positive definite")) return positiveDefinite(f, draws, n, has);
  if (square && has.has("orthogonal")) return orthogonal(f, draws, n);
  const triangular = square && n > 1 && (has.has("lower triangular") || has.has("upper triangular"));
  if (triangular) return triangle(f, draws, has, n);
  const entry = entryBy(f, draws, has);
  const all = Array.from({ length: count }, entry);
  const zero = f.number(0);
  if (square && n === 1 && has.has("skew-symmetric")) return [zero];
  if (!square || n === 1) return all;
  if (has.has("diagonal")) return all.map((x, k) => (k % (n + 1) === 0 ? x : zero));
  if (has.has("symmetric")) return all.map((x, k) => mirrored(k, n, all, x));
  if (has.has("skew-symmetric"))
    return all.map((x, k) => (k % (n + 1) === 0 ? zero : k % n > Math.floor(k / n) ? x : f.neg(mirrored(k, n, all, x))));
  return all;
}

/** A positive triangular matrix is positive on its diagonal. */
function triangle<N>(f: Certain<N>, draws: Draws<N>, has: Attributes, n: number): readonly N[] {
  const onDiagonal = entryBy(f, draws, has);
  const lower = has.has("lower triangular");
  return Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    if (i === j) return onDiagonal();
    return lower === i > j ? draws.plain() : f.number(0);
  });
}

/** The entry above the diagonal that stands across from place k, or x itself there. */
function mirrored<N>(k: number, n: number, all: readonly N[], x: N): N {
  const i = Math.floor(k / n);
  const j = k % n;
  return i > j ? (all[j * n + i] as N) : x;
}

function entryBy<N>(f: Certain<N>, draws: Draws<N>, has: Attributes): () => N {
  const squared = (): N => {
    const x = draws.plain();
    return f.mul(x, x);
  };
  if (has.has("unit interval") || has.has("probability")) {
    return () => {
      const q = squared();
      return f.div(q, f.add(f.number(1), q));
    };
  }
  if (has.has("binary")) return () => f.number(draws.below(2));
  if (has.has("sign")) return () => f.number(2 * draws.below(2) - 1);
  if (has.has("natural")) return () => f.number(1 + draws.below(6));
  if (has.has("integer")) return () => f.number((has.has("positive") ? 1 : -3) + draws.below(7));
  if (has.has("positive")) return squared;
  if (has.has("negative")) return () => f.neg(squared());
  return draws.plain;
}

function probabilities<N>(f: Certain<N>, draws: Draws<N>, count: number): readonly N[] {
  const squares = Array.from({ length: count }, () => {
    const x = draws.plain();
    return f.mul(x, x);
  });
  const sum = squares.reduce(f.add);
  return squares.map((x) => f.div(x, sum));
}

function positiveDefinite<N>(f: Certain<N>, draws: Draws<N>, n: number, has: Attributes): readonly N[] {
  const zero = f.number(0);
  if (has.has("diagonal")) {
    return Array.from({ length: n * n }, (_, k) => {
      const x = draws.plain();
      return k % (n + 1) === 0 ? f.mul(x, x) : zero;
    });
  }
  const b = Array.from({ length: n * n }, draws.plain);
  return Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    let sum = f.number(i === j ? 1 : 0);
    for (let l = 0; l < n; l++) sum = f.add(sum, f.mul(b[i * n + l] as N, b[j * n + l] as N));
    return sum;
  });
}

function orthogonal<N>(f: Certain<N>, draws: Draws<N>, n: number): readonly N[] {
  const zero = f.number(0);
  const one = f.number(1);
  const skew = Array.from({ length: n }, () => new Array<N>(n).fill(zero));
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const x = draws.plain();
      (skew[i] as N[])[j] = x;
      (skew[j] as N[])[i] = f.neg(x);
    }
  }
  const plus = skew.map((row, i) => row.map((x, j) => (i === j ? f.add(one, x) : x)));
  const minus = skew.map((row, i) => row.map((x, j) => (i === j ? f.add(one, f.neg(x)) : f.neg(x))));
  const signs = Array.from({ length: n }, () => draws.below(2) === 1);
  return solve(f, plus, minus).flatMap((row) => row.map((x, j) => (signs[j] ? f.neg(x) : x)));
}

/** P⁻¹ M by Gauss–Jordan. I + S is positive definite plus skew, so no pivot vanishes over the reals; elsewhere one draws again. */
function solve<N>(f: Certain<N>, p: N[][], m: N[][]): N[][] {
  const n = p.length;
  for (let c = 0; c < n; c++) {
    const pivot = (p[c] as N[])[c] as N;
    const scale = (row: N[]): N[] => row.map((x) => f.div(x, pivot));
    p[c] = scale(p[c] as N[]);
    m[c] = scale(m[c] as N[]);
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const by = f.neg((p[r] as N[])[c] as N);
      const take = (row: N[], from: N[]): N[] => row.map((x, j) => f.add(x, f.mul(by, from[j] as N)));
      p[r] = take(p[r] as N[], p[c] as N[]);
      m[r] = take(m[r] as N[], m[c] as N[]);
    }
  }
  return m;
}
