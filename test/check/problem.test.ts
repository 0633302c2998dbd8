import { describe, expect, it } from "vitest";
import { partFor } from "../../src/check/problem.ts";
import { readProblem } from "../../src/check/problem-file.ts";

const yaml = `schema: fluxion.problem/1
id: layers
notation: { slots: x_i, layout: numerator }
given: ['u = v + 1']
parts:
  - id: "2"
    heading: "Problem 2"
    given: ['y = f(x; \\theta)']
`;

describe("problem files", () => {
  it("give formulas, notation and parts", () => {
    const read = readProblem(yaml);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value).toMatchObject({
      id: "layers",
      given: ["u = v + 1"],
      notation: { slots: "x", layout: "numerator", indexBase: null },
    });
    expect(partFor(read.value, { id: "9", title: "Problem 2: layers" })?.given).toEqual(["y = f(x; \\theta)"]);
    expect(partFor(read.value, { id: "2", title: "" })?.id).toBe("2");
    expect(partFor(read.value, { id: "3", title: "Problem 3" })).toBeNull();
  });

  it.each([
    ["- a\n- b", "mapping"],
    ["given: 7", "list of formulas"],
    ["notation: { layout: sideways }", "numerator, denominator"],
    ["schema: fluxion.problem/9", "fluxion.problem/1"],
    ["a: [", "not YAML"],
  ])("say what is wrong with %s", (source, part) => {
    const read = readProblem(source);
    expect(read.ok ? "" : read.error.message).toContain(part);
  });
});
