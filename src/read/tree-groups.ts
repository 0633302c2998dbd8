/** Brackets, commands with arguments, environments. */
import { type Draft, isDraft } from "./draft.ts";
import type { One, Two } from "./lexeme.ts";
import type { Font, Span, Syntax } from "./syntax.ts";
import { type Context, join, part, spine, token } from "./tree-context.ts";

export function application(context: Context, draft: Draft, depth: number): Syntax {
  const of = context.build(part(draft, 0), depth + 1);
  const open = token(context, part(draft, 1), "tight");
  const body = context.build(part(draft, 2), depth + 1);
  const close = token(context, part(draft, 3), "close");
  return {
    kind: "application",
    of,
    argument: { kind: "group", fence: open.fence, body, span: join(open, close) },
    span: join(of.span, close),
  };
}

/** Braces are invisible: the body stands for itself, but keeps their place when it is empty. */
export function group(context: Context, draft: Draft, depth: number): Syntax {
  const open = token(context, part(draft, 0), "open");
  const body = context.build(part(draft, 1), depth + 1);
  const span = join(open, token(context, part(draft, 2), "close"));
  if (open.fence !== null) return { kind: "group", fence: open.fence, body, span };
  if (open.font !== null) return styled(open.font, body, span);
  // What is built on it is sliced from the source with both braces.
  return body.kind === "empty" ? { kind: "empty", span } : { ...body, span };
}

export function one(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "one");
  const of = context.build(part(draft, 1), depth + 1);
  return decorate(head.make, of, { start: Math.min(head.start, of.span.start), end: Math.max(head.end, of.span.end, context.at) });
}

function decorate(make: One, of: Syntax, span: Span): Syntax {
  switch (make.is) {
    case "styled":
      return styled(make.font, of, span);
    case "accent":
      return onBase(of, span, (base, at) => ({ kind: "accent", accent: make.accent, of: base, span: at }));
    case "decorated":
      return { kind: "decorated", decoration: make.decoration, body: of, label: null, span };
    case "root":
      return { kind: "root", degree: null, body: of, span };
    case "plain":
      return of;
  }
}

/** A font over a sum or a list is that of every name in it. */
function styled(font: Font, of: Syntax, span: Span): Syntax {
  const inner = (s: Syntax): Syntax => styled(font, s, s.span);
  switch (of.kind) {
    case "sum":
      return { ...of, terms: of.terms.map((t) => ({ ...t, term: inner(t.term) })), span };
    case "list":
      return { ...of, items: of.items.map(inner), span };
    case "binary":
      return { ...of, left: inner(of.left), right: inner(of.right), span };
    case "fraction":
      return { ...of, numerator: inner(of.numerator), denominator: inner(of.denominator), span };
    case "group":
      return of.body.kind === "empty" ? of : { ...of, body: inner(of.body), span };
    case "empty":
    case "dots":
      return of;
    default:
      return onBase(of, span, (base, at) => ({ kind: "styled", font, of: base, span: at }));
  }
}

/** `\hat{y_i}` is `\hat{y}_i`, `\mathbf{x_i}` is `\mathbf{x}_i`: what is set over a name with scripts stands over the name. */
function onBase(of: Syntax, span: Span, over: (base: Syntax, at: Span) => Syntax): Syntax {
  if (of.kind !== "scripts" || !isName(of.base)) return over(of, span);
  return { ...of, base: onBase(of.base, { start: span.start, end: of.base.span.end }, over), span };
}

const isName = (s: Syntax): boolean =>
  s.kind === "letter" ||
  s.kind === "word" ||
  ((s.kind === "styled" || s.kind === "accent" || s.kind === "scripts") && isName(s.kind === "scripts" ? s.base : s.of));

export function two(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "two");
  const first = context.build(part(draft, 1), depth + 1);
  const second = context.build(part(draft, 2), depth + 1);
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
    case "cancelto":
      return { kind: "decorated", decoration: "cancel", body: second, label: first, span };
  }
}

export function environment(context: Context, draft: Draft, depth: number): Syntax {
  const begin = token(context, part(draft, 0), "begin");
  const all = part(draft, 1);
  const lines = isDraft(all) && all.rule === "rows" ? [spine(all).left, ...spine(all).links.map((link) => part(link, 2))] : [all];
  const rows = lines.map((line) => {
    const cells = isDraft(line) && line.rule === "row" ? [spine(line).left, ...spine(line).links.map((link) => part(link, 2))] : [line];
    return cells.map((cell) => context.build(cell, depth + 1));
  });
  const end = token(context, part(draft, 2), "end");
  const last = rows[rows.length - 1];
  const trailing = rows.length > 1 && last?.every((cell) => cell.kind === "empty");
  return { kind: "environment", name: begin.name, rows: trailing ? rows.slice(0, -1) : rows, span: join(begin, end) };
}
