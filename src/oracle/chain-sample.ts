/**
 * Residues of the inputs by declared attribute.
 *
 * What an attribute says in equations holds of the residues too (mirrored, summing to 1, orthogonal); what it says in inequalities is the
 * companion's. Positive quantities are squares, so that roots of their products exist. Values from a finite set are the companion's own.
 */
import type { Attribute, Name, Rational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import type { Facts } from "./chain-plan.ts";
import { addModulo, type Chain, invertModulo, multiplyModulo, negateModulo, residueOf } from "./chain-primes.ts";
import { hash } from "./hash.ts";
import type { Tape } from "./types.ts";

const noFacts: ReadonlySet<Attribute> = new Set();

/** A draw that happens to be singular or to sum to zero: draw again. */
export const unlucky = Symbol("unlucky");

/** Residues for the inputs of a tape, in its order, prime by prime. */
export function drawResidues(
  tape: Tape, chain: Chain, seed: number, facts: Facts, values: ReadonlyMap<Name, readonly Rational[]>,
): Float64Array | typeof unlucky {
  const K = chain.primes.length;
  const out = new Float64Array(tape.inputs.length * K);
  for (let k = 0; k < K; k++) {
    const p = chain.primes[k] as number;
    const arrays = new Map<Name, readonly number[]>();
    for (const symbol of tape.symbols) {
      const known = facts.get(symbol.name) ?? noFacts;
      const real = values.get(symbol.name);
      if (!real) throw new Bug(`no value for ${symbol.name}`);
      const drawn = drawArray(symbol.dims, known, real, createDraw(seed, symbol.name, k, p), p, seed);
      if (drawn === unlucky) return unlucky;
      arrays.set(symbol.name, drawn);
    }
    for (const [i, input] of tape.inputs.entries()) out[i * K + k] = arrays.get(input.name)?.[input.at] as number;
  }
  return out;
}

/** A nonzero residue for each place. */
type Draw = (place: number) => number;

const nameSeed = (name: string): number => {
  let h = 0;
  for (let i = 0; i < name.length; i++) h = hash(h, name.charCodeAt(i), i, 1);
  return h;
};

function createDraw(seed: number, name: Name, k: number, p: number): Draw {
  const own = nameSeed(name);
  return (place) => 1 + (hash(seed, own, k, place) % (p - 1));
}

const finite: readonly Attribute[] = ["binary", "one-hot", "sign"];
const largestWhole = 1000;

function drawArray(
  dims: readonly number[], known: ReadonlySet<Attribute>, real: readonly Rational[], draw: Draw, p: number, seed: number,
): readonly number[] | typeof unlucky {
  const count = dims.reduce((x, y) => x * y, 1);
  const n = dims[0] ?? 1;
  if (finite.some((a) => known.has(a))) return real.map((v) => rationalResidue(v, p));
  if (known.has("natural") || known.has("integer")) return real.map((_, place) => 1 + (hash(seed, 41, place, 0) % largestWhole));
  if (known.has("orthogonal")) return known.has("symmetric") ? reflection(n, draw, p) : rotation(n, draw, p, determinantSign(n, real));
  if (known.has("positive definite")) return known.has("diagonal") ? diagonalOf(n, (i) => square(draw(i), p)) : gram(n, draw, p);
  const entries = Array.from({ length: count }, (_, place) => entry(draw(place), known, p));
  if (known.has("probability")) return normalised(entries, p);
  return structured(entries, n, known, p);
}

const square = (v: number, p: number): number => multiplyModulo(v, v, p);

function entry(v: number, known: ReadonlySet<Attribute>, p: number): number {
  if (known.has("positive") || known.has("unit interval") || known.has("probability")) return square(v, p);
  return known.has("negative") ? negateModulo(square(v, p), p) : v;
}

function rationalResidue(v: Rational, p: number): number {
  return multiplyModulo(residueOf(v.n, p), invertModulo(residueOf(v.d, p), p), p);
}

function normalised(entries: readonly number[], p: number): readonly number[] | typeof unlucky {
  const sum = entries.reduce((x, y) => addModulo(x, y, p), 0);
  if (sum === 0) return unlucky;
  const inverse = invertModulo(sum, p);
  return entries.map((x) => multiplyModulo(x, inverse, p));
}

const diagonalOf = (n: number, at: (i: number) => number): readonly number[] =>
  Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? at(place / (n + 1)) : 0));

function structured(entries: readonly number[], n: number, known: ReadonlySet<Attribute>, p: number): readonly number[] {
  const at = (i: number, j: number): number => entries[i * n + j] as number;
  if (known.has("diagonal")) return diagonalOf(n, (i) => at(i, i));
  if (!known.has("symmetric") && !known.has("skew-symmetric")) return entries;
  return entries.map((v, place) => {
    const i = Math.floor(place / n);
    const j = place % n;
    if (known.has("symmetric")) return i <= j ? v : at(j, i);
    return i === j ? 0 : i < j ? v : negateModulo(at(j, i), p);
  });
}

/** BBᵀ: symmetric, with a determinant that is a square. */
function gram(n: number, draw: Draw, p: number): readonly number[] {
  const b = Array.from({ length: n * n }, (_, place) => draw(place));
  return productModulo(n, b, transposeOf(n, b), p);
}

const transposeOf = (n: number, a: readonly number[]): readonly number[] =>
  a.map((_, place) => a[(place % n) * n + Math.floor(place / n)] as number);

function productModulo(n: number, a: readonly number[], b: readonly number[], p: number): readonly number[] {
  return a.map((_, place) => {
    const i = Math.floor(place / n);
    const j = place % n;
    let sum = 0;
    for (let k = 0; k < n; k++) sum = addModulo(sum, multiplyModulo(a[i * n + k] as number, b[k * n + j] as number, p), p);
    return sum;
  });
}

/** Cayley: (I + S)⁻¹(I − S) with S skew-symmetric; the first row negated where the companion's determinant is −1. */
function rotation(n: number, draw: Draw, p: number, determinant: 1 | -1): readonly number[] | typeof unlucky {
  const s = structured(Array.from({ length: n * n }, (_, place) => draw(place)), n, new Set<Attribute>(["skew-symmetric"]), p);
  const unit = (place: number): number => (place % (n + 1) === 0 ? 1 : 0);
  const inverse = inverseModulo(n, s.map((v, place) => addModulo(unit(place), v, p)), p);
  if (inverse === unlucky) return unlucky;
  const q = productModulo(n, inverse, s.map((v, place) => addModulo(unit(place), negateModulo(v, p), p)), p);
  return q.map((v, place) => (determinant < 0 && place < n ? negateModulo(v, p) : v));
}

/** I − 2vvᵀ/(vᵀv) */
function reflection(n: number, draw: Draw, p: number): readonly number[] | typeof unlucky {
  const v = Array.from({ length: n }, (_, i) => draw(i));
  const norm = v.reduce((sum, x) => addModulo(sum, square(x, p), p), 0);
  if (norm === 0) return unlucky;
  const scale = negateModulo(multiplyModulo(2, invertModulo(norm, p), p), p);
  return Array.from({ length: n * n }, (_, place) => {
    const outer = multiplyModulo(v[Math.floor(place / n)] as number, v[place % n] as number, p);
    return addModulo(place % (n + 1) === 0 ? 1 : 0, multiplyModulo(scale, outer, p), p);
  });
}

function inverseModulo(n: number, matrix: readonly number[], p: number): readonly number[] | typeof unlucky {
  const rows = Array.from({ length: n }, (_, i) => [
    ...matrix.slice(i * n, i * n + n), ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  ]);
  for (let c = 0; c < n; c++) {
    const pivot = rows.findIndex((row, i) => i >= c && row[c] !== 0);
    if (pivot < 0) return unlucky;
    [rows[c], rows[pivot]] = [rows[pivot] as number[], rows[c] as number[]];
    const scale = invertModulo((rows[c] as number[])[c] as number, p);
    rows[c] = (rows[c] as number[]).map((x) => multiplyModulo(x, scale, p));
    for (let i = 0; i < n; i++) {
      const factor = (rows[i] as number[])[c] as number;
      if (i === c || factor === 0) continue;
      rows[i] = (rows[i] as number[]).map((x, j) =>
        addModulo(x, negateModulo(multiplyModulo(factor, (rows[c] as number[])[j] as number, p), p), p));
    }
  }
  return rows.flatMap((row) => row.slice(n));
}

/** The sign of the determinant of a real matrix by elimination in doubles: it is ±1, so this is safe. */
function determinantSign(n: number, real: readonly Rational[]): 1 | -1 {
  const a = Array.from({ length: n }, (_, i) => real.slice(i * n, i * n + n).map((v) => Number(v.n) / Number(v.d)));
  let sign: 1 | -1 = 1;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let i = c + 1; i < n; i++) if (Math.abs((a[i] as number[])[c] as number) > Math.abs((a[best] as number[])[c] as number)) best = i;
    if (best !== c) {
      [a[c], a[best]] = [a[best] as number[], a[c] as number[]];
      sign = sign === 1 ? -1 : 1;
    }
    const row = a[c] as number[];
    if ((row[c] as number) < 0) sign = sign === 1 ? -1 : 1;
    for (let i = c + 1; i < n; i++) {
      const f = ((a[i] as number[])[c] as number) / (row[c] as number);
      a[i] = (a[i] as number[]).map((x, j) => x - f * (row[j] as number));
    }
  }
  return sign;
}
