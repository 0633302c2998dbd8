/** What cannot be differentiated: thrown deep inside the engine, turned into a `Result` at the door of `derive`. */
export type RefusalCode = "no-rule" | "not-a-function-of" | "budget" | "unknown-name";

export interface Refusal extends Error {
  readonly refusal: RefusalCode;
}

export const refusal = (code: RefusalCode, message: string): Refusal => Object.assign(new Error(message), { refusal: code });

export const isRefusal = (e: unknown): e is Refusal => e instanceof Error && "refusal" in e;
