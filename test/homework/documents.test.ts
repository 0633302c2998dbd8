/**
 * Derivations as people hand them in, many notations, about half with one mistake (`-slip`). Each has a short golden report: a line for every
 * relation with its place, what it is, the verdict, the qualifiers and the conditions. `npx vitest run test/homework -u` writes them anew;
 * read the difference before you commit it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import type { Report, Step } from "../../src/check/report.ts";
import { check } from "../../src/library/check.ts";

const book = defaultBook();

/** Where the planted mistake stands, its code, and the lines that follow from it: written before the first run. */
const labels = JSON.parse(readFileSync(join("test", "homework", "labels.json"), "utf8")) as Readonly<
  Record<string, { readonly wrong: number | null; readonly carried: readonly number[]; readonly code?: string }>
>;
const folder = join("test", "homework", "documents");
const documents = readdirSync(folder).filter((name) => /\.(?:md|tex|txt)$/.test(name) && !name.includes(".golden."));
const kinds = { md: "markdown", tex: "latex", txt: "plain" } as const;

const accepted: ReadonlySet<string> = new Set(["proved", "probable", "consistent"]);
const classOf = (s: Step): string =>
  accepted.has(s.verdict) ? "accepted" : s.verdict === "undetermined" ? `undetermined (${s.reason})` : s.verdict;

const lineOf = (s: Step): string =>
  [
    `${s.n}. line ${s.span.line}: ${s.kind} ${classOf(s)}`,
    ...s.qualifiers.map((q) => `[${q.kind} ${q.reading}]`),
    ...(s.given.length > 0 ? [`given ${s.given.join("; ")}`] : []),
  ].join(" ");

const summaryOf = (report: Report): string =>
  `layout ${report.layout}\n${report.steps.map(lineOf).join("\n")}\nfirst wrong: ${report.firstWrongStep}\n`;

function reportOf(name: string): Report {
  const report = check(book, readFileSync(join(folder, name), "utf8"), {
    document: name,
    kind: kinds[name.split(".").at(-1) as keyof typeof kinds],
  });
  if (!report.ok) throw new Error(report.error);
  return report.value;
}

describe.each(documents)("%s", (name) => {
  const report = reportOf(name);

  it("has the steps that we read and found right", async () => {
    await expect(summaryOf(report)).toMatchFileSnapshot(join("documents", `${name}.golden.txt`));
  });

  const label = labels[name];
  if (label)
    it("is judged as its author labelled it: the wrong line found first, and no right line refuted", () => {
      const refuted = report.steps.filter((s) => s.verdict === "refuted").map((s) => s.span.line);
      expect(refuted[0] ?? null).toBe(label.wrong);
      expect(refuted.filter((line) => line !== label.wrong && !label.carried.includes(line))).toEqual([]);
    });

  it(name.includes("-slip") ? "holds one mistake, and it is found" : "holds no mistake, and none is found", () => {
    expect(report.summary.wrong > 0).toBe(name.includes("-slip"));
  });
});
