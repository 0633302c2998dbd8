/**
 * Things side by side, resolved by names: what is a call, what an entry, what a product.
 *
 * `f(x)` is a call when the document or the book knows f as a function; `\pi(`, a number or a known quantity before a bracket is a
 * product; for an unknown name the rule measured on public documents decides (96 % right) and the guess is recorded.
 * Products keep their order.
 */
import type { Head } from "../expr/index.ts";
import { differentialAt } from "./differentials.ts";
import type { Term } from "./meaning.ts";
import { argumentsOf, bracketOf, bracketsAt, finish, spanOf, type Taken } from "./resolve-brackets.ts";
import { callAt } from "./resolve-calls.ts";
import { beyond, type Context, headsOf, isKnown, refuse, textOf } from "./resolve-context.ts";
import { derivativeFraction, derivativeOf, operatorAt, operatorTerm, together } from "./resolve-derivative.ts";
import { productWithDots } from "./resolve-dots.ts";
import { truth } from "./resolve-guards.ts";
import { atomName } from "./resolve-names.ts";
import { isTranspose } from "./resolve-scripts.ts";
import type { Span, Syntax } from "./syntax.ts";

export function juxtaposition(context: Context, all: readonly Syntax[], span: Span): Term {
  const items = withoutRemarks(all).flatMap(flattened);
  if (items.some((s) => s.kind === "letter" && s.name === "\\exists"))
    return beyond(context, span, "a statement about something that exists");
  const progression = productWithDots(context, items, span);
  if (progression) return progression;
  const factors: Term[] = [];
  for (let i = 0; i < items.length; ) {
    const taken = wordOfLetters(context, items, i) ?? factorAt(context, items, i);
    factors.push(taken.term);
    i = taken.next;
  }
  const [only] = factors;
  if (!only) return refuse(context, span, "missing-side", "an operand is missing", { expected: "an operand" });
  return factors.length === 1 ? only : { kind: "product", factors, dot: false, span };
}

/** Plain text marks a name that touches its bracket; side by side they mean the same. */
const flattened = (s: Syntax): readonly Syntax[] => (s.kind === "application" && s.argument.kind === "group" ? [s.of, s.argument] : [s]);

/** Prose at either end is a remark (`(valid convolution)`). */
function withoutRemarks(items: readonly Syntax[]): readonly Syntax[] {
  const isRemark = (s: Syntax | undefined): boolean => s !== undefined && (s.kind === "prose" || s.kind === "empty");
  let from = 0;
  let to = items.length;
  while (from < to && isRemark(items[from])) from++;
  while (to > from && isRemark(items[to - 1])) to--;
  return items.slice(from, to);
}

/** A run of plain letters that the scope knows as a word, or four and more that are not all known, is a word: `output`, not o·u·t·p·u·t. */
function wordOfLetters(context: Context, items: readonly Syntax[], i: number): Taken | null {
  if (context.table.notation.mode !== "latex" || (i > 0 && isPlainLetter(items[i - 1]))) return null;
  let to = i;
  while (to < items.length && isPlainLetter(items[to])) to++;
  const ending = items[to];
  if (ending?.kind === "scripts" && isPlainLetter(ending.base) && ending.sub)
    return scriptedWord(context, items.slice(i, to), ending, to + 1);
  const run = items.slice(i, to);
  const letters = run.map((s) => (s.kind === "letter" ? s.name : ""));
  const [first] = run;
  const last = run.at(-1);
  const name = `\\mathrm{${letters.join("")}}`;
  const isWord = run.length >= 3 && (isKnown(context, name) || (run.length > 3 && !letters.every((n) => isKnown(context, n))));
  if (!isWord || !first || !last) return null;
  const span = spanOf(first, last);
  context.guesses.push({ what: "product", span, note: `${letters.join("")} is read as one word` });
  return { term: { kind: "name", name, span }, next: to };
}

/** `net_j`: an e between letters is no Euler's number, so the letters spell a word, whose last one carries its scripts. */
function scriptedWord(context: Context, run: readonly Syntax[], ending: Extract<Syntax, { kind: "scripts" }>, next: number): Taken | null {
  const letters = [...run, ending.base].map((s) => (s.kind === "letter" ? s.name : ""));
  const [first] = run;
  const text = letters.join("");
  const spelt = isKnown(context, `\\mathrm{${text}}`) || (letters.slice(0, -1).includes("e") && !letters.some((n) => isKnown(context, n)));
  if (!first || text.length < 3 || !spelt) return null;
  const span = spanOf(first, ending);
  context.guesses.push({ what: "product", span, note: `${text} is read as one word` });
  const base: Syntax = { kind: "word", text, command: "", span: spanOf(first, ending.base) };
  return { term: context.resolve({ ...ending, base, span }, context), next };
}

const isPlainLetter = (s: Syntax | undefined): boolean => s?.kind === "letter" && /^[A-Za-z]$/u.test(s.name);

/** One factor and the place after it. */
export function factorAt(context: Context, items: readonly Syntax[], i: number): Taken {
  const item = items[i] as Syntax;
  return (
    derivativeAt(context, items, i) ??
    differentialAt(context, items, i, factorAt) ??
    indicatorAt(context, items, i) ??
    callAt(context, items, i) ??
    bracketsAt(context, items, i) ?? { term: context.resolve(item, context), next: i + 1 }
  );
}

const indicators: ReadonlySet<string> = new Set([
  "\\mathbf{1}",
  "\\mathbb{1}",
  "\\mathrm{1}",
  "\\mathbb{I}",
  "\\mathbf{I}",
  "\\mathrm{I}",
  "I",
]);

/** \mathbf{1}[a < b], \mathbb{I}\{y = 1\}, I(x > 0): one where the relation holds, else zero. */
function indicatorAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const bracket = bracketOf(items[i + 1], ["round", "square", "curly"]);
  const name = item.kind === "number" && item.text === "1" && bracket?.group.fence === "curly" ? "\\mathbf{1}" : atomName(item);
  if (!bracket || name === null || !indicators.has(name) || isKnown(context, name)) return null;
  const { body } = bracket.group;
  if (body.kind !== "chain" && !(body.kind === "list" && body.items.some((x) => x.kind === "chain"))) return null;
  const span = spanOf(item, items[i + 1] as Syntax);
  return { term: finish(context, { kind: "iverson", of: truth(context, body), span }, bracket, span), next: i + 2 };
}

/** \frac{d}{dx} takes the rest of the run; ∇ and ∂_x the next factor; (∂f/∂x)(a, b) is taken at its arguments. */
function derivativeAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  if (item.kind === "fraction") {
    const d = derivativeFraction(item.numerator, item.denominator);
    if (d === null || d === "unclear" || d.of !== null) return null;
    const rest = together(withoutRemarks(items.slice(i + 1)));
    if (!rest)
      return {
        term: refuse(context, item.span, "missing-side", "nothing stands after this derivative operator", { expected: "an expression" }),
        next: items.length,
      };
    return { term: derivativeOf(context, d, context.resolve(rest, context), spanOf(item, rest)), next: items.length };
  }
  const taken = operatorAtPoint(item, items.slice(i + 1));
  if (taken) return { term: context.resolve(taken, context), next: items.length };
  const op = operatorAt(item);
  if (!op || i + 1 >= items.length) return null;
  const rest = isOfProduct(context, items.slice(i + 1), op.by) ? together(withoutRemarks(items.slice(i + 1))) : null;
  if (rest) {
    context.guesses.push({ what: "extent", span: spanOf(item, rest), note: `${textOf(context, item.span)} is taken of all that follows` });
    return { term: operatorTerm(context, op, context.resolve(rest, context), spanOf(item, rest)), next: items.length };
  }
  const operand = factorAt(context, items, i + 1);
  const span = spanOf(item, items[operand.next - 1] as Syntax);
  // ∇f(x)ᵀv: what is transposed is the gradient.
  const turned = op.symbol === "nabla" && operand.term.kind === "transpose" && operand.term.of.kind === "call" ? operand.term.of : null;
  if (turned) return { term: { kind: "transpose", of: operatorTerm(context, op, turned, span), span }, next: operand.next };
  return { term: operatorTerm(context, op, operand.term, span), next: operand.next };
}

/** \left.\frac{d}{dt}\right|_{t=0} f(x + th): the operator takes what follows before the bar is applied. */
function operatorAtPoint(item: Syntax, following: readonly Syntax[]): Syntax | null {
  if (item.kind !== "scripts" || item.base.kind !== "group" || item.base.fence !== "evaluation" || item.base.body.kind !== "fraction")
    return null;
  const { body } = item.base;
  const d = derivativeFraction(body.numerator, body.denominator);
  const rest = together(withoutRemarks(following));
  if (d === null || d === "unclear" || d.of !== null || !rest) return null;
  const whole: Syntax = { kind: "juxtaposition", items: [body, rest], span: spanOf(body, rest) };
  return { ...item, base: { ...item.base, body: whole }, span: spanOf(item, rest) };
}

/**
 * Whether an operator is of the whole product and not of its first factor: ∇ₓ ½‖x‖² and ∇ₓ xᵀAx are, (∇_z L) xᵀ and (∇f)ᵀd are not.
 * A number opens such a product; so does a fraction without the variable, or a transpose, where the variable stands further on.
 */
function isOfProduct(context: Context, items: readonly Syntax[], by: Syntax | null): boolean {
  const [first, ...rest] = items;
  if (first?.kind === "number") return true;
  if (!first || !by) return false;
  const variable = textOf(context, by.span).replace(/[{}]/gu, "");
  const mentions = (list: readonly Syntax[]): boolean => list.some((s) => textOf(context, s.span).includes(variable));
  if (first.kind === "fraction") return isNumeric(first) || (!mentions([first]) && mentions(rest));
  return first.kind === "scripts" && first.sup !== null && isTranspose(first.sup) && mentions(rest);
}

const isNumeric = (s: Syntax): boolean =>
  s.kind === "fraction" ? isNumeric(s.numerator) && isNumeric(s.denominator) : s.kind === "group" ? isNumeric(s.body) : s.kind === "number";

/** The argument of a function word without brackets: the run up to the next function word. */
export function runAfter(context: Context, items: readonly Syntax[], from: number): Taken | null {
  let to = from;
  // A function word ends the run, unless it is the partner of a row: \log a^\top \exp(x) is the logarithm of a number.
  const ends = (k: number): boolean => k > from && isFunctionWord(context, items[k] as Syntax) && !isRowAt(items[k - 1]);
  while (to < items.length && !ends(to) && items[to]?.kind !== "prose") to++;
  if (to === from) return null;
  // A function word right behind takes its own argument, and nothing more.
  if (isFunctionWord(context, items[from] as Syntax)) return factorAt(context, items, from);
  const run = items.slice(from, to);
  return { term: juxtaposition(context, run, spanOf(run[0] as Syntax, run.at(-1) as Syntax)), next: to };
}

const isRowAt = (s: Syntax | undefined): boolean => s?.kind === "scripts" && s.sup !== null && isTranspose(s.sup);

const isFunctionWord = (context: Context, s: Syntax): boolean => {
  const base = s.kind === "scripts" ? s.base : s;
  return (base.kind === "word" || base.kind === "styled") && headsOf(context, base).length > 0;
};

/** A function name before a bracketed list that did not arise from juxtaposition (`\max(0, x)` parsed as a binder). */
export function applyHeads(context: Context, heads: readonly Head[], body: Syntax, span: Span): Term {
  const items = body.kind === "juxtaposition" ? body.items : [body];
  const bracket = bracketOf(items[0], ["round", "square", "curly"]);
  const args = bracket ? argumentsOf(context, bracket.group) : null;
  if (!bracket || !args) return { kind: "apply", heads, args: [context.resolve(body, context)], span };
  const value = finish(context, { kind: "apply", heads, args, span }, bracket, span);
  if (items.length === 1) return value;
  const rest = juxtaposition(context, items.slice(1), span);
  return { kind: "product", factors: rest.kind === "product" ? [value, ...rest.factors] : [value, rest], dot: false, span };
}
