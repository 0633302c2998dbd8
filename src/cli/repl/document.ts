/**
 * A session as a Markdown document that `fluxion check` accepts, and back: each statement stands behind a comment with the line as it was
 * typed, which is all that loading reads.
 */
import type { State } from "./state.ts";

const opening = "<!-- fluxion> ";
const closing = " -->";

const texName = (name: string): string => (/^[A-Za-z]$|\\/.test(name) ? name : plainWord(name));

const greek =
  /^(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)$/;

function plainWord(name: string): string {
  if (greek.test(name)) return `\\${name}`;
  const [, letter, digits] = /^(\p{L})_?(\d+)$/u.exec(name) ?? [];
  if (letter && digits) return `${letter}_{${digits}}`;
  return /^\p{L}{2,}$/u.test(name) ? `\\mathrm{${name}}` : name;
}

/** Let $A \in \mathbb{R}^{m \times n}$ be symmetric. */
export function declarationStatement(name: string, space: string): string {
  const [set = "", ...facts] = space.split(",");
  if (/->|→/.test(space)) {
    const spaces = space.split(/->|→/).map((side) => side.split(",").map(texSpace).join(" \\times "));
    return `Let $${texName(name)} : ${spaces.join(" \\to ")}$.`;
  }
  const attributes = facts.map((f) => f.trim()).filter((f) => f !== "");
  return `Let $${name
    .split(",")
    .map((n) => texName(n.trim()))
    .join(", ")} \\in ${texSpace(set)}$${attributes.length > 0 ? ` be ${attributes.join(" and ")}` : ""}.`;
}

function texSpace(text: string): string {
  const [, size] = /^R\^?\{?([^{}]*)\}?$/.exec(text.trim().replace(/^ℝ|^\\mathbb\{R\}/, "R")) ?? [];
  if (size === undefined) return text.trim();
  return size === "" ? "\\mathbb{R}" : `\\mathbb{R}^{${size.replace(/\s*[x×]\s*/g, " \\times ")}}`;
}

export const definitionStatement = (left: string, latex: string): string => {
  const [, name = left, params = ""] = /^(.+?)(\(.*\))?$/.exec(left) ?? [];
  return `Define $$${texName(name.trim())}${params} := ${latex}$$`;
};

export const equationStatement = (left: string, right: string): string => `$$${left} = ${right}$$`;

/** ∂ᵏ/∂xᵏ (f) in LaTeX. */
export function derivativeLatex(of: string, by: string, order: number): string {
  const power = order === 1 ? "" : `^{${order}}`;
  return `\\frac{\\partial${power}}{\\partial ${by}${power}} \\left(${of}\\right)`;
}

export function documentOf(state: State): string {
  const front = `---\nlayout: ${state.layout}\n---\n`;
  const parts = state.journal.map(
    (e) => `${opening}${e.line.replace(/\s*\n\s*/g, " ")}${closing}${e.statement === null ? "" : `\n\n${e.statement}`}\n`,
  );
  return [front, ...parts].join("\n");
}

/** The lines that a saved session was made of. */
export const linesOf = (document: string): readonly string[] =>
  document
    .split("\n")
    .filter((l) => l.startsWith(opening) && l.trimEnd().endsWith(closing))
    .map((l) => l.trimEnd().slice(opening.length, -closing.length));
