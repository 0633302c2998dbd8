/**
 * Pseudo-random numbers without state: the same four whole numbers give the same 32 bits, in any order of asking.
 * Rounds of MurmurHash3's finaliser.
 */
const round = (h: number, x: number): number => {
  let y = Math.imul(h ^ x, 0x85ebca6b);
  y = Math.imul(y ^ (y >>> 13), 0xc2b2ae35);
  return (y ^ (y >>> 16)) + 0x9e3779b9;
};

export const hash = (a: number, b: number, c: number, d: number): number => {
  const low = d >>> 0;
  const high = Math.floor(d / 4294967296);
  let h = round(round(round(round(0x243f6a88, a), b), c), low);
  if (high !== 0) h = round(h, high);
  return Math.imul(h ^ (h >>> 15), 0x846ca68b) >>> 0;
};
