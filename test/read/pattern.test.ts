import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/default.ts";
import { createTerms } from "../../src/expr/index.ts";
import { buildSides } from "../../src/read/build.ts";
import { tableOf } from "../../src/read/formula.ts";
import { analyse } from "../../src/read/infer.ts";
import { parseFormula } from "../../src/read/parse.ts";
import { resolve } from "../../src/read/resolve.ts";
import { environmentOf, showExpr } from "../support/read-formula.ts";

const book = defaultBook();

function sides(left: string, right: string, declarations: readonly string[]): readonly [string, string] | string {
  const t = createTerms();
  const table = tableOf(book, { mode: "latex", environment: environmentOf(declarations) });
  const term = (source: string) => {
    const parsed = parseFormula(source, { mode: "latex" });
    if (!parsed.ok) throw new Error(parsed.error.message);
    const read = resolve(parsed.value, table, source);
    if (!read.ok) throw new Error(read.error.message);
    return read.value.term;
  };
  const [l, r] = [term(left), term(right)];
  const analysis = analyse(t, table, [{ kind: "claim", left: l, right: r, shape: null }], []);
  const built = buildSides(t, analysis, l, r, { layout: "numerator", readings: new Set() });
  return built.ok ? [showExpr(built.value.lhs.expr), showExpr(built.value.rhs.expr)] : built.error.code;
}

describe("matrices with ellipses", () => {
  it("state the entries that are written", () => {
    const [lhs, rhs] = sides(
      "A",
      "\\begin{bmatrix} a_{11} & \\cdots & a_{1n} \\\\ \\vdots & \\ddots & \\vdots \\\\ a_{m1} & \\cdots & a_{mn} \\end{bmatrix}",
      ["A in R^{m x n}"],
    );
    expect(lhs).toBe("stack(A[1, 1], A[1, n], A[m, 1], A[m, n])");
    expect(rhs).toBe(lhs);
  });

  it("keep apart what falls together when the matrix is small", () => {
    const [lhs] = sides("B", "\\begin{bmatrix} 1 & \\cdots & 2 \\\\ \\vdots & & \\vdots \\\\ 3 & \\cdots & 4 \\end{bmatrix}", [
      "B in R^{n x n}",
    ]);
    expect(lhs).toBe("stack(B[1, 1], cases(ge(n, 2): B[1, n]; 0), cases(ge(n, 2): B[n, 1]; 0), B[n, n])");
  });

  it("may hold rows", () => {
    const [lhs, rhs] = sides("A", "\\begin{bmatrix} u^T \\\\ \\vdots \\\\ v^T \\end{bmatrix}", ["A in R^{m x n}", "u, v in R^n"]);
    expect(lhs).toBe("stack(tabulate(#1: 1..n | A[1, #1]), tabulate(#1: 1..n | A[m, #1]))");
    expect(rhs).toBe("stack(tabulate(#1: 1..n | transpose(u)[#1]), tabulate(#1: 1..n | transpose(v)[#1]))");
  });

  it("are refused where the entries cannot be placed", () => {
    expect(sides("\\det B", "\\begin{bmatrix} 1 & \\cdots & 2 \\end{bmatrix}", ["B in R^{n x n}"])).toBe("unsupported");
  });
});
