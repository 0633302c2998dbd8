/**
 * What each relation is: definition, declaration, assumption, claim (DESIGN §8, first rule that fits).
 *
 * The walk is in document order and keeps which names have a value. It decides on notation and words alone; whether a restated name is a
 * new value or a wrong claim is left open as `restates`, for the checker to settle by the values.
 */
import type { Name } from "../expr/index.ts";
import { introducedMember, lettersIn, numberedMember } from "./families.ts";
import { derivedFrom, type Introduced, introducedBy, numberedEntry } from "./introduce.ts";
import { changeName, labelText, otherCase, otherWeight } from "./resolve-names.ts";
import type { Link } from "./statements.ts";
import type { Syntax } from "./syntax.ts";

export type LinkKind =
  | { readonly kind: "definition"; readonly introduces: Introduced; readonly redefines: boolean }
  /** A text such as P(Y = 1 | x) gets its meaning here; it has no value. */
  | { readonly kind: "naming" }
  | { readonly kind: "declaration" }
  | { readonly kind: "assumption" }
  /**
   * `restates`: the left side is a name that has a value, and a heading, item or layer word stands between. `stationary`: the words set a
   * derivative to zero, so that the line may hold only there. `repeats`: the line is an equation as it was before a sentence changed it.
   */
  | {
      readonly kind: "claim";
      readonly goal: boolean;
      readonly restates: Introduced | null;
      readonly stationary: boolean;
      readonly repeats: boolean;
    }
  /** The sizes of what one side names, said in words: `x dimension = d`. */
  | { readonly kind: "sizes" }
  /** `return F, J_F`: `without` is the first name that has no value by then. */
  | { readonly kind: "returns"; readonly without: Name | null }
  /** The work of multiplying two matrices, said in words. */
  | { readonly kind: "product-cost" }
  /** The output of a layer that a list describes. */
  | { readonly kind: "layer" }
  /** A row of a truth table. */
  | { readonly kind: "row" }
  | { readonly kind: "membership" }
  | { readonly kind: "signature" }
  | { readonly kind: "implication" }
  /** O(n²): an order of growth. */
  | { readonly kind: "asymptotic" }
  | { readonly kind: "unread" };

export interface Known {
  /** Names with a value before this unit starts: given facts, cards under another name. */
  readonly values: ReadonlySet<Name>;
  /** A card of the book by its own spelling. */
  readonly isCard: (name: Name) => boolean;
  /** How many axes a name is declared with, or null. */
  readonly axesOf: (name: Name) => number | null;
  /** Bases of families: h of h_t. */
  readonly families: ReadonlySet<Name>;
  /** Restated names that were found to take a new value. */
  readonly renewed: ReadonlySet<Link>;
  /** Lines that repeat an equation which a sentence has changed. */
  readonly repeated: ReadonlySet<Link>;
  /** The first links are facts from outside: what they define, no later line defines anew. */
  readonly given: number;
  /** What those facts are made of: a line that gives one of these a value restricts it. */
  readonly variables: ReadonlySet<Name>;
}

/** `x \in \mathbb{R}^n`, `A, B \in …`: whether the link declares names rather than claims a shape of an expression. */
export function isMembership(link: Link): boolean {
  return link.symbol === "\\in" && namesIn(link.lhs.syntax) !== null;
}

/** `f : A \to B`: a signature. */
export const isSignature = (link: Link): boolean => link.signature !== null;

/** The names of `x` or `x, y`, written out. */
export function namesIn(s: Syntax): readonly Name[] | null {
  const items = s.kind === "list" ? s.items : [s];
  const names = items.map((i) => {
    const one = introducedBy(i);
    const change = changeName(i);
    if (change !== null) return change;
    return one?.kind === "name" ? one.name : one?.kind === "entries" ? labelText(i) : null;
  });
  return names.every((n) => n !== null) ? names : null;
}

const defining: ReadonlySet<string> = new Set([":=", "\\leftarrow", "\\mapsto"]);
const asymptotic = /(?<![\\A-Za-z{])(?:O|\\mathcal\{O\}|\\Theta|\\Omega)\s*(?:\\left)?\(/;
const inequalities: ReadonlySet<string> = new Set(["<", "\\le", ">", "\\ge", "\\ne", "\\ll", "\\gg"]);
const implying: ReadonlySet<string> = new Set(["\\to", "\\Rightarrow", "\\Leftrightarrow"]);

export function classify(links: readonly Link[], known: Known): readonly LinkKind[] {
  const values = new Set(known.values);
  const named = new Set<string>();
  const fixed = new Set<Name>();
  /** In a program block a name that the document defines elsewhere is claimed, not defined. */
  const outside = new Set(
    links.filter((l) => l.place !== "program").flatMap((l) => (l.symbol === "=" || l.symbol === ":=" ? nameOf(l) : [])),
  );
  /** F = h ∘ g ∘ f: what is said of the spaces between which F goes follows, also where it is said first. */
  const composed = new Set(
    links.flatMap((l) => (l.symbol === "=" && l.rhs.syntax.kind === "binary" && l.rhs.syntax.operator === "circ" ? nameOf(l) : [])),
  );
  let isGiven = false;
  const tabulated = tabulatedIn(links);
  return links.map((link, i) => {
    isGiven = i < known.given;
    const kind = kindOf(link);
    if (kind.kind === "definition") values.add(keyOf(kind.introduces));
    if (kind.kind === "definition" && isGiven) fixed.add(keyOf(kind.introduces));
    if (kind.kind === "naming") named.add(squeeze(link.lhs.text));
    return kind;
  });

  function kindOf(link: Link): LinkKind {
    if (link.row) return { kind: "row" };
    if (link.layer) return { kind: "layer" };
    if (link.returns) return { kind: "returns", without: withoutValue(link.rhs.syntax) };
    if (link.worded?.left === "product") return { kind: "product-cost" };
    if (link.worded && !link.error)
      return link.worded.left === "words" || link.worded.right === "words" ? { kind: "naming" } : { kind: "sizes" };
    if (link.error || link.symbol === null) return { kind: "unread" };
    if (!values.has("O") && (asymptotic.test(link.lhs.text) || asymptotic.test(link.rhs.text))) return { kind: "asymptotic" };
    // "x ↦ Ax + b" names no function.
    if (link.symbol === "\\mapsto" && !link.signature) return { kind: "declaration" };
    if (isSignature(link))
      return link.symbol === "\\mapsto" && !fixed.has(signatureName(link))
        ? mapping(link)
        : values.has(signatureName(link)) || composed.has(signatureName(link))
          ? { kind: "signature" }
          : { kind: "declaration" };
    if (link.symbol === "\\in") {
      if (!isMembership(link)) return { kind: "membership" };
      const what = introducedBy(link.lhs.syntax);
      return what && values.has(keyOf(what)) ? { kind: "membership" } : { kind: "declaration" };
    }
    // z ∼ N(0, 1) says how z is drawn.
    if (link.symbol === "\\sim") return { kind: "declaration" };
    if (implying.has(link.symbol)) return { kind: "implication" };
    if (link.elsewhere && link.symbol === "=" && introducedBy(link.lhs.syntax)?.kind === "entries") return { kind: "naming" };
    if (link.symbol === "=" || defining.has(link.symbol)) return equation(link);
    const withSign = link.cue === "where" && inequalities.has(link.symbol) && link.rhs.syntax.kind === "number";
    return link.cue === "assume" || withSign || restricts(link) ? { kind: "assumption" } : claim(link, null);
  }

  /** `0 \le i`, `k < d`: an inequality on a name without a value says what the name may be. */
  function restricts(link: Link): boolean {
    if (!inequalities.has(link.symbol ?? "")) return false;
    const free = (s: Syntax): boolean => {
      const items = s.kind === "list" ? s.items : [s];
      return items.every((i) => {
        const what = introducedMember(i, known.families)?.introduces ?? introducedBy(i);
        return (what?.kind === "name" || what?.kind === "entries" || what?.kind === "function") && !values.has(what.name);
      });
    };
    return free(link.lhs.syntax) || free(link.rhs.syntax);
  }

  /** `(z_0; z_1) = …`: a column of names without values gets one. */
  function isColumnOfNames(link: Link): boolean {
    const s = link.lhs.syntax;
    if (link.inherited || link.position > 0 || link.symbol !== "=" || s.kind !== "environment" || !/^[pb]?matrix/u.test(s.name))
      return false;
    const cells = s.rows.flatMap((r) => r.map((c) => (r.length === 1 ? introducedBy(c) : null)));
    return cells.length > 1 && cells.every((what) => what?.kind === "name" && !hasValue(what));
  }

  /** The first of the names that has no value so far. */
  function withoutValue(s: Syntax): Name | null {
    for (const item of s.kind === "list" ? s.items : [s]) {
      const what = introducedBy(item);
      if (what && !hasValue(what) && !isDerivative(what)) return keyOf(what);
    }
    return null;
  }

  function equation(link: Link): LinkKind {
    const marked = defining.has(link.symbol ?? "") || known.renewed.has(link) || (link.cue === "define" && link.position === 0);
    if (isConditional(link)) return named.has(squeeze(link.lhs.text)) ? claim(link, null) : { kind: "naming" };
    const numbered = link.inherited ? null : numberedMember(link.lhs.syntax, known.families);
    // The first member of a recurrence is given, the others follow.
    if (numbered && values.has(numbered.name) && numbered.at > 0) return claim(link, null);
    if (claimsEntry(link, tabulated) && values.has(numberedEntry(link.lhs.syntax)?.name ?? "")) return claim(link, null);
    const introduced = link.inherited
      ? null
      : (introducedMember(link.lhs.syntax, known.families)?.introduces ?? introducedBy(link.lhs.syntax));
    const what = introduced && isDerivative(introduced) ? null : introduced;
    if (what && fixed.has(keyOf(what))) return claim(link, null);
    if (!what && isColumnOfNames(link)) return { kind: "naming" };
    if (what && !isGiven && !values.has(keyOf(what)) && known.variables.has(keyOf(what))) return { kind: "assumption" };
    if (!what) return imposes(link) ? { kind: "assumption" } : claim(link, null, holdsAtZero(link));
    const has = hasValue(what) || ((what.kind === "function" || what.kind === "operator") && known.isCard(what.name) && !marked);
    if (has && what.kind === "function" && link.position === 0 && /\bimpos(?:e|es|ing)\b[^.⟨]*⟨?\d*⟩?[^.⟨]*$/i.test(link.sentence))
      return { kind: "assumption" };
    if (link.place === "program" && outside.has(keyOf(what))) return claim(link, null);
    // "Let z solve z = tanh(w z + b)": an equation for z, no value.
    if (!has && what.kind === "name" && link.symbol === "=" && solves.test(link.sentence) && lettersIn(link.rhs.syntax).includes(what.name))
      return { kind: "assumption" };
    if (marked) return { kind: "definition", introduces: what, redefines: has };
    if (!has) return { kind: "definition", introduces: what, redefines: false };
    if (known.repeated.has(link)) return { ...claim(link, null), repeats: true };
    const bare = what.kind === "name" || what.kind === "entries";
    return claim(link, bare && link.afterLayerWord && link.position === 0 ? what : null);
  }

  /** "Assume AᵀA = I", "setting the gradient to zero, … = 0": an equation that is imposed, not claimed. */
  function imposes(link: Link): boolean {
    // "F(x, y) = … = 0 defines y as a function of x".
    if (
      link.position > 0 &&
      link.rhs.syntax.kind === "number" &&
      /\b(?:defines?|determines?|implicit(?:ly)?|solv(?:e|es|ing)|roots?)\b/i.test(link.sentence)
    )
      return true;
    if (link.cue === "assume") return link.position === 0;
    // "… with Σ yᵢ = 1": a condition on what has no value.
    if (link.cue === "where" && link.position === 0) return lettersIn(link.lhs.syntax).every((n) => !values.has(n));
    return (
      link.rhs.syntax.kind === "number" &&
      Number(link.rhs.syntax.text) === 0 &&
      (/\b(?:set|setting|equat(?:e|ing)|put|putting)\b[^.]*\b(?:zero|0|equal)\b/i.test(link.sentence) ||
        (derivativeWords.test(link.lhs.text) && /\b(?:solv(?:e|es|ing)|satisf(?:y|ies|ying)|fulfil\w*|obeys?)\b/i.test(link.sentence)))
    );
  }

  /** A name has a value under its other font too, and an entry when its array has one. */
  function hasValue(what: Introduced): boolean {
    const spellings = [what.name, otherWeight(what.name)];
    if (spellings.some((n) => values.has(n))) return true;
    return what.kind === "entries" && spellings.some((n) => isEntryOf(otherCase(n), what.at.length));
  }

  /** W_{ij} and w_{ij} are one when W is declared with two axes. */
  function isEntryOf(array: Name | null, positions: number): boolean {
    return array !== null && values.has(array) && known.axesOf(array) === positions;
  }

  /** F′(x) of a function that is known, J_F(x) and J_F: these have values. */
  function isDerivative(what: Introduced): boolean {
    const [at, ...more] = what.kind === "entries" && /^(?:\\mathbf\{)?J\}?$/.test(what.name) ? what.at : [];
    const of = at && more.length === 0 ? labelText(at) : derivedFrom(what.name);
    return of !== null && (values.has(of) || known.isCard(of));
  }

  /** `g : u \mapsto …` defines g. */
  function mapping(link: Link): LinkKind {
    const param = link.signature ? introducedBy(link.signature.from.syntax) : null;
    const name = signatureName(link);
    const introduces: Introduced = { kind: "function", name, params: param?.kind === "name" ? [param.name] : [], at: [] };
    return { kind: "definition", introduces, redefines: values.has(name) };
  }
}

/** `f` of `f : A \to B`. */
export const signatureName = (link: Link): Name => introducedBy(link.lhs.syntax)?.name ?? link.lhs.text.trim();

/** P(Y = k | x; W): a probability is named by its text. */
const isConditional = (link: Link): boolean =>
  /^\s*(?:\\Pr|[PpQq]|\\mathbb\{[PE]\})\s*(?:\\left)?[([].*(?:\||\\mid)/.test(link.lhs.text) &&
  link.lhs.syntax.kind === "juxtaposition" &&
  link.lhs.syntax.items.length === 2 &&
  introducedBy(link.lhs.syntax) === null;

const claim = (link: Link, restates: Introduced | null, stationary = false): Extract<LinkKind, { kind: "claim" }> => ({
  kind: "claim",
  repeats: false,
  goal: link.cue === "goal",
  restates,
  stationary,
});

/** "Setting the gradient to zero gives …", "the stationary points satisfy …": true there, not everywhere. Derivatives are claimed as always. */
const holdsAtZero = (link: Link): boolean =>
  link.position === 0 &&
  !/\\nabla|\\partial|'|\\(?:mathrm\{d\}|dot)|\\d?frac\{?d/.test(link.lhs.text) &&
  /\b(?:set(?:s|ting)?|equat(?:e|es|ing)|put(?:ting)?)\b[^.]*\b(?:zero|0)\b|\b(?:vanish\w*|stationar\w+|critical\s+points?|optimality|first[- ]order\s+conditions?|normal\s+equations?)\b/i.test(
    link.sentence,
  );

/** Arrays that some line gives by their entries: X of X_k = …, k free. */
export function tabulatedIn(links: readonly Link[]): ReadonlySet<Name> {
  return new Set(
    links.flatMap((l) => {
      const what = (l.symbol === "=" || l.symbol === ":=") && !l.inherited ? introducedBy(l.lhs.syntax) : null;
      return what?.kind === "entries" && what.at.length === 1 && what.at[0]?.kind === "letter" ? [what.name] : [];
    }),
  );
}

/** `X_0 = …` where X is given by its entries: a claim, unless the words or a bare number make it a value of its own. */
export function claimsEntry(link: Link, tabulated: ReadonlySet<Name>): boolean {
  const entry = numberedEntry(link.lhs.syntax);
  return entry !== null && tabulated.has(entry.name) && link.symbol === "=" && link.cue !== "define" && link.rhs.syntax.kind !== "number";
}

const solves = /\b(?:solv\w+|satisf\w+|fixed\s+point|implicit\w*|root)\b/i;
const derivativeWords = /\\nabla|\\partial|'|\\frac\{d/;

const squeeze = (text: string): string => text.replace(/\s+/g, "");
const nameOf = (link: Link): readonly Name[] => {
  const what = introducedBy(link.lhs.syntax);
  return what ? [keyOf(what)] : [];
};

/** Entries and functions of one name share its value: z_{1,j} is known when z_1 is. */
export const keyOf = (what: Introduced): Name => what.name;
