/**
 * Names in normalised LaTeX: `W_1`, `\theta_1`, `\mathbf{w}^1`, `\tilde{y}`, `b_{1,i}`. One character or nothing needs no braces.
 *
 * A base may carry a label below and above; the lower one is written first. The same rules serve formulas, declarations and keys.
 */
import type { Name } from "../expr/index.ts";
import type { Font, Syntax } from "./syntax.ts";

const fontCommand: Readonly<Record<Font, string>> = {
  bold: "\\mathbf",
  calligraphic: "\\mathcal",
  blackboard: "\\mathbb",
  fraktur: "\\mathfrak",
  sans: "\\mathsf",
  script: "\\mathscr",
  typewriter: "\\mathtt",
};

const greek: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma tau upsilon phi varphi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"
  ).split(" "),
);

/** A word standing for a name: a plain Greek word is that letter, `W1` and `W_1` are W₁, a longer word is upright. */
export function wordName(word: string): Name {
  if (greek.has(word)) return `\\${word}`;
  if (/^\p{L}$/u.test(word)) return word;
  const labelled = /^(\p{L}|[A-Za-z]+?)_?(\d+)$/u.exec(word);
  if (labelled?.[1] && labelled[2] && (labelled[1].length === 1 || greek.has(labelled[1])))
    return withLabel(wordName(labelled[1]), "_", labelled[2]);
  return `\\mathrm{${word}}`;
}

const short = (label: string): boolean => /^.$/u.test(label);

/** The name with a label below (`_`) or above (`^`). */
export const withLabel = (name: Name, place: "_" | "^", label: string): Name => name + place + (short(label) ? label : `{${label}}`);

/** The name of a single decorated letter or word, or null when the syntax is not one. Scripts are not part of it. */
export function atomName(s: Syntax): Name | null {
  switch (s.kind) {
    case "letter":
      return s.name.length > 1 && !s.name.startsWith("\\") ? wordName(s.name) : s.name;
    case "word":
      return wordName(s.text);
    case "styled": {
      const inner = s.of.kind === "number" ? s.of.text : atomName(s.of);
      return inner === null ? null : `${fontCommand[s.font]}{${inner}}`;
    }
    case "accent": {
      const inner = atomName(s.of);
      return inner === null ? null : `${s.accent.startsWith("\\") ? s.accent : `\\${s.accent}`}{${inner}}`;
    }
    case "group":
      return s.fence === "curly" ? atomName(s.body) : null;
    default:
      return null;
  }
}

/** The text of a label below or above a name: numbers, letters, commas, brackets, stars. Null for anything else (a sum, a fraction). */
export function labelText(s: Syntax): string | null {
  switch (s.kind) {
    case "number":
      return s.text;
    case "letter":
    case "styled":
    case "accent":
      return atomName(s);
    case "word":
      return `\\mathrm{${s.text}}`;
    case "prose":
      return `\\mathrm{${s.text.trim()}}`;
    case "group": {
      const inner = labelText(s.body) ?? (s.fence === "round" || s.fence === "square" ? shiftedLabel(s.body) : null);
      return inner === null
        ? null
        : s.fence === "round"
          ? `(${inner})`
          : s.fence === "square"
            ? `[${inner}]`
            : s.fence === "curly"
              ? inner
              : null;
    }
    case "list": {
      const parts = s.items.map(labelText);
      return parts.some((p) => p === null) ? null : parts.join(",");
    }
    case "juxtaposition": {
      const parts = s.items.map(labelText);
      return parts.some((p) => p === null) ? null : parts.join("");
    }
    case "scripts": {
      const base = labelText(s.base);
      if (base === null) return null;
      const sub = s.sub ? labelText(s.sub) : "";
      const sup = s.sup ? labelText(s.sup) : "";
      if (sub === null || sup === null) return null;
      return (
        (sup ? withLabel(sub ? withLabel(base, "_", sub) : base, "^", sup) : sub ? withLabel(base, "_", sub) : base) + "'".repeat(s.primes)
      );
    }
    default:
      return null;
  }
}

/** The `t+1` of x^{(t+1)} and the `l-1` of a^{[l-1]}. */
function shiftedLabel(s: Syntax): string | null {
  if (s.kind !== "sum") return null;
  const parts = s.terms.map(({ sign, term }, i) => {
    const label = labelText(term);
    return label === null ? null : `${i === 0 && sign === "+" ? "" : sign}${label}`;
  });
  return parts.some((p) => p === null) ? null : parts.join("");
}

/** The name in the other weight: `x` for `\mathbf{x}` and the other way round, labels kept. */
export function otherWeight(name: Name): Name {
  const bold = /^\\mathbf\{((?:[^{}]|\{[^{}]*\})*)\}(.*)$/su.exec(name);
  if (bold) return `${bold[1]}${bold[2]}`;
  const base = /^(\\[A-Za-z]+(?:\{[^{}]*\})?|[^\\])(.*)$/su.exec(name);
  return base ? `\\mathbf{${base[1]}}${base[2]}` : name;
}

export const isBold = (name: Name): boolean => name.startsWith("\\mathbf{");

/** The base letter without font, accent and labels: `W` of `\mathbf{W}_1`. */
export function letterOf(name: Name): string {
  const inner =
    /^\\(?:mathbf|mathcal|mathbb|mathfrak|mathsf|mathscr|mathtt|mathrm|tilde|hat|bar|vec|dot|ddot|widetilde|widehat|overline|underline|check)\{(.*?)\}/su.exec(
      name,
    );
  if (inner?.[1]) return letterOf(inner[1]);
  const base = /^(\\[A-Za-z]+|.)/su.exec(name);
  return base?.[1] ?? name;
}

export const isCapital = (name: Name): boolean => /^(?:[A-Z]|\\[A-Z])/u.test(letterOf(name));
export const isCalligraphic = (name: Name): boolean => name.startsWith("\\mathcal{") || name.startsWith("\\mathscr{");

/** The name with its letter in the other case, labels kept: `W_1` for `w_1`; null when the letter has no case. */
export function otherCase(name: Name): Name | null {
  const m = /^(\\(?:mathbf|mathcal|mathbb|mathfrak|mathsf|mathscr|mathtt|tilde|hat|bar|vec)\{)?([A-Za-z])(.*)$/su.exec(name);
  return m?.[2] && m[2] === m[2].toLowerCase() ? `${m[1] ?? ""}${m[2].toUpperCase()}${m[3] ?? ""}` : null;
}

/** What stands before a name in the name of its change: `\mathrm{d}X`. */
export const changeSign = "\\mathrm{d}";

/** `\mathrm{d}X` as a name, that of the change of X; null for anything else. */
export function changeName(s: Syntax): Name | null {
  const [d, of] = s.kind === "juxtaposition" && s.items.length === 2 ? s.items : [];
  if (d?.kind !== "word" || d.text !== "d" || !of || !["letter", "word", "styled", "accent", "scripts"].includes(of.kind)) return null;
  const name = labelText(of);
  return name === null ? null : changeSign + name;
}
