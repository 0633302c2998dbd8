/**
 * Both sides of a relation. Literally their shapes must be equal (0 is an array of zeros, an inequality spreads a number); under readings one
 * side may be adapted to the other: a vector for a diagonal matrix, 1 for the identity, a left-out index, a limit carried along a chain.
 */
import { type Expr, heads, type Sym, type Terms } from "../expr/index.ts";
import { axes, fail, isColumn, isMatrixLike, isRow, isScalar, ok, type Result, sameDim, sameShape, type Shape, showShape } from "../shape/index.ts";
import { createBuilder, firstError } from "./build.ts";
import { squareSide } from "./build-arrays.ts";
import { type Candidate, type Candidates, joined, using } from "./build-candidates.ts";
import { admits, type Builder, expecting, plus } from "./build-context.ts";
import { diagonal } from "./build-products.ts";
import type { Analysis, BuildOptions, Term, TermOf, UsedReading } from "./meaning.ts";
import { freeNames } from "./resolve-walk.ts";
import type { ReadError } from "./syntax.ts";

export interface BuiltClaim {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly readings: readonly UsedReading[];
  readonly assumptions: readonly string[];
  readonly undefinedNames: readonly string[];
}

export interface ClaimOptions extends BuildOptions {
  /** The first member of the chain, where a limit may stand that later members leave out. */
  readonly head?: Term | null;
  /** An inequality between an array and a number is meant entry by entry. */
  readonly inequality?: boolean;
}

const mostPairs = 24;

/**
 * All ways to read the claim with the readings admitted, fewest readings first; without readings the literal ones. A clash of shapes is an
 * error that carries both.
 */
export function buildClaim(t: Terms, analysis: Analysis, left: Term, right: Term, options: ClaimOptions): Result<readonly BuiltClaim[], ReadError> {
  const b = createBuilder(t, analysis, options);
  const lhs = sideOf(b, left, null);
  const rhs = sideOf(b, right, lhs[0]?.expr.shape ?? null);
  const again = lhs.length === 0 && rhs[0] ? sideOf(b, left, rhs[0].expr.shape) : lhs;
  const [l] = again;
  const [r] = rhs;
  if (!l || !r) return fail(firstError(b, l ? right.span : left.span));
  const carried = limitCarried(b, left, right, options.head ?? null);
  const ls = [...again, ...carried.left];
  const rs = [...rhs, ...carried.right];
  const pairs = ls.flatMap((x) => rs.flatMap((y) => fitted(b, { left, right, x, y, inequality: options.inequality ?? false })));
  const found = unique(pairs);
  if (found.length === 0) {
    return fail({
      code: "shape-clash", span: { start: left.span.start, end: right.span.end }, expected: "equal shapes", try: null,
      message: `the left side is ${showShape(l.expr.shape)}, the right side ${showShape(r.expr.shape)}`,
    });
  }
  return ok(found.map((p) => ({ ...p, assumptions: [...b.assumptions], undefinedNames: [...b.undefinedNames] })));
}

const sideOf = (b: Builder, side: Term, expect: Shape | null): Candidates => b.build(side, expecting(b, expect));

interface Pair {
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly readings: readonly UsedReading[];
}

const differentReadings = (p: Pair): number => new Set(p.readings.map((x) => x.reading)).size;

function unique(pairs: readonly Pair[]): readonly Pair[] {
  const seen = new Map<string, Pair>();
  for (const p of [...pairs].sort((x, y) => differentReadings(x) - differentReadings(y))) {
    const key = `${p.lhs.id}|${p.rhs.id}`;
    if (differentReadings(p) <= 2 && !seen.has(key)) seen.set(key, p);
  }
  return [...seen.values()].slice(0, mostPairs);
}

interface Sides {
  readonly left: Term;
  readonly right: Term;
  readonly x: Candidate;
  readonly y: Candidate;
  readonly inequality: boolean;
}

function fitted(b: Builder, s: Sides): readonly Pair[] {
  const { x, y } = s;
  const readings = joined(x.readings, y.readings);
  if (sameShape(x.expr.shape, y.expr.shape)) return [{ lhs: x.expr, rhs: y.expr, readings }];
  if (s.inequality && (isScalar(x.expr.shape) || isScalar(y.expr.shape))) return [{ lhs: x.expr, rhs: y.expr, readings }];
  const right = adapted(b, s.right, y, x.expr, s.left);
  const left = adapted(b, s.left, x, y.expr, s.right);
  return [
    ...right.map((c) => ({ lhs: x.expr, rhs: c.expr, readings: joined(x.readings, c.readings) })),
    ...left.map((c) => ({ lhs: c.expr, rhs: y.expr, readings: joined(c.readings, y.readings) })),
  ].filter((p) => sameShape(p.lhs.shape, p.rhs.shape));
}

/** One side made to fit the shape of the other. */
function adapted(b: Builder, term: Term, c: Candidate, other: Expr, otherTerm: Term): Candidates {
  const { t } = b;
  const out: Candidate[] = [];
  const { expr, readings } = c;
  const side = squareSide(other.shape);
  if (isZero(term) && isMatrixLike(other.shape)) out.push({ expr: t.app(heads.zeros, other.shape.map((d) => t.dim(d))), readings });
  if (side && !isScalar(other.shape)) {
    const reading = isColumn(expr.shape) ? "vector-as-diag" : isRow(expr.shape) ? "row-as-diag" : null;
    const matrix = reading && admits(b, reading) ? diagonal(b, expr) : null;
    if (reading && matrix) out.push(using(matrix, readings, reading, `a ${reading === "row-as-diag" ? "row" : "vector"} stands for the diagonal matrix`));
    if (isOneNumber(term) && admits(b, "one-as-identity")) out.push(using(t.app(heads.eye, [t.dim(side)]), readings, "one-as-identity", "1 stands for the identity matrix"));
  }
  if (isScalar(other.shape) && admits(b, "omitted-index")) out.push(...indexed(b, expr, readings, otherTerm));
  return out;
}

const isZero = (term: Term): boolean => term.kind === "number" && term.value.n === 0n;
const isOneNumber = (term: Term): boolean => term.kind === "number" && term.value.n === 1n && term.value.d === 1n;

/** A vector where the other side is one entry: the index of that entry was left out. */
function indexed(b: Builder, expr: Expr, readings: readonly UsedReading[], other: Term): Candidates {
  const [axis, ...more] = axes(expr.shape);
  if (!axis || more.length > 0) return [];
  const shift = 1 - b.analysis.table.notation.indexBase;
  return [...freeNames(other)].flatMap((name) => {
    const along = b.analysis.along.get(name);
    if (!along || !sameDim(along, axis)) return [];
    const index: Sym = b.t.index(name);
    return [using(b.t.elem(expr, [plus(b.t, index, shift)]), readings, "omitted-index", `the index ${name} is left out`)];
  });
}

/** lim f = g, where g still holds the variable: the limit is meant on both sides. */
function limitCarried(b: Builder, left: Term, right: Term, head: Term | null): { readonly left: Candidates; readonly right: Candidates } {
  const limit = [left, right, head].find((x): x is TermOf<"limit"> => x?.kind === "limit");
  if (!limit || !admits(b, "limit-carried")) return { left: [], right: [] };
  const carry = (side: Term): Candidates => {
    if (side.kind === "limit" || !freeNames(side).has(limit.variable)) return [];
    return sideOf(b, { ...limit, body: side, span: side.span }, null).map((c) => using(c.expr, c.readings, "limit-carried", `the limit for ${limit.variable} is carried along`));
  };
  return { left: carry(left), right: carry(right) };
}

