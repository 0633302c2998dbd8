/**
 * Truncated Laurent series in ε > 0 whose coefficients are registers, times an exponential e^P of a polar part P:
 *
 *   e^P · (c₀ ε^k + c₁ ε^{k+1} + … + O(ε^{k+n})),     P = p₁ ε⁻¹ + p₂ ε⁻² + …
 *
 * Limits are read off the leading term, exactly: an equality under a limit is one of germs. Of two exponentials the weaker is dropped
 * (`lossy`); what cancels down to what was dropped is refused, never guessed.
 */
import { rational } from "../expr/index.ts";
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import type { Shadow } from "./shadow.ts";
import type { Sign } from "./types.ts";

/** Coefficients kept. */
export const kept = 8;

export interface Series {
  /** Power of the first coefficient; with no coefficients the series is O(ε^lead), and exactly 0 when lead is infinite. */
  readonly lead: number;
  readonly terms: readonly Register[];
  /** Coefficients of ε⁻¹, ε⁻², … in the exponent; empty for no exponential. */
  readonly growth: readonly Register[];
  /** Something exponentially smaller has been dropped. */
  readonly lossy: boolean;
}

export interface SeriesRing {
  constant(r: Register): Series;
  monomial(coefficient: Register, power: number): Series;
  /** c e^{p/ε} */
  exponential(coefficient: Register, p: Register): Series;
  add(x: Series, y: Series): Series;
  mul(x: Series, y: Series): Series;
  scale(by: Register, x: Series): Series;
  /** x^a for a register a free of ε; a must be whole when x tends to 0 or ∞ with a lead that a does not divide. */
  power(x: Series, a: Register): Series;
  exp(x: Series): Series;
  ln(x: Series): Series;
  /** sin and cos. */
  turn(x: Series): readonly [Series, Series];
  /** f(x) from f at the leading coefficient and the series of f′(x). */
  integrate(value: (at: Register) => Register, slope: Series, x: Series): Series;
  /** The leading coefficient, whose sign is that of the series near 0; null for zero. */
  leading(x: Series): Register | null;
  map(x: Series, f: (coefficient: Register, place: number) => Register): Series;
  /** Sign of the exponent's leading coefficient: −1 decays, 1 grows. */
  growthSign(x: Series): Sign;
}

/** Why a series was refused, where another path to the limit may do. */
export const fractional = "a limit through a fractional power";
export const logarithmic = "a limit with the logarithm of ε";

const beyond = Number.POSITIVE_INFINITY;

export function seriesRing(rec: Recorder, shadow: Shadow): SeriesRing {
  const one = rec.constant(1);
  const zeroRegister = rec.constant(0);
  const nothing: Series = { lead: beyond, terms: [], growth: [], lossy: false };
  const at = (x: Series, power: number): Register => x.terms[power - x.lead] ?? zeroRegister;
  /** First power that is not known. */
  const edge = (x: Series): number => (x.lead === beyond ? beyond : x.lead + x.terms.length);

  /** Leading coefficients that vanish are dropped. */
  function normal(x: Series): Series {
    let first = 0;
    while (first < x.terms.length && vanishes(x.terms[first] as Register)) first++;
    const terms = x.terms.slice(first, first + kept);
    return { ...x, lead: x.lead + first, terms };
  }
  function vanishes(r: Register): boolean {
    return shadow.isZero(r) ?? refuse("unsupported", "a limit whose leading coefficient could not be told from zero");
  }
  /** A series with nothing left although something was dropped may be anything exponentially small. */
  function settled(x: Series): Series {
    const n = normal(x);
    if (n.terms.length === 0 && n.lossy && growthSign(n) >= 0 && n.growth.length > 0)
      refuse("unsupported", "a limit in which exponentials cancel");
    return n;
  }

  const constant = (r: Register): Series => {
    const v = rec.constantOf(r);
    return v && v.n === 0n ? nothing : { lead: 0, terms: pad([r]), growth: [], lossy: false };
  };
  const pad = (terms: readonly Register[]): readonly Register[] => [
    ...terms,
    ...new Array<Register>(Math.max(0, kept - terms.length)).fill(zeroRegister),
  ];

  function growthSign(x: Series): Sign {
    for (let k = x.growth.length - 1; k >= 0; k--) {
      const p = x.growth[k] as Register;
      if (shadow.isZero(p) === true) continue;
      const sign = shadow.sign(p);
      if (sign) return sign;
      shadow.undecided?.(p);
      return refuse("unsupported", "a limit that depends on the sign of a symbol");
    }
    return 0;
  }
  const growthSum = (x: readonly Register[], y: readonly Register[]): readonly Register[] => {
    const sum = Array.from({ length: Math.max(x.length, y.length) }, (_, k) => rec.add(x[k] ?? zeroRegister, y[k] ?? zeroRegister));
    return sum.every((r) => shadow.isZero(r) === true) ? [] : sum;
  };

  function add(x: Series, y: Series): Series {
    if (x.lead === beyond) return y.lossy === x.lossy ? y : { ...y, lossy: true };
    if (y.lead === beyond) return x.lossy === y.lossy ? x : { ...x, lossy: true };
    const difference = growthSum(
      x.growth,
      y.growth.map((r) => rec.neg(r)),
    );
    const order = growthSign({ ...x, growth: difference });
    if (order !== 0) return { ...(order > 0 ? x : y), lossy: true };
    const lead = Math.min(x.lead, y.lead);
    const end = Math.min(edge(x), edge(y));
    const terms = Array.from({ length: Math.max(0, end - lead) }, (_, i) => rec.add(at(x, lead + i), at(y, lead + i)));
    return settled({ lead: Math.min(lead, end), terms, growth: x.growth, lossy: x.lossy || y.lossy });
  }

  function mul(x: Series, y: Series): Series {
    if (x.lead === beyond || y.lead === beyond) {
      const other = x.lead === beyond ? y : x;
      if ((x.lossy || y.lossy) && (other.growth.length > 0 || other.lead < 0))
        return refuse("unsupported", "a limit in which exponentials cancel");
      return { ...nothing, lossy: x.lossy || y.lossy };
    }
    const length = Math.min(x.terms.length, y.terms.length);
    const terms = Array.from({ length }, (_, n) => {
      let sum = zeroRegister;
      for (let i = 0; i <= n; i++) sum = rec.add(sum, rec.mul(x.terms[i] as Register, y.terms[n - i] as Register));
      return sum;
    });
    return { lead: x.lead + y.lead, terms, growth: growthSum(x.growth, y.growth), lossy: x.lossy || y.lossy };
  }

  const map = (x: Series, f: (coefficient: Register, place: number) => Register): Series => ({ ...x, terms: x.terms.map(f) });
  const scale = (by: Register, x: Series): Series => map(x, (r) => rec.mul(by, r));

  function leading(x: Series): Register | null {
    const n = normal(x);
    if (n.terms.length > 0) return n.terms[0] as Register;
    if (n.lead !== beyond || n.lossy) return refuse("unsupported", "a limit that needs more terms than are kept");
    return null;
  }

  /** A small whole power by products: no division by the leading coefficient, which may vanish at single points. */
  function wholePower(x: Series, k: number): Series {
    let out = x;
    for (const bit of k.toString(2).slice(1)) {
      out = mul(out, out);
      if (bit === "1") out = mul(out, x);
    }
    return normal(out);
  }

  /** (c ε^k e^P (1 + u))^a by the recurrence of Miller: n w_n = Σⱼ (a j − (n − j)) uⱼ w_{n−j}. */
  function power(x: Series, a: Register): Series {
    const whole = rec.constantOf(a);
    if (whole && whole.d === 1n && whole.n > 0n && whole.n <= 64n) return wholePower(x, Number(whole.n));
    const n = normal(x);
    const [c] = n.terms;
    const exponent = rec.constantOf(a);
    if (c === undefined) {
      if (n.lead === beyond && !n.lossy && exponent && exponent.n > 0n) return nothing;
      return refuse("unsupported", "a limit that divides by zero, or by more cancellation than is kept");
    }
    const lead = n.lead === 0 ? 0 : exponent ? (n.lead * Number(exponent.n)) / Number(exponent.d) : Number.NaN;
    if (!Number.isInteger(lead)) return refuse("unsupported", fractional);
    const w: Register[] = [one];
    for (let k = 1; k < n.terms.length; k++) {
      let sum = zeroRegister;
      for (let j = 1; j <= k; j++) {
        const u = rec.div(n.terms[j] as Register, c);
        const weight = rec.add(rec.mul(a, rec.constant(j)), rec.constant(j - k));
        sum = rec.add(sum, rec.mul(weight, rec.mul(u, w[k - j] as Register)));
      }
      w.push(rec.div(sum, rec.constant(k)));
    }
    const front = rec.realPower(c, a);
    return { lead, terms: w.map((r) => rec.mul(front, r)), growth: n.growth.map((p) => rec.mul(a, p)), lossy: n.lossy };
  }

  /** Splits a series without exponential into its polar part and the rest from ε⁰ on. */
  function split(x: Series): { readonly polar: readonly Register[]; readonly rest: readonly Register[] } {
    if (x.growth.length > 0 && growthSign(x) > 0) return refuse("unsupported", "a limit with exponentials of exponentials");
    if (x.growth.length > 0 || x.lead === beyond) return { polar: [], rest: pad([]) };
    if (edge(x) < 1) return refuse("unsupported", "a limit that needs more terms than are kept");
    const polar = Array.from({ length: Math.max(0, -x.lead) }, (_, k) => at(x, -1 - k));
    const rest = Array.from({ length: Math.min(kept, edge(x)) }, (_, k) => at(x, k));
    return { polar: polar.every((p) => shadow.isZero(p) === true) ? [] : polar, rest };
  }
  const decays = (x: Series): boolean => x.growth.length > 0;

  /** n eₙ = Σ k aₖ eₙ₋ₖ */
  function exp(x: Series): Series {
    const { polar, rest } = split(x);
    const e: Register[] = [rec.exp(rest[0] as Register)];
    for (let n = 1; n < rest.length; n++) {
      let sum = zeroRegister;
      for (let k = 1; k <= n; k++) sum = rec.add(sum, rec.mul(rec.mul(rec.constant(k), rest[k] as Register), e[n - k] as Register));
      e.push(rec.mul(rec.constant(rational(1, n)), sum));
    }
    return { lead: 0, terms: e, growth: polar, lossy: x.lossy || decays(x) };
  }

  /** ln(e^P c (1 + u)) = P + ln c + (u − u²/2 + …); powers of ε would bring ln ε. */
  function ln(x: Series): Series {
    const n = normal(x);
    const [c] = n.terms;
    if (c === undefined || n.lead !== 0) return refuse("unsupported", logarithmic);
    const terms: Register[] = [rec.ln(c)];
    const u = n.terms.map((r) => rec.div(r, c));
    for (let k = 1; k < u.length; k++) {
      let sum = rec.mul(rec.constant(k), u[k] as Register);
      for (let j = 1; j < k; j++) sum = rec.subtract(sum, rec.mul(rec.mul(rec.constant(j), terms[j] as Register), u[k - j] as Register));
      terms.push(rec.mul(rec.constant(rational(1, k)), sum));
    }
    const polar = [...n.growth].reverse();
    return normal({ lead: -polar.length, terms: [...polar, ...terms], growth: [], lossy: n.lossy });
  }

  /** n sₙ = Σ k aₖ cₙ₋ₖ,  n cₙ = −Σ k aₖ sₙ₋ₖ */
  function turn(x: Series): readonly [Series, Series] {
    const { polar, rest } = split(x);
    if (polar.length > 0) return refuse("unsupported", "the sine of something that grows beyond all bounds");
    const s: Register[] = [rec.sin(rest[0] as Register)];
    const c: Register[] = [rec.cos(rest[0] as Register)];
    for (let n = 1; n < rest.length; n++) {
      let [up, down] = [zeroRegister, zeroRegister];
      for (let k = 1; k <= n; k++) {
        const weight = rec.mul(rec.constant(rational(k, n)), rest[k] as Register);
        up = rec.add(up, rec.mul(weight, c[n - k] as Register));
        down = rec.subtract(down, rec.mul(weight, s[n - k] as Register));
      }
      s.push(up);
      c.push(down);
    }
    const lossy = x.lossy || decays(x);
    return [normal({ lead: 0, terms: s, growth: [], lossy }), normal({ lead: 0, terms: c, growth: [], lossy })];
  }

  /** f(x) = f(x₀) + ∫ f′(x(ε)) x′(ε) dε */
  function integrate(value: (r: Register) => Register, slope: Series, x: Series): Series {
    const { polar, rest } = split(x);
    if (polar.length > 0 || slope.growth.length > 0) return refuse("unsupported", "a limit of a special function at infinity");
    const terms: Register[] = [value(rest[0] as Register)];
    for (let n = 1; n < rest.length; n++) {
      let sum = zeroRegister;
      for (let k = 1; k <= n; k++) sum = rec.add(sum, rec.mul(rec.mul(rec.constant(k), rest[k] as Register), at(slope, n - k)));
      terms.push(rec.mul(rec.constant(rational(1, n)), sum));
    }
    return normal({ lead: 0, terms, growth: [], lossy: x.lossy || decays(x) });
  }

  return {
    constant,
    add,
    mul,
    scale,
    power,
    exp,
    ln,
    turn,
    integrate,
    leading,
    map,
    growthSign,
    exponential: (coefficient, p) => ({ lead: 0, terms: pad([coefficient]), growth: [p], lossy: false }),
    monomial: (coefficient, k) => ({ lead: k, terms: pad([coefficient]), growth: [], lossy: false }),
  };
}
