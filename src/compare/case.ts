/** One claim made ready for the machines: conditions, sizes, positions, tapes, and the budget that they share. */
import type { Terms } from "../expr/index.ts";
import type { TraceFailure } from "../oracle/index.ts";
import { createMeter, defaultBudget, type Meter, plainTuples, positionsTried } from "./budget.ts";
import { relevantConditions } from "./given.ts";
import { type Positions, positionsAt, rolesOf } from "./indices.ts";
import { type Instance, type InstanceRequest, instanceAt } from "./instance.ts";
import { highestCallOrder } from "./quantities.ts";
import { reachOf } from "./reach.ts";
import { type Sizes, tuplesFor } from "./sizes.ts";
import type { Claim, DecideOptions } from "./types.ts";

export interface Case {
  readonly claim: Claim;
  readonly request: InstanceRequest;
  readonly tuples: readonly Sizes[];
  /** Tried in place of tuples at which no point is valid. */
  readonly spares: readonly Sizes[];
  readonly meter: Meter;
  /** Sizes as numbers and derivatives of abstract functions are within what sampling can tell. */
  readonly sampled: boolean;
  /** Every instance at these sizes; instances that a condition excludes are left out. */
  readonly instancesAt: (tuple: number, sizes: Sizes) => Generator<Instance | TraceFailure>;
}

/** Abstract functions are polynomials of degree 5: derivatives of this order and beyond say too little of functions in general. */
const firstUncertainOrder = 4;

export function prepare(t: Terms, claim: Claim, options: DecideOptions): Case {
  const sides = [claim.lhs, claim.rhs];
  const { environment, truths } = relevantConditions(t, claim.environment, sides);
  const reach = reachOf(environment, [...sides, ...truths]);
  const roles = rolesOf(environment, reach);
  const { tuples, spares, enough } = tuplesFor(reach, roles.sizes);
  const request: InstanceRequest = { environment, lhs: claim.lhs, rhs: claim.rhs, truths, seed: options.seed };
  const made = new Map<string, ReturnType<typeof instanceAt>>();
  const instance = (tuple: number, sizes: Sizes, positions: Positions): ReturnType<typeof instanceAt> => {
    const key = `${tuple}:${[...positions.values()].join()}`;
    const known = made.get(key) ?? instanceAt(request, tuple, sizes, positions);
    made.set(key, known);
    return known;
  };
  const most = (tuple: number): number =>
    tuple === 0 ? positionsTried.first : tuple < plainTuples ? positionsTried.others : positionsTried.added;
  return {
    claim,
    request,
    tuples,
    spares,
    meter: createMeter(options.budget ?? defaultBudget, options.late),
    sampled: enough && highestCallOrder(reach) < firstUncertainOrder,
    *instancesAt(tuple, sizes) {
      for (const positions of positionsAt(roles.indices, sizes, most(tuple))) {
        const here = instance(tuple, sizes, positions);
        if (!here.ok) yield here.error;
        else if (here.value) yield here.value;
      }
    },
  };
}
