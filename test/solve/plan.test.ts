/** Accumulation plans: programs that run, costs that are counted. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/index.ts";
import { plan } from "../../src/library/plan.ts";
import { planNumpy, planText } from "../../src/report/plan.ts";
import { type Plan, productText } from "../../src/solve/plan.ts";
import { fluxion } from "../support/io.ts";
import { pythonWith, runPython } from "../support/python.ts";

const three = { f: "R^l -> R^m", g: "R^m -> R^n", h: "R^n -> R^o" };
const python = pythonWith("numpy");

function planned(composition: string, functions: Readonly<Record<string, string>>, sizes: Readonly<Record<string, number>> = {}): Plan {
  const found = plan(defaultBook(), { composition, functions, sizes });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

describe("a plan", () => {
  it("calls every function and every Jacobian once", () => {
    for (const program of planned("h \\circ g \\circ f", three).programs) {
      const text = JSON.stringify(program.steps);
      for (const k of [1, 2, 3]) {
        expect(text.match(new RegExp(`"value","k":${k}`, "g"))).toHaveLength(1);
        expect(text.match(new RegExp(`"(?:jacobian|product)","k":${k}`, "g"))).toHaveLength(1);
      }
    }
  });

  it("counts multiplications as polynomials in the sizes", () => {
    const [forward, reverse] = planned("h \\circ g \\circ f", three).programs;
    expect(forward && productText(forward)).toBe("l m n + l n o");
    expect(reverse && productText(reverse)).toBe("m n o + l m o");
  });

  it("says when which mode is cheaper", () => {
    expect(planned("h \\circ g \\circ f", three).comparison).toMatch(/l m n \+ l n o < m n o \+ l m o\..*l < o/);
    expect(planned("g \\circ f", three).comparison).toMatch(/same/);
  });

  it("finds the best order of a longer chain, as trying all of them does", () => {
    const d = [40, 20, 30, 10, 30];
    const functions = Object.fromEntries(["a", "b", "c", "e"].map((name, k) => [name, `R^{${d[k]}} -> R^{${d[k + 1]}}`]));
    const { order } = planned("e \\circ c \\circ b \\circ a", functions);
    const best = (i: number, j: number): number =>
      i === j
        ? 0
        : Math.min(
            ...Array.from(
              { length: j - i },
              (_, k) => best(i, i + k) + best(i + k + 1, j) + (d[j + 1] as number) * (d[i + k + 1] as number) * (d[i] as number),
            ),
          );
    expect(order?.cost).toBe(best(0, 3));
    expect(order?.cost).toBeLessThan(Math.min(order?.forward ?? 0, order?.reverse ?? 0));
  });

  it.skipIf(python === null)("as NumPy gives the Jacobian of the composition, both ways", () => {
    const program = `import numpy as np
rng = np.random.default_rng(1)
A, B, C = rng.normal(size=(4, 3)), rng.normal(size=(5, 4)), rng.normal(size=(2, 5))
f, g, h = (lambda x: np.tanh(A @ x)), (lambda x: np.sin(B @ x)), (lambda x: C @ x**2)
J_f = lambda x: np.diag(1 - np.tanh(A @ x)**2) @ A
J_g = lambda x: np.diag(np.cos(B @ x)) @ B
J_h = lambda x: 2 * C @ np.diag(x)
${planNumpy(planned("h \\circ g \\circ f", three))}
x = rng.normal(size=3)
F = lambda x: h(g(f(x)))
quotient = np.array([(F(x + e) - F(x - e)) / 2e-6 for e in 1e-6 * np.eye(3)]).T
for mode in (forward, reverse):
    value, J = mode(x)
    print(np.allclose(value, F(x)) and J.shape == (2, 3) and np.allclose(J, quotient, atol=1e-6))`;
    expect(runPython(python as string, program)).toBe("True\nTrue\n");
  });

  it("follows a chain of definitions", async () => {
    const { code, out } = await fluxion([
      "plan",
      "L",
      "--wrt",
      "x",
      "--let",
      "W in R^{m x n}",
      "--let",
      "x in R^n",
      "--where",
      "z = W x",
      "--where",
      "L = \\|z\\|^2",
    ]);
    expect(code).toBe(0);
    expect(out).toContain("sizes: n → m → 1");
  });

  it.each([
    [["plan", "h \\circ g", "--let", "g : R^m -> R^n"], /h is no declared function/],
    [["plan", "h \\circ g", "--let", "g : R^m -> R^n", "--let", "h : R^k -> R"], /sizes meet/],
    [["plan", "f", "--let", "f : R^m -> R^n"], /--wrt/],
  ])("%s is refused with what is missing", async (args, message) => {
    const { code, out, err } = await fluxion(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });

  it("is printed in the order in which it runs", () => {
    expect(planText(planned("g \\circ f", three))).toMatch(
      /w1 ← f\(w0\)\n {2}J ← J_f\(w0\)\n {2}w2 ← g\(w1\)\n {2}J ← matmul\(J_g\(w1\), J\)/,
    );
  });
});
