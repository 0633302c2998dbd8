import { describe, expect, it } from "vitest";
import { addDims, dim, emptyUnifier, floorDim, multiplyDims, scaleDim, size, subtractDims, unifyDims } from "../../src/shape/index.ts";

const [n, k, d] = [size("n"), size("k"), size("d")] as const;
const all = (): boolean => true;

describe("dims", () => {
  it("are polynomials in canonical form", () => {
    expect(addDims(subtractDims(d, k), dim(1)).key).toBe("d - k + 1");
    expect(multiplyDims(addDims(n, dim(1)), addDims(n, dim(-1))).key).toBe("n^2 - 1");
    expect(floorDim(dim(7), dim(2)).key).toBe("3");
  });

  it("unify what is linear in one flexible size", () => {
    const u = unifyDims(n, addDims(subtractDims(d, k), dim(1)), emptyUnifier, (name) => name === "n");
    expect(u.ok && u.value.solved.get("n")?.key).toBe("d - k + 1");
  });

  it("clash on constants and on rigid sizes, and keep what they cannot solve", () => {
    expect(unifyDims(dim(3), dim(4), emptyUnifier, all).ok).toBe(false);
    expect(unifyDims(n, k, emptyUnifier, () => false).ok).toBe(false);
    const kept = unifyDims(scaleDim(n, 2), dim(3), emptyUnifier, all);
    expect(kept.ok && kept.value.constraints.length).toBe(1);
  });
});
