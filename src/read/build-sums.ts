/** Sums and products whose parts tell each other their shapes: 0, I and **1** take the shape of what stands beside them. */
import { type Expr, heads } from "../expr/index.ts";
import { dim, isScalar, isVector, type Shape, showShape } from "../shape/index.ts";
import { term } from "./build.ts";
import { squareSide } from "./build-arrays.ts";
import { quietly } from "./build-binders.ts";
import { type Candidate, type Candidates, choices, prune, using } from "./build-candidates.ts";
import { admits, type Builder, clash, expecting } from "./build-context.ts";
import { diagonal, product } from "./build-products.ts";
import type { Term, TermOf, UsedReading } from "./meaning.ts";

/** Candidates of several parts, where 0, I and **1** take the shape that the others have. */
export function besides(
  b: Builder,
  parts: readonly Term[],
  shapeFor: (others: readonly (Expr | null)[], k: number) => Shape | null,
): readonly Candidates[] {
  const first = parts.map((p) => (takesShape(p) ? quietly(expecting(b, null), p) : term(p, b)));
  const shapes = first.map((l) => l[0]?.expr ?? null);
  return parts.map((p, k) =>
    first[k]?.length ? (first[k] as Candidates) : takesShape(p) ? term(p, expecting(b, shapeFor(shapes, k) ?? b.expect)) : [],
  );
}

/** Whether a term holds a constant array that has no shape of its own. */
function takesShape(t: Term): boolean {
  switch (t.kind) {
    case "identity":
    case "constant":
      return t.size === null;
    case "product":
      return t.factors.some(takesShape);
    case "quotient":
      return takesShape(t.over);
    case "transpose":
      return takesShape(t.of);
    case "sum":
      return t.terms.every((x) => takesShape(x.term) || x.term.kind === "number");
    default:
      return false;
  }
}

export function sum(b: Builder, of: TermOf<"sum">): Candidates {
  const lists = besides(
    b,
    of.terms.map((x) => x.term),
    (others) => others.find((e) => e !== null && !isScalar(e.shape))?.shape ?? b.expect,
  );
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap((c) => summed(b, of, c.exprs, c.readings)));
}

function summed(b: Builder, of: TermOf<"sum">, exprs: readonly Expr[], readings: readonly UsedReading[]): Candidates {
  const signed = (list: readonly Expr[]): readonly Expr[] => list.map((e, k) => (of.terms[k]?.sign === "-" ? b.t.app(heads.neg, [e]) : e));
  const plain = addAll(b, signed(exprs));
  const out: Candidate[] = plain ? [{ expr: plain, readings }] : [];
  const square = exprs.map((e) => squareSide(e.shape)).find((d) => d && d.key !== "1");
  if (square && exprs.some((e, k) => e.kind === "num" && of.terms[k]?.term.kind === "number") && admits(b, "one-as-identity")) {
    const unit = b.t.app(heads.eye, [b.t.dim(square)]);
    const replaced = addAll(
      b,
      signed(exprs.map((e) => (e.kind === "num" ? (e.value.n === 1n && e.value.d === 1n ? unit : b.t.app(heads.mul, [e, unit])) : e))),
    );
    if (replaced) out.push(using(replaced, readings, "one-as-identity", "1 stands for the identity matrix"));
  }
  if (square && exprs.some((e) => isVector(e.shape)) && admits(b, "vector-as-diag")) {
    const replaced = addAll(b, signed(exprs.map((e) => (isVector(e.shape) ? (diagonal(b, e) ?? e) : e))));
    if (replaced) out.push(using(replaced, readings, "vector-as-diag", "a vector stands for the diagonal matrix"));
  }
  return out.length > 0 ? out : clash(b, of.span, `${exprs.map((e) => showShape(e.shape)).join(" and ")} cannot be added`);
}

function addAll(b: Builder, exprs: readonly Expr[]): Expr | null {
  const [only] = exprs;
  if (exprs.length === 1 && only) return only;
  const made = b.t.tryApp(heads.add, exprs);
  return made.ok ? made.value : null;
}

export function factors(b: Builder, of: TermOf<"product">): Candidates {
  // Behind a row only the absolute values of the entries make a product of arrays: aᵀ|x|.
  const meant = of.factors.map((f, k) => (f.kind === "bars" && of.factors[k - 1]?.kind === "transpose" ? entryByEntry(b, f) : f));
  const lists = besides(b, meant, (others, k) => {
    const right = others.slice(k + 1).find((e) => e !== null && !isScalar(e.shape))?.shape[0];
    const left = others.slice(0, k).findLast((e) => e !== null && !isScalar(e.shape))?.shape[1];
    const side = right ?? left;
    const factor = of.factors[k];
    if (side && (factor?.kind === "identity" || factor?.kind === "sum")) return [side, side];
    // **1** is a column: what stands before it tells its length, or the place. **1**ᵀ is a row.
    if (left && factor?.kind === "constant") return [left, dim(1)];
    if (right && factor?.kind === "transpose") return [dim(1), right];
    const outer = right !== undefined || of.factors.some((f) => f.kind === "transpose" && takesShape(f));
    if (b.expect?.[0] && outer && factor?.kind === "constant") return [b.expect[0], dim(1)];
    if (b.expect?.[1] && factor?.kind === "transpose") return [dim(1), b.expect[1]];
    return b.expect;
  });
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap((c) => product(b, c.exprs, of.dot, c.readings, of.span)));
}

/** Beside ⊙, |x| of an array is taken of every entry, and [x > 0] holds or not for every entry. */
function entryByEntry(b: Builder, p: Term): Term {
  const { heads: cards } = b.analysis.table.book;
  const isArray = (x: Term): boolean => quietly(b, x).some((c) => !isScalar(c.expr.shape));
  const abs = cards.get("abs");
  if (p.kind === "bars" && abs && isArray(p.of)) return { kind: "apply", heads: [abs], args: [p.of], span: p.span };
  const step = cards.get("heaviside");
  const guard = p.kind === "iverson" && p.of.kind === "relation" ? p.of : null;
  if (!guard || !step || guard.symbol === "=" || guard.symbol === "≠" || !(isArray(guard.left) || isArray(guard.right))) return p;
  const [high, low] = guard.symbol === ">" || guard.symbol === "≥" ? [guard.left, guard.right] : [guard.right, guard.left];
  const isZero = low.kind === "number" && low.value.n === 0n;
  const above: Term = isZero
    ? high
    : {
        kind: "sum",
        terms: [
          { sign: "+", term: high },
          { sign: "-", term: low },
        ],
        span: guard.span,
      };
  return { kind: "apply", heads: [step], args: [above], span: p.span };
}

export function entrywise(b: Builder, of: TermOf<"entrywise">): Candidates {
  const head = of.operation === "times" ? heads.hadamard : of.operation === "over" ? heads.hdiv : heads.hpow;
  const lists = besides(
    b,
    [of.left, of.right].map((p) => entryByEntry(b, p)),
    (others) => others.find((e) => e !== null)?.shape ?? null,
  );
  if (lists.some((l) => l.length === 0)) return [];
  return prune(
    choices(lists).flatMap(({ exprs, readings }): Candidates => {
      const made = b.t.tryApp(head, exprs);
      return made.ok ? [{ expr: made.value, readings }] : clash(b, of.span, made.error.message);
    }),
  );
}
