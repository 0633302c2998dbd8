/** Numbers for expressions: a tape per tuple of sizes, replayed in doubles at each point. */
import { type Expr, emptyEnvironment } from "../expr/index.ts";
import { doubles } from "../oracle/double.ts";
import { replay } from "../oracle/replay.ts";
import { trace } from "../oracle/trace.ts";
import { isSkip } from "../oracle/types.ts";
import type { Sizes, Values } from "./sample.ts";

export type Outcome =
  | { readonly kind: "values"; readonly entries: readonly number[] }
  /** Certainly no value here (`sure`), or nothing can be said. */
  | { readonly kind: "none"; readonly sure: boolean; readonly reason: string };

/** Evaluates several expressions at points of one tuple of sizes. */
export type Evaluator = (values: Values) => readonly Outcome[];

/** An evaluator, or the reason why there is none at these sizes. */
export function evaluatorOf(roots: readonly Expr[], at: Sizes): Evaluator | string {
  const tape = trace(emptyEnvironment, roots, { sizes: at.sizes, indices: at.indices });
  if (!tape.ok) return tape.error.detail;
  const { inputs } = tape.value;
  return (values) => {
    const numbers = inputs.map(({ name, at: place }) => values.get(name)?.[place] ?? Number.NaN);
    return replay(tape.value, doubles, numbers, "convention").roots.map((root): Outcome => {
      const missing = root.values.filter(isSkip);
      const [first] = missing;
      if (first) return { kind: "none", sure: missing.some((s) => s.sure), reason: first.reason };
      return { kind: "values", entries: root.values as readonly number[] };
    });
  };
}
