/**
 * Shapes for a whole scope: ranks first, by the evidence of DESIGN §7, then sizes by unification. Declared sizes are rigid, inferred ones are
 * solved for; what stays open gets a name of its own and is reported as assumed.
 */
import type { Attribute, Name, Terms } from "../expr/index.ts";
import type { Chosen } from "./infer-beliefs.ts";
import { ranksOf } from "./infer-evidence.ts";
import { usageOf } from "./infer-names.ts";
import { type Solved, sizesOf } from "./infer-sizes.ts";
import { aliasesOf, etaExpanded, numberedEntries, paddedNames, sizeOfTerm, type World } from "./infer-world.ts";
import type { Analysis, Entry, Layout, Stated, Table, Term, TermDefinition } from "./meaning.ts";
import { visit } from "./resolve-walk.ts";
import { visibleEntries } from "./table.ts";

export function analyse(t: Terms, table: Table, stated: readonly Stated[], definitions: readonly TermDefinition[]): Analysis {
  const first = new Map<Name, TermDefinition>();
  for (const d of definitions) if (!first.has(d.name)) first.set(d.name, etaExpanded(d, first));
  const usage = usageOf(table, stated, [...first.values()]);
  const entries = visibleEntries(table);
  const world: World = {
    table,
    entries,
    stated,
    definitions: first,
    usage,
    alias: aliasesOf(usage, entries, first, table.apart),
    sizeOf: (term) => sizeOfTerm(t, term),
  };
  const chosen = ranksOf(world);
  const byLayout = solvedByLayout(world, chosen);
  const solved = byLayout.get("mixed") ?? sizesOf(world, chosen, "mixed");
  return {
    table,
    byLayout,
    alias: world.alias,
    definitions: first,
    applications: usage.applications,
    padded: paddedNames(world),
    numbered: numberedEntries(world),
    ...solved,
    attributes: attributesOf(entries),
  };
}

const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];

/** A value that is defined by a derivative has a shape in each layout; without such a value all layouts agree. */
function solvedByLayout(w: World, c: Chosen): ReadonlyMap<Layout, Solved> {
  const depends = [...w.definitions.values()].some((d) => holdsFraction(d.body));
  const first = sizesOf(w, c, "mixed");
  return new Map(layouts.map((layout) => [layout, depends && layout !== "mixed" ? sizesOf(w, c, layout) : first] as const));
}

function holdsFraction(t: Term): boolean {
  let found = false;
  visit(t, (part) => {
    if (part.kind === "derivative" && part.form !== "jacobian") found = true;
  });
  return found;
}

const attributesOf = (entries: ReadonlyMap<Name, Entry>): ReadonlyMap<Name, ReadonlySet<Attribute>> =>
  new Map([...entries.values()].filter((e) => e.attributes.size > 0).map((e) => [e.name, e.attributes]));
