/** Runs once before the tests: what is generated (the grammar, the embedded book) is as fresh as its source. */
import { execFileSync } from "node:child_process";

export function setup(): void {
  execFileSync(process.execPath, ["scripts/generate.mjs"], { stdio: "inherit" });
}
