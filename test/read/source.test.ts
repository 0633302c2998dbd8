/** Documents become blocks; every span cuts exactly its text out of the file. */
import { describe, expect, it } from "vitest";
import { type Block, lineFinder, lineOf, type Part, type SourceKind, segmentDocument } from "../../src/read/source.ts";

const blocksOf = (text: string, kind: SourceKind = "auto"): readonly Block[] => segmentDocument(text, kind).blocks;
const line = (parts: readonly Part[]): string => parts.map((p) => (p.kind === "prose" ? p.text : `⟨${p.kind[0]} ${p.source}⟩`)).join("");

function outline(text: string, kind: SourceKind = "auto"): readonly string[] {
  return blocksOf(text, kind).map((b) => {
    switch (b.kind) {
      case "heading":
        return `h${b.level}${b.inline ? "…" : ""} ${b.text}`;
      case "paragraph":
        return `${b.list === null ? "p" : `${b.list.marker}${b.list.depth}`} ${line(b.parts).trim()}`;
      case "code":
        return `code(${b.info}) ${b.lines.length}`;
      case "table":
        return `table ${b.rows.map((row) => row.map((cell) => line(cell).trim()).join(" | ")).join(" // ")}`;
    }
  });
}

function partsIn(blocks: readonly Block[]): readonly Part[] {
  return blocks.flatMap((b) => (b.kind === "paragraph" ? b.parts : b.kind === "table" ? b.rows.flat(2) : []));
}

describe("formulas in text", () => {
  it.each([
    ["a $x$ b", ["p a ⟨i x⟩ b"]],
    ["a \\(x\\) b \\[y\\] c", ["p a ⟨i x⟩ b ⟨d y⟩ c"]],
    ["a $$x$$ b", ["p a ⟨i x⟩ b"]],
    ["$$x$$ b", ["p ⟨d x⟩ b"]],
    ["Then $$a \\\\ b$$", ["p Then ⟨d a \\\\ b⟩"]],
    ["* \\$$A = B$$ and $c$", ["*0 ⟨i A = B⟩ and ⟨i c⟩"]],
    ["costs \\$$x$ or", ["p costs \\$⟨i x⟩ or"]],
    ["$$\na = b\n$$", ["p ⟨d \na = b\n⟩"]],
    ["$$\na = b\n\nc = d\n$$\n\nafter", ["p ⟨d \na = b\n\nc = d\n⟩", "p after"]],
    ["\\begin{align*}\na &= b\n\\end{align*}", ["p ⟨d \na &= b\n⟩"]],
    ["\\begin{alignat}{2} a &= b \\end{alignat}", ["p ⟨d  a &= b ⟩"]],
    ["costs \\$5 and $x$", ["p costs \\$5 and ⟨i x⟩"]],
    ["`$x$` and $y$", ["p `$x$` and ⟨i y⟩"]],
    ["<!-- $x$ --> $y$", ["p <!-- $x$ --> ⟨i y⟩"]],
    ["$x$$y$", ["p ⟨i x⟩⟨i y⟩"]],
    ["$a\nb$ c", ["p ⟨i a\nb⟩ c"]],
  ])("%j", (text, expected) => {
    expect(outline(text)).toEqual(expected);
    expect(segmentDocument(text, "auto").errors).toEqual([]);
  });

  it("says where a dollar is missing and reads on", () => {
    const text = "We see $x + y and so on, but $z$ is fine.\n\nAnd $w$ too.";
    const source = segmentDocument(text, "auto");
    expect(source.errors).toMatchObject([{ code: "unbalanced-dollar", span: { start: 7, end: 8 } }]);
    expect(partsIn(source.blocks).flatMap((p) => (p.kind === "inline" ? [p.source] : []))).toEqual(["z", "w"]);
  });

  it("loses one display only when its dollars are missing", () => {
    const text = "$$a = b\n\nwords here\n\n$$c = d$$\n";
    const source = segmentDocument(text, "auto");
    expect(source.errors).toMatchObject([{ code: "unbalanced-dollar", span: { start: 0, end: 2 } }]);
    expect(partsIn(source.blocks).flatMap((p) => (p.kind === "display" ? [p.source] : []))).toEqual(["c = d"]);
  });

  it("reports an environment that is never closed", () => {
    expect(segmentDocument("\\begin{align} a &= b", "auto").errors).toMatchObject([
      { code: "unbalanced-environment", span: { start: 0, end: 13 } },
    ]);
  });
});

describe("Markdown and bare text", () => {
  it("finds headings, lists, code and tables", () => {
    const text = [
      "# Title",
      "",
      "Text with $x$",
      "on two lines.",
      "",
      "- one $a$",
      "  - two",
      "1. three",
      "— If $x>0$:",
      "",
      "```py",
      "x = 1",
      "y = 2",
      "```",
      "",
      "| a | $b$ |",
      "|---|---|",
      "| 1 | 2 |",
    ].join("\n");
    expect(outline(text)).toEqual([
      "h1 Title",
      "p Text with ⟨i x⟩\non two lines.",
      "-0 one ⟨i a⟩",
      "-1 two",
      "1.0 three",
      "—0 If ⟨i x>0⟩:",
      "code(py) 2",
      "table a | ⟨i b⟩ // 1 | 2",
    ]);
  });

  it.each([
    ["2.1 Show that $x$ is small.", ["h3… 2.1", "p Show that ⟨i x⟩ is small."]],
    ["Question 2 (3-4). Recall the rule.", ["h3… Question 2 (3-4).", "p Recall the rule."]],
    ["1.3 Gradients of a layer\n\nText.", ["h3 1.3 Gradients of a layer", "p Text."]],
    ["### Exercise 13\ntext", ["h3 Exercise 13", "p text"]],
    ["**Problem 4.2** Let $x$ be given.", ["h3… Problem 4.2", "p Let ⟨i x⟩ be given."]],
    ["Exercise 1.2:", ["h3 Exercise 1.2:"]],
    ["(Ex 1.4)", ["h3 (Ex 1.4)"]],
    ["- 2.3 Let $x$ be", ["h3… 2.3", "p Let ⟨i x⟩ be"]],
    ["Homework 5Exercise 1:", ["h3 Exercise 1:"]],
    ["2 Methods\n\nText.", ["h3 2 Methods", "p Text."]],
    ["Part (b) Show it.", ["h3… Part (b)", "p Show it."]],
    ["Problem I had with this: none.", ["p Problem I had with this: none."]],
    ["The value is 2.5 times larger.", ["p The value is 2.5 times larger."]],
    ["2.5 times larger than before.", ["p 2.5 times larger than before."]],
    ["**Solution:** Take $x$.", ["p **Solution:** Take ⟨i x⟩."]],
  ])("%j", (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it("keeps front matter apart", () => {
    const source = segmentDocument("---\nlayout: mixed\n---\n# A\n", "auto");
    expect(source.frontMatter).toBe("layout: mixed");
    expect(source.blocks).toMatchObject([{ kind: "heading", span: { start: 22, end: 25 } }]);
  });
});

describe("LaTeX", () => {
  const text = [
    "\\documentclass{article}",
    "\\newcommand{\\R}{\\mathbb{R}} % a $comment$",
    "\\DeclareMathOperator{\\tr}{tr}",
    "\\begin{document}",
    "\\section*{One}",
    "Let $x \\in \\R^n$. % not $this",
    "\\begin{verbatim} $no$ \\end{verbatim}",
    "\\begin{problem}",
    "Show",
    "\\begin{equation} \\label{a}",
    "a = b",
    "\\end{equation}",
    "\\end{problem}",
    "\\begin{itemize}",
    "\\item $y$",
    "\\end{itemize}",
    "\\end{document}",
  ].join("\n");

  it("reads the body, with sections, problems and items", () => {
    expect(outline(text).filter((l) => /^h|⟨/u.test(l))).toEqual([
      "h2 One",
      expect.stringMatching(/^p Let ⟨i x \\in \\R\^n⟩\./u),
      "h3 Problem 1",
      expect.stringContaining("⟨d  \\label{a}\na = b\n⟩"),
      expect.stringContaining("\\item0 ⟨i y⟩"),
    ]);
  });

  it("collects the macros", () => {
    const { macros } = segmentDocument(text, "latex");
    expect(macros.get("\\R")).toEqual({ arity: 0, optional: null, body: "\\mathbb{R}" });
    expect(macros.get("\\tr")?.body).toBe("\\operatorname{tr}");
  });
});

describe("offsets", () => {
  const text = "# Ä𝔸\n\nä 𝔸 $α_1$ b\n\n- $$\n x\n$$ c\n\n| $a$ | b |\n|--|--|\n| 1 | $\\frac{1}{2}$ |\n";

  it("cuts every part out of the file", () => {
    const parts = partsIn(blocksOf(text));
    expect(parts.filter((p) => p.kind !== "prose")).toHaveLength(4);
    for (const part of parts) {
      if (part.kind === "prose") expect(text.slice(part.span.start, part.span.end)).toBe(part.text);
      else expect(text.slice(part.inner.start, part.inner.end)).toBe(part.source);
    }
  });

  it("counts lines and columns from 1", () => {
    expect(lineOf(text, 0)).toEqual({ line: 1, column: 1 });
    expect(lineOf(text, text.indexOf("$α"))).toEqual({ line: 3, column: 6 });
    expect(lineFinder("a\nb\n")(4)).toEqual({ line: 3, column: 1 });
  });
});

describe("hostile input", () => {
  it.each([
    ["dollars", "$x$ ".repeat(50_000)],
    ["odd dollars", "$".repeat(100_001)],
    ["open displays", "\\[ ".repeat(60_000)],
    ["open inlines", `${"\\( a\n\n".repeat(30_000)}\\)`],
    ["open environments", "\\begin{align}".repeat(20_000)],
    ["open definitions", "\\newcommand{\\a}{".repeat(10_000)],
    ["back-ticks", "`".repeat(200_000)],
    ["bars", "|a|b|\n".repeat(30_000)],
    ["braces", "$\\frac{{{{".repeat(20_000)],
  ])("reads a large file of %s", (_, text) => {
    expect(() => segmentDocument(text, "auto")).not.toThrow();
  });
});
