/**
 * A matrix with ellipses is one claim for every written entry.
 *
 *   ∂f/∂x = [ ∂f₁/∂x₁ ⋯ ∂f₁/∂xₙ ; ⋮ ⋱ ⋮ ; ∂fₘ/∂x₁ ⋯ ∂fₘ/∂xₙ ]   states its four corners.
 *
 * Rows and columns before the dots count from the first position, those behind them from the last. Both sides become columns of the entries
 * that both give: written out, or taken from an array at the same position. A matrix of one column may hold rows. An entry in row 2 and the
 * last column says something only where these are different places, so it counts from three columns on.
 */
import { type Expr, heads, type Name } from "../expr/index.ts";
import { axes, columnShape, constantDim, type Dim, dimNames, isScalar, sameDim } from "../shape/index.ts";
import { type Builder, expecting, plus } from "./build-context.ts";
import type { Cell, Term, TermOf } from "./meaning.ts";
import { freeNames, visit } from "./resolve-walk.ts";

export type Pattern = TermOf<"matrix">;

const isDotted = (c: Cell): boolean => c.kind === "ellipsis" || c.kind === "gap";

export const isPattern = (t: Term): t is Pattern => t.kind === "matrix" && t.rows.flat().some(isDotted);

/** Where the dots are among rows or columns: the line that holds nothing but dots and gaps. */
function dotsAt(lines: readonly (readonly Cell[])[]): number | null {
  const k = lines.findIndex((line) => line.every(isDotted) && line.some((c) => c.kind === "ellipsis"));
  return k < 0 ? null : k;
}

const columnsOf = (p: Pattern): readonly (readonly Cell[])[] => {
  const width = Math.max(...p.rows.map((r) => r.length));
  return Array.from({ length: width }, (_, c) => p.rows.map((r): Cell => r[c] ?? { kind: "gap", span: p.span }));
};

/** The value of a side at a row and column of the written grid. */
type At = (row: number, column: number) => Expr | null;

export interface PatternSides {
  readonly lhs: Expr;
  readonly rhs: Expr;
}

/** Both sides as columns of the written entries; null when neither is a pattern or the grids do not fit. */
export function patternSides(b: Builder, left: Term, right: Term): PatternSides | null {
  const patterns = [left, right].filter(isPattern);
  const grid = patterns.reduce<Pattern | null>((best, p) => (best && columnsOf(best).length >= columnsOf(p).length ? best : p), null);
  if (!grid || patterns.some((p) => p.rows.length !== grid.rows.length)) return null;
  const counted = countedFromOne(b, grid);
  const array = patterns.length === 1 ? arrayOf(b, isPattern(left) ? right : left) : null;
  if (patterns.length === 1 && !array) return null;
  const side = (t: Term): At => (isPattern(t) ? cellsOf(counted, t, grid, array) : entriesOf(b, array as Expr, grid));
  const pairs: (readonly [Expr, Expr])[] = [];
  const [l, r] = [side(left), side(right)];
  const apart = array ? distinctPlaces(b, axes(array.shape), grid) : (): Expr | null | false => null;
  for (const [i, row] of grid.rows.entries()) {
    for (const [k, cell] of row.entries()) {
      const x = isDotted(cell) ? null : l(i, k);
      const y = x && r(i, k);
      const when = apart(i, k);
      if (x && y && when !== false) pairs.push(when ? [where(b, when, x), where(b, when, y)] : [x, y]);
    }
  }
  const lhs = column(
    b,
    pairs.map((p) => p[0]),
  );
  const rhs = column(
    b,
    pairs.map((p) => p[1]),
  );
  const written = grid.rows.flat().filter((c) => !isDotted(c)).length;
  return lhs && rhs && pairs.length === written ? { lhs, rhs } : null;
}

function arrayOf(b: Builder, t: Term): Expr | null {
  const [c] = b.build(t, expecting(b, null));
  return c && axes(c.expr.shape).length > 0 ? c.expr : null;
}

function column(b: Builder, parts: readonly Expr[]): Expr | null {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const made = b.t.tryApp(heads.stack, parts);
  return made.ok ? made.value : null;
}

/** A pattern counts its first row as it writes it, also where the document counts from 0 elsewhere. */
function countedFromOne(b: Builder, p: Pattern): Builder {
  const [first] = p.rows.flat().filter((c): c is Term => !isDotted(c));
  let least: number | null = null;
  if (first)
    visit(first, (part) => {
      if (part.kind === "entry")
        for (const a of part.at) if (a.kind === "number") least = Math.min(least ?? Number(a.value.n), Number(a.value.n));
    });
  const { table } = b.analysis;
  return least === 1 && table.notation.indexBase === 0
    ? { ...b, analysis: { ...b.analysis, table: { ...table, notation: { ...table.notation, indexBase: 1 } } } }
    : b;
}

/** The entry where the condition holds, nothing where it does not. */
const where = (b: Builder, when: Expr, value: Expr): Expr => b.t.cases([{ when, then: value }], zeroLike(b, value));

const zeroLike = (b: Builder, value: Expr): Expr =>
  isScalar(value.shape)
    ? b.t.num(0)
    : b.t.app(
        heads.zeros,
        value.shape.map((d) => b.t.dim(d)),
      );

/** When a written place exists and is no other written place: null always, false never. */
function distinctPlaces(b: Builder, sizes: readonly Dim[], grid: Pattern): (row: number, column: number) => Expr | null | false {
  const columns = columnsOf(grid);
  const lines = [
    { count: grid.rows.length, dots: dotsAt(grid.rows) },
    { count: columns.length, dots: dotsAt(columns) },
  ] as const;
  const square = sizes.length > 1 && sameDim(sizes[0] as Dim, sizes[1] as Dim);
  return (row, col) => {
    const conditions: Expr[] = [];
    let impossible = false;
    const atLeast = (d: Dim, n: number): void => {
      const known = constantDim(d);
      if (known === null) conditions.push(b.t.app(heads.ge, [b.t.dim(d), b.t.num(n)]));
      else if (known < n) impossible = true;
    };
    const place = [row, col].map((k, axis) => {
      const line = lines[axis as 0 | 1];
      return { early: line.dots === null || k < line.dots, k, line };
    });
    place.forEach(({ early, k, line }, axis) => {
      const d = sizes[axis];
      if (d && line.dots !== null && early && k > 0 && line.count > 1) atLeast(d, k + 1);
    });
    const [r, c] = place;
    if (square && r && c && columns.length > 1 && r.early !== c.early && sizes[0]) atLeast(sizes[0], (r.early ? r.k : c.k) + 2);
    if (impossible) return false;
    const [only] = conditions;
    return only === undefined ? null : conditions.length === 1 ? only : b.t.app(heads.and, conditions);
  };
}

/** Position k of a line: from the first before the dots, from the last behind them. */
const position = (b: Builder, k: number, count: number, dots: number | null, length: Dim): Expr =>
  dots === null || k < dots ? b.t.num(k + 1) : plus(b.t, b.t.dim(length), k - (count - 1));

function entriesOf(b: Builder, array: Expr, grid: Pattern): At {
  const sizes = axes(array.shape);
  const columns = columnsOf(grid);
  const rowDots = dotsAt(grid.rows);
  const columnDots = dotsAt(columns);
  return (row, col) => {
    const [m, n, ...rest] = sizes;
    if (!m) return null;
    const i = position(b, row, grid.rows.length, rowDots, m);
    if (columns.length === 1) return slice(b, array, [i], sizes.slice(1));
    return n ? slice(b, array, [i, position(b, col, columns.length, columnDots, n)], rest) : null;
  };
}

/** The entries behind fixed positions: a number, or a column over the one axis that is left. */
function slice(b: Builder, array: Expr, at: readonly Expr[], rest: readonly Dim[]): Expr | null {
  const [n, ...more] = rest;
  if (!n) return b.t.elem(array, at);
  if (more.length > 0) return null;
  const j = b.t.index("j@0");
  return b.t.bind("tabulate", j, { kind: "range", from: b.t.num(1), to: b.t.dim(n) }, b.t.elem(array, [...at, j]), "j");
}

function cellsOf(b: Builder, p: Pattern, grid: Pattern, array: Expr | null): At {
  const own = columnsOf(p).length;
  const columns = columnsOf(grid);
  const columnDots = dotsAt(columns);
  const last = lastName(p, array);
  return (row, col) => {
    const cell = p.rows[row]?.[own === 1 ? 0 : col];
    if (!cell || isDotted(cell)) return null;
    const [rest] = array ? axes(array.shape).slice(columns.length === 1 ? 1 : 2) : [];
    const [c] = b.build(cell as Term, expecting(b, rest ? columnShape(rest) : null));
    if (!c) return null;
    const value = last ? b.t.substitute(c.expr, new Map([[last.name, b.t.dim(last.length)]])) : c.expr;
    if (own < columns.length) {
      const [n] = axes(value.shape);
      return n && axes(value.shape).length === 1 ? b.t.elem(value, [position(b, col, columns.length, columnDots, n)]) : null;
    }
    return asColumn(b, value, array ? axes(array.shape).slice(columns.length === 1 ? 1 : 2) : null);
  };
}

/** A row as a column, 0 as a column of zeros where entries are vectors. */
function asColumn(b: Builder, value: Expr, rest: readonly Dim[] | null): Expr | null {
  const [n] = rest ?? [];
  if (isScalar(value.shape))
    return n ? (value.kind === "num" && value.value.n === 0n ? b.t.app(heads.zeros, [b.t.dim(n), b.t.num(1)]) : null) : value;
  const [length, ...more] = axes(value.shape);
  if (!length || more.length > 0 || (n && !sameDim(n, length))) return null;
  return slice(b, value, [], [length]);
}

/** The letter of the last row is the number of rows, also where it is not the name of that size. */
function lastName(p: Pattern, array: Expr | null): { readonly name: Name; readonly length: Dim } | null {
  const cells = p.rows.flat().filter((c): c is Term => !isDotted(c));
  const [first] = cells;
  const corner = cells.at(-1);
  const sizes = array ? axes(array.shape) : [];
  const [length] = sizes;
  if (!first || !corner || !length || sizes.slice(0, 2).some((d) => !sameDim(d, length))) return null;
  const positions = new Set<Name>();
  visit(corner, (part) => {
    if (part.kind === "entry") for (const a of part.at) if (a.kind === "name") positions.add(a.name);
  });
  const before = freeNames(first);
  const fresh = [...positions].filter((n) => !before.has(n) && !dimNames(length).has(n));
  const [name] = fresh;
  return fresh.length === 1 && name !== undefined ? { name, length } : null;
}
