/**
 * Entries, Kronecker's δ, and indicators of ranges.
 *
 *   (A + B)ᵢ = Aᵢ + Bᵢ   (A ⊙ B)ᵢ = AᵢBᵢ   f(u)ᵢ = f(uᵢ)   (uvᵀ)ᵢⱼ = uᵢvⱼ   (Aᵀ)ᵢⱼ = Aⱼᵢ   Iᵢⱼ = δᵢⱼ   (eⱼ)ᵢ = δᵢⱼ   Diag(v)ᵢⱼ = δᵢⱼvᵢ
 *   δᵢᵢ = 1   [1 ≤ i] = 1 for an index i from 1
 */
import { type App, compareRational, type Expr, heads, isInteger, oneRational, sameRational } from "../expr/index.ts";
import { isOne } from "../shape/dim.ts";
import { Bug } from "../shape/result.ts";
import { axes, isRow } from "../shape/shape.ts";
import { arg, inside, is, isNumber, isZero, rows, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

type Outside = "undefined" | "zero";

export function entries(n: Normal) {
  const known = new Map<string, Expr>();

  function elem(a: Expr, at: readonly Expr[], outside: Outside = "undefined"): Expr {
    if (at.length === 0 || scalar(a)) return a;
    if (axes(a.shape).length !== at.length) throw new Bug("an entry with the wrong number of subscripts");
    const key = `${outside[0]}${a.id}:${at.map((x) => x.id).join(",")}`;
    const before = known.get(key);
    if (before) return before;
    const made = (a.kind === "app" ? pushed(a, at, outside) : null) ?? n.t.elem(a, at, outside);
    known.set(key, made);
    return made;
  }

  /** The entry pushed inwards, or null when it stays. */
  function pushed(a: Expr & { readonly kind: "app" }, at: readonly Expr[], outside: Outside): Expr | null {
    const [i, j] = at as [Expr, Expr?];
    const here = (x: Expr): Expr => elem(x, at, outside);
    switch (a.head.name) {
      case "zeros":
        return n.num(0);
      case "add":
        return n.add(a.args.map(here));
      case "hadamard":
        return n.mul(a.args.map(here));
      case "ones":
        return outside === "undefined" ? n.num(1) : null;
      case "basis":
        return delta(arg(a, 0), i);
      case "eye":
        return j ? delta(i, j) : null;
      case "transpose":
        return j ? elem(arg(a, 0), [j, i], outside) : elem(arg(a, 0), [i], outside);
      case "Diag":
        return j ? n.mul([delta(i, j), elem(arg(a, 0), [i], outside)]) : null;
      case "inv": {
        const of = arg(a, 0);
        return j && is(of, "transpose") ? elem(n.inv(arg(of, 0)), [j, i], outside) : null;
      }
      case "diag":
        return elem(arg(a, 0), [i, i], outside);
      case "mul":
        return entryOfProduct(a, at, outside);
      case inside.sum.name:
        return throughSum(a, here);
      case "sg":
        return n.t.app(a.head, [here(arg(a, 0))]);
      default:
        return outside === "undefined" ? entrywise(a, here) : null;
    }
  }

  /** Σ passes an entry on; its index must not occur in the subscripts. */
  function throughSum(a: Expr & { readonly kind: "app" }, here: (x: Expr) => Expr): Expr {
    const old = n.bound.get(arg(a, 1) as never);
    if (!old) throw new Bug("a sum without range");
    const away = n.fresh(old.binder, old.domain, old.hint);
    return n.close(away, here(n.subst(arg(a, 0), arg(a, 1), away)));
  }

  function entrywise(a: Expr & { readonly kind: "app" }, here: (x: Expr) => Expr): Expr | null {
    if (a.head.name === "hpow") return n.pow(here(arg(a, 0)), arg(a, 1));
    if (a.head.acts.kind === "elementwise") return n.apply(a.head, a.args.map(here));
    return null;
  }

  function entryOfProduct(a: Expr, at: readonly Expr[], outside: Outside): Expr | null {
    const { c, s, k } = n.parts(a);
    const front = [n.num(c), ...s];
    const [i, j] = at as [Expr, Expr?];
    const cut = k.findIndex((x, p) => p > 0 && isOne(rows(x.shape)));
    if (cut > 0 && j) return n.mul([...front, elem(n.mul(k.slice(0, cut)), [i], outside), elem(n.T(n.mul(k.slice(cut))), [j], outside)]);
    const [first, last] = [k[0] as Expr, k.at(-1) as Expr];
    if (k.length === 1) return n.mul([...front, elem(first, at, outside)]);
    if (is(first, "Diag")) return n.mul([...front, elem(arg(first, 0), [i], outside), elem(n.mul(k.slice(1)), at, outside)]);
    if (j && is(last, "Diag")) return n.mul([...front, elem(arg(last, 0), [j], outside), elem(n.mul(k.slice(0, -1)), at, outside)]);
    if (!j && is(last, "basis")) return n.mul([...front, elem(n.mul(k.slice(0, -1)), [i, arg(last, 0)], outside)]);
    if (isRow(a.shape)) return elem(n.T(a), at, outside);
    if (s.length > 0 || !sameRational(c, oneRational)) return n.mul([...front, elem(n.raw(oneRational, [], k), at, outside)]);
    return null;
  }

  function delta(i: Expr, j: Expr): Expr {
    if (i === j) return n.num(1);
    const gap = n.sub(i, j);
    if (gap.kind === "num") return n.num(isZero(gap) ? 1 : 0);
    return n.t.app(heads.iverson, [n.t.app(heads.eq, i.id < j.id ? [i, j] : [j, i])]);
  }

  /** Bounds of an index: of a bound one its range, of a free one what the environment says. */
  function rangeOf(i: Expr): { readonly from: Expr; readonly to: Expr } | null {
    const index = is(i, inside.argmax.name) || is(i, inside.argmin.name) ? arg(i, 1) : i;
    if (index.kind !== "sym") return null;
    const domain = n.bound.get(index)?.domain;
    if (domain?.kind === "range") return domain;
    return n.ranges.get(index.name) ?? null;
  }

  function atMost(a: Expr, b: Expr): Expr {
    const gap = n.sub(b, a);
    if (gap.kind === "num") return n.num(gap.value.n >= 0n ? 1 : 0);
    if (surelyNonnegative(gap)) return n.num(1);
    const [low, high] = plainly(gap) ?? [a, b];
    return n.t.app(heads.iverson, [n.t.app(heads.le, [low, high])]);
  }

  /** 1 ≤ 1 + k − j is j ≤ k, and 1 ≤ k − 1 is 2 ≤ k. */
  function plainly(gap: Expr): readonly [Expr, Expr] | null {
    const list = termsOf(gap).map((x) => n.split(x));
    if (list.length !== 2 || list.some(({ c, core }) => !isInteger(c) || (core.kind === "sym" && c.n !== 1n && c.n !== -1n))) return null;
    const up = list.find(({ c, core }) => core.kind === "sym" && c.n === 1n);
    const other = list.find((x) => x !== up);
    if (!up || !other || !(other.core.kind === "sym" ? other.c.n < 0n : isNumber(other.core))) return null;
    return [n.scale({ n: -other.c.n, d: 1n }, other.core), up.core];
  }

  /** The terms of a sum, −(a + b) opened. */
  function termsOf(e: Expr): readonly Expr[] {
    if (is(e, "add")) return e.args;
    const inner = is(e, "mul") && e.args.length === 2 ? arg(e, 1) : null;
    return inner && is(inner, "add") ? inner.args.map((x) => n.mul([arg(e as App, 0), x])) : [e];
  }

  /** Every index at its worst end; sizes are at least 1. */
  function surelyNonnegative(gap: Expr): boolean {
    let now = gap;
    for (const x of termsOf(gap)) {
      const { c, core } = n.split(x);
      const range = rangeOf(core);
      if (!range || !isInteger(c)) continue;
      now = n.add([now, n.neg(x), n.scale(c, c.n > 0n ? range.from : range.to)]);
    }
    if (now.kind === "num") return now.value.n >= 0n;
    const { c, core } = n.split(now);
    if (core.kind === "sym" && core.sort === "index" && !rangeOf(core)) return c.n > 0n;
    const left = termsOf(now);
    const size = left.find((x) => x.kind !== "num");
    const rest = left.find((x) => isNumber(x));
    if (left.length !== 2) return false;
    if (!size || rest?.kind !== "num") return false;
    const part = n.split(size);
    return (
      part.core.kind === "sym" && !rangeOf(part.core) && part.c.n > 0n && compareRational(rest.value, { n: -part.c.n, d: part.c.d }) >= 0
    );
  }

  function iverson(truth: Expr): Expr {
    if (truth.kind === "num") return truth;
    if (truth.kind === "app" && truth.head === heads.eq) {
      const [a, b] = [arg(truth, 0), arg(truth, 1)];
      if (a.sort === "index" && b.sort === "index") return delta(a, b);
    }
    return n.t.app(heads.iverson, [truth]);
  }

  return { elem, delta, atMost, iverson };
}
