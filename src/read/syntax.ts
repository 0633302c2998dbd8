/**
 * The surface tree: the shape of notation, no meaning.
 *
 * Whether `f(x)` is a call or a product, whether `T` transposes, what `\frac{\partial y}{\partial x}` means is decided later, by names
 * (`resolve.ts`). Every node carries its span in the *original* file; inside a macro expansion that is the call site.
 */
export interface Span {
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

interface Spanned {
  readonly span: Span;
}

export type Font = "bold" | "calligraphic" | "blackboard" | "fraktur" | "sans" | "script" | "typewriter";

/**
 * Which brackets stand around a group. `bars` is |x|, `norm` ‖x‖; [f]_a^b is `square`, known by its scripts. `evaluation` is f|_{x=0}: the
 * body is what stands before the bar, the scripts say where. `round-square` and `square-round` are the intervals (a, b] and [a, b);
 * `left-curly` is a brace without a partner, as before hand-made cases.
 */
export type Fence =
  | "round"
  | "square"
  | "curly"
  | "bars"
  | "norm"
  | "angle"
  | "floor"
  | "ceil"
  | "evaluation"
  | "round-square"
  | "square-round"
  | "left-curly";

/** Binary operators written out; what they mean depends on their operands. */
export type Operator =
  | "cdot"
  | "times"
  | "star"
  | "slash"
  | "circ"
  | "odot"
  | "otimes"
  | "dot"
  | "tildestar"
  | "oslash"
  | "colon"
  | "elementwise-times"
  | "elementwise-slash"
  | "elementwise-power"
  | "div"
  | "oplus"
  | "cup"
  | "cap"
  | "setminus"
  | "bullet"
  | "mod";

export type Sign = "+" | "-" | "±" | "∓";

/** What stands between the items of a list; `|` is the bar of a condition, `and` and `or` join relations. */
export type Separator = "," | ";" | "|" | ":" | "and" | "or";

export type RelationSymbol =
  | "="
  | ":="
  | "\\leftarrow"
  | "\\ne"
  | "<"
  | "\\le"
  | ">"
  | "\\ge"
  | "\\in"
  | "\\notin"
  | "\\subset"
  | "\\subseteq"
  | "\\approx"
  | "\\sim"
  | "\\propto"
  | "\\equiv"
  | "\\to"
  | "\\mapsto"
  | "\\Rightarrow"
  | "\\Leftrightarrow"
  | "\\ll"
  | "\\gg"
  | "\\cong"
  | "\\perp"
  | "\\succ"
  | "\\succeq"
  | "\\prec"
  | "\\preceq"
  | "\\supset"
  | "\\supseteq"
  | "\\simeq"
  | "\\ni"
  | "\\leftrightarrow"
  | "\\downarrow"
  | "\\uparrow"
  | "\\nmid"
  | "\\parallel"
  | "\\asymp"
  | "\\vdash"
  | "\\models";

export interface Relator extends Spanned {
  readonly symbol: RelationSymbol;
  /** As written in the source. */
  readonly text: string;
}

export type Syntax = Spanned &
  (
    | { readonly kind: "number"; readonly text: string }
    /**
     * One letter, Greek letter or symbol atom in normalised LaTeX: `x`, `\alpha`, `\partial`, `\nabla`, `\infty`, `\ell`; `\top` for every spelling of
     * the transpose but the letter T. Plain mode: a whole word. An operator that stands alone, as in m^*, is a letter too: `*`, `+`.
     */
    | { readonly kind: "letter"; readonly name: string }
    /** An upright word: `\text{ReLU}`, `\operatorname{tr}`, `\sin`, `\mathrm{d}`; `text` is the bare word. A `\text` with a blank that names no function is `prose`. */
    | { readonly kind: "word"; readonly text: string; readonly command: string }
    | { readonly kind: "styled"; readonly font: Font; readonly of: Syntax }
    | { readonly kind: "accent"; readonly accent: string; readonly of: Syntax }
    | { readonly kind: "scripts"; readonly base: Syntax; readonly sub: Syntax | null; readonly sup: Syntax | null; readonly primes: number }
    | { readonly kind: "group"; readonly fence: Fence; readonly body: Syntax }
    /** Items separated by commas, semicolons or a conditioning bar: `f(x; \theta)`, `P(Y | x)`, `_{i,j}`. An empty item is `empty`. */
    | { readonly kind: "list"; readonly items: readonly Syntax[]; readonly separators: readonly Separator[] }
    /** Formulas with words between or around them: `\text{if } x > 0`; the words are `prose` items. A \quad is the prose " ". */
    | { readonly kind: "phrase"; readonly items: readonly Syntax[] }
    /** Plain text only: a name that touches its bracket, `f(x, y)`, `a[j]`, and in rules `dU`. The argument is a round or square group (a letter for `dU`). */
    | { readonly kind: "application"; readonly of: Syntax; readonly argument: Syntax }
    /** `1..n` of plain text. */
    | { readonly kind: "range"; readonly from: Syntax; readonly to: Syntax }
    /** Things side by side, flat, in source order. */
    | { readonly kind: "juxtaposition"; readonly items: readonly Syntax[] }
    /** `left op right`, left-associative, binding looser than juxtaposition and tighter than + and −. */
    | { readonly kind: "binary"; readonly operator: Operator; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: "sum"; readonly terms: readonly { readonly sign: Sign; readonly term: Syntax }[] }
    /** a = b ≤ c. An operand may be `empty` at either end. */
    | { readonly kind: "chain"; readonly operands: readonly Syntax[]; readonly relators: readonly Relator[] }
    | { readonly kind: "fraction"; readonly numerator: Syntax; readonly denominator: Syntax }
    | { readonly kind: "binomial"; readonly above: Syntax; readonly below: Syntax }
    | { readonly kind: "root"; readonly degree: Syntax | null; readonly body: Syntax }
    /** \sum, \prod, \int, \lim, \max …: scripts, and the rest of the term as body (`empty` when nothing follows). `name` is `sum`, `product`, `integral`, `limit`, `max`, `min`, `argmax`, `argmin`, `sup`, `inf`; plain: `sum(j in 1..n)(…)`, also `tabulate(i in 1..n)(…)`, an array by its entries. */
    | { readonly kind: "big"; readonly name: string; readonly sub: Syntax | null; readonly sup: Syntax | null; readonly body: Syntax }
    /** pmatrix, bmatrix, cases, aligned, array …; `name` without star. */
    | { readonly kind: "environment"; readonly name: string; readonly rows: readonly (readonly Syntax[])[] }
    | {
        readonly kind: "decorated";
        readonly decoration: "underbrace" | "overbrace" | "underset" | "overset" | "boxed" | "cancel" | "modulus";
        readonly body: Syntax;
        readonly label: Syntax | null;
      }
    | { readonly kind: "factorial"; readonly of: Syntax }
    | { readonly kind: "dots"; readonly which: "horizontal" | "vertical" | "diagonal" }
    /** \cdot standing alone, as in f(\cdot, \theta). */
    | { readonly kind: "placeholder" }
    | { readonly kind: "prose"; readonly text: string }
    | { readonly kind: "empty" }
    /** What could not be read. The rest of the display is kept. */
    | { readonly kind: "hole"; readonly error: ReadError }
  );

export type ErrorCode =
  | "unbalanced-dollar"
  | "unbalanced-brace"
  | "unbalanced-environment"
  | "unknown-command"
  | "unexpected"
  | "unfinished"
  | "double-script"
  | "bad-character"
  | "too-long"
  | "too-deep"
  | "ambiguous"
  | "macro-loop"
  | "unknown-name"
  | "shape-clash"
  | "index-rank"
  | "unsupported"
  | "bad-declaration"
  | "missing-side";

/** An error of the user: what was written and where, what was expected and why, one thing to try. */
export interface ReadError {
  readonly code: ErrorCode;
  readonly span: Span;
  readonly message: string;
  /** Three to five words: `a closing brace`, `an operand`. */
  readonly expected: string | null;
  readonly try: string | null;
}
