/**
 * Limits: the body is traced with the variable as an opaque register, its operations are replayed over Laurent series in ε > 0, and the
 * limit is the coefficient of ε⁰. x → a from the right is a + ε, from the left a − ε, x → ±∞ is ±1/ε. A two-sided limit exists where
 * both sides agree.
 */

import { type Bind, type Expr, heads, rational } from "../expr/index.ts";
import { scalarValue, type Value } from "./arrays.ts";
import { bodyAt } from "./body.ts";
import type { Frame } from "./frames.ts";
import { operandsOf, passing } from "./operations.ts";
import type { Recorder, Register } from "./recorder.ts";
import { isRefusal, refuse } from "./refusal.ts";
import { fractional, logarithmic, type Series, type SeriesRing, seriesRing } from "./series.ts";
import { createShadow, type Shadow } from "./shadow.ts";
import { scalarEntry, type Tracer } from "./tracer.ts";
import { type Convention, type Opcode, opcode, specials } from "./types.ts";

type Approach =
  | { readonly kind: "finite"; readonly at: Register; readonly sign: 1 | -1 }
  | { readonly kind: "infinite"; readonly sign: 1 | -1 };

export function limitValue(t: Tracer, e: Bind, frame: Frame): Value {
  const { domain } = e;
  if (domain.kind !== "point") return refuse("unsupported", "a limit without a point");
  const variable = t.rec.cut(t.rec.constant(0));
  const body = bodyAt(t, e, frame, scalarValue(variable));
  const shadow = createShadow(t.rec, t.environment, t.dimsOf, givenRegisters(t, frame));
  const end = infiniteSide(domain.at);
  const along = (approach: Approach): readonly Register[] => limitAlong(t, body.entries, variable, approach, shadow);
  if (end !== 0) return { dims: body.dims, entries: along({ kind: "infinite", sign: end }) };
  const at = scalarEntry(t.value(domain.at, frame));
  if (domain.side !== "both") return { dims: body.dims, entries: along({ kind: "finite", at, sign: domain.side === "right" ? 1 : -1 }) };
  const right = along({ kind: "finite", at, sign: 1 });
  const left = along({ kind: "finite", at, sign: -1 });
  const agree = (r: Register, l: Register): boolean => r === l || shadow.isZero(t.rec.subtract(r, l)) === true;
  return { dims: body.dims, entries: right.map((r, i) => (agree(r, left[i] as Register) ? r : t.rec.undefined())) };
}

/** The truths in force that can be evaluated here. */
export function givenRegisters(t: Tracer, frame: Frame): readonly Register[] {
  let root = frame;
  while (root.parent) root = root.parent;
  return t.environment.given.flatMap((truth) => {
    try {
      return [scalarEntry(t.value(truth, root))];
    } catch (stop) {
      if (isRefusal(stop)) return [];
      throw stop;
    }
  });
}

/** +1 for ∞, −1 for −∞, 0 for anything finite. */
export function infiniteSide(at: Expr): -1 | 0 | 1 {
  if (at.kind !== "app") return 0;
  if (at.head === heads.infinity) return 1;
  return at.head === heads.neg && infiniteSide(at.args[0] as Expr) === 1 ? -1 : 0;
}

/** How ε runs to zero: ε, ε² where a square root asks for it, e^{−1/ε} where a logarithm does. */
type Path = "ε" | "ε²" | "e^{-1/ε}";

/** Along ε first. A limit that turns on the sign of a symbol is taken for both signs. */
function limitAlong(
  t: Tracer,
  entries: readonly Register[],
  variable: Register,
  approach: Approach,
  shadow: Shadow,
  path: Path = "ε",
): readonly Register[] {
  let open: Register | null = null;
  try {
    return limitOf(t, entries, variable, approach, { ...shadow, undecided: (r) => (open = r) }, path);
  } catch (stop) {
    if (!isRefusal(stop)) throw stop;
    const { detail } = stop.refused;
    if (detail === fractional && path === "ε") return limitAlong(t, entries, variable, approach, shadow, "ε²");
    if (detail === logarithmic && path !== "e^{-1/ε}") return limitAlong(t, entries, variable, approach, shadow, "e^{-1/ε}");
    if (open === null || (shadow.assumed?.size ?? 0) >= mostSigns) throw stop;
    const at: Register = open;
    const [high, low] = ([1, -1] as const).map((sign) =>
      limitAlong(t, entries, variable, approach, assuming(shadow, at, sign, t.rec), path),
    ) as [readonly Register[], readonly Register[]];
    const isHigh = t.rec.step(at, t.setting.convention.heaviside);
    const isLow = t.rec.subtract(t.rec.constant(1), isHigh);
    return high.map((r, i) => (r === low[i] ? r : t.rec.add(t.rec.mul(isHigh, r), t.rec.mul(isLow, low[i] as Register))));
  }
}

const mostSigns = 3;

/** The shadow where a register has this sign, and its negative the other. */
function assuming(shadow: Shadow, r: Register, sign: 1 | -1, rec: Recorder): Shadow {
  const assumed = new Map<Register, 1 | -1>([...(shadow.assumed ?? []), [r, sign], [rec.neg(r), sign === 1 ? -1 : 1]]);
  return { ...shadow, assumed, sign: (x) => assumed.get(x) ?? shadow.sign(x) };
}

function limitOf(
  t: Tracer,
  entries: readonly Register[],
  variable: Register,
  approach: Approach,
  shadow: Shadow,
  path: Path,
): readonly Register[] {
  const ring = seriesRing(t.rec, shadow);
  const sign = t.rec.constant(approach.sign);
  const away = approach.kind === "infinite" ? -1 : 1;
  const step = path === "e^{-1/ε}" ? ring.exponential(sign, t.rec.constant(-away)) : ring.monomial(sign, path === "ε²" ? 2 * away : away);
  const start = approach.kind === "infinite" ? step : ring.add(ring.constant(approach.at), step);
  const found = expand(
    t,
    variable,
    entries.reduce((x, y) => Math.max(x, y)),
    start,
    ring,
  );
  return entries.map((r) => standardPart(t.rec, found.get(r) ?? ring.constant(r), ring));
}

function standardPart(rec: Recorder, x: Series, ring: SeriesRing): Register {
  if (x.growth.length > 0) return ring.growthSign(x) < 0 ? rec.constant(0) : refuse("unsupported", "a limit that is infinite");
  if (x.lead > 0) return rec.constant(0);
  const leading = ring.leading(x);
  const lead = leading === null ? 1 : x.lead + x.terms.indexOf(leading);
  if (lead > 0) return rec.constant(0);
  return lead === 0 && leading !== null ? leading : refuse("unsupported", "a limit that is infinite");
}

/** The series of every register above the variable that depends on it. */
function expand(t: Tracer, variable: Register, last: Register, start: Series, ring: SeriesRing): ReadonlyMap<Register, Series> {
  const { op, a, b, c } = t.rec.columns;
  const found = new Map<Register, Series>([[variable, start]]);
  for (let r = variable + 1; r <= last; r++) {
    const operands = [a[r], b[r], c[r]].slice(0, operandsOf(op[r] as number)) as Register[];
    if (!operands.some((o) => found.has(o))) continue;
    const args = operands.map((o) => found.get(o) ?? ring.constant(o));
    found.set(r, expanded(t, op[r] as Opcode, args, b[r] as number, ring));
  }
  return found;
}

function expanded(
  t: Tracer,
  code: Opcode | (typeof passing)[keyof typeof passing],
  args: readonly Series[],
  b: number,
  ring: SeriesRing,
): Series {
  const { rec, setting } = t;
  const [x, y, z] = args as [Series, Series, Series];
  const minus = rec.constant(-1);
  const half = rec.constant(rational(1, 2));
  const difference = (u: Series, v: Series): Series => ring.add(u, ring.scale(minus, v));
  switch (code) {
    case opcode.add:
      return ring.add(x, y);
    case opcode.mul:
      return ring.mul(x, y);
    case opcode.neg:
      return ring.scale(minus, x);
    case opcode.div:
      return ring.mul(x, ring.power(y, minus));
    case opcode.power:
      return ring.power(x, rec.constant(b));
    case opcode.realPower:
      return ring.exp(ring.mul(y, ring.ln(x)));
    case opcode.exp:
      return ring.exp(x);
    case opcode.ln:
      return ring.ln(x);
    case opcode.sqrt:
      return ring.power(x, half);
    case opcode.sin:
      return ring.turn(x)[0];
    case opcode.cos:
      return ring.turn(x)[1];
    case opcode.abs:
      return signed(rec, ring, x, setting.convention, (c) => rec.abs(c));
    case opcode.relu:
      return positive(rec, ring, x, setting.convention);
    case opcode.max:
      return ring.add(y, positive(rec, ring, difference(x, y), setting.convention));
    case opcode.sign: {
      const c = ring.leading(x);
      return ring.constant(c === null ? constantAt(rec, b) : rec.sign(c, setting.convention.abs));
    }
    case opcode.step: {
      const c = ring.leading(x);
      return ring.constant(c === null ? constantAt(rec, b) : rec.step(c, setting.convention.heaviside));
    }
    case opcode.floor:
      return refuse("unsupported", "a limit of a floor");
    case opcode.less:
    case opcode.atMost: {
      const c = ring.leading(difference(y, x));
      return ring.constant(c === null ? rec.constant(code === opcode.less ? 0 : 1) : rec.step(c, setting.convention.heaviside));
    }
    case opcode.equal:
      return ring.constant(rec.constant(ring.leading(difference(x, y)) === null ? 1 : 0));
    case opcode.select:
      return selected(rec, ring, x, y, z);
    case opcode.special:
      return specialSeries(rec, ring, specials[b] ?? "erf", x);
    case passing.cut:
    case passing.stop:
    case passing.graft:
      return x;
    default:
      return refuse("unsupported", "a limit of this operation");
  }
}

const constantAt = (rec: Recorder, place: number): Register => rec.constant(rec.columns.constants[place] ?? rational(0));

/** Every coefficient times the sign of the leading one; the leading one itself by `value`, so that it can cancel. */
function signed(rec: Recorder, ring: SeriesRing, x: Series, convention: Convention, value: (c: Register) => Register): Series {
  const c = ring.leading(x);
  if (c === null) return x;
  const s = rec.sign(c, convention.abs);
  return ring.map(x, (r) => (r === c ? value(c) : rec.mul(s, r)));
}

function positive(rec: Recorder, ring: SeriesRing, x: Series, convention: Convention): Series {
  const c = ring.leading(x);
  if (c === null) return x;
  const h = rec.step(c, convention.relu);
  return ring.map(x, (r) => (r === c ? rec.relu(c) : rec.mul(h, r)));
}

/** The guard has settled near the limit; both branches go on, coefficient by coefficient. */
function selected(rec: Recorder, ring: SeriesRing, when: Series, yes: Series, no: Series): Series {
  const truth = ring.leading(when);
  const known = truth === null ? 0n : rec.constantOf(truth)?.n;
  if (truth === null || known === 0n) return no;
  if (known === 1n) return yes;
  return ring.add(ring.scale(truth, yes), ring.scale(rec.subtract(rec.constant(1), truth), no));
}

function specialSeries(rec: Recorder, ring: SeriesRing, name: (typeof specials)[number], x: Series): Series {
  const one = ring.constant(rec.constant(1));
  const square = ring.mul(x, x);
  const minus = rec.constant(-1);
  switch (name) {
    case "erf": {
      const front = rec.div(rec.constant(2), rec.sqrt(rec.pi()));
      return ring.integrate((r) => rec.special("erf", r), ring.scale(front, ring.exp(ring.scale(minus, square))), x);
    }
    case "arctan":
      return ring.integrate((r) => rec.special("arctan", r), ring.power(ring.add(one, square), minus), x);
    case "arcsin":
      return ring.integrate(
        (r) => rec.special("arcsin", r),
        ring.power(ring.add(one, ring.scale(minus, square)), rec.constant(rational(-1, 2))),
        x,
      );
    default:
      return refuse("unsupported", `a limit through ${name}`);
  }
}
