/**
 * Values for the user's errors; exceptions are kept for our own bugs.
 *
 * A `Result` is either `{ ok: true, value }` or `{ ok: false, error }`. It lives in the lowest room because every room answers with it.
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** A broken invariant of our own: never the user's fault, caught only in `cli/main.ts`. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** The compiler proves that this is never reached; at run time it says which value slipped through. */
export function absurd(value: never): never {
  throw new Bug(`unhandled case: ${JSON.stringify(value)}`);
}
