/**
 * Bound indices: closing sums, contracting δ, substituting without capture.
 *
 *   Σᵢ F δ(i, e) = [lo ≤ e ≤ hi] F(i := e)      Σᵢ vᵢ eᵢ = v      Σᵢ eᵢ = 1      Σᵢ c = (hi − lo + 1) c
 *
 * An index is a symbol that stands for its level and its range, so two sums over one range share their indices and the nodes below them.
 */
import {
  type Binder,
  childrenOf,
  type Domain,
  type Expr,
  type Head,
  heads,
  isInteger,
  type Name,
  type Rational,
  rational,
  type Sym,
} from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { scalarShape } from "../shape/shape.ts";
import { arg, inside, is, isZero } from "./atoms.ts";
import { contracted, pointwise } from "./contract.ts";
import type { Normal } from "./normal.ts";
import { rebuild as rebuildNode } from "./rebuild.ts";

const none: ReadonlySet<Sym> = new Set();

const headOf: Readonly<Partial<Record<Binder, Head>>> = {
  sum: inside.sum,
  product: inside.product,
  max: inside.max,
  min: inside.min,
  argmax: inside.argmax,
  argmin: inside.argmin,
  integral: inside.integral,
  expectation: inside.expectation,
  limit: inside.limit,
};

export function bound(n: Normal) {
  const freeOf = new Map<Expr, ReadonlySet<Sym>>();
  const domains = new Map<string, number>();
  let count = 0;

  function boundsOf(d: Domain): readonly Expr[] {
    return d.kind === "range" || d.kind === "interval" ? [d.from, d.to] : d.kind === "point" ? [d.at] : [];
  }

  const isBinder = (e: Expr): boolean =>
    e.kind === "app" &&
    e.args.length === 2 &&
    n.bound.has(e.args[1] as Sym) &&
    headOf[n.bound.get(e.args[1] as Sym)?.binder ?? "sum"] === e.head;

  function free(e: Expr): ReadonlySet<Sym> {
    const before = freeOf.get(e);
    if (before) return before;
    const made = freeHere(e);
    freeOf.set(e, made);
    return made;
  }

  function freeHere(e: Expr): ReadonlySet<Sym> {
    if (e.kind === "num") return none;
    if (e.kind === "sym") return n.bound.has(e) ? new Set([e]) : none;
    if (isBinder(e)) {
      const index = (e as { args: readonly Expr[] }).args[1] as Sym;
      const out = new Set(free((e as { args: readonly Expr[] }).args[0] as Expr));
      out.delete(index);
      for (const b of boundsOf((n.bound.get(index) as { domain: Domain }).domain)) for (const x of free(b)) out.add(x);
      return out.size === 0 ? none : out;
    }
    let out: Set<Sym> | null = null;
    let only: ReadonlySet<Sym> = none;
    for (const c of childrenOf(e)) {
      const f = free(c);
      if (f.size === 0 || f === only) continue;
      if (only.size === 0) only = f;
      else {
        out ??= new Set(only);
        for (const x of f) out.add(x);
      }
    }
    return out ?? only;
  }

  function index(level: number, binder: Binder, domain: Domain, hint: Name): Sym {
    const key = `${binder}:${domain.kind}:${
      domain.kind === "distribution"
        ? domain.name
        : boundsOf(domain)
            .map((b) => b.id)
            .join(",")
    }`;
    const number = domains.get(key) ?? domains.size;
    domains.set(key, number);
    const position = domain.kind === "range";
    const made = n.t.sym(`$${level}.${number}`, scalarShape, position ? "index" : "real");
    if (!n.bound.has(made)) n.bound.set(made, { binder, domain, level, hint });
    return made;
  }

  const fresh = (binder: Binder, domain: Domain, hint: Name): Sym => index(1000 + count++, binder, domain, hint);

  /** The smallest level that no other index in the body has. */
  function canonical(i: Sym, body: Expr): { readonly i: Sym; readonly body: Expr } {
    const info = n.bound.get(i);
    if (!info) throw new Bug("a binder without domain");
    const used = new Set([...free(body)].filter((x) => x !== i).map((x) => n.bound.get(x)?.level));
    let level = 1;
    while (used.has(level)) level++;
    if (level === info.level) return { i, body };
    const to = index(level, info.binder, info.domain, info.hint);
    return { i: to, body: subst(body, i, to) };
  }

  function close(i: Sym, body: Expr): Expr {
    const info = n.bound.get(i);
    if (!info) throw new Bug("a binder without domain");
    if (info.binder === "sum") return sum(i, body);
    const head = headOf[info.binder];
    if (!head) throw new Bug(`no normal form of ${info.binder}`);
    if ((info.binder === "integral" || info.binder === "expectation") && isZero(body)) return body;
    const c = canonical(i, body);
    return n.t.app(head, [c.body, c.i]);
  }

  function sum(i: Sym, body: Expr): Expr {
    if (isZero(body)) return body;
    const { domain } = n.bound.get(i) as { domain: Domain };
    if (domain.kind !== "range") throw new Bug("a sum runs over a range");
    if (domain.from === domain.to) return subst(body, i, domain.from);
    if (!free(body).has(i)) return n.mul([n.add([domain.to, n.neg(domain.from), n.num(1)]), body]);
    if (is(body, "add") && body.args.some((x) => !free(x).has(i) || hasDelta(x, i)))
      return n.add(
        body.args.map((x) => sum(i, x)),
        body.shape,
      );
    const apart = contracted(n, i, domain, body, { sum, coefficient, hasDelta });
    if (apart) return apart;
    const unit = is(body, "transpose") ? arg(body, 0) : body;
    if (is(unit, "basis") && arg(unit, 0) === i) {
      const whole = pointwise(n, n.num(1), i, unit.shape);
      if (whole) return unit === body ? whole : n.T(whole);
    }
    const c = canonical(i, body);
    return n.t.app(inside.sum, [c.body, c.i]);
  }

  /** The coefficient of i in a position that is affine in it; null otherwise. */
  function coefficient(e: Expr, i: Sym): Rational | null {
    let c = rational(0);
    for (const x of is(e, "add") ? e.args : [e]) {
      if (!free(x).has(i)) continue;
      const part = n.split(x);
      if (part.core === i) c = rational(c.n * part.c.d + part.c.n * c.d, c.d * part.c.d);
      else if (is(part.core, "add") && isInteger(part.c)) {
        const inner = coefficient(part.core, i);
        if (!inner) return null;
        c = rational(c.n * inner.d + part.c.n * inner.n * c.d, c.d * inner.d);
      } else return null;
    }
    return c;
  }

  const solvable = (e: Expr, i: Sym): boolean => {
    if (!is(e, "iverson") || !free(e).has(i)) return false;
    const truth = arg(e, 0);
    if (truth.kind !== "app" || truth.head !== heads.eq) return false;
    const c = coefficient(n.sub(arg(truth, 0), arg(truth, 1)), i);
    return c !== null && c.d === 1n && (c.n === 1n || c.n === -1n);
  };

  const deltas = new Map<Expr, Map<Sym, boolean>>();
  /** Is there a δ in the term that fixes i? */
  function hasDelta(e: Expr, i: Sym): boolean {
    if (!free(e).has(i)) return false;
    const row = deltas.get(e) ?? new Map<Sym, boolean>();
    deltas.set(e, row);
    const before = row.get(i);
    if (before !== undefined) return before;
    const found =
      solvable(e, i) || (is(e, "mul") && n.parts(e).s.some((f) => solvable(f, i) || (is(f, "add") && f.args.some((x) => hasDelta(x, i)))));
    row.set(i, found);
    return found;
  }

  function subst(e: Expr, i: Expr, by: Expr): Expr {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      if (x === i) return by;
      if (i.kind === "sym" && n.bound.has(i) && !free(x).has(i)) return x;
      const before = done.get(x);
      if (before) return before;
      const out = isBinder(x) ? underBinder(x as Expr & { kind: "app" }) : rebuild(x, childrenOf(x).map(go));
      done.set(x, out);
      return out;
    };
    const underBinder = (x: Expr & { kind: "app" }): Expr => {
      const own = arg(x, 1) as Sym;
      const info = n.bound.get(own) as { binder: Binder; domain: Domain; hint: Name };
      const bounds = boundsOf(info.domain);
      const moved = bounds.map(go);
      const captures = free(by).has(own);
      const domain: Domain =
        info.domain.kind === "range" || info.domain.kind === "interval"
          ? { ...info.domain, from: moved[0] as Expr, to: moved[1] as Expr }
          : info.domain;
      const same = moved.every((m, k) => m === bounds[k]);
      if (same && !captures) return close(own, go(arg(x, 0)));
      const away = fresh(info.binder, domain, info.hint);
      return close(away, go(subst(arg(x, 0), own, away)));
    };
    return go(e);
  }

  const rebuild = (e: Expr, children: readonly Expr[]): Expr => rebuildNode(n, e, children);
  const children = (e: Expr): readonly Expr[] => (isBinder(e) ? [arg(e as never, 0)] : childrenOf(e));

  return { free, index, fresh, close, subst, rebuild, children };
}
