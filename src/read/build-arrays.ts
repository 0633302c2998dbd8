/** Entries, matrices and lists as written, convolutions written with a star. */
import { type Expr, heads } from "../expr/index.ts";
import { absurd, axes, type Dim, isColumn, isFullMatrix, isMatrixLike, isRow, isScalar, type Shape, showShape } from "../shape/index.ts";
import { quietly } from "./build-binders.ts";
import { type Candidate, type Candidates, choices, prune, using } from "./build-candidates.ts";
import { admits, type Builder, clash, combine, expecting, freshIndex, plus, stop } from "./build-context.ts";
import type { Cell, Term, TermOf, UsedReading } from "./meaning.ts";
import type { Span } from "./syntax.ts";

const isColon = (t: Term): boolean => t.kind === "name" && t.name === ":";

/** X_{i,:} is row i and X_{:,j} column j of a matrix, both as columns. */
function slice(b: Builder, term: TermOf<"entry">, shift: number): Candidates {
  const [first, second] = term.at;
  const position = first && second && term.at.length === 2 ? (isColon(second) ? first : second) : null;
  const unclear = (): Candidates => stop(b, term.span, "unsupported", "a colon below stands for a row or a column of a matrix only");
  if (!position || isColon(position)) return unclear();
  return combine(b, [term.of, position], ([of, at], readings) => {
    if (!of || !at || !isFullMatrix(of.shape)) return unclear();
    const matrix = position === first ? b.t.app(heads.transpose, [of]) : of;
    const unit = b.t.app(heads.basis, [plus(b.t, at, shift), b.t.dim(matrix.shape[1] as Dim)]);
    return [{ expr: b.t.app(heads.mul, [matrix, unit]), readings }];
  });
}

export function entry(b: Builder, term: TermOf<"entry">): Candidates {
  const sequence = term.of.kind === "name" && !b.scope.has(term.of.name) ? (b.analysis.alias.get(term.of.name) ?? term.of.name) : null;
  if (sequence !== null && b.analysis.sequences.has(sequence))
    return b.build({ kind: "call", fn: sequence, slots: [], args: term.at, span: term.span }, b);
  const shift = 1 - b.analysis.table.notation.indexBase;
  if (term.at.some(isColon)) return slice(b, term, shift);
  return combine(b, [term.of, ...term.at], ([of, ...at], readings) => {
    if (!of) return [];
    const rank = axes(of.shape).length;
    const wrong = at.find((p) => !isScalar(p.shape));
    if (wrong) return stop(b, term.span, "index-rank", "a position is an array", { expected: "a number as position" });
    if (rank === 0 && at.length > 0 && admits(b, "omitted-index"))
      return [using(of, readings, "omitted-index", "an index on a number is left out")];
    if (rank !== at.length) {
      return stop(b, term.span, "index-rank", `${showShape(of.shape)} takes ${rank} position(s), here are ${at.length}`, {
        expected: `${rank} position(s)`,
      });
    }
    return [
      {
        expr: b.t.elem(
          of,
          at.map((p) => plus(b.t, p, shift)),
          outsideOf(b, term.of),
        ),
        readings,
      },
    ];
  });
}

/** Out of range an entry is zero where the document says so, or when the array takes part in a convolution. */
function outsideOf(b: Builder, of: Term): "undefined" | "zero" {
  if (b.analysis.table.notation.outsideZero) return "zero";
  return of.kind === "name" && b.analysis.padded.has(of.name) ? "zero" : "undefined";
}

export function matrix(b: Builder, term: TermOf<"matrix">): Candidates {
  const dotted = term.rows.flat().some((c) => c.kind === "ellipsis" || c.kind === "gap");
  if (dotted)
    return stop(b, term.span, "unsupported", "a matrix with ellipses or gaps has no single value", {
      try: "write an entry with free indices",
    });
  const width = Math.max(...term.rows.map((r) => r.length));
  if (term.rows.some((r) => r.length !== width)) return stop(b, term.span, "ambiguous", "the rows of this matrix are not equally long");
  const cells = term.rows.flat() as readonly Term[];
  const lists = cells.map(
    (cell, i) => placeholder(b, term.rows as readonly (readonly Term[])[], cell, i, width) ?? b.build(cell, expecting(b, null)),
  );
  if (lists.some((l) => l.length === 0)) return [];
  const made = choices(lists).flatMap(({ exprs, readings }): Candidates => {
    const rows: Expr[] = [];
    for (let k = 0; k < exprs.length; k += width) {
      const row = blocks(b, exprs.slice(k, k + width), "beside");
      if (!row) return stop(b, term.span, "ambiguous", "the blocks of this matrix do not line up");
      rows.push(row);
    }
    const whole = blocks(b, rows, "stack");
    return whole ? [{ expr: whole, readings }] : stop(b, term.span, "ambiguous", "the blocks of this matrix do not line up");
  });
  return prune(made);
}

/** 0 and I among blocks are as high as their row and as wide as their column. */
function placeholder(b: Builder, rows: readonly (readonly Term[])[], cell: Term, i: number, width: number): Candidates | null {
  const isOpen = (c: Term): boolean => (c.kind === "number" && c.value.n === 0n) || (c.kind === "identity" && c.size === null);
  if (!isOpen(cell)) return null;
  const shapeOf = (c: Term): Shape | null => (isOpen(c) ? null : (quietly(b, c)[0]?.expr.shape ?? null));
  const first = (list: readonly (Term | undefined)[]): Shape | null =>
    list.map((c) => (c ? shapeOf(c) : null)).find((s) => s !== null && isMatrixLike(s) && !isScalar(s)) ?? null;
  const [height] = first(rows[Math.floor(i / width)] ?? []) ?? [];
  const [, across] = first(rows.map((r) => r[i % width])) ?? [];
  const square = height ?? across;
  const shape = height && across ? [height, across] : cell.kind === "identity" && square ? [square, square] : null;
  if (!shape) return null;
  if (cell.kind === "identity") return b.build(cell, expecting(b, shape));
  return [
    {
      expr: b.t.app(
        heads.zeros,
        shape.map((d) => b.t.dim(d)),
      ),
      readings: [],
    },
  ];
}

function blocks(b: Builder, parts: readonly Expr[], how: "beside" | "stack"): Expr | null {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const made = b.t.tryApp(how === "beside" ? heads.beside : heads.stack, parts);
  return made.ok ? made.value : null;
}

/** [a, b, c] is a row, or a column where only that fits. */
export function list(b: Builder, term: TermOf<"list">): Candidates {
  const dots = term.items.some((c: Cell) => c.kind === "ellipsis" || c.kind === "gap");
  if (dots)
    return stop(b, term.span, "unsupported", "a list with an ellipsis has no single value", { try: "write its entry with a free index" });
  return combine(b, term.items as readonly Term[], (exprs, readings) => {
    if (!exprs.every((e) => isScalar(e.shape))) {
      const stacked = blocks(b, exprs, exprs.every((e) => isColumn(e.shape)) ? "beside" : "stack");
      return stacked ? [{ expr: stacked, readings }] : stop(b, term.span, "ambiguous", "the items of this list do not line up");
    }
    const row = blocks(b, exprs, "beside");
    const column = blocks(b, exprs, "stack");
    return [row, column].flatMap((e): Candidate[] => (e ? [{ expr: e, readings }] : []));
  });
}

/** Σ over the axes of w: w[p] x[at − p + 1], zero outside: convolution of arrays taken at a position. */
function convolvedAt(b: Builder, w: Expr, x: Expr, at: readonly Expr[]): Expr {
  const { t } = b;
  const sizes = axes(w.shape);
  const indices = sizes.map((_, k) => freshIndex({ ...b, scope: new Map([...b.scope, ...indicesUpTo(b, k)]) }, "p"));
  const moved = at.map((p, k) => plus(t, t.app(heads.add, [p, t.app(heads.neg, [indices[k] as Expr])]), 1));
  const body = t.app(heads.mul, [t.elem(w, indices), t.elem(x, moved, "zero")]);
  return indices.reduceRight<Expr>(
    (inner, index, k) => t.bind("sum", index, { kind: "range", from: t.num(1), to: t.dim(sizes[k] as (typeof sizes)[number]) }, inner, "p"),
    body,
  );
}

const indicesUpTo = (b: Builder, k: number): readonly (readonly [string, ReturnType<Builder["t"]["index"]>])[] =>
  Array.from({ length: k }, (_, i) => [`p${i}#`, b.t.index(`p${i}#`)] as const);

/**
 * a * b. An operator that the document defines is that function; numbers are multiplied; arrays are convolved, in the mode whose length fits;
 * entries w[m] * x[m] are the convolution of the arrays at that position.
 */
export function star(b: Builder, term: TermOf<"star">): Candidates {
  const at = sameEntry(term.left, term.right);
  if (at) {
    const lists = combine(b, [at.left.of, at.right.of, ...at.left.at], ([w, x, ...positions], readings) => {
      if (!w || !x || axes(w.shape).length === 0 || axes(w.shape).length !== axes(x.shape).length) return [];
      const shift = 1 - b.analysis.table.notation.indexBase;
      return [
        {
          expr: convolvedAt(
            b,
            w,
            x,
            positions.map((p) => plus(b.t, p, shift)),
          ),
          readings,
        },
      ];
    });
    if (lists.length > 0) return lists;
  }
  return combine(expecting(b, null), [term.left, term.right], ([x, w], readings) => (x && w ? starred(b, term, x, w, readings) : []));
}

type Entry = TermOf<"entry">;

/** w[m, n] * x[m, n]: the same free positions on both sides. */
function sameEntry(left: Term, right: Term): { readonly left: Entry; readonly right: Entry } | null {
  if (left.kind !== "entry" || right.kind !== "entry" || left.at.length !== right.at.length) return null;
  const same = left.at.every((p, k) => {
    const q = right.at[k];
    return p.kind === "name" && q?.kind === "name" && p.name === q.name;
  });
  return same ? { left, right } : null;
}

function starred(b: Builder, term: TermOf<"star">, x: Expr, w: Expr, readings: readonly UsedReading[]): Candidates {
  if (isScalar(x.shape) || isScalar(w.shape)) {
    const made = b.t.tryApp(heads.mul, [x, w]);
    return made.ok ? [{ expr: made.value, readings }] : clash(b, term.span, made.error.message);
  }
  const signature = b.analysis.signatures.get(term.name);
  if (signature) return b.build({ kind: "call", fn: term.name, slots: [], args: [term.left, term.right], span: term.span }, b);
  if (!isMatrixLike(x.shape) || !isMatrixLike(w.shape)) return stop(b, term.span, "unsupported", "a convolution of tensors");
  const out: Candidate[] = [];
  for (const mode of ["convvalid", "convfull", "convsame"]) {
    const made = convolution(b, mode, column(b, x), column(b, w));
    if (made) out.push({ expr: made, readings });
  }
  const product = b.t.tryApp(heads.mul, [x, w]);
  if (product.ok) out.push({ expr: product.value, readings });
  b.assumptions.add("* is read as a convolution of arrays, in the mode whose length fits");
  return out.length > 0 ? out : clash(b, term.span, `${showShape(x.shape)} * ${showShape(w.shape)} is neither a convolution nor a product`);
}

const column = (b: Builder, e: Expr): Expr => {
  if (!isRow(e.shape)) return e;
  if (e.kind === "app" && e.head.name === "beside") return b.t.app(heads.stack, e.args);
  return b.t.app(heads.transpose, [e]);
};

function convolution(b: Builder, name: string, x: Expr, w: Expr): Expr | null {
  const head = b.analysis.table.book.heads.get(name);
  if (!head) return null;
  const made = b.t.tryApp(head, [x, w]);
  return made.ok ? made.value : null;
}

/** 0, **1** and I take the shape that their place asks for. */
export function constant(b: Builder, term: TermOf<"constant">): Candidates {
  const { t } = b;
  switch (term.which) {
    case "pi":
      return [{ expr: t.app(heads.pi, []), readings: [] }];
    case "infinity":
      return [{ expr: t.app(heads.infinity, []), readings: [] }];
    case "zeros":
    case "ones": {
      const head = term.which === "zeros" ? heads.zeros : heads.ones;
      if (term.size) return combine(b, [term.size], ([n], readings) => (n ? filled(b, head, [n, t.num(1)], readings, term.span) : []));
      return b.expect && isMatrixLike(b.expect)
        ? filled(
            b,
            head,
            b.expect.map((d) => t.dim(d)),
            [],
            term.span,
          )
        : stop(b, term.span, "ambiguous", "nothing tells the shape of this constant array", { try: "write its size below it" });
    }
    default:
      return absurd(term.which);
  }
}

function filled(b: Builder, head: typeof heads.zeros, sizes: readonly Expr[], readings: readonly UsedReading[], span: Span): Candidates {
  const made = b.t.tryApp(head, sizes);
  return made.ok ? [{ expr: made.value, readings }] : clash(b, span, made.error.message);
}

export function identity(b: Builder, term: TermOf<"identity">): Candidates {
  if (term.size) {
    return combine(b, [term.size], ([n], readings) => {
      const made = n ? b.t.tryApp(heads.eye, [n]) : null;
      return made?.ok
        ? [{ expr: made.value, readings }]
        : stop(b, term.span, "shape-clash", "the size of an identity matrix must be a size");
    });
  }
  const square = squareSide(b.expect);
  if (!square)
    return stop(b, term.span, "ambiguous", "nothing tells the size of this identity matrix", { expected: "a size", try: "write I_n" });
  return [{ expr: b.t.app(heads.eye, [b.t.dim(square)]), readings: [] }];
}

export const squareSide = (s: Shape | null): Shape[number] | null => {
  const [m, n] = s ?? [];
  return s && isMatrixLike(s) && m && n && m.key === n.key ? m : null;
};
