import { describe, expect, test } from "vitest";
import { createExit, createProblem } from "../../src/calculus/index.ts";
import { createTerms } from "../../src/expr/index.ts";
import { book, read, scope, show } from "../derive/scope.ts";

/** Are two formulas one normal term? */
function same(a: string, b: string): boolean {
  const { t, environment } = scope();
  const { enter } = createProblem({ book, environment, expr: read(t, environment, a), by: [] });
  return enter(read(t, environment, a)) === enter(read(t, environment, b));
}

/** There and back. */
function back(a: string): string {
  const { t, environment } = scope();
  const expr = read(t, environment, a);
  const { n, enter } = createProblem({ book, environment, expr, by: [] });
  return show(createExit(n, createTerms()).term(enter(expr)));
}

describe("normal terms", () => {
  test.each([
    ["b + B x", "B x + b"],
    ["t x + x t", "2 t x"],
    ["x'A c", "c'A'x"],
    ["tr(A Q R)", "tr(R A Q)"],
    ["tr(A Q)", "tr(Q'A')"],
    ["tr(x a')", "a'x"],
    ["A inv(A) x", "x"],
    ["(A Q)'", "Q'A'"],
    ["Diag(a) x", "a ⊙ x"],
    ["Diag(a) Diag(c)", "Diag(a ⊙ c)"],
    ["ones(n, 1)'(a ⊙ x)", "a'x"],
    ["a'(c ⊘ a)", "ones(n, 1)'c"],
    ["tr(kron(A, Q))", "tr(A) tr(Q)"],
    ["diag(a x')", "a ⊙ x"],
    ["(t s)^2", "t^2 s^2"],
    ["t^2 t", "t^3"],
    ["basis(i, n)'A basis(j, n)", "A[i, j]"],
    ["c[j] sum(i in 1..n)(x[i] [i = j])", "c[j] x[j]"],
    ["sum(k in 1..n)(A[i, k] x[k])", "sum(l in 1..n)(A[i, l] x[l])"],
    ["ln(exp(t))", "t"],
  ])("%s is %s", (a, b) => {
    expect(same(a, b)).toBe(true);
  });

  test.each([
    ["(t^2)^(1/2)", "t"],
    ["A Q", "Q A"],
    ["x a'", "a x'"],
    ["softmax(z)", "z"],
  ])("%s is not %s", (a, b) => {
    expect(same(a, b)).toBe(false);
  });

  test("what the author wrote comes back", () => {
    expect(back("b - B x")).toBe("b - B x");
    expect(back("(B x - b)'(B x - b)")).toBe("(B x - b)' (B x - b)");
    expect(back("1 - sigmoid(t)")).toBe("1 - sigmoid(t)");
    expect(back("s/(1 + t)")).toBe("s/(1 + t)");
    expect(back("sum(i in 1..n)(x[i]/c[i])")).toBe("sum_{#1=1..n} x[#1]/c[#1]");
  });

  test("an index that may leave its range leaves an indicator", () => {
    expect(back("sum(i in 1..n)(x[i] [i + 1 = j])")).toContain("≤");
  });
});
