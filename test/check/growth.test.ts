import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";

function verdict(formula: string): string {
  const report = check(defaultBook(), `The cost is $${formula}$.`, { document: "x", kind: "markdown" });
  if (!report.ok) throw new Error(report.error);
  return report.value.steps.map((s) => s.verdict).join();
}

describe("orders of growth", () => {
  it.each([
    ["O(n) + O(n^2) = O(n^2)", "proved"],
    ["O(abc) + O(ab) = \\max\\{O(abc), O(ab)\\}", "proved"],
    ["3n^2 + 2n = O(n^2)", "proved"],
    ["O(mn) = O(m)", "refuted"],
    ["O(n^2) + O(n) = O(n)", "refuted"],
    // mn ≤ m² + n², though neither m² nor n² is a multiple of mn.
    ["O(mn) = O(m^2 + n^2)", "undetermined"],
    ["O(n \\log n) = O(n)", "undetermined"],
    // Not all of the right side is a bound.
    ["(1 + n)^2 = 1 + 5n + O(n^2)", "undetermined"],
  ])("%s is %s", (formula, expected) => {
    expect(verdict(formula)).toBe(expected);
  });
});
