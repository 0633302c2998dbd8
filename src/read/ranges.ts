/** The range that a condition states for an index: `i = 1, …, n`, `k ∈ {0, …, N − 1}`, `1 ≤ i ≤ n`. Only the shape of notation is looked at. */
import type { Name } from "../expr/index.ts";
import { atomName } from "./resolve-names.ts";
import type { RelationSymbol, Syntax } from "./syntax.ts";

export interface StatedRange {
  readonly names: readonly Name[];
  readonly from: Syntax;
  readonly to: Syntax;
}

export function statedRange(condition: Syntax): StatedRange | null {
  if (condition.kind === "list") return counted(condition);
  if (condition.kind !== "chain") return null;
  const [first, second, third] = condition.operands;
  const [before, after] = condition.relators.map((r) => r.symbol);
  if (!first || !second || !before) return null;
  if (third) return after !== undefined && condition.operands.length === 3 ? between(first, before, second, after, third) : null;
  if (before !== "=" && before !== "\\in") return null;
  const names = indexNames(first);
  const ends = endsOf(second);
  return names && ends && { names, ...ends };
}

/** `i = 1, …, n` is written as a list whose first item is i = 1. */
function counted(list: Extract<Syntax, { kind: "list" }>): StatedRange | null {
  const [first, ...rest] = list.items;
  if (first?.kind !== "chain" || first.relators.length !== 1 || first.relators[0]?.symbol !== "=") return null;
  const [index, from] = first.operands;
  const names = index ? indexNames(index) : null;
  const ends = from ? endsOf({ ...list, items: [from, ...rest] }) : null;
  return names && ends && { names, ...ends };
}

function between(low: Syntax, before: RelationSymbol, index: Syntax, after: RelationSymbol, high: Syntax): StatedRange | null {
  const names = indexNames(index);
  return names && before === "\\le" && after === "\\le" ? { names, from: low, to: high } : null;
}

function indexNames(s: Syntax): readonly Name[] | null {
  const names = (s.kind === "list" ? s.items : [s]).map((i) => (i.kind === "letter" ? atomName(i) : null));
  return names.every((n) => n !== null) ? names : null;
}

/** The first and last of `1, …, n`, also between braces. */
function endsOf(s: Syntax): { readonly from: Syntax; readonly to: Syntax } | null {
  if (s.kind === "group") return endsOf(s.body);
  if (s.kind === "range") return { from: s.from, to: s.to };
  const from = s.kind === "list" ? s.items[0] : undefined;
  const to = s.kind === "list" ? s.items.at(-1) : undefined;
  if (s.kind !== "list" || !from || !to || from.kind === "dots" || to.kind === "dots") return null;
  return s.items.some((i) => i.kind === "dots") ? { from, to } : null;
}
