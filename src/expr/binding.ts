/** Opening binders. Making them is `Terms.bind`, which keeps bound indices canonical and avoids capture. */
import type { Terms } from "./terms.ts";
import type { Bind, Expr } from "./types.ts";

/** The body with the bound index replaced: of Σⱼ aⱼ at k it is aₖ. */
export const openBind = (t: Terms, b: Bind, at: Expr): Expr => t.substitute(b.body, new Map([[b.index.name, at]]));
