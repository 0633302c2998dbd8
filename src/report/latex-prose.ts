/** The prose of a LaTeX document as Markdown, as far as a report needs it: headings, lists, emphasis. What is left stays as it was written. */

const levels: Readonly<Record<string, string>> = {
  part: "#",
  chapter: "#",
  section: "##",
  subsection: "###",
  subsubsection: "####",
  paragraph: "#####",
};

export const proseOfLatex = (text: string): string =>
  text
    .replace(/(?<!\\)%[^\n]*\n?/g, "")
    .replace(
      /\\(part|chapter|section|subsection|subsubsection|paragraph)\*?\{([^{}]*)\}/g,
      (_, kind: string, title: string) => `\n\n${levels[kind]} ${title}\n\n`,
    )
    .replace(/\\(?:textbf|textsc)\{([^{}]*)\}/g, "**$1**")
    .replace(/\\(?:emph|textit|textsl)\{([^{}]*)\}/g, "*$1*")
    .replace(/\\texttt\{([^{}`]*)\}/g, "`$1`")
    .replace(/\\item\s*\[([^\]\n]*)\]/g, "\n- **$1** ")
    .replace(/\\item(?![a-zA-Z])/g, "\n- ")
    .replace(/\\begin\{(itemize|enumerate|description)\}(?:\[[^\]\n]*\])?|\\end\{(?:itemize|enumerate|description)\}/g, "\n\n")
    .replace(
      /\\begin\{(theorem|lemma|proof|solution|definition|remark|claim|proposition|exercise|problem)\}/g,
      (_, name: string) => `\n\n**${name[0]?.toUpperCase()}${name.slice(1)}.** `,
    )
    .replace(/\\(?:begin|end)\{[a-zA-Z]+\*?\}(?:\[[^\]\n]*\])?/g, "\n\n")
    .replace(/\\(?:label|vspace|hspace|pagestyle|thispagestyle|setcounter|addtocounter)\*?(?:\{[^{}]*\})+/g, "")
    .replace(/\\(?:maketitle|newpage|clearpage|noindent|medskip|bigskip|smallskip|centering|qed|par|tableofcontents)(?![a-zA-Z])/g, "")
    .replace(/\\\\(?:\[[^\]\n]*\])?/g, "  \n")
    .replace(/(?<!\\)~/g, "\u00a0")
    .replace(/``|''/g, '"')
    .replace(/\\([%$&#_{}])/g, "$1")
    .replace(/^[ \t]+(?=\S)/gm, "");
