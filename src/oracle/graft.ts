/** Values that a derivative further out has cut, met again inside another derivative. */
import type { Value } from "./arrays.ts";
import type { Register } from "./recorder.ts";
import type { Tracer } from "./tracer.ts";

/**
 * The value of the cut, with the dependence of `inner` beside it. Under another argument of a function the same node has another value:
 * then it is not what was cut.
 */
export function graft(t: Tracer, cut: Value, inner: Value): Value {
  const same = cut.entries.every((r, i) => t.rec.bare(r) === t.rec.bare(inner.entries[i] as Register));
  return same ? { dims: cut.dims, entries: cut.entries.map((r, i) => t.rec.graft(r, inner.entries[i] as Register)) } : inner;
}
