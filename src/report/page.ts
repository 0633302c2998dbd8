/** HTML pages that need no other file: mathematics set by KaTeX, its fonts inside the page, colours for light and dark, paper too. */
import katex from "katex";
import { katexFaces, katexRules } from "./generated/katex-style.ts";

/** Our own printer's LaTeX as HTML. Formulas of other people are set by `mathPage`, which bounds them. */
export const mathHtml = (latex: string, display = false): string =>
  katex.renderToString(latex, { displayMode: display, throwOnError: true, trust: false, strict: false, output: "html" });

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] as string);

/** Fonts that every formula may need, and those that a class in the page asks for. */
const always: ReadonlySet<string> = new Set(["KaTeX_Main", "KaTeX_Math", "KaTeX_Size1", "KaTeX_Size2", "KaTeX_Size3", "KaTeX_Size4"]);
const byClass: readonly (readonly [string, string])[] = [
  ["KaTeX_AMS", "amsrm"],
  ["KaTeX_AMS", "mathbb"],
  ["KaTeX_Caligraphic", "mathcal"],
  ["KaTeX_Fraktur", "mathfrak"],
  ["KaTeX_SansSerif", "mathsf"],
  ["KaTeX_Script", "mathscr"],
  ["KaTeX_Typewriter", "mathtt"],
];

/** A whole page. `style` is added to that of mathematics. */
export function htmlPage(title: string, style: string, body: string): string {
  const wanted = new Set([...always, ...byClass.filter(([, name]) => body.includes(name)).map(([family]) => family)]);
  const fonts = katexFaces.filter((f) => wanted.has(f.family)).map((f) => f.css);
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Nothing runs and nothing is loaded, whatever got into the page.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${fonts.join("")}${katexRules}</style>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    body,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
