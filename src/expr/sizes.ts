/** A size is also a number: the n of ℝⁿ is the n of 1/n. Conversions between dims and index terms. */
import { addDims, type Dim, dim, floorDim, multiplyDims, scaleDim, size } from "../shape/dim.ts";
import type { Expr } from "./types.ts";

/** The dimension that an index term stands for, or null when it is no polynomial in sizes. */
export function toDim(e: Expr): Dim | null {
  switch (e.kind) {
    case "num":
      return e.value.d === 1n ? dim(Number(e.value.n)) : null;
    case "sym":
      return e.sort === "index" ? size(e.name) : null;
    case "app": {
      const parts: Dim[] = [];
      for (const a of e.args) {
        const p = toDim(a);
        if (!p) return e.head.name === "floor" ? floorOf(a) : null;
        parts.push(p);
      }
      switch (e.head.name) {
        case "add":
          return parts.reduce(addDims, dim(0));
        case "mul":
          return parts.reduce(multiplyDims, dim(1));
        case "neg":
          return scaleDim(parts[0] as Dim, -1);
        case "floor":
          return parts[0] as Dim;
        case "pow": {
          const [base, exponent] = e.args;
          const k = exponent?.kind === "num" && exponent.value.d === 1n ? Number(exponent.value.n) : -1;
          if (!base || k < 0 || k > 16) return null;
          return Array.from({ length: k }, () => parts[0] as Dim).reduce(multiplyDims, dim(1));
        }
        default:
          return null;
      }
    }
    default:
      return null;
  }
}

function floorOf(e: Expr): Dim | null {
  if (e.kind !== "app" || e.head.name !== "div") return null;
  const [a, b] = e.args;
  const x = a ? toDim(a) : null;
  const y = b ? toDim(b) : null;
  return x && y ? floorDim(x, y) : null;
}
