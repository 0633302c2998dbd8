/** Truths: guards of cases and sums, side conditions, the inside of an indicator. */

import type { Term, TermArm, TermOf } from "./meaning.ts";
import { beyond, type Context, refuse, textOf } from "./resolve-context.ts";
import type { RelationSymbol, Span, Syntax } from "./syntax.ts";

type Comparison = TermOf<"relation">["symbol"];

const comparisons: ReadonlyMap<RelationSymbol, Comparison> = new Map([
  ["=", "="],
  ["\\equiv", "="],
  ["\\ne", "≠"],
  ["<", "<"],
  ["\\le", "≤"],
  [">", ">"],
  ["\\ge", "≥"],
]);

export const comparisonOf = (symbol: RelationSymbol): Comparison | null => comparisons.get(symbol) ?? null;

const isWords = (s: Syntax): s is Extract<Syntax, { kind: "prose" | "word" }> => s.kind === "prose" || s.kind === "word";

/** `otherwise`, `else`, and the like. */
const otherwiseWords = /^\s*(?:,\s*)?(?:otherwise|else|in all other cases|elsewhere)\s*[.,]?\s*$/i;
const openingWords = /^\s*(?:,\s*)?(?:if|for|when|where|whenever|in case|provided|and|with|on)\b[\s:]*$/i;

/** The words at the left end of a formula, and what follows them. */
function splitWords(s: Syntax): { readonly words: string; readonly rest: Syntax | null } {
  if (isWords(s)) return { words: s.text, rest: null };
  if (s.kind === "juxtaposition" || s.kind === "phrase") {
    const [first, ...rest] = s.items;
    if (!first || !isWords(first) || (first.kind === "word" && !openingWords.test(first.text) && !otherwiseWords.test(first.text)))
      return { words: "", rest: s };
    const [only] = rest;
    if (!only) return { words: first.text, rest: null };
    return { words: first.text, rest: rest.length === 1 ? only : { ...s, items: rest, span: { start: only.span.start, end: s.span.end } } };
  }
  if (s.kind === "chain") {
    const [left, ...others] = s.operands;
    if (!left) return { words: "", rest: s };
    const inner = splitWords(left);
    return inner.words === "" || !inner.rest
      ? { words: "", rest: s }
      : { words: inner.words, rest: { ...s, operands: [inner.rest, ...others] } };
  }
  if (s.kind === "list") {
    const [left, ...others] = s.items;
    if (!left) return { words: "", rest: s };
    const inner = splitWords(left);
    if (inner.words === "") return { words: "", rest: s };
    const [second] = others;
    if (inner.rest) return { words: inner.words, rest: { ...s, items: [inner.rest, ...others] } };
    return {
      words: inner.words,
      rest: others.length === 1 && second ? second : { ...s, items: others, separators: s.separators.slice(1) },
    };
  }
  return { words: "", rest: s };
}

/** The truth that a formula states: one relation, several at once (0 ≤ i < n), or a list of them. */
export function truth(context: Context, s: Syntax): Term {
  const { words, rest } = splitWords(s);
  if (words !== "" && rest && openingWords.test(words)) return truth(context, rest);
  switch (s.kind) {
    case "chain":
      return chainTruth(context, s);
    case "list":
      return s.separators.includes("or")
        ? { kind: "logic", operation: "or", of: s.items.map((i) => truth(context, i)), span: s.span }
        : conjunction(
            s.items.filter((i) => i.kind !== "empty").map((i) => truth(context, i)),
            s.span,
          );
    case "group":
      return truth(context, s.body);
    case "juxtaposition":
    case "phrase":
      return joined(context, s);
    default:
      return beyond(context, s.span, `${textOf(context, s.span)} stands for a condition, but is no relation`);
  }
}

const conjunction = (parts: readonly Term[], span: Span): Term => {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: "logic", operation: "and", of: parts, span };
};

/** Conditions joined by words: `x > 0 and y > 0`. */
function joined(context: Context, s: Extract<Syntax, { kind: "juxtaposition" | "phrase" }>): Term {
  const parts = s.items.filter((i) => !isWords(i));
  const words = s.items.filter(isWords).map((w) => w.text.trim().toLowerCase());
  if (parts.length !== words.length + 1 || !words.every((w) => w === words[0])) {
    return beyond(context, s.span, `${textOf(context, s.span)} stands for a condition, but is no relation`);
  }
  const of = parts.map((p) => truth(context, p));
  if (words[0] === "or") return { kind: "logic", operation: "or", of, span: s.span };
  return conjunction(of, s.span);
}

function chainTruth(context: Context, s: Extract<Syntax, { kind: "chain" }>): Term {
  const parts: Term[] = [];
  s.relators.forEach((relator, k) => {
    const symbol = comparisonOf(relator.symbol);
    const left = s.operands[k];
    const right = s.operands[k + 1];
    if (!symbol || !left || !right) {
      parts.push(beyond(context, s.span, `the relation ${relator.text} is no condition to compute with`));
      return;
    }
    const span = { start: left.span.start, end: right.span.end };
    // `i, j ≤ n` says the same of every item.
    for (const l of itemsOf(left))
      for (const r of itemsOf(right))
        parts.push({ kind: "relation", symbol, left: context.resolve(l, context), right: context.resolve(r, context), span });
  });
  return conjunction(parts, s.span);
}

const itemsOf = (s: Syntax): readonly Syntax[] => (s.kind === "list" ? s.items : [s]);

/** A `cases` environment: values in the first column, conditions in the second. */
export function casesTerm(context: Context, s: Extract<Syntax, { kind: "environment" }>): Term {
  const arms: TermArm[] = [];
  let otherwise: Term | null = null;
  for (const row of s.rows) {
    const [cell, second, third] = row;
    if (!cell || cell.kind === "empty") continue;
    // `x & \text{if} & x > 0` in three columns.
    const condition = third && third.kind !== "empty" && second && (isWords(second) || second.kind === "empty") ? third : second;
    const guard = condition === undefined ? null : splitWords(condition);
    const last = guard === null || (guard.rest === null && otherwiseWords.test(guard.words)) || condition?.kind === "empty";
    const when = last || !condition ? null : truth(context, condition);
    const value = cellValue(context, cell, when);
    if (when) arms.push({ when, then: value });
    else otherwise = value;
  }
  if (arms.length === 0)
    return otherwise ?? refuse(context, s.span, "unexpected", "these cases hold no value", { expected: "a value and a condition" });
  return { kind: "cases", arms, otherwise, span: s.span };
}

/** The value of a cell; further members of a chain in it are claims under the cell's condition. */
function cellValue(context: Context, cell: Syntax, when: Term | null): Term {
  const clean = cell.kind === "list" && cell.items.length === 2 && cell.items[1]?.kind === "empty" ? (cell.items[0] as Syntax) : cell;
  if (clean.kind !== "chain") return context.resolve(clean, context);
  const operands = clean.operands.map((o) => context.resolve(o, context));
  clean.relators.forEach((relator, k) => {
    const left = operands[k];
    const right = operands[k + 1];
    const l = clean.operands[k];
    const r = clean.operands[k + 1];
    if (left && right && l && r) context.inner.push({ left, right, symbol: relator.symbol, when, leftSpan: l.span, rightSpan: r.span });
  });
  return operands[0] ?? refuse(context, clean.span, "missing-side", "an empty cell", { expected: "a value" });
}
