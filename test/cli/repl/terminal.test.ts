/** The command in a real terminal (tmux), and with piped input. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const main = join(root, "dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "session-"));
const history = join(folder, "history");
const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
if (!hasTmux) console.error("SKIPPED: the session in a terminal, because tmux is not installed");

beforeAll(() => {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "ignore" });
}, 120_000);

describe("piped input", () => {
  const run = (input: string) => spawnSync("node", [main, "repl"], { input, encoding: "utf8" });

  it("is answered line by line, without prompt or greeting", () => {
    const { stdout, stderr, status } = run("let x in R^n\nd norm(x)^2 / d x\ntr(x\n x')\n");
    expect([stdout, stderr, status]).toEqual(["2 x   (n)\ntr(x xᵀ)   (scalar)\n", "", 0]);
  });

  it("complains on standard error and goes on", () => {
    const { stdout, stderr, status } = run(":nonsense\nlet x in R^n\nnorm(x) at x = [3, 4]\nquit\n");
    expect([stdout, status]).toEqual(["5\n", 1]);
    expect(stderr).toContain("nonsense");
  });

  it("saves a session that loads again", () => {
    const file = join(folder, "saved.md");
    run(`let x in R^n\nf(t) := t^2\n:save ${file}\n`);
    expect(readFileSync(file, "utf8")).toContain("x \\in \\mathbb{R}^{n}");
    expect(run(`:load ${file}\nd f(norm(x)) / d x\n`).stdout).toBe("2 x   (n)\n");
  });
});

describe.skipIf(!hasTmux)("in a terminal", () => {
  const socket = `fluxion-${process.pid}`;
  const tmux = (...args: string[]): string => execFileSync("tmux", ["-L", socket, ...args], { encoding: "utf8" });
  const type = (...keys: string[]): string => tmux("send-keys", "-t", "s", ...keys);
  const screen = (): string => tmux("capture-pane", "-p", "-t", "s");
  const shows = (text: string) => expect.poll(screen, { timeout: 20_000, interval: 100 }).toContain(text);
  const open = (): string =>
    tmux("new-session", "-d", "-s", "s", "-x", "100", "-y", "50", `FLUXION_HISTORY=${history} node ${main} repl; sleep 60`);

  afterAll(() => {
    spawnSync("tmux", ["-L", socket, "kill-server"]);
  });

  it("prompts, completes, goes on over lines, is interrupted, and remembers", async () => {
    open();
    await shows("fluxion>");
    type("let weights in R^n", "Enter");
    type("grad norm(wei", "Tab");
    await shows("norm(weights");
    type(")^2 weights", "Enter");
    await shows("2 weights   (n)");
    type("tr(weights", "Enter");
    await shows("...");
    type("weights')", "Enter");
    await shows("(scalar)");
    type("d^7 sigmoid(u)^5 tanh(u)^5 / d u", "Enter");
    // Long enough for the line to have arrived, far too short for the answer.
    await new Promise((resolve) => setTimeout(resolve, 700));
    type("C-c");
    await shows("stopped");
    await shows("fluxion> ");
    type("norm(weights) at weights = [3, 4]", "Enter");
    await shows("\n5\n");
    type("C-d");
    expect(readFileSync(history, "utf8")).toContain("grad norm(weights)^2 weights");
  }, 90_000);
});
