/**
 * Formulas of a document on one line of terminal text: LaTeX as Unicode, in the author's own order and words. What has no place on one
 * line (cases, large arrays) and what is not closed stays LaTeX.
 */
import { unicodeOfLatex as plainUnicode } from "../write/symbols.ts";

const longest = 2000;

const signs: Readonly<Record<string, string>> = {
  sum: "∑",
  prod: "∏",
  int: "∫",
  approx: "≈",
  equiv: "≡",
  propto: "∝",
  leftarrow: "←",
  gets: "←",
  rightarrow: "→",
  longrightarrow: "→",
  mapsto: "↦",
  implies: "⇒",
  Rightarrow: "⇒",
  Longrightarrow: "⇒",
  iff: "⇔",
  Leftrightarrow: "⇔",
  forall: "∀",
  exists: "∃",
  subset: "⊂",
  subseteq: "⊆",
  cup: "∪",
  cap: "∩",
  setminus: "∖",
  div: "÷",
  mp: "∓",
  bullet: "•",
  ll: "≪",
  gg: "≫",
  cong: "≅",
  perp: "⊥",
  parallel: "∥",
  intercal: "ᵀ",
  quad: " ",
  qquad: " ",
  emptyset: "∅",
  neg: "¬",
  vdots: "⋮",
  ddots: "⋱",
};

/** Words that only say how large or how far apart something is set. */
const setting =
  /\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|nonumber|notag)(?![a-zA-Z])|\\(?:label|tag)\*?\{[^{}]*\}/g;

/** `\hat w`: an accent or a font of one letter. */
const unbraced =
  /\\(hat|bar|vec|dot|ddot|tilde|widehat|widetilde|mathbf|boldsymbol|bm|mathbb|mathcal|mathrm)\s*(\\[a-zA-Z]+|[A-Za-z0-9])(?![a-zA-Z{])/g;

/** Names of functions that stand before their argument without a bracket. */
const words = /\\(ln|log|exp|sin|cos|tan|sinh|cosh|tanh|det|max|min|lim|sup|inf|arg|dim|ker|rank|Pr)(?![a-zA-Z])\s*/g;

export function unicodeOfLatex(source: string): string {
  if (source.length > longest || /\\begin\{(?!(?:p|b|v|V|small)?matrix)/.test(source)) return source;
  const text = source
    .replace(setting, "")
    .replace(/\\[dt]frac(?![a-zA-Z])/g, "\\frac")
    .replace(unbraced, "\\$1{$2}")
    .replace(words, (_, word: string) => ` ${word} `)
    .replace(/\\([a-zA-Z]+)(?![a-zA-Z])/g, (whole, word: string) => (Object.hasOwn(signs, word) ? `${signs[word]}` : whole))
    .replace(/\\begin\{[a-zA-Z]*matrix\}/g, "[")
    .replace(/\\end\{[a-zA-Z]*matrix\}/g, "]")
    .replace(/\\\\/g, "; ")
    .replace(/\s*(?<!\\)&\s*/g, ", ")
    .replace(/ +(?=[_^])/g, "");
  const flat = flattened(text);
  return flat === null
    ? source
    : plainUnicode(flat)
        .replace(/\s+/g, " ")
        .replace(/([[(]) | (?=[\]);,])/g, "$1")
        .normalize("NFC")
        .trim();
}

/** Fractions and roots on one line; null where a brace is not closed. */
function flattened(text: string): string | null {
  let out = "";
  let i = 0;
  while (i < text.length) {
    const command = /^\\(frac|sqrt)(?![a-zA-Z])\s*/.exec(text.slice(i, i + 12));
    if (!command) {
      out += text[i];
      i++;
      continue;
    }
    let at = i + command[0].length;
    const degree = command[1] === "sqrt" ? /^\[([^\]]{1,20})\]/.exec(text.slice(at, at + 24)) : null;
    at += degree?.[0].length ?? 0;
    const first = argumentAt(text, at);
    if (first === null) return null;
    const inside = flattened(first.text);
    if (inside === null) return null;
    if (command[1] === "sqrt") {
      out += `${degree ? `^{${degree[1]}}` : ""}√${bracketed(inside)}`;
      i = first.end;
      continue;
    }
    const second = argumentAt(text, first.end);
    const below = second && flattened(second.text);
    if (second === null || below === null) return null;
    out += `${bracketed(inside)}/${bracketed(below)}`;
    i = second.end;
  }
  return out;
}

/** One argument: a braced group, a command, or a single character. */
function argumentAt(text: string, from: number): { readonly text: string; readonly end: number } | null {
  let at = from;
  while (text[at] === " ") at++;
  if (text[at] !== "{") {
    const one = /^(?:\\[a-zA-Z]+|\\.|[^{}\s])/.exec(text.slice(at, at + 40))?.[0];
    return one === undefined ? null : { text: one, end: at + one.length };
  }
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return { text: text.slice(at + 1, i), end: i + 1 };
  }
  return null;
}

/** Brackets around what is not one piece. */
const bracketed = (inside: string): string => {
  const text = inside.trim();
  return /^(?:\\[a-zA-Z]+|(?:[\p{L}∂∇]|\d+)(?:[_^](?:\w|\{[^{}]*\}))*|\\partial\s*\S+|∂\s*\S+|\([^()]*\))$/u.test(text)
    ? text
    : `(${text})`;
};
