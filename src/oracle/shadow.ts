/**
 * The shadow of a recording: its registers in balls at a few random points, worked out on demand.
 *
 * A limit has to know whether a coefficient vanishes identically and which sign it has. A coefficient that is zero within its ball at every
 * point is taken as zero; one that is away from zero anywhere is not. Values here steer the tracing, they are never an answer.
 */

import type { Environment, Name, Rational } from "../expr/index.ts";
import type { Ball } from "./balls.ts";
import { balls } from "./double.ts";
import { operandsOf, passing } from "./operations.ts";
import type { Recorder, Register } from "./recorder.ts";
import { type Cell, createJumps, operation } from "./replay.ts";
import { drawPoint } from "./sample.ts";
import { isSkip, opcode, type Sign, type Skip } from "./types.ts";

export interface Shadow {
  /** True when the register vanishes at every point, false when it is away from zero at one, null when nothing is known. */
  isZero(r: Register): boolean | null;
  /** The sign, when it is the same at every point. */
  sign(r: Register): Sign | null;
  /** Signs that are assumed, where both are tried in turn. */
  readonly assumed?: ReadonlyMap<Register, 1 | -1>;
  /** Told which sign would settle the matter. */
  readonly undecided?: (r: Register) => void;
}

/** Points at which a zero is tested, and a sign: a sign that differs from symbol to symbol is not taken for settled by chance. */
const forZero = 3;
const forSign = 24;
const mostDraws = 400;
/** A ball as narrow as this that holds zero is a zero. */
const narrow = 1e-7;

type Sheet = (r: Register) => Cell<Ball<number>>;

/** `given` are truths in force: only points at which they hold are looked at. */
export function createShadow(
  rec: Recorder,
  environment: Environment,
  dimsOf: ReadonlyMap<Name, readonly number[]>,
  given: readonly Register[] = [],
): Shadow {
  const sheets: Sheet[] = [];
  let draws = 0;
  const holds = (sheet: Sheet, truth: Register): boolean => {
    const x = sheet(truth);
    return !isSkip(x) && balls.sign(x) === 1;
  };
  const take = (count: number): readonly Sheet[] => {
    while (sheets.length < count && draws < mostDraws) {
      const sheet = createSheet(rec, environment, dimsOf, draws++);
      if (given.every((truth) => holds(sheet, truth))) sheets.push(sheet);
    }
    return sheets.slice(0, count);
  };
  const at = (r: Register, count: number): readonly Ball<number>[] =>
    take(count)
      .map((sheet) => sheet(r))
      .filter((x): x is Ball<number> => !isSkip(x));
  return {
    isZero(r) {
      const known = rec.constantOf(r);
      if (known) return known.n === 0n;
      const found = at(r, forZero);
      if (found.some((x) => Math.abs(x.mid) > x.rad)) return false;
      return found.length > 0 && found.every((x) => x.rad < narrow) ? true : null;
    },
    sign(r) {
      const known = rec.constantOf(r);
      if (known) return known.n > 0n ? 1 : known.n < 0n ? -1 : 0;
      const signs = at(r, forSign).map((x) => (Math.abs(x.mid) > x.rad ? (x.mid > 0 ? 1 : -1) : 0));
      const [first] = signs;
      return first !== undefined && signs.length >= forSign / 2 && signs.every((s) => s === first) ? first : null;
    },
  };
}

function createSheet(rec: Recorder, environment: Environment, dimsOf: ReadonlyMap<Name, readonly number[]>, point: number): Sheet {
  const { columns } = rec;
  const cells: Cell<Ball<number>>[] = [];
  const drawn = new Map<Name, readonly Rational[]>();
  const jumps = createJumps(balls, "hull");
  const inputAt = (place: number): Ball<number> => {
    const { name, at } = columns.inputs[place] as { name: Name; at: number };
    let entries = drawn.get(name);
    if (!entries) {
      const symbol = { name, dims: dimsOf.get(name) ?? [1, 1] };
      entries = drawPoint(environment, [symbol], new Map(), { seed: 1, tuple: 0, point }).values.get(name) ?? [];
      drawn.set(name, entries);
    }
    return balls.constant(entries[at] as Rational);
  };
  const step = (r: Register): Ball<number> | Skip => {
    const code = columns.op[r] as number;
    const a = columns.a[r] as number;
    if (code >= passing.cut) return cells[a] as Cell<Ball<number>>;
    if (code === opcode.input) return inputAt(a);
    const constants: Ball<number>[] = [];
    if (code === opcode.constant) constants[a] = balls.constant(columns.constants[a] as Rational);
    if (code === opcode.sign || code === opcode.step) {
      const b = columns.b[r] as number;
      constants[b] = balls.constant(columns.constants[b] as Rational);
    }
    return operation(columns, balls, constants, [], jumps, cells, r);
  };
  return (root) => {
    const stack = [root];
    for (let r = stack.at(-1); r !== undefined; r = stack.at(-1)) {
      if (cells[r] !== undefined) {
        stack.pop();
        continue;
      }
      const operands = [columns.a[r], columns.b[r], columns.c[r]].slice(0, operandsOf(columns.op[r] as number)) as Register[];
      const missing = operands.filter((o) => cells[o] === undefined);
      if (missing.length > 0) stack.push(...missing);
      else {
        cells[r] = step(r);
        stack.pop();
      }
    }
    return cells[root] as Cell<Ball<number>>;
  };
}
