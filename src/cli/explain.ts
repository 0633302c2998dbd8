/** `fluxion explain` and `fluxion plan`: the smaller commands beside `solve`. */
import { type Explanation, explain } from "../library/explain.ts";
import { showWitness } from "../report/numbers.ts";
import { ruleNames } from "../report/solution/prose.ts";
import { table, wrap } from "../report/style.ts";
import { bookWith } from "./book.ts";
import { deliver, exit, type Io } from "./io.ts";
import { settingOf } from "./setting.ts";

export interface ExplainCommand {
  readonly let?: readonly string[];
  readonly where?: readonly string[];
  readonly format: "text" | "md" | "json";
  readonly seed: number;
  readonly rules?: readonly string[];
  readonly output?: string;
}

/** 0 accepted, 1 refuted, 2 undetermined. */
const codes: Readonly<Record<Explanation["answer"]["verdict"], number>> = {
  proved: 0,
  probable: 0,
  consistent: 0,
  refuted: 1,
  undetermined: 2,
};

export function runExplain(equation: string, command: ExplainCommand, io: Io): number {
  const book = bookWith(command.rules, io);
  const setting = settingOf(command.let, command.where);
  const sides = sidesOf(equation);
  if (!book.ok || !setting.ok || !sides) {
    io.complain(
      !book.ok ? book.error : !setting.ok ? setting.error : "explain needs one equation: 'lhs = rhs' (try: fluxion explain --help)",
    );
    return exit.unreadable;
  }
  const told = explain(book.value, { ...setting.value, ...sides, seed: command.seed });
  const text =
    command.format === "json"
      ? `${JSON.stringify(told, null, 2)}\n`
      : command.format === "md"
        ? markdown(told)
        : plain(told, io.style.width);
  return deliver(text, command.output, codes[told.answer.verdict], io);
}

/** At the one equals sign outside braces and brackets. */
function sidesOf(equation: string): { readonly lhs: string; readonly rhs: string } | null {
  let depth = 0;
  let found = -1;
  for (let i = 0; i < equation.length; i++) {
    const c = equation[i] as string;
    if ("{([".includes(c)) depth++;
    else if ("})]".includes(c)) depth--;
    else if (c === "=" && depth === 0) {
      if (found >= 0) return null;
      found = i;
    }
  }
  const [lhs, rhs] = [equation.slice(0, found).trim(), equation.slice(found + 1).trim()];
  return found <= 0 || lhs === "" || rhs === "" ? null : { lhs, rhs };
}

const conditions = (x: Explanation): readonly string[] => x.answer.qualifiers.map((q) => q.note);

const missing = (x: Explanation): string =>
  x.answer.verdict === "proved" || x.answer.verdict === "probable"
    ? `${x.answer.how ?? "accepted"}; no shorter steps were found between the two sides`
    : (x.answer.message ?? x.answer.how ?? "");

function plain(x: Explanation, width: number): string {
  const steps = table(
    x.steps.map((s, i) => [
      `  ${i === 0 ? `${s.before.unicode}\n    = ${s.after.unicode}` : `  = ${s.after.unicode}`}`,
      `(${ruleNames(s)})`,
    ]),
  );
  const reasons = [...new Map(x.steps.flatMap((s) => s.reasons).map((r) => [r.rule, r])).values()];
  const lines = [
    x.answer.verdict,
    ...(x.steps.length > 0 ? steps : wrap(missing(x), width - 2).map((l) => `  ${l}`)),
    ...conditions(x).flatMap((c) => wrap(c, width - 2).map((l) => `  ${l}`)),
    ...(x.answer.witness ? showWitness(x.answer.witness).map((l) => `  ${l}`) : []),
    ...reasons.flatMap((r) =>
      wrap(`${r.rule}: ${r.because}${r.see === null ? "" : ` [${r.see}]`}`, width - 4).map((l, i) => `${i === 0 ? "  " : "    "}${l}`),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function markdown(x: Explanation): string {
  const rows = x.steps.map((s, i) => `${i === 0 ? `${s.before.latex} ` : ""}&= ${s.after.latex} && \\text{by ${ruleNames(s)}}`);
  const reasons = [...new Map(x.steps.flatMap((s) => s.reasons).map((r) => [r.rule, r])).values()];
  const lines = [
    `**${x.answer.verdict}**`,
    "",
    ...(rows.length > 0
      ? ["$$", "\\begin{aligned}", ...rows.map((r, i) => (i < rows.length - 1 ? `${r} \\\\` : r)), "\\end{aligned}", "$$"]
      : [missing(x)]),
    "",
    ...conditions(x).flatMap((c) => [c, ""]),
    ...(x.answer.witness ? ["```", ...showWitness(x.answer.witness), "```", ""] : []),
    ...reasons.map((r) => `- \`${r.rule}\`: ${r.because}${r.see === null ? "" : ` [${r.see}]`}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
