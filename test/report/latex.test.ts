/** Submissions with marks as LaTeX: the insertions stand at offsets of the source, and the whole compiles where LaTeX is installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

const annotated = async (file: string, text: string): Promise<string> =>
  (await fluxion(["check", "--format", "tex", file], { [file]: text })).out;

const markdown =
  "# Squares & more\n\nFor $x \\in \\mathbb{R}$ 100% surely\n\n$$\n\\begin{aligned}\n(x + 1)^2 &= x^2 + x + 1 \\\\\n&= x (x + 1) + 1\n\\end{aligned}\n$$\n";
const latex =
  "\\documentclass{article}\n\\usepackage{amsmath}\n\\newcommand{\\R}{\\mathbb{R}}\n\\begin{document}\nLet $x \\in \\R$. Then\n\\begin{align}\n(x + 1)^2 &= x^2 + x + 1\n\\end{align}\n\\end{document}\n";
const hasLatex = spawnSync("pdflatex", ["--version"]).status === 0;

function compiles(tex: string): string {
  const folder = mkdtempSync(join(tmpdir(), "fluxion-"));
  writeFileSync(join(folder, "a.tex"), tex);
  const ran = spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "a.tex"], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return ran.status === 0 ? "" : ran.stdout.slice(-1500);
}

describe("the annotated LaTeX", () => {
  it("marks relations where they stand and colours what is wrong", async () => {
    const tex = await annotated("a.md", markdown);
    expect(tex).toContain("&= {\\color{FxWrong}x^2 + x + 1}\\FxMark{wrong}{1}");
    expect(tex).toContain("x (x + 1) + 1\\FxMark{right}{}");
    expect(tex).toContain("\\section*{Squares \\& more}");
    expect(tex).toContain("100\\% surely");
  });

  it("leaves a LaTeX document as it was but for the insertions", async () => {
    const tex = await annotated("a.tex", latex);
    const bare = tex
      .replace(/% --- marks by Fluxion ---[\s\S]*?\\makeatother\n\n/, "")
      .replace(/\n\\FxHead\{.*\}\n\n/, "")
      .replace(/\{\\color\{FxWrong\}([^}]*)\}/g, "$1")
      .replace(/\\FxMark\{[^}]*\}\{\d*\}/g, "")
      .replace(/\\FxNotes\{.*?\}(?=\\begin)/g, "");
    expect(bare).toBe(latex);
  });

  it.runIf(hasLatex).each([
    ["Markdown", "a.md", markdown],
    ["LaTeX", "a.tex", latex],
  ])("compiles from %s", async (_, file, text) => {
    expect(compiles(await annotated(file, text))).toBe("");
  });

  it("takes one document at a time", async () => {
    const files = { "a.md": markdown, "b.md": markdown };
    expect(await fluxion(["check", "--format", "tex", "a.md", "b.md"], files)).toMatchObject({
      code: 3,
      err: expect.stringContaining("one document at a time"),
    });
  });
});
