/** Formulas and names from outside the document, read with the names of a unit: what a problem asks for. */
import type { Name } from "../expr/index.ts";
import { ok, type Result } from "../shape/index.ts";
import { introducedBy } from "./introduce.ts";
import type { Entry, Resolved, Table } from "./meaning.ts";
import { parseFormula } from "./parse.ts";
import { resolve } from "./resolve.ts";
import type { ReadError } from "./syntax.ts";
import { symbolEntry } from "./table.ts";

/** The expression, or both sides of the relation. */
export function readAsked(formula: string, table: Table): Result<readonly Resolved[], ReadError> {
  const read = parseFormula(formula, { mode: "latex" });
  if (!read.ok) return read;
  const sides = read.value.kind === "chain" ? read.value.operands : [read.value];
  const out: Resolved[] = [];
  for (const side of sides) {
    const resolved = resolve(side, table, formula);
    if (!resolved.ok) return resolved;
    out.push(resolved.value);
  }
  return ok(out);
}

/** `w^1`: the script is part of the name. */
export function labelEntries(labels: readonly string[], known: ReadonlyMap<Name, Entry>): readonly Entry[] {
  return labels.flatMap((label) => {
    const read = parseFormula(label, { mode: "latex" });
    const what = read.ok ? introducedBy(read.value) : null;
    return what && !known.has(what.name) ? [symbolEntry(what.name, null, { ground: "noun", because: "given by the problem" })] : [];
  });
}
