/** Pieces of program text with what a generator must know of them: how they bind and what they hold. */
import { axes, isColumn, isRow, isScalar, type Shape } from "../../shape/index.ts";

/** How strongly a piece binds, from a choice (loosest) to an atom. The languages here agree on this much. */
export const level = { choice: 0, comparison: 1, sum: 2, product: 3, sign: 4, power: 5, atom: 6 } as const;
export type Level = (typeof level)[keyof typeof level];

/** What a piece evaluates to. How a row is written before it is needed as a 1×n array is each dialect's own affair. */
export type Form = "scalar" | "column" | "row" | "matrix" | "tensor" | "truth";

export interface Value {
  readonly text: string;
  readonly level: Level;
  readonly form: Form;
  /** Set on X⁻¹: a dialect would rather solve with X than multiply with its inverse. */
  readonly inverseOf?: Value;
}

export const value = (text: string, at: Level, form: Form): Value => ({ text, level: at, form });
export const atom = (text: string, form: Form): Value => value(text, level.atom, form);

export const formOf = (s: Shape): Form =>
  isScalar(s) ? "scalar" : isColumn(s) ? "column" : isRow(s) ? "row" : axes(s).length <= 2 ? "matrix" : "tensor";

/** The text, bracketed when it binds less than its place asks for. */
export const atLeast = (v: Value, least: Level): string => (v.level >= least ? v.text : `(${v.text})`);

/** One form for all; scalars spread over arrays. */
export const spread = (values: readonly Value[]): Form => values.find((v) => v.form !== "scalar")?.form ?? "scalar";

/** `left op right op …`, left-associative. */
export function infix(operator: string, at: Level, form: Form, values: readonly Value[]): Value {
  const text = values.map((v, i) => (i === 0 ? atLeast(v, at) : atLeast(v, (at + 1) as Level))).join(` ${operator} `);
  return value(text, at, form);
}

/** A template with #1, #2 filled in. An argument that stands between brackets or commas needs none of its own. */
export function fill(template: string, args: readonly Value[], form: Form): Value {
  const bare = withoutBrackets(template);
  const text = bare.replace(/#(\d)/g, (_, n: string, at: number) => {
    const arg = args[Number(n) - 1];
    if (!arg) return "";
    const enclosed = /[(,[]\s*$/.test(bare.slice(0, at)) && /^\s*[),\]]/.test(bare.slice(at + 2));
    return enclosed ? arg.text : atLeast(arg, level.atom);
  });
  return value(text, isCall(bare) ? level.atom : level.sum, form);
}

/** The position after the bracket that closes the one at `at`. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")" && --depth === 0) return i + 1;
  }
  return -1;
}

const withoutBrackets = (template: string): string =>
  template.startsWith("(") && closing(template, 0) === template.length ? template.slice(1, -1) : template;

/** `f(…)`, `a.b(…)` and plain words bind like atoms. */
function isCall(template: string): boolean {
  const open = template.indexOf("(");
  if (open < 0) return /^[\w.]+$/.test(template);
  return /^[\w.]+$/.test(template.slice(0, open)) && closing(template, open) === template.length;
}
