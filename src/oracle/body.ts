/** The body of a binder with its symbol held at a value. */
import type { Bind } from "../expr/index.ts";
import type { Value } from "./arrays.ts";
import { childFrame, type Frame } from "./frames.ts";
import type { Tracer } from "./tracer.ts";

export function bodyAt(t: Tracer, e: Bind, frame: Frame, at: Value): Value {
  t.spend(1);
  const hold = { names: new Map([[e.index.name, { value: at, cut: false }]]) };
  return t.value(e.body, childFrame(frame, t.touchOf(`index ${e.index.name}`), hold));
}
