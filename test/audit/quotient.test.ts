import { describe, expect, it } from "vitest";
import { slope } from "../../src/audit/quotient.ts";

const along = (f: (h: number) => number) => (h: number) => (Number.isNaN(f(h)) ? null : [f(h)]);

describe("slope", () => {
  it.each<[string, (x: number) => number, number, number]>([
    ["sin at 1", Math.sin, 1, Math.cos(1)],
    ["exp at 2", Math.exp, 2, Math.exp(2)],
    ["1/x close to its pole", (x) => 1 / x, 0.05, -400],
    ["ReLU one thousandth from its kink", (x) => Math.max(x, 0), 1e-3, 1],
    ["the floor one thousandth below a whole number", Math.floor, 1.999, 0],
  ])("%s", (_, f, x, expected) => {
    const got = slope(along((h) => f(x + h)));
    expect(got.kind).toBe("slope");
    if (got.kind === "slope") expect(Math.abs((got.entries[0] as number) - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
  });

  it.each<[string, (h: number) => number]>([
    ["ReLU at 0, where a central quotient gives ½", (h) => Math.max(h, 0)],
    ["|x| at 0, where a central quotient gives 0", Math.abs],
    ["a small kink beside a large slope", (h) => 50 * h + 0.1 * Math.abs(h)],
    ["a step", (h) => (h > 0 ? 1 : 0)],
    ["the sign, which jumps alike on both sides", Math.sign],
    ["a root at its end", (h) => (h < 0 ? Number.NaN : Math.sqrt(h))],
    ["a point without a value", (h) => (h === 0 ? Number.NaN : h)],
  ])("does not exist: %s", (_, f) => {
    expect(slope(along(f)).kind).toBe("none");
  });
});
