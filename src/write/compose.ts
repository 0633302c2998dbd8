/**
 * Expression → notation: the choices a mathematician makes without thinking.
 *
 *   add(a, neg(b))             a − b             mul(−3, x)          −3x
 *   iverson(eq(i, j))          δᵢⱼ               norm of a matrix    ‖A‖ with F
 *   Deriv(Deriv(f, x), y)      ∂²f/∂x∂y          stack(beside …)     a matrix
 *
 * The order of terms and factors is that of construction. Bound indices get letters from `letters.ts`.
 */
import {
  type App,
  type Bind,
  type Call,
  type Deriv,
  type Elem,
  type Expr,
  isInteger,
  type Name,
  type Num,
  negateRational,
  productShape,
  type Rational,
} from "../expr/index.ts";
import { isFullMatrix, sameShape } from "../shape/index.ts";
import { absurd } from "../shape/result.ts";
import { createLetters, type Letters } from "./letters.ts";
import type { Notation, OperatorSign, RelationSign, SignedTerm } from "./notation.ts";

/** The letters of the binders around a term, by canonical name (#m). */
type Scope = ReadonlyMap<Name, Name>;

const name = (n: Name): Notation => ({ kind: "name", name: n });
const word = (text: string): Notation => ({ kind: "word", text });
const number = (text: string): Notation => ({ kind: "number", text });
const apply = (fn: Notation, args: readonly Notation[]): Notation => ({ kind: "apply", fn, args });
const list = (items: readonly Notation[], separator: "" | ", " | " \u00d7 "): Notation => ({ kind: "list", items, separator });
/** x_{1}^{2}, not (x_{1})^{2}. */
const superscript = (base: Notation, sup: Notation): Notation =>
  base.kind === "scripts" && base.sup === null && base.base.kind === "name" ? { ...base, sup } : { kind: "scripts", base, sub: null, sup };
const subscript = (base: Notation, sub: Notation): Notation => ({ kind: "scripts", base, sub, sup: null });

const relationSigns: ReadonlyMap<string, RelationSign> = new Map(
  (["eq", "ne", "lt", "le", "gt", "ge", "and", "or"] as const).map((sign) => [sign, sign]),
);
const operatorSigns: ReadonlyMap<string, OperatorSign> = new Map([
  ["hadamard", "odot"],
  ["kron", "otimes"],
  ["hdiv", "oslash"],
]);

/** The notation of a term. The printed tree of a shared term can be astronomically large: share it first (`share.ts`). */
export function compose(e: Expr): Notation {
  return composeIn(e, new Map(), createLetters(e));
}

function composeIn(root: Expr, outer: Scope, letters: Letters): Notation {
  const go = (e: Expr, scope: Scope): Notation => {
    switch (e.kind) {
      case "num":
        return composeNumber(e.value);
      case "sym":
        return name(scope.get(e.name) ?? e.name);
      case "app":
        return composeApp(e, (x) => go(x, scope));
      case "call":
        return composeCall(e, (x) => go(x, scope));
      case "elem":
        return composeEntry(e, (x) => go(x, scope));
      case "bind":
        return composeBind(e, scope, letters, go);
      case "cases":
        return {
          kind: "cases",
          rows: [
            ...e.arms.map((arm) => ({ value: go(arm.then, scope), when: go(arm.when, scope) })),
            ...(e.otherwise ? [{ value: go(e.otherwise, scope), when: null }] : []),
          ],
        };
      case "deriv":
        return composeDerivative(e, (x) => go(x, scope));
      default:
        return absurd(e);
    }
  };
  return go(root, outer);
}

type Go = (e: Expr) => Notation;

function composeNumber(value: Rational): Notation {
  if (value.n < 0n) return { kind: "sum", terms: [{ sign: "-", term: composeNumber(negateRational(value)) }] };
  return isInteger(value)
    ? number(value.n.toString())
    : { kind: "fraction", above: number(value.n.toString()), below: number(value.d.toString()) };
}

const isNegative = (e: Expr): e is Num => e.kind === "num" && e.value.n < 0n;
const isNumber = (e: Expr, n: bigint): boolean => e.kind === "num" && isInteger(e.value) && e.value.n === n;

/** A term with its sign in front: neg(x), −3, and −3 x give "-". */
function signed(e: Expr, go: Go): SignedTerm {
  if (e.kind === "app" && e.head.name === "neg") return { sign: "-", term: go(e.args[0] as Expr) };
  if (isNegative(e)) return { sign: "-", term: composeNumber(negateRational(e.value)) };
  if (e.kind === "app" && e.head.name === "mul") {
    const [first, ...rest] = factorsOf(e);
    if (first && isNegative(first)) {
      const size = negateRational(first.value);
      const factors = [...(size.n === size.d ? [] : [composeNumber(size)]), ...rest.map(go)];
      return { sign: "-", term: product(factors) };
    }
  }
  return { sign: "+", term: go(e) };
}

const product = (factors: readonly Notation[]): Notation =>
  factors.length === 1 ? (factors[0] as Notation) : { kind: "product", factors };

/** The factors, products inside opened where the flat row is the same product: A (B x) is A B x, but A (xᵀ x) keeps its bracket. */
function factorsOf(e: App): readonly Expr[] {
  let flat: readonly Expr[] = [];
  for (const [i, arg] of e.args.entries()) {
    const inner = arg.kind === "app" && arg.head === e.head ? factorsOf(arg) : null;
    const opened =
      inner &&
      productShape(
        e.head,
        [...flat, ...inner, ...e.args.slice(i + 1)].map((f) => f.shape),
      );
    flat = [...flat, ...(inner && opened?.ok && sameShape(opened.value, e.shape) ? inner : [arg])];
  }
  return flat;
}

function composeSum(terms: readonly Expr[], go: Go): Notation {
  const flat = terms.flatMap((x): readonly SignedTerm[] => {
    const s = signed(x, go);
    if (s.term.kind !== "sum") return [s];
    return s.sign === "+" ? s.term.terms : [s];
  });
  return { kind: "sum", terms: flat };
}

function composeApp(e: App, go: Go): Notation {
  const arg = (i: number): Expr => e.args[i] as Expr;
  const relation = relationSigns.get(e.head.name);
  if (relation) return { kind: "relation", sign: relation, operands: e.args.map(go) };
  const operator = operatorSigns.get(e.head.name);
  if (operator) return { kind: "operator", sign: operator, operands: e.args.map(go) };
  switch (e.head.name) {
    case "add":
      return composeSum(e.args, go);
    case "neg":
      return { kind: "sum", terms: [signed(e, go)] };
    case "mul":
      return isNegative(factorsOf(e)[0] as Expr) ? { kind: "sum", terms: [signed(e, go)] } : product(factorsOf(e).map(go));
    case "div":
      return { kind: "fraction", above: go(arg(0)), below: go(arg(1)) };
    case "pow":
      return superscript(go(arg(0)), go(arg(1)));
    case "hpow":
      return superscript(go(arg(0)), { kind: "operator", sign: "odot", operands: [go(arg(1))] });
    case "transpose":
      return superscript(go(arg(0)), name("\\top"));
    case "permute":
      return apply(subscript(word("permute"), list(e.args.slice(1).map(go), ", ")), [go(arg(0))]);
    case "stack":
      return { kind: "grid", rows: e.args.map((row) => (row.kind === "app" && row.head.name === "beside" ? row.args.map(go) : [go(row)])) };
    case "beside":
      return { kind: "grid", rows: [e.args.map(go)] };
    case "eye":
      return subscript(name("I"), go(arg(0)));
    case "ones":
      return subscript(name("\\mathbf{1}"), arraySize(e, go));
    case "zeros":
      return subscript(name("\\mathbf{0}"), arraySize(e, go));
    case "basis":
      return subscript(name("\\mathbf{e}"), go(arg(0)));
    case "d":
      return { kind: "prefix", sign: "differential", sub: null, of: go(arg(0)) };
    case "not":
      return { kind: "prefix", sign: "not", sub: null, of: go(arg(0)) };
    case "pi":
      return name("\\pi");
    case "infinity":
      return name("\\infty");
    case "iverson":
      return composeIverson(arg(0), go);
    case "norm": {
      const bars: Notation = { kind: "fence", fence: "norm", of: go(arg(0)) };
      return isFullMatrix(arg(0).shape) ? subscript(bars, name("F")) : bars;
    }
    default:
      return e.head.prints === null
        ? apply(word(e.head.name), e.args.map(go))
        : { kind: "template", text: e.head.prints, args: e.args.map(go) };
  }
}

/** n for a column, m × n otherwise. */
const arraySize = (e: App, go: Go): Notation => {
  const [m, n] = e.args as readonly [Expr, Expr];
  return isNumber(n, 1n) ? go(m) : list([go(m), go(n)], " \u00d7 ");
};

/** δᵢⱼ where two positions are compared, otherwise the indicator of a truth. */
function composeIverson(truth: Expr, go: Go): Notation {
  const [a, b] = truth.kind === "app" ? truth.args : [];
  if (truth.kind === "app" && truth.head.name === "eq" && a && b && a.sort === "index" && b.sort === "index") {
    return subscript(name("\\delta"), indices([go(a), go(b)]));
  }
  const inside = go(truth);
  return apply(name("\\mathbb{1}"), [inside]);
}

/** The subscripts ij, without commas where each is one letter; with commas otherwise. */
const indices = (items: readonly Notation[]): Notation =>
  list(items, items.length === 1 || items.every((x) => x.kind === "name" && isOneLetter(x.name)) ? "" : ", ");

const isOneLetter = (n: Name): boolean => /^[A-Za-z]$/.test(n);

function composeEntry(e: Elem, go: Go): Notation {
  const of = go(e.of);
  return subscript(of, indices(e.at.map(go)));
}

/** f(x), slot derivatives in front; a member of a family, held as a call, is written x_i. */
function composeCall(e: Call, go: Go): Notation {
  const family = /^(.*)_\{\\cdot\}$/s.exec(e.fn)?.[1];
  const value = family === undefined ? apply(name(e.fn), e.args.map(go)) : subscript(name(family), indices(e.args.map(go)));
  return e.slots.reduce<Notation>((of, slot) => ({ kind: "prefix", sign: "partial", sub: number(String(slot)), of }), value);
}

function composeDerivative(e: Deriv, go: Go): Notation {
  const below: Expr[] = [e.by];
  let of = e.of;
  while (of.kind === "deriv") {
    below.unshift(of.by);
    of = of.of;
  }
  return { kind: "derivative", above: go(of), below: below.map(go) };
}

function composeBind(e: Bind, scope: Scope, letters: Letters, go: (e: Expr, scope: Scope) => Notation): Notation {
  const letter = letters.of(e, scope);
  const inside = new Map([...scope, [e.index.name, letter]]);
  const variable = name(letter);
  const body = go(e.body, inside);
  const equals = (a: Notation, b: Notation): Notation => ({ kind: "relation", sign: "eq", operands: [a, b] });
  const domain = e.domain;
  switch (domain.kind) {
    case "range": {
      const from = go(domain.from, scope);
      const to = go(domain.to, scope);
      if (e.binder === "tabulate") return tabulated(body, variable, from, to);
      if (e.binder === "sum" || e.binder === "product")
        return { kind: "big", symbol: e.binder, sub: equals(variable, from), sup: to, body, variable };
      return {
        kind: "big",
        symbol: e.binder,
        sub: { kind: "relation", sign: "le", operands: [from, variable, to] },
        sup: null,
        body,
        variable,
      };
    }
    case "interval":
      return { kind: "big", symbol: "integral", sub: go(domain.from, scope), sup: go(domain.to, scope), body, variable };
    case "point": {
      const at = go(domain.at, scope);
      const target = domain.side === "both" ? at : superscript(at, name(domain.side === "left" ? "-" : "+"));
      return {
        kind: "big",
        symbol: "limit",
        sub: { kind: "relation", sign: "to", operands: [variable, target] },
        sup: null,
        body,
        variable,
      };
    }
    case "distribution":
      return {
        kind: "big",
        symbol: "expectation",
        sub: domain.name === "" ? null : { kind: "relation", sign: "sim", operands: [variable, name(domain.name)] },
        sup: null,
        body,
        variable,
      };
    default:
      return absurd(domain);
  }
}

/** An array by its entries: (x²ᵢ) with i = 1, …, n below. Nested arrays share one bracket. */
function tabulated(body: Notation, variable: Notation, from: Notation, to: Notation): Notation {
  const range: readonly Notation[] = [{ kind: "relation", sign: "eq", operands: [variable, from] }, name("\\ldots"), to];
  if (body.kind === "scripts" && body.base.kind === "fence" && body.base.fence === "square" && body.sub?.kind === "list") {
    return subscript(body.base, list([...range, ...body.sub.items], ", "));
  }
  return subscript({ kind: "fence", fence: "square", of: body }, list(range, ", "));
}
