/** Free indices of an answer: in code they become the axes of an array. */
import { type Expr, type Name, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import { axes, type Dim, dimNames } from "../shape/index.ts";

/** Along which axis each free index runs, in order of appearance. A size, as in the last entry xₙ, is none. */
export function freeIndices(...terms: readonly Expr[]): ReadonlyMap<Name, Dim> {
  const along = new Map<Name, Dim>();
  const sizes = new Set<string>();
  for (const x of nodesOf(...terms)) for (const d of x.shape) dimNames(d, sizes);
  for (const x of nodesOf(...terms)) {
    if (x.kind !== "elem") continue;
    for (const [i, position] of x.at.entries()) {
      for (const s of nodesOf(position)) {
        const free = s.kind === "sym" && position === s && !s.name.startsWith("#") && !sizes.has(s.name);
        if (free && !along.has(s.name)) along.set(s.name, axes(x.of.shape)[i] as Dim);
      }
    }
  }
  return along;
}

/** The term as an array over these indices, the first outermost. */
export function tabulated(t: Terms, e: Expr, indices: readonly (readonly [Name, Dim])[]): Expr {
  return indices.reduceRight((body, [name, length]) => {
    const index: Sym = t.index(name);
    return t.bind("tabulate", index, { kind: "range", from: t.num(1), to: t.dim(length) }, body);
  }, e);
}
