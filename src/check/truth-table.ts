/** A row of a truth table, against the gate that the words before it name. */
import type { Link } from "../read/statements.ts";
import { fromSimple, type Judged, plain } from "./judged.ts";

export function judgeRow(row: Link["row"]): Judged {
  if (!row || row.expected === null) return plain("definition", "Gives one value of a function by a table.");
  const how = `the gate gives ${row.expected} for these inputs`;
  if (row.output === row.expected)
    return fromSimple({ decision: { verdict: "proved", how, laws: [], conditions: [], kinks: [], points: 1 } });
  return fromSimple({
    decision: {
      verdict: "refuted",
      how,
      points: 1,
      counterexample: {
        seed: 0,
        sizes: new Map(),
        values: new Map(),
        indices: new Map(),
        lhs: [row.expected],
        rhs: [row.output],
        at: 0,
        lhsShape: [],
        radius: 0,
        entry: [],
        convention: new Map(),
        shapes: null,
      },
    },
  });
}
