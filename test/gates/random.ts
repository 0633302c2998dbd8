/** Random numbers from a seed: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A whole number from 0 to n − 1. */
  below(n: number): number;
}

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return (x ^ (x >>> 14)) >>> 0;
  };
  return { below: (n) => (n <= 1 ? 0 : next() % n) };
}
