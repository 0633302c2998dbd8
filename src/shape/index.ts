/** The door of the room: dims, shapes, unification, results. */
export * from "./dim.ts";
export * from "./result.ts";
export * from "./shape.ts";
export * from "./unify.ts";
