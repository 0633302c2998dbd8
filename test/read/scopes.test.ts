import { describe, expect, it } from "vitest";
import { documentScope, markOfHeading, openScope, unitOf } from "../../src/read/scopes.ts";

const root = documentScope(100);
const at = { start: 0, end: 5 };

describe("headings", () => {
  it.each([
    ["Problem 3", "problem", "3"],
    ["Exercise 1.2: least squares", "problem", "1.2"],
    ["(Ex 1.4)", "problem", "1.4"],
    ["Question 2 (3-4-4)", "problem", "2"],
    ["4.1 Show that", "problem", "4.1"],
    ["Gradient of the loss", "part", "Gradient of the loss"],
  ] as const)("%s opens a %s called %s", (title, kind, id) => expect(markOfHeading(title, 2, root)).toEqual({ kind, id }));

  it("do not open a scope when they belong to the text above", () => {
    expect(markOfHeading("Solution", 2, root)).toBeNull();
    expect(markOfHeading("**Answer:**", 2, root)).toBeNull();
  });

  it("a number below the number of its problem is a part of it", () => {
    const problem = openScope({ kind: "problem", id: "4" }, "Question 4", at, root);
    const mark = markOfHeading("4.1 Show that", 2, problem);
    expect(mark).toEqual({ kind: "part", id: "4.1" });
    const part = openScope(mark ?? { kind: "part", id: "" }, "4.1", at, problem);
    expect(unitOf(part)).toBe(problem);
    expect(markOfHeading("(b) And its Hessian", 3, part)).toEqual({ kind: "part", id: "4(b)" });
  });
});
