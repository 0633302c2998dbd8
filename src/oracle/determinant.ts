/**
 * Determinant, adjugate and inverse by minors over sets of columns: no pivoting, hence the same operations in every domain, and exact
 * where the domain is. n·2ⁿ products for the determinant of an n×n matrix.
 */
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";

const largest = 8;

/** Minors of consecutive rows by the set of their columns (a bit mask). */
type Minors = ReadonlyMap<number, Register>;

const bits = (set: number): number => {
  let n = 0;
  for (let s = set; s > 0; s &= s - 1) n++;
  return n;
};

/** −1 to the number of pairs in the wrong order when the columns of `set` stand before those of `rest`. */
function parity(set: number, rest: number): 1 | -1 {
  let inversions = 0;
  for (let s = set; s > 0; s &= s - 1) {
    const lowest = s & -s;
    inversions += bits(rest & (lowest - 1));
  }
  return inversions % 2 === 0 ? 1 : -1;
}

const signed = (rec: Recorder, sign: number, x: Register): Register => (sign > 0 ? x : rec.neg(x));

const zeroHere = (rec: Recorder, x: Register): boolean => rec.constantOf(x)?.n === 0n;

/** minors[k]: of the first k rows in the given order (top down for prefixes, bottom up for suffixes). */
function growMinors(
  rec: Recorder,
  n: number,
  entry: (i: number, j: number) => Register,
  rows: readonly number[],
  above: boolean,
): Minors[] {
  const out: Minors[] = [new Map([[0, rec.constant(1)]])];
  for (const row of rows) {
    const next = new Map<number, Register>();
    for (const [set, minor] of out[out.length - 1] as Minors) {
      for (let j = 0; j < n; j++) {
        const column = 1 << j;
        const a = entry(row, j);
        if (set & column || zeroHere(rec, a) || zeroHere(rec, minor)) continue;
        const sign = above ? parity(set, column) : parity(column, set);
        const term = signed(rec, sign, rec.mul(minor, a));
        const before = next.get(set | column);
        next.set(set | column, before === undefined ? term : rec.add(before, term));
      }
    }
    out.push(next);
  }
  return out;
}

const order = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function check(n: number): void {
  if (n > largest) refuse("budget", `a determinant of a ${n} x ${n} matrix`);
}

/** det A for row-major entries. */
export function determinant(rec: Recorder, n: number, a: readonly Register[]): Register {
  check(n);
  const minors = growMinors(rec, n, (i, j) => a[i * n + j] as Register, order(n), true);
  return (minors[n] as Minors).get((1 << n) - 1) ?? rec.constant(0);
}

/** adj A, row-major: adj(A)ⱼᵢ is the cofactor of aᵢⱼ. The determinant comes along. */
export function adjugate(
  rec: Recorder,
  n: number,
  a: readonly Register[],
): { readonly entries: readonly Register[]; readonly det: Register } {
  check(n);
  const entry = (i: number, j: number): Register => a[i * n + j] as Register;
  const above = growMinors(rec, n, entry, order(n), true);
  const below = growMinors(rec, n, entry, order(n).reverse(), false);
  const all = (1 << n) - 1;
  const entries = new Array<Register>(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = rec.constant(0);
      for (const [set, minor] of above[i] as Minors) {
        const column = 1 << j;
        const rest = (below[n - 1 - i] as Minors).get(all & ~set & ~column);
        if (set & column || rest === undefined) continue;
        const sign = parity(set, column) * parity(set | column, all & ~set & ~column);
        sum = rec.add(sum, signed(rec, sign, rec.mul(minor, rest)));
      }
      entries[j * n + i] = sum;
    }
  }
  return { entries, det: (above[n] as Minors).get(all) ?? rec.constant(0) };
}

/** A⁻¹ = adj(A)/det A. */
export function inverse(rec: Recorder, n: number, a: readonly Register[]): readonly Register[] {
  const { entries, det } = adjugate(rec, n, a);
  return entries.map((x) => rec.div(x, det));
}
