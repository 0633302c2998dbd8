/**
 * Random numbers by key: a stream depends on its key only, so adding a step to a document does not shift the draws of another, and the
 * same input, seed and version give the same bytes.
 */
export interface Stream {
  /** Uniform on 0 … 2³² − 1. */
  next(): number;
  /** Uniform on 0 … n − 1 (n below 2³²; the bias of n/2³² does not matter here). */
  below(n: number): number;
}

const mixed = (h: number): number => {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};

function keyOf(labels: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const label of labels) {
    const text = typeof label === "number" ? `#${label}` : label;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = mixed(h ^ text.length);
  }
  return h >>> 0;
}

/** The stream of these labels: seed, name, tuple, point … */
export function stream(...labels: readonly (string | number)[]): Stream {
  let state = keyOf(labels);
  let other = keyOf([...labels, "second"]);
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    other = Math.imul(other, 0x915f77f5) + 1;
    return mixed(state ^ mixed(other >>> 0));
  };
  return { next, below: (n) => Math.floor((next() / 4294967296) * n) };
}
