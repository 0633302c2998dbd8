/**
 * Products. Literally: scalars anywhere, matrices chained; a tensor contracts its first axis with the last axis of what stands before it;
 * a point between two equal columns is their inner product. Under readings: a row or a vector stands for the diagonal matrix, equal
 * vectors are multiplied entry by entry.
 */
import { type Expr, heads, type Terms } from "../expr/index.ts";
import {
  axes,
  type Dim,
  isColumn,
  isFullMatrix,
  isMatrixLike,
  isRow,
  isScalar,
  sameDim,
  sameShape,
  transposeShape,
} from "../shape/index.ts";
import { type Candidate, type Candidates, using } from "./build-candidates.ts";
import { admits, type Builder, clash, shown } from "./build-context.ts";
import type { UsedReading } from "./meaning.ts";
import type { Span } from "./syntax.ts";

type Readings = readonly UsedReading[];

export function product(b: Builder, factors: readonly Expr[], dot: boolean, readings: Readings, span: Span): Candidates {
  const plain = plainProduct(b.t, factors, dot);
  const found: Candidate[] = plain ? [{ expr: plain, readings }] : [];
  found.push(...underReadings(b, factors, readings));
  return found.length > 0
    ? found
    : clash(b, span, `the product of ${factors.map(shown).join(" and ")} does not exist: the inner sizes differ`);
}

function plainProduct(t: Terms, factors: readonly Expr[], dot: boolean): Expr | null {
  if (factors.every((f) => isMatrixLike(f.shape))) {
    const made = t.tryApp(heads.mul, factors);
    if (made.ok) return made.value;
  } else {
    const contracted = contractAll(t, factors);
    if (contracted) return contracted;
  }
  const [u, v] = factors;
  if (dot && factors.length === 2 && u && v && isColumn(u.shape) && sameShape(u.shape, v.shape))
    return t.app(heads.mul, [t.app(heads.transpose, [u]), v]);
  return null;
}

/** Products with a tensor, from the left. */
function contractAll(t: Terms, factors: readonly Expr[]): Expr | null {
  let out: Expr | null = null;
  for (const f of factors) {
    out = out === null ? f : contract(t, out, f);
    if (out === null) return null;
  }
  return out;
}

/** The last axis of the left with the first of the right: Σₚ a[…, p] b[p, …]. */
function contract(t: Terms, a: Expr, b: Expr): Expr | null {
  if (isScalar(a.shape) || isScalar(b.shape)) return t.app(heads.hadamard, [a, b]);
  if (isMatrixLike(a.shape) && isMatrixLike(b.shape)) {
    const made = t.tryApp(heads.mul, [a, b]);
    return made.ok ? made.value : null;
  }
  const left = axes(a.shape);
  const right = axes(b.shape);
  const [inner] = right;
  const last = left.at(-1);
  if (!inner || !last || !sameDim(inner, last)) return null;
  const p = t.index("p@0");
  const outer = [...left.slice(0, -1), ...right.slice(1)].map((_, k) => t.index(`q@${k}`));
  const cut = left.length - 1;
  const body = t.app(heads.mul, [t.elem(a, [...outer.slice(0, cut), p]), t.elem(b, [p, ...outer.slice(cut)])]);
  const sum = t.bind("sum", p, { kind: "range", from: t.num(1), to: t.dim(inner) }, body, "p");
  return tabulateOver(
    t,
    outer.map((index, k) => ({ index, to: [...left.slice(0, -1), ...right.slice(1)][k] as Dim })),
    sum,
  );
}

/** The array with these axes whose entries are `body`. */
export function tabulateOver(
  t: Terms,
  over: readonly { readonly index: ReturnType<Terms["index"]>; readonly to: Dim }[],
  body: Expr,
): Expr {
  return over.reduceRight<Expr>(
    (inner, { index, to }) =>
      t.bind("tabulate", index, { kind: "range", from: t.num(1), to: t.dim(to) }, inner, index.name.replace(/@.*$/u, "")),
    body,
  );
}

/** The matrix with this vector on its diagonal, or null when the book has no such card. */
export function diagonal(b: Builder, v: Expr): Expr | null {
  const head = b.analysis.table.book.heads.get("Diag");
  if (!head) return null;
  const column = isRow(v.shape)
    ? v.kind === "app" && v.head.name === "transpose" && v.args[0]
      ? v.args[0]
      : b.t.app(heads.transpose, [v])
    : v;
  const made = b.t.tryApp(head, [column]);
  return made.ok ? made.value : null;
}

function underReadings(b: Builder, factors: readonly Expr[], readings: Readings): Candidates {
  const out: Candidate[] = [];
  const around =
    factors.some((f) => !isMatrixLike(f.shape)) || factors.some((f) => isFullMatrix(f.shape) || isRow(f.shape) || isColumn(f.shape));
  factors.forEach((f, k) => {
    const reading = isRow(f.shape) ? "row-as-diag" : isColumn(f.shape) ? "vector-as-diag" : null;
    if (!reading || !around || factors.length < 2 || !admits(b, reading)) return;
    const matrix = diagonal(b, f);
    if (!matrix) return;
    const replaced = plainProduct(
      b.t,
      factors.map((x, i) => (i === k ? matrix : x)),
      false,
    );
    const what = reading === "row-as-diag" ? "a row stands for the diagonal matrix" : "a vector stands for the diagonal matrix";
    if (replaced) out.push(using(replaced, readings, reading, what));
  });
  // Without a document around it, juxtaposition is never read entry by entry: A A of a wide A is a slip.
  if (hasOneShape(factors) && !b.options.alone && admits(b, "elementwise-on-vector")) {
    const entrywise = b.t.tryApp(heads.hadamard, factors);
    if (entrywise.ok) out.push(using(entrywise.value, readings, "elementwise-on-vector", "vectors are multiplied entry by entry"));
  }
  return out;
}

/** Several arrays, all of one shape: a product entry by entry exists. */
function hasOneShape(factors: readonly Expr[]): boolean {
  const [first, ...rest] = factors.filter((f) => !isScalar(f.shape));
  // Square matrices have a product of their own.
  if (!first || (isFullMatrix(first.shape) && sameShape(first.shape, transposeShape(first.shape)))) return false;
  return rest.length > 0 && rest.every((r) => sameShape(r.shape, first.shape));
}

export function quotient(b: Builder, over: Expr, under: Expr, readings: Readings, span: Span): Candidates {
  const { t } = b;
  if (isScalar(under.shape)) return [{ expr: t.app(heads.div, [over, under]), readings }];
  const out: Candidate[] = [];
  if (admits(b, "elementwise-on-vector")) {
    const made = t.tryApp(heads.hdiv, [over, under]);
    if (made.ok) out.push(using(made.value, readings, "elementwise-on-vector", "a division by an array is taken entry by entry"));
  }
  if (admits(b, "vector-as-diag") && (isColumn(under.shape) || isRow(under.shape)) && !isScalar(over.shape)) {
    const matrix = diagonal(b, t.app(heads.hdiv, [t.num(1), under]));
    for (const factors of matrix
      ? [
          [over, matrix],
          [matrix, over],
        ]
      : []) {
      const made = plainProduct(t, factors, false);
      if (made) out.push(using(made, readings, "vector-as-diag", "the vector below the bar stands for the inverse of its diagonal matrix"));
    }
  }
  return out.length > 0 ? out : clash(b, span, `a division by an array (${shown(under)}) is not defined`);
}

export function power(b: Builder, base: Expr, exponent: Expr, readings: Readings, span: Span): Candidates {
  const { t } = b;
  const made = t.tryApp(heads.pow, [base, exponent]);
  if (made.ok) return [{ expr: made.value, readings }];
  if (!admits(b, "elementwise-on-vector")) return clash(b, span, made.error.message);
  const entrywise = t.tryApp(heads.hpow, [base, exponent]);
  return entrywise.ok
    ? [using(entrywise.value, readings, "elementwise-on-vector", "a power of an array is taken entry by entry")]
    : clash(b, span, made.error.message);
}
