/** Counterexamples, from what the machines found. */
import { type Rational, toNumber } from "../expr/index.ts";
import type { Difference } from "./refute.ts";
import type { Counterexample, ExactArray } from "./types.ts";

const empty: Omit<Counterexample, "seed" | "shapes"> = {
  sizes: new Map(),
  values: new Map(),
  indices: new Map(),
  lhs: [],
  rhs: [],
  at: 0,
  lhsShape: [],
  radius: 0,
  entry: [],
  convention: new Map(),
};

export const shapeCounterexample = (seed: number, lhs: string, rhs: string): Counterexample => ({ ...empty, seed, shapes: { lhs, rhs } });

export const numberCounterexample = (x: Rational, y: Rational): Counterexample => ({
  ...empty,
  seed: 0,
  lhs: [toNumber(x)],
  rhs: [toNumber(y)],
  lhsShape: [1, 1],
  shapes: null,
});

/** Position along the axes (dims other than 1), from 1. */
export function entryPosition(dims: readonly number[], at: number): readonly number[] {
  const out: number[] = [];
  let rest = at;
  for (const d of [...dims].reverse()) {
    if (d !== 1) out.unshift((rest % d) + 1);
    rest = Math.floor(rest / d);
  }
  return out;
}

/** The convention under which balls refute: every value between those on both sides of a jump. */
const anyConvention: ReadonlyMap<string, string> = new Map([["kinks", "any"]]);

export function toCounterexample(d: Difference): Counterexample {
  const { instance, point } = d;
  const values = new Map<string, ExactArray>();
  for (const { name, dims } of instance.tape.symbols) values.set(name, { dims, entries: point.values.get(name) ?? [] });
  return {
    seed: instance.seed,
    sizes: instance.sizes,
    values,
    indices: instance.indices,
    lhs: d.lhs,
    rhs: d.rhs,
    at: d.at,
    lhsShape: instance.dims,
    radius: d.radius,
    entry: entryPosition(instance.dims, d.at),
    convention: anyConvention,
    shapes: null,
  };
}
