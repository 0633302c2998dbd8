/** Instances of a claim: one tape for each tuple of sizes and choice of positions of its free indices. */
import { type Attribute, type Environment, type Expr, type Name, toNumber } from "../expr/index.ts";
import type { Facts } from "../oracle/chain.ts";
import { opcode, type Tape, type TraceFailure, trace } from "../oracle/index.ts";
import { fail, isScalar, ok, type Result } from "../shape/index.ts";
import { tapeBudget } from "./budget.ts";
import type { Positions } from "./indices.ts";
import type { Sizes } from "./sizes.ts";

export interface Instance {
  readonly tuple: number;
  /** Of the coefficients of abstract functions. */
  readonly seed: number;
  readonly sizes: Sizes;
  readonly indices: Positions;
  readonly tape: Tape;
  /** Registers of the two sides, entry by entry. */
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly dims: readonly number[];
  /** Registers of conditions that a point must meet. */
  readonly conditions: readonly number[];
  /** Marks the comparisons below conditions, which hold at every valid point. */
  readonly given: Uint8Array | null;
  readonly facts: Facts;
}

export interface InstanceRequest {
  readonly environment: Environment;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly truths: readonly Expr[];
  readonly seed: number;
}

/** The tape of one instance; null when a condition excludes these positions or sizes. */
export function instanceAt(
  request: InstanceRequest,
  tuple: number,
  sizes: Sizes,
  indices: Positions,
): Result<Instance | null, TraceFailure> {
  const { environment, lhs, rhs, truths } = request;
  const seed = request.seed * 64 + tuple;
  const traced = trace(environment, [...truths, lhs, rhs], { sizes, indices, seed, budget: tapeBudget });
  if (!traced.ok) return fail(traced.error);
  const tape = traced.value;
  const conditions: number[] = [];
  for (const root of tape.roots.slice(0, truths.length)) {
    for (const r of root.registers) {
      const settled = constantOf(tape, r);
      if (settled === null) conditions.push(r);
      else if (settled === 0) return ok(null);
    }
  }
  const [left, right] = tape.roots.slice(truths.length);
  if (!left || !right) return ok(null);
  const count = Math.max(left.registers.length, right.registers.length);
  const spread = (registers: Int32Array): readonly number[] =>
    registers.length === count ? Array.from(registers) : Array.from({ length: count }, () => registers[0] as number);
  return ok({
    tuple,
    seed,
    sizes,
    indices,
    tape,
    conditions,
    lhs: spread(left.registers),
    rhs: spread(right.registers),
    dims: isScalar(lhs.shape) ? right.dims : left.dims,
    given: markGiven(tape, conditions),
    facts: factsOf(environment, tape),
  });
}

/** The number in a constant register, else null. */
function constantOf(tape: Tape, r: number): number | null {
  const value = tape.op[r] === opcode.constant ? tape.constants[tape.a[r] as number] : undefined;
  return value ? toNumber(value) : null;
}

/** Comparisons that a condition is, or is the product of. */
function markGiven(tape: Tape, conditions: readonly number[]): Uint8Array | null {
  if (conditions.length === 0) return null;
  const marks = new Uint8Array(tape.op.length);
  const go = (r: number): void => {
    marks[r] = 1;
    if (tape.op[r] !== opcode.mul) return;
    go(tape.a[r] as number);
    go(tape.b[r] as number);
  };
  for (const r of conditions) go(r);
  return marks;
}

function factsOf(environment: Environment, tape: Tape): Facts {
  const out = new Map<Name, ReadonlySet<Attribute>>();
  for (const { name } of tape.symbols) {
    const declared = environment.symbols.get(name);
    if (declared) out.set(name, declared.attributes);
  }
  return out;
}
