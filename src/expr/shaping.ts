/** The shape that follows from a head and its arguments, or a clash to report. */
import { addDims, type Dim, isOne, multiplyDims, sameDim, size } from "../shape/dim.ts";
import { absurd, fail, ok, type Result } from "../shape/result.ts";
import {
  axes,
  columnShape,
  fromAxes,
  isColumn,
  isMatrixLike,
  isScalar,
  isVector,
  rowShape,
  type Shape,
  sameShape,
  scalarShape,
  showShape,
  substituteShape,
  transposeShape,
} from "../shape/shape.ts";
import { emptyUnifier, unifyShapes } from "../shape/unify.ts";
import { toDim } from "./sizes.ts";
import type { Expr, Head } from "./types.ts";

/** Why a head cannot be applied to these arguments. `left` and `right` are the shapes that clash. */
export interface Clash {
  readonly head: string;
  readonly left: Shape;
  readonly right: Shape;
  readonly message: string;
}

const clash = (head: Head, left: Shape, right: Shape, message: string): Result<Shape, Clash> =>
  fail({ head: head.name, left, right, message });

/** One shape for all, scalars spread over arrays. */
function spread(head: Head, shapes: readonly Shape[]): Result<Shape, Clash> {
  let found: Shape = scalarShape;
  for (const s of shapes) {
    if (isScalar(s)) continue;
    if (isScalar(found)) found = s;
    else if (!sameShape(found, s)) {
      return clash(head, found, s, `${head.called} needs one shape, but ${showShape(found)} meets ${showShape(s)}`);
    }
  }
  return ok(found);
}

/** The shape of a product of factors, from left to right. */
export function productShape(head: Head, shapes: readonly Shape[]): Result<Shape, Clash> {
  let now: Shape = scalarShape;
  for (const s of shapes) {
    if (isScalar(s)) continue;
    if (isScalar(now)) {
      now = s;
      continue;
    }
    const [m, k] = now;
    const [l, n] = s;
    if (!isMatrixLike(now) || !isMatrixLike(s) || !m || !k || !l || !n || !sameDim(k, l)) {
      return clash(head, now, s, `the product of ${showShape(now)} and ${showShape(s)} does not exist: the inner sizes differ`);
    }
    now = [m, n];
  }
  return ok(now);
}

const dimArgument = (args: readonly Expr[], i: number): Dim | null => {
  const a = args[i];
  return a ? toDim(a) : null;
};

/** Shape of `head(args)`. */
export function appShape(head: Head, args: readonly Expr[]): Result<Shape, Clash> {
  const shapes = args.map((a) => a.shape);
  const first = shapes[0] ?? scalarShape;
  const second = shapes[1] ?? scalarShape;
  const acts = head.acts;
  switch (acts.kind) {
    case "elementwise":
      return spread(head, shapes);
    case "signature":
      return bySignature(head, acts.params, acts.result, shapes);
    case "rows":
      return byRows(head, acts.params, acts.result, shapes);
    case "structural":
      switch (acts.rule) {
        case "add":
        case "hadamard":
        case "hdiv":
        case "hpow":
          return spread(head, shapes);
        case "neg":
        case "same":
          return ok(first);
        case "mul":
          return productShape(head, shapes);
        case "div":
          return isScalar(second)
            ? ok(first)
            : clash(head, first, second, `division by an array of shape ${showShape(second)} is not defined`);
        case "pow": {
          const [m, n] = first;
          if (!isScalar(second)) return clash(head, first, second, "the exponent is not a scalar");
          return isMatrixLike(first) && m && n && sameDim(m, n)
            ? ok(first)
            : clash(head, first, second, `a power needs a scalar or a square matrix, this is ${showShape(first)}`);
        }
        case "transpose":
          return isMatrixLike(first) ? ok(transposeShape(first)) : clash(head, first, first, `no transpose of ${showShape(first)}`);
        case "permute":
          return permuted(head, first, args.slice(1));
        case "kron": {
          const [m, n] = first;
          const [p, q] = second;
          return m && n && p && q && isMatrixLike(first) && isMatrixLike(second)
            ? ok([multiplyDims(m, p), multiplyDims(n, q)])
            : clash(head, first, second, "a Kronecker product needs matrices");
        }
        case "stack":
          return blocks(head, shapes, 0);
        case "beside":
          return blocks(head, shapes, 1);
        case "eye": {
          const n = dimArgument(args, 0);
          return n ? ok([n, n]) : clash(head, first, first, "the size of an identity matrix must be a size");
        }
        case "ones":
        case "zeros": {
          const m = dimArgument(args, 0);
          const n = dimArgument(args, 1);
          return m && n ? ok([m, n]) : clash(head, first, second, "an array of constants needs sizes");
        }
        case "basis": {
          const n = dimArgument(args, 1);
          return n ? ok(columnShape(n)) : clash(head, first, second, "a unit vector needs a size");
        }
        case "constant":
        case "logic":
        case "iverson":
          return ok(scalarShape);
        case "relation": {
          // A relation between an array and a scalar is meant entry by entry (W ≥ 0).
          const r = spread(head, shapes);
          return r.ok ? ok(scalarShape) : r;
        }
        default:
          return absurd(acts.rule);
      }
    default:
      return absurd(acts);
  }
}

function permuted(head: Head, of: Shape, order: readonly Expr[]): Result<Shape, Clash> {
  const from = axes(of);
  const out: Dim[] = [];
  for (const p of order) {
    const axis = p.kind === "num" ? from[Number(p.value.n) - 1] : undefined;
    if (!axis) return clash(head, of, of, "a permutation must list the axes");
    out.push(axis);
  }
  return out.length === from.length ? ok(fromAxes(out)) : clash(head, of, of, "a permutation must list every axis");
}

function blocks(head: Head, shapes: readonly Shape[], axis: 0 | 1): Result<Shape, Clash> {
  const [start, ...rest] = shapes;
  if (!start || !isMatrixLike(start))
    return clash(head, start ?? scalarShape, scalarShape, "blocks must be matrices, columns, rows or scalars");
  let length = start[axis] as Dim;
  const across = start[1 - axis] as Dim;
  for (const s of rest) {
    if (!isMatrixLike(s) || !sameDim(across, s[1 - axis] as Dim)) {
      return clash(head, start, s, `blocks of shape ${showShape(start)} and ${showShape(s)} do not line up`);
    }
    length = addDims(length, s[axis] as Dim);
  }
  return ok(axis === 0 ? [length, across] : [across, length]);
}

function bySignature(head: Head, params: readonly Shape[], result: Shape, shapes: readonly Shape[]): Result<Shape, Clash> {
  if (params.length !== shapes.length) {
    return clash(
      head,
      params[0] ?? scalarShape,
      shapes[0] ?? scalarShape,
      `${head.name} takes ${params.length} argument(s), not ${shapes.length}`,
    );
  }
  // Sizes of a card are its own: tagged, so that they never meet the problem's.
  const tag = (s: Shape): Shape => substituteShape(s, own(params, result));
  let u = emptyUnifier;
  for (const [i, p] of params.entries()) {
    const actual = shapes[i] as Shape;
    const next = unifyShapes(tag(p), actual, u, (n) => n.startsWith("?"));
    if (!next.ok) return clash(head, p, actual, `${head.name} expects ${showShape(p)}, this is ${showShape(actual)}`);
    u = next.value;
  }
  return ok(substituteShape(tag(result), u.solved));
}

function own(params: readonly Shape[], result: Shape): ReadonlyMap<string, Dim> {
  const names = new Map<string, Dim>();
  for (const s of [...params, result])
    for (const d of s) for (const t of d.terms) for (const p of t.powers) names.set(p.atom, size(`?${p.atom}`));
  return names;
}

function byRows(head: Head, params: readonly Shape[], result: Shape, shapes: readonly Shape[]): Result<Shape, Clash> {
  const [u] = shapes;
  if (shapes.length === 1 && u && isMatrixLike(u) && !isColumn(u) && !isScalar(u)) {
    const [m, n] = u as [Dim, Dim];
    const one_ = bySignature(head, params, result, [columnShape(n)]);
    if (!one_.ok) return one_;
    const perRow = axes(one_.value);
    if (isOne(m)) return ok(isVector(one_.value) ? rowShape(perRow[0] as Dim) : one_.value);
    return ok(fromAxes([m, ...perRow]));
  }
  return bySignature(head, params, result, shapes);
}
