/** Abstract functions made definite for a numerical check: any differentiable function serves, so one that is easy to type is taken. */
import { calledFunctions, type Definition, type Environment, type Expr, heads, type Sym, type Terms } from "../expr/index.ts";
import { axes, isColumn, isScalar, type Shape } from "../shape/index.ts";
import type { Formula } from "./types.ts";

const simple = (s: Shape): boolean => isScalar(s) || isColumn(s);

/** The scope with f(u, v)ᵢ = sin(Σⱼ uⱼ/(i + j) + Σⱼ vⱼ/(i + 2j)) for every abstract f; null where a function takes or gives matrices. */
export function withInstances(
  t: Terms,
  environment: Environment,
  sin: Extract<Expr, { kind: "app" }>["head"],
  bodies: readonly Expr[],
): { readonly environment: Environment; readonly told: readonly Formula[] } | null {
  const definitions = new Map(environment.definitions);
  const told: Formula[] = [];
  for (const fn of calledFunctions(...bodies)) {
    const s = environment.functions.get(fn);
    if (definitions.has(fn)) continue;
    if (!s || ![...s.params, s.result].every(simple)) return null;
    const params = s.params.map((shape, k) => t.sym(`$u${k + 1}`, shape));
    definitions.set(fn, instance(t, fn, params, s.result, sin));
    told.push(sentenceOf(fn, s.params, s.result));
  }
  return { environment: { ...environment, definitions }, told };
}

function instance(t: Terms, name: string, params: readonly Sym[], result: Shape, sin: Extract<Expr, { kind: "app" }>["head"]): Definition {
  const i = isScalar(result) ? t.num(1) : t.index("$i");
  const parts = params.map((p, k): Expr => {
    const [length] = axes(p.shape);
    const j = length ? t.index("$j") : t.num(1);
    const below = t.app(heads.add, [i, t.app(heads.mul, [t.num(k + 1), j])]);
    const term = t.app(heads.div, [length ? t.elem(p, [j]) : p, below]);
    return length ? t.bind("sum", j as Sym, { kind: "range", from: t.num(1), to: t.dim(length) }, term, "j") : term;
  });
  const value = t.app(sin, [parts.length === 1 ? (parts[0] as Expr) : t.app(heads.add, parts)]);
  const [rows] = axes(result);
  const body = rows ? t.bind("tabulate", i as Sym, { kind: "range", from: t.num(1), to: t.dim(rows) }, value, "i") : value;
  return { name, params, body };
}

function sentenceOf(fn: string, params: readonly Shape[], result: Shape): Formula {
  const letters = ["u", "v", "w", "s", "t"].slice(0, params.length);
  const i = isScalar(result) ? "1" : "i";
  const part = (k: number, sum: (j: string) => string, over: (a: string, b: string) => string): string => {
    const column = !isScalar(params[k] as Shape);
    const below = `${i} + ${k === 0 ? "" : k + 1}${column ? "j" : k === 0 ? "1" : ""}`;
    return column ? sum(over(`${letters[k]}_j`, below)) : over(letters[k] as string, below);
  };
  const all = (sum: (j: string) => string, over: (a: string, b: string) => string): string =>
    letters.map((_, k) => part(k, sum, over)).join(" + ");
  const at = isScalar(result) ? "" : "_i";
  return {
    latex: `${fn}(${letters.join(", ")})${at} = \\sin\\left(${all(
      (x) => `\\sum_j ${x}`,
      (a, b) => `\\frac{${a}}{${b}}`,
    )}\\right)`,
    unicode: `${fn}(${letters.join(", ")})${at} = sin(${all(
      (x) => `Σ_j ${x}`,
      (a, b) => `${a}/(${b})`,
    )})`,
  };
}
