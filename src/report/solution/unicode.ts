/** A worked solution as plain text for a terminal or a mail. */
import type { Introduction, Prose, Solution, SolutionPart, SolutionStep } from "../../solve/types.ts";
import { columns, table, wrap } from "../style.ts";
import { chainsOf, noteOf, otherValue, pointText, reasonsOf, ruleNames, sentence } from "./prose.ts";

const prose = (p: Prose): string =>
  sentence(
    p,
    (_, unicode) => unicode,
    (t) => t,
  );

/** One or several solutions, one below the other. */
export const solutionUnicode = (list: Solution | readonly Solution[], width: number): string =>
  [list]
    .flat()
    .map((s) => page(s, width))
    .join("\n\n");

function page(s: Solution, width: number): string {
  const title = prose(s.title);
  const lines = [
    title,
    "=".repeat(Math.min(columns(title), width)),
    "",
    "Given",
    ...s.given.map((g) => `  ${g.formula.unicode}${noteOf(g)}`),
    ...s.quantities.map((q) => `  ${q.formula.unicode}`),
    ...s.conventions.flatMap((c) => wrap(prose(c), width - 2).map((l) => `  ${l}`)),
    "",
    `Sought: ${s.sought.unicode}`,
    "",
    ...s.parts.flatMap((p) => part(p, width)),
    "Answer",
    `  ${s.answer.lhs.unicode} = ${s.answer.rhs.unicode}`,
    `  shape ${s.answer.shape}`,
    "",
    ...numbers(s, width),
    "Rules",
    ...reasonsOf(s).flatMap((r) =>
      wrap(`${r.rule}: ${r.because}${r.see === null ? "" : ` [${r.see}]`}`, width - 4).map((l, i) => (i === 0 ? `  ${l}` : `    ${l}`)),
    ),
    ...(s.sources.length > 0 ? ["", "Sources", ...s.sources.flatMap((x) => wrap(x, width - 2).map((l) => `  ${l}`))] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const introduced = (i: Introduction): string => `  Let ${i.formula.unicode}${noteOf(i)}.`;

function part(p: SolutionPart, width: number): readonly string[] {
  return [
    `${p.heading}${p.given === null ? "" : ` (${p.given.unicode})`}`,
    ...p.introduces.map(introduced),
    ...p.prose.flatMap((x) => wrap(prose(x), width - 2).map((l) => `  ${l}`)),
    ...chainsOf(p.steps).flatMap(chain),
    "",
  ];
}

/** A chain, its right sides below each other, the rules at the right where there is room. */
function chain(steps: readonly SolutionStep[]): readonly string[] {
  const lead = steps[0]?.before.unicode ?? "";
  const indent = " ".repeat(columns(lead));
  return table(steps.map((s, i) => [`    ${i === 0 ? lead : indent} = ${s.after.unicode}`, `(${ruleNames(s)})`]));
}

function numbers(s: Solution, width: number): readonly string[] {
  if (!s.check) return [];
  return [
    "Numerical check",
    ...wrap(`At ${pointText(s).join(", ")}; ${otherValue(s).sentence}.`, width - 2).map((l) => `  ${l}`),
    ...table([["  entry", "formula", otherValue(s).title], ...s.check.rows.map((r) => [`  ${r.entry.unicode}`, r.formula, r.quotient])]),
    "",
  ];
}
