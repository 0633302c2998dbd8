/** The door of the room: matching, instantiating, rewriting, traces. */
export * from "./instantiate.ts";
export * from "./match.ts";
export * from "./rule.ts";
export * from "./strategies.ts";
export * from "./trace.ts";
