/**
 * Integrals beyond exponential polynomials, by the antiderivatives that every course uses (DLMF 4.26, 7.7):
 *
 *   sin, cos, products of two        e^{at² + bt + c}, a < 0, by erf       c/(at² + bt + c) without real zeros, by arctan
 *   κ d′/d, by ln |d|              c/(p + q e^{αt}), p q > 0              (αt + β)⁻ᵏ
 *
 * and sums and multiples of them. Denominators must keep their sign between the ends.
 */
import { rational } from "../expr/index.ts";
import { passing } from "./operations.ts";
import type { End, Piecewise, Term } from "./piecewise.ts";
import type { Recorder, Register } from "./recorder.ts";
import type { Shadow } from "./shadow.ts";
import { opcode } from "./types.ts";

export interface Integrand {
  readonly rec: Recorder;
  readonly shadow: Shadow;
  /** Whether a register depends on the variable. */
  readonly depends: (r: Register) => boolean;
  /** A register as an exponential polynomial in the variable; null where it is none. */
  readonly piece: (r: Register) => Piecewise | null;
  /** The integral of a register that is one. */
  readonly closed: (r: Register) => Register;
  readonly from: End;
  readonly to: End;
}

/** The integral of a register over the interval, or null where no rule applies. */
export function standardIntegral(g: Integrand, r: Register): Register | null {
  const { rec, depends } = g;
  const { op, a, b } = rec.columns;
  if (!depends(r) || g.piece(r)) return g.closed(r);
  const [x, y] = [a[r] as Register, b[r] as Register];
  const inner = (of: Register): Register | null => standardIntegral(g, of);
  const scaled = (of: Register, by: (v: Register) => Register): Register | null => {
    const value = inner(of);
    return value === null ? null : by(value);
  };
  switch (op[r]) {
    case opcode.add: {
      const [p, q] = [inner(x), inner(y)];
      return p === null || q === null ? null : rec.add(p, q);
    }
    case opcode.neg:
      return scaled(x, rec.neg);
    case opcode.mul:
      if (!depends(x)) return scaled(y, (v) => rec.mul(x, v));
      if (!depends(y)) return scaled(x, (v) => rec.mul(v, y));
      return waveProduct(g, x, y);
    case opcode.div:
      return depends(y) ? fraction(g, x, y) : scaled(x, (v) => rec.div(v, y));
    case opcode.power:
      if (y === 2) return waveProduct(g, x, x);
      return y === -1 ? fraction(g, rec.constant(1), x) : y < -1 ? negativePower(g, x, -y) : null;
    case opcode.sin:
    case opcode.cos:
      return wave(g, x, op[r] === opcode.sin);
    case opcode.exp:
      return bell(g, x);
    case passing.cut:
    case passing.stop:
    case passing.graft:
      return inner(x);
    default:
      return null;
  }
}

/** Coefficients of a polynomial without steps, constant first; null for anything else. */
function polynomial(g: Integrand, r: Register, degree: number): readonly Register[] | null {
  const term = single(g, r);
  if (!term || !isZeroRate(g, term) || term.poly.length > degree + 1) return null;
  return Array.from({ length: degree + 1 }, (_, k) => term.poly[k] ?? g.rec.constant(0));
}

function single(g: Integrand, r: Register): Term | null {
  const piece = g.piece(r);
  const [term] = piece?.terms ?? [];
  return term && piece?.terms.length === 1 && piece.missing.length === 0 && term.from === null ? term : null;
}

const isZeroRate = (g: Integrand, t: Term): boolean => g.rec.constantOf(t.rate)?.n === 0n;

/** F(to) − F(from) for F known at finite places; null for an infinite end. */
function between(g: Integrand, primitive: (at: Register) => Register, atInfinity?: (sign: 1 | -1) => Register): Register | null {
  const at = (end: End): Register | null =>
    typeof end === "number" ? primitive(end) : atInfinity ? atInfinity(end === "∞" ? 1 : -1) : null;
  const [high, low] = [at(g.to), at(g.from)];
  return high === null || low === null ? null : g.rec.subtract(high, low);
}

function wave(g: Integrand, u: Register, isSine: boolean): Register | null {
  const { rec } = g;
  const [offset, slope] = polynomial(g, u, 1) ?? [];
  if (offset === undefined || slope === undefined || g.shadow.isZero(slope) !== false) return null;
  const angle = (at: Register): Register => rec.add(rec.mul(slope, at), offset);
  return between(g, (at) => rec.div(isSine ? rec.neg(rec.cos(angle(at))) : rec.sin(angle(at)), slope));
}

/** ∫ sin²u = t/2 − sin 2u/4α, ∫ cos²u = t/2 + sin 2u/4α, ∫ sin u cos u = sin²u/2α for u = αt + β. */
function waveProduct(g: Integrand, x: Register, y: Register): Register | null {
  const { rec } = g;
  const { op, a } = rec.columns;
  const isWave = (r: Register): boolean => op[r] === opcode.sin || op[r] === opcode.cos;
  if (!isWave(x) || !isWave(y) || a[x] !== a[y]) return null;
  const [offset, slope] = polynomial(g, a[x] as Register, 1) ?? [];
  if (offset === undefined || slope === undefined || g.shadow.isZero(slope) !== false) return null;
  const angle = (at: Register): Register => rec.add(rec.mul(slope, at), offset);
  const four = rec.mul(rec.constant(4), slope);
  const twice = (at: Register): Register => rec.div(rec.sin(rec.mul(rec.constant(2), angle(at))), four);
  const half = (at: Register): Register => rec.mul(rec.constant(rational(1, 2)), at);
  if (op[x] !== op[y]) return between(g, (at) => rec.div(rec.power(rec.sin(angle(at)), 2), rec.mul(rec.constant(2), slope)));
  return between(g, (at) => (op[x] === opcode.sin ? rec.subtract(half(at), twice(at)) : rec.add(half(at), twice(at))));
}

/** ∫ e^{at² + bt + c} dt = e^{c − b²/4a} √(π/−a)/2 · erf(√−a (t + b/2a)) */
function bell(g: Integrand, u: Register): Register | null {
  const { rec } = g;
  const [c, b, a] = polynomial(g, u, 2) ?? [];
  if (a === undefined || b === undefined || c === undefined || g.shadow.sign(a) !== -1) return null;
  const steep = rec.neg(a);
  const root = rec.sqrt(steep);
  const front = rec.mul(
    rec.exp(rec.add(c, rec.div(rec.power(b, 2), rec.mul(rec.constant(4), steep)))),
    rec.div(rec.sqrt(rec.pi()), rec.mul(rec.constant(2), root)),
  );
  const shift = rec.div(b, rec.mul(rec.constant(2), a));
  return between(
    g,
    (at) => rec.mul(front, rec.special("erf", rec.mul(root, rec.add(at, shift)))),
    (sign) => rec.mul(front, rec.constant(sign)),
  );
}

function negativePower(g: Integrand, u: Register, k: number): Register | null {
  const { rec } = g;
  const [offset, slope] = polynomial(g, u, 1) ?? [];
  if (offset === undefined || slope === undefined || g.shadow.isZero(slope) !== false) return null;
  const value = (at: Register): Register => rec.add(rec.mul(slope, at), offset);
  if (!keepsSign(g, value)) return null;
  return between(g, (at) => rec.div(rec.power(value(at), 1 - k), rec.mul(rec.constant(1 - k), slope)));
}

function fraction(g: Integrand, n: Register, d: Register): Register | null {
  return byLogarithm(g, n, d) ?? byArctan(g, n, d) ?? logistic(g, n, d);
}

const evaluate = (rec: Recorder, terms: readonly Term[], at: Register): Register =>
  terms.reduce((sum, { poly, rate }) => {
    const p = poly.reduceRight((s, c) => rec.add(rec.mul(s, at), c), rec.constant(0));
    return rec.add(sum, rec.constantOf(rate)?.n === 0n ? p : rec.mul(p, rec.exp(rec.mul(rate, at))));
  }, rec.constant(0));

/** Whether a denominator has one sign at the ends and at places between them. */
function keepsSign(g: Integrand, value: (at: Register) => Register): boolean {
  const { from, to, rec } = g;
  if (typeof from !== "number" || typeof to !== "number") return false;
  const steps = 8;
  const places = Array.from({ length: steps + 1 }, (_, k) =>
    rec.add(rec.mul(rec.constant(rational(steps - k, steps)), from), rec.mul(rec.constant(rational(k, steps)), to)),
  );
  const signs = places.map((at) => g.shadow.sign(value(at)));
  return signs[0] !== null && signs[0] !== 0 && signs.every((s) => s === signs[0]);
}

/** κ d′/d */
function byLogarithm(g: Integrand, n: Register, d: Register): Register | null {
  const { rec } = g;
  const below = g.piece(d);
  const above = g.piece(n);
  if (!below || !above || [...below.terms, ...above.terms].some((t) => t.from !== null) || below.missing.length + above.missing.length > 0)
    return null;
  const slope = below.terms.map((t): Term => ({ ...t, poly: slopeOf(rec, t) })).filter((t) => t.poly.length > 0);
  const ratio = proportion(g, above.terms, slope);
  const value = (at: Register): Register => evaluate(rec, below.terms, at);
  if (ratio === null || !keepsSign(g, value)) return null;
  return between(g, (at) => rec.mul(ratio, rec.ln(rec.abs(value(at)))));
}

/** (p e^{γt})′ = (p′ + γ p) e^{γt} */
function slopeOf(rec: Recorder, t: Term): readonly Register[] {
  const zero = rec.constant(0);
  const out = t.poly.map((c, k) => {
    const next = t.poly[k + 1];
    return rec.add(rec.mul(t.rate, c), next === undefined ? zero : rec.mul(rec.constant(k + 1), next));
  });
  while (out.length > 0 && rec.constantOf(out[out.length - 1] as Register)?.n === 0n) out.pop();
  return out;
}

/** κ with x = κ y, term by term. */
function proportion(g: Integrand, x: readonly Term[], y: readonly Term[]): Register | null {
  const { rec, shadow } = g;
  if (x.length !== y.length || x.length === 0) return null;
  let ratio: Register | null = null;
  for (const t of x) {
    const other = y.find((u) => shadow.isZero(rec.subtract(u.rate, t.rate)) === true);
    if (!other || other.poly.length !== t.poly.length) return null;
    for (const [k, c] of t.poly.entries()) {
      const e = other.poly[k] as Register;
      if (shadow.isZero(e) === true && shadow.isZero(c) === true) continue;
      if (shadow.isZero(e) !== false) return null;
      ratio ??= rec.div(c, e);
      if (shadow.isZero(rec.subtract(c, rec.mul(ratio, e))) !== true) return null;
    }
  }
  return ratio;
}

/** n/(at² + bt + c) with 4ac > b²: 2n/√Δ · arctan((2at + b)/√Δ), Δ = 4ac − b² */
function byArctan(g: Integrand, n: Register, d: Register): Register | null {
  const { rec } = g;
  const [c, b, a] = polynomial(g, d, 2) ?? [];
  if (a === undefined || b === undefined || c === undefined || g.depends(n)) return null;
  const discriminant = rec.subtract(rec.mul(rec.constant(4), rec.mul(a, c)), rec.power(b, 2));
  if (g.shadow.sign(discriminant) !== 1) return null;
  const root = rec.sqrt(discriminant);
  const front = rec.div(rec.mul(rec.constant(2), n), root);
  const argument = (at: Register): Register => rec.div(rec.add(rec.mul(rec.constant(2), rec.mul(a, at)), b), root);
  const side = g.shadow.sign(a);
  return between(
    g,
    (at) => rec.mul(front, rec.special("arctan", argument(at))),
    (sign) => rec.mul(front, rec.mul(rec.constant(rational(sign * (side ?? 1), 2)), rec.pi())),
  );
}

/** n/(p + q e^{αt}) with p q > 0: n (t − ln |p + q e^{αt}|/α)/p */
function logistic(g: Integrand, n: Register, d: Register): Register | null {
  const { rec, shadow } = g;
  const terms = g.piece(d)?.terms ?? [];
  const flat = terms.find((t) => isZeroRate(g, t));
  const steep = terms.find((t) => !isZeroRate(g, t));
  if (terms.length !== 2 || !flat || !steep || g.depends(n) || terms.some((t) => t.poly.length !== 1 || t.from !== null)) return null;
  const [p, q] = [flat.poly[0] as Register, steep.poly[0] as Register];
  if (shadow.sign(rec.mul(p, q)) !== 1 || shadow.isZero(steep.rate) !== false) return null;
  const value = (at: Register): Register => evaluate(rec, terms, at);
  return between(g, (at) => rec.div(rec.mul(n, rec.subtract(at, rec.div(rec.ln(rec.abs(value(at))), steep.rate))), p));
}
