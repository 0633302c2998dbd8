/**
 * Accumulation plans: how the Jacobian of a composition is computed when every function and every Jacobian may be called once.
 *
 *   forward    J_k (… (J_3 (J_2 J_1)))    costs Σᵢ dᵢ dᵢ₋₁ d₀
 *   reverse    (((J_k J_{k−1}) …) J_1)    costs Σᵢ d_k dᵢ dᵢ₋₁
 *
 * d₀ … d_k are the sizes along the chain; a product of p×q by q×r costs pqr multiplications.
 */
import type { Name } from "../expr/index.ts";
import { addDims, type Dim, evaluateDim, fail, multiplyDims, ok, type Result, zero } from "../shape/index.ts";

/** One function of the chain, innermost first: its name and the size of what it gives. */
export interface Link {
  readonly name: Name;
  readonly to: Dim;
}

export interface Composition {
  readonly variable: Name;
  readonly from: Dim;
  readonly links: readonly Link[];
}

export type Mode = "forward" | "reverse";

export type PlanStep =
  | { readonly kind: "start" }
  /** w_k ← f(w_{k−1}) */
  | { readonly kind: "value"; readonly k: number }
  /** J ← J_f(w_{k−1}) */
  | { readonly kind: "jacobian"; readonly k: number }
  /** J ← matmul(J_f(w_{k−1}), J), or the other way round. */
  | { readonly kind: "product"; readonly k: number; readonly side: "left" | "right" };

export interface Program {
  readonly mode: Mode;
  readonly steps: readonly PlanStep[];
  /** Multiplications of numbers in all products, one term for each product. */
  readonly products: readonly Dim[];
  readonly cost: Dim;
}

export interface Order {
  /** `(J_h (J_g J_f))` */
  readonly brackets: string;
  readonly cost: number;
  readonly forward: number;
  readonly reverse: number;
}

export interface Plan {
  readonly composition: Composition;
  readonly programs: readonly Program[];
  readonly comparison: string;
  /** The best order of all, for sizes that are numbers. */
  readonly order: Order | null;
}

const mostLinks = 60;

/** Both programs, their costs and which is cheaper when. */
export function planOf(composition: Composition, sizes: ReadonlyMap<string, number> = new Map()): Result<Plan, string> {
  const { links, from } = composition;
  if (links.length < 2) return fail("a plan needs a composition of at least two functions, as in h \\circ g \\circ f");
  if (links.length > mostLinks) return fail(`a composition of more than ${mostLinks} functions is not planned`);
  const dims = [from, ...links.map((l) => l.to)];
  const programs = [programOf("forward", dims), programOf("reverse", dims)];
  return ok({ composition, programs, comparison: comparisonOf(dims, programs), order: orderOf(composition, dims, sizes, programs) });
}

const at = (dims: readonly Dim[], k: number): Dim => dims[k] as Dim;
const volume = (a: Dim, b: Dim, c: Dim): Dim => multiplyDims(multiplyDims(a, b), c);

function programOf(mode: Mode, dims: readonly Dim[]): Program {
  const last = dims.length - 1;
  const inward = mode === "reverse";
  const steps: PlanStep[] = [{ kind: "start" }];
  const products: Dim[] = [];
  const value = (k: number): void => void steps.push({ kind: "value", k });
  if (inward) for (let k = 1; k <= last; k++) value(k);
  for (let n = 1; n <= last; n++) {
    const k = inward ? last + 1 - n : n;
    if (!inward) value(k);
    if (n === 1) steps.push({ kind: "jacobian", k });
    else {
      steps.push({ kind: "product", k, side: inward ? "right" : "left" });
      products.push(inward ? volume(at(dims, last), at(dims, k), at(dims, k - 1)) : volume(at(dims, k), at(dims, k - 1), at(dims, 0)));
    }
  }
  return { mode, steps, products, cost: products.reduce(addDims, zero) };
}

function comparisonOf(dims: readonly Dim[], [forward, reverse]: readonly Program[]): string {
  if (!forward || !reverse) return "";
  const [inputs, outputs] = [at(dims, 0), at(dims, dims.length - 1)];
  if (forward.cost.key === reverse.cost.key) return "Both modes cost the same.";
  const numbers = [forward.cost, reverse.cost].map((c) => evaluateDim(c, new Map()));
  const [f, r] = numbers;
  if (f !== null && f !== undefined && r !== null && r !== undefined)
    return f < r
      ? `Forward mode is cheaper: ${f} against ${r} multiplications.`
      : `Reverse mode is cheaper: ${r} against ${f} multiplications.`;
  const rule =
    inputs.key === outputs.key
      ? ""
      : ` With inner sizes that are all equal that is exactly when ${inputs.key} < ${outputs.key}: fewer inputs than outputs.`;
  return `Forward mode is cheaper exactly when ${productText(forward)} < ${productText(reverse)}.${rule}`;
}

/** A polynomial as the products came, letters side by side: `l m n + l n o`. */
export const productText = (p: Program): string => (p.products.length === 0 ? "0" : p.products.map((d) => d.key).join(" + "));

/** The cheapest brackets of a matrix chain (dynamic programming over its parts), when every size is a number. */
function orderOf(c: Composition, dims: readonly Dim[], sizes: ReadonlyMap<string, number>, programs: readonly Program[]): Order | null {
  const numbers = dims.map((d) => evaluateDim(d, sizes));
  if (numbers.some((n) => n === null)) return null;
  const d = numbers as readonly number[];
  const k = c.links.length;
  const best = new Map<string, { readonly cost: number; readonly text: string }>();
  /** J_to ⋯ J_from, functions counted from 1 inside out. */
  const go = (from: number, to: number): { readonly cost: number; readonly text: string } => {
    const key = `${from},${to}`;
    const known = best.get(key);
    if (known) return known;
    let found = { cost: from === to ? 0 : Number.POSITIVE_INFINITY, text: `J_${c.links[from - 1]?.name ?? ""}` };
    for (let cut = from; cut < to; cut++) {
      const [inner, outer] = [go(from, cut), go(cut + 1, to)];
      const cost = inner.cost + outer.cost + (d[to] as number) * (d[cut] as number) * (d[from - 1] as number);
      if (cost < found.cost) found = { cost, text: `(${outer.text} ${inner.text})` };
    }
    best.set(key, found);
    return found;
  };
  const whole = go(1, k);
  const [forward, reverse] = programs.map((p) => evaluateDim(p.cost, sizes) ?? 0);
  return { brackets: whole.text, cost: whole.cost, forward: forward ?? 0, reverse: reverse ?? 0 };
}
