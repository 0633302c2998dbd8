/** A session, line by line. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/cli/repl/answer.ts";
import { completions } from "../../../src/cli/repl/complete.ts";
import { documentOf, linesOf } from "../../../src/cli/repl/document.ts";
import { emptyState, type State } from "../../../src/cli/repl/state.ts";
import { check, defaultBook } from "../../../src/index.ts";

const book = defaultBook();
const style = { colour: false, width: 100 };

function session(...lines: readonly string[]): { readonly text: string; readonly state: State; readonly failed: boolean } {
  let state = emptyState;
  let text = "";
  let failed = false;
  for (const line of lines) ({ state, text, failed } = answer(book, state, line, style));
  return { state, text, failed };
}
const last = (...lines: readonly string[]): string => session(...lines).text;

const regression = ["let A in R^{m x n}", "let x in R^n", "let b in R^m", "r := A x - b"];

describe("answers", () => {
  it("differentiates with the names of the session", () => {
    expect(last(...regression, "d norm(r)^2 / d x")).toBe("2 Aᵀ r   (n)");
    expect(last(...regression, "d norm(r)^2 / d x", ":numpy")).toBe("r = A @ x - b\n2 * (A.T @ r)");
    expect(last(...regression, "hessian norm(r)^2 x")).toBe("2 Aᵀ A   (n x n)");
    expect(last(...regression, ":layout numerator", "grad norm(r)^2 x")).toBe("2 rᵀ A   (1 x n, numerator layout)");
  });

  it("means the same in LaTeX and at the keyboard", () => {
    const typed = ["norm(A x)^2", "tr(A*A')", "x.^2", "σ(x)", "‖x‖", "Aᵀ A"].map((f) => last(...regression, f, ":latex"));
    const latex = ["\\|A x\\|^2", "\\operatorname{tr}(A A^\\top)", "x^{\\odot 2}", "\\sigma(x)", "\\|x\\|", "A^\\top A"];
    expect(typed).toEqual(latex.map((f) => last(...regression, f, ":latex")));
  });

  it("draws long fractions in two dimensions", () => {
    expect(
      last(...regression, "d norm(A x) / d x")
        .split("\n")
        .slice(0, 3),
    ).toEqual([" Aᵀ A x", "────────", " ‖A x‖"]);
  });

  it("tells what is true, and why", () => {
    expect(last(...regression, "norm(x)^2 = x' x ?")).toMatch(/^proved/);
    expect(last(...regression, "d norm(x)^2 / d x = x ?")).toMatch(/^refuted[\s\S]*counterexample/);
    expect(last(...regression, "d norm(A x) / d x", "why")).toContain("they agree");
    expect(last(...regression, "d norm(r)^2 / d x", "steps")).toContain("Product rule");
  });

  it("evaluates at numbers", () => {
    expect(last(...regression, "norm(x)^2 at x = [3, 4]")).toBe("25");
    expect(last(...regression, "A x at A = [1, 2; 3, 4], x = [1, 1]")).toBe("⎡ 3 ⎤\n⎣ 7 ⎦");
    expect(session(...regression, "A x at A = [[1, 2]], x = [1, 2, 3]")).toMatchObject({
      failed: true,
      text: expect.stringContaining("n would be"),
    });
  });

  it("explains a function from its card", () => {
    expect(last("help gelu")).toContain("Gaussian error linear unit");
    expect(last("help \\sigma")).toMatch(/sigmoid|no function/);
  });

  it("points below what it does not understand, and keeps what it knew", () => {
    const wrong = session(...regression, "x' A x");
    expect(wrong.failed).toBe(true);
    expect(wrong.text.split("\n").slice(1)).toEqual(["  x' A x", "  ^^^^^^"]);
    expect(wrong.state.declare.size).toBe(3);
  });

  it("gives the entries of a derivative on request", () => {
    expect(last(...regression, "grad r' r x", ":index")).toContain("(n)");
    expect(last(...regression, "jacobian softmax(x) x", ":index")).toContain("δᵢⱼ");
  });
});

describe("a saved session", () => {
  const lines = [...regression, "let S in R^{n x n}, symmetric", "d norm(r)^2 / d x", "norm(x)^2 = x' x ?", "d x' S x / d x"];

  it("is a document that check accepts, every line of it", () => {
    const report = check(book, documentOf(session(...lines).state), { document: "session.md" });
    expect(report.ok && report.value.steps.filter((s) => s.kind === "claim").map((s) => s.judgement)).toEqual(["right", "right", "right"]);
  });

  it("gives its lines back", () => {
    expect(linesOf(documentOf(session(...lines).state))).toEqual(lines);
  });
});

it("completes names, functions and commands", () => {
  const { state } = session("let weights in R^n", "let x in R^n");
  expect(completions(book, state, "wei")).toEqual(["weights"]);
  expect(completions(book, state, "softm")).toEqual(["softmax"]);
  expect(completions(book, state, ":nu")).toEqual([":numpy"]);
});
