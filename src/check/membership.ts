/** Claims about shapes: x ∈ ℝ^{m×n} of a derivable expression, F : ℝˡ → ℝᵒ of a defined function. */
import { shapeCounterexample } from "../compare/counterexample.ts";
import type { Decision } from "../compare/types.ts";
import { type Environment, type Expr, heads } from "../expr/index.ts";
import { parseDeclaration } from "../read/declare.ts";
import type { Built } from "../read/meaning.ts";
import type { ReadError } from "../read/syntax.ts";
import type { ReadLink } from "../read/unit.ts";
import { emptyUnifier, isColumn, type Result, type Shape, sameDim, showShape, unifyShapes } from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import { decideWithin, intervalOf } from "./intervals.ts";
import { accepts } from "./judge.ts";
import { fromSimple, type Judged, type Simple } from "./judged.ts";

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
  counterexample: shapeCounterexample(0, showShape(found), showShape(said)),
});

/** `J_F(x) \in \mathbb{R}^{o \times \ell}`, `g(x) \in (0, 1)` */
export function judgeMembership(l: ReadLink, input: StepInput): Judged {
  if (!l.left.ok) return fromSimple({ error: l.left.error });
  const alone = input.makers.term(l.left.value.term, l.epoch, input.layout, new Set());
  const built = alone.ok ? alone : (equalBefore(l, input) ?? alone);
  if (!built.ok) return fromSimple({ error: built.error });
  const { expr } = built.value;
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const interval = intervalOf(l.link.rhs.syntax);
  const within = interval && decideWithin(input.terms, expr, interval, environment, input.deciding);
  if (within) return fromSimple({ decision: within });
  const said = parseDeclaration(`x \\in ${l.link.rhs.text}`, { mode: "latex" });
  const entry = said.ok ? [said.value].flat()[0] : undefined;
  if (!entry?.shape || entry.attributes.size > 0)
    return fromSimple(unsupported("only membership in a space of arrays or an interval is judged"));
  const decision = agree(entry.shape, expr.shape);
  if (!alone.ok && decision.verdict === "refuted") return fromSimple({ error: alone.error });
  return decision.verdict === "refuted" && holdsDiagonal(entry.shape, expr, environment, input) ? asDiagonal : fromSimple({ decision });
}

/** In `∂h/∂W = (a matrix with ellipses) \\in S` the matrix has no value of its own, but it is said to be what stands before it. */
function equalBefore(l: ReadLink, input: StepInput): Result<Built, ReadError> | null {
  const before = input.unit.unit.links.find(
    (x) =>
      x.link.chain === l.link.chain && x.link.position === l.link.position - 1 && x.link.scope === l.link.scope && x.link.symbol === "=",
  );
  return before?.left.ok ? input.makers.term(before.left.value.term, before.epoch, input.layout, new Set()) : null;
}

/** A diagonal n × n matrix said to be in ℝⁿ: the vector holds its diagonal. */
function holdsDiagonal(said: Shape, expr: Expr, environment: Environment, input: StepInput): boolean {
  const [n] = said;
  const [rows, columns] = expr.shape;
  if (!n || !isColumn(said) || expr.shape.length !== 2 || !rows || !columns || !sameDim(n, rows) || !sameDim(n, columns)) return false;
  const t = input.terms;
  const diagonal = t.app(heads.hadamard, [expr, t.app(heads.eye, [t.dim(n)])]);
  return accepts(input.deciding.decide({ lhs: expr, rhs: diagonal, relation: "=", environment }));
}

const asDiagonal: Judged = {
  ...fromSimple({
    decision: {
      verdict: "proved",
      how: "the vector holds the diagonal of a diagonal matrix",
      laws: [],
      conditions: [],
      kinks: [],
      points: 0,
    },
  }),
  qualifiers: [{ kind: "lenient", reading: "vector-as-diag", note: "The vector stands for the diagonal matrix with its entries." }],
};

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
