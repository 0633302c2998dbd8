/** Under what a derivative holds: conditions of the cards used, and conventions at kinks. */

import { scalar } from "../calculus/atoms.ts";
import { instantiate } from "../calculus/card.ts";
import type { Exit } from "../calculus/exit.ts";
import type { Problem } from "../calculus/problem.ts";
import type { Assumption, DeriveQuestion } from "./types.ts";

export function assumptionsOf(problem: Problem, exit: Exit, _q: DeriveQuestion): readonly Assumption[] {
  const { n, engine } = problem;
  const out = new Map<unknown, Assumption>();
  for (const { value } of engine.used) {
    if (value.kind !== "app" || value.head.acts.kind === "structural") continue;
    const { head, args } = value;
    if (head.kink) out.set(head.name, { kind: "note", note: `${head.called}: ${head.kink.note}` });
    for (const formula of [...head.domain, ...head.smooth]) {
      if (head.acts.kind === "elementwise" && !args.every(scalar)) continue;
      const truth = exit.term(instantiate(n, formula, args));
      if (truth.sort === "truth") out.set(truth, { kind: "truth", truth });
    }
  }
  return [...out.values()];
}
