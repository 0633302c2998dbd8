/** What is common to recorded operations and those of a tape. */
import { opcode } from "./types.ts";

/**
 * Operations that exist while recording only: `cut` is an identity that merges with nothing, `stop` one with derivative zero, and
 * graft(v, d) has the value of v and passes derivatives to both.
 */
export const passing = { cut: 40, stop: 41, graft: 42 } as const;

/** How many of a, b, c are registers. */
export function operandsOf(op: number): number {
  switch (op) {
    case opcode.constant:
    case opcode.input:
    case opcode.pi:
    case opcode.undefined:
      return 0;
    case opcode.add:
    case opcode.mul:
    case opcode.div:
    case opcode.realPower:
    case opcode.max:
    case opcode.less:
    case opcode.atMost:
    case opcode.equal:
    case passing.graft:
      return 2;
    case opcode.select:
      return 3;
    default:
      return 1;
  }
}

/** Operations whose operands may change places. */
export const commutes = (op: number): boolean => op === opcode.add || op === opcode.mul || op === opcode.max || op === opcode.equal;
