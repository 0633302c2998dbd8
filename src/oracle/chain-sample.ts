/**
 * Residues of the inputs by declared attribute.
 *
 * What an attribute says in equations holds of the residues too (mirrored, summing to 1, orthogonal); what it says in inequalities is the
 * companion's. Values from a finite set are the companion's own; whole numbers are drawn anew, larger than the companion's.
 */
import type { Attribute, Name, Rational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import type { Facts } from "./chain-plan.ts";
import { addModulo, type Chain, invertModulo, multiplyModulo, negateModulo, residueOf } from "./chain-primes.ts";
import { type Attributes, drawEntries } from "./draw.ts";
import { hash } from "./hash.ts";
import type { Field } from "./rationals.ts";
import { skip, type Tape } from "./types.ts";

const noFacts: Attributes = new Set<Attribute>();

/** The residues modulo p as a field. */
const fieldModulo = (p: number): Field<number> => ({
  constant: (value) => multiplyModulo(residueOf(value.n, p), invertModulo(residueOf(value.d, p), p), p),
  add: (x, y) => addModulo(x, y, p),
  mul: (x, y) => multiplyModulo(x, y, p),
  neg: (x) => negateModulo(x, p),
  div: (x, y) => (y === 0 ? skip("division by zero", false) : multiplyModulo(x, invertModulo(y, p), p)),
});

/** Residues for the inputs of a tape, in its order, prime by prime; null when this draw does not work (draw again). */
export function drawResidues(
  tape: Tape,
  chain: Chain,
  seed: number,
  facts: Facts,
  values: ReadonlyMap<Name, readonly Rational[]>,
): Float64Array | null {
  const K = chain.primes.length;
  const out = new Float64Array(tape.inputs.length * K);
  for (let k = 0; k < K; k++) {
    const p = chain.primes[k] as number;
    const arrays = new Map<Name, readonly number[]>();
    for (const { name, dims } of tape.symbols) {
      const real = values.get(name);
      if (!real) throw new Bug(`no value for ${name}`);
      const drawn = drawArray(dims, facts.get(name) ?? noFacts, real, seed, nameSeed(name), k, p);
      if (!drawn) return null;
      arrays.set(name, drawn);
    }
    for (const [i, input] of tape.inputs.entries()) out[i * K + k] = arrays.get(input.name)?.[input.at] as number;
  }
  return out;
}

function nameSeed(name: string): number {
  let h = 0;
  for (let i = 0; i < name.length; i++) h = hash(h, name.charCodeAt(i), i, 1);
  return h;
}

const finite: readonly Attribute[] = ["binary", "one-hot", "sign"];
const largestWhole = 1000;
const wholeStream = 41;

function drawArray(
  dims: readonly number[],
  known: Attributes,
  real: readonly Rational[],
  seed: number,
  name: number,
  k: number,
  p: number,
): readonly number[] | null {
  const field = fieldModulo(p);
  if (finite.some((a) => known.has(a))) return real.map((v) => field.constant(v));
  if (known.has("natural") || known.has("integer")) return real.map((_, at) => 1 + (hash(seed, wholeStream, name, at) % largestWhole));
  let place = 0;
  const draws = { plain: () => 1 + (hash(seed, name, k, place++) % (p - 1)), below: () => 0, turn: 0 };
  const entries = drawEntries(field, draws, known, dims);
  if (!entries || !known.has("orthogonal")) return entries;
  // Cayley's matrices have determinant 1; the companion says which of the two components this point is in.
  const n = dims[0] ?? 1;
  return determinantSign(n, real) > 0 ? entries : entries.map((v, at) => (at < n ? negateModulo(v, p) : v));
}

/** The sign of a determinant that is ±1, by elimination in doubles. */
function determinantSign(n: number, real: readonly Rational[]): 1 | -1 {
  const a = Array.from({ length: n }, (_, i) => real.slice(i * n, i * n + n).map((v) => Number(v.n) / Number(v.d)));
  const at = (i: number, j: number): number => (a[i] as number[])[j] as number;
  let sign: 1 | -1 = 1;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let i = c + 1; i < n; i++) if (Math.abs(at(i, c)) > Math.abs(at(best, c))) best = i;
    if (best !== c) [a[c], a[best]] = [a[best] as number[], a[c] as number[]];
    if (best !== c) sign = sign === 1 ? -1 : 1;
    if (at(c, c) < 0) sign = sign === 1 ? -1 : 1;
    for (let i = c + 1; i < n; i++) {
      const factor = at(i, c) / at(c, c);
      a[i] = (a[i] as number[]).map((x, j) => x - factor * at(c, j));
    }
  }
  return sign;
}
