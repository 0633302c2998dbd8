import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/report/reading.ts";
import { fluxion } from "../support/io.ts";

const document = `# Problem 1

Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.

$$ L = \\|A x\\|_2^2 $$

$$ \\nabla_x L = 2 A^\\top A x $$

## (a) Signs

For $x_1 > 0$ we have $s(x_1) = \\frac{1}{ $ and

$$ \\sum_{i : x_i > 0} x_i \\le x_1 + \\dots + x_n + \\mathbf{1}[x_1 < 0] $$
`;

const read = (...args: string[]) => fluxion(["read", ...args], { "notes.md": document, "good.md": "We have $1 + 1 = 2$.\n" });

describe("fluxion read", () => {
  it("writes every formula back as it was understood", async () => {
    const { out } = await read("notes.md");
    expect(out).toContain("A  m x n   declared in line 3");
    expect(out).toMatch(/5 {2}definition +L = ‖A x‖²/u);
    expect(out).toMatch(/7 {2}claim +∂L\/∂x = 2 Aᵀ A x/u);
    expect(out).toMatch(/13 {2}claim +Σᵢ₌₁ⁿ.* xᵢ ≤ Σᵢ₌₁ⁿ xᵢ \+ \[x₁ < 0\]/u);
    expect(out).toContain("the dots in x_1 + \\dots + x_n are read as one member for every whole number");
  });

  it("shows what was not read, with its place", async () => {
    const { out, code } = await read("notes.md");
    expect(code).toBe(2);
    expect(out).toMatch(/notes\.md:11:\d+: /u);
    expect((await read("good.md")).code).toBe(0);
    expect((await read("missing.md")).code).toBe(3);
  });

  it("gives the same as JSON", async () => {
    const reading = JSON.parse((await read("--format", "json", "notes.md")).out) as Reading;
    expect(reading).toMatchObject({ schema: "fluxion.reading/1", document: "notes.md" });
    expect(reading.scopes.map((s) => [s.kind, s.id, s.line])).toEqual([
      ["document", "", 1],
      ["problem", "1", 1],
      ["part", "1(a)", 9],
    ]);
    expect(reading.statements.map((s) => s.kind)).toEqual(expect.arrayContaining(["declaration", "definition", "claim"]));
    for (const s of reading.statements) expect(document.slice(s.span.start, s.span.end)).toContain(s.lhs);
    expect(reading.errors).toHaveLength(1);
  });
});
