/** What every part of a worked solution is handed, and small helpers to put terms on paper. */
import { type Book, directional, type Environment, type Expr, heads, type Name, type Sym, type Terms } from "../expr/index.ts";
import { absurd, axes, type Dim, isScalar, isVector, type Shape } from "../shape/index.ts";
import { writeLatex } from "../write/latex.ts";
import { unicodeOfLatex } from "../write/symbols.ts";
import { writeUnicode } from "../write/unicode.ts";
import type { Quantities } from "./quantities.ts";
import type { Detail, Formula, Introduction, Reason, SolutionStep } from "./types.ts";

export type Layout = "numerator" | "denominator" | "mixed";

export interface Frame {
  readonly t: Terms;
  readonly book: Book;
  readonly quantities: Quantities;
  /** The variable as a whole; `at` is the entry that was asked for. */
  readonly variable: Sym;
  readonly at: readonly Expr[] | null;
  readonly layout: Layout;
  readonly detail: Detail;
  readonly seed: number;
}

export const formula = (e: Expr): Formula => ({ latex: writeLatex(e), unicode: writeUnicode(e) });
export const named = (name: Name): Formula => ({ latex: name, unicode: unicodeOfLatex(name) });
export const literal = (latex: string): Formula => ({ latex, unicode: unicodeOfLatex(latex) });

const joined = (a: Formula, between: readonly [string, string], b: Formula): Formula => ({
  latex: `${a.latex}${between[0]}${b.latex}`,
  unicode: `${a.unicode}${between[1]}${b.unicode}`,
});

export const equation = (a: Formula, b: Formula): Formula => joined(a, [" = ", " = "], b);

/** `f : ℝⁿ × ℝᵖ → ℝᵐ`. */
export function signature(name: Name, params: readonly Shape[], result: Shape): Introduction {
  const all = (by: "latex" | "unicode", times: string): string => params.map((p) => spaceOf(p)[by]).join(times);
  const to = spaceOf(result);
  return {
    formula: {
      latex: `${name} : ${all("latex", " \\times ")} \\to ${to.latex}`,
      unicode: `${unicodeOfLatex(name)} : ${all("unicode", " × ")} → ${to.unicode}`,
    },
    note: "differentiable",
  };
}

/** d before a name. */
export const changeOf = (name: Name): Name => `\\mathrm{d}${name}`;
export const changeSymbol = (t: Terms, x: Sym): Sym => t.sym(changeOf(x.name), x.shape, x.sort);

/** ∂f/∂x of letters; for a number by a number d f / d x. */
export function derivativeSign(of: Formula, by: Formula, order = 1): Formula {
  const power = order === 1 ? "" : `^{${order}}`;
  const raised = order === 1 ? "" : (["", "", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸"][order] ?? "");
  return {
    latex: `\\frac{\\partial${power} ${of.latex}}{\\partial ${by.latex}${power}}`,
    unicode: `∂${raised}${of.unicode}/∂${by.unicode}${raised}`,
  };
}

export const gradientSign = (of: Formula, by: Formula, order = 1): Formula => ({
  latex: `\\nabla_{${by.latex}}${order === 1 ? "" : `^{${order}}`} ${of.latex}`,
  unicode: `∇${order === 1 ? "" : "²"}_${by.unicode} ${of.unicode}`,
});

export const transposed = (f: Formula): Formula => ({ latex: `\\left(${f.latex}\\right)^{\\top}`, unicode: `(${f.unicode})ᵀ` });

/** The members of a chain as steps. */
export function chain(
  first: Formula,
  links: readonly { readonly after: Formula; readonly reasons: readonly Reason[] }[],
): readonly SolutionStep[] {
  const out: SolutionStep[] = [];
  let before = first;
  for (const { after, reasons } of links) {
    if (after.latex === before.latex) continue;
    out.push({ before, relation: "=", after, reasons });
    before = after;
  }
  return out;
}

/** `\mathbb{R}^{m \times n}`. */
export function spaceOf(shape: Shape): Formula {
  const sizes = isScalar(shape) ? [] : isVector(shape) && shape[1]?.key === "1" ? axes(shape) : shape;
  if (sizes.length === 0) return { latex: "\\mathbb{R}", unicode: "ℝ" };
  return {
    latex: `\\mathbb{R}^{${sizes.map(dimLatex).join(" \\times ")}}`,
    unicode: `ℝ^${sizes.length === 1 ? dimText(sizes[0] as Dim) : `(${sizes.map(dimText).join("×")})`}`,
  };
}

const dimLatex = (d: Dim): string => (d.key.includes(" ") ? `(${d.key})` : d.key);
const dimText = (d: Dim): string => unicodeOfLatex(dimLatex(d));

export const declaration = (name: Name, shape: Shape, note = ""): Introduction => ({
  formula: joined(named(name), [" \\in ", " ∈ "], spaceOf(shape)),
  note,
});

/** The term with every d(u) as the derivative along the change of the variable: what the line means. */
export function meaningOf(frame: Pick<Frame, "t" | "variable">, e: Expr): Expr {
  const { t, variable } = frame;
  const change = changeSymbol(t, variable);
  return t.replace(e, (x) => {
    if (x.kind !== "app" || x.head !== heads.d) return null;
    const of = x.args[0] as Expr;
    return of === variable ? change : directional(t, of, variable, change);
  });
}

/** The scope in which the change of the variable is a quantity too. */
export function withChange(frame: Pick<Frame, "t" | "variable">, environment: Environment): Environment {
  const { name, shape, sort } = changeSymbol(frame.t, frame.variable);
  return { ...environment, symbols: new Map([...environment.symbols, [name, { name, shape, sort, attributes: new Set(), range: null }]]) };
}

/** How a shape is called in a sentence. */
export function shapeText(shape: Shape): string {
  if (isScalar(shape)) return "a number";
  if (isVector(shape)) return shape[1]?.key === "1" ? `a column of ${axes(shape)[0]?.key}` : `a row of ${axes(shape)[0]?.key}`;
  return shape.map((d) => d.key).join(" × ");
}

export const layoutText = (layout: Layout): string => {
  switch (layout) {
    case "mixed":
      return "mixed layout: a gradient has the shape of its variable, a Jacobian is outputs × inputs";
    case "numerator":
      return "numerator layout: a derivative is outputs × inputs, that of a number by a column a row";
    case "denominator":
      return "denominator layout: a derivative is inputs × outputs, that of a number by a column a column";
    default:
      return absurd(layout);
  }
};
