/** Functions before their arguments: cards, functions of the document, and the guess for unknown names (96 % right on public documents). */
import type { Book, Head } from "../expr/index.ts";
import { conditional } from "./introduce.ts";
import type { Term, TermOf } from "./meaning.ts";
import { argumentsOf, type Bracket, bracketOf, finish, spanOf, type Taken } from "./resolve-brackets.ts";
import { beyond, type Context, entryOf, headsOf, isFunction, isKnown, isQuantity, textOf } from "./resolve-context.ts";
import { jacobianOf, primed } from "./resolve-derivative.ts";
import { vectorWithDots } from "./resolve-dots.ts";
import { runAfter } from "./resolve-juxtaposition.ts";
import { atomName, labelText, letterOf, withLabel } from "./resolve-names.ts";
import { type Decoded, decode, positions, raise, subscriptItems } from "./resolve-scripts.ts";
import type { Span, Syntax } from "./syntax.ts";
import { rankOf } from "./table.ts";

export function callAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const scripts = item.kind === "scripts" ? item : null;
  const base = scripts?.base ?? item;
  const jacobian = jacobianOf(context, item);
  if (jacobian) return jacobianAt(context, jacobian, items, i);
  const moment = momentAt(context, item, items, i);
  if (moment) return moment;
  const composition = compositionAt(context, items, i);
  if (composition) return composition;
  const labelled = headsOf(context, item);
  if (labelled.length > 0 && scripts) return cardAt(context, labelled, item, null, items, i);
  const heads = headsOf(context, base);
  if (heads.length > 0) return cardAt(context, heads, base, scripts, items, i);
  const opaque = opaqueAt(context, base, items, i);
  if (opaque) return opaque;
  const assumed = assumedComposition(context, items, i);
  if (assumed) return assumed;
  const decoded = decode(context, base, scripts?.sub ?? null, scripts?.sup ?? null, scripts?.primes ?? 0);
  return decoded ? namedCallAt(context, withParameter(context, decoded), item, items, i) : null;
}

/** (f ∘ g)(x) of names of which nothing is known is f(g(x)), too. */
function assumedComposition(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const item = items[i] as Syntax;
  const argument = items[i + 1];
  if (
    item.kind !== "group" ||
    (item.fence !== "round" && item.fence !== "square") ||
    argument?.kind !== "group" ||
    argument.fence !== "round"
  )
    return null;
  const parts = circled(item.body);
  const isFunctional = (s: Syntax): boolean => {
    const name = atomName(s);
    return headsOf(context, s).length > 0 || (name !== null && !isQuantity(context, name));
  };
  if (parts.length < 2 || !parts.every(isFunctional)) return null;
  const span = spanOf(item, argument);
  const whole = parts.reduceRight<Syntax>((inner, f): Syntax => {
    const group: Syntax = inner.kind === "group" ? inner : { kind: "group", fence: "round", body: inner, span: inner.span };
    return { kind: "juxtaposition", items: [f, group], span };
  }, argument);
  return { term: context.resolve(whole, context), next: i + 2 };
}

const circled = (s: Syntax): readonly Syntax[] =>
  s.kind === "binary" && s.operator === "circ" ? [...circled(s.left), ...circled(s.right)] : [s];

/** p_θ(x) and f_W(x) are functions with a parameter in their name; f_i(x) is a component of f(x). */
function withParameter(context: Context, decoded: Decoded): Decoded {
  const [only] = decoded.at;
  const label = only ? labelText(only) : null;
  if (!only || decoded.at.length > 1 || label === null) return decoded;
  const isParameter =
    only.kind === "word" || only.kind === "styled" || (only.kind === "letter" && /^(?:\\[A-Za-z]+|[A-Z])$/u.test(only.name));
  const name = atomName(only);
  const entry = name === null ? null : entryOf(context, name);
  const isIndex = name !== null && (context.bound.has(name) || entry?.role === "index");
  if (!isParameter || isIndex || (isKnown(context, decoded.name) && entry === null)) return decoded;
  return { ...decoded, name: withLabel(decoded.name, "_", label), at: [] };
}

function jacobianAt(context: Context, jacobian: Term, items: readonly Syntax[], i: number): Taken {
  const bracket = bracketOf(items[i + 1], ["round", "square"]);
  const args = bracket ? argumentsOf(context, bracket.group) : null;
  if (!bracket || !args || jacobian.kind !== "derivative") return { term: jacobian, next: i + 1 };
  const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
  const of = applied(jacobian.of, args, span);
  return { term: finish(context, { ...jacobian, of, span }, bracket, span), next: i + 2 };
}

/** (h ∘ g ∘ f)(x) is h(g(f(x))). */
function compositionAt(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const group = bracketOf(items[i], ["round", "square"]);
  const bracket = bracketOf(items[i + 1], ["round"]);
  const { body } = group?.group ?? {};
  if (!group || !bracket || group.sub || group.sup || group.primes > 0) return null;
  if (body?.kind !== "binary" || body.operator !== "circ") return null;
  const parts = context.resolve(body, context);
  const args = argumentsOf(context, bracket.group);
  if (parts.kind !== "composition" || !args) return null;
  const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
  const value = parts.parts.reduceRight<readonly Term[]>((inner, f) => [applied(f, inner, span)], args);
  return { term: finish(context, value[0] as Term, bracket, span), next: i + 2 };
}

/** A function or card at its arguments. */
function applied(of: Term, args: readonly Term[], span: Span): Term {
  if (of.kind === "head") return { kind: "apply", heads: of.heads, args, span };
  return of.kind === "function" ? { kind: "call", fn: of.name, slots: [], args, span } : of;
}

type Scripts = Extract<Syntax, { kind: "scripts" }>;

/** A function of the book: with brackets anywhere, without them only an upright word takes what follows. */
function cardAt(
  context: Context,
  heads: readonly Head[],
  base: Syntax,
  scripts: Scripts | null,
  items: readonly Syntax[],
  i: number,
): Taken | null {
  const item = items[i] as Syntax;
  const isWord =
    base.kind === "word" || base.kind === "styled" || (base.kind === "letter" && base.name.length > 1 && !base.name.startsWith("\\"));
  const bracket = bracketOf(items[i + 1], isWord ? ["round", "square", "curly"] : ["round"]);
  const args = bracket ? cardArguments(context, heads, bracket) : null;
  if (bracket && args === null) return { term: { kind: "head", heads, span: item.span }, next: i + 2 };
  if (bracket && args) {
    const span = spanOf(item, items[i + 1] as Syntax);
    return { term: finish(context, cardCall(context, heads, scripts, args, span), bracket, span), next: i + 2 };
  }
  if (!isWord) return null;
  const run = runAfter(context, items, i + 1);
  if (!run) return null;
  const span = spanOf(item, items[run.next - 1] as Syntax);
  if (run.next > i + 2)
    context.guesses.push({
      what: "extent",
      span,
      note: `${textOf(context, item.span)} is taken of all of ${textOf(context, run.term.span)}`,
    });
  return { term: cardCall(context, heads, scripts, [run.term], span), next: run.next };
}

/** Of a function of one argument, `(c_1, \dots, c_n)` is the vector c. */
function cardArguments(context: Context, heads: readonly Head[], bracket: Bracket): readonly Term[] | null {
  const { body } = bracket.group;
  const listed = body.kind === "list" && heads.every((h) => h.arity === 1) ? vectorWithDots(context, body.items) : null;
  return listed ? [listed] : argumentsOf(context, bracket.group);
}

/** `\log_2 x`, `\sin^2 x`, `\sigma'(z)`, `\operatorname{softmax}(z)_i`: scripts between a function and its argument. */
function cardCall(context: Context, heads: readonly Head[], scripts: Scripts | null, args: readonly Term[], span: Span): Term {
  const arities = heads.map((h) => h.arity);
  const below = scripts?.sub ?? null;
  const extra = below && !arities.includes(args.length) && arities.includes(args.length + 1);
  const base = below && (extra || heads.some((h) => h.name === "log" || h.name === "ln")) ? context.resolve(below, context) : null;
  const log = base ? context.table.book.heads.get("log") : undefined;
  let out: Term = base
    ? { kind: "apply", heads: log && heads.some((h) => h.name === "ln" || h.name === "log") ? [log] : heads, args: [base, ...args], span }
    : { kind: "apply", heads, args, span };
  out = primed(out, scripts?.primes ?? 0, span);
  if (below && !base) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(below)), span };
  if (!scripts?.sup) return out;
  const raised = raise(context, out, scripts.sup, span);
  if (raised.kind === "power") return { ...raised, ofFunction: true };
  if (raised.kind !== "inverse") return raised;
  const inverse = inverseOf(context.table.book, heads);
  return inverse
    ? { kind: "apply", heads: [inverse], args, span }
    : beyond(context, span, `${textOf(context, span)} may be the inverse function or one over the value; write 1/f(x) for the latter`);
}

/** tan⁻¹ is arctan, never a reciprocal: g is an inverse of f where the book has the law f(g(x)) → x. */
function inverseOf(book: Book, heads: readonly Head[]): Head | null {
  for (const { left, right, arrow } of book.rules) {
    if (arrow !== "→" || left.kind !== "app" || left.args.length !== 1 || !heads.includes(left.head)) continue;
    const [inner] = left.args;
    if (inner?.kind === "app" && inner.args.length === 1 && inner.args[0] === right && right.kind === "sym") return inner.head;
  }
  return null;
}

const ofProbability: ReadonlySet<string> = new Set([
  "\\mathbb{E}",
  "\\mathrm{E}",
  "\\mathrm{Var}",
  "\\mathrm{var}",
  "\\mathrm{Cov}",
  "\\mathrm{cov}",
  "\\mathbb{P}",
  "\\mathrm{Pr}",
]);

const moments: ReadonlyMap<string, TermOf<"moment">["which"]> = new Map([
  ["\\mathbb{E}", "mean"],
  ["\\mathrm{E}", "mean"],
  ["E", "mean"],
  ["\\mathrm{Var}", "variance"],
  ["\\mathrm{Cov}", "covariance"],
  ["\\mathrm{cov}", "covariance"],
]);

/** \mathbb{E}[u], Var(u), Cov(u, v), unconditional and over nothing that is named. */
function momentAt(context: Context, item: Syntax, items: readonly Syntax[], i: number): Taken | null {
  const name = atomName(item);
  const which = name === null ? undefined : moments.get(name);
  if (name === null || which === undefined || isKnown(context, name)) return null;
  const bracket = bracketOf(items[i + 1], name === "E" ? ["square"] : ["round", "square", "curly"]);
  if (!bracket) return null;
  const { body } = bracket.group;
  const parts = body.kind === "list" ? (body.separators.every((x) => x === ",") ? body.items : []) : [body];
  if (parts.length !== (which === "covariance" ? 2 : 1) || parts.some((x) => x.kind === "chain")) return null;
  const span = spanOf(item, items[i + 1] as Syntax);
  const term: Term = { kind: "moment", which, of: parts.map((x) => context.resolve(x, context)), text: textOf(context, span), span };
  return { term: finish(context, term, bracket, span), next: i + 2 };
}

/** P(Y = 1 | x), \mathbb{E}[…], \mathbb{E}_{x \sim p}[…], O(n): read, compared as text, never computed. */
function opaqueAt(context: Context, base: Syntax, items: readonly Syntax[], i: number): Taken | null {
  const name = atomName(base);
  if (name === null || isKnown(context, name)) return null;
  const bracket = bracketOf(items[i + 1], ["round", "square", "curly"]);
  if (!bracket) return ofProbability.has(name) ? opaqueRun(context, items, i) : null;
  const { body } = bracket.group;
  const density = bracket.group.fence === "round" ? conditional(items[i] as Syntax, body) : null;
  if (density && isFunction(context, density.name)) {
    const args = density.arguments.map((a) => context.resolve(a, context));
    const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
    const call: Term = { kind: "call", fn: density.name, slots: [], args, span };
    return { term: finish(context, call, bracket, span), next: i + 2 };
  }
  const isGiven = body.kind === "list" && body.separators.includes("|");
  const always = ofProbability.has(name) || name === "O" || name === "\\mathcal{O}";
  const probability =
    ["P", "p", "E"].includes(name) && (isGiven || body.kind === "chain" || (name === "E" && bracket.group.fence === "square"));
  if (!isGiven && !always && !probability) return null;
  const span = spanOf(items[i] as Syntax, items[i + 1] as Syntax);
  return { term: { kind: "opaque", text: textOf(context, span), why: null, span }, next: i + 2 };
}

/** \mathbb{E} w^T x: the operator takes the run behind it. */
function opaqueRun(context: Context, items: readonly Syntax[], i: number): Taken | null {
  const run = runAfter(context, items, i + 1);
  if (!run) return null;
  const span = spanOf(items[i] as Syntax, items[run.next - 1] as Syntax);
  return { term: { kind: "opaque", text: textOf(context, span), why: null, span }, next: run.next };
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
  term.kind === "call" && term.fn === "\\mathrm{matmul}" && term.args.length === 2
    ? { kind: "product", factors: term.args, dot: false, span: term.span }
    : term;

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

const customaryFunctions: ReadonlySet<string> = new Set([
  "f",
  "g",
  "h",
  "p",
  "q",
  "F",
  "G",
  "H",
  "J",
  "L",
  "Q",
  "\\phi",
  "\\varphi",
  "\\psi",
  "\\sigma",
  "\\ell",
  "\\Phi",
  "\\Psi",
]);

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
  // **0** and **1** before a bracket are factors: **1**ᵀ(x + y).
  if (context.table.notation.mode === "rule" || /^\\math(?:bf|bb)\{[01]\}/.test(decoded.name)) return false;
  const { body } = bracket.group;
  const decide = (): boolean => {
    if (decoded.primes > 0) return true;
    if (decoded.sup?.kind === "number" || context.table.factors.has(decoded.name)) return false;
    if (decoded.name.startsWith("\\mathrm{") || body.kind === "list") return true;
    return customaryFunctions.has(letterOf(decoded.name)) || isSimpleArgument(body);
  };
  const call = decide();
  const text = textOf(context, span);
  context.guesses.push(
    call
      ? { what: "call", span, note: `${text} is read as a function call` }
      : { what: "product", span, note: `${text} is read as a product` },
  );
  return call;
}
