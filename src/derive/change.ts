/** When a derivative by g(u) is one by u in disguise: ∂‖AX‖/∂‖AX‖². */
import { contains, type Expr, nodesOf, type Terms } from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";
import type { DeriveQuestion } from "./types.ts";

/** The u of a scalar g(u), if the function depends on u outside g(u); null otherwise. */
export function changeOfVariable(t: Terms, q: DeriveQuestion): Expr | null {
  const { wrt } = q;
  if (wrt.kind !== "app" || !isScalar(wrt.shape)) return null;
  const varying = wrt.args.filter((a) => a.kind !== "num");
  const [u] = varying;
  if (!u || varying.length !== 1 || !isScalar(u.shape) || u.sort === "truth") return null;
  const held = t.sym("$held");
  const outside = (e: Expr): boolean =>
    contains(
      t.replace(e, (x) => (x === wrt ? held : null)),
      u,
    );
  return reached(q).some(outside) ? u : null;
}

/** The function and every definition below it. */
function reached(q: DeriveQuestion): readonly Expr[] {
  const out: Expr[] = [q.expr];
  const seen = new Set<string>();
  for (let i = 0; i < out.length; i++) {
    for (const x of nodesOf(out[i] as Expr)) {
      const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
      const d = name === null || seen.has(name) ? undefined : q.environment.definitions.get(name);
      if (!d || name === null) continue;
      seen.add(name);
      out.push(d.body);
    }
  }
  return out;
}
