/**
 * The measure that every `→` rule decreases, whatever its variables stand for: first the number of functions and binders, then the size,
 * a node under k binders counting 1 + k, powers and entries twice.
 *
 * A variable must not occur more often on the right than on the left, or the rule could make a large term larger.
 */
import { childrenOf, type Expr, heads, type Name, type Sym } from "../expr/index.ts";

interface Weight {
  readonly functions: number;
  readonly size: number;
  /** How often each variable occurs, and how often counted with its depth under binders. */
  readonly occurs: ReadonlyMap<Name, number>;
  readonly deep: ReadonlyMap<Name, number>;
}

/** Heads that only name a constant array: their sizes weigh nothing. */
const constants: ReadonlySet<string> = new Set(["eye", "ones", "zeros", "basis"]);

export function weigh(e: Expr, variables: readonly Sym[]): Weight {
  const names = new Set(variables.map((v) => v.name));
  const occurs = new Map<Name, number>();
  const deep = new Map<Name, number>();
  let functions = 0;
  let size = 0;
  const count = (map: Map<Name, number>, name: Name, n: number): void => void map.set(name, (map.get(name) ?? 0) + n);
  const go = (x: Expr, depth: number): void => {
    if (x.kind === "sym" && names.has(x.name)) {
      count(occurs, x.name, 1);
      count(deep, x.name, 1 + depth);
      return;
    }
    size += (1 + depth) * (x.kind === "elem" || (x.kind === "app" && x.head === heads.pow) ? 2 : 1);
    if (x.kind === "bind" || (x.kind === "app" && (x.head.source !== null || x.head.name === "kron"))) functions++;
    if (x.kind === "app" && constants.has(x.head.name)) return;
    for (const c of childrenOf(x)) go(c, x.kind === "bind" && c === x.body ? depth + 1 : depth);
  };
  go(e, 0);
  return { functions, size, occurs, deep };
}

/** Why a rule does not decrease the measure; null when it does, for every instance. */
export function notDecreasing(left: Expr, right: Expr, variables: readonly Sym[]): string | null {
  const [a, b] = [weigh(left, variables), weigh(right, variables)];
  for (const [name, n] of b.occurs) {
    const before = a.occurs.get(name) ?? 0;
    if (n > before) return `${name} occurs ${n} times on the right and ${before} times on the left`;
  }
  if (b.functions < a.functions) return null;
  if (b.functions > a.functions) return `${b.functions} functions on the right, ${a.functions} on the left`;
  const deeper = [...b.deep].find(([name, n]) => n > (a.deep.get(name) ?? 0));
  if (deeper) return `${deeper[0]} stands deeper under sums on the right`;
  const shallower = [...a.deep].some(([name, n]) => n > (b.deep.get(name) ?? 0));
  return b.size < a.size || (b.size === a.size && shallower) ? null : `size ${b.size} on the right, ${a.size} on the left`;
}
