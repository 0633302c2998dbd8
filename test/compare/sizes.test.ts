/** Claims that have values at some sizes only. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import { setting } from "../support/claims.ts";

const verdict = (declare: string, line: string): string => {
  const s = setting(declare);
  const d = decide(s.t, null, s.claim(line), { seed: 1 });
  return d.verdict === "undetermined" ? `${d.verdict}(${d.reason}: ${d.detail})` : d.verdict;
};

describe("sizes", () => {
  it.each([
    ["X:n,p", "det(X' X) inv(X' X) = adj(X' X)"],
    ["X:p,n", "det(X' X) inv(X' X) = adj(X' X)"],
    ["X:m,n", "D(logdet(X X'), X) = 2 inv(X X') X"],
    ["X:m,n", "tr(X inv(X' X) X') tr(X inv(X' X) X') = n n"],
  ])("%s: %s is accepted at sizes where it has a value", (declare, line) => {
    expect(verdict(declare, line)).toMatch(/proved|probable/);
  });

  it.each([
    ["X:n,p", "X inv(X' X) X' = 2 X inv(X' X) X'"],
    ["X:m,n", "tr(X inv(X' X) X') = m"],
    ["X:m,n", "D(logdet(X' X), X) = X inv(X' X)"],
  ])("%s: %s is refuted at sizes where it has a value", (declare, line) => {
    expect(verdict(declare, line)).toBe("refuted");
  });
});
