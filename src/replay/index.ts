/** The door of the room: a second opinion on witnesses. */
export type { Meaning, Plain } from "./claim.ts";
export * from "./replay.ts";
