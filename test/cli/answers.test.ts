import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

const norm = ["\\|AX\\|_F", "--wrt", "X", "--let", "A in R^{m x n}", "--let", "X in R^{n x p}"];

describe("fluxion diff", () => {
  const quadratic = ["x^\\top A x", "--wrt", "x", "--let", "A in R^{n x n}", "--let", "x in R^n"];
  it("gives matrix or index form as asked", async () => {
    expect((await fluxion(["diff", ...quadratic, "--as", "unicode"])).out).toBe("(A + Aᵀ) x\n");
    expect((await fluxion(["diff", ...quadratic, "--form", "index", "--as", "unicode"])).out).toBe("[(Aᵀ x)ᵢ + (A x)ᵢ]_(i = 1, …, n)\n");
    const entries = ["\\sum_{j} A_{ij} x_j", "--wrt", "x_k", "--let", "A in R^{m x n}", "--let", "x in R^n"];
    expect((await fluxion(["diff", ...entries, "--as", "latex"])).out).toBe("A_{ik}\n");
    expect((await fluxion(["diff", ...entries, "--form", "matrix", "--as", "latex"])).out).toBe("A\n");
  });

  it("answers for several variables, one after the other", async () => {
    const several = ["\\|W x + b\\|^2", "--wrt", "W", "--wrt", "b", "--let", "W in R^{m x n}", "--let", "x in R^n", "--let", "b in R^m"];
    const { out } = await fluxion(["diff", ...several]);
    expect(out).toMatch(/^by W:\n2 \(W x \+ b\) xᵀ\n[\s\S]*\nby b:\n2 \(W x \+ b\)\n/);
    expect(JSON.parse((await fluxion(["diff", ...several, "--format", "json"])).out)).toMatchObject([
      { id: "W", ok: true, shape: "m x n" },
      { id: "b", ok: true, shape: "m" },
    ]);
  });

  it("tells the partial derivative beside the total one where a definition depends on the variable", async () => {
    const { out } = await fluxion(["diff", "x y + y^2", "--wrt", "x", "--let", "x in R", "--where", "y = x^3"]);
    expect(out).toMatch(/^y \+ 3 x² \(2 y \+ x\)\n/);
    expect(out).toMatch(/partial derivative: y held fixed:\n {2}y\n/);
  });

  it("counts from 0 where the question does, and takes x' of a declared array for its transpose", async () => {
    const ask = async (question: object): Promise<string> => {
      const { out } = await fluxion(["diff", "--batch", "q.jsonl"], { "q.jsonl": JSON.stringify(question) });
      return JSON.parse(out).latex;
    };
    const declare = { a: "R^n", x: "R^n" };
    expect(await ask({ expr: "\\sum_{i=0}^{n-1} a_i x_i", wrt: "x_j", declare, indexBase: 0 })).toBe("a_{j}");
    expect(await ask({ expr: "a'x", wrt: "x", declare })).toBe("a");
    expect(await ask({ expr: "a^\\top |x|", wrt: "x", declare })).toBe("a \\odot \\operatorname{sign}(x)");
  });

  it("prints Unicode, LaTeX, the shape, the confirmation and what it holds under", async () => {
    const { code, out } = await fluxion(["diff", ...norm]);
    expect(code).toBe(0);
    expect(out).toContain("Aᵀ A X / ‖A X‖_F\n");
    expect(out).toContain("\\frac{A^{\\top} A X}{\\lVert A X \\rVert_{F}}");
    expect(out).toMatch(/shape {2}n x p {2}\(mixed layout\)/);
    expect(out).toMatch(/confirmed at \d+ points/);
  });

  it("tells the rules with their reasons and sources", async () => {
    expect((await fluxion(["diff", ...norm, "--steps"])).out).toMatch(/Rules used\n {2}d-norm\n[\s\S]*petersen-pedersen-2012/);
  });

  it("takes formulas that begin with a minus sign, before or after the options", async () => {
    expect((await fluxion(["diff", "-x^2", "--wrt", "x", "--form", "latex"])).out).toBe("-2 x\n");
    expect((await fluxion(["diff", "--wrt", "x", "--form", "numpy", "-x^2"])).out).toBe("-(2 * x)\n");
  });

  it("knows definitions", async () => {
    const ran = await fluxion([
      "diff",
      "-\\ln p_k",
      "--wrt",
      "z",
      "--let",
      "z in R^n",
      "--where",
      "p = \\operatorname{softmax}(z)",
      "--form",
      "unicode",
    ]);
    expect(ran).toMatchObject({ code: 0, out: "p - 𝐞ₖ\n" });
  });

  it("refuses with 2 and points at the place", async () => {
    expect(await fluxion(["diff", "x +", "--wrt", "x"])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/unread: .*\n {2}x \+\n {4}\^/),
    });
  });

  it("answers a batch line by line, whatever the lines say", async () => {
    const lines = [
      { id: "a", declare: { x: "R^n", A: "R^{n x n}, symmetric" }, expr: "x^\\top A x", wrt: "x" },
      { id: "b", expr: "x^2", wrt: "x", order: 2 },
      { id: "c", expr: "x^2" },
      { id: "d", expr: "x^2", wrt: "x", colour: "red" },
    ];
    const text = `${lines.map((l) => JSON.stringify(l)).join("\n")}\nnot json\n`;
    const { code, out } = await fluxion(["diff", "--batch", "q.jsonl"], { "q.jsonl": text });
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(answers).toMatchObject([
      { id: "a", ok: true, shape: "n", layout: "mixed" },
      { id: "b", ok: true, latex: "2", code: { numpy: "2" } },
      { id: "c", ok: false, error: { code: "unread", message: "“wrt” is missing" } },
      { id: "d", ok: false, error: { code: "unread" } },
      { id: null, ok: false, error: { code: "unread", message: "this line is not JSON" } },
    ]);
  });

  it("exits with 3 when no line of a batch is JSON, and on wrong usage", async () => {
    expect((await fluxion(["diff", "--batch", "q.jsonl"], { "q.jsonl": "one\ntwo\n" })).code).toBe(3);
    expect((await fluxion(["diff", "x^2"])).code).toBe(3);
    expect((await fluxion(["diff", "x^2", "--wrtt", "x"])).code).toBe(3);
    expect((await fluxion(["diff", "x^2", "--wrt", "x", "--layout", "sideways"])).code).toBe(3);
  });
});

describe("fluxion equal", () => {
  const trace = ["\\operatorname{tr}(AB)", "\\operatorname{tr}(BA)", "--let", "A in R^{m x n}", "--let", "B in R^{n x m}"];

  it.each([
    ["accepted", trace, 0],
    ["refuted", ["\\operatorname{tr}(AB)", "\\operatorname{tr}(A) \\operatorname{tr}(B)", "--let", "A, B in R^{n x n}"], 1],
    ["undetermined", ["x +", "x"], 2],
  ])("exits by the verdict: %s", async (_, args, code) => {
    expect((await fluxion(["equal", ...args])).code).toBe(code);
  });

  it("names the condition under which it holds", async () => {
    expect((await fluxion(["equal", "\\ln a^2", "2 \\ln a"])).out).toMatch(/condition: a > 0/);
  });

  it("prints the batch object as JSON, with a witness that replays", async () => {
    const { out } = await fluxion(["equal", "(a + b)^2", "a^2 + b^2", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({ id: null, verdict: "refuted", qualifiers: [], witness: { dims: {}, entry: [] } });
    expect((await fluxion(["replay", "answer.json"], { "answer.json": out })).code).toBe(1);
  });
});

describe("the command itself", () => {
  it("has a version and help with examples for every command", async () => {
    expect((await fluxion(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const name of ["check", "diff", "equal", "audit", "replay"]) {
      const { code, out } = await fluxion([name, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(/Examples:\n {2}\$ fluxion/);
      expect(out).toMatch(/Exit codes: \d/);
    }
  });

  it("exits with 3 on an unknown command or option, and says what was meant", async () => {
    expect(await fluxion(["chekc", "x.md"])).toMatchObject({ code: 3, err: expect.stringContaining("check") });
    expect((await fluxion([])).code).toBe(3);
  });
});
