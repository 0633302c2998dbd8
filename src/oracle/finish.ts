/**
 * From a recording to a tape: the passing operations (cut, stop, graft) are replaced by their values, what thereby became equal is shared
 * again, and what no root needs is dropped.
 */
import type { Deriv, Name, Rational } from "../expr/index.ts";
import { Bug } from "../shape/result.ts";
import { createConsTable } from "./cons.ts";
import { commutes, operandsOf, passing } from "./operations.ts";
import type { Recorded, Register } from "./recorder.ts";
import { opcode, type Tape, type TapeInput, type TapeRoot } from "./types.ts";

const atKink: ReadonlySet<number> = new Set([
  opcode.abs,
  opcode.relu,
  opcode.max,
  opcode.sign,
  opcode.step,
  opcode.floor,
  opcode.less,
  opcode.atMost,
  opcode.equal,
  opcode.select,
]);

export interface Finishing {
  readonly recorded: Recorded;
  readonly roots: readonly { readonly dims: readonly number[]; readonly entries: readonly Register[] }[];
  readonly dimsOf: ReadonlyMap<Name, readonly number[]>;
  readonly unreached: readonly Deriv[];
}

export function finish({ recorded, roots, dimsOf, unreached }: Finishing): Tape {
  const live = liveRegisters(
    recorded,
    roots.flatMap((r) => [...r.entries]),
  );
  const op: number[] = [];
  const a: number[] = [];
  const b: number[] = [];
  const c: number[] = [];
  const constants: Rational[] = [];
  const inputs: TapeInput[] = [];
  const table = createConsTable({ op, a, b, c });
  const moved = new Int32Array(recorded.op.length).fill(-1);
  const constantPlace = new Map<number, number>();
  const inputPlace = new Map<number, number>();
  const renumber = <T>(places: Map<number, number>, list: T[], old: number, value: T): number => {
    let place = places.get(old);
    if (place === undefined) {
      place = list.length;
      list.push(value);
      places.set(old, place);
    }
    return place;
  };
  const place = (r: number): number => renumber(constantPlace, constants, r, recorded.constants[r] as Rational);

  for (let r = 0; r < recorded.op.length; r++) {
    if (!live[r]) continue;
    const code = recorded.op[r] as number;
    let x = recorded.a[r] as number;
    let y = recorded.b[r] as number;
    let z = recorded.c[r] as number;
    if (code >= passing.cut) {
      moved[r] = moved[x] as number;
      continue;
    }
    const operands = operandsOf(code);
    if (operands > 0) x = moved[x] as number;
    if (operands > 1) y = moved[y] as number;
    if (operands > 2) z = moved[z] as number;
    if (code === opcode.constant) x = place(x);
    else if (code === opcode.input) x = renumber(inputPlace, inputs, x, recorded.inputs[x] as TapeInput);
    else if (code === opcode.sign || code === opcode.step) y = place(y);
    else if (commutes(code) && x > y) [x, y] = [y, x];
    const found = table.find(code, x, y, z);
    if (found >= 0) {
      moved[r] = found;
      continue;
    }
    moved[r] = op.length;
    op.push(code);
    a.push(x);
    b.push(y);
    c.push(z);
    table.file(op.length - 1);
  }
  const placed: TapeRoot[] = roots.map((root) => ({
    dims: root.dims,
    registers: Int32Array.from(root.entries, (r) => moved[r] as number),
  }));
  return {
    op: Uint8Array.from(op),
    a: Int32Array.from(a),
    b: Int32Array.from(b),
    c: Int32Array.from(c),
    constants,
    inputs,
    symbols: symbolsOf(inputs, dimsOf),
    roots: placed,
    reaches: unreached.length === 0,
    unreached,
    kinks: op.some((x) => atKink.has(x)),
  };
}

/** What the roots need. A graft is needed for its value only: derivatives have been taken by now. */
function liveRegisters(recorded: Recorded, roots: readonly Register[]): Uint8Array {
  const live = new Uint8Array(recorded.op.length);
  for (const r of roots) live[r] = 1;
  for (let r = live.length - 1; r >= 0; r--) {
    if (!live[r]) continue;
    const code = recorded.op[r] as number;
    const operands = code === passing.graft ? 1 : operandsOf(code);
    if (operands > 0) live[recorded.a[r] as number] = 1;
    if (operands > 1) live[recorded.b[r] as number] = 1;
    if (operands > 2) live[recorded.c[r] as number] = 1;
  }
  return live;
}

function symbolsOf(inputs: readonly TapeInput[], dimsOf: ReadonlyMap<Name, readonly number[]>): Tape["symbols"] {
  const names = [...new Set(inputs.map((i) => i.name))].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
  return names.map((name) => {
    const dims = dimsOf.get(name);
    if (!dims) throw new Bug(`the input ${name} has no dims`);
    return { name, dims };
  });
}
