/** The rows of the symbol table: what the reader understood, and why. */
import type { ReadUnit } from "../read/read.ts";
import { showShape } from "../shape/index.ts";
import type { SymbolRow } from "./report.ts";

export function symbolRows(units: readonly ReadUnit[]): readonly SymbolRow[] {
  return units.flatMap(({ unit }) => {
    const [analysis] = unit.analyses;
    if (!analysis) return [];
    return [...analysis.understood.values()]
      .filter((u) => !u.name.startsWith("#"))
      .map(
        (u): SymbolRow => ({
          name: u.name,
          shape: u.sort === "index" ? "index" : showShape(u.shape),
          origin: u.origin,
          because: u.because,
          scope: unit.scope.id,
          line: u.line,
        }),
      );
  });
}
