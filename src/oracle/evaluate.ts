/** Values of expressions at a point, for those who want numbers and no tape: confirming a derivative, testing generated code, the audit. */
import type { Environment, Expr } from "../expr/index.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import { doubles } from "./double.ts";
import { inputsAt, replay } from "./replay.ts";
import { type TraceOptions, trace } from "./trace.ts";
import { isSkip, type Point, type Skip, type Tape, type TraceFailure } from "./types.ts";

/** Numbers nested by dims: a 2×3 matrix is two lists of three; null where there is no value. */
export type Nested = number | null | readonly Nested[];

/** Row-major entries nested by dims. */
export function nest<T>(dims: readonly number[], entries: readonly T[]): T | readonly unknown[] {
  const [first, ...rest] = dims;
  if (first === undefined) return entries[0] as T;
  const stride = rest.reduce((x, y) => x * y, 1);
  return Array.from({ length: first }, (_, i) => nest(rest, entries.slice(i * stride, (i + 1) * stride)));
}

export interface Evaluated {
  readonly dims: readonly number[];
  /** Row-major; a `Skip` where there is no value. */
  readonly values: readonly (number | Skip)[];
}

/** The values of a tape's roots in doubles. */
export function valuesAt(tape: Tape, point: Point): readonly Evaluated[] {
  return replay(tape, doubles, inputsAt(tape, doubles, point), "convention").roots;
}

/** The value of one expression at a given point, nested by its dims. */
export function evaluate(
  environment: Environment,
  e: Expr,
  point: Point,
  options: Partial<TraceOptions> = {},
): Result<Nested, TraceFailure> {
  const traced = trace(environment, [e], { ...options, sizes: point.sizes });
  if (!traced.ok) return traced;
  for (const { name } of traced.value.symbols) {
    if (!point.values.has(name)) return fail({ reason: "undefined-symbol", detail: `no value for ${name}` });
  }
  const [root] = valuesAt(traced.value, point) as [Evaluated];
  return ok(
    nest(
      root.dims,
      root.values.map((x) => (isSkip(x) ? null : x)),
    ) as Nested,
  );
}
