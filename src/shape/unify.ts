/**
 * Unification of dims: solves what is linear in one flexible size, keeps the rest as constraints.
 *
 *   n ≐ d − k + 1   gives   n ↦ d − k + 1;      2n ≐ 3   clashes;      mn ≐ 6   is kept.
 *
 * Rigid sizes (declared ones) are never solved for: `m ≐ n` with both rigid is a clash.
 */
import { constantDim, type Dim, dimNames, divideDim, linearIn, sameDim, scaleDim, substituteDim, subtractDims } from "./dim.ts";
import { fail, ok, type Result } from "./result.ts";
import { type Shape, showShape } from "./shape.ts";

export interface Unifier {
  readonly solved: ReadonlyMap<string, Dim>;
  readonly constraints: readonly (readonly [Dim, Dim])[];
}

export interface DimClash {
  readonly left: Dim;
  readonly right: Dim;
}

export const emptyUnifier: Unifier = { solved: new Map(), constraints: [] };

export const applyUnifier = (u: Unifier, d: Dim): Dim => substituteDim(d, u.solved);

/** Makes two dims equal by solving for flexible sizes. `isFlexible` tells which names may be solved for. */
export function unifyDims(a: Dim, b: Dim, u: Unifier, isFlexible: (name: string) => boolean): Result<Unifier, DimClash> {
  const left = applyUnifier(u, a);
  const right = applyUnifier(u, b);
  if (sameDim(left, right)) return ok(u);
  const gap = subtractDims(left, right);
  if (constantDim(gap) !== null) return fail({ left, right });
  const names = [...dimNames(gap)].filter(isFlexible).sort();
  for (const name of names) {
    const linear = linearIn(gap, name);
    if (!linear || linear.coefficient === 0) continue;
    const value = divideDim(scaleDim(linear.rest, -1), linear.coefficient);
    if (!value) continue;
    const step = new Map([[name, value]]);
    const solved = new Map([...u.solved].map(([n, d]) => [n, substituteDim(d, step)] as const));
    solved.set(name, value);
    return ok({ solved, constraints: u.constraints });
  }
  if (names.length === 0) return fail({ left, right });
  return ok({ solved: u.solved, constraints: [...u.constraints, [left, right]] });
}

export interface ShapeClash {
  readonly left: Shape;
  readonly right: Shape;
  readonly message: string;
}

/** Makes two shapes equal, dim by dim. */
export function unifyShapes(a: Shape, b: Shape, u: Unifier, isFlexible: (name: string) => boolean): Result<Unifier, ShapeClash> {
  const clash = (): { readonly ok: false; readonly error: ShapeClash } =>
    fail({ left: a, right: b, message: `${showShape(a)} does not fit ${showShape(b)}` });
  if (a.length !== b.length) return clash();
  let now = u;
  for (let i = 0; i < a.length; i++) {
    const next = unifyDims(a[i] as Dim, b[i] as Dim, now, isFlexible);
    if (!next.ok) return clash();
    now = next.value;
  }
  return ok(now);
}
