/** pdflatex, where it is installed (Debian: texlive-latex-base). */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const hasLatex = spawnSync("pdflatex", ["--version"]).status === 0;
if (!hasLatex) console.warn("NO PDFLATEX: whole documents are not compiled (apt-get install texlive-latex-base)");

/** How many pages a document has; the errors of its log when it does not compile. */
export function compiled(tex: string): { readonly pages: number; readonly errors: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), "fluxion-tex-"));
  try {
    writeFileSync(join(folder, "solution.tex"), tex);
    const run = spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "solution.tex"], { cwd: folder, encoding: "utf8" });
    const log = readFileSync(join(folder, "solution.log"), "latin1");
    const errors = log.split("\n").filter((l) => l.startsWith("!") || /Undefined control sequence|Missing character/.test(l));
    return { pages: Number(/Output written on .*\((\d+) pages?/s.exec(run.stdout)?.[1] ?? 0), errors };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
