/**
 * 𝔼[u], and what follows from it: Var(u) = 𝔼[(u − 𝔼u)²], Cov(u, v) = 𝔼[(u − 𝔼u)(v − 𝔼v)] of numbers. Var of an array is the variance of
 * its entries, a card.
 */
import { type Expr, heads } from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";
import { quietly } from "./build-binders.ts";
import { type Candidates, choices, prune } from "./build-candidates.ts";
import { type Builder, freshVariable } from "./build-context.ts";
import type { TermOf } from "./meaning.ts";

export function moment(b: Builder, of: TermOf<"moment">): Candidates {
  const lists = of.of.map((x) => quietly(b, x));
  if (lists.some((l) => l.length === 0)) return asText(b, of);
  // Once more aloud, for what is assumed on the way.
  const parts = of.of.map((x) => b.build(x, b));
  const made = choices(parts).flatMap(({ exprs, readings }): Candidates => {
    const expr = value(b, of.which, exprs);
    return expr ? [{ expr, readings }] : [];
  });
  return made.length > 0 ? prune(made) : asText(b, of);
}

function value(b: Builder, which: TermOf<"moment">["which"], exprs: readonly Expr[]): Expr | null {
  const [u, v] = exprs;
  if (!u) return null;
  if (which === "mean") return mean(b, u);
  const card = b.analysis.table.book.heads.get("variance");
  if (which === "variance" && !isScalar(u.shape)) return card ? b.t.app(card, [u]) : null;
  const other = which === "variance" ? u : v;
  return other && isScalar(u.shape) && isScalar(other.shape) ? mean(b, b.t.app(heads.mul, [centred(b, u), centred(b, other)])) : null;
}

const mean = (b: Builder, body: Expr): Expr =>
  b.t.bind("expectation", freshVariable(b, "\\omega"), { kind: "distribution", name: "" }, body, "\\omega");

const centred = (b: Builder, u: Expr): Expr => b.t.app(heads.add, [u, b.t.app(heads.neg, [mean(b, u)])]);

/** Under a binder its text would be one and the same value for every value of the bound name. */
function asText(b: Builder, of: TermOf<"moment">): Candidates {
  return b.build({ kind: "opaque", text: of.text, why: null, span: of.span }, b);
}
