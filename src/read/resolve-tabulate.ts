/** `[a_i b_j]_{i = 1, \ldots, m, j = 1, \ldots, n}`: an array by its entries, in the order of the indices. */
import type { BoundIndex, Term } from "./meaning.ts";
import { type Context, within } from "./resolve-context.ts";
import { atomName } from "./resolve-names.ts";
import type { Syntax } from "./syntax.ts";

type Scripts = Extract<Syntax, { kind: "scripts" }>;

export function arrayByEntries(s: Scripts, context: Context): Term | null {
  const { base, sub } = s;
  if (base.kind !== "group" || base.fence !== "square" || !sub || s.sup || s.primes > 0) return null;
  const list = sub.kind === "group" && sub.fence === "curly" ? sub.body : sub;
  const ranges = list.kind === "list" && list.items.length % 3 === 0 ? rangesOf(list.items) : null;
  if (!ranges) return null;
  const names = ranges.map((r) => r.name);
  const over = ranges.map(
    ({ name, from, to }): BoundIndex => ({ name, from: context.resolve(from, context), to: context.resolve(to, context) }),
  );
  return { kind: "big", binder: "tabulate", over, guards: [], body: context.resolve(base.body, within(context, names)), span: s.span };
}

interface Range {
  readonly name: string;
  readonly from: Syntax;
  readonly to: Syntax;
}

/** `i = 1`, dots, `n`, and so on. */
function rangesOf(items: readonly Syntax[]): readonly Range[] | null {
  const out: Range[] = [];
  for (let k = 0; k < items.length; k += 3) {
    const [start, dots, to] = items.slice(k, k + 3);
    if (start?.kind !== "chain" || start.operands.length !== 2 || start.relators[0]?.symbol !== "=" || dots?.kind !== "dots" || !to)
      return null;
    const [index, from] = start.operands;
    const name = index ? atomName(index) : null;
    if (name === null || !from) return null;
    out.push({ name, from, to });
  }
  return out;
}
