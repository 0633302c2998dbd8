/**
 * Sample points: sizes 1 … 4, entries uniform on [−2, 2] mixed with corners {0, ±1, whole zero arrays, ties}, indices that also step outside
 * their range, and values that have the declared facts.
 */
import type { Name, Sym } from "../expr/index.ts";
import { dimNames, evaluateShape, type Shape } from "../shape/index.ts";
import type { Random } from "./random.ts";

export interface Sizes {
  readonly sizes: ReadonlyMap<string, number>;
  /** Values of index variables; a tape is made for each. */
  readonly indices: ReadonlyMap<Name, number>;
}

/** Entries of the variables, row-major. */
export type Values = ReadonlyMap<Name, readonly number[]>;

/** Sizes at which every shape exists: all different, all 2, all 1, all 3, then drawn from 1 … 4. */
export function drawSizes(
  names: readonly string[],
  indices: readonly Name[],
  shapes: readonly Shape[],
  turn: number,
  random: Random,
): Sizes | null {
  const equal = [0, 2, 1, 3][turn];
  const sizes = new Map(names.map((n, i) => [n, turn === 0 ? 2 + (i % 3) : (equal ?? 1 + random.below(4))] as const));
  const exists = shapes.every((s) => evaluateShape(s, sizes)?.every((n) => n >= 1));
  if (!exists) return null;
  const largest = Math.max(1, ...sizes.values());
  return { sizes, indices: new Map(indices.map((k) => [k, random.below(largest + 3) - 1])) };
}

/** The size names that occur in shapes. */
export function sizeNames(shapes: readonly Shape[], more: Iterable<string> = []): readonly string[] {
  const names = new Set<string>(more);
  for (const s of shapes) for (const d of s) dimNames(d, names);
  return [...names].sort();
}

/** One point. In turns: anywhere, only corners, some corners, anywhere, all zero, all alike. */
export function drawValues(
  variables: readonly Sym[],
  facts: ReadonlyMap<Name, ReadonlySet<string>>,
  at: Sizes,
  turn: number,
  random: Random,
): Values {
  const out = new Map<Name, readonly number[]>();
  for (const v of variables) {
    if (v.sort === "index") continue;
    const [m = 1, n = 1] = evaluateShape(v.shape, at.sizes) ?? [];
    out.set(
      v.name,
      [...(facts.get(v.name) ?? [])].reduce((entries, fact) => withFact(fact, entries, m, n, random), drawEntries(m * n, turn, random)),
    );
  }
  return out;
}

function drawEntries(count: number, turn: number, random: Random): readonly number[] {
  const smooth = (): number => 4 * random.next() - 2;
  const corner = (): number => random.pick([0, 1, -1]);
  switch (turn % 6) {
    case 1:
      return Array.from({ length: count }, corner);
    case 2:
      return Array.from({ length: count }, () => (random.below(2) === 0 ? corner() : smooth()));
    case 4:
      return new Array<number>(count).fill(0);
    case 5:
      return new Array<number>(count).fill(random.pick([-1, 1, 2, smooth()]));
    default:
      return Array.from({ length: count }, smooth);
  }
}

type Square = readonly number[];

const table = (m: number, n: number, entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: m * n }, (_, k) => entry(Math.floor(k / n), k % n));

const gram = (a: Square, n: number): number[] =>
  table(n, n, (i, j) =>
    Array.from({ length: n }, (_, k) => (a[i * n + k] as number) * (a[j * n + k] as number)).reduce((x, y) => x + y, 0),
  );

/** Entries changed until they have the fact. */
function withFact(fact: string, e: readonly number[], m: number, n: number, random: Random): readonly number[] {
  const at = (i: number, j: number): number => e[i * n + j] as number;
  switch (fact) {
    case "symmetric":
      return table(m, n, (i, j) => at(Math.min(i, j), Math.max(i, j)));
    case "skew-symmetric":
      return table(m, n, (i, j) => at(i, j) - at(j, i));
    case "diagonal":
      return table(m, n, (i, j) => (i === j ? at(i, j) : 0));
    case "lower triangular":
      return table(m, n, (i, j) => (j <= i ? at(i, j) : 0));
    case "upper triangular":
      return table(m, n, (i, j) => (j >= i ? at(i, j) : 0));
    case "positive definite":
      return gram(e, n).map((x, k) => (k % (n + 1) === 0 ? x + 1 : x));
    case "nonsingular":
      return e.map((x, k) => (k % (n + 1) === 0 ? x + 5 : x));
    case "orthogonal":
      return reflection(e.slice(0, n), n);
    case "positive":
      return e.map((x) => Math.abs(x) + 0.1);
    case "negative":
      return e.map((x) => -Math.abs(x) - 0.1);
    case "nonzero":
      return e.map((x) => (x === 0 ? 1 : x));
    case "unit interval":
      return e.map((x) => Math.abs(x) / 2);
    case "probability":
      return shares(e.map((x) => Math.abs(x) + 0.1));
    case "one-hot": {
      const k = random.below(e.length);
      return e.map((_, i) => (i === k ? 1 : 0));
    }
    case "sign":
      return e.map((x) => (x < 0 ? -1 : 1));
    case "binary":
      return e.map((x) => (x < 0 ? 0 : 1));
    case "natural":
      return e.map((x) => Math.ceil(Math.abs(x)) + 1);
    case "integer":
      return e.map(Math.round);
    default:
      return e;
  }
}

const shares = (e: readonly number[]): readonly number[] => {
  const sum = e.reduce((x, y) => x + y, 0);
  return e.map((x) => x / sum);
};

/** I − 2vvᵀ/vᵀv, an orthogonal matrix; of v = 0 the identity. */
function reflection(v: readonly number[], n: number): readonly number[] {
  const length = v.reduce((s, x) => s + x * x, 0);
  return table(n, n, (i, j) => (i === j ? 1 : 0) - (length === 0 ? 0 : (2 * (v[i] as number) * (v[j] as number)) / length));
}
