/**
 * Scripts on names: what is a label, what an index, what a power.
 *
 * A script is part of the name when the scope knows the name with it (`W_1`, `\mathbf{w}^1`); what remains below are positions, what
 * remains above is left to `raise`. `w_{1,j,k}` is entry (j, k) of W_1: a lower-case letter with as many further indices as the array has
 * axes is its entry.
 */
import type { Name } from "../expr/index.ts";
import type { Term } from "./meaning.ts";
import { type Context, isFunction, isKnown, refuse } from "./resolve-context.ts";
import { atomName, labelText, otherCase, otherWeight, withLabel } from "./resolve-names.ts";
import type { Span, Syntax } from "./syntax.ts";
import { lookup, rankOf } from "./table.ts";

/** A name with what is left of its scripts. */
export interface Decoded {
  readonly name: Name;
  /** Positions below; empty for the whole quantity. */
  readonly at: readonly Syntax[];
  readonly sup: Syntax | null;
  readonly primes: number;
}

const isSimple = (s: Syntax): boolean =>
  s.kind === "number" || s.kind === "letter" || s.kind === "accent" || (s.kind === "scripts" && s.sup === null && isSimple(s.base));

/** `i,j`, `ij` and `1,jk` as separate positions. */
export function subscriptItems(sub: Syntax): readonly Syntax[] {
  switch (sub.kind) {
    case "group":
      return sub.fence === "curly" ? subscriptItems(sub.body) : [sub];
    case "list":
      return sub.items.flatMap((i): readonly Syntax[] =>
        i.kind === "juxtaposition" && i.items.every((x) => x.kind === "letter") ? i.items : [i],
      );
    case "juxtaposition":
      return sub.items.every(isSimple) ? sub.items : [sub];
    default:
      return [sub];
  }
}

interface Spelling {
  readonly name: Name;
  /** How far it is from what was written: the same, the other weight, the other case. */
  readonly as: "written" | "weight" | "case";
}

/** Spellings of one base that may mean the same symbol: as written, in the other weight, and for entries in the other case. */
function spellings(name: Name, entries: boolean): readonly Spelling[] {
  const twin = otherWeight(name);
  const same: readonly Spelling[] = [
    { name, as: "written" },
    { name: twin, as: "weight" },
  ];
  return entries
    ? [
        ...same,
        ...[name, twin].flatMap((n): readonly Spelling[] => {
          const other = otherCase(n);
          return other === null ? [] : [{ name: other, as: "case" }];
        }),
      ]
    : same;
}

/** A subscript that reads as a label: a number, a word, or anything on a name that is known with it. */
const isNumeral = (s: Syntax): boolean => s.kind === "number";
const isWordy = (s: Syntax): boolean => s.kind === "word" || s.kind === "prose";

export function decode(context: Context, base: Syntax, sub: Syntax | null, sup: Syntax | null, primes: number): Decoded | null {
  const written = atomName(base);
  if (written === null) return null;
  const items = sub ? subscriptItems(sub) : [];
  const above = sup ? labelText(sup) : null;
  const primed = "'".repeat(primes);
  const label = (name: Name, lead: readonly Syntax[]): Name | null => {
    if (lead.length === 0) return name;
    const text = lead.map(labelText);
    return text.some((t) => t === null) ? null : withLabel(name, "_", text.join(lead.length > 1 && sub?.kind === "list" ? "," : ""));
  };
  // Longest name first: all of the subscript, then fewer of its leading items, each with the upper label before without.
  for (const withSup of above === null ? [false] : sup && isLabelAbove(context, sup) ? [true] : [true, false]) {
    for (let k = items.length; k >= 0; k--) {
      const rest = items.slice(k);
      for (const spelling of spellings(written, rest.length > 0 && !context.table.apart.has(written))) {
        const lower = label(spelling.name, items.slice(0, k));
        if (lower === null) continue;
        const name = withSup && above !== null ? withLabel(lower, "^", above) : lower;
        const left = { at: rest, sup: withSup ? null : sup };
        if (primes > 0 && rest.length === 0 && isKnown(context, name + primed) && !isFunction(context, name))
          return { name: name + primed, primes: 0, ...left };
        if (fits(context, name, rest, spelling.as)) return { name, primes, ...left };
        // h^1 where only the bold h carries that label.
        if (withSup && rest.length === 0 && spelling.as === "weight" && isKnown(context, name) && !isKnown(context, written))
          return { name, primes, ...left };
      }
    }
  }
  return unknownName(context, written, items, sup, above, primes);
}

/** A known name takes the remaining positions when its rank does not say otherwise. */
function fits(context: Context, name: Name, rest: readonly Syntax[], as: Spelling["as"]): boolean {
  if (!isKnown(context, name)) return false;
  if (rest.length === 0) return as === "written";
  if (context.bound.has(name)) return false;
  const entry = lookup(context.table, name);
  if (!entry || entry.role === "index") return false;
  const rank = rankOf(entry);
  if (entry.role === "function") return as === "written";
  const count = rank !== null && rank > 1 && digits(rest) === rank ? rank : rest.length;
  if (as === "case") return rank === count && (rank > 1 || !rest.every(isNumeral));
  // a_0 beside a value a of unknown rank is a symbol of its own; if a proves to be an array, it becomes its entry later.
  if (as === "written" && rank === null && rest.every(isNumeral)) return false;
  return as === "written" ? rank !== 0 : rank === null || rank === count;
}

/** The number of digits of a lone number: `a_{11}` of a matrix has two positions. */
function digits(rest: readonly Syntax[]): number | null {
  const [only] = rest;
  return rest.length === 1 && only?.kind === "number" ? only.text.length : null;
}

/** Conventional upper labels: `y^*`, `x^{(i)}`, `a^{[l]}`, `x^\dagger`. In plain text brackets above only group: `a^(p q)` is a power. */
const isLabelAbove = (context: Context, sup: Syntax): boolean =>
  sup.kind === "group" && context.table.notation.mode !== "latex"
    ? false
    : sup.kind === "group"
      ? sup.fence === "round" || sup.fence === "square"
      : sup.kind === "letter"
        ? ["*", "\\ast", "\\star", "+", "-", "\\dagger", "\\prime"].includes(sup.name)
        : isWordy(sup);

function unknownName(
  context: Context,
  written: Name,
  items: readonly Syntax[],
  sup: Syntax | null,
  above: string | null,
  primes: number,
): Decoded {
  const labelled = sup !== null && above !== null && isLabelAbove(context, sup);
  const upper = (name: Name): Name => (labelled && above !== null ? withLabel(name, "^", above) : name);
  const left = labelled ? null : sup;
  const rest = { sup: left, primes };
  if (items.length === 0) return { name: upper(written), at: [], ...rest };
  const entry = lookup(context.table, written);
  // A subscript on a declared scalar makes a family of scalars.
  const family = entry !== null && rankOf(entry) === 0 && entry.role === "symbol" ? withLabel(written, "_", "\\cdot") : null;
  if (family !== null) return { name: upper(family), at: items, ...rest };
  const [first] = items;
  if (first && items.every((i) => isNumeral(i) || isWordy(i))) {
    return { name: upper(withLabel(written, "_", items.map((i) => labelText(i) ?? "").join(","))), at: [], ...rest };
  }
  if (first && isNumeral(first) && items.length > 1)
    return { name: upper(withLabel(written, "_", labelText(first) ?? "")), at: items.slice(1), ...rest };
  return { name: upper(written), at: items, ...rest };
}

/** Positions as terms; a two-digit number below a matrix is two positions. */
export function positions(context: Context, name: Name, at: readonly Syntax[]): readonly Term[] {
  const entry = context.bound.has(name) ? null : lookup(context.table, name);
  const rank = entry ? rankOf(entry) : null;
  const [only] = at;
  if (rank !== null && rank > 1 && at.length === 1 && only?.kind === "number" && only.text.length === rank) {
    return [...only.text].map((digit) => context.resolve({ kind: "number", text: digit, span: only.span }, context));
  }
  if (rank === 1 && at.length > 1 && at.some(isNumeral) && at.every(isSimple) && only && !hasComma(context, at)) {
    const span = { start: only.span.start, end: (at.at(-1) as Syntax).span.end };
    return [context.resolve({ kind: "juxtaposition", items: at, span }, context)];
  }
  return at.map((s) => context.resolve(s, context));
}

/** `x_{2k}` is one position, `x_{2,k}` are two. */
const hasComma = (context: Context, at: readonly Syntax[]): boolean =>
  at.some((s, k) => k > 0 && context.source.slice((at[k - 1] as Syntax).span.end, s.span.start).includes(","));

export const isTranspose = (sup: Syntax): boolean =>
  sup.kind === "letter" && (sup.name === "T" || sup.name === "\\top" || sup.name === "\\intercal");

function isMinusOne(sup: Syntax): boolean {
  if (sup.kind === "group") return isMinusOne(sup.body);
  const [term] = sup.kind === "sum" ? sup.terms : [];
  return sup.kind === "sum" && sup.terms.length === 1 && term?.sign === "-" && term.term.kind === "number" && term.term.text === "1";
}

const isMinusTranspose = (sup: Syntax): boolean =>
  sup.kind === "sum" && sup.terms.length === 1 && sup.terms[0]?.sign === "-" && isTranspose(sup.terms[0].term);

/** X^{\\odot 2} and X^{\\circ 2}: every entry squared. */
const hadamardPower = (sup: Syntax): Syntax | null =>
  sup.kind === "binary" && (sup.operator === "odot" || sup.operator === "circ") && sup.left.kind === "empty" ? sup.right : null;

/** What stands above a finished term: a transpose, an inverse or a power. */
export function raise(context: Context, of: Term, sup: Syntax, span: Span): Term {
  if (sup.kind === "group" && sup.fence === "curly") return raise(context, of, sup.body, span);
  const entrywise = hadamardPower(sup);
  if (entrywise) return { kind: "entrywise", operation: "power", left: of, right: context.resolve(entrywise, context), span };
  if (isTranspose(sup) && !isScalarNamed(context, sup)) return { kind: "transpose", of, span };
  if (isMinusOne(sup)) return { kind: "inverse", of, span };
  if (isMinusTranspose(sup)) return { kind: "transpose", of: { kind: "inverse", of, span }, span };
  // A^{2T} is (A²)ᵀ, which is (Aᵀ)² too.
  const [count, mark, ...others] = sup.kind === "juxtaposition" ? sup.items : [];
  if (count?.kind === "number" && mark && others.length === 0 && isTranspose(mark) && !isScalarNamed(context, mark))
    return { kind: "transpose", of: { kind: "power", base: of, exponent: context.resolve(count, context), span }, span };
  if (sup.kind === "juxtaposition" && sup.items.some(isTranspose)) {
    return refuse(context, sup.span, "unsupported", "a transpose and a power stand in one exponent", {
      try: "write (A^2)^T with brackets",
    });
  }
  return { kind: "power", base: of, exponent: context.resolve(sup, context), span };
}

/** Only a T that the document declares as a number is a power. */
function isScalarNamed(context: Context, sup: Syntax): boolean {
  if (sup.kind !== "letter" || sup.name !== "T") return false;
  if (context.bound.has("T")) return true;
  const entry = lookup(context.table, "T");
  return entry !== null && (entry.role === "index" || (entry.role === "symbol" && rankOf(entry) === 0));
}
