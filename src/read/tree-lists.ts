/** Lists of every kind, from words and formulas down to things side by side. */
import { Bug } from "../shape/result.ts";
import { type Draft, isDraft } from "./draft.ts";
import { missingSide } from "./errors.ts";
import type { Relator, Separator, Sign, Syntax } from "./syntax.ts";
import { type Context, join, over, part, spanOf, spine, token } from "./tree-context.ts";

export function phrase(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const items: Syntax[] = [context.build(left, depth + 1)];
  for (const link of links) {
    const words = token(context, part(link, 1), "divider");
    items.push({ kind: "prose", text: words.words, span: spanOf(words) }, context.build(part(link, 2), depth + 1));
  }
  const kept = items.filter((item) => item.kind !== "empty");
  const [only, ...more] = kept;
  if (only === undefined) throw new Bug("a phrase has words");
  return more.length === 0 ? only : { kind: "phrase", items: kept, span: over(kept) };
}

export function list(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const items: Syntax[] = [context.build(left, depth + 1)];
  const separators: Separator[] = [];
  for (const link of links) {
    separators.push(token(context, part(link, 1), "separator").separator);
    items.push(context.build(part(link, 2), depth + 1));
  }
  return { kind: "list", items, separators, span: over(items) };
}

/** a = b ≤ c; only the ends may be missing. */
export function chain(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const operands: Syntax[] = [context.build(left, depth + 1)];
  const relators: Relator[] = [];
  for (const [i, link] of links.entries()) {
    const mark = token(context, part(link, 1), "relator");
    if (i > 0 && operands[i]?.kind === "empty") context.error ??= missingSide(relators[i - 1]?.text ?? "", mark);
    relators.push({ symbol: mark.symbol, text: mark.text, span: spanOf(mark) });
    operands.push(context.build(part(link, 2), depth + 1));
  }
  const first = relators[0]?.span ?? over(operands);
  const [start] = operands;
  if (start?.kind === "empty") operands[0] = { ...start, span: { start: first.start, end: first.start } };
  return { kind: "chain", operands, relators, span: join(over(operands), first) };
}

/** `1..n` and `f : A`. */
export function between(context: Context, draft: Draft, depth: number): Syntax {
  const left = context.build(part(draft, 0), depth + 1);
  const { which } = token(context, part(draft, 1), "between");
  const right = context.build(part(draft, 2), depth + 1);
  const span = join(left.span, right.span);
  return which === "range" ? { kind: "range", from: left, to: right, span } : { kind: "binary", operator: "colon", left, right, span };
}

type Term = { readonly sign: Sign; readonly term: Syntax };

export function signed(context: Context, draft: Draft, depth: number): Syntax {
  const sign = token(context, part(draft, 0), "prefix");
  const term = context.build(part(draft, 1), depth + 1);
  return { kind: "sum", terms: [{ sign: sign.sign, term }], span: join(sign, term.span) };
}

export function sum(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  const first = context.build(left, depth + 1);
  const opening = isDraft(left) && left.rule === "sign" && first.kind === "sum";
  const terms: Term[] = opening ? [...first.terms] : [{ sign: "+", term: first }];
  let span = first.span;
  for (const link of links) {
    const { sign } = token(context, part(link, 1), "sign");
    const term = context.build(part(link, 2), depth + 1);
    terms.push({ sign, term });
    span = join(span, term.span);
  }
  return { kind: "sum", terms, span };
}

export function binary(context: Context, draft: Draft, depth: number): Syntax {
  const { left: leftmost, links } = spine(draft);
  let left = context.build(leftmost, depth + 1);
  for (const link of links) {
    const { operator, ...mark } = token(context, part(link, 1), "operator");
    const right = context.build(part(link, 2), depth + 1);
    left = { kind: "binary", operator, left, right, span: join(join(left.span, mark), right.span) };
  }
  return left;
}

/** Things side by side; an evaluation bar gathers what stands before it. */
export function run(context: Context, draft: Draft, depth: number): Syntax {
  const { left, links } = spine(draft);
  let items: Syntax[] = [];
  for (const piece of [left, ...links.map((link) => part(link, 1))]) {
    const item = context.build(piece, depth + 1);
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
