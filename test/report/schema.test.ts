/** What is printed and what is read fits the published schemas. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readProblem } from "../../src/check/problem-file.ts";
import { fluxion } from "../support/io.ts";

const validator = (name: string) =>
  new Ajv2020({ strict: true, strictTypes: false, allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join("docs", "schemas", `${name}.schema.json`), "utf8")) as object,
  );
const report = validator("report");
const problem = validator("problem");

describe("the schema of reports", () => {
  it.each([
    ["a document with a mistake", ["examples/softmax-jacobian-slip.md"]],
    ["several documents, one missing", ["examples/ridge-slip.tex", "missing.md"]],
    ["marks", ["--problem", "examples/marking/one-layer.yaml", "examples/marking/ben.md"]],
    ["marks alone", ["--problem", "examples/marking/one-layer.yaml", "--reveal", "none", "examples/marking/ben.md"]],
  ])("holds for %s", async (_, args) => {
    const ran = await fluxion(["check", "--format", "json", ...args]);
    expect(report(JSON.parse(ran.out)) ? [] : report.errors).toEqual([]);
  });

  it("refuses what is no report", () => {
    expect(report({ schema: "fluxion.report/1", document: "a" })).toBe(false);
  });
});

describe("the schema of problems", () => {
  const example = readFileSync("examples/marking/one-layer.yaml", "utf8");

  it("holds for the example, which the reader takes too", () => {
    expect(problem(parse(example)) ? [] : problem.errors).toEqual([]);
    expect(readProblem(example).ok).toBe(true);
  });

  it.each([
    ["policy: { reveal: everything }"],
    ["notation: { layout: sideways }"],
    ["parts: [{ milestones: [{ marks: 1 }] }]"],
    ["policy: { penalties: { oops: 1 } }"],
    ["policy: { followThrough: { method: 2 } }"],
  ])("refuses what the reader refuses: %s", (yaml) => {
    expect(problem(parse(yaml))).toBe(false);
    expect(readProblem(yaml).ok).toBe(false);
  });
});
