/**
 * Hash-consing of operations: the register of (op, a, b, c), if there is one.
 * An open-addressed table of register numbers; the operations themselves stand in the recorder's columns.
 */
export interface Columns {
  readonly op: number[];
  readonly a: number[];
  readonly b: number[];
  readonly c: number[];
}

export interface ConsTable {
  /** The register that already holds this operation, or −1. */
  find(op: number, a: number, b: number, c: number): number;
  /** Files register r, whose operation stands in the columns. */
  file(r: number): void;
}

const mix = (op: number, a: number, b: number, c: number): number => {
  let h = Math.imul(op + 1, 0x9e3779b1) ^ Math.imul(a + 0x7f4a7c15, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35) ^ Math.imul(b + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b) ^ Math.imul(c + 0x61c88647, 0x2545f491);
  return (h ^ (h >>> 16)) >>> 0;
};

export function createConsTable(columns: Columns): ConsTable {
  let mask = 1023;
  let slots = new Int32Array(mask + 1).fill(-1);
  let filed = 0;

  const place = (r: number): void => {
    let h = mix(columns.op[r] as number, columns.a[r] as number, columns.b[r] as number, columns.c[r] as number) & mask;
    while ((slots[h] as number) >= 0) h = (h + 1) & mask;
    slots[h] = r;
  };

  function grow(): void {
    const old = slots;
    mask = mask * 2 + 1;
    slots = new Int32Array(mask + 1).fill(-1);
    for (const r of old) if (r >= 0) place(r);
  }

  return {
    find(op, a, b, c) {
      let h = mix(op, a, b, c) & mask;
      for (;;) {
        const r = slots[h] as number;
        if (r < 0) return -1;
        if (columns.op[r] === op && columns.a[r] === a && columns.b[r] === b && columns.c[r] === c) return r;
        h = (h + 1) & mask;
      }
    },
    file(r) {
      if (++filed * 2 > mask) grow();
      place(r);
    },
  };
}
