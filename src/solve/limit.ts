/**
 * The style of limits: the derivative from its definition. What is needed is an increment that can be divided by h: polynomials (of numbers,
 * columns and matrices, along a direction), one elementary function of an affine argument, and kinks, case by case.
 */
import { refusal } from "../calculus/refusal.ts";
import { differentiate, simplify } from "../derive/index.ts";
import { type App, contains, type Environment, type Expr, type Head, heads, nodesOf, type Sym } from "../expr/index.ts";
import { isColumn, isFullMatrix, isScalar } from "../shape/index.ts";
import { part, type Worked } from "./differential.ts";
import { chain, declaration, derivativeSign, type Frame, formula, gradientSign, literal, named } from "./frame.ts";
import { moves } from "./moves.ts";
import { freshName, type Quantity, takenNames } from "./quantities.ts";
import type { Formula, Reason, SolutionPart } from "./types.ts";

const highestPower = 6;

interface Setting {
  readonly frame: Frame;
  readonly f: Quantity;
  /** The function with every definition inserted. */
  readonly whole: Expr;
  readonly h: Sym;
  /** The direction of a column or matrix; null for a number. */
  readonly v: Sym | null;
  readonly environment: Environment;
}

/** ∂f/∂x = lim (f(x + h) − f(x))/h. */
export function byLimit(frame: Frame, f: Quantity): Worked {
  const { t, variable, quantities } = frame;
  if (!isScalar(f.symbol.shape))
    throw refusal("no-rule", "the style limit is for functions with one number as value; use --style differential");
  const whole = inserted(frame);
  const taken = takenNames(quantities.environment, whole);
  const vector = !isScalar(variable.shape);
  const h = t.sym(freshName(taken, vector ? ["t", "h", "\\varepsilon"] : ["h", "t", "\\varepsilon"]));
  const v = vector ? t.sym(freshName(taken, isColumn(variable.shape) ? ["v", "u", "d"] : ["V", "D", "E"]), variable.shape) : null;
  const symbols = new Map(quantities.environment.symbols);
  for (const s of [h, ...(v ? [v] : [])])
    symbols.set(s.name, { name: s.name, shape: s.shape, sort: "real", attributes: new Set(), range: null });
  const s: Setting = { frame, f, whole, h, v, environment: { ...quantities.environment, symbols } };
  const derivative = derivativeOf(s);
  const parts = v === null ? ofNumber(s, derivative) : alongDirection(s, v, derivative);
  return { parts, derivative, claims: [], assumptions: [], shown: new Set() };
}

/** The function with its definitions inserted, the outermost first. */
function inserted(frame: Frame): Expr {
  const { t, quantities, variable } = frame;
  let out: Expr = quantities.f.symbol;
  for (const q of [...quantities.all].reverse())
    if (q.symbol.name !== variable.name) out = t.substitute(out, new Map([[q.symbol.name, q.body]]));
  return out;
}

function derivativeOf(s: Setting): Expr {
  const { t, book, variable, quantities, seed } = s.frame;
  const found = differentiate(t, book, { expr: s.f.symbol, environment: quantities.environment, wrt: variable, seed });
  if (!found.ok) throw refusal("no-rule", found.error.message);
  return found.value.expr;
}

/** The function at x + h, or X + tV. */
function moved(s: Setting, e: Expr): Expr {
  const { t, variable } = s.frame;
  const change = s.v ? t.app(heads.mul, [s.h, s.v]) : s.h;
  return t.substitute(e, new Map([[variable.name, t.app(heads.add, [variable, change])]]));
}

const minus = (s: Setting, a: Expr, b: Expr): Expr => s.frame.t.app(heads.add, [a, s.frame.t.app(heads.neg, [b])]);
const over = (s: Setting, a: Expr, b: Expr): Expr => s.frame.t.app(heads.div, [a, b]);
const times = (s: Setting, ...factors: readonly Expr[]): Expr => s.frame.t.app(heads.mul, factors);
const plus = (s: Setting, terms: readonly Expr[]): Expr => (terms.length === 1 ? (terms[0] as Expr) : s.frame.t.app(heads.add, terms));

function limit(s: Setting, body: Expr): Expr {
  const { t } = s.frame;
  return t.bind("limit", s.h, { kind: "point", at: t.num(0), side: "both" }, body, s.h.name);
}

interface Line {
  readonly term: Expr;
  readonly reasons: readonly Reason[];
}

/** (f(x + h) − f(x))/h, and what becomes of it. */
function lines(s: Setting, e: Expr, shown: Expr = e): readonly Line[] {
  const start = { term: limit(s, over(s, minus(s, moved(s, shown), shown), s.h)), reasons: [moves.definition] };
  const inside = shown === e ? [] : [{ term: limit(s, over(s, minus(s, moved(s, e), e), s.h)), reasons: [moves.thisCase] }];
  const rest = polynomial(s, e) ?? elementary(s, e);
  if (rest) return [start, ...(rest.length === 1 ? [] : inside), ...rest];
  throw refusal("no-rule", "no elementary way from the definition is known for this function; use --style differential");
}

const entire: ReadonlySet<string> = new Set(["add", "neg", "mul", "transpose", "tr", "hadamard", "kron", "diag", "Diag", "dot", "vec"]);

/** Is the increment a polynomial in h? */
function isPolynomial(s: Setting, e: Expr): boolean {
  const { variable } = s.frame;
  return nodesOf(e).every((x) => {
    if (!contains(x, variable) || x === variable || x.kind === "elem") return true;
    if (x.kind === "bind") return x.binder === "sum";
    if (x.kind !== "app") return false;
    if (entire.has(x.head.name)) return true;
    const [base, other] = x.args;
    if (x.head.name === "div") return other !== undefined && !contains(other, variable);
    if (x.head.name === "norm") return onlySquared(e, x);
    return (
      (x.head.name === "pow" || x.head.name === "hpow") &&
      base !== undefined &&
      other?.kind === "num" &&
      other.value.d === 1n &&
      other.value.n > 0n
    );
  });
}

const onlySquared = (root: Expr, norm: Expr): boolean =>
  nodesOf(root).every(
    (p) => p.kind !== "app" || !p.args.includes(norm) || (p.head.name === "pow" && p.args[1]?.kind === "num" && p.args[1].value.n === 2n),
  );

/** c₁h + c₂h² + … divided by h. */
function polynomial(s: Setting, e: Expr): readonly Line[] | null {
  const { t, book, seed } = s.frame;
  if (!isPolynomial(s, e)) return null;
  if (!contains(e, s.frame.variable)) return [{ term: t.num(0), reasons: [moves.constant] }];
  const coefficients: Expr[] = [];
  let factorial = 1;
  for (let k = 1; k <= highestPower + 1; k++) {
    factorial *= k;
    const d = differentiate(t, book, { expr: moved(s, e), environment: s.environment, wrt: s.h, order: k, seed });
    if (!d.ok || (d.value.expr.kind === "num" && d.value.expr.value.n === 0n)) break;
    if (k > highestPower) return null;
    const at = t.substitute(d.value.expr, new Map([[s.h.name, t.num(0)]]));
    coefficients.push(simplify(t, book, s.environment, factorial === 1 ? at : over(s, at, t.num(factorial)), seed));
  }
  const [first] = coefficients;
  if (!first) return null;
  const zero = (c: Expr): boolean => c.kind === "num" && c.value.n === 0n;
  const isOne = (c: Expr): boolean => c.kind === "num" && c.value.n === 1n && c.value.d === 1n;
  const power = (k: number): Expr => (k === 1 ? s.h : t.app(heads.pow, [s.h, t.num(k)]));
  const terms = (shift: number): Expr =>
    plus(
      s,
      coefficients.flatMap((c, k) =>
        zero(c) ? [] : [k + 1 - shift === 0 ? c : isOne(c) ? power(k + 1 - shift) : times(s, power(k + 1 - shift), c)],
      ),
    );
  return [
    { term: limit(s, over(s, terms(0), s.h)), reasons: [moves.expand] },
    { term: limit(s, terms(1)), reasons: [moves.cancel] },
    { term: first, reasons: [moves.limit] },
  ];
}

/** φ(u) for an affine u = a x + b: the increment of u is ah. */
function elementary(s: Setting, e: Expr): readonly Line[] | null {
  const { t, variable, book } = s.frame;
  if (s.v !== null || e.kind !== "app") return null;
  const head = e.head.name;
  const u = head === "div" ? e.args[1] : e.args[0];
  if (!u || !contains(u, variable) || !isPolynomial(s, u) || (head === "div" && contains(e.args[0] as Expr, variable))) return null;
  const slope = differentiate(t, book, { expr: u, environment: s.environment, wrt: variable });
  if (!slope.ok || contains(slope.value.expr, variable)) return null;
  const a = slope.value.expr;
  const one = a.kind === "num" && a.value.n === 1n && a.value.d === 1n;
  const step = one ? s.h : times(s, a, s.h);
  const scaled = (x: Expr): Expr => (one ? x : times(s, a, x));
  const end = (x: Expr, why: Reason): Line => ({ term: x, reasons: [why] });
  const fn = (name: string, x: Expr): Expr => t.app(book.heads.get(name) as Head, [x]);
  const lim = (x: Expr, why: Reason): Line => ({ term: limit(s, x), reasons: [why] });
  const next = moved(s, u);
  const unit = t.num(1);
  switch (head) {
    case "exp":
      return [lim(times(s, e, over(s, minus(s, fn("exp", step), unit), s.h)), moves.exponentials), end(scaled(e), moves.exponentialLimit)];
    case "ln":
      return [lim(over(s, fn("ln", plus(s, [unit, over(s, step, u)])), s.h), moves.logarithms), end(over(s, a, u), moves.logarithmLimit)];
    case "sin":
    case "cos": {
      const [same, other] = head === "sin" ? [e, fn("cos", u)] : [e, t.app(heads.neg, [fn("sin", u)])];
      const split = plus(s, [
        times(s, same, over(s, minus(s, fn("cos", step), unit), s.h)),
        times(s, other, over(s, fn("sin", step), s.h)),
      ]);
      return [lim(split, moves.addition), end(scaled(other), moves.sineLimit)];
    }
    case "sqrt":
      return [lim(over(s, a, plus(s, [fn("sqrt", next), e])), moves.conjugate), end(over(s, a, times(s, t.num(2), e)), moves.limit)];
    case "sigmoid": {
      const shrink = minus(s, unit, fn("exp", t.app(heads.neg, [step])));
      return [
        lim(times(s, fn("sigmoid", next), minus(s, unit, e), over(s, shrink, s.h)), moves.sigmoids),
        end(scaled(times(s, e, minus(s, unit, e))), moves.exponentialLimit),
      ];
    }
    case "div": {
      const c = times(s, a, e.args[0] as Expr);
      return [
        lim(t.app(heads.neg, [over(s, c, times(s, u, next))]), moves.commonDenominator),
        end(t.app(heads.neg, [over(s, c, t.app(heads.pow, [u, t.num(2)]))]), moves.limit),
      ];
    }
    default:
      return null;
  }
}

/** A kink: max(0, u), ReLU(u), |u|. */
function kinkOf(s: Setting): { readonly at: App; readonly u: Expr } | null {
  const { variable } = s.frame;
  for (const x of nodesOf(s.whole)) {
    if (x.kind !== "app" || !contains(x, variable)) continue;
    if (x.head.name === "relu" || x.head.name === "abs") return { at: x, u: x.args[0] as Expr };
    const zeros = x.args.filter((y) => y.kind === "num" && y.value.n === 0n);
    const others = x.args.filter((y) => !zeros.includes(y));
    if (x.head.name === "max" && zeros.length === 1 && others.length === 1) return { at: x, u: others[0] as Expr };
  }
  return null;
}

function ofNumber(s: Setting, derivative: Expr): readonly SolutionPart[] {
  const { t, variable } = s.frame;
  const sign = derivativeSign(named(s.f.symbol.name), named(variable.name));
  const kink = kinkOf(s);
  const told = (all: readonly Line[]) => all.map((l) => ({ after: formula(l.term), reasons: l.reasons }));
  if (!kink) {
    const all = lines(s, s.whole);
    return [part("From the definition", [], chain(sign, told([...all, { term: derivative, reasons: [moves.simplify] }])))];
  }
  const negative = kink.at.head.name === "abs" ? t.app(heads.neg, [kink.u]) : t.num(0);
  const side = (head: Head, value: Expr, heading: string): SolutionPart => {
    const here = t.replace(s.whole, (x) => (x === kink.at ? value : null));
    return { ...part(heading, [], chain(sign, told(lines(s, here, s.whole)))), given: formula(t.app(head, [kink.u, t.num(0)])) };
  };
  return [
    side(heads.gt, kink.u, "On the right of the kink"),
    side(heads.lt, negative, "On the left of the kink"),
    part(
      "Both sides",
      [["Therefore, wherever the derivative exists:"]],
      chain(sign, [{ after: formula(derivative), reasons: [moves.bothSides] }]),
    ),
  ];
}

/** ⟨∇f, V⟩ = lim (f(X + tV) − f(X))/t. */
function alongDirection(s: Setting, v: Sym, derivative: Expr): readonly SolutionPart[] {
  const { t, variable, book } = s.frame;
  const gradient = gradientSign(named(s.f.symbol.name), named(variable.name));
  const matrix = isFullMatrix(variable.shape);
  const turned = `(${gradient.latex})^{\\top} ${v.name}`;
  const sign: Formula = matrix
    ? { latex: `\\operatorname{tr}\\left(${turned}\\right)`, unicode: `tr((${gradient.unicode})ᵀ ${v.name})` }
    : { latex: turned, unicode: `(${gradient.unicode})ᵀ ${v.name}` };
  const product = times(s, t.app(heads.transpose, [derivative]), v);
  const tr = book.heads.get("tr");
  const last = matrix && tr ? t.app(tr, [product]) : product;
  const all = [...lines(s, s.whole), { term: last, reasons: [matrix ? moves.collect : moves.inner] }];
  return [
    part(
      "Along a direction",
      [["The derivative along any direction, from the definition:"]],
      chain(
        sign,
        all.map((l) => ({ after: formula(l.term), reasons: l.reasons })),
      ),
      [declaration(v.name, v.shape, "any direction")],
    ),
    part("Reading off", [], chain(literal(gradient.latex), [{ after: formula(derivative), reasons: [moves.readOff] }])),
  ];
}
