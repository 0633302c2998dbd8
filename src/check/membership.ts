/** Claims about shapes: x ∈ ℝ^{m×n} of a derivable expression, F : ℝˡ → ℝᵒ of a defined function. */
import type { Decision } from "../compare/types.ts";
import { parseDeclaration } from "../read/declare.ts";
import type { ReadError } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import { emptyUnifier, type Shape, showShape, unifyShapes } from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import type { Simple } from "./judged.ts";

const unsupported = (detail: string): Simple => ({ decision: { verdict: "undetermined", reason: "unsupported", detail, points: 0 } });

const agree = (said: Shape, found: Shape): Decision => {
  // Sizes are compared as they stand: 4 against d is open, 4 against 3 is wrong.
  const same = unifyShapes(said, found, emptyUnifier, () => false);
  if (same.ok) return { verdict: "proved", how: `the shape is ${showShape(found)}`, laws: [], conditions: [], kinks: [], points: 0 };
  const possible = unifyShapes(said, found, emptyUnifier, () => true);
  if (possible.ok)
    return {
      verdict: "undetermined",
      reason: "undefined-symbol",
      detail: `the shape is ${showShape(found)}, stated is ${showShape(said)}; they agree only for some sizes`,
      points: 0,
    };
  return shapesDisagree(said, found);
};

/** The refutation that shapes alone are enough for. */
export const shapesDisagree = (said: Shape, found: Shape): Decision => ({
  verdict: "refuted",
  how: `the shape is ${showShape(found)}, stated is ${showShape(said)}`,
  points: 0,
  counterexample: {
    seed: 0,
    sizes: new Map(),
    values: new Map(),
    indices: new Map(),
    lhs: [],
    rhs: [],
    at: 0,
    lhsShape: [],
    radius: 0,
    entry: [],
    convention: new Map(),
    shapes: { lhs: showShape(found), rhs: showShape(said) },
  },
});

/** `J_F(x) \in \mathbb{R}^{o \times \ell}` */
export function judgeMembership(l: ReadLink, input: StepInput): Simple {
  if (!l.left.ok) return { error: l.left.error };
  const said = parseDeclaration(`x \\in ${l.link.rhs.text}`, { mode: "latex" });
  const entry = said.ok ? [said.value].flat()[0] : undefined;
  if (!entry?.shape || entry.attributes.size > 0) return unsupported("only membership in a space of arrays is judged");
  const built = input.makers.term(l.left.value.term, l.epoch, input.layout, new Set());
  if (!built.ok) return { error: built.error };
  return { decision: agree(entry.shape, built.value.expr.shape) };
}

/** `F : \mathbb{R}^\ell \to \mathbb{R}^o` for a function that has a definition. */
export function judgeSignature(l: ReadLink, input: StepInput): Simple {
  const said = parseDeclaration(`${l.link.lhs.text} : ${l.link.rhs.text}`, { mode: "latex" });
  const entry = said.ok ? [said.value].flat()[0] : undefined;
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const defined = entry ? environment.definitions.get(entry.name) : undefined;
  if (!entry?.signature || !defined || defined.params.length !== entry.signature.params.length)
    return unsupported("the function has no definition to compare with");
  for (const [i, p] of defined.params.entries()) {
    const d = agree(entry.signature.params[i] as Shape, p.shape);
    if (d.verdict !== "proved") return { decision: d };
  }
  return { decision: agree(entry.signature.result, defined.body.shape) };
}

export type { ReadError };
