/** Free indices of an answer: in code they become the axes of an array. */
import { type App, childrenOf, type Expr, type Name, nodesOf, type Sym, type Terms, toDim } from "../expr/index.ts";
import { addDims, axes, constantDim, type Dim, dimNames, linearIn, one, size, substituteDim, subtractDims, zero } from "../shape/index.ts";

/** The values that an index runs over, ends included. */
export interface Stretch {
  readonly from: Dim;
  readonly to: Dim;
}

/** Ranges of the bound indices around a place, by bound name. */
type Around = ReadonlyMap<Name, Stretch>;

interface Position {
  readonly at: Dim;
  readonly axis: Dim;
  readonly outside: "undefined" | "zero";
  readonly around: Around;
}

/**
 * Over what each free index runs, in order of appearance: the axis on which it stands alone (up to a constant), else the stretch on which
 * a shifted position xᵢ₊ⱼ₋₁ stays inside its axis (meets it at all, where entries outside are zero). A size, as in the last entry xₙ, is none.
 */
export function freeIndices(...terms: readonly Expr[]): ReadonlyMap<Name, Stretch> {
  const sizes = new Set<string>();
  for (const x of nodesOf(...terms)) for (const d of x.shape) dimNames(d, sizes);
  const isFree = (name: Name): boolean => !name.startsWith("#") && !sizes.has(name);
  const positions = terms.flatMap(positionsIn);
  const names = [
    ...new Set(terms.flatMap((x) => [...positionsIn(x).flatMap((p) => [...namesAround(p)]), ...comparedIn(x)]).filter(isFree)),
  ];
  const out = new Map<Name, Stretch>();
  for (const name of names) {
    const found =
      first(positions, (p) => alone(p, name)) ??
      first(positions, (p) => shifted(p, name)) ??
      first(positions, (p) => upTo(p, name)) ??
      partner(name, terms, out);
    if (found) out.set(name, found);
  }
  return out;
}

const comparisons: ReadonlySet<string> = new Set(["eq", "ne", "lt", "le", "gt", "ge"]);
const isComparison = (x: Expr): x is App => x.kind === "app" && comparisons.has(x.head.name);

/** Indices that stand alone on a side of a comparison. */
const comparedIn = (term: Expr): readonly Name[] =>
  nodesOf(term).flatMap((x) => (isComparison(x) ? x.args.flatMap((a) => (a.kind === "sym" && a.sort === "index" ? [a.name] : [])) : []));

/** The i of δᵢⱼ and of [j ≤ i] runs where j runs. */
function partner(name: Name, terms: readonly Expr[], known: ReadonlyMap<Name, Stretch>): Stretch | null {
  for (const x of nodesOf(...terms)) {
    if (!isComparison(x)) continue;
    const names = x.args.map((a) => (a.kind === "sym" ? a.name : ""));
    const other = names.includes(name) ? names.find((n) => n !== name) : undefined;
    const range = other === undefined ? undefined : (known.get(other) ?? rangeOfBound(terms, other));
    if (range) return range;
  }
  return null;
}

/** The range of the sum that binds this index. */
function rangeOfBound(terms: readonly Expr[], name: Name): Stretch | null {
  const binder = nodesOf(...terms).find((x) => x.kind === "bind" && x.index.name === name);
  if (binder?.kind !== "bind" || binder.domain.kind !== "range") return null;
  const [from, to] = [toDim(binder.domain.from), toDim(binder.domain.to)];
  return from && to ? { from, to } : null;
}

function first(positions: readonly Position[], f: (p: Position) => Stretch | null): Stretch | null {
  for (const p of positions) {
    const found = f(p);
    if (found) return found;
  }
  return null;
}

/** The names of a position, and of the bounds of the bound indices in it. */
function namesAround(p: Position): ReadonlySet<Name> {
  const out = new Set(dimNames(p.at));
  for (const name of [...out]) {
    const range = p.around.get(name);
    if (range) for (const end of [range.from, range.to]) dimNames(end, out);
  }
  return out;
}

/** Every position of an entry or a unit vector, each node once. */
function positionsIn(root: Expr): readonly Position[] {
  const out: Position[] = [];
  const seen = new Set<Expr>();
  const visit = (x: Expr, around: Around): void => {
    if (seen.has(x)) return;
    seen.add(x);
    const add = (position: Expr | undefined, axis: Dim | null | undefined, outside: Position["outside"]): void => {
      const at = position ? toDim(position) : null;
      if (at && axis) out.push({ at, axis, outside, around });
    };
    if (x.kind === "elem") for (const [i, p] of x.at.entries()) add(p, axes(x.of.shape)[i], x.outside);
    if (x.kind === "app" && x.head.name === "basis") add(x.args[0], x.args[1] && toDim(x.args[1]), "undefined");
    const range = x.kind === "bind" && x.domain.kind === "range" ? [toDim(x.domain.from), toDim(x.domain.to)] : [];
    const [from, to] = range;
    const inner = x.kind === "bind" && from && to ? new Map([...around, [x.index.name, { from, to }] as const]) : around;
    for (const c of childrenOf(x)) visit(c, inner);
  };
  visit(root, new Map());
  return out;
}

/** `i + c`: all of the axis. */
function alone(p: Position, name: Name): Stretch | null {
  const linear = linearIn(p.at, name);
  if (linear?.coefficient !== 1 || constantDim(linear.rest) === null) return null;
  return { from: subtractDims(one, linear.rest), to: subtractDims(p.axis, linear.rest) };
}

/** `i + rest`, rest between its least and greatest value. */
function shifted(p: Position, name: Name): Stretch | null {
  const linear = linearIn(p.at, name);
  if (linear?.coefficient !== 1) return null;
  const ends = extremes(linear.rest, p.around);
  if (!ends || [ends.low, ends.high].some((d) => dimNames(d).has(name))) return null;
  const [before, after] = p.outside === "zero" ? [ends.high, ends.low] : [ends.low, ends.high];
  const from = subtractDims(one, before);
  return { from: p.outside === "zero" && neverPositive(from) ? zero : from, to: subtractDims(p.axis, after) };
}

/** 1 − k and the like, sizes being at least 1: an index that counts from 0 does not start there. */
function neverPositive(d: Dim): boolean {
  const atLeast1 = substituteDim(d, new Map([...dimNames(d)].map((name) => [name, one])));
  const value = constantDim(atLeast1);
  return value !== null && value <= 0 && [...dimNames(d)].every((name) => (linearIn(d, name)?.coefficient ?? 1) < 0);
}

/** xⱼ for j = 1 … i: i runs as far as j could. */
function upTo(p: Position, name: Name): Stretch | null {
  for (const [bound, range] of p.around) {
    const linear = linearIn(p.at, bound);
    const end = [range.from, range.to].map((d) => linearIn(d, name)).find((l) => l?.coefficient === 1);
    if (linear?.coefficient !== 1 || !end || constantDim(addDims(linear.rest, end.rest)) === null) continue;
    const shift = addDims(linear.rest, end.rest);
    return { from: subtractDims(one, shift), to: subtractDims(p.axis, shift) };
  }
  return null;
}

/** Least and greatest value of an affine position over the bound indices that occur in it. */
function extremes(rest: Dim, around: Around): { readonly low: Dim; readonly high: Dim } | null {
  let low = rest;
  let high = rest;
  for (const [name, range] of around) {
    if (!dimNames(rest).has(name)) continue;
    const linear = linearIn(rest, name);
    if (!linear) return null;
    const at = (d: Dim, value: Dim): Dim => substituteDim(d, new Map([[name, value]]));
    low = at(low, linear.coefficient > 0 ? range.from : range.to);
    high = at(high, linear.coefficient > 0 ? range.to : range.from);
  }
  return [...dimNames(low), ...dimNames(high)].some((n) => n.startsWith("#")) ? null : { low, high };
}

/** The term as an array over these indices, the first outermost. */
export function tabulated(t: Terms, e: Expr, indices: readonly (readonly [Name, Stretch])[]): Expr {
  return indices.reduceRight((body, [name, { from, to }]) => {
    // An axis counts from 1: entry p stands for the index from + p − 1.
    const index: Sym = t.index(name);
    const shift = subtractDims(from, one);
    const moved = constantDim(shift) === 0 ? body : t.substitute(body, new Map([[name, t.dim(addDims(size(name), shift))]]));
    return t.bind("tabulate", index, { kind: "range", from: t.num(1), to: t.dim(subtractDims(to, shift)) }, moved);
  }, e);
}
