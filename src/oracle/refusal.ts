/** How deep walks give up: thrown inside, caught once at the door of the walk. What the caller sees is a `Result`. */
import type { TraceFailure } from "./types.ts";

export interface Refusal extends Error {
  readonly refused: TraceFailure;
}

export const isRefusal = (x: unknown): x is Refusal => x instanceof Error && "refused" in x;

export function refuse(reason: TraceFailure["reason"], detail: string): never {
  throw Object.assign(new Error(detail), { refused: { reason, detail } satisfies TraceFailure });
}
