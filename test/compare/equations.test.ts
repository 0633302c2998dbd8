/** Equations that are assumed: points are drawn on them. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import { setting } from "../support/claims.ts";

const verdict = (declare: string, given: string, line: string): string => {
  const s = setting(declare, [given]);
  const d = decide(s.t, null, s.claim(line), { seed: 1 });
  return d.verdict === "undetermined" ? `${d.verdict}(${d.reason}: ${d.detail})` : d.verdict;
};

describe("assumed equations", () => {
  it.each([
    ["a:; b:", "a = b", "a^2 = a b"],
    ["a:; b:", "a + b = 1", "a^2 - b^2 = a - b"],
    ["a:; b:; c:", "a - b = 2 c", "(a - b)^2 = 4 c^2"],
    ["x:n", "norm(x) = 1", "x' x = 1"],
    ["x:n", "x' x = 4", "norm(x) = 2"],
    ["x:n; A:n,n is positive definite", "x' A x = 1", "(x' A x)^2 = x' A x"],
    ["p:n", "ones(1, n) p = 1", "(ones(1, n) p)^2 = ones(1, n) p"],
    ["A:n,n", "A' A = eye(n)", "A A' = eye(n)"],
    ["A:n,n", "A = A'", "A' A = A A"],
    ["x:n; y:n", "x' y = 0", "(x + y)' (x + y) = x' x + y' y"],
    ["A:n,n; B:n,n", "A B = eye(n)", "B A = eye(n)"],
    ["u:n; v:n", "norm(u) = norm(v)", "(u + v)' (u - v) = 0"],
  ])("%s; %s: %s is not refuted", (declare, given, line) => {
    expect(verdict(declare, given, line)).not.toBe("refuted");
    expect(verdict(declare, given, line)).toMatch(given === "norm(u) = norm(v)" ? /undetermined/ : /proved|probable|consistent/);
  });

  it("leave no condition that follows from what is assumed", () => {
    for (const [declare, given, line] of [
      ["x:n", "norm(x) = 1", "x' x = 1"],
      ["A:n,n; B:n,n", "A B = eye(n)", "B A = eye(n)"],
    ] as const) {
      const s = setting(declare, [given]);
      expect(decide(s.t, null, s.claim(line), { seed: 1 })).toMatchObject({ conditions: [] });
    }
  });

  it.each([
    ["a:; b:", "a + b = 1", "a^2 - b^2 = a + b + 1"],
    ["x:n", "norm(x) = 1", "x' x = 2"],
    ["x:n", "norm(x) = 1", "x x' = eye(n)"],
    ["A:n,n", "A' A = eye(n)", "A = A'"],
    ["x:n; y:n", "x' y = 0", "norm(x + y) = norm(x)"],
  ])("%s; %s: %s is refuted", (declare, given, line) => {
    expect(verdict(declare, given, line)).toBe("refuted");
  });
});
