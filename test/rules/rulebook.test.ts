/** docs/rulebook.md is made from the book: `npx vitest run test/rules/rulebook.test.ts --update=all` after a change. */
import { expect, it } from "vitest";
import { defaultBook, rulebookMarkdown } from "../../src/book/index.ts";
import { createTerms } from "../../src/expr/index.ts";
import { writeLatex } from "../../src/write/latex.ts";

it("the printed book is that of rules/", async () => {
  await expect(rulebookMarkdown(defaultBook(), createTerms(), writeLatex)).toMatchFileSnapshot("../../docs/rulebook.md");
});
