/** Brackets, commands with arguments, environments. */
import { type Draft, isDraft } from "./draft.ts";
import type { One, Two } from "./lexeme.ts";
import type { Span, Syntax } from "./syntax.ts";
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
  if (open.font !== null) return { kind: "styled", font: open.font, of: body, span };
  return body.kind === "empty" ? { kind: "empty", span } : body;
}

export function one(context: Context, draft: Draft, depth: number): Syntax {
  const head = token(context, part(draft, 0), "one");
  const of = context.build(part(draft, 1), depth + 1);
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
