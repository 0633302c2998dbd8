/** Scripts, primes and factorials behind an item; big operators with their limits and bodies. */
import { type Draft, isDraft } from "./draft.ts";
import { doubleScript } from "./errors.ts";
import type { Span, Syntax } from "./syntax.ts";
import { type Context, join, nothing, part, spanOf, spine, token } from "./tree-context.ts";

interface Scripts {
  readonly sub: Syntax | null;
  readonly sup: Syntax | null;
  readonly primes: number;
  readonly span: Span;
}

/** Scripts, primes and factorials behind an item, from left to right; `.^` and `!` close what stands before them. */
export function scripts(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  let base = context.build(left, depth + 1);
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
      const right = context.build(part(link, 2), depth + 1);
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
    const body = context.build(part(link, 2), depth + 1);
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

export function big(context: Context, draft: Draft, depth: number): Syntax {
  const head = part(draft, 0);
  const { left, links } = isDraft(head) ? spine(head) : { left: head, links: [] };
  const mark = token(context, left, "big");
  const { sub, sup, span } = gather(context, links, spanOf(mark), depth);
  const body = draft.parts.length === 3 ? context.build(part(draft, 1), depth + 1) : nothing(context);
  return { kind: "big", name: mark.name, sub, sup, body, span: join(span, body.span) };
}
