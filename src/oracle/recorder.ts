/**
 * The recorder: scalar operations become registers of a tape in the making.
 *
 * Equal operations share a register, constants are folded exactly, and nothing is folded away that could be undefined: 0 · ln x keeps its
 * logarithm. `cut` is an identity that never merges with anything (what a derivative is taken by), `stop` an identity with derivative
 * zero, `graft(v, d)` has the value of v and passes derivatives to both; all three vanish when the tape is finished.
 */
import {
  addRational,
  compareRational,
  invertRational,
  isInteger,
  multiplyRational,
  type Name,
  negateRational,
  oneRational,
  type Rational,
  rational,
  showRational,
} from "../expr/index.ts";
import { cosineOfTurn, type RootOfFraction, sineOfTurn } from "./angles.ts";
import { createConsTable } from "./cons.ts";
import { commutes, operandsOf, passing } from "./operations.ts";
import { refuse } from "./refusal.ts";
import { opcode, type Special, specials, type TapeInput } from "./types.ts";

/** A register: the place of an operation. */
export type Register = number;

export interface Recorder {
  constant(value: Rational | number): Register;
  input(name: Name, at: number): Register;
  pi(): Register;
  undefined(): Register;
  add(x: Register, y: Register): Register;
  subtract(x: Register, y: Register): Register;
  mul(x: Register, y: Register): Register;
  neg(x: Register): Register;
  div(x: Register, y: Register): Register;
  /** x to a whole number. */
  power(x: Register, k: number): Register;
  /** x^y; whole and half-whole constant exponents are recognised. */
  realPower(x: Register, y: Register): Register;
  exp(x: Register): Register;
  ln(x: Register): Register;
  sqrt(x: Register): Register;
  sin(x: Register): Register;
  cos(x: Register): Register;
  abs(x: Register): Register;
  relu(x: Register): Register;
  max(x: Register, y: Register): Register;
  sign(x: Register, atZero: Rational): Register;
  step(x: Register, atZero: Rational): Register;
  floor(x: Register): Register;
  less(x: Register, y: Register): Register;
  atMost(x: Register, y: Register): Register;
  equal(x: Register, y: Register): Register;
  select(truth: Register, yes: Register, no: Register): Register;
  special(name: Special, x: Register): Register;
  cut(x: Register): Register;
  stop(x: Register): Register;
  graft(value: Register, tangent: Register): Register;
  /** The register with every cut, stop and graft below it replaced by its value: equal values show as equal registers. */
  bare(x: Register): Register;
  /** The exact value of a register that holds a constant, else null. */
  constantOf(x: Register): Rational | null;
  /** True when nothing below the register can be undefined. */
  isTotal(x: Register): boolean;
  readonly columns: Recorded;
}

/** What has been recorded so far. */
export interface Recorded {
  readonly op: number[];
  readonly a: number[];
  readonly b: number[];
  readonly c: number[];
  readonly constants: Rational[];
  readonly inputs: TapeInput[];
}

const noOperand = -1;

export function createRecorder(budget: number): Recorder {
  const columns: Recorded = { op: [], a: [], b: [], c: [], constants: [], inputs: [] };
  const total: boolean[] = [];
  const nonnegative: boolean[] = [];
  const table = createConsTable(columns);
  const constantPlace = new Map<bigint | string, number>();
  const inputPlace = new Map<Name, Map<number, Register>>();
  const smallNumbers: Register[] = [];
  let cuts = 0;

  const isTotal = (x: Register): boolean => x < 0 || (total[x] as boolean);

  /** Files an operation. `safe` says whether the operation itself always has a value. */
  function emit(op: number, a: number, b: number, c: number, safe: boolean, operands: number): Register {
    const found = table.find(op, a, b, c);
    if (found >= 0) return found;
    const r = columns.op.length;
    if (r >= budget) refuse("budget", `more than ${budget} operations`);
    columns.op.push(op);
    columns.a.push(a);
    columns.b.push(b);
    columns.c.push(c);
    total.push(safe && (operands < 1 || isTotal(a)) && (operands < 2 || isTotal(b)) && (operands < 3 || isTotal(c)));
    nonnegative.push(isNonnegative(op, a, b));
    table.file(r);
    return r;
  }

  /** Squares, absolute values, exponentials and what is made of them by sums and products: at least 0 wherever they exist. */
  function isNonnegative(op: number, a: number, b: number): boolean {
    switch (op) {
      case opcode.constant:
        return (columns.constants[a] as Rational).n >= 0n;
      case opcode.mul:
        return a === b || (nonnegative[a] === true && nonnegative[b] === true);
      case opcode.add:
      case opcode.div:
        return nonnegative[a] === true && nonnegative[b] === true;
      case opcode.power:
        return b % 2 === 0 || nonnegative[a] === true;
      case opcode.exp:
      case opcode.abs:
      case opcode.relu:
      case opcode.sqrt:
        return true;
      default:
        return op === passing.cut || op === passing.stop || op === passing.graft ? nonnegative[a] === true : false;
    }
  }
  /** The u of √u where u is at least 0 everywhere, so that (√u)² is u, with the derivatives of u also where √u has none. */
  const radicand = (x: Register): Register | null => {
    const u = columns.op[x] === opcode.sqrt ? (columns.a[x] as number) : -1;
    return u >= 0 && nonnegative[u] === true ? u : null;
  };
  const unary = (op: number, x: Register, safe = true): Register => emit(op, x, noOperand, noOperand, safe, 1);
  const binary = (op: number, x: Register, y: Register, safe = true): Register => emit(op, x, y, noOperand, safe, 2);
  const commuting = (op: number, x: Register, y: Register): Register => (x <= y ? binary(op, x, y) : binary(op, y, x));

  function placeOf(value: Rational): number {
    const key = value.d === 1n ? value.n : showRational(value);
    let place = constantPlace.get(key);
    if (place === undefined) {
      place = columns.constants.length;
      columns.constants.push(value);
      constantPlace.set(key, place);
    }
    return place;
  }

  function constant(value: Rational | number): Register {
    if (typeof value === "number") {
      const known = smallNumbers[value];
      if (known !== undefined) return known;
      const made = constant(rational(value));
      if (value >= 0 && value < 256) smallNumbers[value] = made;
      return made;
    }
    return emit(opcode.constant, placeOf(value), noOperand, noOperand, true, 0);
  }
  const constantOf = (x: Register): Rational | null =>
    columns.op[x] === opcode.constant ? (columns.constants[columns.a[x] as number] as Rational) : null;
  const isNumber = (x: Register, n: bigint): boolean => {
    const v = constantOf(x);
    return v !== null && v.d === 1n && v.n === n;
  };
  const truth = (holds: boolean): Register => constant(holds ? 1 : 0);

  function input(name: Name, at: number): Register {
    const places = inputPlace.get(name) ?? new Map<number, Register>();
    inputPlace.set(name, places);
    const known = places.get(at);
    if (known !== undefined) return known;
    const r = emit(opcode.input, columns.inputs.length, noOperand, noOperand, true, 0);
    columns.inputs.push({ name, at });
    places.set(at, r);
    return r;
  }

  /** q where x is qπ. */
  function turnOf(x: Register): Rational | null {
    const [a, b] = [columns.a[x] as number, columns.b[x] as number];
    switch (columns.op[x]) {
      case opcode.pi:
        return oneRational;
      case opcode.neg: {
        const q = turnOf(a);
        return q && negateRational(q);
      }
      case opcode.mul:
      case opcode.div: {
        const isDivided = columns.op[x] === opcode.div;
        const [v, w] = [constantOf(a), constantOf(b)];
        if (w) {
          const q = turnOf(a);
          return q && (!isDivided || w.n !== 0n) ? multiplyRational(q, isDivided ? invertRational(w) : w) : null;
        }
        const q = v && !isDivided ? turnOf(b) : null;
        return q && v && multiplyRational(q, v);
      }
      default:
        return null;
    }
  }
  function turned(x: Register, value: (q: Rational) => RootOfFraction | null): Register | null {
    const q = turnOf(x);
    const found = q && value(q);
    if (!found) return null;
    const root = sqrt(constant(found.square));
    return found.sign === 1 ? root : neg(root);
  }

  function add(x: Register, y: Register): Register {
    if (isNumber(x, 0n)) return y;
    if (isNumber(y, 0n)) return x;
    const u = constantOf(x);
    const v = constantOf(y);
    if (u && v && isShort(u) && isShort(v)) return constant(addRational(u, v));
    if (isNegation(x, y) && isTotal(x)) return constant(0);
    return commuting(opcode.add, x, y);
  }
  const isNegation = (x: Register, y: Register): boolean =>
    (columns.op[y] === opcode.neg && columns.a[y] === x) || (columns.op[x] === opcode.neg && columns.a[x] === y);

  function neg(x: Register): Register {
    const v = constantOf(x);
    if (v) return constant(negateRational(v));
    return columns.op[x] === opcode.neg ? (columns.a[x] as number) : unary(opcode.neg, x);
  }

  function mul(x: Register, y: Register): Register {
    const u = constantOf(x);
    const v = constantOf(y);
    if (u && v && isShort(u) && isShort(v)) return constant(multiplyRational(u, v));
    if (u) return scale(u, x, y);
    if (v) return scale(v, y, x);
    return (x === y ? radicand(x) : null) ?? commuting(opcode.mul, x, y);
  }
  function scale(by: Rational, x: Register, y: Register): Register {
    if (by.d === 1n) {
      if (by.n === 1n) return y;
      if (by.n === -1n) return neg(y);
      if (by.n === 0n && isTotal(y)) return x;
    }
    return commuting(opcode.mul, x, y);
  }

  function div(x: Register, y: Register): Register {
    const u = constantOf(x);
    const v = constantOf(y);
    if (v && v.n !== 0n) {
      if (u && isShort(u) && isShort(v)) return constant(rational(u.n * v.d, u.d * v.n));
      if (v.d === 1n && v.n === 1n) return x;
      if (v.d === 1n && v.n === -1n) return neg(x);
    }
    return binary(opcode.div, x, y, v !== null && v.n !== 0n);
  }

  function power(x: Register, k: number): Register {
    if (k === 1) return x;
    if (k === 0) return constant(1);
    const v = constantOf(x);
    if (v && Math.abs(k) <= 64 && isShort(v) && (v.n !== 0n || k > 0)) {
      const e = BigInt(Math.abs(k));
      return constant(k > 0 ? rational(v.n ** e, v.d ** e) : rational(v.d ** e, v.n ** e));
    }
    const u = k % 2 === 0 ? radicand(x) : null;
    return u === null ? emit(opcode.power, x, k, noOperand, k > 0, 1) : power(u, k / 2);
  }

  function realPower(x: Register, y: Register): Register {
    const e = constantOf(y);
    if (e && isInteger(e) && e.n < 1_000_000n && e.n > -1_000_000n) return power(x, Number(e.n));
    if (e && e.d === 2n && e.n < 64n && e.n > -64n) return power(sqrt(x), Number(e.n));
    return binary(opcode.realPower, x, y, false);
  }

  function sqrt(x: Register): Register {
    const v = constantOf(x);
    if (v && v.n >= 0n) {
      const n = wholeRoot(v.n);
      const d = wholeRoot(v.d);
      if (n !== null && d !== null) return constant(rational(n, d));
    }
    return unary(opcode.sqrt, x, nonnegative[x] === true);
  }

  const signOf = (v: Rational, atZero: Rational): Rational => (v.n > 0n ? oneRational : v.n < 0n ? rational(-1) : atZero);

  function compare(op: number, x: Register, y: Register, test: (order: number) => boolean): Register {
    const u = constantOf(x);
    const v = constantOf(y);
    if (u && v) return truth(test(compareRational(u, v)));
    if (x === y && isTotal(x)) return truth(test(0));
    return op === opcode.equal ? commuting(op, x, y) : binary(op, x, y);
  }

  function select(when: Register, yes: Register, no: Register): Register {
    if (isNumber(when, 1n)) return yes;
    if (isNumber(when, 0n)) return no;
    if (yes === no && isTotal(when)) return yes;
    return emit(opcode.select, when, yes, no, true, 3);
  }

  const bareOf: Register[] = [];
  function bare(x: Register): Register {
    for (let r = bareOf.length; r <= x; r++) {
      const op = columns.op[r] as number;
      const operands = operandsOf(op);
      let a = columns.a[r] as number;
      let b = columns.b[r] as number;
      let c = columns.c[r] as number;
      if (operands > 0) a = bareOf[a] as Register;
      if (operands > 1) b = bareOf[b] as Register;
      if (operands > 2) c = bareOf[c] as Register;
      if (commutes(op) && a > b) [a, b] = [b, a];
      bareOf.push(op >= passing.cut ? a : emit(op, a, b, c, total[r] as boolean, operands));
    }
    return bareOf[x] as Register;
  }

  return {
    bare,
    constant,
    input,
    add,
    mul,
    neg,
    div,
    power,
    realPower,
    sqrt,
    select,
    constantOf,
    isTotal,
    columns,
    pi: () => emit(opcode.pi, noOperand, noOperand, noOperand, true, 0),
    undefined: () => emit(opcode.undefined, noOperand, noOperand, noOperand, false, 0),
    subtract: (x, y) => add(x, neg(y)),
    exp: (x) => (isNumber(x, 0n) ? constant(1) : unary(opcode.exp, x)),
    ln: (x) => (isNumber(x, 1n) ? constant(0) : unary(opcode.ln, x, false)),
    sin: (x) => (isNumber(x, 0n) ? x : (turned(x, sineOfTurn) ?? unary(opcode.sin, x))),
    cos: (x) => (isNumber(x, 0n) ? constant(1) : (turned(x, cosineOfTurn) ?? unary(opcode.cos, x))),
    abs: (x) => {
      const v = constantOf(x);
      return v ? (v.n < 0n ? neg(x) : x) : unary(opcode.abs, x);
    },
    relu: (x) => {
      const v = constantOf(x);
      return v ? (v.n > 0n ? x : constant(0)) : unary(opcode.relu, x);
    },
    max: (x, y) => {
      const u = constantOf(x);
      const v = constantOf(y);
      if (u && v) return compareRational(u, v) >= 0 ? x : y;
      return x === y ? x : commuting(opcode.max, x, y);
    },
    sign: (x, atZero) => {
      const v = constantOf(x);
      return v && v.n !== 0n ? constant(signOf(v, atZero)) : emit(opcode.sign, x, placeOf(atZero), noOperand, true, 1);
    },
    step: (x, atZero) => {
      const v = constantOf(x);
      return v && v.n !== 0n ? truth(v.n > 0n) : emit(opcode.step, x, placeOf(atZero), noOperand, true, 1);
    },
    floor: (x) => {
      const v = constantOf(x);
      return v ? constant(rational(floorOf(v))) : unary(opcode.floor, x);
    },
    less: (x, y) => compare(opcode.less, x, y, (order) => order < 0),
    atMost: (x, y) => compare(opcode.atMost, x, y, (order) => order <= 0),
    equal: (x, y) => compare(opcode.equal, x, y, (order) => order === 0),
    special: (name, x) => emit(opcode.special, x, specials.indexOf(name), noOperand, name === "erf" || name === "arctan", 1),
    cut: (x) => emit(passing.cut, x, cuts++, noOperand, true, 1),
    stop: (x) => (constantOf(x) ? x : unary(passing.stop, x)),
    graft: (value, tangent) => {
      const already = columns.op[tangent] === passing.graft && columns.a[tangent] === value;
      return value === tangent || already ? tangent : binary(passing.graft, value, tangent);
    },
  };
}

/** Constants are folded while they are short: a tower of powers must not eat the memory. */
const longest = 1n << 512n;
const isShort = (v: Rational): boolean => v.n < longest && v.n > -longest && v.d < longest;

/** ⌊n/d⌋, towards minus infinity. */
export const floorOf = (v: Rational): bigint => (v.n >= 0n || v.n % v.d === 0n ? v.n / v.d : v.n / v.d - 1n);

/** The square root of a perfect square below 2⁵³, else null. */
function wholeRoot(n: bigint): bigint | null {
  if (n > 9_007_199_254_740_991n) return null;
  const r = BigInt(Math.round(Math.sqrt(Number(n))));
  return r * r === n ? r : null;
}
