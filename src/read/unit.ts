/**
 * One unit (a problem, or a document without problems), understood: names gathered, links classified, formulas resolved, shapes inferred.
 *
 * Definitions hold in time: at a link the latest definition above it counts, and a name that is defined only later ("where …") has that
 * later value from the start. An *epoch* is a stretch of the document with one set of definitions.
 */
import type { Book, Name, Signature, Terms } from "../expr/index.ts";
import {
  type Dim,
  dimNames,
  fail,
  isScalar,
  type Result,
  type Shape,
  scalarShape,
  substituteDim,
  substituteShape,
} from "../shape/index.ts";
import { labelEntries, readAsked } from "./asked.ts";
import { classify, type LinkKind } from "./classify.ts";
import { sizeOfSyntax } from "./declare-size.ts";
import { begun, familiesIn, introducedMember, isFamily, numberedMember, recursive, shifted } from "./families.ts";
import { declaredAxes, gather, isCardWord } from "./gather.ts";
import { analyse } from "./infer.ts";
import { type Introduced, introducedBy } from "./introduce.ts";
import type { Analysis, Entry, Notation, Resolved, Stated, Table, Term, TermDefinition } from "./meaning.ts";
import { statedRange } from "./ranges.ts";
import { resolve, resolveTruth } from "./resolve.ts";
import { otherWeight } from "./resolve-names.ts";
import { freeNames, isBeyond, variablesIn, visit } from "./resolve-walk.ts";
import { isWithin, type Scope } from "./scopes.ts";
import { type Solution, solutionOf } from "./solutions.ts";
import type { CaseOf, Link, Mention, ScopedFact } from "./statements.ts";
import type { ReadError, RelationSymbol, Span, Syntax } from "./syntax.ts";
import { apartFromTwin, factorsIn } from "./syntax-walk.ts";
import { createTable, functionEntry, withEntries } from "./table.ts";

export interface ReadLink {
  readonly link: Link;
  readonly kind: LinkKind;
  readonly left: Result<Resolved, ReadError>;
  readonly right: Result<Resolved, ReadError>;
  /** Set for definitions that could be read. */
  readonly definition: TermDefinition | null;
  /** Conditions of the case and of the line. */
  readonly given: readonly Term[];
  readonly givenText: readonly string[];
  /** Conditions of the case that ended just above: they may still be meant. */
  readonly ended: readonly Term[];
  /** Equations and inequalities that are assumed above in the unit. */
  readonly imposed: readonly Term[];
  /** Where the words say that a derivative is zero: which one, and for which variable. */
  readonly solution: Solution | null;
  /** For an implication A → B: the equation or inequality of each side. */
  readonly implies: { readonly premise: ReadRelation; readonly conclusion: ReadRelation } | null;
  /** Which stretch of definitions holds here. */
  readonly epoch: number;
}

/** A relation inside an implication. */
export interface ReadRelation {
  readonly left: Result<Resolved, ReadError>;
  readonly right: Result<Resolved, ReadError>;
  readonly symbol: RelationSymbol;
}

export interface Unit {
  readonly scope: Scope;
  readonly links: readonly ReadLink[];
  /** By epoch: what is known, and the definitions in force. */
  readonly analyses: readonly Analysis[];
  /** Scalars that are differentiated but never defined: taken as abstract functions of the sinks of the definitions. */
  readonly presumed: ReadonlySet<Name>;
  /** Names that facts from outside define: what the document says of them is claimed. */
  readonly fixed: ReadonlySet<Name>;
  /** Formulas that were asked about from outside, as the names of this unit read them: one side each, or both sides of a relation. */
  readonly asked: ReadonlyMap<string, Result<readonly Resolved[], ReadError>>;
  /** Names with a definition that gives no value to reckon with: single entries, a value under a condition. */
  readonly undefinable: readonly Name[];
  readonly errors: readonly ReadError[];
}

export interface UnitInput {
  readonly scope: Scope;
  readonly text: string;
  /** Given facts first, then the document's own, in order. */
  readonly links: readonly Link[];
  /** The first `given` links are facts from outside: definitions that the submission may not change. */
  readonly given: number;
  /** Links whose restated name was found to take a new value. */
  readonly renewed: ReadonlySet<Link>;
  /** Lines that repeat an equation which a sentence has changed. */
  readonly repeated: ReadonlySet<Link>;
  readonly facts: readonly ScopedFact[];
  readonly mentions: readonly Mention[];
  readonly cases: readonly CaseOf[];
  readonly notation: Notation;
  /** Names with their labels (`w^1`) that are names although the document may not introduce them. */
  readonly labels: readonly string[];
  /** Formulas to read besides, in LaTeX. */
  readonly asked: readonly string[];
  /** Those among them whose names the document may not give values of its own. */
  readonly targets: readonly string[];
  readonly lineOf: (offset: number) => number;
  /** The text that a link's spans point into (given facts have texts of their own). */
  readonly sourceOf: (link: Link) => string;
}

export function understandUnit(t: Terms, book: Book, input: UnitInput): Unit {
  const families = familiesIn(input.links, declaredBare(input.links));
  const outside = new Set(input.links.slice(0, input.given));
  const gathered = gather(book, input.links, input.facts, families, (at, link) => (link && outside.has(link) ? 0 : input.lineOf(at)));
  const aliasEntries = [...gathered.aliases].map(([name, head]) =>
    functionEntry(name, null, null, { ground: "declared", because: `the document calls it ${book.heads.get(head)?.called ?? head}` }),
  );
  const sizes = computedSizes(gathered.entries, input.links);
  const shaped = [...gathered.entries.values()].map((e) => (e.shape ? { ...e, shape: substituteShape(e.shape, sizes) } : e));
  const table: Table = {
    ...withEntries(createTable(book, input.notation), [...labelEntries(input.labels, gathered.entries), ...shaped, ...aliasEntries]),
    factors: factorsIn(input.links),
    apart: apartFromTwin(input.links),
  };
  const known = {
    values: new Set(gathered.aliases.keys()),
    isCard: (name: Name) => isCardWord(book, name),
    axesOf: (name: Name) => declaredAxes(gathered.entries, name),
    families,
    renewed: input.renewed,
    repeated: input.repeated,
    given: input.given,
    variables: variablesOf(input, table),
  };
  const kinds = classify(input.links, known);
  const links = withSolutions(
    withBeginnings(withoutCircles(input.links.map((link, i) => readLink(link, kinds[i] as LinkKind, table, families, input))), families),
  );
  const { epochs, definitions, fixed } = epochsOf(links, input.given);
  const aliases = aliasDefinitions(gathered.aliases, book);
  const base = withSizes(analyse(t, table, statedBy(links), [...aliases, ...links.flatMap((l) => l.definition ?? [])]), sizes);
  const presumed = presume(links, base, definitions[0] ?? new Map(), gathered.dependence);
  // A later value may have another shape than the first, so every epoch is analysed with its own definitions, and what was claimed of
  // another value says nothing of it.
  const statedIn = (epoch: number): readonly Stated[] => {
    const elsewhere = definitions.map((d) => differing(d, definitions[epoch] ?? new Map()));
    return statedBy(links.filter((l, i) => !speaksOf(l, elsewhere[epochs[i] as number] ?? new Set())));
  };
  const analyses = definitions
    .map((d, epoch) => ({ own: epoch === 0 ? base : withSizes(analyse(t, table, statedIn(epoch), [...aliases, ...d.values()]), sizes), d }))
    .map(
      ({ own, d }): Analysis => ({
        ...own,
        signatures: new Map([...own.signatures, ...presumed.map((p) => [p.signature.name, signatureIn(own, p)] as const)]),
        definitions: new Map([
          ...aliases.map((a) => [a.name, a] as const),
          ...presumed.map((p) => [p.definition.name, p.definition] as const),
          ...d,
        ]),
      }),
    );
  return {
    scope: input.scope,
    links: withImposed(
      links.map((l, i) => ({ ...l, epoch: epochs[i] as number })),
      base,
    ),
    analyses,
    presumed: new Set(presumed.filter((p) => isPresumed(p.signature.name)).map((p) => p.definition.name)),
    undefinable: undefinableIn(links, families),
    fixed,
    asked: new Map(input.asked.map((formula) => [formula, readAsked(formula, table)] as const)),
    errors: gathered.errors,
  };
}

/** What given facts and targets are made of: variables, which a line of the document may restrict but not define. */
function variablesOf({ links, given, targets }: UnitInput, table: Table): ReadonlySet<Name> {
  const equations = links.slice(0, given).filter((l) => l.symbol === "=" || l.symbol === ":=");
  const bodies = equations.flatMap((l) => {
    const read = resolve(l.rhs.syntax, table, l.rhs.text);
    return read.ok ? [read.value.term] : [];
  });
  const asked = targets.flatMap((t) => {
    const read = readAsked(t, table);
    return read.ok ? read.value.map((r) => r.term) : [];
  });
  return new Set([...bodies, ...asked.filter((t) => t.kind !== "name")].flatMap((t) => [...freeNames(t)]));
}

function undefinableIn(links: readonly ReadLink[], families: ReadonlySet<Name>): readonly Name[] {
  return links.flatMap((l) =>
    l.kind.kind === "definition" && l.definition === null && !numberedMember(l.link.lhs.syntax, families) ? [l.kind.introduces.name] : [],
  );
}

/** Sizes that the document computes: n = d − k + 1 for a name that shapes or ranges use. */
function computedSizes(entries: ReadonlyMap<Name, Entry>, links: readonly Link[]): ReadonlyMap<string, Dim> {
  const used = new Set([...entries.values()].flatMap((e) => (e.shape ?? []).flatMap((d) => [...dimNames(d)])));
  const computed = new Map<string, Dim>();
  for (const l of links) {
    const what = l.symbol === "=" || l.symbol === ":=" ? introducedBy(l.lhs.syntax) : null;
    if (what?.kind !== "name" || !used.has(what.name) || computed.has(what.name)) continue;
    const value = sizeOfSyntax(l.rhs.syntax);
    if (value && !dimNames(value).has(what.name)) computed.set(what.name, substituteDim(value, computed));
  }
  return computed;
}

/** The analysis with computed sizes put into every shape and range, in every layout. */
function withSizes(a: Analysis, sizes: ReadonlyMap<string, Dim>): Analysis {
  if (sizes.size === 0) return a;
  const shape = (s: Shape): Shape => substituteShape(s, sizes);
  const solved = <S extends Pick<Analysis, "understood" | "along" | "signatures">>(s: S): S => ({
    ...s,
    understood: new Map([...s.understood].map(([name, u]) => [name, { ...u, shape: shape(u.shape) }] as const)),
    along: new Map([...s.along].map(([name, d]) => [name, substituteDim(d, sizes)] as const)),
    signatures: new Map(
      [...s.signatures].map(([name, f]) => [name, { ...f, params: f.params.map(shape), result: shape(f.result) }] as const),
    ),
  });
  return { ...a, ...solved(a), byLayout: new Map([...a.byLayout].map(([layout, s]) => [layout, solved(s)] as const)) };
}

function readLink(link: Link, kind: LinkKind, table: Table, families: ReadonlySet<Name>, input: UnitInput): ReadLink {
  const source = input.sourceOf(link);
  const side = (s: Syntax): Result<Resolved, ReadError> => (link.error ? fail(link.error) : resolve(s, table, source));
  const right = side(rightOf(link, kind));
  const left = hasNoValues(kind) || link.worded?.left === "words" ? side({ kind: "empty", span: link.lhs.span }) : side(link.lhs.syntax);
  const caseOf = input.cases.filter((c) => isWithin(link.scope, c.scope));
  const conditions = [
    ...caseOf.map((c) => ({ syntax: c.condition, text: c.text })),
    ...link.sideConditions.map((s) => ({ syntax: s, text: source.slice(s.span.start, s.span.end) })),
  ];
  const truths = (list: readonly { readonly syntax: Syntax; readonly text: string }[]) =>
    list.flatMap((c) => {
      const read = resolveTruth(c.syntax, table, source);
      return read.ok && !isBeyond(read.value.term) ? [{ term: read.value.term, text: c.text }] : [];
    });
  const given = truths(conditions);
  const ended = truths(input.cases.filter((c) => c.scope === link.endedCase).map((c) => ({ syntax: c.condition, text: c.text })));
  const member = kind.kind === "definition" ? introducedMember(link.lhs.syntax, families) : null;
  const definition =
    link.repairs.length > 0
      ? null
      : member && right.ok
        ? memberDefinition(member, right.value.term, link.span)
        : kind.kind === "definition" && right.ok
          ? definedBy(kind.introduces, right.value.term, left, link, table, source)
          : null;
  const implies = kind.kind === "implication" ? impliedBy(link, side) : null;
  return {
    link,
    kind,
    left,
    right,
    definition,
    given: given.map((g) => g.term),
    givenText: given.map((g) => g.text),
    ended: ended.map((g) => g.term),
    imposed: [],
    solution: null,
    implies,
    epoch: 0,
  };
}

/** h_t = … as the function h_· of t. */
function memberDefinition(member: { readonly introduces: Introduced; readonly shift: number }, body: Term, span: Span): TermDefinition {
  const { introduces } = member;
  return shifted(
    { name: introduces.name, params: introduces.kind === "function" ? introduces.params : [], at: [], body, span },
    member.shift,
  );
}

const truthOf = new Map<RelationSymbol, Extract<Term, { kind: "relation" }>["symbol"]>([
  ["=", "="],
  [":=", "="],
  ["\\ne", "≠"],
  ["<", "<"],
  [">", ">"],
  ["\\le", "≤"],
  ["\\ge", "≥"],
]);

/** Every claim with what is assumed above it. */
function withImposed(links: readonly ReadLink[], known: Analysis): readonly ReadLink[] {
  const above: ReadLink[] = [];
  const named = links.filter((l) => l.solution !== null && l.solution.named !== null);
  return links.map((l) => {
    const imposed = l.kind.kind === "claim" && above.length > 0 ? above.flatMap((a) => imposedBy(a, l, known, named)) : [];
    if (l.kind.kind === "assumption" || (l.kind.kind === "claim" && l.kind.stationary)) above.push(l);
    return imposed.length > 0 ? { ...l, imposed } : l;
  });
}

/** What an assumption says for a claim below it. A derivative is that of the function, wherever it is taken. */
function imposedBy(a: ReadLink, l: ReadLink, known: Analysis, named: readonly ReadLink[]): readonly Term[] {
  const symbol = a.link.symbol ? truthOf.get(a.link.symbol) : undefined;
  if (
    !(a.kind.kind === "assumption" || (a.kind.kind === "claim" && a.kind.stationary)) ||
    l.kind.kind !== "claim" ||
    isSolved(a) ||
    !symbol ||
    !a.left.ok ||
    !a.right.ok ||
    !isWithin(l.link.scope, a.link.scope)
  )
    return [];
  const derivative = l.left.ok && l.left.value.term.kind === "derivative" ? l.left.value.term : null;
  const said = new Set([...freeNames(a.left.value.term), ...freeNames(a.right.value.term)]);
  if (derivative && ![...reachedFrom([...freeNames(derivative.of)], known)].some((n) => said.has(n))) return [];
  // Derivatives are claimed as always, not at their zeros.
  if (a.kind.kind === "claim" && derivative) return [];
  // Setting v'(k) to zero says something of k only.
  const zero = a.left.value.term.kind === "derivative" ? variablesIn(a.left.value.term) : null;
  if (zero && zero.length > 0 && l.left.ok && l.right.ok) {
    const reached = reachedFrom([...freeNames(l.left.value.term), ...freeNames(l.right.value.term)], known);
    if (!zero.some((n) => reached.has(n))) return [];
    // Once the point has a name of its own, the variable is free again.
    if (named.some((x) => zero.includes(x.solution?.variable ?? ""))) return [];
  }
  // `a, b > 0` says the same of both.
  const lefts = a.left.value.term.kind === "tuple" ? a.left.value.term.items : [a.left.value.term];
  const right = a.right.value.term;
  return lefts.map((left): Term => ({ kind: "relation", symbol, left, right, span: a.link.span }));
}

/** The names that these rest on, through the definitions of the unit. */
function reachedFrom(names: readonly Name[], known: Analysis): ReadonlySet<Name> {
  const reached = new Set<Name>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const d = known.definitions.get(name);
    if (d) queue.push(...[...freeNames(d.body)].filter((n) => !d.params.includes(n)));
  }
  return reached;
}

/** Names that a declaration introduces without a position. */
function declaredBare(links: readonly Link[]): ReadonlySet<Name> {
  return new Set(
    links.flatMap((l) => {
      if (l.symbol !== "\\in") return [];
      const items = l.lhs.syntax.kind === "list" ? l.lhs.syntax.items : [l.lhs.syntax];
      return items.flatMap((i) => {
        const what = introducedBy(i);
        return what?.kind === "name" ? [what.name, otherWeight(what.name)] : [];
      });
    }),
  );
}

/**
 * After y = Cx the line x = Cᵀy gives x no value: it claims something of the x that y is made of. Where the document differentiates by y
 * what is made of x, as after s = log σ and σ = eˢ, it is x that is made of y, and the first line is the claim.
 */
function withoutCircles(links: readonly ReadLink[]): readonly ReadLink[] {
  const above = new Map<Name, { readonly definition: TermDefinition; readonly at: number }>();
  const out = [...links];
  const claimed = (l: ReadLink): ReadLink => ({
    ...l,
    definition: null,
    kind: { kind: "claim", goal: false, restates: null, stationary: false, repeats: false },
  });
  links.forEach((l, i) => {
    const d = l.definition;
    if (!d || d.params.length > 0) return;
    const marked = l.link.symbol !== "=" || l.link.place === "program" || freeNames(d.body).has(d.name);
    const known = new Map([...above].map(([name, a]) => [name, a.definition] as const));
    if (marked || above.has(d.name) || !circular(d, known)) {
      if (!above.has(d.name)) above.set(d.name, { definition: d, at: i });
      return;
    }
    const turned = [...freeNames(d.body)].find((n) => above.has(n) && freeNames(above.get(n)?.definition.body as Term).has(d.name));
    const at = turned === undefined ? undefined : above.get(turned)?.at;
    if (turned === undefined || at === undefined || !differentiates(links, turned, d.name)) {
      out[i] = claimed(l);
      return;
    }
    out[at] = claimed(out[at] as ReadLink);
    above.delete(turned);
    above.set(d.name, { definition: d, at: i });
  });
  return out;
}

/** Whether something is differentiated by the one name that is, or is made of, the other. */
function differentiates(links: readonly ReadLink[], by: Name, of: Name): boolean {
  const made = links.flatMap((l) => (l.definition && freeNames(l.definition.body).has(of) ? [l.definition.name] : []));
  const upper = new Set([of, ...made.filter((n) => n !== by)]);
  let found = false;
  for (const l of links)
    for (const side of [l.left, l.right])
      if (side.ok)
        visit(side.value.term, (part) => {
          if (part.kind !== "derivative" || !part.by.some((b) => freeNames(b).has(by))) return;
          if ([...freeNames(part.of)].some((n) => upper.has(n))) found = true;
        });
  return found;
}

/** Lines that solve for the variable of a derivative above them. */
function withSolutions(links: readonly ReadLink[]): readonly ReadLink[] {
  const out: ReadLink[] = [];
  for (const l of links) {
    const what = l.kind.kind === "claim" ? introducedBy(l.link.lhs.syntax) : null;
    const body = l.right.ok ? l.right.value.term : null;
    const claimed = what?.kind === "name" && body ? { name: what.name, params: [], at: [], body, span: l.link.span } : null;
    const solution = solutionOf(l, out, l.definition ?? claimed);
    const own = solution?.variable !== null && solution?.named === null ? solution?.variable : undefined;
    if (own === undefined) out.push({ ...l, solution });
    else if (l.definition === null || links.some((x) => x !== l && x.definition?.name === own)) out.push(l);
    else {
      const kind: LinkKind = { kind: "claim", goal: false, restates: null, stationary: true, repeats: false };
      out.push({ ...l, kind, solution });
    }
  }
  return out;
}

/** Whether the line gives the variable itself its value. */
const isSolved = (l: ReadLink): boolean => l.solution !== null && l.solution.variable !== null && l.solution.named === null;

/** Recurrences get their first members: those that are stated, and an unknown beginning. */
function withBeginnings(links: readonly ReadLink[], families: ReadonlySet<Name>): readonly ReadLink[] {
  const back = recursive(links.flatMap((l) => l.definition ?? []));
  const stated = links.flatMap((l) => {
    const numbered = l.kind.kind === "definition" ? numberedMember(l.link.lhs.syntax, families) : null;
    return numbered && l.right.ok && back.has(numbered.name) ? [{ ...numbered, value: l.right.value.term, link: l }] : [];
  });
  return links.map((l) => {
    if (stated.some((s) => s.link === l)) return { ...l, definition: null };
    if (!l.definition || !back.has(l.definition.name)) return l;
    const { name } = l.definition;
    return {
      ...l,
      definition: begun(
        l.definition,
        stated.filter((s) => s.name === name),
      ),
    };
  });
}

function impliedBy(link: Link, side: (s: Syntax) => Result<Resolved, ReadError>): ReadLink["implies"] {
  const premise = relationIn(link.lhs.syntax, side);
  const conclusion = relationIn(link.rhs.syntax, side);
  return premise && conclusion ? { premise, conclusion } : null;
}

/** The only relation of a chain; a longer chain is not taken apart. */
function relationIn(s: Syntax, side: (s: Syntax) => Result<Resolved, ReadError>): ReadRelation | null {
  if (s.kind !== "chain" || s.relators.length !== 1) return null;
  const [relator] = s.relators;
  const [left, right] = s.operands;
  return relator && left && right ? { left: side(left), right: side(right), symbol: relator.symbol } : null;
}

/** Links whose sides are no formulas with values. */
const hasNoValues = ({ kind }: LinkKind): boolean =>
  ["signature", "declaration", "implication", "row", "layer", "returns", "product-cost", "asymptotic"].includes(kind);

/** Of `g : u \mapsto e` the right side is e; otherwise the right operand as it stands. */
const rightOf = (link: Link, kind: LinkKind): Syntax =>
  hasNoValues(kind) || link.worded?.right === "words" || (kind.kind === "sizes" && link.worded?.right === "value")
    ? { kind: "empty", span: link.rhs.span }
    : link.rhs.syntax;

function definedBy(
  what: Introduced,
  body: Term,
  left: Result<Resolved, ReadError>,
  link: Link,
  table: Table,
  source: string,
): TermDefinition | null {
  // `L = \dots` says that there is a value, not which.
  if (link.rhs.syntax.kind === "dots") return null;
  if (body.kind === "head" && what.kind === "name") return composed(what, { kind: "composition", parts: [body], span: body.span });
  return body.kind === "composition" ? composed(what, body) : definitionOf(what, body, left, link, table, source);
}

function definitionOf(
  what: Introduced,
  body: Term,
  left: Result<Resolved, ReadError>,
  link: Link,
  table: Table,
  source: string,
): TermDefinition | null {
  const at = what.kind === "name" ? [] : positionsOf(what.at, left, table, source);
  if (at === null) return null;
  // Entries stated under a condition, or at fixed positions, say nothing of the rest of the array.
  const free = new Set(at.flatMap((p) => (p.kind === "name" ? [p.name] : [])));
  if (at.length > 0 && free.size !== at.length) return null;
  // N_k beside a size N is an array of its own.
  const name = left.ok && left.value.term.kind === "entry" && left.value.term.of.kind === "name" ? left.value.term.of.name : what.name;
  const lengths = at.length > 0 ? lengthsIn(link.sideConditions, free, table, source) : new Map<Name, Term>();
  if (!lengths) return null;
  const params = what.kind === "function" || what.kind === "operator" ? what.params : [];
  return { name: what.kind === "entries" ? name : what.name, params, at, body, span: link.span, ...(lengths.size > 0 ? { lengths } : {}) };
}

/** How far the positions of entries run, where every condition says no more than that; null where one restricts them. */
function lengthsIn(
  conditions: readonly Syntax[],
  positions: ReadonlySet<Name>,
  table: Table,
  source: string,
): ReadonlyMap<Name, Term> | null {
  const lengths = new Map<Name, Term>();
  for (const c of conditions) {
    const range = statedRange(c);
    const first = range?.from.kind === "number" ? Number(range.from.text) : null;
    const to = range ? resolve(range.to, table, source) : null;
    if (!range || !to?.ok || (first !== 0 && first !== 1) || !range.names.every((n) => positions.has(n))) return null;
    const last = to.value.term;
    const { span } = last;
    const one: Term = { kind: "number", value: { n: 1n, d: 1n }, span };
    const plusOne: Term = { kind: "sum", terms: [last, one].map((term) => ({ sign: "+" as const, term })), span };
    for (const n of range.names) lengths.set(n, first === 0 ? plusOne : last);
  }
  return lengths;
}

/** F = h ∘ g ∘ f is F(x) = h(g(f(x))). */
function composed(what: Introduced, of: Extract<Term, { kind: "composition" }>): TermDefinition | null {
  const { span } = of;
  let body: Term = { kind: "name", name: "x", span };
  for (const part of of.parts.toReversed()) {
    if (part.kind === "function") body = { kind: "call", fn: part.name, slots: [], args: [body], span };
    else if (part.kind === "head") body = { kind: "apply", heads: part.heads, args: [body], span };
    else return null;
  }
  return { name: what.name, params: ["x"], at: [], body, span };
}

function positionsOf(at: readonly Syntax[], left: Result<Resolved, ReadError>, table: Table, source: string): readonly Term[] | null {
  if (left.ok && left.value.term.kind === "entry") return left.value.term.at;
  const terms = at.map((s) => resolve(s, table, source));
  return terms.every((r) => r.ok) ? terms.map((r) => (r.ok ? r.value.term : null)).filter((x) => x !== null) : null;
}

/** For every link its epoch, and for every epoch its definitions. A definition that would make a circle is not in force. */
function epochsOf(
  links: readonly ReadLink[],
  given: number,
): {
  readonly epochs: readonly number[];
  readonly definitions: readonly ReadonlyMap<Name, TermDefinition>[];
  readonly fixed: ReadonlySet<Name>;
} {
  const first = new Map<Name, TermDefinition>();
  const fixed = new Set<Name>();
  links.forEach((l, i) => {
    const d = l.definition;
    if (!d) return;
    if (i < given) fixed.add(d.name);
    // A variable is free up to the line that solves for it.
    if (isSolved(l)) return;
    if (!first.has(d.name) && !circular(d, first)) first.set(d.name, d);
  });
  const definitions: ReadonlyMap<Name, TermDefinition>[] = [first];
  const epochs: number[] = [];
  let now: ReadonlyMap<Name, TermDefinition> = first;
  for (const l of links) {
    const d = l.definition;
    if (d && !fixed.has(d.name) && now.get(d.name) !== d && first.get(d.name) !== d) {
      const others = new Map([...now].filter(([name]) => name !== d.name));
      // An update w ← w − η ∂L/∂w speaks of the old value: it ends what is known of w.
      now = circular(d, others) ? others : new Map([...others, [d.name, d]]);
      definitions.push(now);
    }
    epochs.push(definitions.length - 1);
  }
  return { epochs, definitions, fixed };
}

/** Whether the name is reached from its own body through the definitions in force. A function may call itself: at smaller arguments it ends. */
function circular(d: TermDefinition, inForce: ReadonlyMap<Name, TermDefinition>): boolean {
  const seen = new Set<Name>();
  const queue: TermDefinition[] = [d];
  for (let at = queue.pop(); at; at = queue.pop()) {
    const params = new Set(at.params);
    for (const name of freeNames(at.body)) {
      if (params.has(name)) continue;
      // A family ends at the beginning of its recurrence, whatever lies between.
      if (name === d.name && !(at === d && d.params.length > 0) && !isFamily(d.name)) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      const next = inForce.get(name);
      if (next && next !== d) queue.push(next);
    }
  }
  return false;
}

interface Presumed {
  readonly definition: TermDefinition;
  /** What it is taken as a function of. */
  readonly sinks: readonly Name[];
  readonly signature: Signature;
}

/** A sink that is defined anew may have another length. */
const signatureIn = (analysis: Analysis, { sinks, signature }: Presumed): Signature => ({
  ...signature,
  params: sinks.map((s, i) => analysis.understood.get(s)?.shape ?? (signature.params[i] as Shape)),
});

/** A scalar L that is differentiated without a definition: L = L(sinks), the values defined before it that nothing else is made of. */
function presume(
  links: readonly ReadLink[],
  analysis: Analysis,
  inForce: ReadonlyMap<Name, TermDefinition>,
  dependence: ReadonlyMap<Name, readonly Name[]>,
): readonly Presumed[] {
  const out = new Map<Name, Presumed>();
  links.forEach((l, i) => {
    for (const side of [l.left, l.right]) {
      if (!side.ok) continue;
      visit(side.value.term, (part) => {
        if (part.kind !== "derivative" || part.of.kind !== "name") return;
        const { name } = part.of;
        const known = analysis.understood.get(name);
        if (out.has(name) || inForce.has(name) || !known || !isScalar(known.shape) || known.sort === "index") return;
        const introduced = links.findIndex((x) => x.kind.kind === "definition" && x.kind.introduces.name === name);
        const stated = dependence.get(name);
        const made = stated
          ? functionOf(`${name}(${stated.join(",")})`, name, stated, analysis, part.span)
          : presumedOf(name, links.slice(0, introduced >= 0 ? introduced : i), analysis, inForce, part.span);
        if (made) out.set(name, made);
      });
    }
  });
  return [...out.values()];
}

/** The unknown function that stands for a presumed dependence. */
const presumedFunction = (name: Name): Name => `${name}(\\cdot)`;
export const isPresumed = (fn: Name): boolean => fn.endsWith("(\\cdot)");

function presumedOf(
  name: Name,
  above: readonly ReadLink[],
  analysis: Analysis,
  inForce: ReadonlyMap<Name, TermDefinition>,
  span: Span,
): Presumed | null {
  const values = above.flatMap((l) =>
    l.definition && l.definition.params.length === 0 && inForce.get(l.definition.name) === l.definition ? [l.definition] : [],
  );
  const used = new Set(values.flatMap((d) => [...freeNames(d.body)].filter((n) => n !== d.name)));
  const sinks = values.filter((d) => !used.has(d.name) && d.name !== name).map((d) => d.name);
  return functionOf(presumedFunction(name), name, sinks, analysis, span);
}

function functionOf(fn: Name, name: Name, of: readonly Name[], analysis: Analysis, span: Span): Presumed | null {
  const shapes = of.map((s) => analysis.understood.get(s)?.shape);
  if (of.length === 0 || shapes.some((s) => s === undefined)) return null;
  const args = of.map((s): Term => ({ kind: "name", name: s, span }));
  return {
    definition: { name, params: [], at: [], body: { kind: "call", fn, slots: [], args, span }, span },
    sinks: of,
    signature: { name: fn, params: shapes as readonly Shape[], result: scalarShape },
  };
}

/** `σ is the logistic sigmoid` makes σ(u) = sigmoid(u). */
function aliasDefinitions(aliases: ReadonlyMap<Name, string>, book: Book): readonly TermDefinition[] {
  const span = { start: 0, end: 0 };
  return [...aliases].flatMap(([name, head]) => {
    const card = book.heads.get(head);
    if (card?.arity !== 1) return [];
    const body: Term = { kind: "apply", heads: [card], args: [{ kind: "name", name: "u", span }], span };
    return [{ name, params: ["u"], at: [], body, span }];
  });
}

/** Names with one value in one stretch and another in the other, and all that is made of them. */
function differing(a: ReadonlyMap<Name, TermDefinition>, b: ReadonlyMap<Name, TermDefinition>): ReadonlySet<Name> {
  const out = new Set([...a.keys()].filter((name) => b.has(name) && a.get(name) !== b.get(name)));
  const values = out.size > 0 ? [...a.values(), ...b.values()] : [];
  for (let before = -1; before < out.size; ) {
    before = out.size;
    for (const d of values) if (!out.has(d.name) && [...freeNames(d.body)].some((n) => out.has(n))) out.add(d.name);
  }
  return out;
}

const speaksOf = (l: ReadLink, names: ReadonlySet<Name>): boolean =>
  names.size > 0 && [l.left, l.right].some((side) => side.ok && [...freeNames(side.value.term)].some((n) => names.has(n)));

function statedBy(links: readonly ReadLink[]): readonly Stated[] {
  const out: Stated[] = [];
  for (const l of links) {
    if ((l.kind.kind === "membership" || l.kind.kind === "sizes") && l.left.ok)
      out.push({ kind: "member", left: l.left.value.term, right: null, shape: null });
    else if (l.left.ok && l.right.ok && (l.kind.kind === "definition" || l.kind.kind === "claim" || l.kind.kind === "assumption")) {
      out.push({
        kind: l.kind.kind === "definition" ? "definition" : "claim",
        left: l.left.value.term,
        right: l.right.value.term,
        shape: null,
      });
    }
  }
  return out;
}
