/**
 * Implicit functions: where an equation l(x, y) = r(x, y) is in force and nothing defines y, dy/dx is −(∂(l − r)/∂x) / (∂(l − r)/∂y), with x
 * and y independent on the right. The equation itself is spent on that: what is claimed must then hold for every x and y.
 */
import { contains, type Deriv, type Environment, type Expr, heads, nodesOf, type Terms } from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";

export interface Implied {
  readonly sides: readonly Expr[];
  /** The equations that were not used. */
  readonly given: readonly Expr[];
}

/** dy/dx of numbers where y has no definition. */
const isOpen = (e: Expr, environment: Environment): e is Deriv =>
  e.kind === "deriv" &&
  e.of.kind === "sym" &&
  e.by.kind === "sym" &&
  e.of !== e.by &&
  isScalar(e.of.shape) &&
  isScalar(e.by.shape) &&
  !environment.definitions.has(e.of.name);

export function differentiatedImplicitly(t: Terms, sides: readonly Expr[], given: readonly Expr[], environment: Environment): Implied {
  const nodes = nodesOf(...sides);
  const open = nodes.filter((e): e is Deriv => isOpen(e, environment));
  // A derivative of dy/dx would have to follow y again.
  const nested = nodes.some((e) => e.kind === "deriv" && open.some((d) => d !== e && (contains(e.of, d) || contains(e.by, d))));
  if (open.length === 0 || nested) return { sides, given };
  const slopes = new Map<Expr, Expr>();
  const used = new Set<Expr>();
  for (const d of open) {
    const equation = given.find(
      (g) => g.kind === "app" && g.head === heads.eq && contains(g, d.of) && contains(g, d.by) && !contains(g, d),
    );
    const [l, r] = equation?.kind === "app" ? equation.args : [];
    if (!equation || !l || !r || !isScalar(l.shape)) continue;
    const curve = t.app(heads.add, [l, t.app(heads.neg, [r])]);
    slopes.set(d, t.app(heads.neg, [t.app(heads.div, [t.deriv(curve, d.by), t.deriv(curve, d.of)])]));
    used.add(equation);
  }
  return { sides: sides.map((e) => t.replace(e, (node) => slopes.get(node) ?? null)), given: given.filter((g) => !used.has(g)) };
}
