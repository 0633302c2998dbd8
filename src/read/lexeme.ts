/**
 * The tokens between the two lexers and the one grammar.
 *
 * A lexer (`lex-latex.ts`, `lex-plain.ts`) turns text into lexemes: what each mark is, taken alone. `settle.ts` then decides, from
 * left to right, what needs a neighbour: whether a bar opens or closes, whether a minus is a sign or an operator. Only then does
 * the grammar see them, and it is unambiguous.
 */
import type { Fence, Font, Operator, ReadError, RelationSymbol, Separator, Sign, Syntax } from "./syntax.ts";

/** Where a lexeme stands in the original file; inside a macro expansion that is the call site. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A construct with one argument: a font, an accent, a square root, a box. */
export type One =
  | { readonly is: "styled"; readonly font: Font }
  | { readonly is: "accent"; readonly accent: string }
  | { readonly is: "decorated"; readonly decoration: "underbrace" | "overbrace" | "boxed" | "cancel" | "modulus" }
  | { readonly is: "root" }
  /** Upright letters, spacing classes: the argument as it stands. */
  | { readonly is: "plain" };

/** A construct with two arguments, in the order written. */
export type Two = "fraction" | "binomial" | "underset" | "overset" | "cancelto";

export type Lexeme = Place &
  (
    | { readonly type: "atom"; readonly node: Syntax }
    | { readonly type: "number" }
    | { readonly type: "operator"; readonly operator: Operator }
    | { readonly type: "sign"; readonly sign: Sign }
    | { readonly type: "relator"; readonly symbol: RelationSymbol }
    | { readonly type: "separator"; readonly separator: Separator }
    /** The colon of f : A → B, looser than a sum; settled to an operator or a separator elsewhere. */
    | { readonly type: "colon" }
    | { readonly type: "bar"; readonly double: boolean; readonly side: "left" | "right" | "middle" | null }
    /** `fence` is null for the invisible delimiter of `\left.`; `sized` marks \left and \right. */
    | { readonly type: "open"; readonly fence: Fence | null; readonly sized: boolean }
    | { readonly type: "close"; readonly fence: Fence | null; readonly sized: boolean }
    /** Plain text only: a bracket that touches the name before it, `f(` or `a[`. */
    | { readonly type: "tight"; readonly fence: "round" | "square"; readonly sized: boolean }
    | { readonly type: "lbrace" }
    | { readonly type: "rbrace" }
    | { readonly type: "one"; readonly make: One }
    | { readonly type: "two"; readonly make: Two }
    /** \sqrt followed by its degree in square brackets. */
    | { readonly type: "root" }
    | { readonly type: "sup" }
    | { readonly type: "sub" }
    | { readonly type: "prime"; readonly count: number }
    | { readonly type: "bang" }
    /** `.^`, which binds like a superscript. */
    | { readonly type: "power" }
    | { readonly type: "big"; readonly name: string }
    | { readonly type: "begin"; readonly name: string }
    | { readonly type: "end"; readonly name: string }
    | { readonly type: "amp" }
    | { readonly type: "newline" }
    | { readonly type: "prose"; readonly words: string }
    | { readonly type: "quad" }
    | { readonly type: "tag"; readonly label: string }
    | { readonly type: "range" }
    | { readonly type: "stop" }
    /** \bf, \cal: for the rest of the braces. */
    | { readonly type: "font"; readonly font: Font | null }
    | { readonly type: "bad"; readonly error: ReadError }
  );

/** What the grammar reads: lexemes whose role is settled. */
export type Token =
  | Extract<Lexeme, { type: "atom" | "operator" | "sign" | "relator" | "separator" | "one" | "big" | "begin" | "end" | "amp" | "newline" }>
  /** A sign before its operand. */
  | (Place & { readonly type: "prefix"; readonly sign: Sign })
  /** `fence` is null for braces, which only hold together; `font` is that of `{\bf …}`. */
  | (Place & { readonly type: "open"; readonly fence: Fence | null; readonly font: Font | null })
  | (Place & { readonly type: "tight"; readonly fence: Fence })
  | (Place & { readonly type: "close" })
  | (Place & { readonly type: "two"; readonly make: Two | "root" })
  | (Place & { readonly type: "script"; readonly which: "sup" | "sub" | "power" })
  | (Place & { readonly type: "mark"; readonly which: "prime" | "factorial" })
  | (Place & { readonly type: "divider"; readonly words: string })
  /** `1..n`, or the colon of f : A → B. */
  | (Place & { readonly type: "between"; readonly which: "range" | "typing" })
  /** Where the body of a big operator ends. */
  | (Place & { readonly type: "stop" });

export type TokenType = Token["type"];
