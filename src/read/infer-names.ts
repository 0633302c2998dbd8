/** How names are used in a scope: as indices, as sizes, with how many positions, as operands of a convolution. */
import type { Name } from "../expr/index.ts";
import { dimNames } from "../shape/index.ts";
import { isFamily } from "./families.ts";
import type { Stated, Table, Term, TermDefinition } from "./meaning.ts";
import { freeNames, visit } from "./resolve-walk.ts";
import { visibleEntries } from "./table.ts";

export interface Usage {
  /** Free names that count or give a position: indices and sizes. */
  readonly counting: ReadonlySet<Name>;
  /** Names that occur somewhere as the whole of a position. */
  readonly indices: ReadonlySet<Name>;
  /** Indices of what is defined or stated entry by entry: never the length of anything. */
  readonly running: ReadonlySet<Name>;
  /** Numbers of positions with which a name occurs. */
  readonly positions: ReadonlyMap<Name, ReadonlySet<number>>;
  /** Names that occur without positions. */
  readonly bare: ReadonlySet<Name>;
  readonly padded: ReadonlySet<Name>;
  readonly applications: ReadonlyMap<Name, readonly Term[]>;
  /** Free names in order of appearance. */
  readonly names: readonly Name[];
}

export const termsOf = (stated: readonly Stated[], definitions: readonly TermDefinition[]): readonly Term[] => [
  ...definitions.flatMap((d) => [...d.at, d.body]),
  ...stated.flatMap((s) => (s.right ? [s.left, s.right] : [s.left])),
];

export function usageOf(table: Table, stated: readonly Stated[], definitions: readonly TermDefinition[]): Usage {
  const counting = new Set<Name>();
  const indices = new Set<Name>();
  const positions = new Map<Name, Set<number>>();
  const bare = new Set<Name>();
  const padded = new Set<Name>();
  const applications = new Map<Name, Term[]>();
  const names = new Set<Name>();
  const count = (t: Term, bound: ReadonlySet<Name>): void => {
    for (const n of countingNames(t)) if (!bound.has(n)) counting.add(n);
  };
  const indexed = new Set<Term>();
  const compared: (readonly [Term, Term])[] = [];
  for (const term of termsOf(stated, definitions)) {
    for (const n of freeNames(term)) names.add(n);
    visit(term, (part, bound) => {
      switch (part.kind) {
        case "entry":
          for (const a of part.at) {
            count(a, bound);
            if (a.kind === "name" && !bound.has(a.name)) indices.add(a.name);
          }
          if (part.of.kind === "name" && !bound.has(part.of.name)) {
            indexed.add(part.of);
            positions.set(part.of.name, new Set([...(positions.get(part.of.name) ?? []), part.at.length]));
          }
          return;
        case "big":
          for (const o of part.over) for (const e of [o.from, o.to]) if (e) count(e, bound);
          return;
        case "identity":
        case "constant":
          if (part.size) count(part.size, bound);
          return;
        case "call":
          if (isFamily(part.fn)) for (const a of part.args) count(a, bound);
          applications.set(part.fn, [...(applications.get(part.fn) ?? []), part]);
          return;
        case "star":
          for (const side of [part.left, part.right]) for (const n of operandNames(side)) padded.add(n);
          return;
        case "relation":
          if (part.symbol === "=" || part.symbol === "≠") compared.push([part.left, part.right]);
          for (const [one, other] of [
            [part.left, part.right],
            [part.right, part.left],
          ] as const)
            if (one.kind === "name" && bound.has(one.name) && other.kind === "name" && customaryIndices.test(other.name))
              count(other, bound);
          return;
        case "name":
          if (!bound.has(part.name) && !indexed.has(part)) bare.add(part.name);
          return;
        default:
          return;
      }
    });
  }
  for (const d of definitions) {
    for (const a of d.at) {
      count(a, new Set());
      if (a.kind === "name") indices.add(a.name);
    }
    if (d.name === "*" || d.name === "\\tilde{*}") for (const p of d.params) padded.add(p);
  }
  for (const e of visibleEntries(table).values()) {
    if (e.role === "index") counting.add(e.name);
    for (const s of [e.shape, ...(e.signature ? [...e.signature.params, e.signature.result] : [])])
      for (const d of s ?? []) for (const n of dimNames(d)) counting.add(n);
  }
  const running = new Set(
    [...definitions.flatMap((d) => d.at), ...stated.flatMap((s) => (s.left.kind === "entry" ? s.left.at : []))].flatMap((a) =>
      a.kind === "name" ? [a.name] : [],
    ),
  );
  for (const pair of compared) comparedIndices(pair, counting);
  return { counting, indices, running, positions, bare, padded, applications, names: [...names] };
}

const customaryIndices = /^[i-r]$/u;

/** In i = j both are indices when one of them is, or when both are customary letters for one. */
function comparedIndices([left, right]: readonly [Term, Term], counting: Set<Name>): void {
  if (left.kind !== "name" || right.kind !== "name") return;
  const both = customaryIndices.test(left.name) && customaryIndices.test(right.name);
  if (!both && !counting.has(left.name) && !counting.has(right.name)) return;
  counting.add(left.name).add(right.name);
}

/** The names that give the value of a position: of h_{i_k} only i is one, k gives a position itself. */
function countingNames(t: Term): readonly Name[] {
  switch (t.kind) {
    case "name":
      return [t.name];
    case "sum":
      return t.terms.flatMap((x) => countingNames(x.term));
    case "product":
      return t.factors.flatMap(countingNames);
    case "quotient":
      return [...countingNames(t.over), ...countingNames(t.under)];
    case "apply":
      return t.args.flatMap(countingNames);
    default:
      return [];
  }
}

/** The arrays that a convolution takes: names and entries of names, under flips and the like. */
function operandNames(t: Term): readonly Name[] {
  switch (t.kind) {
    case "name":
      return [t.name];
    case "entry":
      return operandNames(t.of);
    case "apply":
    case "call":
      return t.args.flatMap(operandNames);
    default:
      return [];
  }
}
