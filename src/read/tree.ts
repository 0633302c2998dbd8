/**
 * The finished parse becomes the syntax tree, once: left-nested lists are unrolled by loops, spans are computed, scripts gathered.
 */
import { absurd, Bug } from "../shape/result.ts";
import { type Draft, isDraft, type Piece } from "./draft.ts";
import { doubleScript, missingSide, tooDeep } from "./errors.ts";
import type { One, Token, TokenType, Two } from "./lexeme.ts";
import { depthLimit } from "./settle-state.ts";
import type { ReadError, Relator, Separator, Sign, Span, Syntax } from "./syntax.ts";

interface Context {
  /** The first error of the user found while building: a double script, too deep a tree. */
  error: ReadError | null;
  /** Where the text read so far ends: the place of an empty operand. */
  at: number;
}

export function buildTree(piece: Piece, start: number): { readonly syntax: Syntax; readonly error: ReadError | null } {
  const context: Context = { error: null, at: start };
  return { syntax: build(context, piece, 0), error: context.error };
}

const join = (a: Span, b: Span): Span => ({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });
const spanOf = (t: Span): Span => ({ start: t.start, end: t.end });

function token<T extends TokenType>(context: Context, piece: Piece | undefined, type: T): Extract<Token, { type: T }> {
  if (piece === undefined || isDraft(piece) || piece.type !== type) throw new Bug(`the grammar promised a token ${type}`);
  context.at = Math.max(context.at, piece.end);
  return piece as Extract<Token, { type: T }>;
}

const part = (draft: Draft, i: number): Piece => {
  const piece = draft.parts[i];
  if (piece === undefined) throw new Bug(`rule ${draft.rule} has no part ${i}`);
  return piece;
};

/** The chain of left-nested drafts of one rule, leftmost first; the innermost left part comes separately. */
function spine(draft: Draft): { readonly left: Piece; readonly links: readonly Draft[] } {
  const links: Draft[] = [];
  let piece: Piece = draft;
  while (isDraft(piece) && piece.rule === draft.rule) {
    links.push(piece);
    piece = part(piece, 0);
  }
  return { left: piece, links: links.reverse() };
}

function build(context: Context, piece: Piece, depth: number): Syntax {
  if (depth > 4 * depthLimit) {
    context.error ??= tooDeep({ start: context.at, end: context.at }, depthLimit);
    return nothing(context);
  }
  if (!isDraft(piece)) return token(context, piece, "atom").node;
  switch (piece.rule) {
    case "empty":
      return nothing(context);
    case "phrase":
      return phrase(context, piece, depth);
    case "list":
      return list(context, piece, depth);
    case "chain":
      return chain(context, piece, depth);
    case "between":
      return between(context, piece, depth);
    case "sum":
      return sum(context, piece, depth);
    case "sign":
      return signed(context, piece, depth);
    case "binary":
      return binary(context, piece, depth);
    case "run":
      return run(context, piece, depth);
    case "scripts":
      return scripts(context, piece, depth);
    case "application":
      return application(context, piece, depth);
    case "group":
      return group(context, piece, depth);
    case "one":
      return one(context, piece, depth);
    case "two":
      return two(context, piece, depth);
    case "environment":
      return environment(context, piece, depth);
    case "big":
      return big(context, piece, depth);
    case "rows":
    case "row":
      throw new Bug(`rule ${piece.rule} does not stand alone`);
    default:
      return absurd(piece.rule);
  }
}

const nothing = (context: Context): Syntax => ({ kind: "empty", span: { start: context.at, end: context.at } });

// ------------------------------------------------------------------------------------------------------- lists and chains

function phrase(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const items: Syntax[] = [build(context, left, depth + 1)];
  for (const link of links) {
    const words = token(context, part(link, 1), "divider");
    items.push({ kind: "prose", text: words.words, span: spanOf(words) }, build(context, part(link, 2), depth + 1));
  }
  const kept = items.filter((item) => item.kind !== "empty");
  const [only, ...more] = kept;
  if (only === undefined) throw new Bug("a phrase has words");
  return more.length === 0 ? only : { kind: "phrase", items: kept, span: over(kept) };
}

function over(items: readonly Syntax[]): Span {
  let { start, end } = items[0]?.span ?? { start: 0, end: 0 };
  for (const { span } of items) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

function list(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const items: Syntax[] = [build(context, left, depth + 1)];
  const separators: Separator[] = [];
  for (const link of links) {
    separators.push(token(context, part(link, 1), "separator").separator);
    items.push(build(context, part(link, 2), depth + 1));
  }
  return { kind: "list", items, separators, span: over(items) };
}

/** a = b ≤ c; only the ends may be missing. */
function chain(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const operands: Syntax[] = [build(context, left, depth + 1)];
  const relators: Relator[] = [];
  for (const [i, link] of links.entries()) {
    const mark = token(context, part(link, 1), "relator");
    if (i > 0 && operands[i]?.kind === "empty") context.error ??= missingSide(relators[i - 1]?.text ?? "", mark);
    relators.push({ symbol: mark.symbol, text: mark.text, span: spanOf(mark) });
    operands.push(build(context, part(link, 2), depth + 1));
  }
  const first = relators[0]?.span ?? over(operands);
  const [start] = operands;
  if (start?.kind === "empty") operands[0] = { ...start, span: { start: first.start, end: first.start } };
  return { kind: "chain", operands, relators, span: join(over(operands), first) };
}

/** `1..n` and `f : A`. */
function between(context: Context, draft: Draft, depth: number): Syntax {
  const left = build(context, part(draft, 0), depth + 1);
  const { which } = token(context, part(draft, 1), "between");
  const right = build(context, part(draft, 2), depth + 1);
  const span = join(left.span, right.span);
  return which === "range" ? { kind: "range", from: left, to: right, span } : { kind: "binary", operator: "colon", left, right, span };
}

// ---------------------------------------------------------------------------------------------------- sums and products

type Term = { readonly sign: Sign; readonly term: Syntax };

function signed(context: Context, draft: Draft, depth: number): Syntax {
  const sign = token(context, part(draft, 0), "prefix");
  const term = build(context, part(draft, 1), depth + 1);
  return { kind: "sum", terms: [{ sign: sign.sign, term }], span: join(sign, term.span) };
}

function sum(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const first = build(context, left, depth + 1);
  const opening = isDraft(left) && left.rule === "sign" && first.kind === "sum";
  const terms: Term[] = opening ? [...first.terms] : [{ sign: "+", term: first }];
  let span = first.span;
  for (const link of links) {
    const { sign } = token(context, part(link, 1), "sign");
    const term = build(context, part(link, 2), depth + 1);
    terms.push({ sign, term });
    span = join(span, term.span);
  }
  return { kind: "sum", terms, span };
}

function binary(context: Context, draft: Draft, depth: number): Syntax {
  const { left: leftmost, links } = spine(draft);
  let left = build(context, leftmost, depth + 1);
  for (const link of links) {
    const { operator, ...mark } = token(context, part(link, 1), "operator");
    const right = build(context, part(link, 2), depth + 1);
    left = { kind: "binary", operator, left, right, span: join(join(left.span, mark), right.span) };
  }
  return left;
}

/** Things side by side; an evaluation bar gathers what stands before it. */
function run(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  let items: Syntax[] = [];
  for (const piece of [left, ...links.map((link) => part(link, 1))]) {
    const item = build(context, piece, depth + 1);
    if (isEvaluation(item)) items = [evaluated(side(items), item)];
    else items.push(item);
  }
  return side(items);
}

const side = (items: readonly Syntax[]): Syntax => {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "juxtaposition", items, span: over(items) };
};

/** The bar of f|_{x=0}, with or without its scripts, before its body is known. */
const isEvaluation = (item: Syntax): boolean =>
  item.kind === "scripts" ? isEvaluation(item.base) : item.kind === "group" && item.fence === "evaluation" && item.body.kind === "empty";

function evaluated(body: Syntax, item: Syntax): Syntax {
  const span = join(body.span, item.span);
  if (item.kind === "group") return { ...item, body, span };
  return item.kind === "scripts" ? { ...item, base: evaluated(body, item.base), span } : item;
}

// ------------------------------------------------------------------------------------------------------------------ scripts

interface Scripts {
  readonly sub: Syntax | null;
  readonly sup: Syntax | null;
  readonly primes: number;
  readonly span: Span;
}

/** Scripts, primes and factorials behind an item, from left to right; `.^` and `!` close what stands before them. */
function scripts(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  let base = build(context, left, depth + 1);
  let pending: Draft[] = [];
  const settleScripts = (): void => {
    if (pending.length > 0) base = labelled(base, gather(context, pending, base.span, depth));
    pending = [];
  };
  for (const link of links) {
    const mark = part(link, 1);
    if (!isDraft(mark) && mark.type === "mark" && mark.which === "factorial") {
      settleScripts();
      base = { kind: "factorial", of: base, span: join(base.span, token(context, mark, "mark")) };
    } else if (!isDraft(mark) && mark.type === "script" && mark.which === "power") {
      settleScripts();
      const right = build(context, part(link, 2), depth + 1);
      base = { kind: "binary", operator: "elementwise-power", left: base, right, span: join(base.span, right.span) };
    } else pending.push(link);
  }
  settleScripts();
  return base;
}

/** Under a brace the script is the label of the brace. */
function labelled(base: Syntax, found: Scripts): Syntax {
  const { sub, sup, primes, span } = found;
  const below = base.kind === "decorated" && base.label === null && base.decoration === "underbrace" && sub !== null;
  const above = base.kind === "decorated" && base.label === null && base.decoration === "overbrace" && sup !== null;
  if (base.kind !== "decorated" || !(below || above)) return { kind: "scripts", base, sub, sup, primes, span };
  const braced: Syntax = { ...base, label: below ? sub : sup, span };
  const rest = { sub: below ? null : sub, sup: above ? null : sup };
  return rest.sub === null && rest.sup === null && primes === 0 ? braced : { kind: "scripts", base: braced, ...rest, primes, span };
}

function gather(context: Context, links: readonly Draft[], start: Span, depth: number): Scripts {
  let sub: Syntax | null = null;
  let sup: Syntax | null = null;
  let primes = 0;
  let span = start;
  for (const link of links) {
    const piece = part(link, 1);
    if (!isDraft(piece) && piece.type === "mark") {
      primes++;
      span = join(span, token(context, piece, "mark"));
      continue;
    }
    const mark = token(context, piece, "script");
    const body = build(context, part(link, 2), depth + 1);
    span = join(span, join(mark, body.span));
    span = { start: span.start, end: Math.max(span.end, context.at) };
    const raised = mark.which === "sup" ? primeCount(body) : 0;
    if (raised > 0) primes += raised;
    else if (mark.which === "sub") {
      if (sub !== null) context.error ??= doubleScript("subscript", mark);
      sub = body;
    } else {
      if (sup !== null) context.error ??= doubleScript("superscript", mark);
      sup = transposeMark(body);
    }
  }
  return { sub, sup, primes, span };
}

/** x^\prime and x^{\prime\prime} are primes. */
function primeCount(sup: Syntax): number {
  if (sup.kind === "letter") return sup.name === "\\prime" ? 1 : 0;
  return sup.kind === "scripts" && sup.base.kind === "empty" && sup.sub === null && sup.sup === null ? sup.primes : 0;
}

/** Every upright T above is a transpose: \mathrm T, \mathsf T, \text{T}. */
function transposeMark(sup: Syntax): Syntax {
  const upright =
    (sup.kind === "word" && sup.text === "T") ||
    (sup.kind === "styled" && (sup.font === "sans" || sup.font === "typewriter") && sup.of.kind === "letter" && sup.of.name === "T");
  return upright ? { kind: "letter", name: "\\top", span: sup.span } : sup;
}

function big(context: Context, draft: Draft, depth: number): Syntax {
  const head = part(draft, 0);
  const { left, links } = isDraft(head) ? spine(head) : { left: head, links: [] };
  const mark = token(context, left, "big");
  const { sub, sup, span } = gather(context, links, spanOf(mark), depth);
  const body = draft.parts.length === 3 ? build(context, part(draft, 1), depth + 1) : nothing(context);
  return { kind: "big", name: mark.name, sub, sup, body, span: join(span, body.span) };
}

// ----------------------------------------------------------------------------------------------------------------- brackets

function application(context: Context, draft: Draft, depth: number): Syntax {
  const of = build(context, part(draft, 0), depth + 1);
  const open = token(context, part(draft, 1), "tight");
  const body = build(context, part(draft, 2), depth + 1);
  const close = token(context, part(draft, 3), "close");
  return {
    kind: "application",
    of,
    argument: { kind: "group", fence: open.fence, body, span: join(open, close) },
    span: join(of.span, close),
  };
}

/** Braces are invisible: the body stands for itself, but keeps their place when it is empty. */
function group(context: Context, draft: Draft, depth: number): Syntax {
  const open = token(context, part(draft, 0), "open");
  const body = build(context, part(draft, 1), depth + 1);
  const span = join(open, token(context, part(draft, 2), "close"));
  if (open.fence !== null) return { kind: "group", fence: open.fence, body, span };
  if (open.font !== null) return { kind: "styled", font: open.font, of: body, span };
  return body.kind === "empty" ? { kind: "empty", span } : body;
}

function one(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "one");
  const of = build(context, part(draft, 1), depth + 1);
  return decorate(head.make, of, { start: Math.min(head.start, of.span.start), end: Math.max(head.end, of.span.end, context.at) });
}

function decorate(make: One, of: Syntax, span: Span): Syntax {
  switch (make.is) {
    case "styled":
      return { kind: "styled", font: make.font, of, span };
    case "accent":
      return { kind: "accent", accent: make.accent, of, span };
    case "decorated":
      return { kind: "decorated", decoration: make.decoration, body: of, label: null, span };
    case "root":
      return { kind: "root", degree: null, body: of, span };
    case "plain":
      return of;
  }
}

function two(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "two");
  const first = build(context, part(draft, 1), depth + 1);
  const second = build(context, part(draft, 2), depth + 1);
  return pair(head.make, first, second, {
    start: Math.min(head.start, first.span.start),
    end: Math.max(head.end, second.span.end, context.at),
  });
}

function pair(make: Two | "root", first: Syntax, second: Syntax, span: Span): Syntax {
  switch (make) {
    case "root":
      return { kind: "root", degree: first.kind === "group" ? first.body : first, body: second, span };
    case "fraction":
      return { kind: "fraction", numerator: first, denominator: second, span };
    case "binomial":
      return { kind: "binomial", above: first, below: second, span };
    case "underset":
    case "overset":
      return { kind: "decorated", decoration: make, body: second, label: first, span };
  }
}

function environment(context: Context, draft: Draft, depth: number): Syntax {
  const begin = token(context, part(draft, 0), "begin");
  const all = part(draft, 1);
  const lines = isDraft(all) && all.rule === "rows" ? [spine(all).left, ...spine(all).links.map((link) => part(link, 2))] : [all];
  const rows = lines.map((line) => {
    const cells = isDraft(line) && line.rule === "row" ? [spine(line).left, ...spine(line).links.map((link) => part(link, 2))] : [line];
    return cells.map((cell) => build(context, cell, depth + 1));
  });
  const end = token(context, part(draft, 2), "end");
  const last = rows[rows.length - 1];
  const trailing = rows.length > 1 && last?.every((cell) => cell.kind === "empty");
  return { kind: "environment", name: begin.name, rows: trailing ? rows.slice(0, -1) : rows, span: join(begin, end) };
}
