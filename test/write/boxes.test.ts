/** Two-dimensional output, as a person sees it. */
import { expect, it } from "vitest";
import { createTerms } from "../../src/expr/index.ts";
import { defaultBook } from "../../src/index.ts";
import { readIn, surroundingsOf } from "../../src/library/question.ts";
import { writeBoxes } from "../../src/write/boxes.ts";

const book = defaultBook();
const setting = { declare: { A: "R^{m x n}", X: "R^{n x p}", x: "R^n", y: "R^n", a: "R", b: "R", c: "R", d: "R" } };

function shown(latex: string, width?: number): string {
  const t = createTerms();
  const around = surroundingsOf(t, book, setting);
  if (!around.ok) throw new Error(around.error.message);
  const built = readIn(t, book, latex, around.value.environment, setting);
  if (!built.ok) throw new Error(built.error.message);
  return writeBoxes(built.value.expr, width);
}

it("stacks long fractions", () => {
  expect(shown("\\frac{A^\\top A X}{\\|AX\\|_F}")).toBe([" Aᵀ A X", "─────────", " ‖A X‖_F"].join("\n"));
  expect(shown("x + \\frac{a b + c d}{\\|x\\|^2} y")).toBe(["     a b + c d", "x + ─────────── y", "       ‖x‖²"].join("\n"));
});

it("keeps what is short on its line, and what would not fit", () => {
  expect(shown("\\frac{a}{b} x")).toBe("(a/b) x");
  expect(shown("\\frac{A^\\top A X}{\\|AX\\|_F}", 8)).toBe("Aᵀ A X / ‖A X‖_F");
});

it("draws matrices and cases", () => {
  expect(shown("\\begin{pmatrix} a & b^2 \\\\ c d & 1 \\end{pmatrix}")).toBe(["⎡ a    b² ⎤", "⎣ c d  1  ⎦"].join("\n"));
  expect(shown("\\begin{cases} a^2 & a > 0 \\\\ 0 & \\text{otherwise} \\end{cases}")).toBe(
    ["⎧ a²  if a > 0", "⎩ 0   otherwise"].join("\n"),
  );
});

it("raises powers over brackets of their height", () => {
  expect(shown("\\left(1 + \\frac{a b + c}{b c d + 1}\\right)^2")).toContain("⎞²");
});
