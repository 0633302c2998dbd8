/** The adjoints of a backward pass: for each register one without a guard, and one for each guard under which it is reached. */
import type { Cone } from "./cone.ts";
import type { Recorder, Register } from "./recorder.ts";

export interface Adjoints {
  /** Adds to the adjoint of a register in the cone; others are passed over. */
  give(to: Register, mask: Register | null, adjoint: Register): void;
  each(r: Register, f: (mask: Register | null, adjoint: Register) => void): void;
  /** The whole adjoint, every guarded part selected by its guard. */
  total(r: Register): Register;
}

/** A register that collects more guards than this gets them selected at once: right as well, only less often defined. */
const mostMasks = 16;

export function createAdjoints(rec: Recorder, cone: Cone): Adjoints {
  const plain = new Map<Register, Register>();
  const guarded = new Map<Register, Map<Register, Register>>();
  const zero = rec.constant(0);

  function give(to: Register, mask: Register | null, adjoint: Register): void {
    if (!cone.has(to)) return;
    if (mask === null) {
      const before = plain.get(to);
      plain.set(to, before === undefined ? adjoint : rec.add(before, adjoint));
      return;
    }
    const masks = guarded.get(to) ?? new Map<Register, Register>();
    const before = masks.get(mask);
    masks.set(mask, before === undefined ? adjoint : rec.add(before, adjoint));
    guarded.set(to, masks);
    if (masks.size <= mostMasks) return;
    guarded.delete(to);
    for (const [m, g] of masks) give(to, null, rec.select(m, g, zero));
  }

  return {
    give,
    each(r, f) {
      const adjoint = plain.get(r);
      if (adjoint !== undefined) f(null, adjoint);
      for (const [mask, g] of guarded.get(r) ?? []) f(mask, g);
    },
    total(r) {
      let sum = plain.get(r) ?? null;
      for (const [mask, g] of guarded.get(r) ?? []) {
        const part = rec.select(mask, g, zero);
        sum = sum === null ? part : rec.add(sum, part);
      }
      return sum ?? zero;
    },
  };
}
