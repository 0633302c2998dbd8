/** The door of the room: tracing, number domains, points. */

export { plainRidges } from "./abstract.ts";
export type { Ball } from "./balls.ts";
export * from "./convention.ts";
export { balls, doubles } from "./double.ts";
export * from "./draw.ts";
export * from "./evaluate.ts";
export * from "./fast.ts";
export { longBalls, rationalOf } from "./fixed.ts";
export * from "./plain.ts";
export * from "./random.ts";
export * from "./rationals.ts";
export * from "./relation.ts";
export * from "./replay.ts";
export * from "./sample.ts";
export * from "./sizes.ts";
export { inputNames, type TraceOptions, trace, traceMany } from "./trace.ts";
export type { TraceSetting } from "./tracer.ts";
export * from "./types.ts";
export * from "./witness.ts";
