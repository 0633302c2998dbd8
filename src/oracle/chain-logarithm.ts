/**
 * Discrete logarithms: baby steps in an open-addressed table, giant steps by lookup.
 *
 * A table is built on the first logarithm modulo its prime and kept: it depends on the prime alone.
 */
import { Bug } from "../shape/result.ts";
import { generator, invertModulo, multiplyModulo, powerModulo } from "./chain-primes.ts";

const babySteps = 1 << 15;
const slots = 1 << 17;

interface LogTable {
  readonly keys: Int32Array;
  readonly exponents: Int32Array;
  /** g^(−babySteps) */
  readonly giant: number;
  readonly order: number;
}

const slotOf = (v: number): number => Math.imul(v, 0x9e3779b1) >>> 15;

function buildTable(cofactor: number, p: number): LogTable {
  const keys = new Int32Array(slots).fill(-1);
  const exponents = new Int32Array(slots);
  const g = generator(cofactor, p);
  let x = 1;
  for (let j = 0; j < babySteps; j++) {
    let h = slotOf(x);
    while ((keys[h] as number) >= 0) h = (h + 1) & (slots - 1);
    keys[h] = x;
    exponents[h] = j;
    x = multiplyModulo(x, g, p);
  }
  return { keys, exponents, giant: invertModulo(x, p), order: (p - 1) / cofactor };
}

const tables = new Map<number, LogTable>();

/** The exponent e with g^e = v, for v in the subgroup that g = `generator(cofactor, p)` generates. */
export function discreteLog(v: number, cofactor: number, p: number): number {
  let table = tables.get(p);
  if (!table) {
    table = buildTable(cofactor, p);
    tables.set(p, table);
  }
  const { keys, exponents, giant, order } = table;
  let y = v;
  for (let steps = 0; steps <= order; steps += babySteps) {
    let h = slotOf(y);
    for (let key = keys[h] as number; key >= 0; key = keys[h] as number) {
      if (key === y) return (steps + (exponents[h] as number)) % order;
      h = (h + 1) & (slots - 1);
    }
    y = multiplyModulo(y, giant, p);
  }
  throw new Bug(`${v} has no logarithm modulo ${p}`);
}

/**
 * The homomorphism v ↦ log(v^c)/c from all nonzero residues onto the integers modulo the order: on the subgroup it is the logarithm, and
 * the c-th roots of unity (−1, and ±i in the circle family) go to 0. So ln(ab) = ln a + ln b holds for every pair of residues.
 */
export function logarithmModulo(v: number, cofactor: number, p: number): number {
  const order = (p - 1) / cofactor;
  const e = discreteLog(powerModulo(v, cofactor, p), cofactor, p);
  return multiplyModulo(e, invertModulo(cofactor % order, order), order);
}
