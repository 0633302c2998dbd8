/**
 * The style of indices: every quantity by its entries, its derivative by one entry of the variable, δ where an entry meets itself, sums
 * contracted, and back to matrix form.
 */
import { refusal } from "../calculus/refusal.ts";
import { differentiate, simplify } from "../derive/index.ts";
import { type App, contains, type Environment, type Expr, freeSymbols, heads, type Name, nodesOf, type Sym } from "../expr/index.ts";
import { axes, isScalar, type Shape, scalarShape } from "../shape/index.ts";
import { type Components, createComponents } from "./components.ts";
import { type Claim, part, type Worked } from "./differential.ts";
import { chain, derivativeSign, equation, type Frame, formula, gradientSign, named } from "./frame.ts";
import { moves } from "./moves.ts";
import { leads, type Quantity, takenNames } from "./quantities.ts";
import type { Reason, SolutionPart } from "./types.ts";

interface Setting {
  readonly frame: Frame;
  readonly components: Components;
  /** The entry of the variable. */
  readonly by: Expr;
  readonly varying: ReadonlyMap<Name, Quantity>;
  readonly claims: Claim[];
  /** The scope with the letters that are free, each along its axis. */
  readonly ranges: Environment;
}

/** ∂f/∂x_k entry by entry. */
export function byIndex(frame: Frame, f: Quantity): Worked {
  const { t, book, variable, quantities } = frame;
  const taken = takenNames(quantities.environment, f.symbol, variable);
  const components = createComponents(t, book, taken);
  const ranges = new Map(quantities.environment.symbols);
  const lettersOf = (shape: Shape): readonly Sym[] =>
    axes(shape).map((d) => {
      const { name } = components.letter();
      const range = { from: t.num(1), to: t.dim(d) };
      ranges.set(name, { name, shape: scalarShape, sort: "index", attributes: new Set(), range });
      return t.index(name);
    });
  const own = lettersOf(f.symbol.shape);
  const at = lettersOf(variable.shape);
  const by = at.length === 0 ? variable : t.elem(variable, at);
  const varying = new Map(
    quantities.all.flatMap((q) =>
      q.symbol.name !== variable.name && leads(quantities.environment, q.symbol.name, variable) ? [[q.symbol.name, q] as const] : [],
    ),
  );
  const s: Setting = { frame, components, by, varying, claims: [], ranges: { ...quantities.environment, symbols: ranges } };
  const whole = differentiate(t, book, { expr: f.symbol, environment: quantities.environment, wrt: variable, seed: frame.seed });
  if (!whole.ok) throw refusal("no-rule", whole.error.message);
  const parts: SolutionPart[] = [];
  const known = new Map<Name, { readonly letters: readonly Sym[]; readonly value: Expr }>();
  for (const q of varying.values()) {
    const last = q.symbol.name === f.symbol.name;
    const letters = last ? own : lettersOf(q.symbol.shape);
    const { steps, value, intro } = ofQuantity(s, q, letters, known);
    known.set(q.symbol.name, { letters, value });
    const matrix = last ? entriesOfWhole(s, whole.value.expr, letters, at) : null;
    const start = signOf(s, q.symbol, letters);
    const end = matrix && formula(matrix).latex !== formula(value).latex ? [{ after: formula(matrix), reasons: [moves.simplify] }] : [];
    parts.push({
      ...part(`Entries of ${named(q.symbol.name).unicode}`, [["By entries:"]], chain(formula(start), [...steps, ...end])),
      introduces: intro,
    });
    if (last) parts.push(...cases(s, start, matrix ?? value, own, at));
  }
  parts.push(...together(frame, f, whole.value.expr));
  const rank = own.length + at.length;
  return { parts, derivative: rank > 2 ? null : whole.value.expr, claims: s.claims, assumptions: [], shown: new Set() };
}

const entryOf = (s: Setting, q: Sym, letters: readonly Expr[]): Expr => (letters.length === 0 ? q : s.frame.t.elem(q, letters));
const signOf = (s: Setting, q: Sym, letters: readonly Expr[]): Expr => s.frame.t.deriv(entryOf(s, q, letters), s.by);

/** ∂q_i/∂x_k: rules pushed inwards, δ, sums contracted. */
function ofQuantity(
  s: Setting,
  q: Quantity,
  letters: readonly Sym[],
  known: ReadonlyMap<Name, { readonly letters: readonly Sym[]; readonly value: Expr }>,
) {
  const { t, book, seed } = s.frame;
  const body = letters.length === 0 ? s.components.number(q.body) : s.components.entry(q.body, letters);
  const reasons: Reason[] = [];
  const pushed = push(s, body, reasons);
  const inserted = t.replace(pushed, (x) => settled(s, x, known));
  const value = simplify(t, book, s.ranges, inserted, seed);
  const picked = value === inserted ? [] : [{ after: formula(value), reasons: [moves.delta] }];
  s.claims.push({ lhs: pushed, rhs: inserted }, { lhs: inserted, rhs: value });
  return {
    intro: [{ formula: equation(formula(entryOf(s, q.symbol, letters)), formula(body)), note: "" }],
    steps: [
      { after: formula(pushed), reasons: [...new Map(reasons.map((r) => [r.rule, r])).values()] },
      { after: formula(inserted), reasons: [moves.ownEntry] },
      ...picked,
    ],
    value,
  };
}

/** ∂x_i/∂x_k is δ, and ∂z_i/∂x_k what has been found. */
function settled(s: Setting, x: Expr, known: ReadonlyMap<Name, { readonly letters: readonly Sym[]; readonly value: Expr }>): Expr | null {
  const { t, variable } = s.frame;
  if (x.kind !== "deriv" || x.by !== s.by) return null;
  const of = x.of.kind === "elem" ? x.of.of : x.of;
  const at = x.of.kind === "elem" ? x.of.at : [];
  if (of === variable) {
    const by = s.by.kind === "elem" ? s.by.at : [];
    const deltas = at.map((i, k) => t.app(heads.iverson, [t.app(heads.eq, [i, by[k] as Expr])]));
    return deltas.length === 0 ? t.num(1) : deltas.length === 1 ? (deltas[0] as Expr) : t.app(heads.mul, deltas);
  }
  const found = of.kind === "sym" ? known.get(of.name) : undefined;
  return found ? t.substitute(found.value, new Map(found.letters.map((l, k) => [l.name, at[k] as Expr]))) : null;
}

const isVarying = (s: Setting, e: Expr): boolean =>
  contains(e, s.frame.variable) || [...freeSymbols(e).keys()].some((n) => s.varying.has(n));

/** The derivative of a number pushed to the entries it is made of. */
function push(s: Setting, e: Expr, reasons: Reason[]): Expr {
  const { t } = s.frame;
  if (!isVarying(s, e)) return t.num(0);
  const rule = (name: string, because: string): void => void reasons.push({ rule: name, because, see: "magnus-neudecker-2019 §8.2" });
  const atom = e.kind === "sym" || e.kind === "elem";
  if (atom) return t.deriv(e, s.by);
  if (e.kind === "bind" && e.binder === "sum") {
    rule("d-sum-over-index", "A sum is linear.");
    return t.bind("sum", e.index, e.domain, push(s, e.body, reasons), e.hint);
  }
  if (e.kind !== "app") throw refusal("no-rule", "this has no derivative by entries; use --style differential");
  const terms = (list: readonly Expr[]): Expr => (list.length === 1 ? (list[0] as Expr) : t.app(heads.add, list));
  const [a, b] = e.args as [Expr, Expr];
  switch (e.head.name) {
    case "add":
      return terms(e.args.filter((x) => isVarying(s, x)).map((x) => push(s, x, reasons)));
    case "neg":
      return t.app(heads.neg, [push(s, a, reasons)]);
    case "mul": {
      const moving = e.args.filter((x) => isVarying(s, x));
      if (moving.length > 1) rule("d-product", "Product rule; the order of matrices is kept.");
      else reasons.push(moves.fixed);
      return terms(
        e.args.flatMap((x, k) =>
          isVarying(s, x)
            ? [
                t.app(
                  heads.mul,
                  e.args.map((y, l) => (l === k ? push(s, y, reasons) : y)),
                ),
              ]
            : [],
        ),
      );
    }
    case "div": {
      if (!isVarying(s, b)) return t.app(heads.div, [push(s, a, reasons), b]);
      rule("d-quotient", "Quotient rule.");
      const second = t.app(heads.mul, [a, push(s, b, reasons)]);
      const above = isVarying(s, a)
        ? t.app(heads.add, [t.app(heads.mul, [push(s, a, reasons), b]), t.app(heads.neg, [second])])
        : t.app(heads.neg, [second]);
      return t.app(heads.div, [above, t.app(heads.pow, [b, t.num(2)])]);
    }
    case "sg":
    case "iverson":
      return t.num(0);
    default:
      return outer(s, e, reasons);
  }
}

/** g(u): g′(u) times the derivative of u. */
function outer(s: Setting, e: App, reasons: Reason[]): Expr {
  const { t, book, seed, quantities } = s.frame;
  const moving = e.args.filter((x) => isVarying(s, x));
  const [u] = moving;
  if (!u || moving.length !== 1) throw refusal("no-rule", `no derivative of ${e.head.called} by entries; use --style differential`);
  const hold = t.sym("$u");
  const held = t.app(
    e.head,
    e.args.map((x) => (x === u ? hold : x)),
  );
  const environment = {
    ...quantities.environment,
    symbols: new Map([
      ...quantities.environment.symbols,
      ["$u", { name: "$u", shape: hold.shape, sort: "real" as const, attributes: new Set(["positive" as const]), range: null }],
    ]),
  };
  const slope = differentiate(t, book, { expr: held, environment, wrt: hold, seed });
  if (!slope.ok) throw refusal("no-rule", slope.error.message);
  for (const step of slope.value.steps) reasons.push({ rule: step.rule, because: step.because, see: step.see });
  return t.app(heads.mul, [t.substitute(slope.value.expr, new Map([["$u", u]])), push(s, u, reasons)]);
}

/** The matrix form, taken apart into entries again. */
function entriesOfWhole(s: Setting, whole: Expr, own: readonly Sym[], at: readonly Sym[]): Expr {
  const all = [...own, ...at];
  return all.length === 0 ? s.components.number(whole) : s.components.entry(whole, all);
}

/** Where δ compares an entry of the function with one of the variable: i = k and i ≠ k apart. */
function cases(s: Setting, sign: Expr, value: Expr, own: readonly Sym[], at: readonly Sym[]): readonly SolutionPart[] {
  const { t, book, seed } = s.frame;
  const deltas = nodesOf(value).filter(
    (x): x is App =>
      x.kind === "app" &&
      x.head === heads.iverson &&
      x.args[0]?.kind === "app" &&
      x.args[0].head === heads.eq &&
      x.args[0].args.every((i) => i.kind === "sym"),
  );
  const [d] = deltas;
  const truth = d?.args[0] as App | undefined;
  const [i, k] = (truth?.args ?? []) as readonly Sym[];
  if (deltas.length !== 1 || !d || !i || !k || ![...own, ...at].includes(i) || ![...own, ...at].includes(k)) return [];
  const side = (one: boolean): SolutionPart => {
    const here = t.replace(value, (x) => (x === d ? t.num(one ? 1 : 0) : null));
    const same = one ? t.substitute(here, new Map([[(at.includes(k) ? k : i).name, at.includes(k) ? i : k]])) : here;
    const simple = simplify(t, book, s.ranges, same, seed);
    return {
      ...part(
        one ? "The same entry" : "Different entries",
        [],
        chain(formula(sign), [{ after: formula(simple), reasons: [one ? moves.same : moves.different] }]),
      ),
      given: formula(one ? (d.args[0] as Expr) : t.app(heads.ne, [i, k])),
    };
  };
  return [side(true), side(false)];
}

/** Back to matrix form. */
function together(frame: Frame, f: Quantity, whole: Expr): readonly SolutionPart[] {
  if (axes(f.symbol.shape).length + axes(frame.variable.shape).length > 2 || isScalar(frame.variable.shape)) return [];
  const [of, by] = [named(f.symbol.name), named(frame.variable.name)];
  const sign = isScalar(f.symbol.shape) ? gradientSign(of, by) : derivativeSign(of, by);
  return [
    part(
      "Back to matrix form",
      [["Therefore, all entries together:"]],
      chain(sign, [{ after: formula(whole), reasons: [moves.assemble] }]),
    ),
  ];
}
