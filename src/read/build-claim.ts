/**
 * Both sides of a relation. Literally their shapes must be equal (0 is an array of zeros, an inequality spreads a number); under readings one
 * side may be adapted to the other: a vector for a diagonal matrix, 1 for the identity, a left-out index, a limit carried along a chain.
 */
import { type Expr, heads, type Sym, type Terms } from "../expr/index.ts";
import { axes, fail, isColumn, isMatrixLike, isRow, isScalar, ok, type Result, type Shape, sameDim, sameShape } from "../shape/index.ts";
import { createBuilder, firstError } from "./build.ts";
import { squareSide } from "./build-arrays.ts";
import { type Candidate, type Candidates, joined, using } from "./build-candidates.ts";
import { admits, type Builder, expecting, plus } from "./build-context.ts";
import { isPattern, patternSides } from "./build-pattern.ts";
import { diagonal } from "./build-products.ts";
import type { Analysis, BuildOptions, Built, Term, TermOf, UsedReading } from "./meaning.ts";
import { freeNames } from "./resolve-walk.ts";
import type { ReadError } from "./syntax.ts";

export interface ClaimOptions extends BuildOptions {
  /** The first member of the chain, where a limit may stand that later members leave out. */
  readonly head?: Term | null;
  /** An inequality between an array and a number is meant entry by entry. */
  readonly inequality?: boolean;
}

export interface BuiltSides {
  readonly lhs: Built;
  readonly rhs: Built;
}

const mostPairs = 24;

/**
 * Both sides, each telling the other what shape to expect. With readings, the pair that uses all of them, else the one with the fewest. Where
 * no pair has one shape, the literal sides are given as they are: the clash is the finding.
 */
export function buildSides(t: Terms, analysis: Analysis, left: Term, right: Term, options: ClaimOptions): Result<BuiltSides, ReadError> {
  const all = sidesOf(t, analysis, left, right, options);
  if (!all.ok) return all;
  const { pairs, literal, built } = all.value;
  const wanted = [...options.readings];
  const uses = (p: Pair): boolean => wanted.every((r) => p.readings.some((x) => x.reading === r));
  const best = pairs.find(uses) ?? pairs[0];
  return ok(
    best
      ? { lhs: built(best.lhs, best.readings), rhs: built(best.rhs, []) }
      : { lhs: built(literal.lhs, literal.readings), rhs: built(literal.rhs, []) },
  );
}

interface Found {
  /** Pairs of one shape, fewest readings first. */
  readonly pairs: readonly Pair[];
  readonly literal: Pair;
  readonly built: (expr: Expr, readings: readonly UsedReading[]) => Built;
}

function sidesOf(t: Terms, analysis: Analysis, left: Term, right: Term, options: ClaimOptions): Result<Found, ReadError> {
  const b = createBuilder(t, analysis, options);
  if (isPattern(left) || isPattern(right)) return patterned(b, left, right);
  const first = sideOf(b, left, null);
  const rhs = sideOf(b, right, first[0]?.expr.shape ?? null);
  const lhs = first.length === 0 && rhs[0] ? sideOf(b, left, rhs[0].expr.shape) : first;
  const [l] = lhs;
  const [r] = rhs;
  if (!l || !r) return fail(firstError(b, l ? right.span : left.span));
  const carried = limitCarried(b, left, right, options.head ?? null);
  const pairs = [...lhs, ...carried.left].flatMap((x) =>
    [...rhs, ...carried.right].flatMap((y) => fitted(b, { left, right, x, y, inequality: options.inequality ?? false })),
  );
  return ok({
    pairs: unique(pairs),
    literal: { lhs: l.expr, rhs: r.expr, readings: joined(l.readings, r.readings) },
    built: (expr, readings) => ({ expr, readings, assumptions: [...b.assumptions], undefinedNames: [...b.undefinedNames] }),
  });
}

/** Matrices with ellipses: the written entries, side by side. */
function patterned(b: Builder, left: Term, right: Term): Result<Found, ReadError> {
  const sides = patternSides(b, left, right);
  const pattern = isPattern(left) ? left : right;
  if (!sides) {
    return fail(
      b.errors[0] ?? {
        code: "unsupported",
        span: pattern.span,
        message: "the entries of this matrix with ellipses do not fit the other side",
        expected: "entries that can be placed",
        try: "write an entry with free indices",
      },
    );
  }
  b.assumptions.add("a matrix with ellipses states the entries that are written");
  const pair: Pair = { ...sides, readings: [] };
  return ok({
    pairs: [pair],
    literal: pair,
    built: (expr, readings) => ({ expr, readings, assumptions: [...b.assumptions], undefinedNames: [...b.undefinedNames] }),
  });
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
  // A side that is adapted itself is no reason to adapt the other: two vectors do not both stand for matrices.
  const plain = (c: Candidate): boolean => !c.readings.some((r) => r.reading === "vector-as-diag" || r.reading === "row-as-diag");
  const right = plain(x) ? adapted(b, s.right, y, x.expr, s.left) : [];
  const left = plain(y) ? adapted(b, s.left, x, y.expr, s.right) : [];
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
  if (isZero(term) && isMatrixLike(other.shape))
    out.push({
      expr: t.app(
        heads.zeros,
        other.shape.map((d) => t.dim(d)),
      ),
      readings,
    });
  if (side && !isScalar(other.shape)) {
    const reading = isColumn(expr.shape) ? "vector-as-diag" : isRow(expr.shape) ? "row-as-diag" : null;
    const matrix = reading && admits(b, reading) ? diagonal(b, expr) : null;
    if (reading && matrix)
      out.push(using(matrix, readings, reading, `a ${reading === "row-as-diag" ? "row" : "vector"} stands for the diagonal matrix`));
    if (term.kind === "number" && expr.kind === "num" && admits(b, "one-as-identity")) {
      const unit = t.app(heads.eye, [t.dim(side)]);
      const multiple = expr.value.n === 1n && expr.value.d === 1n ? unit : t.app(heads.mul, [expr, unit]);
      out.push(using(multiple, readings, "one-as-identity", "a number stands for that multiple of the identity matrix"));
    }
  }
  if (isScalar(other.shape) && admits(b, "omitted-index")) out.push(...indexed(b, expr, readings, otherTerm));
  return out;
}

const isZero = (term: Term): boolean => term.kind === "number" && term.value.n === 0n;

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
  if (!limit) return { left: [], right: [] };
  const carry = (side: Term): Candidates => {
    if (side.kind === "limit" || !freeNames(side).has(limit.variable) || !admits(b, "limit-carried")) return [];
    return sideOf(b, { ...limit, body: side, span: side.span }, null).map((c) =>
      using(c.expr, c.readings, "limit-carried", `the limit for ${limit.variable} is carried along`),
    );
  };
  return { left: carry(left), right: carry(right) };
}
