/**
 * Abstract functions: f(x₁, x₂, …) about which nothing is known but shapes.
 *
 * Each output is a sum of three random ridges, Σᵣ cᵣ (aᵣ · x + bᵣ)^dᵣ with d = 5, 4, 3, x all arguments in one row. Its slot derivatives are
 * given by formula and keep their evaluation point; an identity that holds for every smooth function holds for these, and one that does
 * not fails for almost all of them.
 */
import { type Call, type Name, rational } from "../expr/index.ts";
import { countOf, type Value } from "./arrays.ts";
import type { Frame } from "./frames.ts";
import { type Plain, writeRational } from "./plain.ts";
import { stream } from "./random.ts";
import type { Recorder, Register } from "./recorder.ts";
import { dimsIn, type Tracer } from "./tracer.ts";

const degrees = [5, 4, 3] as const;

interface Ridge {
  readonly degree: number;
  /** In quarters. */
  readonly factor: number;
  readonly offset: number;
  readonly slopes: readonly number[];
}

/** The ridges as plain data [d, c, b, [a₁, …]], one list for each output: what a witness carries. */
export function plainRidges(seed: number, fn: Name, inputs: number, outputs: number): Plain {
  const quarter = (k: number): string => writeRational(rational(k, 4));
  return Array.from({ length: outputs }, (_, o) =>
    ridgesOf(seed, fn, inputs, o).map((r): Plain => [r.degree, quarter(r.factor), quarter(r.offset), r.slopes.map(quarter)]),
  );
}

/** Nonzero quarters between −3/4 and 3/4. */
function ridgesOf(seed: number, fn: Name, inputs: number, output: number): readonly Ridge[] {
  return degrees.map((degree) => {
    const draw = stream(seed, "ridge", fn, inputs, output, degree);
    const quarters = (): number => {
      const k = draw.below(6) - 3;
      return k >= 0 ? k + 1 : k;
    };
    return { degree, factor: quarters(), offset: quarters(), slopes: Array.from({ length: inputs }, quarters) };
  });
}

/** A member of a family of which nothing is known, x_i for a whole number i: sixteenths between −2 and 2, drawn for it alone. */
export function arbitraryMember(t: Tracer, key: string, dims: readonly number[]): Value {
  const draw = stream(t.setting.seed, "member", key);
  return { dims, entries: Array.from({ length: countOf(dims) }, () => t.rec.constant(rational(draw.below(65) - 32, 16))) };
}

const falling = (degree: number, order: number): number => {
  let out = 1;
  for (let i = 0; i < order; i++) out *= degree - i;
  return out;
};

/** f, or its derivative by slots: entries are output first, then one group of axes per slot. */
export function abstractCall(t: Tracer, e: Call, args: readonly Value[], frame: Frame): Value {
  const { rec } = t;
  const dims = dimsIn(frame, e.shape);
  const x = args.flatMap((v) => v.entries);
  const starts = args.map((_, i) => args.slice(0, i).reduce((n, v) => n + v.entries.length, 0));
  const groups = e.slots.map((slot) => ({ start: starts[slot - 1] as number, length: (args[slot - 1] as Value).entries.length }));
  const outputs = countOf(dims) / groups.reduce((n, g) => n * g.length, 1);
  const entries: Register[] = [];
  for (let o = 0; o < outputs; o++) {
    const ridges = ridgesOf(t.setting.seed, e.fn, x.length, o);
    const values = ridges.map((r) => ridgeValue(rec, r, x, e.slots.length));
    const go = (group: number, weights: readonly number[]): void => {
      const here = groups[group];
      if (!here) {
        entries.push(
          values.reduce(
            (sum, v, i) => rec.add(sum, rec.mul(rec.constant(rational(weights[i] as number, 4 ** groups.length)), v)),
            rec.constant(0),
          ),
        );
        return;
      }
      for (let k = 0; k < here.length; k++)
        go(
          group + 1,
          weights.map((w, i) => w * ((ridges[i] as Ridge).slopes[here.start + k] as number)),
        );
    };
    go(
      0,
      ridges.map(() => 1),
    );
  }
  return { dims, entries };
}

/** c · d!/(d − q)! · (a · x + b)^(d − q) */
function ridgeValue(rec: Recorder, ridge: Ridge, x: readonly Register[], order: number): Register {
  if (order > ridge.degree) return rec.constant(0);
  const quarter = (n: number): Register => rec.constant(rational(n, 4));
  const inner = x.reduce((sum, xi, i) => rec.add(sum, rec.mul(quarter(ridge.slopes[i] as number), xi)), quarter(ridge.offset));
  return rec.mul(quarter(ridge.factor * falling(ridge.degree, order)), rec.power(inner, ridge.degree - order));
}
