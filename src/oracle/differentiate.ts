/**
 * Derivatives on the tape: new registers for ∂(of)/∂(by), by one backward pass for each entry of `of`, or one forward pass for each
 * entry of `by` when these are fewer. A pass looks at what lies between `of` and `by` and at nothing else.
 *
 * Since the answers are registers again, derivatives of any order nest, in every number domain. `by` are cut registers, so nothing merged
 * with them; one may stand below another, and is then held while the other varies. A branch not taken may be undefined: its adjoint is
 * kept under its guard (a *mask*) and selected only at the very end, never multiplied by 0.
 */
import { type Adjoints, createAdjoints } from "./adjoints.ts";
import { type Cone, createCones } from "./cone.ts";
import { operandsOf } from "./operations.ts";
import type { Times } from "./partials.ts";
import type { Recorder, Register } from "./recorder.ts";
import { opcode } from "./types.ts";

export interface Derivatives {
  /** Entries row-major: the derivative of entry i of `of` by entry j of `by` stands at i · |by| + j. */
  differentiate(of: readonly Register[], by: readonly Register[]): readonly Register[];
  /** Whether one of `of` depends on one of `by`. */
  depends(of: readonly Register[], by: readonly Register[]): boolean;
}

export function createDerivatives(rec: Recorder, times: Times): Derivatives {
  const cones = createCones(rec);
  return {
    depends: (of, by) => cones.between(of, by).registers.length > 0,
    differentiate(of, by) {
      if (by.length < of.length) return forwards(rec, times, of, by, cones.between(of, by));
      return of.flatMap((entry) => backwards(rec, times, entry, by, cones.between([entry], by)));
    },
  };
}

function forwards(rec: Recorder, times: Times, of: readonly Register[], by: readonly Register[], cone: Cone): readonly Register[] {
  const seeds = new Set(by);
  const columns = by.map((seed) => tangents(rec, times, seed, seeds, cone));
  const zero = rec.constant(0);
  return of.flatMap((r) => columns.map((tangent) => tangent.get(r) ?? zero));
}

/** The tangents along one seed of the registers that have one. */
function tangents(rec: Recorder, times: Times, seed: Register, seeds: ReadonlySet<Register>, cone: Cone): ReadonlyMap<Register, Register> {
  const { op, a, b, c } = rec.columns;
  const zero = rec.constant(0);
  const tangent = new Map<Register, Register>([[seed, rec.constant(1)]]);
  for (const r of cone.registers) {
    if (seeds.has(r)) continue;
    const operands = [a[r], b[r], c[r]] as [number, number, number];
    if (op[r] === opcode.select) {
      const [when, yes, no] = operands;
      if (tangent.has(yes) || tangent.has(no)) tangent.set(r, rec.select(when, tangent.get(yes) ?? zero, tangent.get(no) ?? zero));
      continue;
    }
    let sum: Register | null = null;
    for (let k = 0; k < operandsOf(op[r] as number); k++) {
      const t = tangent.get(operands[k] as number);
      const part = t === undefined ? null : times(r, k as 0 | 1 | 2, t);
      if (part !== null) sum = sum === null ? part : rec.add(sum, part);
    }
    if (sum !== null) tangent.set(r, sum);
  }
  return tangent;
}

function backwards(rec: Recorder, times: Times, entry: Register, by: readonly Register[], cone: Cone): readonly Register[] {
  const { op, a, b, c } = rec.columns;
  const adjoints = createAdjoints(rec, cone);
  const seeds = new Set(by);
  adjoints.give(entry, null, rec.constant(1));
  for (let i = cone.registers.length - 1; i >= 0; i--) {
    const r = cone.registers[i] as Register;
    if (seeds.has(r)) continue;
    const operands = [a[r], b[r], c[r]] as [number, number, number];
    adjoints.each(r, (mask, adjoint) => {
      if (op[r] === opcode.select) branch(rec, operands, mask, adjoint, adjoints);
      else {
        for (let k = 0; k < operandsOf(op[r] as number); k++) {
          const to = operands[k] as number;
          const part = cone.has(to) ? times(r, k as 0 | 1 | 2, adjoint) : null;
          if (part !== null) adjoints.give(to, mask, part);
        }
      }
    });
  }
  return by.map((r) => adjoints.total(r));
}

/** The adjoint of select(when, yes, no) goes to `yes` where `when` holds and to `no` elsewhere. */
function branch(
  rec: Recorder,
  [when, yes, no]: readonly [Register, Register, Register],
  mask: Register | null,
  adjoint: Register,
  adjoints: Adjoints,
): void {
  const one = rec.constant(1);
  const zero = rec.constant(0);
  const both = (truth: Register): Register => (mask === null ? truth : rec.mul(mask, truth));
  if (rec.isTotal(yes)) adjoints.give(yes, mask, rec.select(when, adjoint, zero));
  else adjoints.give(yes, both(when), adjoint);
  if (rec.isTotal(no)) adjoints.give(no, mask, rec.select(when, zero, adjoint));
  else adjoints.give(no, both(rec.subtract(one, when)), adjoint);
}
