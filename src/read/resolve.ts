/**
 * Syntax with a table of names becomes a `Term`: names resolved, no shapes yet.
 *
 * Errors of the user are collected, not thrown, so that one formula tells all of them; nothing is dropped, commuted or simplified here.
 */
import type { Head, Name } from "../expr/index.ts";
import { parseDecimal } from "../expr/index.ts";
import { absurd, fail, ok, type Result } from "../shape/result.ts";
import type { Resolved, Table, Term } from "./meaning.ts";
import { bigTerm, isFunctionLike } from "./resolve-big.ts";
import { type Context, entryOf, headsOf, isFunction, isKnown, refuse, textOf } from "./resolve-context.ts";
import { derivativeFraction, derivativeOf, jacobianOf, primed, together } from "./resolve-derivative.ts";
import { casesTerm, truth } from "./resolve-guards.ts";
import { applyHeads, juxtaposition } from "./resolve-juxtaposition.ts";
import { listTerm, matrixTerm } from "./resolve-matrix.ts";
import { atomName } from "./resolve-names.ts";
import { decode, positions, raise, subscriptItems } from "./resolve-scripts.ts";
import { freeNames } from "./resolve-walk.ts";
import type { ReadError, Span, Syntax } from "./syntax.ts";

/** Resolves one formula. `source` is the text that spans point into. */
export function resolve(s: Syntax, table: Table, source: string): Result<Resolved, ReadError> {
  const context: Context = { table, source, bound: new Set(), resolve: term, guesses: [], errors: [], inner: [] };
  const out = term(s, context);
  const [error] = context.errors;
  if (error) return fail(error);
  return ok({ term: out, guesses: context.guesses, unknown: [...freeNames(out)].filter((n) => !isKnown(context, n)), inner: context.inner });
}

/** A condition (`i \ne j`, `0 ≤ i < n`) as a truth. */
export function resolveTruth(s: Syntax, table: Table, source: string): Result<Resolved, ReadError> {
  const context: Context = { table, source, bound: new Set(), resolve: term, guesses: [], errors: [], inner: [] };
  const out = truth(context, s);
  const [error] = context.errors;
  if (error) return fail(error);
  return ok({ term: out, guesses: context.guesses, unknown: [...freeNames(out)].filter((n) => !isKnown(context, n)), inner: context.inner });
}

function term(s: Syntax, context: Context): Term {
  switch (s.kind) {
    case "number": {
      const value = parseDecimal(s.text);
      return value ? { kind: "number", value, span: s.span } : refuse(context, s.span, "unexpected", `${s.text} is not a number`);
    }
    case "letter":
    case "word":
    case "styled":
    case "accent":
      return atom(s, context);
    case "scripts":
      return scripted(s, context);
    case "group":
      return group(s, context);
    case "list":
      return { kind: "tuple", items: s.items.filter((i) => i.kind !== "empty").map((i) => term(i, context)), span: s.span };
    case "juxtaposition":
      return juxtaposition(context, s.items, s.span);
    case "application":
      return application(s, context);
    case "phrase":
      return phrase(s, context);
    case "range":
      return refuse(context, s.span, "unexpected", "a range stands where a value is needed", { expected: "a value" });
    case "binary":
      return binary(s, context);
    case "sum":
      return sum(s, context);
    case "chain":
      return truth(context, s);
    case "fraction":
      return fraction(s, context);
    case "binomial":
      return refuse(context, s.span, "unsupported", "binomial coefficients are not understood yet");
    case "root":
      return root(s, context);
    case "big":
      return isFunctionLike(s) ? listFunction(s, context) : bigTerm(context, s);
    case "environment":
      return environment(s, context);
    case "decorated":
      return decorated(s, context);
    case "factorial":
      return refuse(context, s.span, "unsupported", "factorials are not understood yet", { try: "write \\Gamma(n+1)" });
    case "dots":
      return refuse(context, s.span, "unsupported", "an ellipsis stands for terms that are not written", { try: "write a sum with bounds" });
    case "placeholder":
      return refuse(context, s.span, "unexpected", "a dot stands where a value is needed", { expected: "an argument" });
    case "prose":
      return refuse(context, s.span, "unsupported", `"${s.text.trim()}" is no function that the book knows`, { expected: "a formula", try: "declare it, or write its card's name" });
    case "empty":
      return refuse(context, s.span, "missing-side", "an operand is missing", { expected: "an operand" });
    case "hole":
      context.errors.push(s.error);
      return { kind: "opaque", text: textOf(context, s.span), span: s.span };
    default:
      return absurd(s);
  }
}

type Of<K extends Syntax["kind"]> = Extract<Syntax, { kind: K }>;

/** Plain text: `f(x)`, `a[j]`, and in rules `dU`. */
function application(s: Of<"application">, context: Context): Term {
  if (s.argument.kind !== "group") {
    const d = context.table.book.heads.get("d");
    return d ? { kind: "apply", heads: [d], args: [term(s.argument, context)], span: s.span } : refuse(context, s.span, "unsupported", "the book has no differential");
  }
  return juxtaposition(context, [s.of, s.argument], s.span);
}

/** A formula with remarks around it; words between formulas are not understood. */
function phrase(s: Of<"phrase">, context: Context): Term {
  const formulas = s.items.filter((i) => i.kind !== "prose");
  const [only] = formulas;
  if (only && formulas.length === 1) return term(only, context);
  return refuse(context, s.span, "unsupported", "words stand between formulas", { expected: "one formula", try: "write them apart" });
}

/** A name standing alone. */
function atom(s: Of<"letter" | "word" | "styled" | "accent">, context: Context): Term {
  const { span } = s;
  const name = atomName(s);
  if (name !== null && isKnown(context, name)) return isFunction(context, name) ? { kind: "function", name, span } : { kind: "name", name, span };
  const raw = s.kind === "letter" ? s.name : s.kind === "word" ? s.text : null;
  if (raw !== null && isKnown(context, raw)) return isFunction(context, raw) ? { kind: "function", name: raw, span } : { kind: "name", name: raw, span };
  const own = constantOf(s, name, context);
  if (own) return own;
  if (s.kind === "styled" && s.of.kind === "juxtaposition") return spelledOut(s, context);
  const heads = headsOf(context, s);
  if (heads.length > 0 && (s.kind !== "letter" || s.name.length > 1)) return { kind: "head", heads, span };
  if (name === null) return refuse(context, span, "unsupported", `${textOf(context, span)} is not a name`);
  return unknownAtom(s, name, raw, context);
}

/** π, ∞, e, I, **0** and **1**, unless the document uses the letter for something of its own. */
function constantOf(s: Syntax, name: Name | null, context: Context): Term | null {
  const { span } = s;
  switch (name) {
    case "\\pi":
      return { kind: "constant", which: "pi", size: null, span };
    case "\\infty":
      return { kind: "constant", which: "infinity", size: null, span };
    case "\\mathbf{0}":
      return { kind: "constant", which: "zeros", size: null, span };
    case "\\mathbf{1}":
    case "\\mathbb{1}":
      return { kind: "constant", which: "ones", size: null, span };
    case "I":
    case "\\mathbf{I}":
    case "\\mathbb{I}":
    case "\\mathrm{I}":
      return { kind: "identity", size: null, span };
    case "e":
    case "\\mathrm{e}": {
      const exp = context.table.book.heads.get("exp");
      return exp ? { kind: "apply", heads: [exp], args: [{ kind: "number", value: { n: 1n, d: 1n }, span }], span } : null;
    }
    default:
      return null;
  }
}

/** `\mathbf{AX}` is the product of \mathbf{A} and \mathbf{X}, unless the letters spell a function. */
function spelledOut(s: Of<"styled">, context: Context): Term {
  const heads = headsOf(context, s);
  if (heads.length > 0) return { kind: "head", heads, span: s.span };
  const items = s.of.kind === "juxtaposition" ? s.of.items : [s.of];
  return juxtaposition(context, items.map((of): Syntax => restyled(s, of)), s.span);
}

const restyled = (s: Of<"styled">, of: Syntax): Syntax =>
  of.kind === "scripts" ? { ...of, base: restyled(s, of.base) } : { kind: "styled", font: s.font, of, span: of.span };

function unknownAtom(s: Syntax, name: Name, raw: string | null, context: Context): Term {
  const { mode } = context.table.notation;
  const d = mode === "rule" && raw !== null && /^d./u.test(raw) ? raw.slice(1) : null;
  if (d !== null && isKnown(context, d)) return differentialOf(d, s.span, context);
  const isWord = raw !== null && raw.length > 1 && !raw.startsWith("\\");
  if (mode === "rule" || (mode === "plain" && isWord && name.startsWith("\\mathrm{"))) {
    const near = raw === null ? null : nearest(raw, [...context.table.book.heads.keys(), ...context.table.book.spellings.keys()]);
    return refuse(context, s.span, "unknown-name", `${raw ?? name} is not declared`, near === null ? { try: "declare it" } : { try: `${near}?` });
  }
  return { kind: "name", name, span: s.span };
}

function differentialOf(name: Name, span: Span, context: Context): Term {
  const d = context.table.book.heads.get("d") as Head;
  return { kind: "apply", heads: [d], args: [{ kind: "name", name, span }], span };
}

/** The nearest known spelling, at most two letters away. */
function nearest(word: string, all: readonly string[]): string | null {
  let best: string | null = null;
  let least = 3;
  for (const other of all) {
    const away = distance(word.toLowerCase(), other.toLowerCase());
    if (away < least) [best, least] = [other, away];
  }
  return best;
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}

function scripted(s: Of<"scripts">, context: Context): Term {
  return scriptedConstant(s, context) ?? jacobianOf(context, s) ?? scriptedGroup(s, context) ?? scriptedName(s, context) ?? onValue(s, context);
}

/** e^x, I_n, \mathbf{1}_{i=j}, \mathbf{0}_n, δ_{ij}. */
function scriptedConstant(s: Of<"scripts">, context: Context): Term | null {
  const name = s.base.kind === "number" ? (s.base.text === "1" && s.sub ? "\\mathbf{1}" : null) : atomName(s.base);
  if (name === null || isKnown(context, name)) return null;
  const { span } = s;
  const exp = context.table.book.heads.get("exp");
  if ((name === "e" || name === "\\mathrm{e}") && s.sup && !s.sub && exp) return { kind: "apply", heads: [exp], args: [term(s.sup, context)], span };
  if (name === "\\delta" && s.sub) return deltaOf(s.sub, span, context);
  if (!s.sub) return null;
  const sub = s.sub.kind === "group" ? s.sub.body : s.sub;
  const constant = constantOf(s.base, name, context);
  const isTruth = sub.kind === "chain" || (sub.kind === "list" && sub.items.some((i) => i.kind === "chain"));
  if (name === "\\mathbf{1}" || name === "\\mathbb{1}" || name === "\\mathbb{I}") {
    const value: Term = isTruth ? { kind: "iverson", of: truth(context, sub), span } : name === "\\mathbb{I}" ? { kind: "identity", size: term(sub, context), span } : sized("ones", term(sub, context), span);
    return s.sup ? raise(context, value, s.sup, span) : value;
  }
  if (name === "\\mathbf{0}") return sized("zeros", term(sub, context), span);
  return constant?.kind === "identity" ? { kind: "identity", size: term(sub, context), span } : null;
}

/** Arrays of constants of a stated size are columns. */
const sized = (which: "ones" | "zeros", size: Term, span: Span): Term => ({ kind: "constant", which, size, span });

function deltaOf(sub: Syntax, span: Span, context: Context): Term | null {
  const [left, right, ...more] = subscriptItems(sub);
  if (!left || !right || more.length > 0) return null;
  return { kind: "iverson", of: { kind: "relation", symbol: "=", left: term(left, context), right: term(right, context), span }, span };
}

/** Norms with their name below, brackets evaluated between bounds. */
function scriptedGroup(s: Of<"scripts">, context: Context): Term | null {
  if (s.base.kind !== "group") return null;
  if (s.base.fence === "norm" && s.sub) {
    const which = normOf(s.sub);
    if (!which) return refuse(context, s.sub.span, "unsupported", `the norm ${textOf(context, s.sub.span)} is not understood`, { expected: "F, 2, 1 or ∞" });
    const norm: Term = { kind: "norm", which, of: term(s.base.body, context), span: s.span };
    return s.sup ? raise(context, norm, s.sup, s.span) : norm;
  }
  if (s.base.fence === "square" && s.sub && s.sup && s.base.body.kind !== "list") return evaluation(s, s.base.body, s.sub, s.sup, context);
  return null;
}

function normOf(sub: Syntax): "F" | "2" | "1" | "infinity" | null {
  if (sub.kind === "group") return normOf(sub.body);
  if (sub.kind === "number") return sub.text === "2" ? "2" : sub.text === "1" ? "1" : null;
  const name = atomName(sub);
  return name === "F" || name === "\\mathrm{F}" ? "F" : name === "\\infty" ? "infinity" : null;
}

/** [g(x)]_a^b: the value at b less the value at a; the variable is the only free name of the body. */
function evaluation(s: Syntax, body: Syntax, from: Syntax, to: Syntax, context: Context): Term {
  const of = term(body, context);
  const variables = [...freeNames(of)].filter((n) => entryOf(context, n)?.role !== "function" && !freeNames(term(from, context)).has(n) && !freeNames(term(to, context)).has(n));
  const names = of.kind === "call" ? variables.filter((n) => n !== of.fn) : variables;
  const [variable] = names;
  if (variable === undefined || names.length > 1) return refuse(context, s.span, "ambiguous", "it is not clear which variable takes these bounds", { try: "write g(b) - g(a)" });
  return { kind: "evaluation", of, variable, from: term(from, context), to: term(to, context), span: s.span };
}

/** A name with scripts: label, positions, primes, power. */
function scriptedName(s: Of<"scripts">, context: Context): Term | null {
  const heads = headsOf(context, s.base);
  if (heads.length > 0 && s.base.kind !== "letter") return bareCard(s, heads, context);
  if (s.base.kind === "styled" && s.base.of.kind === "juxtaposition" && heads.length === 0) {
    const items = s.base.of.items;
    const last = items.at(-1);
    return last ? juxtaposition(context, [...items.slice(0, -1).map((i) => restyled(s.base as Of<"styled">, i)), { ...s, base: restyled(s.base as Of<"styled">, last) }], s.span) : null;
  }
  const decoded = decode(context, s.base, s.sub, s.sup, s.primes);
  if (!decoded) return null;
  const isOther = decoded.primes > 0 && heads.length === 0 && !isFunction(context, decoded.name) && context.table.notation.mode === "latex";
  // A prime on a quantity is part of its name: m', n'.
  const name = isOther ? decoded.name + "'".repeat(decoded.primes) : decoded.name;
  let out = named(name, s, heads, isOther ? 0 : decoded.primes, context);
  if (decoded.at.length > 0) out = { kind: "entry", of: out, at: positions(context, name, decoded.at), span: s.span };
  return decoded.sup ? raise(context, out, decoded.sup, s.span) : out;
}

function named(name: Name, s: Of<"scripts">, heads: readonly Head[], primes: number, context: Context): Term {
  if (isFunction(context, name)) return primed({ kind: "function", name, span: s.span }, primes, s.span);
  if (heads.length > 0 && primes > 0) return primed({ kind: "head", heads, span: s.span }, primes, s.span);
  const base = s.base.kind === "letter" && !isKnown(context, name) && s.sub === null ? constantOf(s.base, atomName(s.base), context) : null;
  const plain: Term = base ?? (isKnown(context, name) || s.sub ? { kind: "name", name, span: s.span } : unknownOrName(s, name, context));
  return primes > 0 ? { kind: "transpose", of: plain, span: s.span } : plain;
}

const unknownOrName = (s: Of<"scripts">, name: Name, context: Context): Term => {
  const raw = s.base.kind === "letter" ? s.base.name : s.base.kind === "word" ? s.base.text : null;
  if (raw !== null && isKnown(context, raw)) return { kind: "name", name: raw, span: s.span };
  return context.table.notation.mode === "rule" ? unknownAtom(s, name, raw, context) : { kind: "name", name, span: s.span };
};

/** A function word with scripts but without an argument: `\text{ReLU}'`. */
function bareCard(s: Of<"scripts">, heads: readonly Head[], context: Context): Term {
  const head: Term = { kind: "head", heads, span: s.span };
  if (s.primes > 0 && !s.sub && !s.sup) return primed(head, s.primes, s.span);
  return refuse(context, s.span, "missing-side", `${textOf(context, s.base.span)} stands without an argument`, { expected: "an argument" });
}

/** Scripts on any closed value: `(A + B)_{ij}`, `(\ldots)^T`. */
function onValue(s: Of<"scripts">, context: Context): Term {
  let out = term(s.base, context);
  if (s.primes > 0) out = { kind: "transpose", of: out, span: s.span };
  if (s.sub) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(s.sub)), span: s.span };
  return s.sup ? raise(context, out, s.sup, s.span) : out;
}

function group(s: Of<"group">, context: Context): Term {
  const { span, body } = s;
  switch (s.fence) {
    case "round":
    case "curly":
      return term(body, context);
    case "square":
      if (body.kind === "list") return listTerm(context, body);
      return body.kind === "chain" ? { kind: "iverson", of: truth(context, body), span } : term(body, context);
    case "bars":
      return { kind: "bars", of: term(body, context), span };
    case "norm":
      return { kind: "norm", which: "F", of: term(body, context), span };
    case "angle": {
      const inner = context.table.book.heads.get("inner");
      if (body.kind !== "list" || body.items.length !== 2 || !inner) return refuse(context, span, "unsupported", "angle brackets hold two arrays", { expected: "an inner product ⟨x, y⟩" });
      return { kind: "apply", heads: [inner], args: body.items.map((i) => term(i, context)), span };
    }
    case "floor":
    case "ceil": {
      const head = context.table.book.heads.get(s.fence);
      return head ? { kind: "apply", heads: [head], args: [term(body, context)], span } : refuse(context, span, "unsupported", `the book has no card ${s.fence}`);
    }
    case "evaluation":
      return refuse(context, span, "unsupported", "a value taken at a point by a bar is not understood yet", { try: "write f(a)" });
    case "round-square":
    case "square-round":
    case "left-curly":
      return refuse(context, span, "unexpected", "an interval or an open brace stands where a value is needed", { expected: "a value" });
    default:
      return absurd(s.fence);
  }
}

function binary(s: Of<"binary">, context: Context): Term {
  const { span } = s;
  if (s.operator === "slash") return slash(s, context);
  const left = term(s.left, context);
  const right = term(s.right, context);
  switch (s.operator) {
    case "cdot":
    case "bullet":
    case "dot":
      return { kind: "product", factors: [left, right], dot: true, span };
    case "times":
      return { kind: "product", factors: [left, right], dot: false, span };
    case "star":
      return { kind: "star", name: "*", left, right, span };
    case "tildestar":
      return { kind: "star", name: "\\tilde{*}", left, right, span };
    case "odot":
    case "elementwise-times":
      return { kind: "entrywise", operation: "times", left, right, span };
    case "oslash":
    case "elementwise-slash":
      return { kind: "entrywise", operation: "over", left, right, span };
    case "elementwise-power":
      return { kind: "entrywise", operation: "power", left, right, span };
    case "otimes":
      return { kind: "kron", left, right, span };
    case "div":
      return { kind: "quotient", over: left, under: right, span };
    case "circ":
      return circle(left, right, span);
    case "colon": {
      const inner = context.table.book.heads.get("inner");
      return inner ? { kind: "apply", heads: [inner], args: [left, right], span } : refuse(context, span, "unsupported", "A : B needs the card inner");
    }
    case "oplus":
    case "cup":
    case "cap":
    case "setminus":
    case "mod":
      return refuse(context, span, "unsupported", `the operator ${s.operator} is not understood`);
    default:
      return absurd(s.operator);
  }
}

const isFunctionTerm = (t: Term): boolean => t.kind === "function" || t.kind === "head" || t.kind === "composition";

/** ∘ composes functions and multiplies arrays entry by entry. */
function circle(left: Term, right: Term, span: Span): Term {
  if (!isFunctionTerm(left) || !isFunctionTerm(right)) return { kind: "entrywise", operation: "times", left, right, span };
  return { kind: "composition", parts: [left, right].flatMap((t) => (t.kind === "composition" ? t.parts : [t])), span };
}

function slash(s: Of<"binary">, context: Context): Term {
  const d = derivativeFraction(s.left, s.right);
  if (d && d !== "unclear" && d.of) return derivativeOf(context, d, term(d.of, context), s.span);
  const leading = s.right.kind === "juxtaposition" ? s.right.items : [];
  const [first] = leading;
  const rest = together(leading.slice(1));
  // 1/2 x is a half of x, not 1/(2x).
  if (s.left.kind === "number" && first?.kind === "number" && rest) {
    context.guesses.push({ what: "extent", span: s.span, note: `${textOf(context, s.span)} is read as a fraction times ${textOf(context, rest.span)}` });
    const half: Term = { kind: "quotient", over: term(s.left, context), under: term(first, context), span: { start: s.left.span.start, end: first.span.end } };
    return { kind: "product", factors: [half, term(rest, context)], dot: false, span: s.span };
  }
  return { kind: "quotient", over: term(s.left, context), under: term(s.right, context), span: s.span };
}

function sum(s: Of<"sum">, context: Context): Term {
  const terms = s.terms.map(({ sign, term: t }) => {
    if (sign === "±" || sign === "∓") refuse(context, t.span, "unsupported", "± stands for two values", { try: "write both" });
    return { sign: sign === "-" ? ("-" as const) : ("+" as const), term: term(t, context) };
  });
  const [only] = terms;
  return terms.length === 1 && only?.sign === "+" ? only.term : { kind: "sum", terms, span: s.span };
}

function fraction(s: Of<"fraction">, context: Context): Term {
  const d = derivativeFraction(s.numerator, s.denominator);
  if (d === "unclear") return refuse(context, s.span, "unsupported", "the order of this derivative is not a number", { expected: "an order such as 2" });
  if (d?.of) return derivativeOf(context, d, term(d.of, context), s.span);
  if (d) return refuse(context, s.span, "missing-side", "nothing stands after this derivative operator", { expected: "an expression" });
  return { kind: "quotient", over: term(s.numerator, context), under: term(s.denominator, context), span: s.span };
}

function root(s: Of<"root">, context: Context): Term {
  const of = term(s.body, context);
  const head = context.table.book.heads.get("sqrt");
  if (!s.degree && head) return { kind: "apply", heads: [head], args: [of], span: s.span };
  const under: Term = s.degree ? term(s.degree, context) : { kind: "number", value: { n: 2n, d: 1n }, span: s.span };
  const one: Term = { kind: "number", value: { n: 1n, d: 1n }, span: s.span };
  return { kind: "power", base: of, exponent: { kind: "quotient", over: one, under, span: s.span }, span: s.span };
}

/** `\max(0, x)`, `\max\{0, x\}`. */
function listFunction(s: Of<"big">, context: Context): Term {
  const head = context.table.book.heads.get(s.name);
  if (!head) return refuse(context, s.span, "unsupported", `the book has no card ${s.name}`);
  return applyHeads(context, [head], s.body, s.span);
}

function environment(s: Of<"environment">, context: Context): Term {
  if (/^[dr]?cases/u.test(s.name)) return casesTerm(context, s);
  if (/matrix$|^array$/u.test(s.name)) return matrixTerm(context, s);
  const [row] = s.rows;
  const [only] = row ?? [];
  if (s.rows.length === 1 && row?.length === 1 && only) return term(only, context);
  return refuse(context, s.span, "unexpected", `several rows of ${s.name} stand inside a formula`, { expected: "a matrix or cases" });
}

function decorated(s: Of<"decorated">, context: Context): Term {
  switch (s.decoration) {
    case "underbrace":
    case "overbrace":
    case "boxed":
      return term(s.body, context);
    case "cancel":
      return refuse(context, s.span, "unsupported", "a term that is struck out");
    case "underset":
    case "overset":
      return refuse(context, s.span, "unsupported", "something stands above or below a term that is no operator");
    default:
      return absurd(s.decoration);
  }
}

