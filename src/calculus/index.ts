/** The door of the room: derivatives as normal terms, and the way in and out. */
export { createExit, type Exit } from "./exit.ts";
export { declaredStructure, type Structure, structured, withFacts } from "./facts.ts";
export type { Family, Form } from "./derivative.ts";
export { createProblem, type Problem, solve } from "./problem.ts";
export { Refusal, type RefusalCode } from "./refusal.ts";
export { createTidy } from "./tidy.ts";
