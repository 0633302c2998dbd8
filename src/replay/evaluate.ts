/**
 * The second opinion on a witness: an evaluator over plain data that shares nothing with the oracle. It walks the tree, holds values in
 * BigNumbers, and differentiates by dual numbers.
 */
import {
  at,
  axesOf,
  count,
  fromAxes,
  inverse,
  isOne,
  type Linear,
  long,
  map,
  matrix,
  one,
  product,
  range,
  scalarDims,
  transposed,
  type Value,
  zip,
} from "./arrays.ts";
import { createKeys, link, list, type Meaning, type Plain, text, unable } from "./claim.ts";
import { cardKernel } from "./kernels.ts";
import { type Numbers, type Numeral, plain, slope } from "./numbers.ts";

export interface World {
  readonly n: Numbers;
  readonly linear: Linear;
  readonly digits: number;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly definitions: ReadonlyMap<string, { readonly params: readonly Plain[]; readonly body: Plain }>;
  /** Σ c (a · x + b)ᵈ for each output: [d, c, b, […a]]. */
  readonly functions: ReadonlyMap<string, { readonly result: Plain; readonly ridges: Plain }>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly dims: ReadonlyMap<string, number>;
}

interface Frame {
  readonly parent: Frame | null;
  readonly names: ReadonlyMap<string, Value>;
  /** A frame of a binder: terms without bound names are evaluated further out. */
  readonly binds: boolean;
  /** What is held fixed, or varied, in a derivative. */
  readonly cut: { readonly term: Plain; readonly args: readonly Value[] | null; readonly value: Value } | null;
  readonly memo: Map<number, Value>;
}

/** Evaluates a term at the point of the world. */
export function evaluator(w: World): (p: Plain) => Value {
  const { n } = w;
  const keys = createKeys();
  const zero = n.of(0);
  let tags = 0;
  const frame = (parent: Frame | null, names: ReadonlyMap<string, Value>, binds = false, cut: Frame["cut"] = null): Frame => ({
    parent,
    names,
    binds,
    cut,
    memo: new Map(),
  });
  const root = frame(null, new Map());
  const meanings = new Map<string, Plain>();

  function find(f: Frame | null, name: string): Value | null {
    for (let g = f; g; g = g.parent) {
      const v = g.names.get(name);
      if (v) return v;
    }
    return null;
  }
  const whole = (v: Value): number => plain(v.e[0] as Numeral).toNumber();

  /** A dim: a number, a size, or a polynomial in sizes. A literal 1 is 0. */
  function length(d: Plain, f: Frame): number {
    if (typeof d === "number") return d === 1 ? 0 : d;
    const atom = (a: Plain): number => {
      if (typeof a !== "string") return Math.floor(long(length(list(a)[1] as Plain, f)) / long(length(list(a)[2] as Plain, f)));
      const v = find(f, a);
      return v ? whole(v) : (w.dims.get(a) ?? unable(`no size ${a}`));
    };
    if (typeof d === "string") return atom(d);
    return list(d)
      .slice(1)
      .reduce<number>((sum, term) => {
        const [c, ...powers] = list(term);
        return sum + powers.reduce<number>((x, p) => x * atom(list(p)[0] as Plain) ** Number(list(p)[1]), Number(c));
      }, 0);
  }

  function value(p: Plain, f: Frame): Value {
    let home = f;
    if (!keys.open(p)) while (home.binds && home.parent) home = home.parent;
    const key = keys.of(p);
    const known = home.memo.get(key);
    if (known) return known;
    const v = cutAt(p, key, home) ?? evaluate(p, home);
    home.memo.set(key, v);
    return v;
  }

  function cutAt(p: Plain, key: number, f: Frame): Value | null {
    let rebound = false;
    const call = list(p)[0] === "call" && list(list(p)[2]).length === 0;
    for (let g: Frame | null = f; g; g = g.parent) {
      rebound ||= g.binds;
      if (!g.cut) continue;
      if (keys.of(g.cut.term) === key && !(rebound && keys.open(p))) return g.cut.value;
      if (!call || !g.cut.args || list(g.cut.term)[1] !== list(p)[1]) continue;
      const args = list(list(p)[3]).map((a) => value(a, f));
      const same = args.every((v, i) => v.e.every((x, k) => plain(x).eq(plain(g.cut?.args?.[i]?.e[k] ?? zero))));
      if (same) return g.cut.value;
    }
    return null;
  }

  function evaluate(p: Plain, f: Frame): Value {
    const [kind, first, second, third, fourth] = list(p);
    switch (kind) {
      case "num":
        return one(n.of(text(first)));
      case "sym":
        return symbol(text(first), second as Plain, f);
      case "app":
        return applied(text(first), list(p).slice(2), f);
      case "call":
        return called(
          text(first),
          list(second).map(Number),
          list(third).map((a) => value(a, f)),
          f,
        );
      case "elem": {
        const v = value(second as Plain, f);
        const axes = axesOf(v.dims);
        const place = list(third).reduce<number>((k, a, i) => {
          const position = whole(value(a, f));
          return position >= 1 && position <= (axes[i] as number) ? k * (axes[i] as number) + position - 1 : Number.NaN;
        }, 0);
        return one(v.e[place] ?? n.of(first === "zero" ? 0 : Number.NaN));
      }
      case "bind":
        return bound(text(first), text(list(second)[0]), list(third), fourth as Plain, f);
      case "cases": {
        const arm = list(first).find((a) => holds(list(a)[0] as Plain, f));
        const chosen = arm ? (list(arm)[1] as Plain) : (second as Plain);
        return chosen === null || chosen === undefined ? one(n.of(Number.NaN)) : value(chosen, f);
      }
      case "deriv":
        return derivative(first as Plain, second as Plain, f);
      default:
        return unable(`a term of kind ${String(kind)}`);
    }
  }

  const holds = (p: Plain, f: Frame): boolean => whole(value(p, f)) === 1;

  function symbol(name: string, shape: Plain, f: Frame): Value {
    const inner = find(f, name);
    if (inner) return inner;
    const definition = w.definitions.get(name);
    if (definition && definition.params.length === 0) return value(definition.body, f);
    const given = w.values.get(name);
    const size = w.dims.get(name);
    if (!given && size !== undefined) return one(n.of(size));
    const dims = list(shape).map((d) => length(d, f));
    if (!given || given.length < count(dims)) return unable(`the witness has no value for ${name}`);
    return { dims, e: given.map((x) => n.of(x)) };
  }

  /** The names of parameters, and the sizes that follow from the arguments. */
  function parameters(params: readonly Plain[], args: readonly Value[]): ReadonlyMap<string, Value> {
    const names = new Map<string, Value>();
    for (const [i, p] of params.entries()) {
      const [, name, shape] = list(p);
      const v = args[i] ?? unable("an argument is missing");
      for (const [k, d] of list(shape).entries()) if (typeof d === "string") names.set(d, one(n.of(long(v.dims[k]))));
      names.set(text(name), v);
    }
    return names;
  }

  function called(name: string, slots: readonly number[], args: readonly Value[], f: Frame): Value {
    const [slot] = slots.slice(-1);
    if (slot !== undefined) {
      const varied = (x: Value): Value =>
        called(
          name,
          slots.slice(0, -1),
          args.map((a, i) => (i === slot - 1 ? x : a)),
          f,
        );
      return rates(varied, args[slot - 1] as Value);
    }
    const definition = w.definitions.get(name);
    if (definition) return value(definition.body, frame(f, parameters(definition.params, args)));
    const abstract = w.functions.get(name) ?? unable(`nothing is known of the function ${name}`);
    const x = args.flatMap((a) => a.e);
    const ridge = (r: Plain): Numeral => {
      const [degree, factor, offset, slopes] = list(r);
      const inner = list(slopes).reduce<Numeral>(
        (sum, a, i) => n.add(sum, n.mul(n.of(String(a)), x[i] ?? n.of(Number.NaN))),
        n.of(String(offset)),
      );
      return n.mul(n.of(String(factor)), n.pow(inner, n.of(Number(degree))));
    };
    const e = list(abstract.ridges).map((output) => list(output).map(ridge).reduce(n.add));
    return { dims: list(abstract.result).map((d) => length(d, f)), e };
  }

  /** The derivative of a map at a point: one dual number for each entry. */
  function rates(map_: (x: Value) => Value, x: Value): Value {
    const columns = x.e.map((_, k) => {
      const tag = ++tags;
      const y = map_({ dims: x.dims, e: x.e.map((v, i) => (i === k ? { tag, v, d: n.of(1) } : v)) });
      return map(y, (v) => slope(v, tag, zero));
    });
    const [y] = columns as [Value];
    const e = y.e.flatMap((_, i) => columns.map((c) => c.e[i] as Numeral));
    const dims = isOne(y) ? x.dims : isOne(x) ? y.dims : fromAxes([...axesOf(y.dims), ...axesOf(x.dims)]);
    return { dims, e };
  }

  function derivative(of: Plain, by: Plain, f: Frame): Value {
    const [kind, name] = list(by);
    if (kind === "elem" || (kind === "app" && (name === "transpose" || name === "vec"))) {
      const inner = list(by)[2] as Plain;
      const base = value(inner, f);
      const part = (v: Value): Value =>
        kind === "elem"
          ? value(by, frame(f, new Map(), false, { term: inner, args: null, value: v }))
          : applied(String(name), [inner], frame(f, new Map(), false, { term: inner, args: null, value: v }));
      const places = part({ dims: base.dims, e: base.e.map((_, k) => n.of(k)) });
      return rates((x) => {
        const moved = [...base.e];
        for (const [i, k] of places.e.entries()) moved[plain(k).toNumber()] = x.e[i] as Numeral;
        return value(of, frame(f, new Map(), false, { term: inner, args: null, value: { dims: base.dims, e: moved } }));
      }, part(base));
    }
    const args = kind === "call" ? list(list(by)[3]).map((a) => value(a, f)) : null;
    return rates((x) => value(of, frame(f, new Map(), false, { term: by, args, value: x })), value(by, f));
  }

  function bound(binder: string, name: string, domain: readonly Plain[], body: Plain, f: Frame): Value {
    const body_ = (x: Value): Value => value(body, frame(f, new Map([[name, x]]), true));
    if (binder === "limit") return limit(body_, domain, f);
    if (domain[0] !== "range") return unable(binder === "integral" ? "an integral" : "an expectation");
    const [from, to] = [whole(value(domain[1] as Plain, f)), whole(value(domain[2] as Plain, f))];
    const all = range(Math.max(0, to - from + 1)).map((i) => body_(one(n.of(from + i))));
    const fold = (g: (x: Numeral, y: Numeral) => Numeral, empty: Numeral): Value =>
      all.length === 0 ? one(empty) : zip(all, (xs) => xs.reduce(g));
    switch (binder) {
      case "sum":
        return fold(n.add, zero);
      case "product":
        return fold(n.mul, n.of(1));
      case "max":
        return fold(n.larger, n.of(Number.NaN));
      case "min":
        return fold((x, y) => n.neg(n.larger(n.neg(x), n.neg(y))), n.of(Number.NaN));
      case "tabulate":
        return { dims: fromAxes([all.length, ...axesOf(all[0]?.dims ?? scalarDims)]), e: all.flatMap((v) => v.e) };
      case "argmax":
      case "argmin": {
        const sorted = all
          .map((v, i) => ({ i, x: plain(v.e[0] as Numeral) }))
          .sort((a, b) => (binder === "argmax" ? b.x.cmp(a.x) : a.x.cmp(b.x)));
        return one(n.of(from + (sorted[0]?.i ?? 0)));
      }
      default:
        return unable(binder);
    }
  }

  /** A value near the point, nearer with more digits: what is not the limit yet shows as a value that changes with the digits. */
  function limit(body: (x: Value) => Value, [, point, side]: readonly Plain[], f: Frame): Value {
    const written = JSON.stringify(point);
    if (written.includes('"infinity"')) return body(one(n.of(written.includes('"neg"') ? -20 * w.digits : 20 * w.digits)));
    const step = n.of(`${side === "left" ? "-" : ""}1e-${Math.floor(w.digits / 4)}`);
    return body(one(n.add(value(point as Plain, f).e[0] as Numeral, step)));
  }

  const bit = (b: boolean): Numeral => n.of(b ? 1 : 0);

  function relation(name: string, x: Value, y: Value): Numeral {
    const entries = zip([x, y], ([u, v]) => {
      const [a, b] = [plain(u as Numeral), plain(v as Numeral)];
      if (a.isNaN() || b.isNaN()) return n.of(Number.NaN);
      return bit(name === "lt" ? a.lt(b) : name === "le" ? a.lte(b) : name === "gt" ? a.gt(b) : name === "ge" ? a.gte(b) : a.eq(b));
    });
    const every = entries.e.reduce(n.mul);
    return name === "ne" ? n.add(n.of(1), n.neg(every)) : every;
  }

  function applied(head: string, args: readonly Plain[], f: Frame): Value {
    const v = (i: number): Value => value(args[i] as Plain, f);
    const size = (i: number): number => whole(v(i));
    /** A literal size of 1 is no axis. */
    const dim = (i: number): number => (list(args[i])[0] === "num" && size(i) === 1 ? 0 : size(i));
    const all = (): readonly Value[] => args.map((_, i) => v(i));
    /** A bracket that is 0 makes a product 0, whatever stands beside it. */
    const guarded = (result: Value): Value =>
      args.some((a) => list(a)[1] === "iverson" && whole(value(a, f)) === 0) ? map(result, () => zero) : result;
    switch (head) {
      case "add":
        return zip(all(), (xs) => xs.reduce(n.add));
      case "neg":
        return map(v(0), n.neg);
      case "mul":
        return guarded(all().reduce((a, b) => product(n, a, b)));
      case "hadamard":
        return guarded(zip(all(), (xs) => xs.reduce(n.mul)));
      case "div":
      case "hdiv":
        return guarded(zip(all(), ([x, y]) => n.div(x as Numeral, y as Numeral)));
      case "hpow":
        return zip(all(), ([x, y]) => n.pow(x as Numeral, y as Numeral));
      case "pow":
        return isOne(v(0)) ? zip(all(), ([x, y]) => n.pow(x as Numeral, y as Numeral)) : matrixPower(v(0), size(1));
      case "transpose":
        return transposed(v(0));
      case "permute":
        return permuted(
          v(0),
          args.slice(1).map((_, k) => size(k + 1) - 1),
        );
      case "kron": {
        const [a, b] = [v(0), v(1)];
        const [p, q] = [long(b.dims[0]), long(b.dims[1])];
        const times = (x: number | undefined, y: number | undefined): number => (x === 0 && y === 0 ? 0 : long(x) * long(y));
        return matrix(times(a.dims[0], b.dims[0]), times(a.dims[1], b.dims[1]), (i, j) =>
          n.mul(at(a, Math.floor(i / p), Math.floor(j / q)), at(b, i % p, j % q)),
        );
      }
      case "stack":
        return stacked(all());
      case "beside":
        return transposed(stacked(all().map(transposed)));
      case "eye":
        return matrix(dim(0), dim(0), (i, j) => bit(i === j));
      case "ones":
      case "zeros":
        return matrix(dim(0), dim(1), () => bit(head === "ones"));
      case "basis":
        return matrix(dim(1), 0, (i) => bit(i + 1 === size(0)));
      case "sg":
        return map(v(0), plain);
      case "pi":
        return one(n.apply("arctan", n.of(1)) ? n.mul(n.of(4), n.apply("arctan", n.of(1)) as Numeral) : zero);
      case "iverson":
        return v(0);
      case "and":
        return one(bit(args.every((a) => holds(a, f))));
      case "or":
        return one(bit(args.some((a) => holds(a, f))));
      case "not":
        return one(bit(!holds(args[0] as Plain, f)));
      case "eq":
      case "ne":
      case "lt":
      case "le":
      case "gt":
      case "ge":
        return one(relation(head, v(0), v(1)));
      default:
        return cardKernel(n, w.linear, head, all()) ?? meant(head, all());
    }
  }

  const stacked = (vs: readonly Value[]): Value => ({
    dims: [vs.reduce((sum, x) => sum + long(x.dims[0]), 0), (vs[0] as Value).dims[1] as number],
    e: vs.flatMap((x) => x.e),
  });

  function matrixPower(base: Value, k: number): Value {
    if (!Number.isInteger(k) || Math.abs(k) > 64) return unable("a matrix to a power that is not a small whole number");
    const factor = k < 0 ? inverse(n, w.linear, base) : base;
    const unit = matrix(base.dims[0] as number, base.dims[1] as number, (i, j) => bit(i === j));
    return range(Math.abs(k)).reduce((out) => product(n, out, factor), unit);
  }

  function permuted(v: Value, order: readonly number[]): Value {
    const from = axesOf(v.dims);
    const to = order.map((k) => from[k] as number);
    const e = range(count(to)).map((place) => {
      let rest = place;
      const position = to.map((d, i) => {
        const below = to.slice(i + 1).reduce((x, y) => x * y, 1);
        const here = Math.floor(rest / below) % d;
        rest %= below;
        return here;
      });
      return v.e[from.reduce((k, d, axis) => k * d + (position[order.indexOf(axis)] as number), 0)] as Numeral;
    });
    return { dims: fromAxes(to), e };
  }

  /** By what the card says that the function means. Its names are its own. */
  function meant(head: string, args: readonly Value[]): Value {
    const m = w.meanings.get(head) ?? unable(`the function ${head}`);
    const body = meanings.get(head) ?? link(m.shared)(m.body);
    meanings.set(head, body);
    const apply = (vs: readonly Value[]): Value => value(body, frame(null, parameters(m.params, vs)));
    if (m.acts === "elementwise") return zip(args, (xs) => apply(xs.map(one)).e[0] as Numeral);
    const [u] = args as [Value];
    if (m.acts === "whole" || u.dims[1] === 0) return apply(args);
    const width = u.dims[1] as number;
    const rows = range(long(u.dims[0])).map((i) => apply([{ dims: [width, 0], e: u.e.slice(i * width, (i + 1) * width) }]));
    const each = axesOf((rows[0] as Value).dims);
    const dims = u.dims[0] !== 0 ? fromAxes([rows.length, ...each]) : each.length === 0 ? scalarDims : [0, each[0] as number];
    return { dims, e: rows.flatMap((r) => r.e) };
  }

  return (p) => value(p, root);
}
