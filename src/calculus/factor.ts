/**
 * Factoring a sum: what *all* terms share comes out, never less.
 *
 *   L A R + L B R = L (A + B) R      s A + t A = (s + t) A      u ⊙ a + u ⊙ b = u ⊙ (a + b)      2a − 2b = 2 (a − b)
 *
 * Not when a remainder would be (long scalar)·I or I alone: (A/s − q I/s²) x and (I − A) x are not what a book prints, (A − λI) x is.
 */
import { type App, type Expr, oneRational, type Rational, rational, sameRational } from "../expr/index.ts";
import { isOne } from "../shape/dim.ts";
import { sameShape } from "../shape/shape.ts";
import { cols, is, rows, scalar } from "./atoms.ts";
import type { Normal, Parts } from "./normal.ts";

export function factor(n: Normal, e: Expr, again: (x: Expr) => Expr): Expr {
  if (!is(e, "add")) return e;
  const terms = e.args.map((x) => n.parts(x));
  return (
    sharedChain(n, e, terms, again) ?? groups(n, e, terms, again) ?? sharedScalars(n, e, terms, again) ?? sharedEntrywise(n, e, terms) ?? e
  );
}

/** The rational that all coefficients have in common up to sign; 1 when they differ: 2a − 4b stays. */
function content(terms: readonly Parts[]): Rational {
  const c = terms[0]?.c ?? oneRational;
  const size = rational(c.n < 0n ? -c.n : c.n, c.d);
  return terms.every((p) => p.c.d === size.d && (p.c.n === size.n || p.c.n === -size.n)) ? size : oneRational;
}

function sharedChain(n: Normal, e: App, terms: readonly Parts[], again: (x: Expr) => Expr): Expr | null {
  const first = terms[0] as Parts;
  if (terms.some((p) => p.k.length === 0)) return null;
  if (terms.every((p) => p.k.length === first.k.length && p.k.every((x, i) => x === first.k[i]))) {
    const inner = n.add(terms.map((p) => n.mul([n.num(p.c), ...p.s])));
    return n.mul([again(inner), ...first.k]);
  }
  const shortest = Math.min(...terms.map((p) => p.k.length));
  let right = 0;
  while (right < shortest && terms.every((p) => p.k.at(-1 - right) === first.k.at(-1 - right))) right++;
  let left = 0;
  while (left + right < shortest && terms.every((p) => p.k[left] === first.k[left])) left++;
  const nothingLeft = terms.filter((p) => p.k.length === left + right).length;
  if (left + right === 0 || nothingLeft > 1) return null;
  const start = first.k.slice(0, left);
  const end = right > 0 ? first.k.slice(-right) : [];
  const a = left > 0 ? cols((start.at(-1) as Expr).shape) : rows(e.shape);
  const b = right > 0 ? rows((end[0] as Expr).shape) : cols(e.shape);
  if (isOne(a) !== isOne(b) && nothingLeft > 0) return null;
  const core = terms.map((p) => {
    const middle = p.k.slice(left, p.k.length - right);
    return n.mul([n.num(p.c), ...p.s, ...(middle.length > 0 ? middle : isOne(a) ? [] : [n.eye(a)])]);
  });
  const shape = core[0]?.shape;
  if (!shape || core.some((x) => !sameShape(x.shape, shape)) || core.some((x) => heavyIdentity(n, x))) return null;
  return n.mul([...start, again(n.add(core)), ...end]);
}

/**
 * Some terms share their scalars and their last factor: Ax/s + Aᵀx/s − q x/s² is (A + Aᵀ)x/s − q x/s², and Ax + Aᵀx + b is (A + Aᵀ)x + b.
 * Longer chains must share their first factor too: AᵀAᵀBᵀ + AᵀBᵀAᵀ + BᵀAᵀAᵀ stays.
 */
function groups(n: Normal, e: App, terms: readonly Parts[], again: (x: Expr) => Expr): Expr | null {
  const byKey = new Map<string, Expr[]>();
  for (const [i, p] of terms.entries()) {
    const ends = p.k.length > 2 && p.s.length === 0 ? `${(p.k[0] as Expr).id} ` : "";
    const last = p.k.length > 1 ? `${ends}${(p.k.at(-1) as Expr).id}` : `alone ${i}`;
    const key = `${last}:${p.s
      .map((x) => x.id)
      .sort((a, b) => a - b)
      .join(",")}`;
    byKey.set(key, [...(byKey.get(key) ?? []), e.args[i] as Expr]);
  }
  if (byKey.size === terms.length || byKey.size === 1) return null;
  return n.add(
    [...byKey.values()].map((list) => (list.length > 1 ? again(n.add(list)) : (list[0] as Expr))),
    e.shape,
  );
}

/** (long scalar)·I, and I itself. */
function heavyIdentity(n: Normal, e: Expr): boolean {
  const { s, k } = n.parts(e);
  const [only] = k;
  return k.length === 1 && only !== undefined && is(only, "eye") && !(s.length === 1 && s[0]?.kind === "sym");
}

function sharedScalars(n: Normal, e: App, terms: readonly Parts[], again: (x: Expr) => Expr): Expr | null {
  const first = terms[0] as Parts;
  const common = first.s.filter((x) => terms.every((p) => p.s.includes(x)));
  const c = terms.every((p) => p.s.length === 0 && p.k.length === 0) ? oneRational : content(terms);
  if (common.length === 0 && sameRational(c, oneRational)) return null;
  const rest = terms.map((p) => n.mul([n.num(rational(p.c.n * c.d, p.c.d * c.n)), ...p.s.filter((x) => !common.includes(x)), ...p.k]));
  const shape = rest.find((x) => !scalar(x))?.shape ?? e.shape;
  const sum = n.add(rest.map((x) => (scalar(x) && !sameShape(x.shape, shape) ? n.mul([x, n.onesLike(shape)]) : x)));
  return n.mul([n.num(c), ...common, again(sum)]);
}

function sharedEntrywise(n: Normal, e: App, terms: readonly Parts[]): Expr | null {
  if (scalar(e)) return null;
  const lists = terms.map((p) => (p.k.length === 1 && p.k[0] && is(p.k[0], "hadamard") ? p.k[0].args : p.k));
  const common = lists[0]?.find(
    (x) => !n.isOnesLike(x) && sameShape(x.shape, e.shape) && lists.every((l) => l.length >= 1 && l.includes(x)),
  );
  if (!common || terms.some((p, i) => p.k.length !== 1 && lists[i] === p.k)) return null;
  const rest = terms.map((p, i) => {
    const left = (lists[i] as readonly Expr[]).filter((x) => x !== common);
    return n.mul([n.num(p.c), ...p.s, left.length > 0 ? n.had(left) : n.onesLike(e.shape)]);
  });
  return n.had([common, n.add(rest)]);
}
