/** Σᵢ of a product: δ contracted, what does not depend on i taken out, Σᵢ vᵢeᵢ read as v. */
import { type Domain, type Expr, heads, oneRational, type Rational, rational, type Sym, sameRational, toDim } from "../expr/index.ts";
import { addDims, one, sameDim, subtractDims } from "../shape/dim.ts";
import { isColumn, isScalar, type Shape } from "../shape/shape.ts";
import { arg, cols, is, rows, scalar } from "./atoms.ts";
import type { Normal } from "./normal.ts";

interface Tools {
  sum(i: Sym, body: Expr): Expr;
  coefficient(e: Expr, i: Sym): Rational | null;
  hasDelta(e: Expr, i: Sym): boolean;
}

type Range = Domain & { readonly kind: "range" };

export function contracted(n: Normal, i: Sym, domain: Range, body: Expr, tools: Tools): Expr | null {
  if (is(body, "iverson")) return n.free(body).has(i) ? fixed(n, i, domain, body, [], tools) : null;
  if (!is(body, "mul") || n.parts(body).s[0] === body) return null;
  const { c, s, k } = n.parts(body);
  const factors = [...s, ...k];
  for (const f of factors) {
    if (!is(f, "iverson") || !n.free(f).has(i)) continue;
    const out = fixed(n, i, domain, f, [n.num(c), ...factors.filter((x) => x !== f)], tools);
    if (out) return out;
  }
  const hiding = s.find((f) => is(f, "add") && f.args.some((x) => tools.hasDelta(x, i)));
  if (hiding && is(hiding, "add")) {
    return n.add(
      hiding.args.map((x) => tools.sum(i, n.mul([n.num(c), ...factors.map((f) => (f === hiding ? x : f))]))),
      body.shape,
    );
  }
  return takenOut(n, i, body, tools) ?? readBack(n, i, body);
}

/** Σᵢ F δ(i, e) = [lo ≤ e] [e ≤ hi] F(e). Entries that could now run out of range count as zero there: the indicator says so. */
function fixed(n: Normal, i: Sym, domain: Range, delta: Expr, rest: readonly Expr[], tools: Tools): Expr | null {
  const truth = is(delta, "iverson") ? arg(delta, 0) : delta;
  if (truth.kind !== "app" || truth.head !== heads.eq) return null;
  const gap = n.sub(arg(truth, 0), arg(truth, 1));
  const c = tools.coefficient(gap, i);
  if (c?.d !== 1n || (c.n !== 1n && c.n !== -1n)) return null;
  const at = n.scale(rational(-c.n), n.sub(gap, n.scale(c, i)));
  const guards = [n.atMost(domain.from, at), n.atMost(at, domain.to)];
  const guarded = guards.some((g) => g.kind !== "num");
  return n.mul([...guards, ...rest.map((f) => n.subst(guarded ? zeroOutside(n, f, i) : f, i, at))]);
}

/** Entries whose position depends on i, with the value zero outside their range. */
export function zeroOutside(n: Normal, e: Expr, i: Sym): Expr {
  const done = new Map<Expr, Expr>();
  const go = (x: Expr): Expr => {
    if (!n.free(x).has(i)) return x;
    const before = done.get(x);
    if (before) return before;
    const kids = n.children(x).map(go);
    const out = x.kind === "elem" && x.at.some((p) => n.free(p).has(i)) ? n.elem(kids[0] as Expr, x.at, "zero") : n.rebuild(x, kids);
    done.set(x, out);
    return out;
  };
  return go(e);
}

function takenOut(n: Normal, i: Sym, body: Expr, tools: Tools): Expr | null {
  const { c, s, k } = n.parts(body);
  const depends = (e: Expr): boolean => n.free(e).has(i);
  let left = 0;
  let right = k.length;
  while (left < right && !depends(k[left] as Expr)) left++;
  while (right > left && !depends(k[right - 1] as Expr)) right--;
  const out = s.filter((e) => !depends(e));
  const stay = s.filter(depends);
  if (out.length === 0 && sameRational(c, oneRational) && left === 0 && right === k.length) return null;
  const middle = tools.sum(i, n.mul([...stay, ...k.slice(left, right)]));
  return n.mul([n.num(c), ...out, ...k.slice(0, left), middle, ...k.slice(right)]);
}

/** Σᵢ s(i) eᵢ = v where s(i) is vᵢ for a column v. */
function readBack(n: Normal, i: Sym, body: Expr): Expr | null {
  const { c, s, k } = n.parts(body);
  const [unit] = k;
  const is_i = (e: Expr | undefined): e is Expr => e !== undefined && is(e, "basis") && arg(e, 0) === i;
  const front = (): Expr => n.mul([n.num(c), ...s]);
  if (k.length === 1 && s.length > 0 && is_i(unit)) return pointwise(n, front(), i, unit.shape);
  const turned = unit && is(unit, "transpose") ? arg(unit, 0) : undefined;
  if (k.length === 1 && is_i(turned)) {
    const v = pointwise(n, front(), i, turned.shape);
    return v && n.T(v);
  }
  const second = k[1];
  if (k.length === 2 && is_i(unit) && second && is(second, "transpose") && arg(second, 0) === unit) {
    const v = pointwise(n, front(), i, unit.shape);
    return v && n.diagMatrix(v);
  }
  return null;
}

/** Does i run over every position of an axis of this length? */
export function fullRange(n: Normal, i: Sym, length: Expr): boolean {
  const domain = n.bound.get(i)?.domain;
  if (domain?.kind !== "range" || !sameNumber(domain.from)) return false;
  return domain.to === length;
}

const sameNumber = (e: Expr): boolean => e.kind === "num" && e.value.n === 1n && e.value.d === 1n;

/** The column v of the given shape with vᵢ = s(i), when every use of i is a plain subscript; null otherwise. */
export function pointwise(n: Normal, s: Expr, i: Sym, shape: Shape): Expr | null {
  if (!isColumn(shape) || !fullRange(n, i, n.size(rows(shape)))) return null;
  const done = new Map<Expr, Expr | null>();
  const go = (x: Expr): Expr | null => {
    if (!n.free(x).has(i)) return scalar(x) ? x : null;
    const before = done.get(x);
    if (before !== undefined) return before;
    const out = columnOf(n, x, i, shape, go);
    done.set(x, out);
    return out;
  };
  const v = go(s);
  return v && isScalar(v.shape) ? n.mul([v, n.ones(rows(shape))]) : v;
}

function columnOf(n: Normal, x: Expr, i: Sym, shape: Shape, go: (e: Expr) => Expr | null): Expr | null {
  if (x.kind === "elem") return columnOfEntry(n, x, i, shape);
  if (x.kind !== "app" || !scalar(x)) return null;
  const all = (list: readonly Expr[]): readonly Expr[] | null => {
    const out = list.map(go);
    return out.every((e) => e !== null) ? (out as readonly Expr[]) : null;
  };
  const whole = (e: Expr): Expr => (scalar(e) ? n.mul([e, n.ones(rows(shape))]) : e);
  switch (x.head.name) {
    case "mul": {
      const p = n.parts(x);
      if (p.s[0] === x) return null;
      const list = all(p.s);
      return list && n.had([n.num(p.c), ...list.filter(scalar), ...list.filter((e) => !scalar(e))]);
    }
    case "add": {
      const list = all(x.args);
      return list && n.add(list.map(whole));
    }
    case "pow": {
      const [base, exponent] = [go(arg(x, 0)), arg(x, 1)];
      return base && !n.free(exponent).has(i) ? n.pow(base, exponent) : null;
    }
    default: {
      if (x.head.acts.kind !== "elementwise") return null;
      const list = all(x.args);
      return list && n.apply(x.head, list);
    }
  }
}

/** vᵢ is v; A_{ij} with the other subscript free of i is the column A eⱼ. */
function columnOfEntry(n: Normal, x: Expr & { readonly kind: "elem" }, i: Sym, shape: Shape): Expr | null {
  if (n.free(x.of).has(i) || x.outside === "zero") return null;
  const uses = x.at.filter((p) => n.free(p).has(i));
  if (x.at.length === 2 && x.at[0] === i && x.at[1] === i) {
    const d = sameDim(rows(x.of.shape), cols(x.of.shape)) ? n.diagonal(x.of) : null;
    return d && sameDim(rows(d.shape), rows(shape)) ? d : null;
  }
  if (uses.length !== 1 || uses[0] !== i) return null;
  if (x.at.length === 1) {
    const v = isColumn(x.of.shape) ? x.of : n.T(x.of);
    return sameDim(rows(v.shape), rows(shape)) ? v : null;
  }
  if (x.at.length !== 2) return null;
  const [a, b] = x.at as [Expr, Expr];
  const m = a === i ? x.of : n.T(x.of);
  if (!sameDim(rows(m.shape), rows(shape))) return null;
  const other = a === i ? b : a;
  return n.mul([m, n.basis(other, m.shape[1] as NonNullable<Shape[1]>)]);
}

/** The number of positions of a range, as a dimension. */
export function lengthOf(domain: Range) {
  const [from, to] = [toDim(domain.from), toDim(domain.to)];
  return from && to ? addDims(subtractDims(to, from), one) : null;
}
