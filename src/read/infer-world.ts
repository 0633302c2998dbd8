/** A scope as inference sees it: names, other spellings, numbered entries, definitions as functions. */
import { type Name, type Terms, toDim } from "../expr/index.ts";
import {
  addDims,
  columnShape,
  type Dim,
  dim,
  fromAxes,
  matrixShape,
  multiplyDims,
  type Shape,
  scalarShape,
  size,
  subtractDims,
} from "../shape/index.ts";
import type { Usage } from "./infer-names.ts";
import { likeliest } from "./infer-ranks.ts";
import type { Analysis, Entry, Stated, Table, Term, TermDefinition } from "./meaning.ts";
import { isBold, isCapital, otherCase, otherWeight } from "./resolve-names.ts";
import { rankOf } from "./table.ts";

/** Everything that the passes share. */
export interface World {
  readonly table: Table;
  readonly entries: ReadonlyMap<Name, Entry>;
  readonly stated: readonly Stated[];
  readonly definitions: ReadonlyMap<Name, TermDefinition>;
  readonly usage: Usage;
  readonly alias: ReadonlyMap<Name, Name>;
  readonly sizeOf: (t: Term) => Dim | null;
}

export const paddedNames = (w: World): ReadonlySet<Name> => new Set([...w.usage.padded].map((n) => w.alias.get(n) ?? n));

/** F = h ∘ g ∘ f becomes F(x) = h(g(f(x))); F = f as a function becomes F(x) = f(x). */
export function etaExpanded(d: TermDefinition, before: ReadonlyMap<Name, TermDefinition>): TermDefinition {
  if (d.params.length > 0 || d.at.length > 0) return d;
  const parts = d.body.kind === "composition" ? d.body.parts : d.body.kind === "function" || d.body.kind === "head" ? [d.body] : [];
  const last = parts.at(-1);
  if (!last) return d;
  const param = (last.kind === "function" ? before.get(last.name)?.params[0] : undefined) ?? "x";
  const argument: Term = { kind: "name", name: param, span: d.span };
  const body = parts.reduceRight<Term>(
    (x, f) =>
      f.kind === "head"
        ? { kind: "apply", heads: f.heads, args: [x], span: d.span }
        : { kind: "call", fn: f.kind === "function" ? f.name : "", slots: [], args: [x], span: d.span },
    argument,
  );
  return { ...d, params: [param], body };
}

/** A position or bound as a polynomial in names, whatever they are. */
export function sizeOfTerm(t: Terms, term: Term): Dim | null {
  const go = (x: Term): ReturnType<Terms["num"]> | ReturnType<Terms["index"]> | null =>
    x.kind === "number" ? t.num(x.value) : x.kind === "name" ? t.index(x.name) : null;
  switch (term.kind) {
    case "number":
    case "name": {
      const e = go(term);
      return e ? toDim(e) : null;
    }
    case "sum": {
      let out: Dim = dim(0);
      for (const x of term.terms) {
        const d = sizeOfTerm(t, x.term);
        if (!d) return null;
        out = x.sign === "-" ? subtractDims(out, d) : addDims(out, d);
      }
      return out;
    }
    case "product": {
      const parts = term.factors.map((f) => sizeOfTerm(t, f));
      return parts.some((p) => p === null) ? null : (parts as Dim[]).reduce(multiplyDims, dim(1));
    }
    default:
      return null;
  }
}

/**
 * Other spellings of one symbol: x and **x** when only one of them is introduced; w_1 with two indices and the matrix W_1.
 */
export function aliasesOf(
  usage: Usage,
  entries: ReadonlyMap<Name, Entry>,
  definitions: ReadonlyMap<Name, TermDefinition>,
  apart: ReadonlySet<Name>,
): ReadonlyMap<Name, Name> {
  const out = new Map<Name, Name>();
  // What only looked like a definition (z_{1,j} = … of a vector **z**_1 that has a value) introduces nothing.
  const firm = (n: Name): boolean => definitions.has(n) || (entries.has(n) && entries.get(n)?.ground !== "definition");
  const introduced = (n: Name): boolean => firm(n) || (entries.has(n) && !firm(otherWeight(n)));
  const mentioned = new Set([...usage.names, ...entries.keys(), ...definitions.keys()]);
  for (const name of usage.names) {
    if (introduced(name) || usage.counting.has(name)) continue;
    const twin = otherWeight(name);
    const entry = entries.get(twin);
    if (entry?.role === "function" || entry?.role === "index") continue;
    if (introduced(twin)) {
      out.set(name, twin);
      continue;
    }
    const counts = usage.positions.get(name);
    if (!counts || usage.bare.has(name) || counts.size !== 1) continue;
    const [k] = counts;
    const others = [twin, ...(apart.has(name) ? [] : [otherCase(name), otherCase(twin)])].filter(
      (n): n is Name => n !== null && n !== name && mentioned.has(n) && !usage.counting.has(n),
    );
    const fitting = others.find(
      (n) => (rankFrom(entries.get(n)) ?? (isBold(n) || (isCapital(n) && definitions.has(n)) ? likelyArray(n) : null)) === k,
    );
    if (fitting !== undefined) out.set(name, fitting);
  }
  return out;
}

/** A capital that is defined is a matrix when two positions stand on it. */
const likelyArray = (name: Name): number => (isBold(name) ? likeliest(name) : 2);

const rankFrom = (entry: Entry | undefined): number | null => (entry ? rankOf(entry) : null);

/** a_1 where the scope uses a with a free index: entry 1 of a. */
export function numberedEntries(w: World): Analysis["numbered"] {
  const out = new Map<Name, { readonly of: Name; readonly at: number }>();
  for (const name of w.usage.names) {
    if (w.entries.has(name) || w.definitions.has(name)) continue;
    const m = /^(.+)_(?:(\d)|\{(\d+)\})$/su.exec(name);
    const base = m?.[1] === undefined ? null : (w.alias.get(m[1]) ?? m[1]);
    if (base !== null && (w.usage.positions.get(m?.[1] as Name)?.has(1) || w.usage.positions.get(base)?.has(1)))
      out.set(name, { of: base, at: Number(m?.[2] ?? m?.[3]) });
  }
  return out;
}

export const isLayer = (w: World, fn: Name): boolean => {
  const [first] = w.usage.applications.get(fn) ?? [];
  return first?.kind === "call" && first.args.length > 1;
};

export const isAbstract = (w: World, fn: Name): boolean => !w.definitions.has(fn) && !w.entries.get(fn)?.signature;

export const variableOf = (w: World, fn: Name): Name => (isLayer(w, fn) ? `layer:${fn}` : `fn:${fn}`);

/** Every symbol that needs a shape: used, declared, or a parameter. */
export function symbolNames(w: World): readonly Name[] {
  const functions = (n: Name): boolean => {
    const role = w.entries.get(n)?.role;
    return role === "function" || role === "operator" || (w.definitions.get(n)?.params.length ?? 0) > 0 || w.usage.applications.has(n);
  };
  const params = [...w.definitions.values()].flatMap((d) => [...d.params, ...d.at.flatMap((a) => (a.kind === "name" ? [a.name] : []))]);
  const all = new Set([...w.entries.keys(), ...w.definitions.keys(), ...w.usage.names, ...params, ...w.usage.counting]);
  const numbered = numberedEntries(w);
  return [...all].filter((n) => !functions(n) && !w.alias.has(n) && !numbered.has(n));
}

export const flexible = (name: Name, rank: number): Shape =>
  rank === 0
    ? scalarShape
    : rank === 1
      ? columnShape(size(`?${name}.1`))
      : rank === 2
        ? matrixShape(size(`?${name}.1`), size(`?${name}.2`))
        : fromAxes(Array.from({ length: rank }, (_, k) => size(`?${name}.${k + 1}`)));

/** What a bare function means: its value at its own parameters, or the one place where it is applied. */
export function applicationOf(w: World, name: Name): Term | null {
  const d = w.definitions.get(name);
  if (d && d.params.length > 0)
    return { kind: "call", fn: name, slots: [], args: d.params.map((p): Term => ({ kind: "name", name: p, span: d.span })), span: d.span };
  const calls = w.usage.applications.get(name) ?? [];
  return calls[0] ?? null;
}
