/** Tables: what a scope knows of names, with its parents behind it. */
import type { Attribute, Book, Name, Signature } from "../expr/index.ts";
import { axes, type Shape } from "../shape/shape.ts";
import type { Analysis, Entry, Ground, Layout, Notation, Table } from "./meaning.ts";

export const plainNotation: Notation = { mode: "latex", indexBase: 1, slots: null, outsideZero: false };

export const createTable = (book: Book, notation: Notation, parent: Table | null = null): Table => ({
  book,
  factors: new Set(),
  apart: new Set(),
  notation,
  parent,
  entries: new Map(),
});

/** The table with more entries; a later entry replaces an earlier one of the same name. */
export const withEntries = (table: Table, entries: readonly Entry[]): Table => ({
  ...table,
  entries: new Map([...table.entries, ...entries.map((e) => [e.name, e] as const)]),
});

/** The innermost entry of a name. */
export function lookup(table: Table, name: Name): Entry | null {
  for (let at: Table | null = table; at; at = at.parent) {
    const found = at.entries.get(name);
    if (found) return found;
  }
  return null;
}

/** Every name in sight, innermost entries first. */
export function visibleEntries(table: Table): ReadonlyMap<Name, Entry> {
  const out = new Map<Name, Entry>();
  for (let at: Table | null = table; at; at = at.parent) {
    for (const [name, entry] of at.entries) if (!out.has(name)) out.set(name, entry);
  }
  return out;
}

interface EntryFacts {
  readonly ground: Ground;
  readonly because: string;
  readonly line?: number;
  readonly attributes?: ReadonlySet<Attribute>;
}

const bare = (name: Name, facts: EntryFacts): Entry => ({
  name,
  role: "symbol",
  shape: null,
  rank: null,
  ground: facts.ground,
  because: facts.because,
  attributes: facts.attributes ?? new Set(),
  range: null,
  params: null,
  signature: null,
  line: facts.line ?? 0,
});

export const symbolEntry = (name: Name, shape: Shape | null, facts: EntryFacts, rank: number | null = null): Entry => ({
  ...bare(name, facts),
  shape,
  rank: shape ? axes(shape).length : rank,
});

export const indexEntry = (name: Name, range: Entry["range"], facts: EntryFacts): Entry => ({
  ...bare(name, facts),
  role: "index",
  rank: 0,
  range,
});

/** A function defined by a formula (`params`), declared by a signature, or only known to be one. */
export const functionEntry = (name: Name, params: readonly Name[] | null, signature: Signature | null, facts: EntryFacts): Entry => ({
  ...bare(name, facts),
  role: "function",
  params,
  signature,
});

export const operatorEntry = (name: Name, params: readonly Name[], facts: EntryFacts): Entry => ({
  ...bare(name, facts),
  role: "operator",
  params,
});

/** Number of axes, as far as an entry tells. */
export const rankOf = (entry: Entry): number | null => (entry.shape ? axes(entry.shape).length : entry.rank);

const noLayouts: Analysis["byLayout"] = new Map();

/** The analysis as one layout sees it: values defined by derivatives have their shape of that layout. What is in a layout stays in it. */
export function inLayout(analysis: Analysis, layout: Layout): Analysis {
  const own = analysis.byLayout.get(layout);
  if (!own || own.understood === analysis.understood) return analysis;
  return {
    ...analysis,
    byLayout: noLayouts,
    along: own.along,
    understood: new Map([...analysis.understood, ...own.understood]),
    signatures: new Map([...analysis.signatures, ...own.signatures]),
  };
}

/** An analysis that knows nothing but its table: for formulas whose every name is declared. */
export const emptyAnalysis = (table: Table): Analysis => ({
  table,
  understood: new Map(),
  alias: new Map(),
  definitions: new Map(),
  signatures: new Map(),
  applications: new Map(),
  sequences: new Set(),
  numbered: new Map(),
  along: new Map(),
  attributes: new Map(),
  byLayout: new Map(),
  padded: new Set(),
});
