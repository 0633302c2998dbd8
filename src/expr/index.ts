/** The door of the room: other rooms import expressions from here. */
export * from "./binding.ts";
export * from "./book.ts";
export { childrenOf, domainTerms } from "./children.ts";
export { directional } from "./directional.ts";
export * from "./environment.ts";
export * as heads from "./heads.ts";
export * from "./rational.ts";
export * from "./shaping.ts";
export * from "./sizes.ts";
export * from "./terms.ts";
export * from "./types.ts";
export * from "./walk.ts";
