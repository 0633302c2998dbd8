/**
 * From expressions to index form: the entry of a term at a tuple of affine indices, one for each axis.
 *
 * Every node is lowered once, at parameters that stand for its indices, and instantiated where it is used.
 */
import type { Bind, Cases, Elem, Expr, Sym } from "../../expr/index.ts";
import { absurd, axes, type Dim, isScalar, type Shape, sameDim } from "../../shape/index.ts";
import { type Affine, isWhole, minus, one, plus, shift, variable } from "./affine.ts";
import { type Marks, noMarks, type Poly, polyOf, tensor, term } from "./factor.ts";
import { axisLengths, type Frame, indexLengths, rankOf, type Template, withIndex } from "./frame.ts";
import { expOf, logOf } from "./functions.ts";
import { betweenGuards, insideGuards } from "./guards.ts";
import { indexOf, lowerTruth } from "./indices.ts";
import { lowerApp } from "./lower-app.ts";
import { lowerCall } from "./lower-call.ts";
import { lowerDeriv } from "./lower-deriv.ts";
import { addPolys, asNumber, build, constant, constantOf, multiplyPolys, onePoly, single, subtractPolys } from "./poly.ts";
import { positivePoly } from "./positive.ts";
import { isNil, unit } from "./rational.ts";
import { freshName, giveUp, tick } from "./session.ts";
import { substituteAll } from "./substitute.ts";

export const writtenOut = 12;

/** Entry of `e` at the indices, one for each axis. They are in range, or the caller guards them. */
export function lower(f: Frame, e: Expr, at: readonly Affine[]): Poly {
  tick(f.session);
  const cut = f.nodes.get(e);
  if (cut) return cut(at);
  if (e.kind === "num") return constant(e.value);
  if (e.kind === "sym" && !f.environment.definitions.has(e.name)) return lowerSym(f, e, at);
  const template = templateOf(f, e);
  return substituteAll(f.session, template.poly, template.parameters, at);
}

export const lowerScalar = (f: Frame, e: Expr): Poly => (isScalar(e.shape) ? lower(f, e, []) : giveUp("an array where a number is due"));

/** An argument spread over the indices: a number has none. */
export const lowerSpread = (f: Frame, e: Expr, at: readonly Affine[]): Poly => lower(f, e, isScalar(e.shape) ? [] : at);

function templateOf(f: Frame, e: Expr): Template {
  const memo = e.level === 0 ? f.outer : f.memo;
  const known = memo.get(e);
  if (known) return known;
  const parameters = axisLengths(f, e.shape).map((to) => freshName(f.session, { from: one, to }));
  const template = { parameters, poly: lowerNode(f, e, parameters.map(variable)) };
  memo.set(e, template);
  return template;
}

function lowerNode(f: Frame, e: Expr, at: readonly Affine[]): Poly {
  switch (e.kind) {
    case "num":
      return constant(e.value);
    case "sym":
      return lowerSym(f, e, at);
    case "app":
      return lowerApp(f, e, at);
    case "call":
      return lowerCall(f, e, at);
    case "elem":
      return lowerElem(f, e);
    case "bind":
      return lowerBind(f, e, at);
    case "cases":
      return lowerCases(f, e, at);
    case "deriv":
      return lowerDeriv(f, e, at);
    default:
      return absurd(e);
  }
}

/** What is declared of a symbol, as marks of its entries. */
export function marksOf(f: Frame, e: Sym): Marks {
  const has = f.environment.symbols.get(e.name)?.attributes ?? new Set();
  const assumed = f.session.positive.has(e.name);
  if (has.size === 0 && !assumed) return noMarks;
  const rank = rankOf(f, e.shape);
  const square = rank === 2 && e.shape.length === 2 && sameDim(e.shape[0] as Dim, e.shape[1] as Dim);
  const column = rank === 1;
  const triangular = has.has("lower triangular") || has.has("upper triangular");
  return {
    symmetric: square && (has.has("symmetric") || has.has("positive definite")),
    positive: assumed || (has.has("positive") && !triangular) || has.has("probability") || has.has("unit interval"),
    binary: has.has("binary") || has.has("one-hot"),
    sign: has.has("sign"),
    total: column && (has.has("probability") || has.has("one-hot")),
    orthogonal: square && has.has("orthogonal"),
    definite: square && has.has("positive definite"),
    special:
      triangular || ["one-hot", "binary", "sign", "natural", "integer", "skew-symmetric", "diagonal"].some((a) => has.has(a as "sign")),
  };
}

function lowerSym(f: Frame, e: Sym, at: readonly Affine[]): Poly {
  const held = f.names.get(e.name);
  if (held) return held(at);
  if (e.sort === "index") return asNumber(f.session, indexOf(f, e));
  if (e.sort !== "real") return giveUp(`${e.name} is no number`);
  const definition = f.environment.definitions.get(e.name);
  if (definition) return lowerDefinition(f, e, definition.params.length, at);
  return single(f.session, tensor({ name: e.name, at, dims: axisLengths(f, e.shape), marks: marksOf(f, e), frozen: false }));
}

function lowerDefinition(f: Frame, e: Sym, params: number, at: readonly Affine[]): Poly {
  const body = f.environment.definitions.get(e.name)?.body;
  if (!body || params > 0 || f.opening.has(e.name)) return giveUp(`the definition of ${e.name}`);
  if (axes(body.shape).length !== axes(e.shape).length) return giveUp(`the shape of ${e.name}`);
  return lower({ ...f, opening: new Set([...f.opening, e.name]) }, body, at);
}

/** The subscripts of an entry; along an axis that is a product they would have to be taken apart. */
export const placeOf = (f: Frame, e: Elem): readonly Affine[] =>
  rankOf(f, e.of.shape) === e.at.length ? e.at.map((i) => indexOf(f, i)) : giveUp("an entry along an axis that is a product");

/** A tensor is zero outside its range by itself; anything else is guarded, for σ(0) is not 0. */
function lowerElem(f: Frame, e: Elem): Poly {
  const at = placeOf(f, e);
  const value = lower(f, e.of, at);
  const bare = e.of.kind === "sym" && !f.environment.definitions.has(e.of.name) && !f.names.has(e.of.name) && !f.nodes.has(e.of);
  if (bare) return value;
  const guards = axisLengths(f, e.of.shape).flatMap((size, i) => insideGuards(at[i] as Affine, size));
  return multiplyPolys(f.session, polyOf([term(unit, guards)]), value);
}

function lowerBind(f: Frame, e: Bind, at: readonly Affine[]): Poly {
  const { domain } = e;
  if (domain.kind !== "range") return giveUp(`${e.binder} over this domain`);
  const from = indexOf(f, domain.from);
  const to = indexOf(f, domain.to);
  const body = (value: Affine, indices: readonly Affine[]): Poly => lower(withIndex(f, e.index.name, value), e.body, indices);
  switch (e.binder) {
    case "tabulate": {
      if (indexLengths(f, e.shape[0] as Dim).length > 1) return giveUp("an array along an axis that is a product");
      const [first, ...rest] = at;
      if (first === undefined) return body(from, at);
      return isWhole(minus(to, from)) && minus(to, from).constant === 0 ? body(from, at) : body(plus(first, shift(from, -1)), rest);
    }
    case "sum":
      return lowerSum(f, from, to, (i) => body(i, at));
    case "product": {
      const values = numericRange(from, to);
      return values ? multiplyPolys(f.session, onePoly, ...values.map((i) => body(i, at))) : openProduct(f, from, to, (i) => body(i, at));
    }
    case "max":
    case "min":
    case "argmax":
    case "argmin":
    case "limit":
    case "integral":
    case "expectation":
      return giveUp(`${e.binder} has no index form`);
    default:
      return absurd(e.binder);
  }
}

/** from, from + 1, … to, when that is a short numeric list. */
function numericRange(from: Affine, to: Affine): readonly Affine[] | null {
  const length = minus(to, from);
  if (!isWhole(length) || length.constant >= writtenOut) return null;
  return Array.from({ length: Math.max(0, length.constant + 1) }, (_, k) => shift(from, k));
}

/** Π bᵢ = exp(Σ ln bᵢ) for positive bᵢ. */
function openProduct(f: Frame, from: Affine, to: Affine, body: (i: Affine) => Poly): Poly {
  const s = f.session;
  s.laws.add("a product of positive factors is exp of a sum of ln");
  return expOf(
    s,
    lowerSum(f, from, to, (i) => {
      const b = body(i);
      return positivePoly(s, b) ? logOf(s, b) : giveUp("a product over an open range");
    }),
  );
}

function lowerSum(f: Frame, from: Affine, to: Affine, body: (i: Affine) => Poly): Poly {
  const s = f.session;
  const values = f.mode.writeOut ? numericRange(from, to) : null;
  if (values) return addPolys(s, ...values.map(body));
  const j = freshName(s, { from, to });
  const inside = body(variable(j));
  // The range is known only while the body is lowered; from here on it stands in guards.
  s.ranges.delete(j);
  const guards = betweenGuards(variable(j), from, to);
  return build(
    s,
    inside.terms.map((t) => term(t.coefficient, [...guards, ...t.powers], [...t.dummies, j])),
  );
}

/** Σ over an axis of length `size`. */
export const contract = (f: Frame, size: Affine, body: (k: Affine) => Poly): Poly => lowerSum(f, one, size, body);

/** Σ over all axes of an argument. */
export function contractAll(f: Frame, shape: Shape, body: (at: readonly Affine[]) => Poly): Poly {
  const go = (sizes: readonly Affine[], at: readonly Affine[]): Poly => {
    const [size, ...rest] = sizes;
    return size ? contract(f, size, (k) => go(rest, [...at, k])) : body(at);
  };
  return go(axisLengths(f, shape), []);
}

/** Arms are tried in order; without `otherwise` they must exhaust all cases. */
function lowerCases(f: Frame, e: Cases, at: readonly Affine[]): Poly {
  const s = f.session;
  const values: Poly[] = [];
  let left = onePoly;
  for (const arm of e.arms) {
    const when = lowerTruth(f, arm.when);
    values.push(multiplyPolys(s, left, when, lowerSpread(f, arm.then, at)));
    left = multiplyPolys(s, left, subtractPolys(s, onePoly, when));
  }
  if (e.otherwise) values.push(multiplyPolys(s, left, lowerSpread(f, e.otherwise, at)));
  else {
    const rest = constantOf(left);
    if (!rest || !isNil(rest)) return giveUp("cases that may leave a gap");
  }
  return addPolys(s, ...values);
}
