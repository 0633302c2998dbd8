/** What stands where a formula should but is no mathematics: pictures, tables of words, programs. Classed on purpose, never dropped. */
export type Foreign = "picture" | "table" | "program" | "words";

const signs: readonly (readonly [Foreign, RegExp])[] = [
  [
    "picture",
    /\\begin\s*\{(?:tikzpicture|tikzcd|picture|pspicture|pgfpicture|CD|forest|circuitikz|figure)\*?\}|\\(?:includegraphics|xymatrix|xy|tikz|Qcircuit|Tree|chemfig|feynmandiagram|epsfig|psfig|animategraphics)(?![A-Za-z])/u,
  ],
  ["table", /\\begin\s*\{(?:tabular|tabularx|tabulary|longtable|table)\*?\}/u],
  ["program", /\\begin\s*\{(?:algorithm|algorithmic|algorithm2e|verbatim|lstlisting|minted|alltt|Verbatim|code)\*?\}|\\verb(?![A-Za-z])/u],
];

/** What `source` holds instead of mathematics, by the command that sets it; null for a formula. */
export function foreignIn(source: string): Foreign | null {
  return signs.find(([, sign]) => sign.test(source))?.[0] ?? null;
}
