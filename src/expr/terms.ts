/**
 * `Terms`: the constructors of expressions, with the intern table of one problem.
 *
 * A table belongs to one problem, never to a module: order of creation must not steer a choice, and output must not depend on history.
 * Constructors keep what the author wrote: they intern and shape, never cancel, never merge powers, never evaluate.
 */
import { addDims, type Dim, one, subtractDims } from "../shape/dim.ts";
import { absurd, Bug, ok, type Result } from "../shape/result.ts";
import { axes, derivativeShape, fromAxes, isScalar, type Shape, scalarShape, shapeKey, showShape } from "../shape/shape.ts";
import * as heads from "./heads.ts";
import { type Rational, rational, showRational } from "./rational.ts";
import { appShape, type Clash } from "./shaping.ts";
import { toDim } from "./sizes.ts";
import type { App, Arm, Bind, Binder, Call, Cases, Deriv, Domain, Elem, Expr, Head, Name, Num, Sort, Sym } from "./types.ts";

export interface Terms {
  num(value: Rational | number | bigint): Num;
  sym(name: Name, shape?: Shape, sort?: Sort): Sym;
  /** An index or size name. */
  index(name: Name): Sym;
  /** A head applied; a shape clash here is our own bug, so call `tryApp` on the user's input. */
  app(head: Head, args: readonly Expr[]): App;
  tryApp(head: Head, args: readonly Expr[]): Result<App, Clash>;
  /** `result` is the shape of f(args) without slot derivatives. */
  call(fn: Name, slots: readonly number[], args: readonly Expr[], result: Shape): Call;
  elem(of: Expr, at: readonly Expr[], outside?: Elem["outside"]): Elem;
  /** Binds `index`, a symbol free in `body`. The author's letter is kept as a hint. */
  bind(binder: Binder, index: Sym, domain: Domain, body: Expr, hint?: Name): Bind;
  cases(arms: readonly Arm[], otherwise: Expr | null): Cases;
  deriv(of: Expr, by: Expr): Deriv;
  /** The term with free symbols replaced, without capture. Keyed by name. */
  substitute(e: Expr, by: ReadonlyMap<Name, Expr>): Expr;
  /** The term with each node replaced by `f(node)` where that is not null, outermost first. Bound indices are seen as they are (#m). */
  replace(e: Expr, f: (node: Expr) => Expr | null): Expr;
  /** The same node over other children, built by these constructors. */
  rebuild(e: Expr, children: readonly Expr[]): Expr;
  /** A dimension as an index term. */
  dim(d: Dim): Expr;
  /** A term of another table, made anew in this one. */
  adopt(e: Expr): Expr;
  /** How many distinct nodes there are. */
  size(): number;
}

const boundName = (m: number): Name => `#${m}`;
const boundLevel = (name: Name): number => (name.startsWith("#") ? Number(name.slice(1)) : 0);

/** Children in a fixed order: of a binder its domain, then its body; of cases each guard before its value. */
export function childrenOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "num":
    case "sym":
      return [];
    case "app":
    case "call":
      return e.args;
    case "elem":
      return [e.of, ...e.at];
    case "bind":
      return [...domainTerms(e.domain), e.body];
    case "cases":
      return [...e.arms.flatMap((a) => [a.when, a.then]), ...(e.otherwise ? [e.otherwise] : [])];
    case "deriv":
      return [e.of, e.by];
    default:
      return absurd(e);
  }
}

/** The terms inside a domain. */
export function domainTerms(domain: Domain): readonly Expr[] {
  switch (domain.kind) {
    case "range":
    case "interval":
      return [domain.from, domain.to];
    case "point":
      return [domain.at];
    case "distribution":
      return [];
    default:
      return absurd(domain);
  }
}

function mapDomain(domain: Domain, f: (e: Expr) => Expr): Domain {
  switch (domain.kind) {
    case "range":
    case "interval":
      return { ...domain, from: f(domain.from), to: f(domain.to) };
    case "point":
      return { ...domain, at: f(domain.at) };
    case "distribution":
      return domain;
    default:
      return absurd(domain);
  }
}

/** A fresh table of terms. */
export function createTerms(): Terms {
  const table = new Map<string, Expr>();
  let count = 0;

  type Draft<T extends Expr> = Omit<T, "id" | "level">;
  function intern<T extends Expr>(key: string, level: number, make: () => Draft<T>): T {
    const found = table.get(key);
    if (found) return found as T;
    // Not frozen: freezing costs more than everything else here together. The types are read-only.
    const node = Object.assign(make(), { id: count++, level }) as unknown as T;
    table.set(key, node);
    return node;
  }
  const levelOf = (children: readonly Expr[]): number => children.reduce((m, c) => Math.max(m, c.level), 0);
  const ids = (list: readonly Expr[]): string => list.map((e) => e.id).join(",");

  const num = (value: Rational | number | bigint): Num => {
    const r = typeof value === "object" ? value : rational(value);
    return intern<Num>(`n${showRational(r)}`, 0, () => ({
      kind: "num",
      sort: r.d === 1n ? "index" : "real",
      shape: scalarShape,
      value: r,
    }));
  };

  const sym = (name: Name, shape: Shape = scalarShape, sort: Sort = "real"): Sym =>
    intern<Sym>(`s${sort[0]}${shapeKey(shape)}:${name}`, boundLevel(name), () => ({ kind: "sym", sort, shape, name }));

  const index = (name: Name): Sym => sym(name, scalarShape, "index");

  function tryApp(head: Head, args: readonly Expr[]): Result<App, Clash> {
    const key = `a${head.name}(${ids(args)})`;
    const found = table.get(key);
    if (found) return ok(found as App);
    const shape = appShape(head, args);
    if (!shape.ok) return shape;
    return ok(intern<App>(key, levelOf(args), () => ({ kind: "app", sort: sortOfApp(head, args), shape: shape.value, head, args })));
  }

  function app(head: Head, args: readonly Expr[]): App {
    const made = tryApp(head, args);
    if (!made.ok) throw new Bug(`${head.name}(${args.map((a) => showShape(a.shape)).join("; ")}): ${made.error.message}`);
    return made.value;
  }

  const call = (fn: Name, slots: readonly number[], args: readonly Expr[], result: Shape): Call =>
    intern<Call>(`c${fn}:${slots.join(".")}(${ids(args)}):${shapeKey(result)}`, levelOf(args), () => ({
      kind: "call",
      sort: "real",
      fn,
      slots,
      args,
      shape: slots.reduce((s, slot) => derivativeShape(s, (args[slot - 1] as Expr).shape), result),
    }));

  function elem(of: Expr, at: readonly Expr[], outside: Elem["outside"] = "undefined"): Elem {
    if (axes(of.shape).length !== at.length) {
      throw new Bug(`an entry of shape ${showShape(of.shape)} needs ${axes(of.shape).length} subscript(s), not ${at.length}`);
    }
    return intern<Elem>(`e${outside[0]}${of.id}[${ids(at)}]`, levelOf([of, ...at]), () => ({
      kind: "elem",
      sort: of.sort,
      shape: scalarShape,
      of,
      at,
      outside,
    }));
  }

  function bind(binder: Binder, variable: Sym, domain: Domain, body: Expr, hint?: Name): Bind {
    const level = bindingLevel(body, variable.name);
    const canonical = sym(boundName(level), variable.shape, variable.sort);
    const inner = variable.name === canonical.name ? body : substitute(body, new Map([[variable.name, canonical]]));
    const bounds = ids(domainTerms(domain));
    const where = domain.kind === "point" ? domain.side : domain.kind === "distribution" ? domain.name : "";
    const key = `b${binder}:${domain.kind}${where}:${canonical.id}(${bounds}|${inner.id})`;
    return intern<Bind>(key, Math.max(level, inner.level, levelOf(domainTerms(domain))), () => ({
      kind: "bind",
      sort: binder === "argmax" || binder === "argmin" ? "index" : inner.sort,
      shape: bindShape(binder, domain, inner),
      binder,
      index: canonical,
      hint: hint ?? variable.name,
      domain,
      body: inner,
    }));
  }

  function bindShape(binder: Binder, domain: Domain, body: Expr): Shape {
    if (binder === "argmax" || binder === "argmin") return scalarShape;
    if (binder !== "tabulate") return body.shape;
    if (domain.kind !== "range") throw new Bug("an array is tabulated over a range");
    const from = toDim(domain.from);
    const to = toDim(domain.to);
    if (!from || !to) throw new Bug("the range of an array must be a size");
    const length = addDims(subtractDims(to, from), one);
    return isScalar(body.shape) ? fromAxes([length]) : fromAxes([length, ...axes(body.shape)]);
  }

  /**
   * The level of a new binder: one more than binders nest in its body. Along any path inwards levels fall, whatever the order in which a
   * term was made; so α-equal terms are one node. While a term is being made, an index of a binder further out may have just that level
   * free in the body: then one above all that are free is taken, until that binder is made.
   */
  function bindingLevel(body: Expr, variable: Name): number {
    const { height, free } = nesting(body);
    const own = boundLevel(variable);
    if (own === height + 1 || !free.has(height + 1)) return height + 1;
    return 1 + Math.max(height, ...[...free].filter((k) => k !== own));
  }

  interface Nesting {
    /** How deep binders nest. */
    readonly height: number;
    /** Levels of the bound indices that occur outside their binder. */
    readonly free: ReadonlySet<number>;
  }
  const flat: Nesting = { height: 0, free: new Set() };
  const nestings = new Map<Expr, Nesting>();

  function nesting(e: Expr): Nesting {
    if (e.level === 0) return flat;
    const known = nestings.get(e);
    if (known) return known;
    const free = new Set<number>();
    let height = 0;
    for (const c of childrenOf(e)) {
      const inside = nesting(c);
      const bound = e.kind === "bind" && c === e.body ? boundLevel(e.index.name) : 0;
      height = Math.max(height, inside.height + (bound > 0 ? 1 : 0));
      for (const k of inside.free) if (k !== bound) free.add(k);
    }
    if (e.kind === "sym") free.add(e.level);
    const out = { height, free };
    nestings.set(e, out);
    return out;
  }

  const cases = (arms: readonly Arm[], otherwise: Expr | null): Cases => {
    const parts = [...arms.flatMap((a) => [a.when, a.then]), ...(otherwise ? [otherwise] : [])];
    const value = arms[0]?.then ?? otherwise;
    if (!value) throw new Bug("cases without a single value");
    return intern<Cases>(`k${arms.length}${otherwise ? "+" : ""}(${ids(parts)})`, levelOf(parts), () => ({
      kind: "cases",
      sort: "real",
      shape: widest([...arms.map((a) => a.then), ...(otherwise ? [otherwise] : [])]),
      arms,
      otherwise,
    }));
  };

  const widest = (list: readonly Expr[]): Shape => (list.find((e) => !isScalar(e.shape)) ?? (list[0] as Expr)).shape;

  const deriv = (of: Expr, by: Expr): Deriv =>
    intern<Deriv>(`d${of.id}/${by.id}`, levelOf([of, by]), () => ({
      kind: "deriv",
      sort: "real",
      shape: derivativeShape(of.shape, by.shape),
      of,
      by,
    }));

  function rebuild(e: Expr, children: readonly Expr[]): Expr {
    const before = childrenOf(e);
    if (before.every((c, i) => c === children[i])) return e;
    switch (e.kind) {
      case "num":
      case "sym":
        return e;
      case "app":
        return app(e.head, children);
      case "call":
        return call(e.fn, e.slots, children, callResult(e, children));
      case "elem":
        return elem(children[0] as Expr, children.slice(1), e.outside);
      case "bind": {
        const bounds = domainTerms(e.domain);
        let i = 0;
        const domain = mapDomain(e.domain, () => children[i++] as Expr);
        return bind(e.binder, e.index, domain, children[bounds.length] as Expr, e.hint);
      }
      case "cases": {
        const arms = e.arms.map((_, i) => ({ when: children[2 * i] as Expr, then: children[2 * i + 1] as Expr }));
        return cases(arms, e.otherwise ? (children[2 * e.arms.length] as Expr) : null);
      }
      case "deriv":
        return deriv(children[0] as Expr, children[1] as Expr);
      default:
        return absurd(e);
    }
  }

  /** The shape of f(args) without its slots. It does not change when arguments of the same shape are replaced. */
  function callResult(e: Call, children: readonly Expr[]): Shape {
    let extra = 0;
    for (const s of e.slots) extra += axes((children[s - 1] as Expr).shape).length;
    const all = axes(e.shape);
    const kept = all.slice(0, all.length - extra);
    // A row-shaped result without slots keeps its shape as it is.
    return e.slots.length === 0 ? e.shape : fromAxes(kept);
  }

  function substitute(e: Expr, by: ReadonlyMap<Name, Expr>): Expr {
    return walk(e, substitution(by));
  }

  function replace(e: Expr, f: (node: Expr) => Expr | null): Expr {
    const everywhere: Replacement = { at: f, under: () => everywhere };
    return walk(e, everywhere);
  }

  /** What replaces a node, and what does so below a binder. */
  interface Replacement {
    at(node: Expr): Expr | null;
    under(b: Bind): Replacement;
  }

  /** Below a binder of the same name an index is another one. */
  function substitution(by: ReadonlyMap<Name, Expr>): Replacement {
    const own: Replacement = {
      at: (x) => (x.kind === "sym" ? (by.get(x.name) ?? null) : null),
      under: (b) => (by.has(b.index.name) ? substitution(new Map([...by].filter(([n]) => n !== b.index.name))) : own),
    };
    return own;
  }

  function walk(e: Expr, by: Replacement): Expr {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      const known = done.get(x);
      if (known) return known;
      const here = by.at(x);
      const out = here ?? (x.kind === "bind" ? replaceUnder(x) : rebuild(x, childrenOf(x).map(go)));
      done.set(x, out);
      return out;
    };
    /** Opens a binder with a level that nothing brought in can reach, so that nothing is captured. */
    const replaceUnder = (x: Bind): Expr => {
      const domain = mapDomain(x.domain, go);
      const inside = by.under(x);
      const body = inside === by ? go(x.body) : walk(x.body, inside);
      if (body === x.body && domainTerms(domain).every((t, i) => t === domainTerms(x.domain)[i])) return x;
      const captured = mentions(body, x.index.name) > mentions(x.body, x.index.name);
      if (!captured) return bind(x.binder, x.index, domain, body, x.hint);
      const away = sym(boundName(Math.max(body.level, x.level) + 1000), x.index.shape, x.index.sort);
      const moved = substitute(x.body, new Map([[x.index.name, away]]));
      return bind(x.binder, away, domain, walk(moved, inside), x.hint);
    };
    return go(e);
  }

  /** How many distinct parents hold the name: grows when a replacement brings it in. */
  function mentions(e: Expr, name: Name): number {
    if (e.level === 0 && name.startsWith("#")) return 0;
    const seen = new Set<Expr>();
    let n = 0;
    const go = (x: Expr): void => {
      if (seen.has(x) || x.level < boundLevel(name)) return;
      seen.add(x);
      if (x.kind === "sym" && x.name === name) n++;
      for (const c of childrenOf(x)) {
        if (c.kind === "sym" && c.name === name) n++;
        go(c);
      }
    };
    go(e);
    return n;
  }

  function dimTerm(value: Dim): Expr {
    const parts = value.terms.map((m) => {
      const factors: Expr[] = [];
      if (m.coefficient !== 1 || m.powers.length === 0) factors.push(num(m.coefficient));
      for (const p of m.powers) {
        const floor = value.floors.get(p.atom);
        if (floor) throw new Bug("a size under a floor cannot be written as a term yet");
        for (let i = 0; i < p.exponent; i++) factors.push(index(p.atom));
      }
      return factors.length === 1 ? (factors[0] as Expr) : app(heads.mul, factors);
    });
    return parts.length === 0 ? num(0) : parts.length === 1 ? (parts[0] as Expr) : app(heads.add, parts);
  }

  function adopt(e: Expr): Expr {
    const done = new Map<Expr, Expr>();
    const go = (x: Expr): Expr => {
      const known = done.get(x);
      if (known) return known;
      const out = one_(x);
      done.set(x, out);
      return out;
    };
    const one_ = (x: Expr): Expr => {
      switch (x.kind) {
        case "num":
          return num(x.value);
        case "sym":
          return sym(x.name, x.shape, x.sort);
        case "app":
          return app(x.head, x.args.map(go));
        case "call":
          return call(x.fn, x.slots, x.args.map(go), callResult(x, x.args));
        case "elem":
          return elem(go(x.of), x.at.map(go), x.outside);
        case "bind":
          return bind(x.binder, sym(x.index.name, x.index.shape, x.index.sort), mapDomain(x.domain, go), go(x.body), x.hint);
        case "cases":
          return cases(
            x.arms.map((a) => ({ when: go(a.when), then: go(a.then) })),
            x.otherwise ? go(x.otherwise) : null,
          );
        case "deriv":
          return deriv(go(x.of), go(x.by));
        default:
          return absurd(x);
      }
    };
    return go(e);
  }

  return {
    num,
    sym,
    index,
    app,
    tryApp,
    call,
    elem,
    bind,
    cases,
    deriv,
    substitute,
    replace,
    rebuild,
    dim: dimTerm,
    adopt,
    size: () => count,
  };
}

const arithmetic: ReadonlySet<string> = new Set(["add", "neg", "mul", "floor"]);

function sortOfApp(head: Head, args: readonly Expr[]): Sort {
  const acts = head.acts;
  if (acts.kind === "structural" && (acts.rule === "relation" || acts.rule === "logic")) return "truth";
  if (head.name === "floor") return "index";
  return arithmetic.has(head.name) && args.length > 0 && args.every((a) => a.sort === "index") ? "index" : "real";
}
