/** Lines of a session, sorted by what they ask for. */
import { describe, expect, it } from "vitest";
import { goesOn, parseLine } from "../../../src/cli/repl/command.ts";

describe("lines", () => {
  it.each([
    ["let A in R^{m x n}, symmetric", { kind: "declare", name: "A", space: "R^{m x n}, symmetric" }],
    ["let f : R^n -> R", { kind: "declare", name: "f", space: "R^n -> R" }],
    ["let p = softmax(x)", { kind: "define", left: "p", right: "softmax(x)" }],
    ["p := softmax(W x + b)", { kind: "define", left: "p", right: "softmax(W x + b)" }],
    ["d L / d W", { kind: "differentiate", of: "L", by: "W", order: 1 }],
    ["d a / b / d a", { kind: "differentiate", of: "a / b", by: "a", order: 1 }],
    ["d^2 f(x) / d x^2", { kind: "differentiate", of: "f(x)", by: "x", order: 2 }],
    ["d/dx (x^2)", { kind: "differentiate", of: "(x^2)", by: "x", order: 1 }],
    ["∂L/∂W", { kind: "differentiate", of: "L", by: "W", order: 1 }],
    ["grad norm(A x)^2 x", { kind: "differentiate", of: "norm(A x)^2", by: "x", order: 1 }],
    ["grad L wrt theta", { kind: "differentiate", of: "L", by: "theta", order: 1 }],
    ["hessian f(x), x", { kind: "differentiate", of: "f(x)", by: "x", order: 2 }],
    ["norm(x)^2 = x' x ?", { kind: "compare", left: "norm(x)^2", right: "x' x" }],
    ["check a = b", { kind: "compare", left: "a", right: "b" }],
    ["norm(x) at x = [3, 4]", { kind: "evaluate", of: "norm(x)", at: "x = [3, 4]" }],
    [":numpy", { kind: "convert", form: "numpy", of: null }],
    [":latex A' x", { kind: "convert", form: "latex", of: "A' x" }],
    ["help gelu", { kind: "help", topic: "gelu" }],
    ["delta x", { kind: "show", of: "delta x" }],
    ["# a remark", { kind: "nothing" }],
  ])("%s", (line, command) => {
    expect(parseLine(line)).toEqual({ ok: true, value: command });
  });

  it.each([
    ["let A", "R^{m x n}"],
    [":florida", "no command"],
    ["p :=", "missing"],
    ["grad L", "variable"],
    [":save", "file"],
  ])("%s is answered with what to try", (line, part) => {
    expect(parseLine(line)).toMatchObject({ ok: false, error: expect.stringContaining(part) });
  });

  it("go on while a bracket is open, or behind a backslash", () => {
    expect(["tr(A", "[1, 2", "x + \\", "tr(A)", "\\frac{a}{b}", "x'"].map(goesOn)).toEqual([true, true, true, false, false, false]);
  });
});
