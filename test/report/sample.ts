/** A report made by hand: one definition, one right link, one wrong link with everything a wrong link can carry. */
import type { Report, Step } from "../../src/check/report.ts";

export const source = "Let $X$ be an $n \\times d$ matrix.\n\n$$ L = \\|Xw\\|^2 $$\n\n$$ \\nabla_w L = 2 X^\\top X w = X^\\top X w $$\n";

const spanOf = (text: string, from = 0) => {
  const start = source.indexOf(text, from);
  const before = source.slice(0, start).split("\n");
  return { start, end: start + text.length, line: before.length, column: (before.at(-1) as string).length + 1 };
};

const blank: Step = {
  n: 0,
  span: spanOf("L ="),
  scope: "",
  given: [],
  lhs: "",
  relation: "=",
  rhs: "",
  kind: "claim",
  verdict: "proved",
  reason: null,
  judgement: "right",
  qualifiers: [],
  layouts: ["mixed"],
  assumptions: [],
  evidence: null,
  diagnosis: [],
  global: null,
  message: "",
};

const steps: readonly Step[] = [
  {
    ...blank,
    n: 1,
    span: spanOf("L = \\|Xw\\|^2"),
    lhs: "L",
    rhs: "\\|Xw\\|^2",
    kind: "definition",
    verdict: "definition",
    judgement: "none",
  },
  { ...blank, n: 2, span: spanOf("\\nabla_w L = 2 X^\\top X w"), lhs: "\\nabla_w L", rhs: "2 X^\\top X w" },
  {
    ...blank,
    n: 3,
    span: spanOf("2 X^\\top X w = X^\\top X w"),
    lhs: "2 X^\\top X w",
    rhs: "X^\\top X w",
    verdict: "refuted",
    judgement: "wrong",
    message: "This step changes the value.",
    evidence: {
      how: "balls",
      epsilon: null,
      bound: null,
      points: 1,
      witness: {
        claim: {},
        seed: 1,
        convention: {},
        dims: { n: 2, d: 1 },
        values: { X: [["1"], ["2"]], w: ["0.333333333333333314829616256247"] },
        lhs: ["3.3333333333333333"],
        rhs: ["1.6666666666666667"],
        radius: "1e-15",
        entry: [1],
        shapes: null,
      },
    },
    diagnosis: [{ code: "M05", name: "factor", message: "the right side is 1/2 of the left.", repair: "2 X^{\\top} X w", certain: true }],
    global: "wrong",
  },
];

export const report: Report = {
  schema: "fluxion.report/1",
  tool: "fluxion",
  document: "note.md",
  seed: 1,
  layout: "mixed",
  symbols: [
    { name: "X", shape: "n x d", origin: "declared", because: "line 1", scope: "", line: 1 },
    { name: "w", shape: "d", origin: "assumed", because: "position", scope: "", line: 3 },
  ],
  steps,
  problems: [],
  firstWrongStep: 3,
  summary: { claims: 2, right: 1, remarks: 0, wrong: 1, review: 0, definitions: 1 },
};
