/** Normal forms as text, in index notation. */

import { absurd } from "../../shape/index.ts";
import { type Affine, showAffine } from "./affine.ts";
import type { Factor, Poly, Term } from "./factor.ts";
import { isInteger, isUnit, keyOf } from "./rational.ts";

const letters = "ijklmnpqrstuvwabcdefgh";

type Names = ReadonlyMap<string, string>;

function withNames(names: Names, variables: readonly string[]): Names {
  const out = new Map(names);
  const taken = new Set(out.values());
  for (const v of variables) {
    const letter = [...letters].find((l) => !taken.has(l)) ?? `i${out.size}`;
    taken.add(letter);
    out.set(v, letter);
  }
  return out;
}

/** Σⱼ A[i,j] x[j] + 2 b[i]; `names` gives letters to the free variables. */
export function showPoly(p: Poly, names: Names = new Map()): string {
  if (p.terms.length === 0) return "0";
  return p.terms
    .map((t) => showTerm(t, names))
    .join(" + ")
    .replaceAll("+ -", "- ");
}

/** Letters for the free indices of a claim. */
export const nameIndices = (variables: readonly string[]): Names => withNames(new Map(), variables);

function showTerm(t: Term, outer: Names): string {
  const names = withNames(outer, t.dummies);
  const body = t.powers.map((x) => raised(showFactor(x.factor, names), x.exponent)).join(" ");
  const sum = t.dummies.length > 0 ? `Σ_${t.dummies.map((d) => names.get(d)).join("")} ` : "";
  const c = keyOf(t.coefficient);
  if (body === "") return `${sum}${c}`;
  return c === "1" ? sum + body : c === "-1" ? `-${sum}${body}` : `${c} ${sum}${body}`;
}

const raised = (text: string, e: Parameters<typeof keyOf>[0]): string =>
  isUnit(e) ? text : `${text}^${isInteger(e) && e.n >= 0n ? keyOf(e) : `(${keyOf(e)})`}`;

function showFactor(f: Factor, names: Names): string {
  const index = (a: Affine): string => showAffine(a, (v) => names.get(v) ?? v.replace(/^%/, ""));
  const at = (list: readonly Affine[]): string => (list.length === 0 ? "" : `[${list.map(index).join(",")}]`);
  switch (f.kind) {
    case "tensor":
      return `${f.name.replace(/^%/, "")}${at(f.at)}`;
    case "exponential":
      return `exp(${showPoly(f.argument, names)})`;
    case "atom":
      return `${f.name}(${f.arguments.map((a) => showPoly(a, names)).join(", ")})`;
    case "base":
      return `(${showPoly(f.poly, names)})`;
    case "inverse":
      return `inv{${showPoly(f.poly, withNames(names, [f.row, f.column]))}}${at(f.at)}`;
    case "determinant":
      return `det{${showPoly(f.poly, withNames(names, [f.row, f.column]))}}`;
    case "applied": {
      const slots = f.slots.length === 0 ? "" : `_${f.slots.map((k) => k + 1).join(",")}`;
      return `${f.fn}${slots}(${f.closures.map((c) => showPoly(c.poly, withNames(names, c.binders))).join(", ")})${at(f.at)}`;
    }
    case "delta":
      return `[${index(f.of)} = 0]`;
    case "guard":
      return `[${index(f.of)} ≥ 0]`;
    case "count":
      return index(f.of);
    case "prime":
      return String(f.value);
    default:
      return absurd(f);
  }
}
