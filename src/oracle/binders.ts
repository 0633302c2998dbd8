/** Sums, products, extremes and arrays over ranges; the range is known while tracing, so they are written out. */
import type { Bind } from "../expr/index.ts";
import { absurd } from "../shape/index.ts";
import { constantValue, countOf, scalarValue, type Value, zip } from "./arrays.ts";
import { bodyAt } from "./body.ts";
import { expectationValue } from "./expectation.ts";
import type { Frame } from "./frames.ts";
import { integralValue } from "./integral.ts";
import { firstLargest } from "./kernels.ts";
import { limitValue } from "./limit.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { dimsIn, scalarEntry, type Tracer, wholeValue } from "./tracer.ts";

/** Terms of one range: a sum of as many takes about half a second. */
const widest = 30_000;

export function bindValue(t: Tracer, e: Bind, frame: Frame): Value {
  switch (e.binder) {
    case "sum":
      return folded(t, e, frame, t.rec.add, t.rec.constant(0));
    case "product":
      return folded(t, e, frame, t.rec.mul, t.rec.constant(1));
    case "max":
      return folded(t, e, frame, t.rec.max, null);
    case "min":
      return folded(t, e, frame, (x, y) => t.rec.neg(t.rec.max(t.rec.neg(x), t.rec.neg(y))), null);
    case "argmax":
    case "argmin":
      return extremeAt(t, e, frame);
    case "tabulate":
      return { dims: dimsIn(frame, e.shape), entries: members(t, e, frame).flatMap((v) => v.entries) };
    case "limit":
      return limitValue(t, e, frame);
    case "expectation":
      return expectationValue(t, e, frame);
    case "integral":
      return integralValue(t, e, frame);
    default:
      return absurd(e.binder);
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function rangeOf(t: Tracer, e: Bind, frame: Frame): Range {
  if (e.domain.kind !== "range") return refuse("unsupported", `${e.binder} over something that is no range`);
  const from = wholeValue(t, e.domain.from, frame, "a bound");
  const to = wholeValue(t, e.domain.to, frame, "a bound");
  if (to - from >= widest) return refuse("budget", `a range of ${to - from + 1} terms`);
  return { from, to };
}

function members(t: Tracer, e: Bind, frame: Frame): readonly Value[] {
  const { from, to } = rangeOf(t, e, frame);
  const out: Value[] = [];
  for (let i = from; i <= to; i++) out.push(bodyAt(t, e, frame, scalarValue(t.rec.constant(i))));
  return out;
}

/** An empty range gives the neutral element; an extreme of nothing has no value. */
function folded(t: Tracer, e: Bind, frame: Frame, join: (x: Register, y: Register) => Register, neutral: Register | null): Value {
  const list = members(t, e, frame);
  if (list.length === 0) return constantValue(dimsIn(frame, e.shape), neutral ?? t.rec.undefined());
  return list.reduce((x, y) => zip([x, y], ([u, v]) => join(u as Register, v as Register)));
}

function extremeAt(t: Tracer, e: Bind, frame: Frame): Value {
  const { from } = rangeOf(t, e, frame);
  const list = members(t, e, frame).map(scalarEntry);
  if (list.length === 0) return scalarValue(t.rec.undefined());
  return scalarValue(firstLargest(t.rec, e.binder === "argmax" ? list : list.map(t.rec.neg), from));
}

/** One entry. A position that is known only when replaying (an argmax) selects among all of them. */
export function pick(
  t: Tracer,
  array: Value,
  lengths: readonly number[],
  at: readonly Register[],
  outside: "undefined" | "zero",
): Register {
  const { rec } = t;
  const beyond = (): Register => (outside === "zero" ? rec.constant(0) : rec.undefined());
  const go = (axis: number, start: number): Register => {
    const length = lengths[axis];
    if (length === undefined) return array.entries[start] as Register;
    const stride = countOf(lengths.slice(axis + 1));
    const position = at[axis] as Register;
    const known = rec.constantOf(position);
    if (known) {
      const i = Number(known.n);
      return known.d !== 1n || i < 1 || i > length ? beyond() : go(axis + 1, start + (i - 1) * stride);
    }
    let chosen = beyond();
    for (let i = length; i >= 1; i--)
      chosen = rec.select(rec.equal(position, rec.constant(i)), go(axis + 1, start + (i - 1) * stride), chosen);
    return chosen;
  };
  return go(0, 0);
}
