/** The book as plain data. It is a value handed to whoever needs it; nothing registers itself. */
import type { Expr, Head, Sym } from "./types.ts";

/** `=` a differential or a meaning; `→` used by the simplifier, must decrease a measure; `↔` true but without direction. */
export type Arrow = "=" | "→" | "↔";

export interface Rule {
  readonly name: string;
  /** Pattern variables with their shapes; those in `fixed` do not vary under d. */
  readonly given: readonly Sym[];
  readonly fixed: ReadonlySet<string>;
  /** Declared facts about pattern variables, by name: the rule needs them and the audit samples them. */
  readonly facts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly arrow: Arrow;
  readonly left: Expr;
  readonly right: Expr;
  readonly when: readonly Expr[];
  readonly because: string;
  readonly see: string | null;
  /** Kept for teaching with its counterexample; the audit demands that it fails. */
  readonly unsound: boolean;
  /** `file:line` */
  readonly source: string;
}

export interface Book {
  /** By name, structural heads included. */
  readonly heads: ReadonlyMap<string, Head>;
  readonly rules: readonly Rule[];
  /**
   * Which heads a spelling may mean, most likely first: a bare word (`gelu`, `tr`; without \operatorname, \text or backslash) or a letter
   * command (`\Phi`). The reader takes the first whose arity and shapes fit: diag of a matrix is `diag`, of a column `Diag`.
   */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Keys of `rules/sources.bib` with the text to print. */
  readonly sources: ReadonlyMap<string, string>;
}
