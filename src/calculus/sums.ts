/** Sums: rational × term, like terms merged, zero dropped, leading term positive. */
import {
  type App,
  addRational,
  type Expr,
  heads,
  multiplyRational,
  negateRational,
  oneRational,
  type Rational,
  rational,
  sameRational,
} from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { isScalar, type Shape, sameShape, scalarShape, showShape } from "../shape/shape.ts";
import { isZero, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

interface Term {
  readonly core: Expr;
  readonly c: Rational;
}

/**
 * A longer sum stays closed inside another: h ← h + σ(W h) again and again would make sums of 1, 2, … L terms, the square of L in all. Sums
 * of the engine's own making are opened longer, so that like terms meet.
 */
const mostOpened = { written: 8, made: 24 };

export function sums(n: Normal) {
  /** Sums by their sorted terms: b + Ax and Ax + b are one node, shown as it was first built. */
  const table = new Map<string, Expr>();

  function split(e: Expr): { readonly c: Rational; readonly core: Expr } {
    if (e.kind === "num") return { c: e.value, core: n.num(1) };
    const p = n.parts(e);
    return sameRational(p.c, oneRational) ? { c: oneRational, core: e } : { c: p.c, core: n.raw(oneRational, p.s, p.k) };
  }

  const isLong = (e: App): boolean => e.args.length > (n.written.has(e) ? mostOpened.written : mostOpened.made);

  function scale(c: Rational, e: Expr): Expr {
    if (sameRational(c, oneRational)) return e;
    const p = n.parts(e);
    return n.raw(multiplyRational(c, p.c), p.s, p.k);
  }

  /** −(a + b) is held as a product; inside a sum it opens up. */
  function opened(e: Expr): { readonly terms: readonly Expr[]; readonly sign: Rational } | null {
    if (e.kind !== "app") return null;
    if (e.head === heads.add) return isLong(e) ? null : { terms: e.args, sign: oneRational };
    if (e.head !== heads.mul || e.args.length !== 2) return null;
    const [c, inner] = e.args;
    const minus = c?.kind === "num" && c.value.n === -1n && c.value.d === 1n;
    return minus && inner?.kind === "app" && inner.head === heads.add && !isLong(inner) ? { terms: inner.args, sign: rational(-1) } : null;
  }

  function collect(list: readonly Expr[], shape: Shape): readonly Term[] {
    const merged = new Map<Expr, Rational>();
    const put = (e: Expr, sign: Rational): void => {
      if (isZero(e)) return;
      if (!sameShape(e.shape, shape)) throw new Bug(`a sum of ${showShape(shape)} and ${showShape(e.shape)}`);
      const inner = opened(e);
      if (inner) {
        for (const x of inner.terms) put(x, multiplyRational(sign, inner.sign));
        return;
      }
      const { c, core } = split(e);
      const before = merged.get(core);
      const here = multiplyRational(c, sign);
      merged.set(core, before ? addRational(before, here) : here);
    };
    for (const e of list) put(e, oneRational);
    return [...merged].filter(([, c]) => c.n !== 0n).map(([core, c]) => ({ core, c }));
  }

  const node = (terms: readonly Term[], turn: boolean): Expr => {
    const made = terms.map((x) => scale(turn ? negateRational(x.c) : x.c, x.core));
    const key = made
      .map((x) => x.id)
      .sort((a, b) => a - b)
      .join(",");
    const known = table.get(key);
    if (known) return known;
    const sum = n.t.app(heads.add, made);
    table.set(key, sum);
    if (turn) n.turned.add(sum);
    return sum;
  };

  function add(list: readonly Expr[], shape?: Shape): Expr {
    const whole = shape ?? list.find((e) => !isScalar(e.shape))?.shape ?? scalarShape;
    const terms = collect(list, whole);
    const [first] = terms;
    if (!first) return n.zero(whole);
    if (terms.length === 1) return scale(first.c, first.core);
    const lead = terms.reduce((a, b) => (a.core.id < b.core.id ? a : b));
    if (lead.c.n > 0n) return node(terms, false);
    const sum = node(terms, true);
    return scalar(sum) ? n.raw(rational(-1), [sum], []) : n.raw(rational(-1), [], [sum]);
  }

  function spread(list: readonly Expr[]): readonly Expr[] {
    const array = list.find((e) => !scalar(e));
    return array ? list.map((e) => (scalar(e) ? n.mul([e, n.onesLike(array.shape)]) : e)) : list;
  }

  const neg = (a: Expr): Expr => scale(rational(-1), a);
  return { add, split, scale, spread, neg, sub: (a: Expr, b: Expr): Expr => add([a, neg(b)]) };
}
