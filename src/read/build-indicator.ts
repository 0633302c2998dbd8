/** `[z > 0]`: one where the relation holds, else zero. An order between arrays holds or not entry by entry. */
import { type Expr, type Head, heads } from "../expr/index.ts";
import { axes, type Dim, isScalar } from "../shape/index.ts";
import { type Candidates, choices, prune } from "./build-candidates.ts";
import { type Builder, combine } from "./build-context.ts";
import { tabulateOver } from "./build-products.ts";
import type { Term, TermOf } from "./meaning.ts";

const orders: Readonly<Record<string, Head>> = { "<": heads.lt, "≤": heads.le, ">": heads.gt, "≥": heads.ge };

export function indicator(b: Builder, of: Term): Candidates {
  const entrywise = of.kind === "relation" ? byEntry(b, of) : null;
  return entrywise ?? combine(b, [of], ([truth], readings) => (truth ? [{ expr: b.t.app(heads.iverson, [truth]), readings }] : []));
}

/** Null where both sides are numbers, or the relation is no order: `x = y` of arrays is one truth. */
function byEntry(b: Builder, of: TermOf<"relation">): Candidates | null {
  const head = orders[of.symbol];
  if (!head) return null;
  const sides = [of.left, of.right].map((side) => b.build(side, b));
  if (sides.every((list) => list.every((c) => isScalar(c.expr.shape)))) return null;
  const made = choices(sides).flatMap(({ exprs, readings }): Candidates => {
    const expr = tabulated(b, head, exprs as readonly [Expr, Expr]);
    return expr ? [{ expr, readings }] : [];
  });
  return made.length > 0 ? prune(made) : null;
}

function tabulated(b: Builder, head: Head, sides: readonly [Expr, Expr]): Expr | null {
  const { t } = b;
  const wide = sides.find((s) => !isScalar(s.shape));
  if (!wide) return t.app(heads.iverson, [t.app(head, sides)]);
  const over = axes(wide.shape).map((to: Dim, k) => ({ index: t.index(`${"ijkl"[k] ?? "i"}@${b.scope.size + 1}`), to }));
  const at = over.map((o) => o.index);
  const entry = (s: Expr): Expr | null => (isScalar(s.shape) ? s : axes(s.shape).length === at.length ? t.elem(s, at) : null);
  const [l, r] = sides.map(entry);
  return l && r ? tabulateOver(t, over, t.app(heads.iverson, [t.app(head, [l, r])])) : null;
}
