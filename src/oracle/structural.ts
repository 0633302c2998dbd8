/** Structural heads over arrays of registers: arithmetic, products, blocks, relations. */
import { type App, type Expr, heads, isInteger, type StructuralRule } from "../expr/index.ts";
import { absurd, Bug, type Dim, isScalar, type Shape, scalarShape } from "../shape/index.ts";
import {
  besides,
  constantValue,
  identity,
  kronecker,
  mapEntries,
  matrixValue,
  permuted,
  product,
  rowsOf,
  scalarValue,
  stacked,
  transposed,
  type Value,
  zip,
} from "./arrays.ts";
import { inverse } from "./determinant.ts";
import type { Frame } from "./frames.ts";
import type { Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { dimsIn, scalarEntry, type Tracer, wholeValue } from "./tracer.ts";

export function structuralValue(t: Tracer, e: App, rule: StructuralRule, frame: Frame): Value {
  const { rec } = t;
  const argument = (i: number): Value => t.value(e.args[i] as Expr, frame);
  const all = (): readonly Value[] => e.args.map((a) => t.value(a, frame));
  const size = (i: number): number => wholeValue(t, e.args[i] as Expr, frame, "a size");
  switch (rule) {
    case "add":
      return zip(all(), (list) => list.reduce((x, y) => rec.add(x, y)));
    case "neg":
      return mapEntries(argument(0), rec.neg);
    case "mul":
      return productOf(t, e, frame);
    case "hadamard":
      return vanishes(t, e, frame) ?? zip(all(), (list) => list.reduce((x, y) => rec.mul(x, y)));
    case "div":
    case "hdiv":
      return vanishes(t, { ...e, args: e.args.slice(0, 1) }, frame) ?? zip(all(), ([x, y]) => rec.div(x as Register, y as Register));
    case "hpow":
      return zip(all(), ([x, y]) => rec.realPower(x as Register, y as Register));
    case "pow":
      return powerOf(t, e, argument(0), scalarEntry(argument(1)));
    case "transpose":
      return transposed(argument(0));
    case "permute": {
      const v = argument(0);
      const order = e.args.slice(1).map((_, k) => size(k + 1) - 1);
      return {
        dims: dimsIn(frame, e.shape),
        entries: permuted(v.dims.length === order.length ? v.dims : axisLengths(e.args[0] as Expr, v), v.entries, order),
      };
    }
    case "kron":
      return kronecker(rec, argument(0), argument(1));
    case "stack":
      return stacked(all());
    case "beside":
      return besides(all());
    case "eye":
      return identity(rec, size(0));
    case "ones":
    case "zeros":
      return constantValue([size(0), size(1)], rec.constant(rule === "ones" ? 1 : 0));
    case "basis": {
      const i = size(0);
      const n = size(1);
      return matrixValue(n, 1, (k) => rec.constant(k + 1 === i ? 1 : 0));
    }
    case "same":
      return e.head === heads.d ? refuse("unsupported", "a differential has no value") : mapEntries(argument(0), rec.stop);
    case "constant":
      return e.head === heads.pi ? scalarValue(rec.pi()) : refuse("unsupported", "infinity is no number");
    case "relation":
      return scalarValue(relationOf(t, e.head.name, argument(0), argument(1)));
    case "logic":
      return scalarValue(logicOf(t, e, frame));
    case "iverson":
      return argument(0);
    default:
      return absurd(rule);
  }
}

/** Lengths of the axes: the dims whose shape entry is not a literal 1. */
function axisLengths(e: Expr, v: Value): readonly number[] {
  return v.dims.filter((_, k) => e.shape[k]?.key !== "1");
}

/** A factor [P] with P false makes a product zero, whatever the others are: brackets guard what is undefined elsewhere. */
function vanishes(t: Tracer, e: App, frame: Frame): Value | null {
  for (const a of e.args) {
    if (a.kind === "app" && a.head === heads.iverson && t.rec.constantOf(scalarEntry(t.value(a, frame)))?.n === 0n) {
      return constantValue(dimsIn(frame, e.shape), t.rec.constant(0));
    }
  }
  return null;
}

/** Factors from left to right: scalars scale, matrices chain; a product that has become a scalar scales what follows. */
function productOf(t: Tracer, e: App, frame: Frame): Value {
  const guarded = vanishes(t, e, frame);
  if (guarded) return guarded;
  const { rec } = t;
  let shape: Shape = scalarShape;
  let now: Value | null = null;
  for (const a of e.args) {
    const v = t.value(a, frame);
    if (now === null) {
      now = v;
      shape = a.shape;
    } else if (isScalar(shape) || isScalar(a.shape)) {
      now = zip([now, v], ([x, y]) => rec.mul(x as Register, y as Register));
      shape = isScalar(shape) ? a.shape : shape;
    } else {
      now = product(rec, now, v);
      shape = [shape[0] as Dim, a.shape[1] as Dim];
    }
  }
  return now ?? scalarValue(rec.constant(1));
}

/** A power of a scalar, or a whole power of a square matrix (the inverse for negative ones). */
function powerOf(t: Tracer, e: App, base: Value, exponent: Register): Value {
  const { rec } = t;
  if (isScalar((e.args[0] as Expr).shape)) return scalarValue(rec.realPower(scalarEntry(base), exponent));
  const k = rec.constantOf(exponent);
  if (!k || !isInteger(k) || k.n > 64n || k.n < -64n) return refuse("unsupported", "a matrix to a power that is not a small whole number");
  const n = rowsOf(base);
  const factor: Value = k.n < 0n ? { dims: base.dims, entries: inverse(rec, n, base.entries) } : base;
  let out = identity(rec, n);
  for (let i = 0; i < Math.abs(Number(k.n)); i++) out = i === 0 ? factor : product(rec, out, factor);
  return out;
}

/** A relation between arrays holds when it holds for every entry. */
function relationOf(t: Tracer, name: string, x: Value, y: Value): Register {
  const { rec } = t;
  const one = rec.constant(1);
  const every = (test: (u: Register, v: Register) => Register): Register =>
    zip([x, y], ([u, v]) => test(u as Register, v as Register)).entries.reduce((p, q) => rec.mul(p, q), one);
  switch (name) {
    case "eq":
      return every(rec.equal);
    case "ne":
      return rec.subtract(one, every(rec.equal));
    case "lt":
      return every(rec.less);
    case "le":
      return every(rec.atMost);
    case "gt":
      return every((u, v) => rec.less(v, u));
    case "ge":
      return every((u, v) => rec.atMost(v, u));
    default:
      throw new Bug(`the relation ${name}`);
  }
}

/** Truths as numbers: "and" is the product; what is settled early spares the rest. */
function logicOf(t: Tracer, e: App, frame: Frame): Register {
  const { rec } = t;
  const one = rec.constant(1);
  const truth = (a: Expr): Register => scalarEntry(t.value(a, frame));
  const not = (r: Register): Register => rec.subtract(one, r);
  if (e.head === heads.not) return not(truth(e.args[0] as Expr));
  const either = e.head === heads.or;
  let now = one;
  for (const a of e.args) {
    now = rec.mul(now, either ? not(truth(a)) : truth(a));
    if (rec.constantOf(now)?.n === 0n) break;
  }
  return either ? not(now) : now;
}
