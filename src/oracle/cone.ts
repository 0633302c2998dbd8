/** What lies between two sets of registers: reached from the upper ones and depending on the lower ones. */
import { operandsOf } from "./operations.ts";
import type { Recorder, Register } from "./recorder.ts";

export interface Cone {
  /** In the order of recording. */
  readonly registers: Int32Array;
  has(r: Register): boolean;
}

export interface Cones {
  between(upper: readonly Register[], lower: readonly Register[]): Cone;
}

/** The marks are kept from one question to the next, so that a cone costs what it holds and not what was recorded before. */
export function createCones(rec: Recorder): Cones {
  let seen = new Int32Array(1024);
  let depends = new Int32Array(1024);
  let round = 0;

  function makeRoom(size: number): void {
    if (size <= seen.length) return;
    const grow = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(Math.max(size, 2 * old.length));
      next.set(old);
      return next;
    };
    seen = grow(seen);
    depends = grow(depends);
  }

  /** Everything above `first` that is reached from `upper`, in order. */
  function reached(upper: readonly Register[], first: Register): Int32Array {
    const { op, a, b, c } = rec.columns;
    const stack: Register[] = [];
    const found: Register[] = [];
    const push = (r: Register): void => {
      if (r < first || seen[r] === round) return;
      seen[r] = round;
      found.push(r);
      stack.push(r);
    };
    for (const r of upper) push(r);
    for (let r = stack.pop(); r !== undefined; r = stack.pop()) {
      const operands = operandsOf(op[r] as number);
      if (operands > 0) push(a[r] as number);
      if (operands > 1) push(b[r] as number);
      if (operands > 2) push(c[r] as number);
    }
    return Int32Array.from(found).sort();
  }

  return {
    between(upper, lower) {
      const { op, a, b, c } = rec.columns;
      round++;
      makeRoom(rec.columns.op.length);
      const first = lower.reduce((x, y) => Math.min(x, y), Number.MAX_SAFE_INTEGER);
      const here = round;
      const marks = depends;
      const below = (r: number): boolean => r >= first && marks[r] === here;
      for (const r of lower) marks[r] = here;
      const registers = reached(upper, first).filter((r) => {
        const operands = operandsOf(op[r] as number);
        const holds =
          below(r) ||
          (operands > 0 && below(a[r] as number)) ||
          (operands > 1 && below(b[r] as number)) ||
          (operands > 2 && below(c[r] as number));
        if (holds) marks[r] = here;
        return holds;
      });
      const inside = new Set(registers);
      return { registers, has: (r) => inside.has(r) };
    },
  };
}
