/** A plan as text, as Markdown, and as a NumPy program. */
import type { Plan, PlanStep, Program } from "../solve/plan.ts";
import { productText } from "../solve/plan.ts";
import { plainName } from "../write/code.ts";
import { unicodeOfLatex } from "../write/symbols.ts";

const titles = { forward: "Forward mode, from the inside out", reverse: "Reverse mode, from the outside in" } as const;

const title = (p: Plan): string => {
  const names = p.composition.links.map((l) => unicodeOfLatex(l.name)).reverse();
  return `Jacobian of ${names.join(" ∘ ")} at ${unicodeOfLatex(p.composition.variable)}`;
};

/** ℝˡ → ℝᵐ → …: the sizes along the chain. */
const sizes = (p: Plan): string => [p.composition.from, ...p.composition.links.map((l) => l.to)].map((d) => d.key).join(" → ");

function lines(p: Plan, program: Program, arrow: string, name: (latex: string) => string): readonly string[] {
  const fn = (k: number): string => name(p.composition.links[k - 1]?.name ?? "");
  const step = (s: PlanStep): string => {
    switch (s.kind) {
      case "start":
        return `w0 ${arrow} ${name(p.composition.variable)}`;
      case "value":
        return `w${s.k} ${arrow} ${fn(s.k)}(w${s.k - 1})`;
      case "jacobian":
        return `J ${arrow} J_${fn(s.k)}(w${s.k - 1})`;
      case "product": {
        const [a, b] = s.side === "left" ? [`J_${fn(s.k)}(w${s.k - 1})`, "J"] : ["J", `J_${fn(s.k)}(w${s.k - 1})`];
        return `J ${arrow} ${arrow === "=" ? `${a} @ ${b}` : `matmul(${a}, ${b})`}`;
      }
    }
  };
  return [...program.steps.map(step), `return w${p.composition.links.length}, J`];
}

const orderLines = (p: Plan): readonly string[] =>
  p.order === null
    ? p.composition.links.length > 2
      ? ["The best order of all depends on the sizes: give them with --sizes 'm = 100, n = 10'."]
      : []
    : [
        `Best order: ${unicodeOfLatex(p.order.brackets)} with ${p.order.cost} multiplications (forward ${p.order.forward}, reverse ${p.order.reverse}).`,
      ];

export function planText(p: Plan): string {
  const blocks = p.programs.flatMap((program) => [
    titles[program.mode],
    ...lines(p, program, "←", unicodeOfLatex).map((l) => `  ${l}`),
    `  multiplications: ${productText(program)}`,
    "",
  ]);
  return `${[title(p), `sizes: ${sizes(p)}`, "", ...blocks, p.comparison, ...orderLines(p)].join("\n")}\n`;
}

export function planMarkdown(p: Plan): string {
  const blocks = p.programs.flatMap((program) => [
    `**${titles[program.mode]}**`,
    "",
    "```text",
    ...lines(p, program, "←", unicodeOfLatex),
    "```",
    "",
    `Multiplications: ${productText(program)}.`,
    "",
  ]);
  return `${[`# ${title(p)}`, "", `Sizes: ${sizes(p)}.`, "", ...blocks, p.comparison, "", ...orderLines(p)].join("\n").trimEnd()}\n`;
}

/** Functions `forward` and `reverse`; those of the composition and their Jacobians are called by their names. */
export function planNumpy(p: Plan): string {
  const name = (latex: string): string => plainName(latex);
  return p.programs
    .map((program) =>
      [`def ${program.mode}(${name(p.composition.variable)}):`, ...lines(p, program, "=", name).map((l) => `    ${l}`), ""].join("\n"),
    )
    .join("\n");
}
