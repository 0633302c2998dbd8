/**
 * Where one side has a value and the other has none: which operation is to blame, and the condition that it needs.
 *
 * ln a² = 2 ln a agrees wherever both sides exist, and the right side asks for a > 0. Such a claim is accepted *with* its condition, when
 * the missing value is that of a logarithm, root, inverse or division; a division by an indicator (H, δ, [·], max) is not excused.
 */
import { type Environment, type Expr, nodesOf } from "../expr/index.ts";
import { balls, inputsAt, isSkip, replay, trace } from "../oracle/index.ts";
import { isScalar } from "../shape/index.ts";
import type { DomainGap } from "./accept.ts";
import { tapeBudget } from "./budget.ts";
import { describe } from "./describe.ts";
import { reachOf } from "./reach.ts";

/** What an operation needs of its operand. */
interface Need {
  readonly of: Expr;
  readonly relation: ">" | "≥" | "≠";
  /** Division by something that takes the value 0 on a whole region. */
  readonly indicator: boolean;
}

export type Blame =
  | { readonly kind: "condition"; readonly text: string }
  | { readonly kind: "indicator" }
  | { readonly kind: "unexplained" };

const indicators: ReadonlySet<string> = new Set(["heaviside", "iverson", "max", "min", "relu", "sign", "eq", "argmax", "onehot"]);
const logarithms: ReadonlySet<string> = new Set(["ln", "log", "logdet"]);
const inverses: ReadonlySet<string> = new Set(["inv", "pinv"]);

const isIndicator = (e: Expr): boolean => nodesOf(e).some((x) => x.kind === "cases" || (x.kind === "app" && indicators.has(x.head.name)));

/** What the operations of a term ask of their operands; those under a binder are left out, since they have no single value. */
function needsOf(nodes: readonly Expr[]): readonly Need[] {
  return nodes.flatMap((x): readonly Need[] => {
    if (x.kind !== "app") return [];
    const [a, b] = x.args;
    const last = x.args[x.args.length - 1];
    if (logarithms.has(x.head.name) && last) return [{ of: last, relation: ">", indicator: false }];
    if (x.head.name === "sqrt" && a) return [{ of: a, relation: "≥", indicator: false }];
    if (x.head.name === "norm" && a) return [{ of: x, relation: "≠", indicator: false }];
    if (inverses.has(x.head.name) && a) return [{ of: x, relation: "≠", indicator: false }];
    if ((x.head.name === "div" || x.head.name === "hdiv") && b) return [{ of: b, relation: "≠", indicator: isIndicator(b) }];
    if ((x.head.name === "pow" || x.head.name === "hpow") && a && b) {
      if (b.kind === "num" && b.value.d === 1n) return b.value.n < 0n ? [{ of: a, relation: "≠", indicator: isIndicator(a) }] : [];
      return [{ of: a, relation: ">", indicator: false }];
    }
    return [];
  });
}

const textOf = (need: Need): string | null => {
  if (need.of.kind === "app" && inverses.has(need.of.head.name)) {
    const inner = need.of.args[0] ? describe(need.of.args[0]) : null;
    return inner === null ? null : `det(${inner}) ≠ 0`;
  }
  const of = describe(need.of);
  return of === null ? null : `${of} ${need.relation} 0`;
};

/** The operations to blame for a gap: those, from the leaves up, whose needs are not met at the point. */
export function blameFor(environment: Environment, side: Expr, gap: DomainGap): Blame {
  const needs = needsOf(reachOf(environment, [side]).nodes).filter((n) => n.of.level === 0);
  const unmet = needs.filter((n) => !isMet(environment, n, gap));
  if (unmet.some((n) => n.indicator)) return { kind: "indicator" };
  if (unmet.length === 0) return coincidence(gap) ?? { kind: "unexplained" };
  const texts = [...new Set(unmet.map(textOf))].filter((x): x is string => x !== null);
  return { kind: "condition", text: texts.length > 0 ? texts.join(", ") : "every logarithm, root and quotient in it exists" };
}

/** At i = j only: an index coincidence. */
function coincidence(gap: DomainGap): Blame | null {
  const positions = [...gap.instance.indices];
  for (const [k, [name, value]] of positions.entries()) {
    const other = positions.slice(k + 1).find(([, v]) => v === value);
    if (other) return { kind: "condition", text: `${name} ≠ ${other[0]}` };
  }
  return null;
}

/** Whether the operand certainly exists at the point and is as needed; an operand that cannot be looked at counts as met. */
function isMet(environment: Environment, need: Need, gap: DomainGap): boolean {
  const { sizes, indices, seed } = gap.instance;
  const traced = trace(environment, [need.of], { sizes, indices, seed, budget: tapeBudget });
  if (!traced.ok || traced.value.symbols.some(({ name }) => !gap.point.values.has(name))) return true;
  const [root] = replay(traced.value, balls, inputsAt(traced.value, balls, gap.point)).roots;
  if (!root) return true;
  if (need.of.kind === "app" && inverses.has(need.of.head.name)) return !root.values.some((v) => isSkip(v) && v.sure);
  return root.values.every((v) => {
    if (isSkip(v)) return true;
    if (need.relation === "≠") return Math.abs(v.mid) > v.rad || !isScalar(need.of.shape);
    return v.mid - v.rad > 0 || (need.relation === "≥" && v.mid >= 0);
  });
}
