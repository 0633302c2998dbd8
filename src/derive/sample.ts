/**
 * A derivative at one point, beside the quotient of differences of its function: numbers that anyone can repeat by hand or in any language.
 * Nothing is decided here; the oracle has confirmed the derivative before (`confirm.ts`).
 */
import { positionsAt, rolesOf } from "../compare/indices.ts";
import { reachOf } from "../compare/reach.ts";
import { tuplesFor } from "../compare/sizes.ts";
import {
  createTerms,
  type Environment,
  type Expr,
  heads,
  type Name,
  nodesOf,
  type Rational,
  rational,
  type Sym,
  toNumber,
} from "../expr/index.ts";
import { drawPoint, type Evaluated, isSkip, type Point, type Tape, trace, valuesAt } from "../oracle/index.ts";

export interface SampledEntry {
  /** Positions of the entry of the function, then of the variable, from 1. */
  readonly of: readonly number[];
  readonly by: readonly number[];
  readonly formula: number;
  readonly quotient: number;
}

export interface Sampled {
  readonly sizes: ReadonlyMap<string, number>;
  readonly indices: ReadonlyMap<Name, number>;
  readonly values: readonly { readonly name: Name; readonly dims: readonly number[]; readonly entries: readonly number[] }[];
  readonly entries: readonly SampledEntry[];
  /** Half the width of the central difference; null where the second value is that of automatic differentiation. */
  readonly step: number | null;
}

const step = 1e-5;
const pointsTried = 8;
const tuplesTried = 4;
const positionsTried = 6;
const mostEntries = 12;
/** Attributes that rounding an entry to one decimal leaves as they are. */
const rounded: ReadonlySet<string> = new Set(["positive", "negative", "nonzero", "fixed", "unit interval"]);

/** The derivative (in the mixed layout) of `of` by `by` at small sizes; null where no point has a value, or it is a kink. */
export function sampleDerivative(environment: Environment, derivative: Expr, of: Expr, by: Sym, seed: number): Sampled | null {
  const free: Environment = { ...environment, definitions: new Map([...environment.definitions].filter(([name]) => name !== by.name)) };
  const reach = reachOf(free, [derivative, of]);
  const roles = rolesOf(free, reach);
  const held = nodesOf(of, ...reach.nodes).some((x) => x.kind === "app" && x.head === heads.sg);
  for (const sizes of tuplesFor(reach, roles.sizes).tuples.slice(0, tuplesTried)) {
    const positions = roles.indices.length === 0 ? [undefined] : positionsAt(roles.indices, sizes, positionsTried);
    for (const at of positions) {
      const traced = trace(free, [derivative, of, by, derivativeOf(of, by)], { sizes, seed, ...(at ? { indices: at } : {}) });
      const found = traced.ok ? sampleOn(traced.value, free, by, { sizes, seed, held }) : null;
      if (found) return { ...found, sizes, indices: at ?? new Map() };
    }
  }
  return null;
}

/** In a table of its own: nothing else is built from it. */
function derivativeOf(of: Expr, by: Sym): Expr {
  const t = createTerms();
  return t.deriv(t.adopt(of), t.adopt(by));
}

interface Sampling {
  readonly sizes: ReadonlyMap<string, number>;
  readonly seed: number;
  /** Some quantity is held (stop-gradient), so that no difference of values shows the derivative. */
  readonly held: boolean;
}

function sampleOn(tape: Tape, free: Environment, by: Sym, s: Sampling): Pick<Sampled, "values" | "entries" | "step"> | null {
  for (let point = 0; point < pointsTried; point++) {
    const drawn = gentle(drawPoint(free, tape.symbols, s.sizes, { seed: s.seed, tuple: 0, point }), free);
    const entries = entriesAt(tape, drawn, by, s.held);
    if (!entries) continue;
    const values = tape.symbols.map(({ name, dims }) => ({ name, dims, entries: (drawn.values.get(name) ?? []).map(toNumber) }));
    return { values, entries, step: s.held ? null : step };
  }
  return null;
}

/** Entries of one decimal, where that changes no declared fact. */
function gentle(point: Point, environment: Environment): Point {
  const values = new Map(
    [...point.values].map(([name, entries]) => {
      const attributes = environment.symbols.get(name)?.attributes ?? new Set<string>();
      return [name, [...attributes].every((a) => rounded.has(a)) ? entries.map(tenths) : entries] as const;
    }),
  );
  return { ...point, values };
}

function tenths(x: Rational): Rational {
  const tens = Math.round(toNumber(x) * 10);
  const sign = toNumber(x) < 0 ? -1 : 1;
  return rational(tens === 0 ? sign : tens, 10);
}

const numbers = (e: Evaluated | undefined): readonly number[] | null => {
  const out = e?.values.map((x) => (isSkip(x) ? Number.NaN : x)) ?? [Number.NaN];
  return out.every(Number.isFinite) ? out : null;
};

function entriesAt(tape: Tape, point: Point, by: Sym, held: boolean): readonly SampledEntry[] | null {
  const [formula, of, variable, automatic] = valuesAt(tape, point);
  const values = numbers(formula);
  const whole = point.values.get(by.name);
  if (!values || !of || !variable || !whole || !numbers(of)) return null;
  const [fDims, xDims] = [thick(of.dims), thick(variable.dims)];
  const out: SampledEntry[] = [];
  for (const [k] of whole.entries()) {
    const moved = (h: number): readonly number[] | null =>
      numbers(
        valuesAt(tape, { ...point, values: new Map([...point.values, [by.name, whole.map((x, i) => (i === k ? plus(x, h) : x))]]) })[1],
      );
    const [up, down] = [moved(1), moved(-1)];
    if (!up || !down) return null;
    for (const [i] of up.entries()) {
      const exact = automatic?.values[up.length === 1 ? k : i * whole.length + k];
      const quotient = held ? (typeof exact === "number" ? exact : Number.NaN) : ((up[i] as number) - (down[i] as number)) / (2 * step);
      const value = values.length === 1 ? values[0] : values[i * whole.length + k];
      if (value === undefined || !(Math.abs(value - quotient) <= 1e-4 * Math.max(1, Math.abs(value)))) return null;
      if (out.length < mostEntries) out.push({ of: places(fDims, i), by: places(xDims, k), formula: value, quotient });
    }
  }
  return out;
}

const plus = (x: Rational, sign: number): Rational => {
  const h = rational(sign, Math.round(1 / step));
  return rational(x.n * h.d + h.n * x.d, x.d * h.d);
};

const thick = (dims: readonly number[]): readonly number[] => dims.filter((d) => d !== 1);

function places(dims: readonly number[], flat: number): readonly number[] {
  const out: number[] = [];
  let rest = flat;
  for (const d of [...dims].reverse()) {
    out.unshift((rest % d) + 1);
    rest = Math.floor(rest / d);
  }
  return out;
}
