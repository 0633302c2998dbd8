/** Clean-up of a result, from the leaves up and once per node: names of the document, laws, expanding under guard, factoring. */
import type { App, Expr } from "../expr/index.ts";
import { isFullMatrix } from "../shape/shape.ts";
import { is, scalar } from "./atoms.ts";
import { createExpander } from "./expand.ts";
import { factor } from "./factor.ts";
import { lawsOfProducts } from "./laws.ts";
import type { Normal } from "./normal.ts";

export function createTidy(n: Normal): (e: Expr) => Expr {
  const done = new Map<Expr, Expr>();
  const { expand } = createExpander(n);
  /** What all terms of a product over a sum share, taken out anew. */
  const reopened = (e: Expr): Expr | null => {
    const sum = opened(n, e);
    if (!sum) return null;
    const { c, s, k } = n.parts(sum);
    return n.mul([n.num(c), ...s, ...k.map((x) => factor(n, x, tidy))]);
  };
  const tidy = (e: Expr): Expr => {
    const before = done.get(e);
    if (before) return before;
    done.set(e, e);
    const named = n.names.get(e);
    const kids = n.children(e);
    const rebuilt = named ?? (kids.length === 0 ? e : withKids(n, e, kids, kids.map(tidy)));
    const lawful = lawsOfProducts(n, rebuilt);
    const smaller = expand(lawful);
    const out = smaller ? tidy(smaller) : (reopened(lawful) ?? factor(n, lawful, tidy));
    const last = n.names.get(out) ?? out;
    done.set(e, last);
    return last;
  };
  return tidy;
}

function withKids(n: Normal, e: Expr, kids: readonly Expr[], next: readonly Expr[]): Expr {
  return kids.every((k, i) => k === next[i]) ? e : n.rebuild(e, next);
}

const mostTerms = 4;

/** A product over one short sum of matrices, of the engine's own making, as the sum: only what all its terms share is factored again. */
function opened(n: Normal, e: Expr): Expr | null {
  if (!is(e, "mul") || scalar(e)) return null;
  const { c, s, k } = n.parts(e);
  const own = (x: Expr): x is App => is(x, "add") && !n.written.has(x) && isFullMatrix(x.shape);
  const at = k.findIndex(own);
  const sum = k[at];
  if (!sum || !own(sum) || k.length < 2 || sum.args.length > mostTerms || k.filter(own).length > 1) return null;
  if (sum.args.some((x) => n.parts(x).k.some(own) || isIdentity(n, x))) return null;
  return n.add(
    sum.args.map((x) => n.mul([n.num(c), ...s, ...k.slice(0, at), x, ...k.slice(at + 1)])),
    e.shape,
  );
}

/** c I: with I + J a chain of Jacobians is written (I + ∂g) ∂f. */
function isIdentity(n: Normal, e: Expr): boolean {
  const { s, k } = n.parts(e);
  const [only] = k;
  return s.length === 0 && k.length === 1 && only !== undefined && is(only, "eye");
}
