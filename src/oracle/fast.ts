/** Replaying in plain doubles over typed arrays: the quick way, where no reason for a missing value is asked. Missing values are NaN. */
import { toNumber } from "../expr/index.ts";
import { absurd } from "../shape/index.ts";
import { specialDouble } from "./double.ts";
import { type Opcode, opcode, type Special, specials, type Tape } from "./types.ts";

/** All registers at one point; at kinks the conventional values. `into` may be reused from point to point. */
export function replayDoubles(tape: Tape, inputs: ArrayLike<number>, into: Float64Array = new Float64Array(tape.op.length)): Float64Array {
  const { op, a, b, c } = tape;
  const constants = tape.constants.map(toNumber);
  for (let r = 0; r < op.length; r++) {
    const i = a[r] as number;
    const x = into[i] as number;
    const y = into[b[r] as number] as number;
    into[r] = one(op[r] as Opcode, x, y, i, b[r] as number, c[r] as number, constants, inputs, into);
  }
  return into;
}

function one(
  code: Opcode,
  x: number,
  y: number,
  i: number,
  j: number,
  k: number,
  constants: readonly number[],
  inputs: ArrayLike<number>,
  cells: Float64Array,
): number {
  switch (code) {
    case opcode.constant:
      return constants[i] as number;
    case opcode.input:
      return inputs[i] as number;
    case opcode.pi:
      return Math.PI;
    case opcode.undefined:
      return Number.NaN;
    case opcode.add:
      return x + y;
    case opcode.mul:
      return x * y;
    case opcode.neg:
      return -x;
    case opcode.div:
      return y === 0 ? Number.NaN : x / y;
    case opcode.power:
      return x === 0 && j < 0 ? Number.NaN : x ** j;
    case opcode.realPower:
      return x === 0 && y < 0 ? Number.NaN : x ** y;
    case opcode.exp:
      return finite(Math.exp(x));
    case opcode.ln:
      return x > 0 ? Math.log(x) : Number.NaN;
    case opcode.sqrt:
      return Math.sqrt(x);
    case opcode.sin:
      return Math.sin(x);
    case opcode.cos:
      return Math.cos(x);
    case opcode.abs:
      return Math.abs(x);
    case opcode.relu:
      return Math.max(x, 0);
    case opcode.max:
      return Math.max(x, y);
    case opcode.sign:
      return x > 0 ? 1 : x < 0 ? -1 : x === 0 ? (constants[j] as number) : Number.NaN;
    case opcode.step:
      return x > 0 ? 1 : x < 0 ? 0 : x === 0 ? (constants[j] as number) : Number.NaN;
    case opcode.floor:
      return Math.floor(x);
    case opcode.less:
      return truth(x < y, x, y);
    case opcode.atMost:
      return truth(x <= y, x, y);
    case opcode.equal:
      return truth(x === y, x, y);
    case opcode.select:
      return x > 0 ? y : x === 0 ? (cells[k] as number) : Number.NaN;
    case opcode.special:
      return specialDouble(specials[j] as Special, x)?.value ?? Number.NaN;
    default:
      return absurd(code);
  }
}

const finite = (x: number): number => (Number.isFinite(x) ? x : Number.NaN);
const truth = (holds: boolean, x: number, y: number): number => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : holds ? 1 : 0);
