/**
 * `s^2 = …` where s stands alone elsewhere: what is defined is s, the positive root. Where only s^2 occurs, the square is a name of its own,
 * as the σ² of a variance.
 */
import type { Name } from "../expr/index.ts";
import { introducedBy } from "./introduce.ts";
import { atomName } from "./resolve-names.ts";
import type { Scope } from "./scopes.ts";
import type { Link } from "./statements.ts";
import type { Syntax } from "./syntax.ts";
import { partsOfSyntax } from "./syntax-walk.ts";

/** `s` of `s^2`. */
function squared(s: Syntax): Name | null {
  if (s.kind !== "scripts" || s.sub || !s.sup || s.primes > 0) return null;
  const sup = s.sup.kind === "group" ? s.sup.body : s.sup;
  return sup.kind === "number" && sup.text === "2" ? atomName(s.base) : null;
}

/** `h` of `h^1`, `h_n^1`: the numeral above it tells layers apart. */
function layered(s: Syntax): Name | null {
  if (s.kind !== "scripts" || !s.sup || s.primes > 0) return null;
  const sup = s.sup.kind === "group" ? s.sup.body : s.sup;
  return sup.kind === "number" && sup.text === "1" ? atomName(s.base) : null;
}

/** The links, with `s^2 = e` as s = √e, and `\log p(x \mid \theta) = e` as p(x | θ) = exp(e) where nothing else gives the density. */
export const withRoots = (links: readonly Link[]): readonly Link[] => withDensities(withSquareRoots(links));

/** `p(x | θ)` of log p(x | θ). */
function densityIn(s: Syntax): { readonly syntax: Syntax; readonly name: Name } | null {
  if (s.kind !== "juxtaposition" || s.items.length !== 3) return null;
  const [log, head, group] = s.items as [Syntax, Syntax, Syntax];
  if (!["log", "ln"].includes((log.kind === "word" ? log.text : log.kind === "letter" ? log.name : "").replace("\\", ""))) return null;
  const syntax: Syntax = { ...s, items: [head, group], span: { start: head.span.start, end: group.span.end } };
  const what = introducedBy(syntax);
  return what?.kind === "function" && what.name.includes("\\mid") ? { syntax, name: what.name } : null;
}

function withDensities(links: readonly Link[]): readonly Link[] {
  const given = new Set<Name>();
  return links.map((l) => {
    if (l.symbol !== "=" || l.inherited || l.position > 0) return l;
    const own = introducedBy(l.lhs.syntax);
    if (own) given.add(own.name);
    const density = densityIn(l.lhs.syntax);
    if (!density || given.has(density.name)) return l;
    given.add(density.name);
    const { span } = l.rhs.syntax;
    const sup: Syntax = { kind: "group", fence: "curly", body: l.rhs.syntax, span };
    const syntax: Syntax = { kind: "scripts", base: { kind: "letter", name: "e", span }, sub: null, sup, primes: 0, span };
    return { ...l, lhs: { ...l.lhs, syntax: density.syntax }, rhs: { ...l.rhs, syntax } };
  });
}

function withSquareRoots(links: readonly Link[]): readonly Link[] {
  const defines = (l: Link): boolean => (l.symbol === "=" || l.symbol === ":=") && !l.inherited && l.position === 0;
  const candidates = new Set(links.flatMap((l) => (defines(l) ? (squared(l.lhs.syntax) ?? []) : [])));
  if (candidates.size === 0) return links;
  const parts = links.flatMap((l) => [...partsOfSyntax(l.lhs.syntax), ...partsOfSyntax(l.rhs.syntax)]);
  const count = (name: Name, of: (s: Syntax) => Name | null): number => parts.filter((s) => of(s) === name).length;
  const letter = (s: Syntax): Name | null => (s.kind === "letter" || s.kind === "styled" || s.kind === "accent" ? atomName(s) : null);
  const valued = new Set(links.flatMap((l) => (defines(l) ? (letter(l.lhs.syntax) ?? []) : [])));
  const labelled = new Set(parts.flatMap((s) => layered(s) ?? []));
  const roots = new Set([...candidates].filter((n) => !valued.has(n) && !labelled.has(n) && count(n, letter) > count(n, squared)));
  const seen = new Set<Name>();
  return links.map((l) => {
    const name = defines(l) ? squared(l.lhs.syntax) : null;
    if (name === null || !roots.has(name) || seen.has(name) || l.lhs.syntax.kind !== "scripts") return l;
    seen.add(name);
    const { syntax } = l.rhs;
    return {
      ...l,
      lhs: { ...l.lhs, syntax: l.lhs.syntax.base },
      rhs: { ...l.rhs, syntax: { kind: "root", degree: null, body: syntax, span: syntax.span } },
    };
  });
}

/** `a` of `a^2`, `a^3`. */
function powered(s: Syntax): Name | null {
  if (s.kind !== "scripts" || s.sub || !s.sup || s.primes > 0) return null;
  const sup = s.sup.kind === "group" ? s.sup.body : s.sup;
  return sup.kind === "number" && Number(sup.text) > 1 ? atomName(s.base) : null;
}

/**
 * The links, with `a^2 = …` behind `a = …` as a power of that a: what has a value is not labelled by a numeral, unless another numeral,
 * h^1, tells layers apart.
 */
export function withPowers(links: readonly Link[]): readonly Link[] {
  const parts = links.flatMap((l) => [...partsOfSyntax(l.lhs.syntax), ...partsOfSyntax(l.rhs.syntax)]);
  const labelled = new Set(parts.flatMap((s) => layered(s) ?? []));
  let problem: Scope | null = null;
  let valued = new Set<Name>();
  return links.map((l) => {
    if (problemOf(l.scope) !== problem) valued = new Set();
    problem = problemOf(l.scope);
    if ((l.symbol !== "=" && l.symbol !== ":=" && l.symbol !== "\\leftarrow") || l.inherited || l.position > 0) return l;
    const { syntax } = l.lhs;
    const name = powered(syntax);
    if (name === null || l.symbol !== "=" || !valued.has(name) || labelled.has(name) || syntax.kind !== "scripts") {
      const own = syntax.kind === "letter" || syntax.kind === "styled" || syntax.kind === "accent" ? atomName(syntax) : null;
      if (own !== null) valued.add(own);
      return l;
    }
    return {
      ...l,
      lhs: { ...l.lhs, syntax: { ...syntax, base: { kind: "group", fence: "round", body: syntax.base, span: syntax.base.span } } },
    };
  });
}

/** The problem around a scope; letters mean something else in the next one. */
function problemOf(scope: Scope): Scope {
  let out = scope;
  while (out.parent && out.parent.kind !== "document") out = out.parent;
  return out;
}
