import { describe, expect, it } from "vitest";
import type { Report } from "../../src/check/report.ts";
import { fluxion } from "../support/io.ts";

const right = "For $x \\in \\mathbb{R}$ we have\n\n$$ (x + 1)^2 = x^2 + 2x + 1 $$\n";
const wrong = "For $x \\in \\mathbb{R}$ we have\n\n$$ (x + 1)^2 = x^2 + x + 1 $$\n";
const unclear = "We know that\n\n$$ y = q + 1 $$\n\nand therefore\n\n$$ \\mathcal{F}(y) = y^2 $$\n\n$$ \\mathcal{F}(y) = \\frac{1}{ $$\n";
const files = { "right.md": right, "wrong.md": wrong, "unclear.md": unclear };

const reportOf = async (...args: string[]): Promise<Report> =>
  JSON.parse((await fluxion(["check", "--format", "json", ...args], files)).out) as Report;

describe("fluxion check", () => {
  it.each([
    ["0 when all is right", ["right.md"], 0],
    ["1 when something is wrong", ["wrong.md"], 1],
    ["2 when only a person can tell", ["unclear.md"], 2],
    ["1 over 2 over 0", ["right.md", "unclear.md", "wrong.md"], 1],
    ["0 when another file cannot be read", ["right.md", "missing.md"], 0],
    ["3 when no file can be read", ["missing.md", "gone.md"], 3],
  ])("exits with %s", async (_, args, code) => {
    expect((await fluxion(["check", ...args], files)).code).toBe(code);
  });

  it("reads standard input", async () => {
    expect(await fluxion(["check", "-"], { "-": wrong })).toMatchObject({ code: 1, out: expect.stringContaining("(standard input):3:") });
  });

  it("prints one report, or an array with an entry for each file", async () => {
    expect(await reportOf("wrong.md")).toMatchObject({
      schema: "fluxion.report/1",
      document: "wrong.md",
      seed: 1,
      summary: { claims: 1, wrong: 1 },
    });
    const several = (await reportOf("right.md", "missing.md")) as unknown as unknown[];
    expect(several).toMatchObject([
      { document: "right.md" },
      { schema: "fluxion.report/1", document: "missing.md", error: { code: "unreadable" } },
    ]);
  });

  it("keeps the contract of a step: slices of the source, a witness, a place", async () => {
    const report = await reportOf("wrong.md");
    const step = report.steps.find((s) => s.n === report.firstWrongStep);
    expect(step).toMatchObject({
      lhs: "(x + 1)^2",
      relation: "=",
      rhs: "x^2 + x + 1",
      verdict: "refuted",
      judgement: "wrong",
      reason: null,
      qualifiers: [],
    });
    expect(step?.span.line).toBe(3);
    expect(Object.keys(step ?? {})).toEqual([
      "n",
      "span",
      "scope",
      "given",
      "lhs",
      "relation",
      "rhs",
      "kind",
      "verdict",
      "reason",
      "judgement",
      "qualifiers",
      "layouts",
      "assumptions",
      "evidence",
      "diagnosis",
      "global",
      "message",
    ]);
    expect(step?.evidence?.witness).toMatchObject({ values: { x: expect.anything() } });
  });

  it("gives the same bytes for the same input and seed", async () => {
    const once = await fluxion(["check", "--format", "json", "wrong.md"], files);
    expect((await fluxion(["check", "--format", "json", "wrong.md"], files)).out).toBe(once.out);
  });

  it("writes to a file when asked", async () => {
    const ran = await fluxion(["check", "right.md", "-o", "report.txt"], files);
    expect(ran).toMatchObject({ code: 0, out: "" });
    expect(ran.written.get("report.txt")).toContain("1 claim: 1 right");
  });

  it("refuses a broken problem file and broken rules", async () => {
    expect(await fluxion(["check", "right.md", "--problem", "p.yaml"], { ...files, "p.yaml": "- not a mapping" })).toMatchObject({
      code: 3,
    });
    expect(
      await fluxion(["check", "right.md", "--rules", "r.rules"], { ...files, "r.rules": "function f(x)\n  wrong field\n" }),
    ).toMatchObject({
      code: 3,
      err: expect.stringContaining("r.rules:"),
    });
  });
});

describe("a counterexample", () => {
  it("is replayed from the report, and one that does not hold is told", async () => {
    const json = (await fluxion(["check", "--format", "json", "wrong.md"], files)).out;
    expect(await fluxion(["replay", "report.json"], { "report.json": json })).toMatchObject({
      code: 1,
      out: expect.stringContaining("The refutation stands"),
    });
    const report = JSON.parse(json) as Report;
    const witness = report.steps.find((s) => s.evidence?.witness)?.evidence?.witness;
    const tame = JSON.stringify({ ...witness, values: { x: "0" } });
    expect(await fluxion(["replay", "w.json"], { "w.json": tame })).toMatchObject({ code: 2 });
  });
});
