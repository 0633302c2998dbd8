/** What a session knows: plain data, so that it can travel to a worker and be saved as a document. */

import type { Layout } from "../../derive/index.ts";
import type { DiffAnswer } from "../../library/differentiate.ts";
import type { EqualAnswer } from "../../library/equal.ts";
import type { Setting } from "../../library/question.ts";

export interface State {
  /** Names and their spaces, as typed. */
  readonly declare: ReadonlyMap<string, string>;
  /** Names and their values in LaTeX, in the order in which they build on each other. */
  readonly where: ReadonlyMap<string, string>;
  readonly layout: Layout;
  readonly last: Last | null;
  /** What a saved session holds. */
  readonly journal: readonly Entry[];
}

/** The last answer, for `steps`, `why` and conversions. */
export type Last =
  | { readonly kind: "derivative"; readonly of: string; readonly by: string; readonly order: number; readonly answer: DiffAnswer }
  | { readonly kind: "comparison"; readonly answer: EqualAnswer }
  | { readonly kind: "expression"; readonly latex: string };

/** A line as typed, and what a document says in its place; null for what is only looked at. */
export interface Entry {
  readonly line: string;
  readonly statement: string | null;
}

export const emptyState: State = { declare: new Map(), where: new Map(), layout: "mixed", last: null, journal: [] };

export const settingOf = (s: State): Setting => ({ declare: Object.fromEntries(s.declare), where: Object.fromEntries(s.where) });
