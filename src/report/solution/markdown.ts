/** A worked solution as Markdown, for any page that shows $…$ (GitHub, notebooks). `fluxion check` reads it back line by line. */
import type { Introduction, Prose, Solution, SolutionPart, SolutionStep } from "../../solve/types.ts";
import { chainsOf, noteOf, otherValue, pointText, reasonsOf, ruleNames, sentence } from "./prose.ts";

/** Bars and stars of plain text would be taken for markup. */
const plain = (text: string): string => text.replace(/[\\*_|<>$]/g, (c) => `\\${c}`);
const inline = (latex: string): string => `$${latex}$`;
const prose = (p: Prose): string => sentence(p, inline, plain);

/** One or several solutions, one below the other. */
export const solutionMarkdown = (...list: readonly Solution[]): string => list.map(page).join("\n---\n\n");

function page(s: Solution): string {
  const lines = [
    `# ${prose(s.title)}`,
    "",
    "**Given**",
    "",
    ...s.given.map(bullet),
    "",
    ...paragraphs([["Let"]], s.quantities.length > 0),
    ...s.quantities.flatMap((q) => display([q.formula.latex])),
    ...s.conventions.flatMap((c) => [prose(c), ""]),
    `**Sought:** ${inline(s.sought.latex)}`,
    "",
    ...s.parts.flatMap(part),
    "**Answer**",
    "",
    ...display([`${s.answer.lhs.latex} = ${s.answer.rhs.latex}`]),
    `Shape: ${plain(s.answer.shape)}.`,
    "",
    ...numbers(s),
    "**Rules**",
    "",
    ...reasonsOf(s).map((r) => `- \`${r.rule}\`: ${plain(r.because)}${r.see === null ? "" : ` [${r.see}]`}`),
    ...(s.sources.length > 0 ? ["", "**Sources**", "", ...s.sources.map((x) => `- ${plain(x)}`)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const bullet = (i: Introduction): string => `- ${inline(i.formula.latex)}${noteOf(i)}`;
const paragraphs = (list: readonly Prose[], wanted: boolean): readonly string[] => (wanted ? list.flatMap((p) => [prose(p), ""]) : []);
const display = (rows: readonly string[]): readonly string[] => ["$$", ...rows, "$$", ""];

function part(p: SolutionPart): readonly string[] {
  return [
    `**${plain(p.heading)}**`,
    "",
    ...(p.given === null ? [] : [`— If ${inline(p.given.latex)}:`, ""]),
    ...p.introduces.flatMap((i) => [`Let ${inline(i.formula.latex)}${noteOf(i)}.`, ""]),
    ...paragraphs(p.prose, true),
    ...aligned(p.steps),
  ];
}

/** Chains below each other, the rule at the right of every line. */
function aligned(steps: readonly SolutionStep[]): readonly string[] {
  if (steps.length === 0) return [];
  const rows = chainsOf(steps).flatMap((c) =>
    c.map((s, i) => `${i === 0 ? `${s.before.latex} ` : ""}&= ${s.after.latex} && \\text{by ${ruleNames(s)}}`),
  );
  return display(["\\begin{aligned}", ...rows.map((r, i) => (i < rows.length - 1 ? `${r} \\\\` : r)), "\\end{aligned}"]);
}

function numbers(s: Solution): readonly string[] {
  if (!s.check) return [];
  return [
    "**Numerical check**",
    "",
    `At ${pointText(s).map(plain).join(", ")}; ${otherValue(s).sentence}.`,
    "",
    `| entry | formula | ${otherValue(s).title} |`,
    "|---|---:|---:|",
    ...s.check.rows.map((r) => `| ${plain(r.entry.unicode)} | ${r.formula} | ${r.quotient} |`),
    "",
  ];
}
