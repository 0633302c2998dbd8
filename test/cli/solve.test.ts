import { describe, expect, it } from "vitest";
import { check, defaultBook } from "../../src/index.ts";
import { fluxion } from "../support/io.ts";

const norm = ["\\|AX\\|_F", "--wrt", "X", "--let", "A in R^{m x n}", "--let", "X in R^{n x p}"];

const sheet = `id: sheet
given:
  - X \\in \\mathbb{R}^{n \\times d}
  - w \\in \\mathbb{R}^d
  - y \\in \\mathbb{R}^n
  - L = \\frac{1}{2} \\|X w - y\\|^2
parts:
  - id: a
    find: \\nabla_w L
  - id: b
    find: \\nabla_w^2 L
`;

describe("fluxion solve", () => {
  it.each(["md", "tex", "html", "unicode", "json"])("prints a solution as %s", async (format) => {
    const { code, out } = await fluxion(["solve", ...norm, "--format", format]);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(500);
  });

  it("writes to a file", async () => {
    const { code, out, written } = await fluxion(["solve", ...norm, "--output", "solution.md"]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(written.get("solution.md")).toContain("by d-norm");
  });

  it("tells more or less", async () => {
    const lines = async (detail: string): Promise<number> =>
      (await fluxion(["solve", ...norm, "--format", "unicode", "--detail", detail])).out.split("\n").length;
    expect(await lines("brief")).toBeLessThan(await lines("full"));
  });

  it("solves every part of a problem file, and its own checker accepts the page", async () => {
    const { code, out } = await fluxion(["solve", "sheet.yaml"], { "sheet.yaml": sheet });
    expect(code).toBe(0);
    const report = check(defaultBook(), out, { kind: "markdown" });
    expect(report.ok && report.value.summary).toMatchObject({ wrong: 0, review: 0, remarks: 0 });
    expect(report.ok && report.value.summary.claims).toBeGreaterThan(12);
  });

  it.each([
    [["solve", "x^2"], {}, 3, /--wrt/],
    [["solve", "A x", "--wrt", "z", "--let", "A in R^{m x n}", "--let", "x in R^n"], {}, 2, /does not lead to z/],
    [["solve", "\\tan x", "--wrt", "x", "--style", "limit"], {}, 2, /--style differential/],
    [["solve", "missing.yaml"], {}, 3, /missing\.yaml/],
    [["solve", "sheet.yaml"], { "sheet.yaml": sheet.replace("\\nabla_w^2 L", "\\hat w") }, 2, /part b/],
    [["solve", "sheet.yaml"], { "sheet.yaml": "id: x\ngiven: ['x \\\\in \\\\mathbb{R}']\n" }, 2, /what to find/],
  ] as const)("%s: nothing on standard output, and what is missing", async (args, files, code, message) => {
    const ran = await fluxion([...args], files as Readonly<Record<string, string>>);
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: "" });
    expect(ran.err).toMatch(message);
  });
});
