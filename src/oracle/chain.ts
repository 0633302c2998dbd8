/** The chain of primes as a machine: plan a tape, draw a point, replay, compare registers. See `chain-primes.ts` for the idea. */
export { replayCompanion } from "./chain-companion.ts";
export { type ChainPlan, type Facts, planChain } from "./chain-plan.ts";
export { type Chain, type ChainFamily, chainsOf } from "./chain-primes.ts";
export { type ChainPoint, type ChainReplay, replayChain, sameResidues } from "./chain-replay.ts";
export { drawResidues } from "./chain-sample.ts";
export { type ChainState, type Companion, exists, type SignMode } from "./chain-state.ts";
export { hash } from "./hash.ts";
