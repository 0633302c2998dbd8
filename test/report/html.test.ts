/** The report as a page: everything inside, every judged line marked in words, nothing of the document let through as markup. */
import { describe, expect, it } from "vitest";
import { fluxion } from "../support/io.ts";

const page = async (text: string, ...args: string[]): Promise<string> =>
  (await fluxion(["check", "--format", "html", "note.md", ...args], { "note.md": text })).out;
const wrong =
  "For $x \\in \\mathbb{R}$ we have\n\n$$\n\\begin{aligned}\n(x + 1)^2 &= x^2 + x + 1 \\\\\n&= x (x + 1) + 1\n\\end{aligned}\n$$\n\nand *so on*.\n";
const bodyOf = (html: string): string => html.slice(html.indexOf("<body>"));

describe("the HTML report", () => {
  it("stands alone: no script, nothing loaded", async () => {
    const html = await page(wrong);
    expect(html).toMatch(/^<!DOCTYPE html>/);
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|@import|url\((?!data:)/);
    expect(html).toContain("Content-Security-Policy");
    expect(html).toContain("url(data:font/woff2;base64,");
  });

  it("shows the document in full and says each verdict in words", async () => {
    const body = bodyOf(await page(wrong));
    expect(body).toContain("and <em>so on</em>.");
    expect(body).toMatch(/id="s2"><span class="badge wrong"><span aria-hidden="true">✗<\/span> wrong/);
    expect(body).toMatch(/id="s3"><span class="badge right"><span aria-hidden="true">✓<\/span> right/);
    expect(body).toContain('<div class="rhs bad">');
    expect(body).toContain("<summary>Counterexample</summary>");
    expect(body).toContain('href="#s2">First wrong line: line 5');
  });

  it("lets no markup, link or image of the document through", async () => {
    const body = bodyOf(
      await page(
        "<script>alert(1)</script> <b onclick=x>y</b> [a](javascript:alert(2)) ![i](http://x/y.png)\n\n$\\href{javascript:alert(3)}{x} = x$ and $\\htmlClass{a}{x}$\n",
      ),
    );
    expect(body).not.toMatch(/<script|<b onclick|<a href="(?!#)|<img|class="a"/);
    expect(body).toContain("&lt;script&gt;");
  });

  it("shows what KaTeX does not know as it was written", async () => {
    expect(bodyOf(await page("We have $\\mystery{x = 1$.\n"))).toContain('<code class="tex">');
  });

  it("puts several documents on one page under a table", async () => {
    const ran = await fluxion(["check", "--format", "html", "a.md", "b.md", "gone.md"], { "a.md": wrong, "b.md": "Let $y = 1$.\n" });
    const body = bodyOf(ran.out);
    expect(body).toContain("<h1>3 documents</h1>");
    expect(body).toContain('<a href="#d0">a.md</a>');
    expect(body).toContain("not checked: there is no such file");
    expect(new Set([...body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1])).size).toBe([...body.matchAll(/ id="([^"]+)"/g)].length);
  });

  it("shows marks with their reasons, and no document where nothing is revealed", async () => {
    const problem =
      "id: p\ntitle: Squares\npolicy: { reveal: none }\nparts: [{ id: a, given: ['f(x) = (x + 1)^2'], find: \"f'(x)\", marks: 2 }]\n";
    const ran = await fluxion(["check", "--format", "html", "--problem", "p.yaml", "a.md"], {
      "p.yaml": problem,
      "a.md": "We get $f'(x) = 2 x + 2$.\n",
    });
    const body = bodyOf(ran.out);
    expect(body).toContain('<td class="number">2 of 2</td>');
    expect(body).toContain("Squares");
    expect(body).not.toContain("We get");
  });
});
