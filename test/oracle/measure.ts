/** For the tests of this room: the largest gap between two expressions at random points, and single values. */
import { type Environment, type Expr, emptyEnvironment } from "../../src/expr/index.ts";
import { drawPoint, isSkip, type Tape, type TraceOptions, trace, valuesAt } from "../../src/oracle/index.ts";

export const sizesOf = (sizes: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(sizes));

export const small = sizesOf({ m: 2, n: 3, p: 4, k: 2 });

export function tapeOf(roots: readonly Expr[], environment: Environment = emptyEnvironment, options: Partial<TraceOptions> = {}): Tape {
  const traced = trace(environment, roots, { sizes: small, ...options });
  if (!traced.ok) throw new Error(`${traced.error.reason}: ${traced.error.detail}`);
  return traced.value;
}

/** Row-major values of one expression at one drawn point; NaN where there is none. */
export function values(
  e: Expr,
  environment: Environment = emptyEnvironment,
  options: Partial<TraceOptions> = {},
  point = 0,
): readonly number[] {
  const tape = tapeOf([e], environment, options);
  const at = drawPoint(environment, tape.symbols, small, { seed: 7, tuple: 0, point });
  return (valuesAt(tape, at)[0]?.values ?? []).map((x) => (isSkip(x) ? Number.NaN : x));
}

/** The largest |lhs − rhs| over entries and four points, relative to 1 + |rhs|. */
export function gap(lhs: Expr, rhs: Expr, environment: Environment = emptyEnvironment, options: Partial<TraceOptions> = {}): number {
  const tape = tapeOf([lhs, rhs], environment, options);
  let worst = 0;
  for (let point = 0; point < 4; point++) {
    const at = drawPoint(environment, tape.symbols, options.sizes ?? small, { seed: 7, tuple: 0, point });
    const [l, r] = valuesAt(tape, at);
    if (!l || !r || l.values.length !== r.values.length) throw new Error(`lengths ${l?.values.length} and ${r?.values.length}`);
    for (const [i, x] of l.values.entries()) {
      const y = r.values[i];
      if (isSkip(x) || y === undefined || isSkip(y)) throw new Error(`no value: ${JSON.stringify([x, y])}`);
      worst = Math.max(worst, Math.abs(x - y) / (1 + Math.abs(y)));
    }
  }
  return worst;
}
