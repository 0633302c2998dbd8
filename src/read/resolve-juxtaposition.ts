/**
 * Things side by side, resolved by names: what is a call, what an entry, what a product.
 *
 * `f(x)` is a call when the document or the book knows f as a function; `\pi(`, a number or a known quantity before a bracket is a
 * product; for an unknown name the rule measured on public documents decides (96 % right) and the guess is recorded.
 * Products keep their order.
 */
import type { Head } from "../expr/index.ts";
import type { Term } from "./meaning.ts";
import { type Context, entryOf, headsOf, isFunction, isKnown, isQuantity, refuse, textOf } from "./resolve-context.ts";
import { derivativeFraction, derivativeOf, jacobianOf, operatorAt, operatorTerm, primed, together } from "./resolve-derivative.ts";
import { atomName, letterOf } from "./resolve-names.ts";
import { type Decoded, decode, positions, raise, subscriptItems } from "./resolve-scripts.ts";
import type { Span, Syntax } from "./syntax.ts";
import { rankOf } from "./table.ts";

/** A term and the place after it. */
interface Taken {
  readonly term: Term;
  readonly next: number;
}

const spanOf = (a: { readonly span: Span }, b: { readonly span: Span }): Span => ({ start: a.span.start, end: b.span.end });

export function juxtaposition(context: Context, all: readonly Syntax[], span: Span): Term {
  const items = withoutRemarks(all).flatMap(flattened);
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

const isPlainLetter = (s: Syntax | undefined): boolean => s?.kind === "letter" && /^[A-Za-z]$/u.test(s.name);

/** One factor and the place after it. */
export function factorAt(context: Context, items: readonly Syntax[], i: number): Taken {
  const item = items[i] as Syntax;
  return derivativeAt(context, items, i) ?? callAt(context, items, i) ?? bracketsAt(context, items, i) ?? { term: context.resolve(item, context), next: i + 1 };
}

/** \frac{d}{dx} takes the rest of the run; ∇ and ∂_x the next factor; (∂f/∂x)(a, b) is taken at its arguments. */
function derivativeAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  if (item.kind === "fraction") {
    const d = derivativeFraction(item.numerator, item.denominator);
    if (d === null || d === "unclear" || d.of !== null) return null;
    const rest = together(withoutRemarks(items.slice(i + 1)));
    if (!rest) return { term: refuse(context, item.span, "missing-side", "nothing stands after this derivative operator", { expected: "an expression" }), next: items.length };
    return { term: derivativeOf(context, d, context.resolve(rest, context), spanOf(item, rest)), next: items.length };
  }
  const op = operatorAt(item);
  if (!op || i + 1 >= items.length) return null;
  const operand = factorAt(context, items, i + 1);
  return { term: operatorTerm(context, op, operand.term, spanOf(item, items[operand.next - 1] as Syntax)), next: operand.next };
}

/** A group with scripts of its own: the bracket, and what stands on it. */
interface Bracket {
  readonly group: Extract<Syntax, { kind: "group" }>;
  readonly sub: Syntax | null;
  readonly sup: Syntax | null;
  readonly primes: number;
}

function bracketOf(s: Syntax | undefined, fences: readonly string[]): Bracket | null {
  if (s?.kind === "group" && fences.includes(s.fence)) return { group: s, sub: null, sup: null, primes: 0 };
  if (s?.kind !== "scripts") return null;
  const inner = bracketOf(s.base, fences);
  return inner && inner.sub === null && inner.sup === null && inner.primes === 0 ? { group: inner.group, sub: s.sub, sup: s.sup, primes: s.primes } : null;
}

/** The scripts that stand on a closing bracket belong to the value: `S(x)_i`, `f(x)^T`. */
function finish(context: Context, value: Term, bracket: Bracket, span: Span): Term {
  let out = value;
  if (bracket.primes > 0) out = { kind: "transpose", of: out, span };
  if (bracket.sub) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(bracket.sub)), span };
  return bracket.sup ? raise(context, out, bracket.sup, span) : out;
}

/** The arguments in a bracket; null when one is a placeholder, as in f(·, θ). */
function argumentsOf(context: Context, group: Bracket["group"]): readonly Term[] | null {
  const items = group.body.kind === "list" ? group.body.items : group.body.kind === "empty" ? [] : [group.body];
  if (items.some((i) => i.kind === "placeholder")) return null;
  return items.filter((i) => i.kind !== "empty").map((i) => context.resolve(i, context));
}

function callAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const scripts = item.kind === "scripts" ? item : null;
  const base = scripts?.base ?? item;
  const jacobian = jacobianOf(context, item);
  if (jacobian) return jacobianAt(context, jacobian, items, i);
  const heads = headsOf(context, base);
  if (heads.length > 0) return cardAt(context, heads, base, scripts, items, i);
  const opaque = opaqueAt(context, base, items, i);
  if (opaque) return opaque;
  const decoded = decode(context, base, scripts?.sub ?? null, scripts?.sup ?? null, scripts?.primes ?? 0);
  return decoded ? namedCallAt(context, decoded, item, items, i) : null;
}

function jacobianAt(context: Context, jacobian: Term, items: readonly Syntax[], i: number): Taken {
  const bracket = bracketOf(items[i + 1], ["round", "square"]);
  const args = bracket ? argumentsOf(context, bracket.group) : null;
  if (!bracket || !args || jacobian.kind !== "derivative") return { term: jacobian, next: i + 1 };
  const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
  const of = applied(jacobian.of, args, span);
  return { term: finish(context, { ...jacobian, of, span }, bracket, span), next: i + 2 };
}

/** A function or card at its arguments. */
function applied(of: Term, args: readonly Term[], span: Span): Term {
  if (of.kind === "head") return { kind: "apply", heads: of.heads, args, span };
  return of.kind === "function" ? { kind: "call", fn: of.name, slots: [], args, span } : of;
}

type Scripts = Extract<Syntax, { kind: "scripts" }>;

/** A function of the book: with brackets anywhere, without them only an upright word takes what follows. */
function cardAt(context: Context, heads: readonly Head[], base: Syntax, scripts: Scripts | null, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const isWord = base.kind === "word" || base.kind === "styled" || (base.kind === "letter" && base.name.length > 1 && !base.name.startsWith("\\"));
  const bracket = bracketOf(items[i + 1], isWord ? ["round", "square", "curly"] : ["round"]);
  const args = bracket ? argumentsOf(context, bracket.group) : null;
  if (bracket && args === null) return { term: { kind: "head", heads, span: item.span }, next: i + 2 };
  if (bracket && args) {
    const span = spanOf(item, items[i + 1] as Syntax);
    return { term: finish(context, cardCall(context, heads, scripts, args, span), bracket, span), next: i + 2 };
  }
  if (!isWord) return null;
  const run = runAfter(context, items, i + 1);
  if (!run) return null;
  const span = spanOf(item, items[run.next - 1] as Syntax);
  if (run.next > i + 2) context.guesses.push({ what: "extent", span, note: `${textOf(context, item.span)} is taken of all of ${textOf(context, run.term.span)}` });
  return { term: cardCall(context, heads, scripts, [run.term], span), next: run.next };
}

/** `\log_2 x`, `\sin^2 x`, `\sigma'(z)`, `\operatorname{softmax}(z)_i`: scripts between a function and its argument. */
function cardCall(context: Context, heads: readonly Head[], scripts: Scripts | null, args: readonly Term[], span: Span): Term {
  const arities = heads.map((h) => h.arity);
  const below = scripts?.sub ?? null;
  const extra = below && !arities.includes(args.length) && arities.includes(args.length + 1);
  const base = below && (extra || heads.some((h) => h.name === "log" || h.name === "ln")) ? context.resolve(below, context) : null;
  const log = base ? context.table.book.heads.get("log") : undefined;
  let out: Term = base ? { kind: "apply", heads: log && heads.some((h) => h.name === "ln" || h.name === "log") ? [log] : heads, args: [base, ...args], span } : { kind: "apply", heads, args, span };
  out = primed(out, scripts?.primes ?? 0, span);
  if (below && !base) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(below)), span };
  if (!scripts?.sup) return out;
  const raised = raise(context, out, scripts.sup, span);
  return raised.kind === "inverse" ? refuse(context, scripts.sup.span, "ambiguous", "f^{-1}(x) may be the inverse function or 1/f(x)", { try: "write 1/f(x), or arcsin for the inverse" }) : raised;
}

/** The argument of a function word without brackets: the run up to the next function word. */
function runAfter(context: Context, items: readonly Syntax[], from: number): Taken | null {
  let to = from;
  while (to < items.length && (to === from || !isFunctionWord(context, items[to] as Syntax)) && items[to]?.kind !== "prose") to++;
  if (to === from) return null;
  // A function word right behind takes its own argument, and nothing more.
  if (isFunctionWord(context, items[from] as Syntax)) return factorAt(context, items, from);
  const run = items.slice(from, to);
  return { term: juxtaposition(context, run, spanOf(run[0] as Syntax, run.at(-1) as Syntax)), next: to };
}

const isFunctionWord = (context: Context, s: Syntax): boolean => {
  const base = s.kind === "scripts" ? s.base : s;
  return (base.kind === "word" || base.kind === "styled") && headsOf(context, base).length > 0;
};

/** P(Y = 1 | x), \mathbb{E}[…], O(n): read, compared as text, never computed. */
function opaqueAt(context: Context, base: Syntax, items: readonly Syntax[], i: number): Taken | null {
  const name = atomName(base);
  if (name === null || isKnown(context, name)) return null;
  const bracket = bracketOf(items[i + 1], ["round", "square", "curly"]);
  if (!bracket) return null;
  const { body } = bracket.group;
  const conditional = body.kind === "list" && body.separators.includes("|");
  const always = ["\\mathbb{E}", "\\mathrm{E}", "\\mathrm{Var}", "\\mathrm{Cov}", "\\mathbb{P}", "\\mathrm{Pr}", "O", "\\mathcal{O}"].includes(name);
  const probability = ["P", "p", "E"].includes(name) && (conditional || body.kind === "chain" || (name === "E" && bracket.group.fence === "square"));
  if (!conditional && !always && !probability) return null;
  const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
  return { term: { kind: "opaque", text: textOf(context, span), span }, next: i + 2 };
}

function namedCallAt(context: Context, decoded: Decoded, item: Syntax, items: readonly Syntax[], i: number): Taken | null {
  const { name } = decoded;
  const bracket = bracketOf(items[i + 1], ["round"]);
  if (!bracket) return null;
  const span = spanOf(item, items[i + 1] as Syntax);
  const known = isFunction(context, name);
  if (!known && isQuantity(context, name)) return arrayCallAt(context, decoded, bracket, span, i);
  if (!known && !looksLikeCall(context, decoded, bracket, span)) return null;
  const args = argumentsOf(context, bracket.group);
  if (args === null) return { term: { kind: "function", name, span: item.span }, next: i + 2 };
  let term: Term = { kind: "call", fn: name, slots: [], args, span };
  term = primed(term, decoded.primes, span);
  if (decoded.at.length > 0) term = { kind: "entry", of: term, at: positions(context, "", decoded.at), span };
  if (decoded.sup) term = raise(context, term, decoded.sup, span);
  return { term: finish(context, productWord(term), bracket, span), next: i + 2 };
}

/** matmul(A, B) is A B. */
const productWord = (term: Term): Term =>
  term.kind === "call" && term.fn === "\\mathrm{matmul}" && term.args.length === 2 ? { kind: "product", factors: term.args, dot: false, span: term.span } : term;

/** `u(x, y)` of a known array u is its entry; a single bracket after a known quantity is a product. */
function arrayCallAt(context: Context, decoded: Decoded, bracket: Bracket, span: Span, i: number): Taken | null {
  const { body } = bracket.group;
  const entry = entryOf(context, decoded.name);
  if (body.kind !== "list" || !entry || entry.role !== "symbol") return null;
  const rank = rankOf(entry);
  if (rank !== null && rank !== body.items.length) return null;
  const of: Term = { kind: "name", name: decoded.name, span };
  const at = [...positions(context, "", decoded.at), ...body.items.map((s) => context.resolve(s, context))];
  const value: Term = { kind: "entry", of, at, span };
  return { term: finish(context, decoded.sup ? raise(context, value, decoded.sup, span) : value, bracket, span), next: i + 2 };
}

const customaryFunctions: ReadonlySet<string> = new Set(["f", "g", "h", "p", "q", "F", "G", "H", "J", "L", "Q", "\\phi", "\\varphi", "\\psi", "\\sigma", "\\ell", "\\Phi", "\\Psi"]);

const isSimpleArgument = (s: Syntax): boolean => {
  switch (s.kind) {
    case "letter":
    case "number":
    case "styled":
    case "accent":
    case "word":
    case "placeholder":
      return true;
    case "scripts":
      return isSimpleArgument(s.base);
    case "list":
      return true;
    case "juxtaposition":
      return s.items.length <= 3 && s.items.every((i) => isSimpleArgument(i) || i.kind === "group");
    default:
      return false;
  }
};

/** Prime: call. Numeric power: product. Word, customary function letter or comma: call. Else a simple argument is a call, a sum a product. */
function looksLikeCall(context: Context, decoded: Decoded, bracket: Bracket, span: Span): boolean {
  if (context.table.notation.mode === "rule") return false;
  const { body } = bracket.group;
  const decide = (): boolean => {
    if (decoded.primes > 0) return true;
    if (decoded.sup?.kind === "number") return false;
    if (decoded.name.startsWith("\\mathrm{") || body.kind === "list") return true;
    return customaryFunctions.has(letterOf(decoded.name)) || isSimpleArgument(body);
  };
  const call = decide();
  const text = textOf(context, span);
  context.guesses.push(call ? { what: "call", span, note: `${text} is read as a function call` } : { what: "product", span, note: `${text} is read as a product` });
  return call;
}

/** `x[m, n]`, `Y[k]`: positions in square brackets right behind an array; δ[m, n] is one at the origin. */
function bracketsAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const scripts = item.kind === "scripts" ? item : null;
  const bracket = bracketOf(items[i + 1], ["square"]);
  const decoded = decode(context, scripts?.base ?? item, scripts?.sub ?? null, scripts?.sup ?? null, scripts?.primes ?? 0);
  if (!bracket || !decoded || (bracket.sub && bracket.sup)) return null;
  const span = spanOf(item, items[i + 1] as Syntax);
  const at = (bracket.group.body.kind === "list" ? bracket.group.body.items : [bracket.group.body]).map((s) => context.resolve(s, context));
  if (decoded.name === "\\delta" && !isKnown(context, "\\delta")) return { term: finish(context, unitSample(at, span), bracket, span), next: i + 2 };
  if (!isArrayName(context, decoded, at.length)) return null;
  const of: Term = { kind: "name", name: decoded.name + "'".repeat(decoded.primes), span: item.span };
  const value: Term = { kind: "entry", of, at: [...positions(context, "", decoded.at), ...at], span };
  return { term: finish(context, decoded.sup ? raise(context, value, decoded.sup, span) : value, bracket, span), next: i + 2 };
}

function isArrayName(context: Context, decoded: Decoded, count: number): boolean {
  if (context.bound.has(decoded.name)) return false;
  const entry = entryOf(context, decoded.name);
  if (!entry) return context.table.notation.mode === "latex";
  const rank = rankOf(entry);
  return entry.role === "symbol" && (rank === null || rank === count + decoded.at.length);
}

/** δ[m, n]: one where every position is zero. */
function unitSample(at: readonly Term[], span: Span): Term {
  const zero: Term = { kind: "number", value: { n: 0n, d: 1n }, span };
  const relations = at.map((left): Term => ({ kind: "relation", symbol: "=", left, right: zero, span }));
  const [only] = relations;
  return { kind: "iverson", of: relations.length === 1 && only ? only : { kind: "logic", operation: "and", of: relations, span }, span };
}

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
