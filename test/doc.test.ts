/**
 * What the documentation shows is what happens. In ```console blocks every `$ fluxion …` is run and its output compared; a line `…`
 * stands for lines left out. `npm run golden` writes the outputs anew.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answer } from "../src/cli/repl/answer.ts";
import { emptyState } from "../src/cli/repl/state.ts";
import { defaultBook } from "../src/index.ts";
import { fluxion } from "./support/io.ts";

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", join("examples", "README.md"), ...docsIn("docs")];

function docsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? docsIn(path) : path.endsWith(".md") ? [path] : [];
  });
}

interface Session {
  readonly page: string;
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

/** Every command of a page with the output that stands below it. */
function sessionsOf(page: string): readonly Session[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap((block) => {
    const first = text.slice(0, block.index).split("\n").length + 1;
    const lines = (block[1] as string).split("\n");
    const starts = lines.flatMap((l, i) => (l.startsWith("$ ") ? [i] : []));
    return starts.map((start, k) => ({
      page,
      line: first + start,
      command: (lines[start] as string).slice(2),
      output: lines
        .slice(start + 1, starts[k + 1] ?? lines.length)
        .join("\n")
        .trim(),
    }));
  });
}

const words = (command: string): readonly string[] => [...command.matchAll(/'([^']*)'|(\S+)/g)].map((m) => m[1] ?? (m[2] as string));

/** The parts between the lines `…`, in order. */
function showsInOrder(actual: string, shown: string): boolean {
  let from = 0;
  for (const part of shown
    .split(/^…$/m)
    .map((p) => p.replace(/^\n|\n$/g, ""))
    .filter((p) => p !== "")) {
    const at = actual.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

describe("the outputs in the documentation", () => {
  const sessions = pages.flatMap(sessionsOf);
  it.each(sessions.map((s) => [`${s.page}:${s.line}  ${s.command}`, s] as const))("%s", async (_, s) => {
    const [name, ...args] = words(s.command);
    expect(name).toBe("fluxion");
    const { out } = await fluxion(args);
    if (/^…$/m.test(s.output)) expect(showsInOrder(out, s.output), out).toBe(true);
    else expect(out.trim()).toBe(s.output);
  });
});

/** Blocks of a session: what is typed behind `fluxion> `, and the answer below. */
describe("the sessions in the documentation", () => {
  const blocks = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/```console\n(fluxion> [\s\S]*?)```/g)].map((m) => [page, m[1] as string] as const),
  );
  it.each(blocks)("%s", (_, block) => {
    let state = emptyState;
    let shown = "";
    for (const part of block.split(/^fluxion> /m).slice(1)) {
      const line = part.split("\n")[0] as string;
      const found = answer(defaultBook(), state, line, { colour: false, width: 100 });
      state = found.state;
      shown += `fluxion> ${line}\n${found.text === "" ? "" : `${found.text}\n`}`;
    }
    expect(shown).toBe(block);
  });
});

describe("the pages", () => {
  it("link only to files that exist", () => {
    const broken = pages.flatMap((page) => {
      const links = [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((m) => m[1] as string);
      return links.filter((link) => !existsSync(join(page, "..", link))).map((link) => `${page}: ${link}`);
    });
    expect(broken).toEqual([]);
  });

  it("name only scripts that exist", () => {
    const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts);
    const named = pages.flatMap((page) => [...readFileSync(page, "utf8").matchAll(/npm run ([a-z]+)/g)].map((m) => m[1] as string));
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it("the README has two set-up lines: the demo, then the tests", () => {
    const block = /```sh\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
    expect(block.trim().split("\n")).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
  });
});
