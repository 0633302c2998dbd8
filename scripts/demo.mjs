/** The main job on an example with a planted mistake. Checking it exits with 1, as it must; the demo itself ends with 0 when that happened. */
import { spawnSync } from "node:child_process";

const args = ["check", "examples/least-squares-slip.md"];
console.log(`$ npx fluxion ${args.join(" ")}`);
const run = spawnSync(process.execPath, ["dist/cli/main.js", ...args], { stdio: "inherit" });
console.log(`\n(exit code ${run.status}: something wrong was found)`);
process.exit(run.status === 1 ? 0 : 1);
