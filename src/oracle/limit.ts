/** Limits. */
import type { Bind } from "../expr/index.ts";
import type { Value } from "./arrays.ts";
import type { Frame } from "./frames.ts";
import { refuse } from "./refusal.ts";
import type { Tracer } from "./tracer.ts";

export function limitValue(_t: Tracer, _e: Bind, _frame: Frame): Value {
  return refuse("unsupported", "a limit");
}
