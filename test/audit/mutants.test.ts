import { describe, expect, it } from "vitest";
import { notDecreasing } from "../../src/audit/measure.ts";
import { mutantsOf } from "../../src/audit/mutants.ts";
import { createTerms, heads } from "../../src/expr/index.ts";
import { columnShape, matrixShape, sameShape, size } from "../../src/shape/index.ts";

const t = createTerms();
const n = size("n");
const [A, B] = [t.sym("A", matrixShape(n, n)), t.sym("B", matrixShape(n, n))];
const [u, a] = [t.sym("u", columnShape(n)), t.sym("a")];

describe("mutants", () => {
  it("negate, drop, swap, bump, each once and of the same shape", () => {
    const right = t.app(heads.mul, [t.num(2), t.app(heads.transpose, [A]), B]);
    const mutants = mutantsOf(t, right);
    expect(mutants.map((m) => m.kind).toSorted()).toEqual([
      "bump",
      "drop",
      "drop",
      "drop",
      "negate",
      "negate",
      "negate",
      "negate",
      "negate",
      "swap",
      "transpose",
    ]);
    expect(new Set(mutants.map((m) => m.right)).size).toBe(mutants.length);
    expect(mutants.every((m) => sameShape(m.right.shape, right.shape) && m.right !== right)).toBe(true);
  });

  it("leave sizes alone, and numbers in their order", () => {
    expect(mutantsOf(t, t.app(heads.eye, [t.index("n")])).map((m) => m.kind)).toEqual(["negate"]);
    expect(mutantsOf(t, t.app(heads.mul, [a, t.sym("b")])).some((m) => m.kind === "swap")).toBe(false);
  });
});

describe("the measure of →", () => {
  it("counts functions and binders first, then size", () => {
    const j = t.index("j");
    const range = { kind: "range", from: t.num(1), to: t.index("n") } as const;
    const sum = (body: Parameters<typeof t.bind>[3]) => t.bind("sum", j, range, body);
    const factor = sum(t.app(heads.mul, [a, t.elem(u, [j])]));
    expect(notDecreasing(factor, t.app(heads.mul, [a, sum(t.elem(u, [j]))]), [a, u])).toBeNull();
    expect(notDecreasing(t.app(heads.mul, [a, sum(t.elem(u, [j]))]), factor, [a, u])).toBe("a stands deeper under sums on the right");
  });

  it("does not let a variable multiply", () => {
    expect(notDecreasing(t.app(heads.pow, [a, t.num(2)]), t.app(heads.mul, [a, a]), [a])).toBe(
      "a occurs 2 times on the right and 1 times on the left",
    );
  });
});
