/**
 * Families: x_i, h_t, **z**_k whose members are arrays of their own, told apart by a position. Inside, a family is a function of its position:
 * `h_{t-1}` is the call h_·(t − 1), a recurrence is a function that calls itself.
 *
 * What makes a name one (looked for in the notation of a whole unit): a declaration of a member (x_i ∈ ℝᵈ), a bold letter with a running
 * index that is never declared itself, a recurrence (h_t from h_{t−1}), and what runs along the index of a recurrence beside it.
 */
import type { Name } from "../expr/index.ts";
import { type Introduced, introducedBy, numberedEntry } from "./introduce.ts";
import type { Term, TermDefinition } from "./meaning.ts";
import { atomName, isBold, withLabel } from "./resolve-names.ts";
import { subscriptItems } from "./resolve-scripts.ts";
import { freeNames } from "./resolve-walk.ts";
import type { Link } from "./statements.ts";
import type { Syntax } from "./syntax.ts";
import { bareIn, partsOfSyntax } from "./syntax-walk.ts";

/** The function that stands for a family. */
export const familyName = (base: Name): Name => withLabel(base, "_", "\\cdot");
/** The letter that a family is written with. */
export const baseOf = (name: Name): Name | null => /^(.*)_\{\\cdot\}(?:\^\{?0\}?)?$/su.exec(name)?.[1] ?? null;
export const isFamily = (name: Name): boolean => name.endsWith("_{\\cdot}");

/** `h` and `t − 1` of h_{t−1}. */
interface Member {
  readonly base: Name;
  readonly index: Name;
  readonly shift: number;
}

/** Letters that count by custom; another letter below is a label unless the document makes it run. */
const customary = /^[ijklmnstTN]$/u;

/** One position below a name: a letter, or a letter and a whole number. */
function memberOf(s: Syntax): Member | null {
  if (s.kind !== "scripts" || !s.sub || s.primes > 0) return null;
  const base = atomName(s.base);
  const [at, ...more] = subscriptItems(s.sub);
  if (base === null || !at || more.length > 0 || base.startsWith("\\mathbb{") || /^\\(?:nabla|partial|delta)$/.test(base)) return null;
  if (at.kind === "letter") return customary.test(at.name) ? { base, index: at.name, shift: 0 } : null;
  if (at.kind !== "sum" || at.terms.length !== 2) return null;
  const [first, second] = at.terms;
  if (first?.sign === "-" || first?.term.kind !== "letter" || second?.term.kind !== "number") return null;
  const k = Number(second.term.text);
  return customary.test(first.term.name) && Number.isInteger(k)
    ? { base, index: first.term.name, shift: second.sign === "-" ? -k : k }
    : null;
}

const membersIn = (s: Syntax): readonly Member[] => [...partsOfSyntax(s)].flatMap((p) => memberOf(p) ?? []);

/** Every letter of a formula, as a name. */
export const lettersIn = (s: Syntax): readonly Name[] =>
  [...partsOfSyntax(s)].flatMap((p) => (p.kind === "letter" || p.kind === "styled" || p.kind === "accent" ? (atomName(p) ?? []) : []));

const arrays = /(?:\\mathbb\{?R\}?|\\R(?![a-z])|ℝ)\s*\^/;

/** The bases of the families of a unit. `declared` are the names that are declared without a position. */
export function familiesIn(links: readonly Link[], declared: ReadonlySet<Name>): ReadonlySet<Name> {
  const families = new Set<Name>();
  const all = links.flatMap((l) => [...membersIn(l.lhs.syntax), ...membersIn(l.rhs.syntax)]);
  const bare = new Set(links.flatMap((l) => namesAlone(l)));
  // A bold letter that also stands alone is one array, and its members are entries.
  const alone = new Set(links.flatMap((l) => [...bareIn(l.lhs.syntax), ...bareIn(l.rhs.syntax)]));
  for (const l of links) {
    if (l.symbol === "\\in" && arrays.test(l.rhs.text)) for (const m of membersIn(l.lhs.syntax)) families.add(m.base);
  }
  for (const m of all) if (isBold(m.base) && !declared.has(m.base) && !alone.has(m.base)) families.add(m.base);
  const running = recurrences(links);
  for (const [base, index] of running) {
    families.add(base);
    for (const m of all) if (m.index === index && !declared.has(m.base) && !bare.has(m.base)) families.add(m.base);
  }
  return families;
}

/** Names on the left of an equation that stand there without a position. */
const namesAlone = (l: Link): readonly Name[] => {
  const what = l.symbol === "=" || l.symbol === ":=" ? introducedBy(l.lhs.syntax) : null;
  return what?.kind === "name" ? [what.name] : [];
};

/** h_t = … h_{t−1} …, x_{k+1} = … x_k …: a member from an earlier one, directly or through other members of the same index. */
function recurrences(links: readonly Link[]): ReadonlyMap<Name, Name> {
  const uses = new Map<Name, { readonly index: Name; readonly of: ReadonlyMap<Name, number> }>();
  for (const l of links) {
    const left = l.symbol === "=" || l.symbol === ":=" ? memberOf(l.lhs.syntax) : null;
    if (!left || uses.has(left.base)) continue;
    const of = new Map(
      membersIn(l.rhs.syntax)
        .filter((m) => m.index === left.index)
        .map((m) => [m.base, Math.min(0, m.shift - left.shift)] as const),
    );
    uses.set(left.base, { index: left.index, of });
  }
  // Somewhere on the way the position must go back: s_j from σ_j and σ_j from s_j is no recurrence.
  const earlier = (from: Name, to: Name, back: boolean, seen: Set<string>): boolean => {
    const key = `${from} ${back}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return [...(uses.get(from)?.of ?? [])].some(([next, shift]) => {
      const goesBack = back || shift < 0;
      return (next === to && goesBack) || earlier(next, to, goesBack, seen);
    });
  };
  return new Map([...uses].filter(([base]) => earlier(base, base, false, new Set())).map(([base, u]) => [base, u.index] as const));
}

/** What a left side introduces where families are known: `h_t` is the function h_· of t. */
export function introducedMember(
  s: Syntax,
  families: ReadonlySet<Name>,
): { readonly introduces: Introduced; readonly shift: number } | null {
  const m = memberOf(s);
  return m && families.has(m.base)
    ? { introduces: { kind: "function", name: familyName(m.base), params: [m.index], at: [] }, shift: m.shift }
    : null;
}

/** `h_0`, `h_1`: the base and the number. */
export function numberedMember(s: Syntax, families: ReadonlySet<Name>): { readonly name: Name; readonly at: number } | null {
  const entry = numberedEntry(s);
  return entry && families.has(entry.name) ? { name: familyName(entry.name), at: entry.at } : null;
}

/** x_{t+1} = F(x_t) as x_·(t) = F(x_{t−1}): the body with t − 1 for t, as a sum of one term. */
export function shifted(d: TermDefinition, by: number): TermDefinition {
  const [param] = d.params;
  if (by === 0 || param === undefined) return d;
  const { span } = d;
  const fresh = `${param}'`;
  const one: Term = { kind: "number", value: { n: BigInt(Math.abs(by)), d: 1n }, span };
  const at: Term = {
    kind: "sum",
    terms: [
      { sign: "+", term: { kind: "name", name: fresh, span } },
      { sign: by > 0 ? "-" : "+", term: one },
    ],
    span,
  };
  return {
    ...d,
    params: [fresh],
    body: { kind: "big", binder: "sum", over: [{ name: param, from: at, to: at }], guards: [], body: d.body, span },
  };
}

/** Before this position a recurrence is an unknown of its own. */
const beginning = -3;

/** The function that stands for what lies before the beginning of a recurrence. */
export const beforeBeginning = (name: Name): Name => withLabel(name, "^", "0");

/** A recurrence with its stated first members and an unknown beginning, so that every member has a value. */
export function begun(d: TermDefinition, first: readonly { readonly at: number; readonly value: Term }[]): TermDefinition {
  const [param] = d.params;
  if (param === undefined) return d;
  const { span } = d;
  const t: Term = { kind: "name", name: param, span };
  const number = (k: number): Term => ({ kind: "number", value: { n: BigInt(k), d: 1n }, span });
  const arms = [
    ...first.map((f) => ({ when: { kind: "relation", symbol: "=", left: t, right: number(f.at), span } as Term, then: f.value })),
    {
      when: { kind: "relation", symbol: "<", left: t, right: number(beginning), span } as Term,
      then: { kind: "call", fn: beforeBeginning(d.name), slots: [], args: [t], span } as Term,
    },
  ];
  return { ...d, body: { kind: "cases", arms, otherwise: d.body, span } };
}

/** The families among the definitions that lead back to themselves. */
export function recursive(definitions: readonly TermDefinition[]): ReadonlySet<Name> {
  const bodies = new Map(definitions.map((d) => [d.name, d.body] as const));
  const reaches = (from: Name, to: Name, seen: Set<Name>): boolean => {
    const body = bodies.get(from);
    if (!body || seen.has(from)) return false;
    seen.add(from);
    return [...freeNames(body)].some((n) => n === to || reaches(n, to, seen));
  };
  return new Set(definitions.filter((d) => isFamily(d.name) && reaches(d.name, d.name, new Set())).map((d) => d.name));
}
