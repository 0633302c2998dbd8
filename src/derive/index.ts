/** The door of the room: differentiate, simplify, confirm. */
export { type Confirmed, confirm, glance } from "./confirm.ts";
export { differentiate } from "./differentiate.ts";
export { type GradientsQuestion, gradients } from "./gradients.ts";
export { type Sampled, type SampledEntry, sampleDerivative } from "./sample.ts";
export { simplify } from "./simplify.ts";
export type * from "./types.ts";
