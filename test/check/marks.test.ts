/** Marks of submissions for one problem: what is awarded, withheld and left open, and why. */
import { describe, expect, it } from "vitest";
import type { Marking, PartMarks, Report } from "../../src/check/report.ts";
import { fluxion } from "../support/io.ts";

const problem = (policy = "", part = ""): string => `schema: fluxion.problem/1
id: fit
title: Fitting a line
given:
  - 'X \\in \\mathbb{R}^{n \\times d}'
  - 'y \\in \\mathbb{R}^n'
  - 'w \\in \\mathbb{R}^d'
  - 'r = Xw - y'
  - 'L = \\|r\\|^2'
parts:
  - id: a
    heading: "(a)"
    find: '\\nabla_w L'
    marks: 4${part}
policy: { ${policy} }
`;
const milestone = `
    milestones: [{ show: '\\frac{\\partial L}{\\partial r} = 2 r^\\top', marks: 1 }]`;

async function reportOf(text: string, yaml = problem(), ...args: string[]): Promise<Report> {
  const ran = await fluxion(["check", "--format", "json", "--problem", "p.yaml", "s.md", ...args], { "p.yaml": yaml, "s.md": text });
  return JSON.parse(ran.out) as Report;
}
async function marked(
  text: string,
  yaml?: string,
): Promise<{ readonly report: Report; readonly marking: Marking; readonly part: PartMarks }> {
  const report = await reportOf(text, yaml);
  const [part] = report.marking?.parts ?? [];
  if (!report.marking || !part) throw new Error("the document was not marked");
  return { report, marking: report.marking, part };
}
const outcomes = (p: PartMarks): readonly string[] => p.items.map((i) => `${i.kind} ${i.outcome} ${i.marks.awarded}/${i.marks.max}`);

const right = "## (a)\n\n$$ \\nabla_w L = 2 X^\\top r = 2 X^\\top X w - 2 X^\\top y $$\n";

describe("a part without milestones", () => {
  it("gives half its marks for the working and the rest for the answer", async () => {
    const { part, report } = await marked(right);
    expect(outcomes(part)).toEqual(["method right 2/2", "answer right 2/2"]);
    expect(part).toMatchObject({ goal: "reached", found: "heading", marks: { awarded: 4, max: 4, pending: 0 } });
    expect(report.problems.map((p) => p.marks)).toEqual([{ awarded: 4, max: 4, pending: 0 }]);
    expect(report.steps.map((s) => s.global)).toEqual(["right", "right"]);
  });

  it("keeps the working when a slip spoils the answer, and carries nothing on", async () => {
    const { part, report } = await marked("## (a)\n\n$$ \\nabla_w L = X^\\top r = X^\\top X w - X^\\top y $$\n");
    expect(outcomes(part)).toEqual(["method wrong 2/2", "answer carried 0/2"]);
    expect(report.steps.map((s) => s.global)).toEqual(["wrong", "carried"]);
    expect(part.firstWrongStep).toBe(1);
  });

  it("gives carried answers the share that the policy says", async () => {
    const { part } = await marked(
      "## (a)\n\n$$ \\nabla_w L = X^\\top r = X^\\top X w - X^\\top y $$\n",
      problem("followThrough: { method: 1, answer: 0.5 }"),
    );
    expect(part.marks.awarded).toBe(3);
  });

  it("charges a mistake by its code where the policy names a price", async () => {
    const { part } = await marked("## (a)\n\n$$ \\nabla_w L = X^\\top r = X^\\top X w - X^\\top y $$\n", problem("penalties: { M03: 1 }"));
    expect(outcomes(part)).toEqual(["method right 2/2", "answer carried 2/2", "penalty penalty -1/0"]);
    expect(part.marks).toEqual({ awarded: 3, max: 4, pending: 0 });
  });

  it("withholds a right answer that does not follow from the line before it", async () => {
    const { part, report } = await marked("## (a)\n\n$$ \\nabla_w L = X^\\top r = 2 X^\\top X w - 2 X^\\top y $$\n");
    expect(report.steps.map((s) => s.global)).toEqual(["wrong", "recovered"]);
    expect(part.items.find((i) => i.kind === "answer")).toMatchObject({ outcome: "recovered", marks: { awarded: 0 } });
  });

  it("has no answer where a derivative is left, or what was asked for, or nothing", async () => {
    const derivative = await marked("## (a)\n\n$$ \\nabla_w L = X^\\top \\nabla_r L $$\n");
    expect(derivative.part).toMatchObject({ goal: "unfinished", marks: { awarded: 0, pending: 2 } });
    expect((await marked("## (a)\n\n$$ \\nabla_w L = \\frac{1}{2} \\nabla_w L + X^\\top r $$\n")).part.goal).toBe("unfinished");
    expect((await marked("## (a)\n\n$$ 2r = 2Xw - 2y $$\n")).part.goal).toBe("missing");
  });

  it("is found in another layout, and by its first claim where there is no heading", async () => {
    const row = await marked("We get $\\frac{\\partial L}{\\partial w} = 2 r^\\top X$.\n");
    expect(row.part).toMatchObject({ found: "claim", goal: "reached", marks: { awarded: 4 } });
  });

  it("follows a chain over the rows of a display", async () => {
    const rows = "\\begin{align}\n\\nabla_w L &= 2 X^\\top r \\\\\n&= X^\\top (Xw - y)\n\\end{align}";
    const { part, report } = await marked(`## (a)\n\n${rows}\n`);
    expect(report.steps.map((s) => s.global)).toEqual(["right", "wrong"]);
    expect(part.goal).toBe("wrong");
  });

  it("is wrong in another layout where the policy fixes one", async () => {
    const row = "## (a)\n\n$$ \\frac{\\partial L}{\\partial w} = 2 r^\\top X $$\n";
    expect((await marked(row, problem("layout: denominator"))).part).toMatchObject({ goal: "wrong", marks: { awarded: 0 } });
    expect((await marked(row, problem("layout: numerator"))).part.goal).toBe("reached");
  });

  it("takes a name of the submission for the target", async () => {
    const { part } = await marked("## (a)\n\nWrite $g = \\nabla_w L$. Then\n\n$$ g = 2 X^\\top r $$\n");
    expect(part).toMatchObject({ goal: "reached", marks: { awarded: 4 } });
  });
});

describe("a mistake that is carried into another part", () => {
  const yaml = `given:
  - 'x \\in \\mathbb{R}^d'
  - 't \\in \\mathbb{R}^k'
  - 'W \\in \\mathbb{R}^{k \\times d}'
  - 'z = Wx'
  - 'L = \\|z - t\\|^2'
parts:
  - { id: a, heading: "(a)", find: '\\nabla_z L', marks: 2 }
  - { id: b, heading: "(b)", find: '\\nabla_W L', marks: 2 }
`;
  it("costs the method nothing there, and the answer what the policy says", async () => {
    const { report, marking } = await marked(
      "## (a)\n\n$$ \\nabla_z L = 2 (z - t) \\odot z $$\n\n## (b)\n\n$$ \\nabla_W L = 2 ((z - t) \\odot z) x^\\top $$\n",
      yaml,
    );
    expect(report.steps.map((s) => s.global)).toEqual(["wrong", "carried"]);
    expect(marking.parts.map(outcomes)).toEqual([
      ["method wrong 0/1", "answer wrong 0/1"],
      ["method carried 1/1", "answer carried 0/1"],
    ]);
  });

  it("is not there where the next line has a mistake of its own", async () => {
    const { marking } = await marked(
      "## (a)\n\n$$ \\nabla_z L = 2 (z - t) \\odot z $$\n\n## (b)\n\n$$ \\nabla_W L = 2 ((z - t) \\odot t) x^\\top $$\n",
      yaml,
    );
    expect(outcomes(marking.parts[1] as PartMarks)).toEqual(["method wrong 0/1", "answer wrong 0/1"]);
  });
});

describe("given facts", () => {
  it("are not changed by a submission", async () => {
    const { report, part } = await marked("## (a)\n\nLet $L := \\frac{1}{2} \\|r\\|^2$. Then $$ \\nabla_w L = X^\\top r $$\n");
    expect(report.steps.map((s) => s.judgement)).toEqual(["wrong", "wrong"]);
    expect(part.goal).toBe("wrong");
  });

  it("do not come from the submission: what only it defines is no judge of its answer", async () => {
    const yaml = "id: q\nparts: [{ id: a, find: '\\nabla_x f', marks: 1 }]\n";
    const { part } = await marked("Let $x \\in \\mathbb{R}^n$ and $f = x^\\top x$. Then $\\nabla_x f = 2x$.\n", yaml);
    expect(part).toMatchObject({ goal: "open", marks: { awarded: 0, pending: 1 } });
  });

  it("are not restricted to a case in which every answer is right", async () => {
    const { part } = await marked("## (a)\n\nAssume $w = 0$ and $y = 0$. Let $X := 0$. Then $$ \\nabla_w L = 0 $$\n");
    expect(part).toMatchObject({ goal: "wrong", marks: { awarded: 0 } });
  });

  it("use names that need no declaration", async () => {
    const yaml = "given: ['\\ell = \\sum_{i=1}^n (c_i - u)^2']\nparts: [{ id: a, find: '\\frac{d \\ell}{d u}', marks: 1 }]\n";
    expect((await marked("$$ \\frac{d \\ell}{d u} = 2 \\sum_{i=1}^n (u - c_i) $$\n", yaml)).part).toMatchObject({
      goal: "reached",
      marks: { awarded: 1 },
    });
  });

  it("a name that is asked for has the value of the answer", async () => {
    const yaml = problem("", "").replace("find: '\\nabla_w L'", "find: '\\hat w'\n    answer: '(X^\\top X)^{-1} X^\\top y'");
    expect((await marked("## (a)\n\n$$ \\hat w = (X^\\top X)^{-1} X^\\top y $$\n", yaml)).part.marks.awarded).toBe(4);
    expect((await marked("## (a)\n\n$$ \\hat w = (X^\\top X)^{-1} y^\\top X $$\n", yaml)).part.goal).not.toBe("reached");
  });
});

describe("milestones", () => {
  it("are shown by a line with their left side and value", async () => {
    const { part } = await marked(
      `## (a)\n\nFirst $\\frac{\\partial L}{\\partial r} = 2 (Xw - y)^\\top$, hence ${right.slice(8)}`,
      problem("", milestone),
    );
    expect(outcomes(part)).toEqual(["method right 1/1", "answer right 3/3"]);
  });

  it("wait for a person where the answer is right without them", async () => {
    expect(outcomes((await marked(right, problem("", milestone))).part)).toEqual(["method pending 0/1", "answer right 3/3"]);
  });

  it("are shown by their form, in any order", async () => {
    const form = `
    milestones: [{ show: '2 X^\\top (Xw - y)', marks: 1 }]`;
    const shown = "## (a)\n\n$$ \\nabla_w L = 2 X^\\top r = 2 X^\\top X w - 2 X^\\top y $$\n";
    expect(outcomes((await marked(shown, problem("", form))).part)[0]).toBe("method right 1/1");
    const other = "## (a)\n\n$$ \\nabla_w L = 2 X^\\top X w - 2 X^\\top y $$\n";
    expect(outcomes((await marked(other, problem("", form))).part)[0]).toBe("method pending 0/1");
  });

  it("of the best alternative count", async () => {
    const routes = `
    milestones: [{ show: '\\frac{\\partial L}{\\partial r} = 2 r^\\top', marks: 2 }]
    alternatives: [{ name: expanding, milestones: [{ show: '2 X^\\top X w - 2 X^\\top y', marks: 1 }] }]`;
    expect((await marked(right, problem("", routes))).part).toMatchObject({ route: "expanding", marks: { awarded: 4 } });
  });
});

describe("a document without the problem's parts", () => {
  it("is told, and every mark is withheld", async () => {
    const { marking, report } = await marked("For $x > 0$ we have $\\frac{d}{dx} \\ln x = \\frac{1}{x}$.\n");
    expect(marking.message).toContain("another problem");
    expect(marking.marks).toEqual({ awarded: 0, max: 4, pending: 0 });
    expect(report.problems.at(-1)).toMatchObject({ id: "a", marks: { max: 4 } });
  });
});

describe("feedback", () => {
  const wrong = "## (a)\n\n$$ \\nabla_w L = X^\\top r $$\n";
  it.each([
    ["repair", { steps: 1, diagnosis: true, repair: true }],
    ["diagnosis", { steps: 1, diagnosis: true, repair: false }],
    ["location", { steps: 1, diagnosis: false, repair: false }],
    ["none", { steps: 0, diagnosis: false, repair: false }],
  ])("is cut to %s", async (reveal, expected) => {
    const report = await reportOf(wrong, problem(`reveal: ${reveal}`));
    const [step] = report.steps;
    expect(report.steps).toHaveLength(expected.steps);
    expect((step?.diagnosis.length ?? 0) > 0).toBe(expected.diagnosis);
    expect(step?.diagnosis[0]?.repair != null).toBe(expected.repair);
    expect(report.summary.wrong).toBe(1);
    expect(JSON.stringify(report).includes("2 X")).toBe(false);
  });

  it("is what --reveal asks for", async () => {
    expect((await reportOf(wrong, problem("reveal: none"), "--reveal", "location")).steps).toHaveLength(1);
  });
});

describe("fluxion problem check", { timeout: 120_000 }, () => {
  const key = (text: string): string => `
    key: '$$ ${text} $$'`;
  const checked = (yaml: string) => fluxion(["problem", "check", "p.yaml"], { "p.yaml": yaml });

  it("finds a problem sound whose key earns all marks and loses some when broken", async () => {
    const ran = await checked(problem("", key("\\nabla_w L = 2 X^\\top r")));
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/a +∇_w L +derived +1 right +– +4 of 4 +3 of 3/);
    expect(ran.out).toContain("sound: 4 marks");
  });

  it.each([
    ["a key with a wrong line", key("\\nabla_w L = X^\\top r"), "the key is wrong at"],
    ["an answer that is not what is asked for", "\n    answer: 'X^\\top r'", "the answer is not what"],
    ["a milestone that the key does not show", `${milestone}${key("\\nabla_w L = 2 X^\\top r")}`, "the key does not earn all marks"],
  ])("refuses %s", async (_, part, said) => {
    const ran = await checked(problem("", part));
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining(said) });
  });

  it("leaves a problem without a key open", async () => {
    expect(await checked(problem())).toMatchObject({ code: 2, out: expect.stringContaining("there is no key") });
  });

  it("keeps submissions from being marked with a key that contradicts itself", async () => {
    const files = { "p.yaml": problem("", key("\\nabla_w L = X^\\top r")), "s.md": right };
    expect(await fluxion(["check", "--problem", "p.yaml", "s.md"], files)).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("mend the problem first"),
    });
  });
});
