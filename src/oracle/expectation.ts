/**
 * Expectations over a named distribution: three random rational atoms. What holds for every distribution holds for these; linearity
 * is exact.
 */
import { type Bind, type Name, rational } from "../expr/index.ts";
import { countOf, type Value, zip } from "./arrays.ts";
import { bodyAt } from "./body.ts";
import type { Frame } from "./frames.ts";
import { stream } from "./random.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { dimsIn, type Tracer } from "./tracer.ts";

const weights = [rational(1, 2), rational(1, 3), rational(1, 6)] as const;

export function expectationValue(t: Tracer, e: Bind, frame: Frame): Value {
  if (e.domain.kind !== "distribution") return refuse("unsupported", "an expectation without a distribution");
  const { name } = e.domain;
  if (name === "") return refuse("unsupported", "an expectation whose random variables are not known");
  const dims = dimsIn(frame, e.index.shape);
  const terms = weights.map((w, k) => {
    const value = bodyAt(t, e, frame, atom(t, name, k, dims));
    return { dims: value.dims, entries: value.entries.map((r) => t.rec.mul(t.rec.constant(w), r)) };
  });
  return zip(terms, (list) => list.reduce((x: Register, y: Register) => t.rec.add(x, y)));
}

function atom(t: Tracer, name: Name, k: number, dims: readonly number[]): Value {
  const draw = stream(t.setting.seed, "atom", name, k);
  return { dims, entries: Array.from({ length: countOf(dims) }, () => t.rec.constant(rational(draw.below(65) - 32, 16))) };
}
