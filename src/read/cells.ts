/** Relations that stand inside the cells of `cases`: `x·1 = x & \text{if } x > 0` claims x·1 = x where x > 0. */
import type { Syntax } from "./syntax.ts";
import { partsOfSyntax } from "./syntax-walk.ts";

export interface CellRelation {
  readonly chain: Extract<Syntax, { kind: "chain" }>;
  /** The second cell of the row, words included. */
  readonly condition: Syntax;
}

/** A row for all other cases has no condition of its own; its relation is left to the enclosing one. */
const isRest = (s: Syntax): boolean => [...partsOfSyntax(s)].every((part) => part.kind !== "chain");

export function cellRelations(s: Syntax): readonly CellRelation[] {
  const out: CellRelation[] = [];
  for (const part of partsOfSyntax(s)) {
    if (part.kind !== "environment" || !/^[dr]?cases/u.test(part.name)) continue;
    for (const [value, condition] of part.rows)
      if (value?.kind === "chain" && value.operands.every((o) => o.kind !== "empty") && condition && !isRest(condition))
        out.push({ chain: value, condition });
  }
  return out;
}
