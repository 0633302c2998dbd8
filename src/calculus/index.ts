/** The door of the room: derivatives as normal terms, and the way in and out. */

export type { TraceStep } from "../rewrite/trace.ts";
export type { Family, Form } from "./derivative.ts";
export { createExit, type Exit } from "./exit.ts";
export { declaredStructure, type Structure, structured, withFacts } from "./facts.ts";
export { createProblem, type Problem } from "./problem.ts";
export { isRefusal, type Refusal, type RefusalCode, refusal } from "./refusal.ts";
export { solve } from "./solve.ts";
export { createTidy } from "./tidy.ts";
