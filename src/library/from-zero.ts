/** A term as it is printed where positions count from 0; inside they count from 1. For the eye only: nothing is computed with it. */
import { type Bind, type Expr, heads, nodesOf, type Terms, toDim } from "../expr/index.ts";
import { addDims, one, size, subtractDims } from "../shape/index.ts";

/** x[j + 1] as xⱼ, e at j + 1 as eⱼ, and an array over i = 1 … n as one over i = 0 … n − 1. */
export function countedFromZero(t: Terms, e: Expr): Expr {
  const less = (p: Expr): Expr => {
    const d = toDim(p);
    return d ? t.dim(subtractDims(d, one)) : t.app(heads.add, [p, t.num(-1)]);
  };
  const shifted = t.replace(e, (x) => (x.kind === "bind" && countsFromOne(x) ? moved(t, x) : null));
  return t.replace(shifted, (x) => {
    if (x.kind === "elem") return t.elem(countedFromZero(t, x.of), x.at.map(less), x.outside);
    if (x.kind === "app" && x.head === heads.basis) return t.app(heads.basis, [less(x.args[0] as Expr), ...x.args.slice(1)]);
    return null;
  });
}

/** Its index stands alone as a position: it is the engine's own. */
function countsFromOne(b: Bind): boolean {
  if (b.domain.kind !== "range" || b.domain.from.kind !== "num" || b.domain.from.value.n !== 1n) return false;
  return b.binder === "tabulate" || nodesOf(b.body).some((x) => x.kind === "elem" && x.at.includes(b.index));
}

function moved(t: Terms, b: Bind): Expr {
  if (b.domain.kind !== "range") return b;
  const index = t.index(`${b.hint}@0`);
  const body = t.substitute(b.body, new Map([[b.index.name, t.dim(addDims(size(index.name), one))]]));
  const to = toDim(b.domain.to);
  const last = to ? t.dim(subtractDims(to, one)) : t.app(heads.add, [b.domain.to, t.num(-1)]);
  return t.bind(b.binder, index, { kind: "range", from: t.num(0), to: last }, body, b.hint);
}
