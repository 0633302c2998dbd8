/** Names of the document: which definitions mention a parameter, and which values have a name. */
import { type Environment, type Expr, freeSymbols, type Name, nodesOf } from "../expr/index.ts";
import { is } from "./atoms.ts";
import type { Normal } from "./normal.ts";
import type { Question } from "./problem.ts";

/** Does a definition lead to one of these parameters? */
export function mentioning(environment: Environment, params: ReadonlySet<Name>): (name: Name) => boolean {
  const known = new Map<Name, boolean>();
  const go = (name: Name): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, false);
    const d = environment.definitions.get(name);
    const found = d !== undefined && [...freeSymbols(d.body).keys()].some((s) => params.has(s) || go(s));
    known.set(name, found);
    return found;
  };
  return go;
}

/** Values with a name in the document are shown by it: p = softmax(z). Not the variable itself, and no plain number or symbol. */
export function enterNames(q: Question, n: Normal, standsFor: (e: Expr) => Expr | null, masked: ReadonlySet<Name>): void {
  const reached = [q.expr, ...q.by];
  const seen = new Set<Name>();
  const found: [Expr, Expr][] = [];
  while (reached.length > 0) {
    const e = reached.pop() as Expr;
    for (const x of nodesOf(e)) {
      const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
      const d = name === null || seen.has(name) ? undefined : q.environment.definitions.get(name);
      if (!d || name === null) continue;
      seen.add(name);
      reached.push(d.body);
      if (x.kind !== "sym" || d.params.length > 0 || masked.has(name)) continue;
      const s = n.t.sym(x.name, x.shape, x.sort);
      const value = standsFor(s);
      if (value && value.kind === "app" && !is(value, "transpose")) found.push([value, s]);
    }
  }
  for (const [value, s] of found) if (!n.names.has(value)) n.names.set(value, s);
}
