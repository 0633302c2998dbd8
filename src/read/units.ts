/**
 * Units: the stretches of a document in which a symbol means one thing.
 *
 * A problem is one unit, and so is a document without problems, until a part declares or defines anew what an earlier part declared
 * otherwise. There a new unit starts: it sees what stands above except what it declares anew and what was made of it.
 */
import type { Name } from "../expr/index.ts";
import { isMembership, isSignature, namesIn } from "./classify.ts";
import { introducedBy } from "./introduce.ts";
import { atomName, labelText } from "./resolve-names.ts";
import { isWithin, type Scope, unitOf, withoutCase } from "./scopes.ts";
import type { Link, Mention, Outline, ScopedFact } from "./statements.ts";
import type { Syntax } from "./syntax.ts";

export interface UnitPlan {
  /** The first scope of the unit: its problem, part or the document. */
  readonly scope: Scope;
  /** All scopes whose links are its own; cases belong to the scope they stand in. */
  readonly scopes: ReadonlySet<Scope>;
  readonly own: readonly Link[];
  /** Declarations and definitions from above that still hold. */
  readonly above: readonly Link[];
  readonly facts: readonly ScopedFact[];
  readonly mentions: readonly Mention[];
}

export function planUnits(whole: Outline): readonly UnitPlan[] {
  const groups = [...new Set(whole.scopes.map(unitOf))];
  return groups.flatMap((group) => splitGroup(group, whole)).filter((u) => u.own.length > 0);
}

function splitGroup(group: Scope, whole: Outline): readonly UnitPlan[] {
  const places = whole.scopes.filter((s) => s.kind !== "case" && unitOf(s) === group);
  const out: UnitPlan[] = [];
  let open: Scope[] = [];
  let known = new Map<Name, string>();
  let above: readonly Scope[] =
    group.kind === "document" ? [] : whole.scopes.filter((s) => s.kind !== "case" && unitOf(s).kind === "document");
  let shadowed: ReadonlySet<Name> = new Set();
  const close = (): void => {
    if (open.length > 0) out.push(plan(open, above, shadowed, whole));
  };
  for (const place of places) {
    const own = introductions(linksOf([place], whole), group.kind === "document");
    const anew = new Set([...own].filter(([name, text]) => known.has(name) && known.get(name) !== text).map(([name]) => name));
    if (anew.size > 0) {
      close();
      above = [...above, ...open];
      shadowed = new Set([...shadowed].filter((n) => !known.has(n)).concat([...anew]));
      open = [];
      known = new Map([...known].filter(([name]) => !anew.has(name)));
    }
    open.push(place);
    for (const [name, text] of own) known.set(name, text);
  }
  close();
  return out;
}

/**
 * The scopes of a unit, each on its own: what its parts would mean if they shared nothing but what stands above them all. A part that
 * introduces nothing and uses what another part defines has no meaning of its own.
 */
export function apart(unit: UnitPlan, whole: Outline): readonly UnitPlan[] {
  const parts = [...unit.scopes]
    .map((s) =>
      plan(
        [s],
        [...unit.scopes].filter((o) => o !== s && isWithin(s, o)),
        new Set(),
        whole,
      ),
    )
    .filter((u) => u.own.length > 0);
  if (parts.length < 2 && unit.above.length === 0) return [];
  const defined = definedIn([...unit.above, ...unit.own]);
  return parts.filter((part) => {
    if (introduces(part.own)) return true;
    const own = definedIn(part.above);
    const lost = new Set([...defined].filter((name) => !own.has(name)));
    return !part.own.some((l) => mentions(l.lhs.syntax, lost) || mentions(l.rhs.syntax, lost));
  });
}

const introduces = (links: readonly Link[]): boolean => definedIn(links).size > 0 || links.some((l) => isMembership(l) || isSignature(l));

/** The names that some equation introduces. */
function definedIn(links: readonly Link[]): ReadonlySet<Name> {
  const equations = links.filter((l) => (l.symbol === "=" || l.symbol === ":=") && !l.inherited && l.position === 0);
  return new Set(equations.flatMap((l) => introducedBy(l.lhs.syntax)?.name ?? []));
}

const linksOf = (scopes: readonly Scope[], whole: Outline): readonly Link[] =>
  whole.links.filter((l) => scopes.includes(withoutCase(l.scope)));

function plan(scopes: readonly Scope[], above: readonly Scope[], shadowed: ReadonlySet<Name>, whole: Outline): UnitPlan {
  const here = new Set(scopes);
  const seen = new Set([...scopes, ...above]);
  return {
    scope: scopes[0] as Scope,
    scopes: here,
    own: linksOf(scopes, whole),
    above: stillHolding(linksOf(above, whole), shadowed),
    facts: whole.facts.filter((f) => here.has(withoutCase(f.scope)) || (seen.has(withoutCase(f.scope)) && !mentions(f.target, shadowed))),
    mentions: whole.mentions.filter((m) => seen.has(withoutCase(m.scope))),
  };
}

/** What a part introduces so that an earlier meaning ends: declarations, marked definitions; in a document of sections functions, too. */
function introductions(links: readonly Link[], sections: boolean): ReadonlyMap<Name, string> {
  const out = new Map<Name, string>();
  for (const l of links) {
    const text = l.rhs.text.replace(/\s+/g, "");
    if (isMembership(l)) for (const name of namesIn(l.lhs.syntax) ?? []) out.set(name, text);
    else if (isSignature(l)) out.set(introducedBy(l.lhs.syntax)?.name ?? l.lhs.text.trim(), text);
    else if (l.symbol === "=" || l.symbol === ":=") {
      const what = l.inherited || l.position > 0 ? null : introducedBy(l.lhs.syntax);
      if (what && (l.cue === "define" || l.symbol === ":=" || (sections && what.kind === "function")) && !out.has(what.name))
        out.set(what.name, text);
    }
  }
  return out;
}

/** Declarations and definitions without those that are shadowed or made of what is. */
function stillHolding(links: readonly Link[], shadowed: ReadonlySet<Name>): readonly Link[] {
  const gone = new Set(shadowed);
  return links.filter((l) => {
    const introduces = isMembership(l) || isSignature(l) || (!l.inherited && introducedBy(l.lhs.syntax) !== null);
    if (gone.size === 0) return true;
    if (!introduces || mentions(l.lhs.syntax, gone)) return false;
    if (!mentions(l.rhs.syntax, gone) || isMembership(l)) return true;
    const name = introducedBy(l.lhs.syntax)?.name;
    if (name) gone.add(name);
    return false;
  });
}

/** Whether one of the names stands in the formula, with or without positions. */
function mentions(s: Syntax, names: ReadonlySet<Name>): boolean {
  if (names.size === 0) return false;
  let found = false;
  const see = (name: Name | null): void => {
    if (name !== null && names.has(name)) found = true;
  };
  const go = (x: unknown): void => {
    if (found || typeof x !== "object" || x === null) return;
    if (Array.isArray(x)) {
      for (const y of x) go(y);
      return;
    }
    if ("kind" in x && "span" in x) {
      const node = x as Syntax;
      if (node.kind === "letter" || node.kind === "word" || node.kind === "styled" || node.kind === "accent") see(atomName(node));
      if (node.kind === "scripts") see(labelText(node));
    }
    for (const y of Object.values(x)) go(y);
  };
  go(s);
  return found;
}
