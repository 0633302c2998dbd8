/** Runs in the browser: the public functions, unchanged. What they answer becomes the text of the page. */
/// <reference lib="dom" />
import { check, defaultBook, differentiate, equal, read, write } from "../../src/index.ts";

const book = defaultBook();
const declare = { A: "R^{m x n}", X: "R^{n x p}" };
const derivative = differentiate(book, { expr: "\\|AX\\|_F", wrt: "X", declare });
const claim = equal(book, { lhs: "\\operatorname{tr}(A^\\top A)", rhs: "\\|A\\|_F^2", declare });
const slip = equal(book, { lhs: "(a + b)^2", rhs: "a^2 + b^2" });
const formula = read(book, { expr: "A X", declare });
const code = write(book, { expr: "A X", declare }, "numpy");
const report = check(book, "Let $x \\in \\mathbb{R}^n$. Then $$\\nabla_x \\|x\\|^2 = 3 x.$$", { document: "page.md" });
document.body.textContent = JSON.stringify({
  derivative: derivative.ok && derivative.value.unicode,
  claim: claim.verdict,
  slip: slip.verdict,
  shape: formula.ok && formula.value.shape,
  code: code.ok && code.value,
  wrong: report.ok && report.value.summary.wrong,
});
