/** The door of the room: matching, instantiating, rewriting, traces. */
export * from "./instantiate.ts";
