/** The example of marking: a sound problem, a right submission, a wrong one, each with its report beside this file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

const problem = "examples/marking/one-layer.yaml";
const golden = (name: string): string => readFileSync(join("test", "homework", name), "utf8");

/** Every broken key is checked like a submission; on a busy machine that takes its time. */
const patience = 120_000;

describe("examples/marking", { timeout: patience }, () => {
  it("has a sound problem", async () => {
    const ran = await fluxion(["problem", "check", problem]);
    expect(ran.out).toBe(golden("one-layer.yaml.golden.txt"));
    expect(ran.code).toBe(0);
  });

  it.each([
    ["anna", 0],
    ["ben", 1],
  ])("%s has the marks that we read and found right", async (name, code) => {
    const ran = await fluxion(["check", "--problem", problem, `examples/marking/${name}.md`]);
    expect(ran.out).toBe(golden(`${name}.md.golden.txt`));
    expect(ran.code).toBe(code);
  });
});
