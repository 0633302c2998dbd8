/** What the checker makes of small documents: kinds, verdicts, places. */
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { checkDocument } from "../../src/check/check.ts";
import { defaultPolicy } from "../../src/check/judgement.ts";
import { readProblem } from "../../src/check/problem-file.ts";
import type { Report } from "../../src/check/report.ts";

const book = defaultBook();

function check(text: string, problem: string | null = null): Report {
  const read = problem === null ? null : readProblem(problem);
  return checkDocument(text, {
    document: "test.md",
    kind: "auto",
    book,
    tool: "test",
    seed: 1,
    policy: defaultPolicy,
    problem: read?.ok ? read.value : null,
    layout: null,
  });
}

/** `verdict reason` of every step, definitions as kind. */
const verdicts = (r: Report): readonly string[] =>
  r.steps.map((s) => (s.verdict === "definition" ? s.kind : s.verdict === "undetermined" ? `? ${s.reason}` : s.verdict));
const accepted = ["proved", "probable", "consistent"];

describe("chains", () => {
  it("are one step for each relation, the left side taken from above where a row starts with a relation", () => {
    const r = check(
      "Let $x \\in \\mathbb{R}^n$.\n\n$$\\begin{aligned} (x + x)^\\top x &= 2 x^\\top x \\\\ &= 3 x^\\top x \\end{aligned}$$\n",
    );
    expect(r.steps.map((s) => s.kind)).toEqual(["declaration", "claim", "claim"]);
    expect(accepted).toContain(r.steps[1]?.verdict);
    expect(r.steps[2]).toMatchObject({ verdict: "refuted", lhs: expect.stringContaining("2 x"), judgement: "wrong" });
    expect(r.firstWrongStep).toBe(3);
    expect(r.steps[2]?.span.line).toBe(3);
  });

  it("say nothing about the next problem", () => {
    const r = check("# Problem 1\n\nLet $a = 2$.\n\n# Problem 2\n\nWe have $a + 1 = 3$.\n");
    expect(verdicts(r)).toEqual(["definition", "? undefined-symbol"]);
  });
});

describe("kinds", () => {
  it("a first value is a definition, a second statement a claim", () => {
    expect(verdicts(check("Put $y = x^2$. Hence $y = x^2$, and $y = x^3$."))[0]).toBe("definition");
    expect(check("Put $y = x^2$. Hence $y = x^2$.").steps[1]?.judgement).toBe("right");
    expect(check("Put $y = x^2$. Hence $y = x^3$.").steps[1]?.verdict).toBe("refuted");
  });

  it("a range of positions is no equation", () => {
    const r = check(
      "Let $v \\in \\mathbb{R}^n$ and $s = \\sum_{i=1}^n v_i$ with $i = 1, \\dots, n$. Then $\\frac{\\partial s}{\\partial v_i} = 1$.",
    );
    expect(r.steps.map((s) => s.lhs.trim())).not.toContain("i");
    expect(accepted).toContain(r.steps.at(-1)?.verdict);
  });

  it("a goal with free names is not refuted", () => {
    expect(verdicts(check("We want $a + b = 3$."))).toEqual(["? undefined-symbol"]);
  });

  it("an update is no circle", () => {
    const r = check("Let $L = w^2$. The step is $w \\leftarrow w - \\eta \\frac{\\partial L}{\\partial w}$.");
    expect(r.steps.map((s) => s.kind)).toEqual(["definition", "assignment"]);
  });
});

describe("cases and conditions", () => {
  const relu = "Let $g(x) = \\max(0, x)$.\n\n";
  it("a claim in a case holds under its condition", () => {
    const r = check(`${relu}If $x > 0$:\n\n$$g'(x) = 1$$\n\nIf $x < 0$:\n\n$$g'(x) = 1$$\n`);
    expect(accepted).toContain(r.steps[1]?.verdict);
    expect(r.steps[1]?.given).toEqual(["x > 0"]);
    expect(r.steps[2]?.verdict).toBe("refuted");
  });

  it("what holds in one case only is wrong in general", () => {
    expect(check(`${relu}Then $g'(x) = 1$.`).steps[1]?.verdict).toBe("refuted");
  });

  it("a condition behind the formula counts", () => {
    expect(accepted).toContain(check(`${relu}We have $g'(x) = 1$ for $x > 0$.`).steps[1]?.verdict);
  });
});

describe("what is not understood", () => {
  it("a row that cannot be read does not lose its neighbours", () => {
    const r = check("$$\\begin{aligned} a &= 1 + 1 \\\\ b &= \\frac{1 \\\\ 1 + 1 &= 2 \\end{aligned}$$");
    expect(r.steps.some((s) => s.reason === "unread")).toBe(true);
    expect(accepted).toContain(r.steps.at(-1)?.verdict);
  });

  it("taints what a sentence changes", () => {
    const r = check(
      "Let $y = 2 x$ and $z = 3 x$.\n\nFor the following, assume that $y$ is rounded instead.\n\nThen $y = 2 x$, but $z = 3 x$.",
    );
    expect(verdicts(r).slice(2)).toEqual(["? context", expect.stringMatching(/proved|probable/)]);
  });

  it("numbered parts share what the first says, without a heading for all of them", () => {
    const r = check("### 2.1\n\nLet $u = 2 x$ and $f = u^2$.\n\n### 2.2\n\n$\\frac{df}{dx} = 8 x$\n\n### 3.1\n\n$u = 5$");
    expect(verdicts(r).slice(2)).toEqual([expect.stringMatching(/proved|probable/), "definition"]);
  });

  it("a part that defines nothing does not lose the definitions it uses", () => {
    const r = check("## Maps\n\nLet $u = x^2$ and $w = 3 u$.\n\n## Slopes\n\n$\\frac{dw}{dx} = 8 x$\n\n$\\frac{dw}{du} = 3$");
    expect(verdicts(r).slice(2)).toEqual(["refuted", expect.stringMatching(/proved|probable/)]);
  });

  it("a function defined by a value of its own refutes nothing by its shape", () => {
    const r = check(
      "Let $A = \\begin{bmatrix} 0 & 1 \\\\ -1 & 0 \\end{bmatrix}$ and $x(t) = e^{tA} x(0)$ with $x(0) = \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}$.",
    );
    expect(verdicts(r).slice(2)).toEqual(["? ambiguous-reading"]);
  });

  it("a name with a new value has it from there on", () => {
    const r = check(
      "## Maps\n\nLet $u = x^2$ and $w = 3 u$.\n\n## Slopes\n\n$w = 4 u$\n\n$\\frac{dw}{dx} = 8 x$\n\n$\\frac{dw}{dx} = 6 x$",
    );
    expect(verdicts(r).slice(2)).toEqual(["definition", expect.stringMatching(/proved|probable/), "refuted"]);
  });

  it("orders of growth are left to a person where no words say what grows", () => {
    expect(verdicts(check("We have $O(h) + O(h^2) = O(h)$."))).toEqual(["? unsupported"]);
  });

  it("an empty document has no steps", () => {
    expect(check("").summary).toMatchObject({ claims: 0, wrong: 0 });
    expect(check("Only words.").steps).toEqual([]);
  });
});

describe("problem files", () => {
  it("hand over definitions, and the document may not change them", () => {
    const text = "# Problem 1\n\nThen $\\frac{\\partial y}{\\partial x} = 2 x$.\n";
    expect(check(text).steps[0]?.verdict).not.toBe("refuted");
    expect(accepted).toContain(check(text, "given: ['y = x^2']").steps[0]?.verdict);
    expect(check(text, "given: ['y = x^3']").steps[0]?.verdict).toBe("refuted");
  });
});

describe("diagnosis", () => {
  it("names a sign, a factor, a transpose, and repairs the line", () => {
    const about = (claim: string) =>
      check(`Let $x, b \\in \\mathbb{R}^n$ and $f = b^\\top x$, $q = x^\\top x$.\n\n$$${claim}$$`).steps.at(-1)?.diagnosis[0];
    expect(about("\\nabla_x f = -b")).toMatchObject({ code: "M06", certain: true });
    expect(about("\\nabla_x q = x")).toMatchObject({ code: "M03", repair: expect.stringContaining("x") });
    expect(about("\\nabla_x f = b^\\top")).toMatchObject({ code: "M01" });
  });
});
