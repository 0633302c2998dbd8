/** Sizes and positions as normal terms: i + j − 1, mn, n/2. */
import type { Expr } from "../expr/index.ts";
import type { Normal } from "./normal.ts";

/** A polynomial in sizes, written by `Terms.dim`, through the normalising constructors. */
export function enterSize(n: Normal, e: Expr): Expr {
  if (e.kind !== "app") return e;
  const args = e.args.map((a) => enterSize(n, a));
  switch (e.head.name) {
    case "add":
      return n.add(args);
    case "mul":
      return n.mul(args);
    default:
      return n.t.app(e.head, args);
  }
}
