/** Completion scripts, tried in bash where they are used. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

async function completed(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await fluxion(["completion", "bash"]);
  const file = join(mkdtempSync(join(tmpdir(), "completion-")), "fluxion");
  writeFileSync(file, out);
  const list = ["fluxion", ...words].map((w) => `'${w}'`).join(" ");
  const script = `source ${file}; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _fluxion; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim().split("\n");
}

describe("completion in bash", () => {
  it("knows the commands, their options and the choices", async () => {
    expect(await completed("di")).toEqual(["diff"]);
    expect(await completed("check", "--fo")).toEqual(["--format"]);
    expect(await completed("check", "--layout", "n")).toEqual(["numerator"]);
  });
});

it("has a script for fish, and refuses an unknown shell", async () => {
  expect((await fluxion(["completion", "fish"])).out).toContain("complete -c fluxion");
  expect((await fluxion(["completion", "tcsh"])).code).toBe(3);
});
