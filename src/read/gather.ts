/**
 * What a unit says of its names before any formula is given a meaning: declarations, the words of the prose, left sides of definitions.
 *
 * Gathered in the order of strength (declared, defined, noun), so that a weaker word never replaces a stronger one.
 */
import type { Attribute, Book, Name } from "../expr/index.ts";
import { axes, columnShape, dim, matrixShape, type Shape, scalarShape, size } from "../shape/index.ts";
import { claimsEntry, isMembership, isSignature, namesIn, tabulatedIn } from "./classify.ts";
import { parseDeclaration } from "./declare.ts";
import { familyName, introducedMember, numberedMember } from "./families.ts";
import { derivedFrom, type Introduced, introducedBy } from "./introduce.ts";
import { labelledNames } from "./labels.ts";
import type { Entry, Ground } from "./meaning.ts";
import { labelText, otherCase, otherWeight } from "./resolve-names.ts";
import type { Link, ScopedFact } from "./statements.ts";
import type { ReadError, Syntax } from "./syntax.ts";
import { isApplied, upperBounds } from "./syntax-walk.ts";
import { functionEntry, operatorEntry, symbolEntry } from "./table.ts";

export interface Gathered {
  readonly entries: ReadonlyMap<Name, Entry>;
  /** Names that the prose calls by the name of a card: `σ is the logistic sigmoid`. */
  readonly aliases: ReadonlyMap<Name, string>;
  /** "Let L be a scalar function of S": what a quantity is said to depend on. */
  readonly dependence: ReadonlyMap<Name, readonly Name[]>;
  readonly errors: readonly ReadError[];
}

const strength: readonly Ground[] = ["given", "declared", "definition", "noun", "indices", "position", "typography", "default"];
const stronger = (a: Ground, b: Ground): boolean => strength.indexOf(a) <= strength.indexOf(b);

/** What an inequality with zero says of the left side. */
const signs: ReadonlyMap<string, Attribute | null> = new Map([
  [">", "positive"],
  ["<", "negative"],
  ["\\ne", "nonzero"],
  ["\\ge", null],
  ["\\le", null],
]);

/** Facts from outside the document stand in line 0. */
const told = (how: "declared" | "defined", line: number): string => (line === 0 ? "given by the problem" : `${how} in line ${line}`);

const spaces = /\\mathbb\{?R\}?|\\Re(?![a-z])|ℝ|\\R(?![a-z])|\\reals/;

export function gather(
  book: Book,
  links: readonly Link[],
  facts: readonly ScopedFact[],
  families: ReadonlySet<Name>,
  lineOf: (offset: number, link?: Link) => number,
): Gathered {
  const entries = new Map<Name, Entry>();
  const errors: ReadError[] = [];
  const aliases = new Map<Name, string>();
  const tabulated = tabulatedIn(links);
  const bounds = upperBounds(links);
  const dependence = new Map<Name, readonly Name[]>();
  const put = (e: Entry): void => {
    const before = entries.get(e.name);
    if (!before) entries.set(e.name, e);
    else if (stronger(before.ground, e.ground)) entries.set(e.name, merged(before, e));
    else entries.set(e.name, merged(e, before));
  };

  for (const link of links) {
    const line = lineOf(link.span.start, link);
    if (isSignature(link) && link.symbol === "\\to") declare(`${link.lhs.text} : ${link.rhs.text}`, line);
    else if (isMembership(link)) {
      for (const member of membersOf(link.lhs.syntax)) declareFamily(member, link.rhs.text, line);
      for (const name of namesIn(link.lhs.syntax) ?? []) {
        if (isMember(name)) continue;
        if (spaces.test(link.rhs.text) || /^\s*(?:\\\{|\{|\(|\[)/.test(link.rhs.text)) declare(`${name} \\in ${link.rhs.text}`, line);
      }
    } else if (signs.has(link.symbol ?? "")) restrict(link, line);
    else if (link.symbol === "=" || link.symbol === ":=" || link.symbol === "\\leftarrow" || link.symbol === "\\mapsto")
      introduce(link, line);
  }
  for (const f of facts) fact(f);
  for (const letter of plainLetters(book, links))
    if (!entries.has(letter) && !aliases.has(letter))
      put(symbolEntry(letter, null, { ground: "typography", because: "a letter that is never applied" }));
  for (const name of labelledNames(links, families, (n) => (declaredAxes(entries, n) ?? 0) > 0))
    if (!entries.has(name)) put(symbolEntry(name, null, { ground: "typography", because: "the letter below is a label" }));
  for (const base of families)
    if (!entries.has(familyName(base)))
      put(functionEntry(familyName(base), null, null, { ground: "indices", because: "a family, one member for each position" }));
  for (const name of [...entries.keys()]) if (isDerived(name)) entries.delete(name);
  for (const e of [...entries.values()]) entries.set(e.name, fitting(e));
  return { entries, aliases, dependence, errors };

  function declare(text: string, line: number): void {
    const read = parseDeclaration(text, { mode: "latex" });
    if (!read.ok) return;
    for (const e of [read.value].flat()) put({ ...e, ground: "declared", because: told("declared", line), line });
  }

  /** The members of families in `i_t, f_t`. */
  function membersOf(s: Syntax): readonly Introduced[] {
    return (s.kind === "list" ? s.items : [s]).flatMap((i) => introducedMember(i, families)?.introduces ?? []);
  }

  /** `x_i`, by its text, is a member of a family. */
  function isMember(name: Name): boolean {
    const base = /^(.*?)_\{?[ijklmnstTN\d]/su.exec(name)?.[1];
    return base !== undefined && families.has(base);
  }

  /** `x_i ∈ ℝᵈ` for every i. */
  function declareFamily(member: Introduced, space: string, line: number): void {
    const read = parseDeclaration(`x \\in ${space}`, { mode: "latex" });
    const [shape] = read.ok ? [read.value].flat().map((e) => e.shape) : [];
    const facts = { ground: "declared" as const, because: told("declared", line), line };
    if (shape) put(functionEntry(member.name, null, { name: member.name, params: [scalarShape], result: shape }, facts));
  }

  /** `σ > 0`: a name of the document, and what it may be. */
  function restrict(link: Link, line: number): void {
    if (link.scope.kind === "case" || link.sideConditions.length > 0) return;
    const zero = link.rhs.syntax.kind === "number" && Number(link.rhs.syntax.text) === 0;
    const attribute = zero ? signs.get(link.symbol ?? "") : undefined;
    const because = `“${link.lhs.text.trim()} ${link.relation} ${link.rhs.text.trim()}”`;
    const items = link.lhs.syntax.kind === "list" ? link.lhs.syntax.items : [link.lhs.syntax];
    for (const item of items) {
      const what = introducedMember(item, families) ? null : introducedBy(item);
      if ((what?.kind !== "name" && what?.kind !== "entries") || entries.get(what.name)?.role === "function") continue;
      const facts = { ground: "noun" as const, because, line, attributes: new Set<Attribute>(attribute ? [attribute] : []) };
      put(symbolEntry(what.name, null, facts, what.kind === "entries" ? what.at.length : null));
    }
  }

  function introduce(link: Link, line: number): void {
    const what = introducedMember(link.lhs.syntax, families)?.introduces ?? introducedBy(link.lhs.syntax);
    if (!what || link.inherited || numberedMember(link.lhs.syntax, families) || claimsEntry(link, tabulated)) return;
    const facts = { ground: "definition" as const, because: told("defined", line), line };
    switch (what.kind) {
      case "name":
        if (link.symbol === "\\mapsto") put(functionEntry(what.name, mappedNames(link), null, facts));
        else if (isComposition(link.rhs.syntax) || isCard(link.rhs.syntax)) put(functionEntry(what.name, ["x"], null, facts));
        else if (!isCardWord(book, what.name)) put(symbolEntry(what.name, null, facts));
        return;
      case "entries":
        if (bounds.has(what.name)) {
          put(symbolEntry(what.name, null, { ...facts, ground: "indices" }, 0));
          put(symbolEntry(familyName(what.name), null, facts, what.at.length));
        } else if (!knownOtherwise(what.name, what.at.length)) put(symbolEntry(what.name, null, facts, what.at.length));
        return;
      case "function":
        if (!knownHead(what)) put(functionEntry(what.name, what.params, null, facts));
        return;
      case "operator":
        put(operatorEntry(what.name, what.params, facts));
        return;
    }
  }

  /** x_i of a known vector **x**, w_{ij} of a matrix W that is declared with two axes. */
  function knownOtherwise(name: Name, positions: number): boolean {
    const twin = otherWeight(name);
    return (
      entries.get(twin)?.role === "symbol" ||
      [otherCase(name), otherCase(twin)].some((n) => n !== null && declaredAxes(entries, n) === positions)
    );
  }

  /** F′ and J_F of a known function are derivatives, no functions of their own. */
  function isDerived(name: Name): boolean {
    const of = derivedFrom(name);
    return of !== null && (aliases.has(of) || entries.get(of)?.role === "function" || isCardWord(book, of));
  }

  /** `φ = \tanh`: the function of that word. */
  function isCard(s: Syntax): boolean {
    return s.kind === "word" && (book.spellings.has(s.text) || book.spellings.has(`\\${s.text}`));
  }

  /** A card of the book by its own spelling keeps its meaning: `\max(a, b) = …` introduces nothing. */
  function knownHead(what: Introduced): boolean {
    return isCardWord(book, what.name);
  }

  function fact(f: ScopedFact): void {
    const names = namesOfFact(f.target);
    for (const name of names) factOf(f, name);
    const stated = f.dependsOn.flatMap((s) => nameOfFact(s) ?? []);
    if (f.dependsOn.length > 0 && stated.length === f.dependsOn.length) for (const name of names) dependence.set(name, stated);
  }

  function factOf(f: ScopedFact, name: Name): void {
    const line = lineOf(f.span.start);
    const facts_ = { ground: "noun" as const, because: `“${f.fact.because}”`, line, attributes: new Set<Attribute>(f.fact.attributes) };
    const head = f.fact.named === null ? null : headNamed(book, f.fact.named);
    if (head !== null && !entries.has(name)) {
      aliases.set(name, head);
      return;
    }
    if (f.fact.rank === "function") {
      // "The loss L is a function of y": a quantity that depends on y, unless it is applied.
      if (!/\bfunction\s+of\s/i.test(f.fact.because) || isApplied(links, name)) put(functionEntry(name, null, null, facts_));
    } else if (f.fact.rank !== null || f.fact.attributes.length > 0) put(symbolEntry(name, shapeOfFact(f), facts_, f.fact.rank));
  }
}

/** What only a square matrix can be is not said of a name that is declared otherwise: the words meant a neighbour. */
const ofMatrices: ReadonlySet<Attribute> = new Set<Attribute>([
  "symmetric",
  "skew-symmetric",
  "positive definite",
  "orthogonal",
  "nonsingular",
  "diagonal",
  "lower triangular",
  "upper triangular",
]);

function fitting(e: Entry): Entry {
  if (!e.shape || axes(e.shape).length === 2 || ![...e.attributes].some((a) => ofMatrices.has(a))) return e;
  return { ...e, attributes: new Set([...e.attributes].filter((a) => !ofMatrices.has(a))) };
}

/** Greek letters that some card is written with, where the unit never applies them: σ is a number in ln σ. */
function plainLetters(book: Book, links: readonly Link[]): readonly Name[] {
  const text = links.map((l) => `${l.lhs.text} ${l.rhs.text}`).join(" ");
  const letters = ["\\sigma", ...[...book.spellings.keys()].filter((k) => /^\\[A-Za-z]+$/.test(k))];
  return letters.filter((letter) => {
    const escaped = letter.replace("\\", "\\\\");
    const applied = new RegExp(
      `${escaped}(?![A-Za-z])'*(?:_\\w|\\^\\w|\\^\\{[^}]*\\})*\\s*(?:\\\\left|\\\\big[lr]?|\\\\Big[lr]?)?\\s*[(\\[]|\\\\circ\\s*${escaped}|${escaped}\\s*\\\\circ|J_\\{?${escaped}`,
    );
    return new RegExp(`${escaped}(?![A-Za-z])`).test(text) && !applied.test(text);
  });
}

/** How many axes a name is declared with; null when its shape is not declared. */
export function declaredAxes(entries: ReadonlyMap<Name, Entry>, name: Name): number | null {
  const shape = entries.get(name)?.shape;
  return shape ? axes(shape).length : null;
}

/** `u` of `g : u \mapsto …`. */
function mappedNames(link: Link): readonly Name[] {
  const param = link.signature ? introducedBy(link.signature.from.syntax) : null;
  return param?.kind === "name" ? [param.name] : [];
}

/** A word that is the spelling of a card; a single letter always belongs to the document. */
export function isCardWord(book: Book, name: Name): boolean {
  const word = /^\\mathrm\{(.*)\}$/.exec(name)?.[1];
  return word !== undefined && word.length > 1 && book.spellings.has(word);
}

/** `h \circ g \circ f` between names. */
function isComposition(s: Syntax): boolean {
  if (s.kind !== "binary" || s.operator !== "circ") return false;
  return [s.left, s.right].every((x) => introducedBy(x)?.kind === "name" || isComposition(x));
}

/** The names that a fact is about: every one of `A, B ∈ ℝⁿˣⁿ`. */
function namesOfFact(target: Syntax): readonly Name[] {
  if (target.kind === "chain" && target.relators[0]?.symbol === "\\in" && target.operands[0]?.kind === "list")
    return target.operands[0].items.flatMap((i) => nameOfFact(i) ?? []);
  // `A, B ∈ S` is also read as a list that ends with B ∈ S.
  if (target.kind === "list" && target.items.at(-1)?.kind === "chain") return target.items.flatMap(namesOfFact);
  const name = nameOfFact(target);
  return name === null ? [] : [name];
}

/** `σ`, `f(x)`, `σ(·)`, `b_i`: the name that a fact is about. */
function nameOfFact(target: Syntax): Name | null {
  if (target.kind === "chain") return target.relators[0]?.symbol === "\\in" ? nameOfFact(target.operands[0] as Syntax) : null;
  const what = introducedBy(target);
  if (what) return what.kind === "name" || what.kind === "function" ? what.name : target.kind === "scripts" ? labelText(target) : null;
  if (target.kind !== "juxtaposition" || target.items.length !== 2) return null;
  const [head, argument] = target.items;
  return head && argument?.kind === "group" && argument.fence === "round" ? nameOfFact(head) : null;
}

function merged(strong: Entry, weak: Entry): Entry {
  if (strong.role !== weak.role) return strong;
  return {
    ...strong,
    shape: strong.shape ?? weak.shape,
    rank: strong.rank ?? weak.rank,
    attributes: new Set([...strong.attributes, ...weak.attributes]),
    params: strong.params ?? weak.params,
    signature: strong.signature ?? weak.signature,
  };
}

const sizeDim = (text: string) => (/^\d+$/.test(text) ? dim(Number(text)) : size(text));

function shapeOfFact(f: ScopedFact): Shape | null {
  const { rank, sizes } = f.fact;
  if (rank === 0) return scalarShape;
  const written = f.size ? sizesOf(f.size) : sizes ? sizes.split(" x ") : null;
  if (!written) return null;
  const [m, n] = written;
  const shape = m && n ? matrixShape(sizeDim(m), sizeDim(n)) : m ? columnShape(sizeDim(m)) : null;
  return shape && axes(shape).length === rank ? shape : null;
}

/** `4 \times 3`, `n`: names or numbers of sizes. */
function sizesOf(s: Syntax): readonly string[] | null {
  const one = (x: Syntax): string | null => (x.kind === "number" ? x.text : labelText(x));
  if (s.kind === "binary" && s.operator === "times") {
    const left = one(s.left);
    const right = one(s.right);
    return left !== null && right !== null ? [left, right] : null;
  }
  const single = one(s);
  return single === null ? null : [single];
}

/** The card that a phrase names: by what it is called, or by a spelling among its words. */
export function headNamed(book: Book, phrase: string): string | null {
  const text = phrase.toLowerCase();
  if (/\b(?:derivative|gradient|jacobian|approximation|inverse|output|argument|approximated|by)\b/.test(text)) return null;
  let best: { readonly name: string; readonly length: number } | null = null;
  for (const head of book.heads.values()) {
    if (head.source === null) continue;
    for (const word of [head.called.toLowerCase(), ...head.reads.map((r) => r.toLowerCase())]) {
      if (word.length < 3 || !new RegExp(`(?:^|[^a-z])${word.replace(/[^a-z0-9 ]/g, "\\$&")}(?:$|[^a-z])`).test(text)) continue;
      if (!best || word.length > best.length) best = { name: head.name, length: word.length };
    }
  }
  return best?.name ?? null;
}
