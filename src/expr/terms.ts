/**
 * `Terms`: the constructors of expressions, with the intern table of one problem.
 *
 * A table belongs to one problem, never to a module: order of creation must not steer a choice, and output must not depend on history.
 * Constructors keep what the author wrote: they intern and shape, never cancel, never merge powers, never evaluate.
 */
import { addDims, type Dim, one, subtractDims } from "../shape/dim.ts";
import { Bug, ok, type Result } from "../shape/result.ts";
import { axes, derivativeShape, fromAxes, isScalar, type Shape, scalarShape, shapeKey, showShape } from "../shape/shape.ts";
import { domainTerms } from "./children.ts";
import * as heads from "./heads.ts";
import { boundLevel, boundName, createLevels } from "./nesting.ts";
import { type Rational, rational, showRational } from "./rational.ts";
import { createReplacing } from "./replacing.ts";
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

/** A fresh table of terms. */
export function createTerms(): Terms {
  const table = new Map<string, Expr>();
  const bindingLevel = createLevels();
  let count = 0;

  type Draft<T extends Expr> = Omit<T, "id" | "level">;
  function intern<T extends Expr>(key: string, level: number, make: () => Draft<T>): T {
    const found = table.get(key);
    if (found) return found as T;
    // Not frozen: freezing costs more than everything else here together. The types are read-only.
    const node = make() as Draft<T> & { id: number; level: number };
    node.id = count++;
    node.level = level;
    table.set(key, node as unknown as T);
    return node as unknown as T;
  }
  function levelOf(children: readonly Expr[]): number {
    let level = 0;
    for (const c of children) if (c.level > level) level = c.level;
    return level;
  }
  function ids(list: readonly Expr[]): string {
    let text = "";
    for (const e of list) text = text === "" ? `${e.id}` : `${text},${e.id}`;
    return text;
  }

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

  function dimTerm(value: Dim): Expr {
    const parts = value.terms.map((m) => {
      const factors: Expr[] = [];
      if (m.coefficient !== 1 || m.powers.length === 0) factors.push(num(m.coefficient));
      for (const p of m.powers) {
        for (let i = 0; i < p.exponent; i++) factors.push(index(p.atom));
      }
      return factors.length === 1 ? (factors[0] as Expr) : app(heads.mul, factors);
    });
    return parts.length === 0 ? num(0) : parts.length === 1 ? (parts[0] as Expr) : app(heads.add, parts);
  }

  const replacing = createReplacing({ num, sym, app, call, elem, bind, cases, deriv });
  const { substitute } = replacing;

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
    ...replacing,
    dim: dimTerm,
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
