/** Integrals of piecewise exponential polynomials and by standard antiderivatives, in closed form, improper ones included. */

import type { Bind, Expr } from "../expr/index.ts";
import { type Integrand, standardIntegral } from "./antiderivative.ts";
import { scalarValue, type Value } from "./arrays.ts";
import { bodyAt } from "./body.ts";
import type { Frame } from "./frames.ts";
import { givenRegisters, infiniteSide } from "./limit.ts";
import { operandsOf, passing } from "./operations.ts";
import { type End, type Piecewise, type PiecewiseRing, piecewiseRing } from "./piecewise.ts";
import { estimatedIntegral } from "./quadrature.ts";
import type { Register } from "./recorder.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import { createShadow } from "./shadow.ts";
import { scalarEntry, type Tracer } from "./tracer.ts";
import { type Opcode, opcode } from "./types.ts";

export function integralValue(t: Tracer, e: Bind, frame: Frame): Value {
  try {
    return closedForm(t, e, frame);
  } catch (stop) {
    if (isRefusal(stop) && t.setting.panels !== undefined) return estimatedIntegral(t, e, frame, t.setting.panels);
    throw stop;
  }
}

function closedForm(t: Tracer, e: Bind, frame: Frame): Value {
  const { domain } = e;
  if (domain.kind !== "interval") return refuse("unsupported", "an integral without an interval");
  const variable = t.rec.cut(t.rec.constant(0));
  const body = bodyAt(t, e, frame, scalarValue(variable));
  const shadow = createShadow(t.rec, t.environment, t.dimsOf, givenRegisters(t, frame));
  const ring = piecewiseRing(t.rec, shadow.sign);
  const from = endOf(t, domain.from, frame);
  const to = endOf(t, domain.to, frame);
  const { found, refused } = expand(
    t,
    variable,
    body.entries.reduce((x, y) => Math.max(x, y)),
    ring,
  );
  const closed = (r: Register): Register => ring.integrate(found.get(r) ?? ring.constant(r), from, to);
  const integrand: Integrand = {
    rec: t.rec,
    shadow,
    depends: (r) => found.has(r) || refused.has(r),
    piece: (r) => (refused.has(r) ? null : (found.get(r) ?? ring.constant(r))),
    closed,
    from,
    to,
  };
  const integral = (r: Register): Register => {
    const refusal = refused.get(r);
    if (!refusal) return closed(r);
    const value = standardIntegral(integrand, r);
    if (value === null) throw refusal;
    return value;
  };
  return { dims: body.dims, entries: body.entries.map(integral) };
}

function endOf(t: Tracer, e: Expr, frame: Frame): End {
  const side = infiniteSide(e);
  return side === 0 ? scalarEntry(t.value(e, frame)) : side > 0 ? "∞" : "-∞";
}

interface Expanded {
  readonly found: ReadonlyMap<Register, Piecewise>;
  /** What depends on the variable in another way. */
  readonly refused: ReadonlyMap<Register, Refusal>;
}

/** Every register above the variable as a function of it. */
function expand(t: Tracer, variable: Register, last: Register, ring: PiecewiseRing): Expanded {
  const { op, a, b, c } = t.rec.columns;
  const found = new Map<Register, Piecewise>([[variable, ring.variable()]]);
  const refused = new Map<Register, Refusal>();
  const argument = (r: Register): Piecewise => found.get(r) ?? (op[r] === opcode.undefined ? ring.undefined() : ring.constant(r));
  for (let r = variable + 1; r <= last; r++) {
    const operands = [a[r], b[r], c[r]].slice(0, operandsOf(op[r] as number)) as Register[];
    const failed = operands.map((o) => refused.get(o)).find((x) => x !== undefined);
    if (failed) refused.set(r, failed);
    else if (operands.some((o) => found.has(o))) {
      try {
        found.set(r, expanded(t, op[r] as Opcode, operands.map(argument), b[r] as number, ring));
      } catch (stop) {
        if (!isRefusal(stop)) throw stop;
        refused.set(r, stop);
      }
    }
  }
  return { found, refused };
}

function expanded(
  t: Tracer,
  code: Opcode | (typeof passing)[keyof typeof passing],
  args: readonly Piecewise[],
  b: number,
  ring: PiecewiseRing,
): Piecewise {
  const [x, y, z] = args as [Piecewise, Piecewise, Piecewise];
  const { rec } = t;
  const one = ring.constant(rec.constant(1));
  const positive = (u: Piecewise): Piecewise => ring.mul(u, ring.step(u));
  const twoSided = (u: Piecewise): Piecewise => ring.add(ring.mul(ring.constant(rec.constant(2)), ring.step(u)), ring.neg(one));
  const minus = (u: Piecewise, v: Piecewise): Piecewise => ring.add(u, ring.neg(v));
  switch (code) {
    case opcode.add:
      return ring.add(x, y);
    case opcode.mul:
      return ring.mul(x, y);
    case opcode.neg:
      return ring.neg(x);
    case opcode.div:
      return ring.mul(x, ring.inverse(y));
    case opcode.power:
      return b > 0 && b <= 24 ? Array.from({ length: b }, () => x).reduce(ring.mul) : refuse("unsupported", "an integral of a power");
    case opcode.exp:
      return ring.exp(x);
    case opcode.abs:
      return ring.mul(x, twoSided(x));
    case opcode.relu:
      return positive(x);
    case opcode.max:
      return ring.add(y, positive(minus(x, y)));
    case opcode.sign:
      return twoSided(x);
    case opcode.step:
      return ring.step(x);
    case opcode.less:
    case opcode.atMost:
      return ring.step(minus(y, x));
    case opcode.equal:
      return ring.isZero(minus(x, y)) ? one : ring.constant(rec.constant(0));
    case opcode.select:
      return ring.select(x, y, z);
    case passing.cut:
    case passing.stop:
    case passing.graft:
      return x;
    default:
      return refuse("unsupported", "an integral of this function");
  }
}
