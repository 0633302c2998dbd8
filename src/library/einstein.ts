/**
 * Einstein's convention: an index that occurs twice in a term is summed over its axis.
 *
 * A term is what stands between + and −, and every argument of a function is a term of its own: σ(Wᵢⱼxⱼ) sums j inside. A square counts
 * twice (xᵢ² = xᵢxᵢ), unless the index is listed as free.
 */
import { childrenOf, type Expr, type Name, nodesOf, type Terms, toDim } from "../expr/index.ts";
import { axes, type Dim, dimNames } from "../shape/index.ts";
import { freeIndices } from "./free-indices.ts";

/** How often each index occurs in a product, and which are summed. */
type Counts = ReadonlyMap<Name, number>;

interface Reading {
  readonly term: Expr;
  readonly counts: Counts;
}

const none: Counts = new Map();

function together(all: readonly Counts[]): Counts {
  const out = new Map<Name, number>();
  for (const c of all) for (const [name, k] of c) out.set(name, (out.get(name) ?? 0) + k);
  return out;
}

const once = (all: readonly Counts[]): Counts => new Map(all.flatMap((c) => [...c.keys()].map((name) => [name, 1] as const)));

/** Products of factors: heads through which indices of one term are counted together. */
const multiplies: ReadonlySet<string> = new Set(["mul", "neg", "hadamard", "div", "transpose", "iverson", "eq"]);

export function summedByEinstein(t: Terms, e: Expr, listed: ReadonlySet<Name>): Expr {
  const ranges = freeIndices(e);
  const sizes = new Set<string>();
  for (const x of nodesOf(e)) for (const d of axesOf(x)) dimNames(d, sizes);
  const known = new Map<Expr, Reading>();

  const isIndex = (name: Name): boolean => !name.startsWith("#") && !sizes.has(name) && !listed.has(name);
  const namesIn = (position: Expr): Counts => {
    const d = toDim(position);
    return d ? new Map([...dimNames(d)].filter(isIndex).map((name) => [name, 1] as const)) : none;
  };

  const read = (x: Expr): Reading => {
    const before = known.get(x);
    if (before) return before;
    const made = readHere(x);
    known.set(x, made);
    return made;
  };

  function readHere(x: Expr): Reading {
    if (x.kind === "elem") {
      const of = read(x.of);
      return { term: t.elem(of.term, x.at, x.outside), counts: together([of.counts, ...x.at.map(namesIn)]) };
    }
    if (x.kind === "app" && x.head.name === "eq") return { term: x, counts: together(x.args.map(namesIn)) };
    if (x.kind === "app" && x.head.name === "pow" && x.args[1]?.kind === "num" && x.args[1].value.n === 2n && x.args[1].value.d === 1n) {
      const base = read(x.args[0] as Expr);
      return { term: t.rebuild(x, [base.term, x.args[1]]), counts: together([base.counts, base.counts]) };
    }
    if (x.kind === "app" && multiplies.has(x.head.name)) {
      const parts = x.args.map(read);
      return {
        term: t.rebuild(
          x,
          parts.map((p) => p.term),
        ),
        counts: together(parts.map((p) => p.counts)),
      };
    }
    const children = childrenOf(x);
    if (children.length === 0) return { term: x, counts: none };
    const parts = children.map((c) => (c.sort === "truth" || c.sort === "index" ? { term: c, counts: none } : closed(read(c))));
    return {
      term: t.rebuild(
        x,
        parts.map((p) => p.term),
      ),
      counts: once(parts.map((p) => p.counts)),
    };
  }

  /** The term with what occurs twice summed. */
  function closed({ term, counts }: Reading): Reading {
    let out = term;
    const left = new Map(counts);
    for (const [name, k] of counts) {
      const range = k === 2 ? ranges.get(name) : undefined;
      if (!range) continue;
      out = t.bind("sum", t.index(name), { kind: "range", from: t.dim(range.from), to: t.dim(range.to) }, out);
      left.delete(name);
    }
    return { term: out, counts: left };
  }

  return closed(read(e)).term;
}

const axesOf = (x: Expr): readonly Dim[] => axes(x.shape);
