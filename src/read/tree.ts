/**
 * The finished parse becomes the syntax tree, once: left-nested lists are unrolled by loops, spans are computed, scripts gathered.
 */
import { Bug } from "../shape/result.ts";
import { type Draft, isDraft, type Piece } from "./draft.ts";
import { doubleScript, tooDeep } from "./errors.ts";
import type { One, Token, TokenType, Two } from "./lexeme.ts";
import { depthLimit } from "./settle.ts";
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
    context.error ??= tooDeep(isDraft(piece) ? { start: context.at, end: context.at } : piece, depthLimit);
    return { kind: "empty", span: { start: context.at, end: context.at } };
  }
  if (!isDraft(piece)) return token(context, piece, "atom").node;
  const inner = (i: number): Syntax => build(context, part(piece, i), depth + 1);
  switch (piece.rule) {
    case "empty": return { kind: "empty", span: { start: context.at, end: context.at } };
    case "phrase": return phrase(context, piece, depth);
    case "list": return list(context, piece, depth);
    case "chain": return chain(context, part(piece, 0), depth);
    case "range": {
      const from = inner(0);
      token(context, part(piece, 1), "range");
      const to = inner(2);
      return { kind: "range", from, to, span: join(from.span, to.span) };
    }
    case "typing": {
      const left = inner(0);
      token(context, part(piece, 1), "colon");
      const right = inner(2);
      return { kind: "binary", operator: "colon", left, right, span: join(left.span, right.span) };
    }
    case "sum": return sum(context, piece, depth);
    case "sign": return signed(context, part(piece, 0), part(piece, 1), depth);
    case "binary": return binary(context, piece, depth);
    case "run": return run(context, piece, depth);
    case "big": return big(context, piece, depth);
    case "scripts": return scripts(context, piece, depth);
    case "factorial": {
      const of = inner(0);
      return { kind: "factorial", of, span: join(of.span, token(context, part(piece, 1), "bang")) };
    }
    case "power": {
      const left = inner(0);
      token(context, part(piece, 1), "power");
      const right = inner(2);
      return { kind: "binary", operator: "elementwise-power", left, right, span: join(left.span, right.span) };
    }
    case "application": return application(context, piece, depth);
    case "group": return group(context, piece, depth);
    case "braces": return braces(context, piece, depth);
    case "fontbraces": return fontBraces(context, piece, depth);
    case "one": return one(context, piece, depth);
    case "two": return two(context, piece, depth);
    case "root": return root(context, piece, depth);
    case "environment": return environment(context, piece, depth);
    case "evaluation": case "relator": case "link": case "under": case "sup": case "sub": case "rows": case "row":
      throw new Bug(`rule ${piece.rule} does not stand alone`);
  }
}

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

const over = (items: readonly Syntax[]): Span => items.reduce<Span>((span, item) => join(span, item.span), items[0]?.span ?? { start: 0, end: 0 });

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

/** Links and relators alternate to the left; an end may be missing. */
function chain(context: Context, last: Piece, depth: number): Syntax {
  const pieces: Piece[] = [];
  let piece: Piece | undefined = last;
  while (piece !== undefined && isDraft(piece) && (piece.rule === "link" || piece.rule === "relator")) {
    const own: readonly Piece[] = piece.parts;
    const final = own[own.length - 1];
    if (final !== undefined) pieces.push(final);
    piece = own.length > 1 ? own[0] : undefined;
  }
  if (piece !== undefined) pieces.push(piece);
  pieces.reverse();
  const operands: Syntax[] = [];
  const relators: Relator[] = [];
  const nothing = (): Syntax => ({ kind: "empty", span: { start: context.at, end: context.at } });
  for (const each of pieces) {
    if (!isDraft(each) && each.type === "relator") {
      if (operands.length === relators.length) operands.push({ kind: "empty", span: { start: each.start, end: each.start } });
      const mark = token(context, each, "relator");
      relators.push({ symbol: mark.symbol, text: mark.text, span: spanOf(mark) });
    } else operands.push(build(context, each, depth + 1));
  }
  if (operands.length === relators.length) operands.push(nothing());
  return { kind: "chain", operands, relators, span: join(over(operands), relators[0]?.span ?? over(operands)) };
}

// ---------------------------------------------------------------------------------------------------- sums and products

type Term = { readonly sign: Sign; readonly term: Syntax };

function signed(context: Context, mark: Piece, body: Piece, depth: number): Syntax {
  const sign = token(context, mark, "prefix");
  const term = build(context, body, depth + 1);
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
    const right = link.parts.length === 4 ? signed(context, part(link, 2), part(link, 3), depth) : build(context, part(link, 2), depth + 1);
    left = { kind: "binary", operator, left, right, span: join(join(left.span, mark), right.span) };
  }
  return left;
}

/** Things side by side; an evaluation bar gathers what stands before it. */
function run(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  let items: Syntax[] = [];
  for (const piece of [left, ...links.map((link) => part(link, 1))]) {
    const bar = evaluationBar(piece);
    if (bar === null) items.push(build(context, piece, depth + 1));
    else items = [evaluated(context, side(items), piece, bar, depth)];
  }
  return side(items);
}

const side = (items: readonly Syntax[]): Syntax => {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "juxtaposition", items, span: over(items) };
};

function evaluationBar(piece: Piece): Token | null {
  let inner = piece;
  while (isDraft(inner) && inner.rule === "scripts") inner = part(inner, 0);
  const bar = isDraft(inner) && inner.rule === "evaluation" ? inner.parts[0] : undefined;
  return bar === undefined || isDraft(bar) ? null : bar;
}

function evaluated(context: Context, body: Syntax, piece: Piece, bar: Token, depth: number): Syntax {
  const base: Syntax = { kind: "group", fence: "evaluation", body, span: join(body.span, bar) };
  context.at = Math.max(context.at, bar.end);
  return isDraft(piece) && piece.rule === "scripts" ? withScripts(context, base, piece, depth) : base;
}

// ------------------------------------------------------------------------------------------------------------------ scripts

interface Scripts {
  readonly sub: Syntax | null;
  readonly sup: Syntax | null;
  readonly primes: number;
  readonly span: Span;
}

function scripts(context: Context, draft: Draft, depth: number): Syntax {
  return withScripts(context, build(context, spine(draft).left, depth + 1), draft, depth);
}

function withScripts(context: Context, base: Syntax, draft: Draft, depth: number): Syntax {
  const { sub, sup, primes, span } = gather(context, draft, base.span, depth);
  const label = base.kind !== "decorated" || base.label !== null ? null : base.decoration === "underbrace" ? sub : base.decoration === "overbrace" ? sup : null;
  if (label !== null && base.kind === "decorated") {
    const braced: Syntax = { ...base, label, span };
    const rest = { sub: label === sub ? null : sub, sup: label === sup ? null : sup };
    return rest.sub === null && rest.sup === null && primes === 0 ? braced : { kind: "scripts", base: braced, ...rest, primes, span };
  }
  return { kind: "scripts", base, sub, sup, primes, span };
}

function gather(context: Context, draft: Draft, start: Span, depth: number): Scripts {
  let sub: Syntax | null = null;
  let sup: Syntax | null = null;
  let primes = 0;
  let span = start;
  for (const link of spine(draft).links) {
    const piece = part(link, 1);
    if (!isDraft(piece)) {
      const mark = token(context, piece, "prime");
      primes += mark.count;
      span = join(span, mark);
      continue;
    }
    const which = piece.rule === "sub" ? "sub" : "sup";
    const mark = token(context, part(piece, 0), which);
    const body = build(context, part(piece, 1), depth + 1);
    span = join(span, join(mark, body.span));
    span = { start: span.start, end: Math.max(span.end, context.at) };
    const raised = which === "sup" ? primeCount(body) : 0;
    if (raised > 0) primes += raised;
    else if (which === "sub") {
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
  const upright = (sup.kind === "word" && sup.text === "T") || (sup.kind === "styled" && (sup.font === "sans" || sup.font === "typewriter") && sup.of.kind === "letter" && sup.of.name === "T");
  return upright ? { kind: "letter", name: "\\top", span: sup.span } : sup;
}

function big(context: Context, draft: Draft, depth: number): Syntax {
  const [head, ...rest] = draft.parts;
  if (head === undefined) throw new Bug("a big operator has a head");
  let core = head;
  while (isDraft(core) && core.rule === "scripts") core = part(core, 0);
  const under = isDraft(core) ? core : null;
  const label = under === null ? null : build(context, part(under, 1), depth + 1);
  const mark = token(context, under === null ? core : part(under, 2), "big");
  const start = under === null ? mark : join(token(context, part(under, 0), "under"), mark);
  const found = isDraft(head) && head.rule === "scripts" ? gather(context, head, start, depth) : { sub: null, sup: null, primes: 0, span: spanOf(start) };
  if (label !== null && found.sub !== null) context.error ??= doubleScript("subscript", mark);
  const [first, second] = rest;
  const body: Syntax =
    first === undefined ? { kind: "empty", span: { start: context.at, end: context.at } } : second === undefined ? build(context, first, depth + 1) : signed(context, first, second, depth);
  return { kind: "big", name: mark.name, sub: label ?? found.sub, sup: found.sup, body, span: join(found.span, body.span) };
}

// ----------------------------------------------------------------------------------------------------------------- brackets

function application(context: Context, draft: Draft, depth: number): Syntax {
  const of = build(context, part(draft, 0), depth + 1);
  const open = token(context, part(draft, 1), "tight");
  const body = build(context, part(draft, 2), depth + 1);
  const close = token(context, part(draft, 3), "close");
  return { kind: "application", of, argument: { kind: "group", fence: open.fence, body, span: join(open, close) }, span: join(of.span, close) };
}

function group(context: Context, draft: Draft, depth: number): Syntax {
  const open = token(context, part(draft, 0), "open");
  const body = build(context, part(draft, 1), depth + 1);
  const close = token(context, part(draft, 2), "close");
  return { kind: "group", fence: open.fence, body, span: join(open, close) };
}

/** Braces are invisible: the body stands for itself, but keeps their place when it is empty. */
function braces(context: Context, draft: Draft, depth: number): Syntax {
  const open = token(context, part(draft, 0), "lbrace");
  const body = build(context, part(draft, 1), depth + 1);
  const close = token(context, part(draft, 2), "rbrace");
  return body.kind === "empty" ? { kind: "empty", span: join(open, close) } : body;
}

function fontBraces(context: Context, draft: Draft, depth: number): Syntax {
  const open = token(context, part(draft, 0), "lbrace");
  const mark = token(context, part(draft, 1), "font");
  const of = build(context, part(draft, 2), depth + 1);
  const close = token(context, part(draft, 3), "rbrace");
  return mark.font === null ? of : { kind: "styled", font: mark.font, of, span: join(open, close) };
}

function one(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "one");
  const of = build(context, part(draft, 1), depth + 1);
  return decorate(head.make, of, { start: Math.min(head.start, of.span.start), end: Math.max(head.end, of.span.end, context.at) });
}

function decorate(make: One, of: Syntax, span: Span): Syntax {
  switch (make.is) {
    case "styled": return { kind: "styled", font: make.font, of, span };
    case "accent": return { kind: "accent", accent: make.accent, of, span };
    case "decorated": return { kind: "decorated", decoration: make.decoration, body: of, label: null, span };
    case "root": return { kind: "root", degree: null, body: of, span };
    case "plain": return of;
  }
}

function two(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "two");
  const first = build(context, part(draft, 1), depth + 1);
  const second = build(context, part(draft, 2), depth + 1);
  return pair(head.make, first, second, { start: Math.min(head.start, first.span.start), end: Math.max(head.end, second.span.end, context.at) });
}

function pair(make: Two, first: Syntax, second: Syntax, span: Span): Syntax {
  switch (make) {
    case "fraction": return { kind: "fraction", numerator: first, denominator: second, span };
    case "binomial": return { kind: "binomial", above: first, below: second, span };
    case "underset": case "overset": return { kind: "decorated", decoration: make, body: second, label: first, span };
  }
}

function root(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "root");
  const degree = build(context, part(draft, 2), depth + 1);
  token(context, part(draft, 3), "close");
  const body = build(context, part(draft, 4), depth + 1);
  return { kind: "root", degree, body, span: { start: head.start, end: Math.max(head.end, body.span.end, context.at) } };
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
