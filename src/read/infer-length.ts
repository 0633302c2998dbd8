/**
 * The length of an array that is defined by its entries: the axis its index runs along, or, where the index only shifts positions, the
 * stretch on which the entries exist. (x ∗ w)ₙ = Σⱼ xₙ₊ⱼ₋₁ wⱼ has d − k + 1 entries: from n = 1 on all positions lie inside x. Where the first
 * ones lie outside (xₙ₊ⱼ₋ₖ), it runs over all n for which some position lies inside: d + k − 1.
 */
import type { Name } from "../expr/index.ts";
import { type Dim, dimNames, isOne, linearIn, one, substituteDim, subtractDims } from "../shape/index.ts";
import type { BoundIndex, Term, TermOf } from "./meaning.ts";
import { boundBy, partsOf } from "./resolve-walk.ts";

export interface LengthQuestion {
  readonly index: Name;
  readonly axesOf: (of: Term) => readonly Dim[] | null;
  readonly sizeOf: (t: Term) => Dim | null;
}

export function lengthAlong(body: Term, q: LengthQuestion): Dim | null {
  const entries = entriesIn(body, []);
  for (const { entry } of entries) {
    const k = entry.at.findIndex((a) => a.kind === "name" && a.name === q.index);
    const list = k < 0 ? null : q.axesOf(entry.of);
    if (list && list.length === entry.at.length) return list[k] ?? null;
  }
  for (const { entry, ranges } of entries) {
    const list = q.axesOf(entry.of);
    const found =
      list && list.length === entry.at.length
        ? entry.at.map((a, k) => shifted(a, list[k] as Dim, ranges, q)).find((d) => d !== null)
        : null;
    if (found) return found;
  }
  return null;
}

interface Found {
  readonly entry: TermOf<"entry">;
  readonly ranges: readonly BoundIndex[];
}

function entriesIn(t: Term, ranges: readonly BoundIndex[]): readonly Found[] {
  const inner = t.kind === "big" ? [...ranges, ...t.over] : ranges.filter((r) => !boundBy(t).includes(r.name));
  const here: readonly Found[] = t.kind === "entry" ? [{ entry: t, ranges }] : [];
  return [...here, ...partsOf(t).flatMap((p) => entriesIn(p, inner))];
}

/** The stretch of the index for a position `± index + rest`, rest between its least and greatest value. */
function shifted(at: Term, axis: Dim, ranges: readonly BoundIndex[], q: LengthQuestion): Dim | null {
  const position = q.sizeOf(at);
  const linear = position ? linearIn(position, q.index) : null;
  if (!linear || Math.abs(linear.coefficient) !== 1) return null;
  const bounds = extremes(linear.rest, ranges, q);
  if (!bounds) return null;
  const [low, high] = bounds;
  if (linear.coefficient === 1) {
    if (isOne(subtractDims(one, low))) return subtractDims(axis, high);
    return isOne(subtractDims(one, high)) ? subtractDims(axis, low) : null;
  }
  return isOne(subtractDims(high, axis)) ? subtractDims(low, one) : null;
}

/** Least and greatest value of an affine position over the bound indices that occur in it. */
function extremes(rest: Dim, ranges: readonly BoundIndex[], q: LengthQuestion): readonly [Dim, Dim] | null {
  let low = rest;
  let high = rest;
  for (const r of ranges) {
    if (!dimNames(rest).has(r.name)) continue;
    const linear = linearIn(rest, r.name);
    const from = r.from ? q.sizeOf(r.from) : null;
    const to = r.to ? q.sizeOf(r.to) : null;
    if (!linear || !from || !to) return null;
    const at = (d: Dim, value: Dim): Dim => substituteDim(d, new Map([[r.name, value]]));
    low = at(low, linear.coefficient > 0 ? from : to);
    high = at(high, linear.coefficient > 0 ? to : from);
  }
  return [low, high];
}
