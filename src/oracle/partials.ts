/**
 * The derivative of every scalar operation, itself as operations: `times(r, k, s)` is s · ∂r/∂(operand k).
 * It is linear in s, so it serves forwards (s a tangent) and backwards (s an adjoint). Null means: no dependence.
 *
 * Sources: calculus textbooks; at kinks the convention decides (H(0), ReLU′(0), |·|′(0), ties of max).
 */

import { type oneRational, rational } from "../expr/index.ts";
import { absurd } from "../shape/result.ts";
import { passing } from "./operations.ts";
import type { Recorder, Register } from "./recorder.ts";
import { refuse } from "./refusal.ts";
import { type Convention, type Opcode, opcode, specials } from "./types.ts";

export type Times = (r: Register, operand: 0 | 1 | 2, s: Register) => Register | null;

export function createPartials(rec: Recorder, convention: Convention): Times {
  const { op, a, b } = rec.columns;
  const rest = (share: typeof oneRational): typeof oneRational => rational(share.d - share.n, share.d);

  return (r, operand, s) => {
    const code = op[r] as Opcode | (typeof passing)[keyof typeof passing];
    const x = a[r] as Register;
    const y = b[r] as number;
    switch (code) {
      case opcode.constant:
      case opcode.input:
      case opcode.pi:
      case opcode.undefined:
      case opcode.sign:
      case opcode.step:
      case opcode.floor:
      case opcode.less:
      case opcode.atMost:
      case opcode.equal:
      case passing.stop:
        return null;
      case passing.cut:
      case passing.graft:
      case opcode.add:
        return s;
      case opcode.select:
        return operand === 0 ? null : s;
      case opcode.neg:
        return rec.neg(s);
      case opcode.mul:
        return rec.mul(s, operand === 0 ? y : x);
      case opcode.div:
        return operand === 0 ? rec.div(s, y) : rec.neg(rec.div(rec.mul(s, r), y));
      case opcode.power:
        return rec.mul(s, rec.mul(rec.constant(y), rec.power(x, y - 1)));
      case opcode.realPower:
        return operand === 0 ? rec.mul(s, rec.mul(y, rec.realPower(x, rec.add(y, rec.constant(-1))))) : rec.mul(s, rec.mul(r, rec.ln(x)));
      case opcode.exp:
        return rec.mul(s, r);
      case opcode.ln:
        return rec.div(s, x);
      case opcode.sqrt:
        return rec.div(s, rec.mul(rec.constant(2), r));
      case opcode.sin:
        return rec.mul(s, rec.cos(x));
      case opcode.cos:
        return rec.neg(rec.mul(s, rec.sin(x)));
      case opcode.abs:
        return rec.mul(s, rec.sign(x, convention.abs));
      case opcode.relu:
        return rec.mul(s, rec.step(x, convention.relu));
      case opcode.max:
        return operand === 0
          ? rec.mul(s, rec.step(rec.subtract(x, y), convention.tie))
          : rec.mul(s, rec.step(rec.subtract(y, x), rest(convention.tie)));
      case opcode.special:
        return rec.mul(s, specialSlope(rec, y, x, r));
      default:
        return absurd(code);
    }
  };
}

/** Derivatives of the special functions (DLMF 7.2, 5.2, 4.24). */
function specialSlope(rec: Recorder, place: number, x: Register, value: Register): Register {
  const name = specials[place];
  const one = rec.constant(1);
  const square = rec.power(x, 2);
  switch (name) {
    case "erf":
      return rec.div(rec.mul(rec.constant(2), rec.exp(rec.neg(square))), rec.sqrt(rec.pi()));
    case "gamma":
      return rec.mul(value, rec.special("digamma", x));
    case "lngamma":
      return rec.special("digamma", x);
    case "digamma":
      return rec.special("trigamma", x);
    case "arctan":
      return rec.div(one, rec.add(one, square));
    case "arcsin":
      return rec.div(one, rec.sqrt(rec.subtract(one, square)));
    case "trigamma":
    case undefined:
      return refuse("unsupported", "the derivative of the trigamma function");
    default:
      return absurd(name);
  }
}
