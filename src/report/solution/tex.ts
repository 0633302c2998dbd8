/** A worked solution as a LaTeX document that compiles as it stands (pdflatex, amsmath). `fluxion check` reads it back line by line. */
import { Bug } from "../../shape/index.ts";
import type { Introduction, Prose, Solution, SolutionPart, SolutionStep } from "../../solve/types.ts";
import { chainsOf, noteOf, otherValue, reasonsOf, ruleNames, sentence } from "./prose.ts";

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  // Brackets outside mathematics: alone between dollar signs they would be opened and never closed.
  "‖": "\\textbar\\textbar{}",
  "⟨": "\\textless{}",
  "⟩": "\\textgreater{}",
};
/** Mathematical characters of reasons and notes, as TeX has them. */
const characters = new Map(
  `ᵀ ^{\\top}  ₀ _0  ₁ _1  ₂ _2  ₃ _3  ₖ _k  ᵢ _i  ⱼ _j  ᵣ _r  ₗ _l  ₙ _n  ₓ _x  ⁻ ^{-}  ¹ ^1  ² ^2  ³ ^3  ⁿ ^n  ᵏ ^k  ᵖ ^p  ᵐ ^m  ʳ ^r  ˣ ^x  ′ '
  ∂ \\partial  ∇ \\nabla  Σ \\Sigma  Π \\Pi  ∏ \\prod  ≤ \\le  ≥ \\ge  ≠ \\ne  → \\to  ∈ \\in  × \\times  · \\cdot
  − -  ⊙ \\odot  ⊗ \\otimes  ⊘ \\oslash  ∞ \\infty  √ \\surd  ½ \\tfrac12  ℝ \\mathbb{R}  𝟏 \\mathbf{1}  ∫ \\int  ⌊ \\lfloor  ⌋ \\rfloor  ± \\pm
  α \\alpha  β \\beta  γ \\gamma  δ \\delta  ε \\varepsilon  ϵ \\epsilon  η \\eta  θ \\theta  λ \\lambda  μ \\mu  π \\pi  ρ \\rho  σ \\sigma  τ \\tau  φ \\varphi  ϕ \\phi
  ℓ \\ell  ψ \\psi  ω \\omega  Γ \\Gamma  Δ \\Delta  Λ \\Lambda  Φ \\Phi  Ψ \\Psi  Ω \\Omega`
    .trim()
    .split(/\s{2,}|\n/)
    .map((pair) => {
      const [c, tex] = pair.trim().split(" ");
      return [c as string, tex as string] as const;
    }),
);
/** Letters that every TeX reads. */
const plainLetter = /[\u0020-\u007e\u00c0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026§]/u;

/** Plain text for LaTeX. */
export function texText(text: string): string {
  return [...text.normalize("NFC")]
    .map((c) => {
      const known = characters.get(c);
      if (known !== undefined) return `$${known}$`;
      if (!plainLetter.test(c) && special[c] === undefined) throw new Bug(`no TeX for the character ${c}`);
      return special[c] ?? (/[#$%&_{}]/.test(c) ? `\\${c}` : c);
    })
    .join("")
    .replaceAll("$$", "");
}

const inline = (latex: string): string => `$${latex}$`;
const prose = (p: Prose): string => sentence(p, inline, texText);

/** One document for one or several solutions. */
export function solutionTex(...list: readonly Solution[]): string {
  const lines = [
    "\\documentclass[11pt]{article}",
    "\\usepackage[utf8]{inputenc}",
    "\\usepackage{amsmath,amssymb}",
    "\\usepackage[margin=2.4cm]{geometry}",
    "\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{6pt}",
    "\\allowdisplaybreaks",
    "\\begin{document}",
    ...list.flatMap((s, k) => [...(k === 0 ? [] : ["\\clearpage", ""]), ...body(s)]),
    "\\end{document}",
  ];
  return `${lines.join("\n")}\n`;
}

function body(s: Solution): readonly string[] {
  return [
    `{\\Large ${prose(s.title)}\\par}`,
    "",
    ...heading("Given"),
    ...items(s.given.map(introduction)),
    ...(s.quantities.length > 0 ? ["Let", "", ...s.quantities.flatMap((q) => ["\\[", q.formula.latex, "\\]", ""])] : []),
    ...s.conventions.flatMap((c) => [prose(c), ""]),
    `\\textbf{Sought:} ${inline(s.sought.latex)}`,
    "",
    ...s.parts.flatMap(part),
    ...heading("Answer"),
    "\\[",
    `\\boxed{${s.answer.lhs.latex} = ${s.answer.rhs.latex}}`,
    "\\]",
    `Shape: ${texText(s.answer.shape)}.`,
    "",
    ...numbers(s),
    ...heading("Rules"),
    ...items(reasonsOf(s).map((r) => `\\texttt{${texText(r.rule)}}: ${texText(r.because)}${r.see === null ? "" : ` [${texText(r.see)}]`}`)),
    ...(s.sources.length > 0 ? [...heading("Sources"), ...items(s.sources.map(texText))] : []),
  ];
}

const heading = (text: string): readonly string[] => [`\\medskip\\textbf{${texText(text)}}`, ""];
const introduction = (i: Introduction): string => `${inline(i.formula.latex)}${texText(noteOf(i))}`;
const items = (list: readonly string[]): readonly string[] =>
  list.length === 0 ? [] : ["\\begin{itemize}", ...list.map((x) => `\\item ${x}`), "\\end{itemize}", ""];

function part(p: SolutionPart): readonly string[] {
  return [
    ...heading(p.heading),
    ...(p.given === null ? [] : [`— If ${inline(p.given.latex)}:`, ""]),
    ...p.introduces.flatMap((i) => [`Let ${introduction(i)}.`, ""]),
    ...p.prose.flatMap((x) => [prose(x), ""]),
    ...aligned(p.steps),
  ];
}

function aligned(steps: readonly SolutionStep[]): readonly string[] {
  if (steps.length === 0) return [];
  const rows = chainsOf(steps).flatMap((c) =>
    c.map((s, i) => `${i === 0 ? `${s.before.latex} ` : ""}&= ${s.after.latex} && \\text{by ${texText(ruleNames(s))}}`),
  );
  return ["\\begin{align*}", ...rows.map((r, i) => (i < rows.length - 1 ? `${r} \\\\` : r)), "\\end{align*}", ""];
}

function numbers(s: Solution): readonly string[] {
  if (!s.check) return [];
  const values = [...s.check.sizes, ...s.check.point].map((x) => `${inline(x.name.latex)} = \\texttt{${texText(String(x.value))}}`);
  const point = [...s.check.functions.map((f) => `\\texttt{${texText(f.unicode)}}`), ...values];
  const rows = s.check.rows.map((r) => `${inline(r.entry.latex)} & ${r.formula} & ${r.quotient} \\\\`);
  return [
    ...heading("Numerical check"),
    `At ${point.join(", ")}; ${texText(otherValue(s).sentence)}.`,
    "",
    "\\begin{tabular}{lrr}",
    `entry & formula & ${otherValue(s).title} \\\\ \\hline`,
    ...rows,
    "\\end{tabular}",
    "",
  ];
}
