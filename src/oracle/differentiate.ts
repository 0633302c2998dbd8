/**
 * Derivatives on the tape: new registers for ∂(of)/∂(by), by one backward pass for each entry of `of`, or one forward pass for each
 * entry of `by` when these are fewer.
 *
 * Since the answers are registers again, derivatives of any order nest, in every number domain. `by` are cut registers, so nothing merged
 * with them; one may stand below another, and is then held while the other varies. A branch not taken may be undefined: its adjoint is kept under its guard (a *mask*) and selected only at the very end,
 * never multiplied by 0.
 */
import { operandsOf } from "./operations.ts";
import type { Times } from "./partials.ts";
import type { Recorder, Register } from "./recorder.ts";
import { opcode } from "./types.ts";

const none = -1;

/** Entries row-major: the derivative of entry i of `of` by entry j of `by` stands at i · |by| + j. */
export function differentiate(rec: Recorder, times: Times, of: readonly Register[], by: readonly Register[]): readonly Register[] {
  const first = Math.min(...by);
  const last = Math.max(...of);
  if (last < first) return of.flatMap(() => by.map(() => rec.constant(0)));
  const depends = dependsOn(rec, first, last, by);
  if (by.length < of.length) return forwards(rec, times, of, by, depends, first, last);
  const zero = rec.constant(0);
  return of.flatMap((entry) => {
    if (entry < first || depends[entry - first] !== 1) return by.map(() => zero);
    return backwards(rec, times, entry, by, depends, first);
  });
}

/** For the registers from `first` to `last`: 1 where one of `by` is below. */
function dependsOn(rec: Recorder, first: Register, last: Register, by: readonly Register[]): Uint8Array {
  const { op, a, b, c } = rec.columns;
  const depends = new Uint8Array(Math.max(0, last - first + 1));
  for (const r of by) if (r <= last) depends[r - first] = 1;
  const below = (r: number): number => (r >= first ? (depends[r - first] as number) : 0);
  for (let r = first; r <= last; r++) {
    if (below(r)) continue;
    const operands = operandsOf(op[r] as number);
    if (operands > 0 && below(a[r] as number)) depends[r - first] = 1;
    else if (operands > 1 && below(b[r] as number)) depends[r - first] = 1;
    else if (operands > 2 && below(c[r] as number)) depends[r - first] = 1;
  }
  return depends;
}

function forwards(
  rec: Recorder,
  times: Times,
  of: readonly Register[],
  by: readonly Register[],
  depends: Uint8Array,
  first: Register,
  last: Register,
): readonly Register[] {
  const seeds = new Set(by);
  const columns = by.map((seed) => tangents(rec, times, seed, seeds, depends, first, last));
  const zero = rec.constant(0);
  return of.flatMap((r) => columns.map((tangent) => (r < first || tangent[r - first] === none ? zero : (tangent[r - first] as Register))));
}

/** The tangents of all registers along one seed; −1 where there is none. */
function tangents(
  rec: Recorder,
  times: Times,
  seed: Register,
  seeds: ReadonlySet<Register>,
  depends: Uint8Array,
  first: Register,
  last: Register,
): Int32Array {
  const { op, a, b, c } = rec.columns;
  const tangent = new Int32Array(last - first + 1).fill(none);
  tangent[seed - first] = rec.constant(1);
  const at = (r: number): Register => (r >= first ? (tangent[r - first] as Register) : none);
  for (let r = seed + 1; r <= last; r++) {
    if (depends[r - first] !== 1 || seeds.has(r)) continue;
    const operands = [a[r], b[r], c[r]] as [number, number, number];
    if (op[r] === opcode.select) {
      const [when, yes, no] = operands;
      if (at(yes) === none && at(no) === none) continue;
      const zero = rec.constant(0);
      tangent[r - first] = rec.select(when, at(yes) === none ? zero : at(yes), at(no) === none ? zero : at(no));
      continue;
    }
    let sum = none;
    for (let k = 0; k < operandsOf(op[r] as number); k++) {
      const t = at(operands[k] as number);
      if (t === none) continue;
      const part = times(r, k as 0 | 1 | 2, t);
      if (part !== null) sum = sum === none ? part : rec.add(sum, part);
    }
    tangent[r - first] = sum;
  }
  return tangent;
}

/** Adjoints under a guard: mask register → adjoint. */
type Masked = Map<Register, Register>;
const unmasked = none;

/** A register that collects this many guards gets them selected at once: right as well, only less often defined. */
const maskLimit = 16;

function backwards(
  rec: Recorder,
  times: Times,
  entry: Register,
  by: readonly Register[],
  depends: Uint8Array,
  first: Register,
): readonly Register[] {
  const { op, a, b, c } = rec.columns;
  const plain = new Int32Array(entry - first + 1).fill(none);
  const guarded = new Map<Register, Masked>();
  plain[entry - first] = rec.constant(1);

  const give = (to: Register, mask: Register, adjoint: Register): void => {
    if (to < first || depends[to - first] !== 1) return;
    if (mask === unmasked) {
      const before = plain[to - first] as Register;
      plain[to - first] = before === none ? adjoint : rec.add(before, adjoint);
      return;
    }
    const masks = guarded.get(to) ?? new Map<Register, Register>();
    const before = masks.get(mask);
    masks.set(mask, before === undefined ? adjoint : rec.add(before, adjoint));
    guarded.set(to, masks);
    if (masks.size > maskLimit) {
      guarded.delete(to);
      for (const [m, g] of masks) give(to, unmasked, rec.select(m, g, rec.constant(0)));
    }
  };
  const pass = (r: Register, mask: Register, adjoint: Register): void => {
    const operands = [a[r], b[r], c[r]] as [number, number, number];
    if (op[r] === opcode.select) {
      branch(rec, operands, mask, adjoint, give);
      return;
    }
    for (let k = 0; k < operandsOf(op[r] as number); k++) {
      const to = operands[k] as number;
      if (to < first || depends[to - first] !== 1) continue;
      const part = times(r, k as 0 | 1 | 2, adjoint);
      if (part !== null) give(to, mask, part);
    }
  };

  const seeds = new Set(by);
  for (let r = entry; r >= first; r--) {
    if (depends[r - first] !== 1 || seeds.has(r)) continue;
    const adjoint = plain[r - first] as Register;
    if (adjoint !== none) pass(r, unmasked, adjoint);
    for (const [mask, g] of guarded.get(r) ?? []) pass(r, mask, g);
  }
  const zero = rec.constant(0);
  return by.map((r) => {
    let sum = r > entry ? none : (plain[r - first] as Register);
    for (const [mask, g] of guarded.get(r) ?? []) {
      const part = rec.select(mask, g, zero);
      sum = sum === none ? part : rec.add(sum, part);
    }
    return sum === none ? zero : sum;
  });
}

/** The adjoint of select(when, yes, no) goes to `yes` where `when` holds and to `no` elsewhere. */
function branch(
  rec: Recorder,
  [when, yes, no]: readonly [Register, Register, Register],
  mask: Register,
  adjoint: Register,
  give: (to: Register, mask: Register, adjoint: Register) => void,
): void {
  const one = rec.constant(1);
  const zero = rec.constant(0);
  const both = (truth: Register): Register => (mask === unmasked ? truth : rec.mul(mask, truth));
  if (rec.isTotal(yes)) give(yes, mask, rec.select(when, adjoint, zero));
  else give(yes, both(when), adjoint);
  if (rec.isTotal(no)) give(no, mask, rec.select(when, zero, adjoint));
  else give(no, both(rec.subtract(one, when)), adjoint);
}
