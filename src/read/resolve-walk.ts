/** Walks over terms: children, free names. */
import type { Name } from "../expr/index.ts";
import { absurd } from "../shape/result.ts";
import type { Cell, Term } from "./meaning.ts";

const filled = (c: Cell): readonly Term[] => (c.kind === "gap" || c.kind === "ellipsis" ? [] : [c]);

/** Direct parts, in source order; of a binder its bounds, guards and body. */
export function partsOf(t: Term): readonly Term[] {
  switch (t.kind) {
    case "number":
    case "name":
    case "function":
    case "head":
    case "opaque":
      return [];
    case "constant":
    case "identity":
      return t.size ? [t.size] : [];
    case "composition":
      return t.parts;
    case "apply":
    case "call":
      return t.args;
    case "sum":
      return t.terms.map((x) => x.term);
    case "product":
      return t.factors;
    case "star":
    case "entrywise":
    case "kron":
    case "relation":
      return [t.left, t.right];
    case "quotient":
      return [t.over, t.under];
    case "power":
      return [t.base, t.exponent];
    case "transpose":
    case "inverse":
    case "norm":
    case "bars":
    case "iverson":
      return [t.of];
    case "entry":
      return [t.of, ...t.at];
    case "big":
      return [...t.over.flatMap((o) => [...(o.from ? [o.from] : []), ...(o.to ? [o.to] : [])]), ...t.guards, t.body];
    case "limit":
      return [t.to, t.body];
    case "integral":
      return [t.from, t.to, t.body];
    case "evaluation":
      return [t.of, ...(t.from ? [t.from] : []), t.to];
    case "cases":
      return [...t.arms.flatMap((a) => [a.when, a.then]), ...(t.otherwise ? [t.otherwise] : [])];
    case "derivative":
      return [t.of, ...t.by];
    case "matrix":
      return t.rows.flat().flatMap(filled);
    case "list":
      return t.items.flatMap(filled);
    case "tuple":
      return t.items;
    case "logic":
    case "moment":
      return t.of;
    default:
      return absurd(t);
  }
}

/** Names that a term binds in its body (not in its bounds). */
export function boundBy(t: Term): readonly Name[] {
  switch (t.kind) {
    case "big":
      return t.over.map((o) => o.name);
    case "limit":
    case "integral":
    case "evaluation":
      return [t.variable];
    default:
      return [];
  }
}

/** Parts in which the names of `boundBy` are bound. */
export function bodiesOf(t: Term): readonly Term[] {
  switch (t.kind) {
    case "big":
      return [...t.guards, t.body];
    case "limit":
    case "integral":
      return [t.body];
    case "evaluation":
      return [t.of];
    default:
      return [];
  }
}

/** Visits every part with the names bound around it. */
export function visit(t: Term, seen: (part: Term, bound: ReadonlySet<Name>) => void, bound: ReadonlySet<Name> = new Set()): void {
  seen(t, bound);
  const names = boundBy(t);
  const inner = names.length === 0 ? bound : new Set([...bound, ...names]);
  const bodies = new Set(bodiesOf(t));
  for (const p of partsOf(t)) visit(p, seen, bodies.has(p) ? inner : bound);
}

/** The variables of a derivative as it is written; those of a bare ∇f are the parameters of f. */
export function variablesIn(
  d: Extract<Term, { kind: "derivative" }>,
  params: ReadonlyMap<Name, readonly Name[]> = new Map(),
): readonly Name[] {
  if (d.by.length > 0) return d.by.flatMap((b) => [...freeNames(b)]);
  if (d.of.kind === "function" || d.of.kind === "name") return params.get(d.of.name) ?? [];
  return d.of.kind === "call" || d.of.kind === "apply" ? d.of.args.flatMap((a) => [...freeNames(a)]) : [];
}

/** Symbols, indices and functions that occur free, in order of appearance. */
export function freeNames(t: Term): ReadonlySet<Name> {
  const out = new Set<Name>();
  visit(t, (part, bound) => {
    if (part.kind === "name" && !bound.has(part.name)) out.add(part.name);
    if (part.kind === "function") out.add(part.name);
    if (part.kind === "call") out.add(part.fn);
  });
  return out;
}

/** Whether some part of it is notation that has no meaning to compute with. */
export function isBeyond(t: Term): boolean {
  let found = false;
  visit(t, (part) => {
    found ||= part.kind === "opaque" && part.why !== null;
  });
  return found;
}
