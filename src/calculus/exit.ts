/**
 * From normal terms back to terms as one writes them: quotients, differences, sums with their binders, cases.
 *
 * The signs and order of first construction come back here: what was first met as b − Ax is written b − Ax, not −(Ax − b).
 */
import { type App, type Expr, heads, isInteger, negateRational, oneRational, type Rational, type Sym, type Terms } from "../expr/index.ts";
import { absurd, Bug } from "../shape/result.ts";
import { isScalar } from "../shape/shape.ts";
import { createArms } from "./arms.ts";
import { arg, cols, inside, is, isNegative, isOnes, isZero, rows, scalar } from "./atoms.ts";
import { fullRange } from "./contract.ts";
import type { Family } from "./derivative.ts";
import type { Normal } from "./normal.ts";
import { createSigns } from "./signs.ts";

export interface Exit {
  term(e: Expr): Expr;
  /** A family as an array by its entries. */
  family(f: Family): Expr;
}

export function createExit(n: Normal, t: Terms): Exit {
  const { signs, negativeShown } = createSigns(n);
  const done = new Map<Expr, Expr>();
  const term = (e: Expr): Expr => {
    const before = done.get(e);
    if (before) return before;
    const out = written(e);
    done.set(e, out);
    return out;
  };
  const { groupArms, byArms } = createArms(n, t, term);
  const mul = (list: readonly Expr[]): Expr =>
    list.length === 1 ? (list[0] as Expr) : list.length === 0 ? t.num(1) : t.app(heads.mul, list);

  function written(e: Expr): Expr {
    switch (e.kind) {
      case "num":
        return number(e.value);
      case "sym":
        return t.sym(e.name, e.shape, e.sort);
      case "app":
        return application(e);
      case "call":
        return t.rebuild(t.adopt(e), e.args.map(term));
      case "elem":
        return t.elem(term(e.of), e.at.map(term), e.outside);
      case "cases":
        return t.cases(
          e.arms.map((a) => ({ when: term(a.when), then: term(a.then) })),
          e.otherwise && term(e.otherwise),
        );
      case "bind":
      case "deriv":
        return t.adopt(e);
      default:
        return absurd(e);
    }
  }

  const number = (v: Rational): Expr =>
    isInteger(v) ? t.num(v) : v.n < 0n ? t.app(heads.neg, [number(negateRational(v))]) : t.app(heads.div, [t.num(v.n), t.num(v.d)]);

  function application(e: App): Expr {
    switch (e.head.name) {
      case "add":
        return sum(e);
      case "mul":
        return product(e);
      case "pow":
        return scalar(e) ? scalarPower(e) : t.app(heads.pow, [term(arg(e, 0)), term(arg(e, 1))]);
      case "hadamard":
      case "hpow":
        return entrywise(e);
      case "inv":
        return inverse(e);
      case inside.sum.name:
      case inside.product.name:
      case inside.max.name:
      case inside.min.name:
      case inside.argmax.name:
      case inside.argmin.name:
      case inside.integral.name:
      case inside.expectation.name:
      case inside.limit.name:
        return binder(e);
      case inside.arm.name:
        return byArms([{ arm: e, value: t.num(1) }]);
      case "basis":
        return unit(e);
      case inside.unvec.name:
        return unvec(e);
      default:
        return t.app(e.head, e.args.map(term));
    }
  }

  function inverse(e: App): Expr {
    const of = arg(e, 0);
    return is(of, "transpose") ? t.app(heads.transpose, [t.app(e.head, [term(arg(of, 0))])]) : t.app(e.head, [term(of)]);
  }

  const sum = (e: App): Expr => sumOf(e.args, e);

  function sumOf(args: readonly Expr[], e: App): Expr {
    const arms = groupArms(args);
    if (arms) return arms;
    const merged = arraysMerged(args);
    if (merged) return merged.length === 1 ? term(merged[0] as Expr) : sumOf(merged, e);
    const [p, q] = args;
    const turnedPair = args.length === 2 && p && q && is(p, "transpose") && arg(p, 0) === q;
    const inOrder = turnedPair ? [q, p] : args;
    const list = [...inOrder.filter((x) => !negativeShown(x)), ...inOrder.filter(negativeShown)];
    const array = !isScalar(e.shape) && list.some((x) => !n.isOnesLike(n.split(x).core));
    return t.app(
      heads.add,
      list.map((x) => (array ? onesAsScalar(x) : term(x))),
    );
  }

  /** [s(i)]ᵢ + [r(i)]ᵢ is [s(i) + r(i)]ᵢ; null where no two arrays are given by entries over one axis. */
  function arraysMerged(args: readonly Expr[]): readonly Expr[] | null {
    const found = args.flatMap((x) => {
      const { c, core } = n.split(x);
      const index = is(core, inside.sum.name) ? (arg(core, 1) as Sym) : null;
      const entry = index && entryUnder(arg(core as App, 0), index);
      return entry ? [{ x, index, entry: n.scale(c, entry), unit: n.parts(arg(core as App, 0)).k[0] as Expr }] : [];
    });
    const [first] = found;
    const alike = found.filter((f) => first && rows(f.unit.shape).key === rows(first.unit.shape).key);
    if (!first || alike.length < 2) return null;
    const whole = n.close(first.index, n.mul([n.add(alike.map((f) => n.subst(f.entry, f.index, first.index))), first.unit]));
    return is(whole, inside.sum.name) ? [...args.filter((x) => !alike.some((f) => f.x === x)), whole] : null;
  }

  /** Inside a sum of arrays, 1 says as much as 𝟏. */
  function onesAsScalar(x: Expr): Expr {
    const p = n.parts(x);
    const core = n.raw(oneRational, [], p.k);
    return p.k.length > 0 && n.isOnesLike(core) ? term(n.raw(p.c, p.s, [])) : term(x);
  }

  /** A factor, with these sums turned. */
  function flipped(x: Expr, turned: ReadonlySet<Expr>): Expr {
    if (turned.size === 0) return term(x);
    if (is(x, "add")) return turned.has(x) ? sumOf(x.args.map(n.neg), x) : term(x);
    if (is(x, "hadamard")) return entrywise(x, turned);
    if (is(x, "mul") && n.parts(x).s[0] === x) return mul(x.args.map((a) => flipped(a, turned)));
    return is(x, "Diag") || is(x, "transpose") ? t.app(x.head, [flipped(arg(x, 0), turned)]) : term(x);
  }

  function product(e: App): Expr {
    const { c, s, k } = n.parts(e);
    if (s[0] === e) return mul(e.args.map(term));
    const arm = s.find((x) => is(x, inside.arm.name));
    if (arm && is(arm, inside.arm.name))
      return byArms([
        {
          arm,
          value: term(
            n.raw(
              c,
              s.filter((x) => x !== arm),
              k,
            ),
          ),
        },
      ]);
    const { turned, negative } = signs(e);
    const [only] = [...s, ...k];
    if (negative && s.length + k.length === 1 && c.n === -1n && c.d === 1n && only && is(only, "add")) {
      const opposite = only.args.map(n.neg);
      if (!opposite.some(negativeShown)) return sumOf(opposite, only);
    }
    const size = c.n < 0n ? negateRational(c) : c;
    const down = s.filter(below).map((x) => term(n.pow(arg(x as App, 0), n.neg(arg(x as App, 1)))));
    const above = s.filter((x) => !below(x));
    const up = [
      ...[...above.filter(plainFactor), ...above.filter((x) => !plainFactor(x))].map((x) => flipped(x, turned)),
      ...repeated(k, (x) => flipped(x, turned)),
    ];
    const top: Expr[] = [...(size.n === 1n ? [] : [t.num(size.n)]), ...up];
    const bottom: Expr[] = [...(size.d === 1n ? [] : [t.num(size.d)]), ...down];
    const plain = top.length === 0 ? t.num(1) : onesMatrices(top);
    const out = bottom.length === 0 ? plain : t.app(heads.div, [plain, mul(bottom)]);
    return negative ? t.app(heads.neg, [out]) : out;
  }

  /** X X is X², and XᵀXᵀ is (X²)ᵀ. */
  function repeated(k: readonly Expr[], show: (x: Expr) => Expr): readonly Expr[] {
    const out: Expr[] = [];
    for (let i = 0; i < k.length; ) {
      const x = k[i] as Expr;
      let count = 1;
      while (k[i + count] === x) count++;
      const [of, turned] = is(x, "transpose") ? [arg(x, 0), true] : [x, false];
      const power = count > 1 ? t.app(heads.pow, [show(of), t.num(count)]) : null;
      out.push(power === null ? show(x) : turned ? t.app(heads.transpose, [power]) : power);
      i += count;
    }
    return out;
  }

  /** A name or its power stands before functions: 6 t cos(t). */
  const plainFactor = (x: Expr): boolean => x.kind === "sym" || (is(x, "pow") && arg(x, 0).kind === "sym");

  /** 1 1ᵀ is an array of ones. */
  function onesMatrices(list: readonly Expr[]): Expr {
    const out: Expr[] = [];
    for (const x of list) {
      const last = out.at(-1);
      if (last && isOnes(last) && is(x, "transpose") && isOnes(arg(x, 0)) && cols(last.shape).key === "1") {
        out.pop();
        out.push(t.app(heads.ones, [arg(last as App, 0), arg(arg(x, 0) as App, 0)]));
      } else out.push(x);
    }
    return mul(out);
  }

  /** A factor that belongs below the line. */
  const below = (x: Expr): boolean =>
    is(x, "pow") && scalar(x) && isNegative(arg(x, 1)) && !(is(arg(x, 1), "mul") && is(arg(arg(x, 1) as App, 1), "add"));

  function scalarPower(e: App): Expr {
    if (below(e)) return t.app(heads.div, [t.num(1), term(n.pow(arg(e, 0), n.neg(arg(e, 1))))]);
    const exponent = arg(e, 1);
    const half = exponent.kind === "num" && exponent.value.n === 1n && exponent.value.d === 2n;
    const sqrt = n.book.heads.get("sqrt");
    if (half && sqrt) return t.app(sqrt, [term(arg(e, 0))]);
    return t.app(heads.pow, [term(arg(e, 0)), term(exponent)]);
  }

  /** Entrywise products and quotients, with these sums turned. */
  function entrywise(e: App, turned: ReadonlySet<Expr> = new Set()): Expr {
    const list = is(e, "hadamard") ? e.args : [e];
    const negative = (x: Expr): boolean => is(x, "hpow") && isNegative(arg(x, 1));
    const plain = (x: Expr): Expr => (is(x, "hpow") ? entrywisePower(x) : flipped(x, turned));
    const up = list.filter((x) => !negative(x)).map(plain);
    const down = list.filter(negative).map((x) => plain(n.pow(arg(x as App, 0), n.neg(arg(x as App, 1)))));
    const had = (xs: readonly Expr[]): Expr => (xs.length === 1 ? (xs[0] as Expr) : t.app(heads.hadamard, xs));
    const top = up.length === 0 ? t.num(1) : had(up);
    return down.length === 0 ? top : t.app(heads.hdiv, [top, had(down)]);
  }

  const entrywisePower = (x: App): Expr => t.app(heads.hpow, [term(arg(x, 0)), term(arg(x, 1))]);

  function binder(e: App): Expr {
    const index = arg(e, 1) as Sym;
    const info = n.bound.get(index);
    if (!info) throw new Bug("a binder without domain");
    const at = t.sym(index.name, index.shape, index.sort);
    const d = info.domain;
    const domain =
      d.kind === "range" || d.kind === "interval"
        ? { ...d, from: term(d.from), to: term(d.to) }
        : d.kind === "point"
          ? { ...d, at: term(d.at) }
          : d;
    const entry = info.binder === "sum" ? entryUnder(arg(e, 0), index) : null;
    if (entry && domain.kind === "range") return t.bind("tabulate", at, domain, term(entry), info.hint);
    return t.bind(info.binder, at, domain, term(arg(e, 0)), info.hint);
  }

  /** The s(i) of Σᵢ s(i) eᵢ over a whole axis: an array by its entries. */
  function entryUnder(body: Expr, index: Sym): Expr | null {
    const { c, s, k } = n.parts(body);
    const [only] = k;
    if (k.length !== 1 || !only || !is(only, "basis") || arg(only, 0) !== index) return null;
    return fullRange(n, index, n.size(rows(only.shape))) ? n.raw(c, s, []) : null;
  }

  /** eᵢ; where i is itself the position of a maximum, by its entries. */
  function unit(e: App): Expr {
    const i = arg(e, 0);
    if (!is(i, inside.argmax.name) && !is(i, inside.argmin.name)) return t.app(heads.basis, e.args.map(term));
    const k = t.index("$k");
    const here = t.app(heads.iverson, [t.app(heads.eq, [k, term(i)])]);
    return t.bind("tabulate", k, { kind: "range", from: t.num(1), to: term(n.size(rows(e.shape))) }, here, "k");
  }

  /** unvec(v)ᵢⱼ = v[(j − 1) m + i]. */
  function unvec(e: App): Expr {
    const [m, k] = [t.dim(rows(e.shape)), t.dim(cols(e.shape))];
    const [i, j] = [t.index("$i"), t.index("$j")];
    const at = t.app(heads.add, [t.app(heads.mul, [t.app(heads.add, [j, t.num(-1)]), m]), i]);
    const inner = t.bind("tabulate", j, { kind: "range", from: t.num(1), to: k }, t.elem(term(arg(e, 1)), [at]), "j");
    return t.bind("tabulate", i, { kind: "range", from: t.num(1), to: m }, inner, "i");
  }

  function family(f: Family): Expr {
    let out = isZero(f.value) && f.indices.length > 0 ? t.num(0) : term(f.value);
    for (const i of [...f.indices].reverse()) {
      const info = n.bound.get(i);
      if (info?.domain.kind !== "range") throw new Bug("a family over no range");
      out = t.bind(
        "tabulate",
        t.sym(i.name, i.shape, i.sort),
        { kind: "range", from: term(info.domain.from), to: term(info.domain.to) },
        out,
        info.hint,
      );
    }
    return out;
  }

  return { term, family };
}
