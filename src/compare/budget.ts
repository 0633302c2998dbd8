/**
 * Budgets, counted in operations: the same claim gets the same answer on a slow machine. The clock is a kill switch only: who is late gets no
 * answer, never another one.
 */

/** Operations (registers of a tape times replays) that one claim may cost. */
export const defaultBudget = 20_000_000;

/** Registers of one tape. */
export const tapeBudget = 200_000;

export interface Meter {
  /** Takes `operations` from the budget; false when it is used up. */
  spend(operations: number): boolean;
  readonly exhausted: () => boolean;
  readonly spent: () => number;
}

/** True from the moment on when the seconds are over. */
export function deadline(seconds: number): () => boolean {
  const end = performance.now() + 1000 * seconds;
  return () => performance.now() > end;
}

export function createMeter(budget: number, late: () => boolean = () => false): Meter {
  let spent = 0;
  return {
    spend(operations) {
      spent += operations;
      return spent <= budget && !late();
    },
    exhausted: () => spent > budget || late(),
    spent: () => spent,
  };
}

/** Valid points of each instance: a root, or a sign that only the companion decides, escapes one point with probability ½. */
export const pointsPerTuple = { plain: 4, roots: 42, cells: 42 } as const;

/** Draws for one valid point modulo a chain. */
export const drawsPerPoint = 400;

/** Positions of free indices that are tried at the first tuple of sizes, at the next two, and at those added for a size as a number. */
export const positionsTried = { first: 20, others: 8, added: 2 } as const;
export const plainTuples = 3;

/** 2⁻⁴⁰: the largest chance of error with which an identity is accepted. */
export const largestEpsilon = 2 ** -40;
