/**
 * What a tape needs of a chain of primes: its length, its family, which registers are whole numbers or of one sign, and a degree bound.
 *
 * All of it is read off the tape once, before any point is drawn.
 */
import type { Attribute, Name } from "../expr/index.ts";
import { absurd } from "../shape/result.ts";
import type { ChainFamily } from "./chain-primes.ts";
import { operandsOf } from "./operations.ts";
import { type Opcode, opcode, type Tape } from "./types.ts";

export type Facts = ReadonlyMap<Name, ReadonlySet<Attribute>>;

/** Possible signs of a register, as a set of bits. */
export const signBit = { negative: 1, zero: 2, positive: 4 } as const;
const anySign = 7;

export interface ChainPlan {
  readonly family: ChainFamily;
  /** How many primes: one more than the links that exponentials and logarithms cost. */
  readonly length: number;
  /** Registers of whole numbers: only these are exponents of a whole power. */
  readonly whole: Uint8Array;
  /** For each real power its `powerWay`. */
  readonly powers: Uint8Array;
  /** Registers free of kinks: nonzero at one point means nonzero off a null set. */
  readonly analytic: Uint8Array;
  /** Sets of `signBit`s. */
  readonly signs: Uint8Array;
  readonly logarithms: boolean;
  /** Logarithms stand beside exponentials: only arguments in the subgroup keep e^{ln x} = x. */
  readonly strictLogarithms: boolean;
  readonly roots: boolean;
  /** Total degree of the cleared difference of two roots' entries, exponentials of linear terms counted as variables. */
  readonly degree: number;
  /** Whether the degree bounds the chance of error, or is an estimate only. */
  readonly bound: "proved" | "heuristic";
}

/** Operations whose value depends on the sign of something. */
const kinked: ReadonlySet<number> = new Set([
  opcode.abs,
  opcode.relu,
  opcode.max,
  opcode.sign,
  opcode.step,
  opcode.floor,
  opcode.less,
  opcode.atMost,
  opcode.equal,
  opcode.select,
]);

interface Links {
  /** Parts unknown from below, and from above. */
  readonly below: Int32Array;
  readonly above: Int32Array;
}

function links(tape: Tape, trigonometry: boolean, powers: Uint8Array): Links {
  const n = tape.op.length;
  const below = new Int32Array(n);
  const above = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const op = tape.op[i] as Opcode;
    const count = operandsOf(op);
    for (const r of [tape.a, tape.b, tape.c].slice(0, count)) {
      below[i] = Math.max(below[i] as number, below[r[i] as number] as number);
      above[i] = Math.max(above[i] as number, above[r[i] as number] as number);
    }
    const climbs = op === opcode.exp || (trigonometry && (op === opcode.sin || op === opcode.cos));
    const l = below[i] as number;
    const u = above[i] as number;
    if (op === opcode.realPower && powers[i] === powerWay.whole) {
      // Its exponent is read as a number, in whichever part it is known.
      below[i] = below[tape.a[i] as number] as number;
      above[i] = above[tape.a[i] as number] as number;
    } else if (climbs) {
      below[i] = l + 1;
      above[i] = Math.max(0, u - 1);
    } else if (op === opcode.ln) {
      below[i] = Math.max(0, l - 1);
      above[i] = u + 1;
    } else if (op === opcode.realPower && powers[i] === powerWay.logarithm) {
      // exp(y ln x): down one link and up again.
      const x = tape.a[i] as number;
      const y = tape.b[i] as number;
      const down = Math.max(Math.max(0, (below[x] as number) - 1), below[y] as number);
      const up = Math.max((above[x] as number) + 1, above[y] as number);
      below[i] = down + 1;
      above[i] = Math.max(0, up - 1);
    }
  }
  return { below, above };
}

const wholeAttributes: readonly Attribute[] = ["natural", "integer", "binary", "one-hot", "sign"];

function wholeRegisters(tape: Tape, facts: Facts): Uint8Array {
  const whole = new Uint8Array(tape.op.length);
  const is = (r: number): boolean => whole[r] === 1;
  for (let i = 0; i < tape.op.length; i++) {
    const a = tape.a[i] as number;
    const b = tape.b[i] as number;
    switch (tape.op[i] as Opcode) {
      case opcode.constant:
        whole[i] = tape.constants[a]?.d === 1n ? 1 : 0;
        break;
      case opcode.input: {
        const known = facts.get(tape.inputs[a]?.name ?? "");
        whole[i] = known && wholeAttributes.some((w) => known.has(w)) ? 1 : 0;
        break;
      }
      case opcode.add:
      case opcode.mul:
        whole[i] = is(a) && is(b) ? 1 : 0;
        break;
      case opcode.neg:
      case opcode.abs:
      case opcode.relu:
      case opcode.floor:
        whole[i] = is(a) ? 1 : 0;
        break;
      case opcode.power:
        whole[i] = is(a) && b >= 0 ? 1 : 0;
        break;
      default:
        break;
    }
  }
  return whole;
}

const bits = [signBit.negative, signBit.zero, signBit.positive] as const;

/** Every sign that f takes on signs of x and y. */
function combine(x: number, y: number, f: (a: number, b: number) => number): number {
  let out = 0;
  for (const a of bits) for (const b of bits) if ((x & a) !== 0 && (y & b) !== 0) out |= f(a, b);
  return out;
}

const sumSign = (a: number, b: number): number => (a === b ? a : a === signBit.zero ? b : b === signBit.zero ? a : anySign);
const productSign = (a: number, b: number): number =>
  a === signBit.zero || b === signBit.zero ? signBit.zero : a === b ? signBit.positive : signBit.negative;
const flip = (s: number): number =>
  (s & signBit.zero) | (s & signBit.negative ? signBit.positive : 0) | (s & signBit.positive ? signBit.negative : 0);
const notNegative = signBit.zero | signBit.positive;

const inputSign = (known: ReadonlySet<Attribute> | undefined, at: number, columns: number): number => {
  if (!known) return anySign;
  if (known.has("positive") || known.has("unit interval")) return signBit.positive;
  if (known.has("negative")) return signBit.negative;
  if (known.has("positive definite") && at % (columns + 1) === 0) return signBit.positive;
  if (known.has("sign") || known.has("nonzero")) return signBit.negative | signBit.positive;
  if (known.has("probability") || known.has("one-hot") || known.has("binary") || known.has("natural")) return notNegative;
  return anySign;
};

const oddSpecials: ReadonlySet<number> = new Set([0, 5, 6]);

function signsOf(tape: Tape, facts: Facts): Uint8Array {
  const signs = new Uint8Array(tape.op.length);
  const at = (r: number): number => signs[r] as number;
  for (let i = 0; i < tape.op.length; i++) {
    const a = tape.a[i] as number;
    const b = tape.b[i] as number;
    signs[i] = signOf(tape, facts, i, at, a, b);
  }
  return signs;
}

function signOf(tape: Tape, facts: Facts, i: number, at: (r: number) => number, a: number, b: number): number {
  const op = tape.op[i] as Opcode;
  switch (op) {
    case opcode.constant: {
      const n = tape.constants[a]?.n ?? 0n;
      return n > 0n ? signBit.positive : n < 0n ? signBit.negative : signBit.zero;
    }
    case opcode.input: {
      const input = tape.inputs[a];
      const dims = tape.symbols.find((s) => s.name === input?.name)?.dims ?? [];
      return inputSign(facts.get(input?.name ?? ""), input?.at ?? 0, dims[1] ?? 1);
    }
    case opcode.pi:
    case opcode.exp:
      return signBit.positive;
    case opcode.add:
      return combine(at(a), at(b), sumSign);
    case opcode.mul:
      return a === b
        ? combine(at(a), signBit.positive, (x) => (x === signBit.zero ? x : signBit.positive))
        : combine(at(a), at(b), productSign);
    case opcode.div:
      return combine(at(a), at(b) & ~signBit.zero, productSign);
    case opcode.neg:
      return flip(at(a));
    case opcode.power:
      return b % 2 === 0 ? combine(at(a), signBit.positive, (x) => (x === signBit.zero && b > 0 ? x : signBit.positive)) : at(a);
    case opcode.realPower:
      return at(a) === signBit.positive ? signBit.positive : anySign;
    case opcode.sqrt:
      return at(a) === signBit.positive ? signBit.positive : notNegative;
    case opcode.abs:
      return at(a) === anySign ? notNegative : (at(a) & signBit.zero) | (at(a) & ~signBit.zero ? signBit.positive : 0);
    case opcode.relu:
      return at(a) === signBit.positive ? signBit.positive : notNegative;
    case opcode.step:
      return at(a) === signBit.positive ? signBit.positive : notNegative;
    case opcode.max:
      return at(a) === signBit.positive || at(b) === signBit.positive ? signBit.positive : at(a) | at(b);
    case opcode.select:
      return at(b) | at(tape.c[i] as number);
    case opcode.less:
    case opcode.atMost:
    case opcode.equal:
      return notNegative;
    case opcode.special:
      return oddSpecials.has(b) ? at(a) : anySign;
    case opcode.undefined:
    case opcode.ln:
    case opcode.sin:
    case opcode.cos:
    case opcode.sign:
    case opcode.floor:
      return anySign;
    default:
      return absurd(op);
  }
}

interface Degrees {
  readonly degree: number;
  readonly proved: boolean;
}

const degreeCap = 1e12;

/**
 * Degrees of numerator and denominator of every register, as a rational function of the inputs and of e^x for each input x. An exponent
 * that is not linear with constant coefficients, a logarithm, a root or an opaque function makes the bound heuristic.
 */
function degrees(tape: Tape): Degrees {
  const n = tape.op.length;
  const over = new Float64Array(n);
  const under = new Float64Array(n);
  /** Size of the coefficients where the register is linear in the inputs; −1 elsewhere. */
  const linear = new Float64Array(n).fill(-1);
  let proved = true;
  for (let i = 0; i < n; i++) {
    const a = tape.a[i] as number;
    const b = tape.b[i] as number;
    const op = tape.op[i] as Opcode;
    const operands = operandsOf(op);
    const oa = operands > 0 ? (over[a] as number) : 0;
    const ua = operands > 0 ? (under[a] as number) : 0;
    const ob = operands > 1 ? (over[b] as number) : 0;
    const ub = operands > 1 ? (under[b] as number) : 0;
    switch (op) {
      case opcode.constant:
        linear[i] = 0;
        break;
      case opcode.input:
      case opcode.pi:
        over[i] = 1;
        linear[i] = 1;
        break;
      case opcode.add:
        over[i] = Math.max(oa + ub, ob + ua);
        under[i] = ua + ub;
        linear[i] = (linear[a] as number) >= 0 && (linear[b] as number) >= 0 ? (linear[a] as number) + (linear[b] as number) : -1;
        break;
      case opcode.mul: {
        over[i] = oa + ob;
        under[i] = ua + ub;
        const k = constantSize(tape, a) ?? constantSize(tape, b);
        const l = constantSize(tape, a) === null ? (linear[a] as number) : (linear[b] as number);
        linear[i] = k !== null && l >= 0 ? k * l : -1;
        break;
      }
      case opcode.neg:
        over[i] = oa;
        under[i] = ua;
        linear[i] = linear[a] as number;
        break;
      case opcode.div:
        over[i] = oa + ub;
        under[i] = ua + ob;
        break;
      case opcode.power:
        over[i] = Math.abs(b) * (b >= 0 ? oa : ua);
        under[i] = Math.abs(b) * (b >= 0 ? ua : oa);
        break;
      case opcode.exp:
        // e^{Σ cᵢxᵢ} is a monomial in the e^{xᵢ}; negative powers are counted below and above alike.
        if ((linear[a] as number) >= 0) over[i] = under[i] = Math.ceil(linear[a] as number);
        else over[i] = under[i] = 2 * (1 + oa + ua);
        if ((linear[a] as number) < 0 || !wholeCoefficients(tape, a)) proved = false;
        break;
      default:
        over[i] = oa + ob + 1;
        under[i] = ua + ub;
        if (operands > 0) proved = false;
    }
    over[i] = Math.min(over[i] as number, degreeCap);
    under[i] = Math.min(under[i] as number, degreeCap);
  }
  let degree = 1;
  for (const root of tape.roots) for (const r of root.registers) degree = Math.max(degree, (over[r] as number) + (under[r] as number));
  return { degree: 2 * degree, proved };
}

/** |c| rounded up for a constant register, else null. */
function constantSize(tape: Tape, r: number): number | null {
  if (tape.op[r] !== opcode.constant) return null;
  const k = tape.constants[tape.a[r] as number];
  if (!k) return null;
  const size = Math.abs(Number(k.n) / Number(k.d));
  return Number.isFinite(size) ? size : degreeCap;
}

/** Whether no constant with a denominator enters a linear register. */
function wholeCoefficients(tape: Tape, r: number): boolean {
  const seen = new Set<number>();
  const go = (x: number): boolean => {
    if (seen.has(x)) return true;
    seen.add(x);
    if (tape.op[x] === opcode.constant) return tape.constants[tape.a[x] as number]?.d === 1n;
    const count = operandsOf(tape.op[x] as number);
    return (count < 1 || go(tape.a[x] as number)) && (count < 2 || go(tape.b[x] as number));
  };
  return go(r);
}

/** How x^y is computed: by exp(y ln x), as a whole power, or by square roots (y a constant with denominator 2, 4, 8 or 16). */
export const powerWay = { logarithm: 0, whole: 1, roots: 2 } as const;

function powerWays(tape: Tape, whole: Uint8Array): Uint8Array {
  const out = new Uint8Array(tape.op.length);
  for (let i = 0; i < out.length; i++) {
    if (tape.op[i] !== opcode.realPower) continue;
    const y = tape.b[i] as number;
    const k = tape.op[y] === opcode.constant ? tape.constants[tape.a[y] as number] : undefined;
    if (whole[y] === 1) out[i] = powerWay.whole;
    else if (k && k.n >= -64n && k.n <= 64n && [2n, 4n, 8n, 16n].includes(k.d)) out[i] = powerWay.roots;
  }
  return out;
}

/** Reads the plan off a tape. */
export function planChain(tape: Tape, facts: Facts): ChainPlan {
  const has = (...ops: readonly number[]): boolean => tape.op.some((o) => ops.includes(o));
  const whole = wholeRegisters(tape, facts);
  const powers = powerWays(tape, whole);
  const roots = has(opcode.sqrt) || powers.includes(powerWay.roots);
  const trigonometry = has(opcode.sin, opcode.cos) && !roots;
  const { below, above } = links(tape, trigonometry, powers);
  let cost = 0;
  for (let i = 0; i < below.length; i++) cost = Math.max(cost, (below[i] as number) + (above[i] as number));
  const { degree, proved } = degrees(tape);
  return {
    family: trigonometry ? "circle" : "square",
    length: cost + 1,
    whole,
    powers,
    analytic: analyticRegisters(tape, facts),
    signs: signsOf(tape, facts),
    strictLogarithms:
      powers.some((way, i) => tape.op[i] === opcode.realPower && way === powerWay.logarithm) || exponentialOfLogarithm(tape),
    logarithms: has(opcode.ln) || tape.op.some((o, i) => o === opcode.realPower && powers[i] === powerWay.logarithm),
    roots,
    degree,
    bound: proved ? "proved" : "heuristic",
  };
}

/** Whether a logarithm stands below an exponential. */
function exponentialOfLogarithm(tape: Tape): boolean {
  const above = new Uint8Array(tape.op.length);
  for (let i = 0; i < above.length; i++) {
    const op = tape.op[i] as Opcode;
    const below = [tape.a, tape.b, tape.c].slice(0, operandsOf(op)).some((r) => above[r[i] as number] === 1);
    if (below && op === opcode.exp) return true;
    above[i] = below || op === opcode.ln ? 1 : 0;
  }
  return false;
}

function analyticRegisters(tape: Tape, facts: Facts): Uint8Array {
  const out = new Uint8Array(tape.op.length);
  const finite: readonly Attribute[] = ["natural", "integer", "binary", "one-hot", "sign"];
  for (let i = 0; i < out.length; i++) {
    const op = tape.op[i] as Opcode;
    const known = op === opcode.input ? facts.get(tape.inputs[tape.a[i] as number]?.name ?? "") : undefined;
    if (known && finite.some((a) => known.has(a))) continue;
    const parts = [tape.a, tape.b, tape.c].slice(0, operandsOf(op));
    out[i] = kinked.has(op) || parts.some((r) => out[r[i] as number] === 0) ? 0 : 1;
  }
  return out;
}
