/** What the parts of the tracer share: the recorder, the setting, and the way back into the walk. */
import type { Deriv, Environment, Expr, Name } from "../expr/index.ts";
import { evaluateShape, type Shape, showShape } from "../shape/index.ts";
import type { Value } from "./arrays.ts";
import type { Derivatives } from "./differentiate.ts";
import type { Definitions, Frame, Touch } from "./frames.ts";
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import type { Convention } from "./types.ts";

export interface TraceSetting {
  readonly sizes: ReadonlyMap<string, number>;
  /** Positions of the free indices. */
  readonly indices: ReadonlyMap<Name, number>;
  /** Draws the coefficients of abstract functions and distributions. */
  readonly seed: number;
  readonly convention: Convention;
  /** The most operations that may be recorded. */
  readonly budget: number;
  /** On how many panels an integral without closed form is estimated; left out, it is refused. */
  readonly panels?: number;
}

export interface Tracer {
  readonly rec: Recorder;
  readonly derivatives: Derivatives;
  readonly environment: Environment;
  readonly setting: TraceSetting;
  /** Definitions of the scope, and none: function cards see no document. */
  readonly definitions: Definitions;
  /** The registers of an expression in a frame. */
  value(e: Expr, frame: Frame): Value;
  /** What depends on frames of one kind, by any key that stands for the kind. */
  touchOf(key: unknown): Touch;
  /** Counts what costs time without recording anything, such as a turn of a loop; over the budget it gives up. */
  spend(turns: number): void;
  readonly dimsOf: Map<Name, readonly number[]>;
  readonly unreached: Set<Deriv>;
}

/** Entries of an array whose entries are asked for one by one. */
const largestArray = 10_000_000;

/** The dims of a shape as numbers. */
export function dimsIn(frame: Frame, shape: Shape): readonly number[] {
  const dims = evaluateShape(shape, frame.sizes);
  if (!dims) return refuse("unsized", `no size for ${showShape(shape)}`);
  if (dims.some((n) => !Number.isInteger(n) || n < 0))
    return refuse("unsized", `${showShape(shape)} is ${dims.join(" x ")} at these sizes`);
  const entries = dims.reduce((x, y) => x * y, 1);
  if (entries > largestArray) return refuse("budget", `an array of ${entries} entries`);
  return dims;
}

/** A whole number known while tracing (an index, a size, a bound), or null. */
export function wholeNumber(t: Tracer, r: Register): number | null {
  const v = t.rec.constantOf(r);
  return v && v.d === 1n ? Number(v.n) : null;
}

export const scalarEntry = (v: Value): Register => v.entries[0] as Register;

/** A scalar expression that must be a whole number while tracing. */
export function wholeValue(t: Tracer, e: Expr, frame: Frame, what: string): number {
  const n = wholeNumber(t, scalarEntry(t.value(e, frame)));
  return n ?? refuse("unsupported", `${what} is not a whole number known in advance`);
}
