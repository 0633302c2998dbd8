/** Generated NumPy is compared with NumPy written by hand, on numbers. */
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/expr/index.ts";
import { dim, matrixShape } from "../../src/shape/index.ts";
import { writeCode } from "../../src/write/code.ts";
import { pythonWith, runPython } from "../support/python.ts";
import { A, mul, n, s, scopeInPython, t, table } from "./programs.ts";

const code = (e: Expr): string => {
  const made = writeCode(e, "numpy");
  return made.ok ? made.value : made.error.message;
};

describe("NumPy", () => {
  it.each(table)("%s", (_, e, text) => {
    expect(code(e)).toBe(text);
  });

  const python = pythonWith();
  it.skipIf(python === null)("gives the values that NumPy written by hand gives, in the same shape", () => {
    const cases = table.map(([name, e, , byHand]) => ({ name, lines: code(e).split("\n"), byHand }));
    const report = runPython(
      python as string,
      `
${scopeInPython}
bad = []
for case in json.loads(${JSON.stringify(JSON.stringify(cases))}):
    here = dict(scope)
    for line in case["lines"][:-1]: exec(line, here)
    got, want = np.asarray(eval(case["lines"][-1], here)), np.asarray(eval(case["byHand"], here))
    if got.shape != want.shape or not np.allclose(got, want): bad.append([case["name"], str(got), str(want)])
print(json.dumps(bad))
`,
    );
    expect(JSON.parse(report)).toEqual([]);
  });

  it("says why there is none", () => {
    expect(code(t.deriv(s, A))).toBe("a derivative that was not carried out has no program text");
    expect(code(t.bind("limit", t.sym("y"), { kind: "point", at: t.num(0), side: "both" }, s))).toBe(
      "limit over a point has no program text",
    );
  });

  it("takes the identifiers that are wished for", () => {
    expect(
      writeCode(mul(s, t.sym("W_1", matrixShape(dim(2), n))), "numpy", {
        names: new Map([
          ["\\lambda", "lam"],
          ["W_1", "W1"],
        ]),
      }),
    ).toEqual({ ok: true, value: "lam * W1" });
  });
});
