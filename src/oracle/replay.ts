/**
 * Replaying a tape in any number domain. What happens at jumps is decided here, alike for all domains: a sign that is not certain gives
 * the hull of the two values, a value exactly at its jump the hull or the conventional value, as asked.
 */
import { oneRational, type Rational, rational, zeroRational } from "../expr/index.ts";
import { absurd } from "../shape/index.ts";
import {
  type AtKink,
  isSkip,
  type NumberDomain,
  type Opcode,
  opcode,
  type Point,
  type Replay,
  type Skip,
  type Special,
  skip,
  specials,
  type Tape,
} from "./types.ts";

/** The inputs of a tape at a point, in the tape's order. */
export function inputsAt<N>(tape: Tape, domain: NumberDomain<N>, point: Point): readonly N[] {
  return tape.inputs.map(({ name, at }) => domain.constant((point.values.get(name) as readonly Rational[])[at] as Rational));
}

export type Cell<N> = N | Skip;

export function replay<N>(tape: Tape, domain: NumberDomain<N>, inputs: readonly N[], atKink: AtKink = "hull"): Replay<N> {
  const { cells, kink } = replayCells(tape, domain, inputs, atKink);
  return {
    roots: tape.roots.map((root) => ({ dims: root.dims, values: Array.from(root.registers, (r) => cells[r] as Cell<N>) })),
    kink,
  };
}

/** The value of every register, and whether a kink was met. */
export function replayCells<N>(
  tape: Tape,
  domain: NumberDomain<N>,
  inputs: readonly N[],
  atKink: AtKink = "hull",
): { readonly cells: readonly (N | Skip)[]; readonly kink: boolean } {
  const constants = tape.constants.map((c) => domain.constant(c));
  const jumps = createJumps(domain, atKink);
  const cells: Cell<N>[] = new Array(tape.op.length);
  for (let r = 0; r < tape.op.length; r++) cells[r] = operation(tape, domain, constants, inputs, jumps, cells, r);
  return { cells, kink: jumps.met() };
}

/** Of two missing values the one that is certainly missing. */
const worse = (x: Skip, y: Skip): Skip => (y.sure && !x.sure ? y : x);

/** What an operation is read from: a tape, or a recording. */
export interface Code {
  readonly op: ArrayLike<number>;
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly c: ArrayLike<number>;
}

/** The value of operation r, given those before it. */
export function operation<N>(
  tape: Code,
  domain: NumberDomain<N>,
  constants: readonly N[],
  inputs: readonly N[],
  jumps: Jumps<N>,
  cells: readonly Cell<N>[],
  r: number,
): Cell<N> {
  const code = tape.op[r] as Opcode;
  const a = tape.a[r] as number;
  const b = tape.b[r] as number;
  const unary = (f: (x: N) => Cell<N>): Cell<N> => {
    const x = cells[a] as Cell<N>;
    return isSkip(x) ? x : f(x);
  };
  const binary = (f: (x: N, y: N) => Cell<N>): Cell<N> => {
    const x = cells[a] as Cell<N>;
    const y = cells[b] as Cell<N>;
    if (isSkip(x)) return isSkip(y) ? worse(x, y) : x;
    return isSkip(y) ? y : f(x, y);
  };
  switch (code) {
    case opcode.constant:
      return constants[a] as N;
    case opcode.input:
      return inputs[a] as N;
    case opcode.pi:
      return domain.pi();
    case opcode.undefined:
      return skip("no value outside the range or the cases", true);
    case opcode.add:
      return binary(domain.add);
    case opcode.mul:
      return binary(domain.mul);
    case opcode.neg:
      return unary(domain.neg);
    case opcode.div:
      return binary(domain.div);
    case opcode.power:
      return unary((x) => domain.power(x, b));
    case opcode.realPower:
      return binary(domain.realPower);
    case opcode.exp:
      return unary(domain.exp);
    case opcode.ln:
      return unary(domain.ln);
    case opcode.sqrt:
      return unary(domain.sqrt);
    case opcode.sin:
      return unary(domain.sin);
    case opcode.cos:
      return unary(domain.cos);
    case opcode.abs:
      return unary(domain.abs);
    case opcode.relu:
      return unary(domain.relu);
    case opcode.max:
      return binary(domain.max);
    case opcode.sign:
      return unary((x) => jumps.jump(x, jumps.minusOne, constants[b] as N));
    case opcode.step:
      return unary((x) => jumps.jump(x, jumps.zero, constants[b] as N));
    case opcode.floor:
      return unary(domain.floor);
    case opcode.less:
      return binary((x, y) => jumps.compare(x, y, false, false));
    case opcode.atMost:
      return binary((x, y) => jumps.compare(x, y, true, false));
    case opcode.equal:
      return binary((x, y) => jumps.compare(x, y, true, true));
    case opcode.select:
      return unary((when) => jumps.select(when, cells[b] as Cell<N>, cells[tape.c[r] as number] as Cell<N>));
    case opcode.special:
      return unary((x) => domain.special(specials[b] as Special, x));
    default:
      return absurd(code);
  }
}

export interface Jumps<N> {
  readonly zero: N;
  readonly minusOne: N;
  /** `below` for x < 0, 1 for x > 0. */
  jump(x: N, below: N, atZero: N): Cell<N>;
  /** [x < y], [x ≤ y] or [x = y]. */
  compare(x: N, y: N, whenEqual: boolean, onlyEqual: boolean): Cell<N>;
  select(when: N, yes: Cell<N>, no: Cell<N>): Cell<N>;
  met(): boolean;
}

export function createJumps<N>(domain: NumberDomain<N>, atKink: AtKink): Jumps<N> {
  const zero = domain.constant(zeroRational);
  const one = domain.constant(oneRational);
  const minusOne = domain.constant(rational(-1));
  let met = false;

  function select(when: N, yes: Cell<N>, no: Cell<N>): Cell<N> {
    const truth = domain.sign(when);
    if (isSkip(truth)) return truth;
    if (truth === 1) return yes;
    if (truth === 0) return no;
    met = true;
    if (isSkip(yes) || isSkip(no)) return skip("it is not certain which case applies", false);
    return domain.hull(yes, no);
  }

  return {
    zero,
    minusOne,
    select,
    jump(x, below, atZero) {
      const s = domain.sign(x);
      if (isSkip(s)) return s;
      if (s === 1) return one;
      if (s === -1) return below;
      met = true;
      return s === 0 && atKink === "convention" ? atZero : domain.hull(below, one);
    },
    compare(x, y, whenEqual, onlyEqual) {
      const gap = domain.add(y, domain.neg(x));
      const s = isSkip(gap) ? gap : domain.sign(gap);
      if (isSkip(s)) return s;
      if (s === null) {
        met = true;
        return domain.hull(zero, one);
      }
      if (s === 0) return whenEqual ? one : zero;
      return s > 0 && !onlyEqual ? one : zero;
    },
    met: () => met,
  };
}
