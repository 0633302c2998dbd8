/** How tracing gives up: deep inside a walk, caught once in `trace`. What the caller sees is a `Result`. */
import type { TraceFailure } from "./types.ts";

export class Refusal extends Error {
  readonly failure: TraceFailure;
  constructor(failure: TraceFailure) {
    super(failure.detail);
    this.failure = failure;
  }
}

export function refuse(reason: TraceFailure["reason"], detail: string): never {
  throw new Refusal({ reason, detail });
}
