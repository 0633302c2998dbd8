/**
 * Expression → program text, the same walk for every language.
 *
 * Columns are 1-D arrays where the language has them, rows 1×n. Positions, counted from 1 in the engine, are counted as the language
 * counts. A function the language lacks is replaced by what its card says it means.
 */
import { type App, type Bind, type Cases, type Elem, type Expr, type Formula, type Name, nodesOf, toDim } from "../../expr/index.ts";
import {
  absurd,
  addDims,
  axes,
  Bug,
  type Dim,
  dim,
  dimNames,
  fail,
  isFullMatrix,
  isScalar,
  ok,
  one,
  type Result,
  type Shape,
  scaleDim,
  size,
  substituteDim,
  subtractDims,
} from "../../shape/index.ts";
import { createLetters } from "../letters.ts";
import type { Dialect, Loop } from "./dialect.ts";
import { type EinsteinSum, einsteinSum } from "./einsum.ts";
import { atLeast, atom, formOf, level, type Value, value } from "./value.ts";

/** Why there is no program text. */
export interface NoCode {
  readonly message: string;
}

/** What names stand for at a place: sizes and positions as dims over identifiers, symbols as values. */
interface Scope {
  readonly dims: ReadonlyMap<Name, Dim>;
  readonly values: ReadonlyMap<Name, Value>;
  /** Letters of the loops around, by bound name. */
  readonly letters: ReadonlyMap<Name, Name>;
  /** An indicator beside says where positions are valid; elsewhere entries count as zero. */
  readonly guarded?: boolean;
}

const outermost: Scope = { dims: new Map(), values: new Map(), letters: new Map() };

/** Thrown inside the walk, caught at its door: what has no program text makes the whole have none. */
const unwritable = (message: string): never => {
  throw Object.assign(new Error(message), { unwritable: true });
};

/** The text of one expression. `nameOf` gives identifiers. */
export function generate(root: Expr, dialect: Dialect, nameOf: (name: Name) => string): Result<Value, NoCode> {
  try {
    return ok(createGenerator(root, dialect, nameOf)(root, outermost));
  } catch (error) {
    if (error instanceof Error && "unwritable" in error) return fail({ message: error.message });
    throw error;
  }
}

type Go = (e: Expr, scope: Scope) => Value;

function createGenerator(root: Expr, dialect: Dialect, nameOf: (name: Name) => string): Go {
  const letters = createLetters(root);
  const dimText = (d: Dim): string => writeDim(d, dialect);

  /** A size or position as a dim over identifiers of the program. */
  const toProgram = (d: Dim, scope: Scope): Dim => {
    const by = new Map<string, Dim>();
    for (const name of dimNames(d)) by.set(name, scope.dims.get(name) ?? size(nameOf(name)));
    return substituteDim(d, by);
  };
  const dimOf = (e: Expr, scope: Scope): Dim | null => {
    const d = toDim(e);
    return d ? toProgram(d, scope) : null;
  };
  const sizeText = (e: Expr, scope: Scope): string => {
    const d = dimOf(e, scope);
    return d ? dimText(d) : go(e, scope).text;
  };

  const go: Go = (e, scope) => {
    switch (e.kind) {
      case "num":
        return dialect.number(e.value);
      case "sym": {
        const known = scope.values.get(e.name);
        if (known) return known;
        if (e.sort !== "index") return dialect.symbol(nameOf(e.name), formOf(e.shape));
        return index(e, scope);
      }
      case "app":
        return application(e, scope);
      case "call": {
        const slots = e.slots.length === 0 ? "" : `d${e.slots.join("_")}_`;
        return atom(`${slots}${nameOf(e.fn)}(${e.args.map((a) => dialect.answer(go(a, scope))).join(", ")})`, formOf(e.shape));
      }
      case "elem":
        return entry(e, scope);
      case "bind":
        return binder(e, scope);
      case "cases":
        return byCases(e, scope);
      case "deriv":
        return unwritable("a derivative that was not carried out has no program text");
      default:
        return absurd(e);
    }
  };

  const index = (e: Expr, scope: Scope): Value => {
    const text = dimText(dimOf(e, scope) as Dim);
    return value(text, /^\w+$/.test(text) ? level.atom : level.sum, "scalar");
  };

  function application(e: App, scope: Scope): Value {
    const arg = (i: number): Expr => e.args[i] as Expr;
    const at = (i: number): Value => go(arg(i), scope);
    if (e.sort === "index" && dimOf(e, scope)) return index(e, scope);
    const guarded = underGuard(e, scope);
    if (guarded) return guarded;
    const form = formOf(e.shape);
    switch (e.head.name) {
      case "add":
        return dialect.sum(e.args.map((x) => signed(x, scope)));
      case "neg":
        return dialect.sum([signed(e, scope)]);
      case "mul":
        return multiply(e.args, scope);
      case "div":
        return dialect.over(at(0), at(1));
      case "pow":
        return dialect.power(at(0), at(1));
      case "hadamard":
        return e.args.slice(1).reduce((a, x) => dialect.entrywise("times", a, go(x, scope)), at(0));
      case "hdiv":
        return dialect.entrywise("over", at(0), at(1));
      case "hpow":
        return dialect.entrywise("power", at(0), at(1));
      case "transpose":
        return dialect.transpose(at(0));
      case "permute":
        return dialect.permute(
          at(0),
          e.args.slice(1).map((p) => (p.kind === "num" ? Number(p.value.n) : unwritable("a permutation by unknown axes"))),
        );
      case "kron":
        return dialect.kron(at(0), at(1), form);
      case "stack":
        return dialect.stack(
          e.args.map((x) => go(x, scope)),
          form,
        );
      case "beside":
        return dialect.beside(
          e.args.map((x) => go(x, scope)),
          form,
        );
      case "eye":
        return dialect.eye(sizeText(arg(0), scope));
      case "ones":
      case "zeros":
        return dialect.filled(e.head.name === "ones" ? 1 : 0, sizeText(arg(0), scope), sizeText(arg(1), scope), form);
      case "basis":
        return dialect.basis(positionText(arg(0), scope), sizeText(arg(1), scope));
      case "sg":
        return dialect.stop(at(0));
      case "d":
        return unwritable("a differential has no program text");
      case "pi":
      case "infinity":
        return dialect.constant(e.head.name);
      case "eq":
      case "ne":
      case "lt":
      case "le":
      case "gt":
      case "ge":
        return dialect.compare(e.head.name, at(0), at(1));
      case "and":
      case "or":
      case "not":
        return dialect.logic(
          e.head.name,
          e.args.map((x) => go(x, scope)),
        );
      case "iverson":
        return dialect.indicator(at(0));
      default:
        return card(e, scope);
    }
  }

  /** [i < k] u / v, where v may be zero when the guard fails: a choice, since 0 · ∞ is no number. */
  function underGuard(e: App, scope: Scope): Value | null {
    const isQuotient = e.head.name === "div";
    const product = isQuotient ? e.args[0] : e;
    if (!isScalar(e.shape) || product?.kind !== "app" || product.head.name !== "mul") return null;
    const isGuard = (f: Expr): f is App => f.kind === "app" && f.head.name === "iverson";
    const guard = product.args.find(isGuard);
    const rest = product.args.filter((f) => f !== guard);
    if (!guard || rest.length === 0 || !(isQuotient || rest.some(mayFail))) return null;
    const top = multiply(rest, scope);
    const then = isQuotient ? dialect.over(top, go(e.args[1] as Expr, scope)) : top;
    return dialect.choose(go(guard.args[0] as Expr, scope), then, atom("0", "scalar"));
  }

  /** −x and −3 x as a term with its sign in front. */
  function signed(e: Expr, scope: Scope): { sign: "+" | "-"; value: Value } {
    if (e.kind === "app" && e.head.name === "neg") return { sign: "-", value: go(e.args[0] as Expr, scope) };
    const first = e.kind === "app" && e.head.name === "mul" ? e.args[0] : undefined;
    if (e.kind === "app" && first?.kind === "num" && first.value.n < 0n) {
      const positive = { n: -first.value.n, d: first.value.d };
      const rest = e.args.slice(1);
      return { sign: "-", value: multiply(rest, scope, positive.n === positive.d ? [] : [dialect.number(positive)]) };
    }
    return { sign: "+", value: go(e, scope) };
  }

  /** Numbers are gathered in front, closed parts uᵀ … v of the chain among them: what stays is a chain of matrices, or an outer product. */
  function multiply(factors: readonly Expr[], scope: Scope, before: readonly Value[] = []): Value {
    const flat = factors.flatMap((f) => (f.kind === "app" && f.head.name === "mul" ? f.args : [f]));
    const guarded = flat.some(
      (f) => f.kind === "app" && f.head.name === "iverson" && f.args[0]?.kind === "app" && f.args[0].head.name !== "eq",
    );
    const inside = guarded ? { ...scope, guarded } : scope;
    const values = flat.map((f) => go(f, inside));
    const isNumber = (v: Value, i: number): boolean => v.form === "scalar" && isScalar((flat[i] as Expr).shape);
    const { closed, front, back } = closedParts(values.filter((v, i) => !isNumber(v, i)));
    const numbers = [...before, ...values.filter(isNumber), ...closed.map((part) => fromRight(part))];
    const parts = [front.at(-1)?.form === "column" ? fromRight(front) : fromLeft(front), fromLeft(back)].filter((v) => v !== null);
    const array = parts.length === 2 ? dialect.product(parts[0] as Value, parts[1] as Value) : (parts[0] ?? null);
    const scalars = numbers.filter((v) => v !== null);
    return array && scalars.length === 0 ? array : dialect.scale(scalars, array);
  }

  /** Matrix times vector, again and again. */
  const fromRight = (chain: readonly Value[]): Value | null =>
    chain.length === 0 ? null : chain.reduceRight((b, a) => dialect.product(a, b));
  const fromLeft = (chain: readonly Value[]): Value | null => (chain.length === 0 ? null : chain.reduce((a, b) => dialect.product(a, b)));

  function card(e: App, scope: Scope): Value {
    const head = e.head;
    const template = head.code.get(dialect.language) ?? dialect.native.get(head.name);
    const args = e.args.map((a) => go(a, scope));
    const form = formOf(e.shape);
    if (template !== undefined && head.arity === "many") {
      const [first, ...rest] = args as [Value, ...Value[]];
      return rest.reduce((a, b) => dialect.apply(template, [a, b], form), first);
    }
    const [u] = e.args;
    const perRow = head.acts.kind === "rows" && u !== undefined && isFullMatrix(u.shape);
    if (template !== undefined && (!perRow || dialect.templatesTakeRows)) {
      const made = dialect.apply(
        template,
        args,
        e.args.length > 0 && head.acts.kind === "elementwise" && form === "scalar" ? widest(args) : form,
      );
      return head.name === "inv" && args[0] ? { ...made, inverseOf: args[0] } : made;
    }
    const means = head.means;
    if (means === null) return unwritable(`${head.name} has no form in this language`);
    if (!perRow) return meaning(e, means, args, scope);
    const letter = nameOf(letters.fresh("r", scope.letters));
    const row = dialect.row(args[0] as Value, letter);
    const sizes = new Map<Name, Dim>();
    matchSizes(means.params[0]?.shape ?? [], [u.shape[1] as Dim], scope, sizes);
    const body = go(means.body, { dims: sizes, values: new Map([[means.params[0]?.name ?? "", row]]), letters: scope.letters });
    return dialect.eachRow(letter, args[0] as Value, body, form);
  }

  const widest = (args: readonly Value[]) => args.find((v) => v.form !== "scalar")?.form ?? "scalar";

  /** The card's formula with its parameters standing for the arguments and its sizes for theirs. */
  function meaning(e: App, means: Formula, args: readonly Value[], scope: Scope): Value {
    const values = new Map(means.params.map((p, i) => [p.name, args[i] as Value] as const));
    const dims = new Map<Name, Dim>();
    for (const [i, p] of means.params.entries()) matchSizes(p.shape, (e.args[i] as Expr).shape, scope, dims);
    return go(means.body, { dims, values, letters: scope.letters });
  }

  function matchSizes(formal: Shape, actual: Shape, scope: Scope, into: Map<Name, Dim>): void {
    for (const [i, d] of formal.entries())
      if (/^[A-Za-z]\w*$/.test(d.key) && actual[i]) into.set(d.key, toProgram(actual[i] as Dim, scope));
  }

  /** A position, counted from 1, as the language counts. */
  function positionText(e: Expr, scope: Scope): string {
    const d = dimOf(e, scope);
    if (d) return dimText(dialect.base === 0 ? subtractDims(d, one) : d);
    const v = go(e, scope);
    return dialect.base === 0 ? `${atLeast(v, level.sum)} - 1` : v.text;
  }

  function entry(e: Elem, scope: Scope): Value {
    const of = go(e.of, scope);
    const at = e.at.map((p) => positionText(p, scope));
    const value_ = dialect.entry(of, at);
    const isShifted = e.at.some((p) => dimNames(dimOf(p, scope) ?? one).size > 1);
    if (e.outside === "undefined" && !(scope.guarded && isShifted)) return value_;
    const lengths = axes(e.of.shape).map((d) => dimText(toProgram(d, scope)));
    const first = String(dialect.base);
    const inside = at.flatMap((p, i) => [
      dialect.compare("ge", value(p, level.sum, "scalar"), atom(first, "scalar")),
      dialect.compare(dialect.base === 0 ? "lt" : "le", value(p, level.sum, "scalar"), value(lengths[i] as string, level.sum, "scalar")),
    ]);
    return choose(dialect.logic("and", inside), value_, atom("0", "scalar"));
  }

  function loopOf(e: Bind, scope: Scope): { loop: Loop; inside: Scope } {
    if (e.domain.kind !== "range")
      return unwritable(`${e.binder} over ${e.domain.kind === "interval" ? "an interval" : "a point"} has no program text`);
    const [from, to] = [e.domain.from, e.domain.to].map((end) => dimOf(end, scope) ?? wholeNumber(end, scope));
    if (!from || !to) return unwritable("the bounds of a sum must be sizes");
    const letter = letters.of(e, scope.letters);
    const name = nameOf(letter);
    const position = dialect.base === 0 ? addDims(size(name), one) : size(name);
    return {
      loop: { letter: name, from, to },
      inside: {
        ...scope,
        dims: new Map([...scope.dims, [e.index.name, position]]),
        letters: new Map([...scope.letters, [e.index.name, letter]]),
      },
    };
  }

  /** A bound made of whole-number symbols: k − 1 for a natural k. */
  function wholeNumber(e: Expr, scope: Scope): Dim | null {
    if (e.kind === "num") return e.value.d === 1n ? dim(Number(e.value.n)) : null;
    if (e.kind === "sym") return dimOf(e, scope) ?? (isScalar(e.shape) && !scope.values.has(e.name) ? size(nameOf(e.name)) : null);
    if (e.kind !== "app" || (e.head.name !== "add" && e.head.name !== "neg")) return null;
    const parts = e.args.map((x) => wholeNumber(x, scope));
    const sum = parts.reduce((a, b) => (a && b ? addDims(a, b) : null));
    return sum && e.head.name === "neg" ? scaleDim(sum, -1) : sum;
  }

  /** By quadrature, where the language has one. */
  function integral(e: Bind, scope: Scope): Value {
    if (e.domain.kind !== "interval" || !dialect.integral) return unwritable("an integral has no program text");
    const letter = nameOf(letters.of(e, scope.letters));
    const inside: Scope = {
      ...scope,
      values: new Map([...scope.values, [e.index.name, atom(letter, "scalar")]]),
      letters: new Map([...scope.letters, [e.index.name, letter]]),
    };
    return dialect.integral(letter, go(e.body, inside), go(e.domain.from, scope), go(e.domain.to, scope));
  }

  function binder(e: Bind, scope: Scope): Value {
    if (e.binder === "integral") return integral(e, scope);
    const sum = dialect.einsum && (e.binder === "tabulate" || e.binder === "sum") ? einsteinSum(e) : null;
    if (sum && dialect.einsum) return einstein(sum, e, scope);
    if (e.binder !== "tabulate") {
      const { loop, inside } = loopOf(e, scope);
      if (e.binder === "limit" || e.binder === "expectation") return unwritable(`${e.binder} has no program text`);
      return dialect.fold(e.binder, loop, go(e.body, inside), dimText);
    }
    const loops: Loop[] = [];
    let body: Expr = e;
    let inside = scope;
    while (body.kind === "bind" && body.binder === "tabulate") {
      const next = loopOf(body, inside);
      loops.push(next.loop);
      inside = next.inside;
      body = body.body;
    }
    return (
      dialect.tabulate(loops, go(body, inside), formOf(e.shape), dimText) ?? unwritable("the language has no expression for this array")
    );
  }

  function einstein(sum: EinsteinSum, e: Bind, scope: Scope): Value {
    if (!dialect.einsum) throw new Bug("an Einstein sum for a language without one");
    const array = dialect.einsum(
      sum.spec,
      sum.operands.map((x) => go(x, scope)),
      formOf(e.shape),
    );
    return sum.scalars.length === 0
      ? array
      : dialect.scale(
          sum.scalars.map((x) => go(x, scope)),
          array,
        );
  }

  const choose = (condition: Value, then: Value, otherwise: Value | null): Value =>
    dialect.choose(condition, then, otherwise) ?? unwritable("the language has no conditional expression");

  function byCases(e: Cases, scope: Scope): Value {
    const last = e.otherwise ? go(e.otherwise, scope) : null;
    return e.arms.reduceRight<Value | null>((otherwise, arm) => choose(go(arm.when, scope), go(arm.then, scope), otherwise), last) as Value;
  }

  return go;
}

/** Holds a division by more than a number, a negative power, a logarithm or an inverse. */
const mayFail = (e: Expr): boolean =>
  nodesOf(e).some((x) => {
    if (x.kind !== "app") return false;
    const [, second] = x.args;
    if (x.head.name === "div" || x.head.name === "hdiv") return second?.kind !== "num";
    if (x.head.name === "pow" || x.head.name === "hpow") return second?.kind !== "num" || second.value.n < 0n;
    return x.head.name === "ln" || x.head.name === "inv";
  });

interface Parts {
  /** From a row to the column that meets it. */
  readonly closed: readonly (readonly Value[])[];
  readonly front: readonly Value[];
  /** From a row that meets no column. */
  readonly back: readonly Value[];
}

/** Associativity ends where arrays lose an axis: x (yᵀ z) is not (x yᵀ) z for one-axis arrays, so closed parts are found first. */
function closedParts(chain: readonly Value[]): Parts {
  const closed: (readonly Value[])[] = [];
  const front: Value[] = [];
  let open: Value[] = [];
  for (const v of chain) {
    if (open.length === 0 && v.form !== "row") front.push(v);
    else open.push(v);
    if (open.length > 1 && v.form === "column") {
      closed.push(open);
      open = [];
    }
  }
  return { closed, front, back: open };
}

/** A size as program text: `m * n`, `d - k + 1`, `(i + 2 * p) // s`. */
export function writeDim(d: Dim, dialect: Dialect): string {
  if (d.terms.length === 0) return "0";
  return d.terms
    .map((m, i) => {
      const factors: string[] = [];
      const size_ = Math.abs(m.coefficient);
      if (size_ !== 1 || m.powers.length === 0) factors.push(String(size_));
      for (const p of m.powers) {
        const floor = d.floors.get(p.atom);
        const text = floor
          ? dialect.floorDivision(`(${writeDim(floor.numerator, dialect)})`, `(${writeDim(floor.denominator, dialect)})`)
          : p.atom;
        for (let k = 0; k < p.exponent; k++) factors.push(text);
      }
      const sign = m.coefficient < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      return sign + factors.join(" * ");
    })
    .join("");
}
