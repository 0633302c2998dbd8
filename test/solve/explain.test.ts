/** Why two expressions are equal: every link of the way is itself accepted. */
import { describe, expect, it } from "vitest";
import { defaultBook, equal } from "../../src/index.ts";
import { explain } from "../../src/library/explain.ts";
import { fluxion } from "../support/io.ts";

const book = defaultBook();
const declare = { A: "R^{m x n}", B: "R^{n x m}", x: "R^n", y: "R^n", S: "R^{n x n}, symmetric" };

describe("an explanation", () => {
  it.each([
    ["\\operatorname{tr}(AB)", "\\operatorname{tr}(BA)"],
    ["(A B)^\\top", "B^\\top A^\\top"],
    ["\\|x+y\\|^2", "\\|x\\|^2 + 2 x^\\top y + \\|y\\|^2"],
    ["x^\\top y y^\\top x", "(x^\\top y)^2"],
    ["\\operatorname{Diag}(x) y", "x \\odot y"],
    ["\\frac{e^t}{1+e^t}", "\\sigma(t)"],
  ])("of %s = %s goes in steps that hold", (lhs, rhs) => {
    const { answer, steps } = explain(book, { lhs, rhs, declare });
    expect(answer.verdict).toMatch(/proved|probable/);
    expect(steps.length).toBeGreaterThan(0);
    for (const [k, s] of steps.entries()) {
      if (k > 0) expect(s.before.latex).toBe(steps[k - 1]?.after.latex);
      expect(s.reasons.length).toBeGreaterThan(0);
      expect(equal(book, { lhs: s.before.latex, rhs: s.after.latex, declare }).verdict).toMatch(/proved|probable/);
    }
  });

  it("of what is not equal is the counterexample", async () => {
    const { code, out } = await fluxion(["explain", "\\|x+y\\|^2 = \\|x\\|^2 + \\|y\\|^2", "--let", "x, y in R^n"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^refuted\n[\s\S]*sizes: n = \d[\s\S]*left side: /);
  });

  it.each(["x", "a = b = c", "= x"])("asks for one equation instead of %s", async (text) => {
    expect(await fluxion(["explain", text])).toMatchObject({ code: 3, out: "" });
  });
});
