/**
 * The derivative of f along a line, from values only: f(h) is the value after a step h.
 *
 *   D(h)  = (f(h) − f(−h)) / 2h                     error c₂h² + c₄h⁴ + …
 *   two Richardson steps over h, h/2, h/4           error O(h⁶)
 *
 * This is the audit's witness and must stay ignorant: it may evaluate, and knows no derivative. Where the one-sided quotients do not come
 * together the derivative does not exist; a central quotient alone would give ½ for ReLU at 0 and agree with H(0) = ½.
 */
export type Along = (h: number) => readonly number[] | null;

export type Slope =
  | { readonly kind: "slope"; readonly entries: readonly number[] }
  /** The function has no value on one side, or its one-sided slopes differ: there is no derivative. */
  | { readonly kind: "none"; readonly reason: string }
  /** The quotients do not settle: nothing can be said. */
  | { readonly kind: "unclear" };

/** Steps for the one-sided test: between them the gap of a smooth function shrinks by 8, that of a kink stays. */
const near = [2 ** -17, 2 ** -20] as const;
/** Steps tried for the slope: long ones are accurate, short ones stay clear of a kink close by. */
const steps = [2 ** -9, 2 ** -13, 2 ** -17] as const;

export function slope(f: Along): Slope {
  const here = f(0);
  if (!here) return { kind: "none", reason: "the function has no value here" };
  const [wide, close] = near.map((h) => sides(f, here, h));
  if (!wide || !close) return { kind: "none", reason: "the function has no value beside this point" };
  if (close.gap > 1e-4 && close.gap > wide.gap / 2) return { kind: "none", reason: "the slopes from the left and from the right differ" };
  if (close.steepest > 4 * wide.steepest + 1) return { kind: "none", reason: "the slope is not bounded" };
  for (const h of steps) {
    const entries = settled(f, h);
    if (entries) return { kind: "slope", entries };
  }
  return { kind: "unclear" };
}

/** The largest difference between right and left quotient, relative to their size, and the largest quotient. */
function sides(f: Along, here: readonly number[], h: number): { readonly gap: number; readonly steepest: number } | null {
  const right = f(h);
  const left = f(-h);
  if (!right || !left) return null;
  let [gap, steepest] = [0, 0];
  for (const [i, y] of here.entries()) {
    const a = ((right[i] as number) - y) / h;
    const b = (y - (left[i] as number)) / h;
    gap = Math.max(gap, Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b)));
    steepest = Math.max(steepest, Math.abs(a), Math.abs(b));
  }
  return { gap, steepest };
}

/** Richardson's slope when its last two steps agree. */
function settled(f: Along, h: number): readonly number[] | null {
  const quotients = [h, h / 2, h / 4].map((s) => central(f, s));
  if (quotients.some((q) => q === null)) return null;
  const [a, b, c] = quotients as [readonly number[], readonly number[], readonly number[]];
  const out: number[] = [];
  for (const [i, x] of a.entries()) {
    const first = (4 * (b[i] as number) - x) / 3;
    const second = (4 * (c[i] as number) - (b[i] as number)) / 3;
    const best = (16 * second - first) / 15;
    if (Math.abs(best - second) > 1e-8 * Math.max(1, Math.abs(best))) return null;
    out.push(best);
  }
  return out;
}

function central(f: Along, h: number): readonly number[] | null {
  const right = f(h);
  const left = f(-h);
  return right && left ? right.map((y, i) => (y - (left[i] as number)) / (2 * h)) : null;
}
