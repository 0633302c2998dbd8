/**
 * Products: rational × powers of scalars × ordered chain of matrices.
 *
 *   A A⁻¹ = I      Diag(v) u = v ⊙ u      Diag(u) Diag(v) = Diag(u ⊙ v)      uᵀAv = vᵀAᵀu (fewer transposes)
 *   1ᵀ(u ⊙ v) = uᵀv      aᵀ(b ⊙ a⁻¹) = 1ᵀb      eᵢᵀ A eⱼ = Aᵢⱼ      1ᵀ1 = n
 */
import { type Expr, heads, multiplyRational, oneRational, productShape, type Rational, sameRational } from "../expr/index.ts";
import { isOne } from "../shape/dim.ts";
import { Bug } from "../shape/result.ts";
import { isColumn, isRow, isScalar, type Shape, showShape } from "../shape/shape.ts";
import { arg, cols, inside, is, isOnes, isZero, rows, scalar } from "./atoms.ts";
import type { Normal, Parts } from "./normal.ts";

interface Build {
  c: Rational;
  readonly powers: Map<Expr, Expr>;
  chain: Expr[];
}

const idsOf = (list: readonly Expr[]): string => (list.length === 1 ? String((list[0] as Expr).id) : list.map((e) => e.id).join(","));
function sortedIds(list: readonly Expr[]): string {
  const [a, b] = list;
  if (a && b && list.length === 2) return a.id < b.id ? `${a.id},${b.id}` : `${b.id},${a.id}`;
  return list
    .map((e) => e.id)
    .sort((x, y) => x - y)
    .join(",");
}

/** Prefer the chain with fewer transposes; a differential is written without. */
export const transposes = (k: readonly Expr[]): number =>
  k.reduce((sum, e) => {
    const x = is(e, "inv") ? arg(e, 0) : e;
    return sum + (is(x, "transpose") ? (is(arg(x, 0), "d") ? 10 : 1) : 0);
  }, 0);

export function products(n: Normal) {
  const table = new Map<string, Expr>();
  const known = new Map<Expr, Parts>();
  const closed = new Map<string, Expr>();

  function parts(e: Expr): Parts {
    const found = known.get(e);
    if (found) return found;
    if (e.kind === "num") return { c: e.value, s: [], k: [] };
    return scalar(e) ? { c: oneRational, s: [e], k: [] } : { c: oneRational, s: [], k: [e] };
  }

  function raw(c: Rational, s: readonly Expr[], k: readonly Expr[]): Expr {
    if (s.length === 0 && k.length === 0) return n.t.num(c);
    const factors = [...s, ...k];
    const one = sameRational(c, oneRational);
    if (one && factors.length === 1) return factors[0] as Expr;
    const key = `${one ? "" : `${c.n}/${c.d}`};${s.length < 2 ? (s[0]?.id ?? "") : sortedIds(s)};${idsOf(k)}`;
    const before = table.get(key);
    if (before) return before;
    const made = n.t.app(heads.mul, one ? factors : [n.t.num(c), ...factors]);
    table.set(key, made);
    known.set(made, { c, s, k });
    return made;
  }

  function put(b: Build, f: Expr): void {
    if (f.kind === "num") {
      b.c = multiplyRational(b.c, f.value);
      return;
    }
    const p = known.get(f);
    if (p) {
      b.c = multiplyRational(b.c, p.c);
      for (const x of p.s) put(b, x);
      for (const x of p.k) put(b, x);
      return;
    }
    if (isScalar(f.shape)) {
      const [base, exponent] = is(f, "pow") ? [arg(f, 0), arg(f, 1)] : [f, n.num(1)];
      const before = b.powers.get(base);
      b.powers.set(base, before ? n.add([before, exponent]) : exponent);
      return;
    }
    if (is(f, "eye")) return;
    append(b, f);
  }

  /** Adds a matrix to the chain, with the laws for neighbours; closes a row that has met its column. */
  function append(b: Build, f: Expr): void {
    const last = b.chain.at(-1);
    if (last) {
      const met = neighbours(last, f);
      if (met) {
        b.chain.pop();
        for (const x of met) put(b, x);
        return;
      }
    }
    b.chain.push(f);
    if (!isOne(cols(f.shape))) return;
    let start = b.chain.length - 1;
    while (start >= 0 && !isOne(rows((b.chain[start] as Expr).shape))) start--;
    if (start >= 0) put(b, dot(b.chain.splice(start)));
  }

  /** Σ of Diag(u) and outer products, of the engine's own making: (Diag(s) − s sᵀ) v = s ⊙ v − s (sᵀv). */
  const opens = (a: Expr): boolean =>
    is(a, "add") &&
    !n.written.has(a) &&
    a.args.every((x) => {
      const { k } = parts(x);
      return (
        (k.length === 1 && k[0] !== undefined && (is(k[0], "Diag") || is(k[0], "eye"))) || k.some((f, i) => i > 0 && isOne(rows(f.shape)))
      );
    });

  function neighbours(a: Expr, f: Expr): readonly Expr[] | null {
    if ((is(a, "inv") && arg(a, 0) === f) || (is(f, "inv") && arg(f, 0) === a)) return [];
    if (is(a, "Diag")) {
      if (isColumn(f.shape)) return [n.had([arg(a, 0), f])];
      if (is(f, "Diag")) return [n.diagMatrix(n.had([arg(a, 0), arg(f, 0)]))];
    }
    if (isColumn(f.shape) && is(a, "add") && opens(a)) return [n.add(a.args.map((x) => mul([x, f])))];
    const merged = powersMet(a, f);
    if (merged) return [merged];
    if (is(f, "Diag") && isRow(a.shape)) return [n.T(n.had([arg(f, 0), n.T(a)]))];
    return null;
  }

  /** XᵃXᵇ = Xᵃ⁺ᵇ where one of them is a written power. */
  function powersMet(a: Expr, f: Expr): Expr | null {
    if (is(a, "transpose") && is(f, "transpose")) {
      const below = powersMet(arg(f, 0), arg(a, 0));
      return below && n.T(below);
    }
    if (!is(a, "pow") && !is(f, "pow")) return null;
    const [x, p] = is(a, "pow") ? [arg(a, 0), arg(a, 1)] : [a, n.num(1)];
    const [y, q] = is(f, "pow") ? [arg(f, 0), arg(f, 1)] : [f, n.num(1)];
    return x === y ? n.matrixPower(x, n.add([p, q])) : null;
  }

  function mul(factors: readonly Expr[]): Expr {
    const whole = productShape(
      heads.mul,
      factors.map((f) => f.shape),
    );
    if (!whole.ok) throw new Bug(`${whole.error.message}: ${factors.map((f) => showShape(f.shape)).join(" · ")}`);
    if (factors.some(isZero)) return n.zero(whole.value);
    const b: Build = { c: oneRational, powers: new Map(), chain: [] };
    for (const f of factors) put(b, f);
    return finish(b, whole.value);
  }

  function finish(b: Build, shape: Shape): Expr {
    if (b.c.n === 0n) return n.zero(shape);
    const s: Expr[] = [];
    let again = false;
    for (const [base, exponent] of b.powers) {
      const p = n.pow(base, exponent);
      if (p.kind === "num") b.c = multiplyRational(b.c, p.value);
      else {
        again ||= known.has(p);
        s.push(p);
      }
    }
    if (again) return mul([n.t.num(b.c), ...s, ...b.chain]);
    if (b.chain.length === 0 && !isScalar(shape)) return raw(b.c, s, [n.eye(rows(shape))]);
    if (b.c.n === 0n || b.chain.some(isZero)) return n.zero(shape);
    return raw(b.c, s, b.chain);
  }

  /** A closed chain row … column, as a scalar. */
  function dot(k: readonly Expr[]): Expr {
    const first = k[0] as Expr;
    const last = k.at(-1) as Expr;
    if (k.length === 2) {
      const short = dotOfTwo(n.T(first), last, first);
      if (short) return short;
    }
    if (is(first, "transpose") && is(arg(first, 0), "basis")) {
      const i = arg(arg(first, 0) as typeof first, 0);
      if (is(last, "basis")) return n.elem(mul(k.slice(1, -1)), [i, arg(last, 0)]);
      return n.elem(mul(k.slice(1)), [i]);
    }
    if (is(last, "basis")) return n.elem(n.T(mul(k.slice(0, -1))), [arg(last, 0)]);
    if (is(last, inside.sum.name)) return n.close(arg(last, 1) as never, mul([...k.slice(0, -1), arg(last, 0)]));
    const back = [...k].reverse().map(n.T);
    const turnable = back.every((e) => !known.has(e));
    const ids = (list: readonly Expr[]): string => list.map((e) => e.id).join(",");
    const key = !turnable || ids(k) < ids(back) ? ids(k) : ids(back);
    const before = closed.get(key);
    if (before) return before;
    const made = n.t.app(heads.mul, turnable && transposes(back) < transposes(k) ? back : k);
    closed.set(key, made);
    return made;
  }

  /** aᵀb for two columns; `left` is aᵀ itself. */
  function dotOfTwo(a: Expr, b: Expr, left: Expr): Expr | null {
    if (is(a, "basis")) return n.elem(b, [arg(a, 0)]);
    if (is(b, "basis")) return n.elem(a, [arg(b, 0)]);
    if (isOnes(a) && isOnes(b)) return n.size(rows(a.shape));
    const pointwise = (e: Expr): boolean => is(e, "hadamard") || is(e, "hpow");
    const length = (e: Expr): number => (is(e, "hadamard") ? e.args.length : 1);
    if (!isOnes(a) && !isOnes(b) && (pointwise(a) || pointwise(b))) {
      const h = n.had([a, b]);
      if (length(h) < length(a) + length(b) && a !== b) return mul([n.T(n.ones(rows(a.shape))), h]);
    }
    if (isOnes(a) && is(b, "hadamard")) return mul([n.T(arg(b, 0)), n.had(b.args.slice(1))]);
    if (isOnes(b) && is(a, "hadamard")) return mul([n.T(arg(a, 0)), n.had(a.args.slice(1))]);
    if (is(b, inside.sum.name)) return n.close(arg(b, 1) as never, mul([left, arg(b, 0)]));
    if (is(a, inside.sum.name)) return n.close(arg(a, 1) as never, mul([n.T(arg(a, 0)), b]));
    return null;
  }

  function pair(a: Expr, b: Expr): Expr {
    if (isScalar(a.shape)) return mul([a, b]);
    if (isColumn(a.shape)) return mul([n.T(a), b]);
    if (isRow(a.shape)) return mul([a, n.T(b)]);
    return n.tr(mul([n.T(a), b]));
  }

  return { mul, parts, raw, pair };
}
