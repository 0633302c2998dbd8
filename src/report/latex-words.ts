/** Words of LaTeX for annotated submissions: the macros of the marks, and plain text or Markdown as LaTeX. */

/** Only packages of a base installation. */
export const latexPreamble = `% --- marks by Fluxion ---
\\usepackage{amsmath,amssymb,color}
\\definecolor{FxRight}{rgb}{0.09,0.42,0.23}
\\definecolor{FxRemark}{rgb}{0.48,0.34,0}
\\definecolor{FxWrong}{rgb}{0.66,0.13,0.10}
\\definecolor{FxReview}{rgb}{0.18,0.31,0.62}
\\makeatletter
\\def\\FxColour#1{\\csname FxColour@#1\\endcsname}
\\@namedef{FxColour@right}{FxRight}\\@namedef{FxColour@right-with-remark}{FxRemark}
\\@namedef{FxColour@wrong}{FxWrong}\\@namedef{FxColour@review}{FxReview}
\\def\\FxSign#1{\\csname FxSign@#1\\endcsname}
\\@namedef{FxSign@right}{\\checkmark}\\@namedef{FxSign@right-with-remark}{\\approx}
\\@namedef{FxSign@wrong}{\\times}\\@namedef{FxSign@review}{?}
\\newcommand{\\FxMark}[2]{\\,{\\color{\\FxColour{#1}}\\boldsymbol{\\FxSign{#1}}^{\\mathbf{#2}}}}
\\newcommand{\\FxNote}[4]{{\\color{\\FxColour{#1}}\\textbf{#2 #3.}} #4}
\\newcommand{\\FxNotes}[1]{\\marginpar{\\raggedright\\hyphenpenalty=50\\scriptsize #1}}
\\newcommand{\\FxHead}[1]{\\par\\noindent\\fbox{\\parbox{\\dimexpr\\linewidth-2\\fboxsep-2\\fboxrule\\relax}{\\small #1}}\\par\\medskip}
\\AtBeginDocument{\\setlength{\\marginparwidth}{\\dimexpr\\paperwidth-1in-\\hoffset-\\oddsidemargin-\\textwidth-\\marginparsep-6mm\\relax}%
  \\ifdim\\marginparwidth<20mm \\setlength{\\marginparwidth}{20mm}\\fi}
\\makeatother
`;

export function wholeDocument(body: string, macros: ReadonlyMap<string, string>): string {
  const own = [...macros].map(([name, text]) => {
    const arity = Math.max(0, ...[...text.matchAll(/#(\d)/g)].map((m) => Number(m[1])));
    return `\\providecommand{${name}}{}\\renewcommand{${name}}${arity > 0 ? `[${arity}]` : ""}{${text}}\n`;
  });
  return `\\documentclass[11pt,a4paper]{article}
\\usepackage[utf8]{inputenc}
\\usepackage[T1]{fontenc}
\\usepackage[left=22mm,right=68mm,top=22mm,bottom=22mm,marginparsep=5mm]{geometry}
${latexPreamble}\\setlength{\\parindent}{0pt}\\setlength{\\parskip}{5pt}
${own.join("")}\\begin{document}
${body}
\\end{document}
`;
}

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\ensuremath{<}",
  ">": "\\ensuremath{>}",
  "|": "\\ensuremath{|}",
  "–": "--",
  "—": "---",
  "‘": "`",
  "’": "'",
  "“": "``",
  "”": "''",
  "…": "\\dots{}",
  "\u00a0": "~",
};

const mathematical: Readonly<Record<string, string>> = {
  "×": "\\times",
  "·": "\\cdot",
  "≤": "\\le",
  "≥": "\\ge",
  "≠": "\\ne",
  "≈": "\\approx",
  "→": "\\to",
  "←": "\\leftarrow",
  "⇒": "\\Rightarrow",
  "∈": "\\in",
  "∂": "\\partial",
  "∇": "\\nabla",
  "∞": "\\infty",
  "∑": "\\sum",
  ℝ: "\\mathbb{R}",
  "⊤": "\\top",
  ᵀ: "^{\\top}",
  "²": "^2",
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  η: "\\eta",
  θ: "\\theta",
  λ: "\\lambda",
  μ: "\\mu",
  π: "\\pi",
  σ: "\\sigma",
  τ: "\\tau",
  φ: "\\varphi",
  ω: "\\omega",
  Σ: "\\Sigma",
  "‖": "\\|",
};

/** Letters of Latin scripts go through; what LaTeX has no letter for becomes a question mark. */
const escaped = (text: string): string =>
  [...text]
    .map((c) => special[c] ?? (mathematical[c] === undefined ? (c.charCodeAt(0) < 0x180 ? c : "?") : `\\ensuremath{${mathematical[c]}}`))
    .join("");

const headings = ["section", "section", "subsection", "subsubsection"];

/** Markdown prose, line by line: headings, list items, emphasis. */
export const latexText = (markdown: string): string =>
  markdown
    .split("\n")
    .map((line) => {
      const heading = /^(#{1,6})\s+(.*)$/.exec(line);
      if (heading) return `\\${headings[Math.min((heading[1] ?? "").length - 1, 3)]}*{${emphasised(heading[2] ?? "")}}`;
      const item = /^(\s*)(?:[-*+]|(\d+[.)]))\s+(.*)$/.exec(line);
      if (item) return `\\par\\hangindent=1.5em ${item[2] === undefined ? "\\textbullet" : escaped(item[2])}~${emphasised(item[3] ?? "")}`;
      return emphasised(line);
    })
    .join("\n");

const emphasised = (line: string): string =>
  line
    .split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`)/)
    .map((part) => {
      if (/^\*\*.+\*\*$/.test(part)) return `\\textbf{${escaped(part.slice(2, -2))}}`;
      if (/^\*.+\*$/.test(part)) return `\\emph{${escaped(part.slice(1, -1))}}`;
      if (/^`.+`$/.test(part)) return `\\texttt{${escaped(part.slice(1, -1))}}`;
      return escaped(part);
    })
    .join("");
