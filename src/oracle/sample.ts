/**
 * Points: exact values for every symbol a tape needs, by declared attribute, keyed by (seed, name, tuple, point).
 *
 * Plain entries are m/2¹⁰ in [−2, 2] with |x| ≥ 1/16. Kinks and ties have measure zero, so special points are visited on purpose.
 */
import { type Attribute, type Environment, type Name, type Rational, rational } from "../expr/index.ts";
import { type Attributes, type Draws, drawEntries } from "./draw.ts";
import { stream } from "./random.ts";
import { rationals } from "./rationals.ts";
import type { Point, Tape } from "./types.ts";

/** Which point: the same key gives the same point, whatever else is drawn. */
export interface PointKey {
  readonly seed: number;
  /** Number of the tuple of sizes. */
  readonly tuple: number;
  readonly point: number;
}

/** One symbol at a special value, the others at random. */
export interface SpecialValue {
  readonly name: Name;
  readonly value: "zero" | "one" | "minus-one" | "half" | "zero-entry" | "tie" | "like";
  /** With "like": the symbol whose value it takes. */
  readonly like?: Name;
}

export type Drawn = Tape["symbols"][number];

const none: Attributes = new Set<Attribute>();

/** Declared attributes of a symbol; an index declared natural or integer is drawn as such. */
export const attributesOf = (environment: Environment, name: Name): Attributes => environment.symbols.get(name)?.attributes ?? none;

/** m/2¹⁰ in [−2, 2] with |x| ≥ 1/16. */
export function dyadic(next: (n: number) => number): Rational {
  const k = next(2 * 1985) - 1985;
  let m = k >= 0 ? k + 64 : k - 63;
  let d = 1024;
  while (m % 2 === 0 && d > 1) {
    m /= 2;
    d /= 2;
  }
  return { n: BigInt(m), d: BigInt(d) };
}

export function drawPoint(
  environment: Environment,
  symbols: readonly Drawn[],
  sizes: ReadonlyMap<string, number>,
  key: PointKey,
  special: SpecialValue | null = null,
): Point {
  const values = new Map<Name, readonly Rational[]>();
  for (const symbol of symbols) {
    const attributes = attributesOf(environment, symbol.name);
    const plain = drawSymbol(symbol, attributes, key);
    values.set(symbol.name, special?.name === symbol.name ? specialEntries(special.value, plain, symbol.dims) : plain);
  }
  const same = special?.like === undefined ? undefined : values.get(special.like);
  if (special && same) values.set(special.name, same);
  return { sizes, values };
}

function drawSymbol(symbol: Drawn, attributes: Attributes, key: PointKey): readonly Rational[] {
  for (let attempt = 0; ; attempt++) {
    const random = stream(key.seed, "symbol", symbol.name, key.tuple, key.point, attempt);
    const draws: Draws<Rational> = { plain: () => dyadic(random.below), below: random.below, turn: key.point };
    const entries = drawEntries(rationals, draws, attributes, symbol.dims);
    if (entries) return entries;
  }
}

function specialEntries(value: SpecialValue["value"], plain: readonly Rational[], dims: readonly number[]): readonly Rational[] {
  const all = (x: Rational): readonly Rational[] => plain.map(() => x);
  switch (value) {
    case "zero":
      return all(rational(0));
    case "one":
      return dims.length === 2 && dims[0] === dims[1] && plain.length > 1
        ? plain.map((_, k) => rational(k % ((dims[0] as number) + 1) === 0 ? 1 : 0))
        : all(rational(1));
    case "minus-one":
      return all(rational(-1));
    case "half":
      return all(rational(1, 2));
    case "zero-entry":
      return plain.map((x, k) => (k === 0 ? rational(0) : x));
    case "tie":
      return plain.map((x, k) => (k === 1 ? (plain[0] as Rational) : x));
    case "like":
      return plain;
    default:
      return value satisfies never;
  }
}

/** The special values that a symbol's attributes admit. For a square matrix "one" is the identity. */
export function specialValues(environment: Environment, symbols: readonly Drawn[]): readonly SpecialValue[] {
  return symbols.flatMap(({ name, dims }) =>
    admitted(attributesOf(environment, name), dims).map((value): SpecialValue => ({ name, value })),
  );
}

const mostTies = 6;

/** Two plain symbols of one shape with the same value: where a − b, or a max of both, is at its corner. */
export function tiedValues(environment: Environment, symbols: readonly Drawn[]): readonly SpecialValue[] {
  const plain = symbols.filter(({ name }) => [...attributesOf(environment, name)].every((a) => a === "nonzero" || a === "positive"));
  const pairs = plain.flatMap((x, i) =>
    plain.slice(i + 1).flatMap((y): readonly SpecialValue[] => {
      const alike = x.dims.length === y.dims.length && x.dims.every((d, k) => d === y.dims[k]);
      const facts = [x, y].map(({ name }) => attributesOf(environment, name).has("positive"));
      return alike && facts[0] === facts[1] ? [{ name: y.name, value: "like", like: x.name }] : [];
    }),
  );
  return pairs.slice(0, mostTies);
}

function admitted(has: Attributes, dims: readonly number[]): readonly SpecialValue["value"][] {
  const many = dims.reduce((x, y) => x * y, 1) > 1;
  const any = (...list: readonly Attribute[]): boolean => list.some((a) => has.has(a));
  if (any("one-hot", "sign", "binary", "probability", "natural", "skew-symmetric")) return [];
  if (any("positive definite", "orthogonal", "diagonal", "lower triangular", "upper triangular", "nonsingular"))
    return dims.length === 2 ? ["one"] : [];
  if (any("unit interval")) return ["half"];
  if (any("positive")) return any("integer") ? ["one"] : ["one", "half"];
  if (any("negative")) return ["minus-one"];
  const general: readonly SpecialValue["value"][] = any("nonzero") ? ["one", "minus-one"] : ["zero", "one", "minus-one"];
  if (any("integer")) return general;
  return many && !any("symmetric") ? [...general, "half", "zero-entry", "tie"] : [...general, "half"];
}
