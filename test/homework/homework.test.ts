/**
 * The examples are our textbook: every report is compared byte for byte with the one beside this file. `npm run golden` writes them anew;
 * read the difference before you commit it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { check } from "../../src/library/check.ts";
import { reportText } from "../../src/report/text.ts";

const book = defaultBook();
const folder = "examples";
const examples = readdirSync(folder).filter((name) => name !== "README.md" && /\.(?:md|tex|txt)$/.test(name));
const kinds = { md: "markdown", tex: "latex", txt: "auto" } as const;

const reportOf = (name: string) => {
  const text = readFileSync(join(folder, name), "utf8");
  const report = check(book, text, { document: `${folder}/${name}`, kind: kinds[name.split(".").at(-1) as keyof typeof kinds] });
  if (!report.ok) throw new Error(report.error);
  return { report: report.value, text: reportText(report.value, text, { colour: false, width: 100 }) };
};

describe.each(examples)("%s", (name) => {
  const { report, text } = reportOf(name);

  it("has the report that we read and found right", () => {
    expect(text).toBe(readFileSync(join("test", "homework", `${name}.golden.txt`), "utf8"));
  });

  it(name.includes("-slip") ? "holds a mistake, and it is found" : "holds no mistake, and none is found", () => {
    expect(report.summary.wrong > 0).toBe(name.includes("-slip"));
  });
});

it("every example is told of in the list", () => {
  const list = readFileSync(join(folder, "README.md"), "utf8");
  expect(examples.filter((name) => !list.includes(`\`${name}\``))).toEqual([]);
});
