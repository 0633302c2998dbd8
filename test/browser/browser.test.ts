/** The library in a browser: bundled as it is, run in headless Chromium. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { describe, expect, it } from "vitest";

const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
if (chromium === undefined) console.error("SKIPPED: the library in a browser, because Chromium is not installed");

const folder = mkdtempSync(join(tmpdir(), "browser-"));

async function bundle(): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      outDir: folder,
      lib: { entry: join(import.meta.dirname, "page.ts"), formats: ["iife"], name: "page", fileName: () => "page.js" },
      minify: true,
    },
  });
  return readFileSync(join(folder, "page.js"), "utf8");
}

describe("the library in a browser", () => {
  it.skipIf(chromium === undefined)(
    "answers as it does in Node",
    async () => {
      const script = await bundle();
      const [size, packed] = [script.length, gzipSync(script).length].map((n) => `${Math.round(n / 1024)} KiB`);
      console.log(`browser bundle: ${size}, ${packed} compressed`);
      expect(script).not.toMatch(/from\s*["']node:|require\(["']node:/);
      const page = join(folder, "page.html");
      writeFileSync(
        page,
        `<!doctype html><meta charset="utf-8"><body></body><script>${script.replaceAll("</script", "<\\/script")}</script>`,
      );
      const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
      const run = spawnSync(chromium as string, [...flags, `--user-data-dir=${join(folder, "profile")}`, "--dump-dom", `file://${page}`], {
        encoding: "utf8",
        timeout: 60_000,
      });
      const text = /<body>(.*?)<\/body>/s.exec(run.stdout)?.[1]?.replaceAll("&amp;", "&") ?? "";
      expect(JSON.parse(text)).toEqual({
        derivative: "Aᵀ A X / ‖A X‖_F",
        claim: "proved",
        slip: "refuted",
        shape: "m x p",
        code: "A @ X",
        wrong: 1,
      });
    },
    120_000,
  );
});
