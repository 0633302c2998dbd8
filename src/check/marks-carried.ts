/**
 * Lines that are false and yet follow rightly from a mistake above: with ∂L/∂z = V claimed wrongly, ∂L/∂W = V xᵀ carries that mistake on.
 *
 * Such a line is tried with the submission's own value: wherever it speaks of a derivative of L, L is replaced by ⟨sg(V), z⟩, whose derivative
 * by z is V and which reaches everything below z as L does.
 */
import { type Book, type Deriv, type Expr, heads, type Terms } from "../expr/index.ts";
import { isMatrixLike, isScalar, sameShape } from "../shape/index.ts";
import { accepts } from "./judge.ts";
import type { Read } from "./marks-chain.ts";
import { builtIn } from "./marks-target.ts";

/** The wrong line whose value this wrong line carries on, or null. */
export function carriedFrom(at: Read, wrong: readonly Read[], book: Book): Read | null {
  return wrong.find((w) => w.source.input.terms === at.source.input.terms && follows(at, w, book)) ?? null;
}

function follows(at: Read, mistake: Read, book: Book): boolean {
  const { link, input } = at.source;
  const value = claimedBy(mistake);
  const sides = [link.left, link.right].map((s) => (s.ok ? builtIn(input, s.value, link) : null));
  const [lhs, rhs] = sides;
  if (!value || !lhs || !rhs || link.link.symbol !== "=") return false;
  const surrogate = surrogateOf(input.terms, value, book);
  if (!surrogate) return false;
  let touched = false;
  const retold = (e: Expr): Expr =>
    input.terms.replace(e, (node) => {
      if (node.kind !== "deriv" || node.of !== value.of) return null;
      touched = true;
      return node.by === value.by ? value.is : input.terms.deriv(surrogate, node.by);
    });
  const [left, right] = [retold(lhs), retold(rhs)];
  if (!touched || !sameShape(left.shape, right.shape)) return false;
  const { environment } = input.makers.environment(link.epoch, input.layout);
  return accepts(input.deciding.decide({ lhs: left, rhs: right, relation: "=", environment }));
}

interface Claimed {
  readonly of: Expr;
  readonly by: Expr;
  readonly is: Expr;
}

/** ∂L/∂z = V, whatever the layout. */
function claimedBy(mistake: Read): Claimed | null {
  const { link, input } = mistake.source;
  if (!link.left.ok || !link.right.ok || link.link.symbol !== "=") return null;
  const left = builtIn(input, link.left.value, link);
  const right = builtIn(input, link.right.value, link);
  if (!left || !right || !sameShape(left.shape, right.shape)) return null;
  const turned = left.kind === "app" && left.head === heads.transpose;
  const derivative = turned ? (left.args[0] as Expr) : left;
  if (derivative.kind !== "deriv" || !isSimple(derivative)) return null;
  return { of: derivative.of, by: derivative.by, is: turned ? input.terms.app(heads.transpose, [right]) : right };
}

const isSimple = (d: Deriv): boolean =>
  isScalar(d.of.shape) && d.by.kind === "sym" && isMatrixLike(d.by.shape) && sameShape(d.shape, d.by.shape);

/** ⟨sg(V), z⟩ */
function surrogateOf(t: Terms, { by, is }: Claimed, book: Book): Expr | null {
  const fixed = t.app(heads.sg, [is]);
  if (isScalar(by.shape)) return t.app(heads.mul, [fixed, by]);
  const trace = book.heads.get("tr");
  return trace ? t.app(trace, [t.app(heads.mul, [t.app(heads.transpose, [fixed]), by])]) : null;
}
