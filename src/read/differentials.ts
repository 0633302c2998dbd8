/**
 * Differentials: where a document declares `\mathrm{d}X \in \mathbb{R}^{m \times n}` for its quantity X, dX is the name of a change of X,
 * and dU is the change of U that goes with it, to first order. In any other document the letter d keeps its usual meaning.
 */
import { directional, type Expr, heads, type Name, type Sym } from "../expr/index.ts";
import { sameShape } from "../shape/index.ts";
import type { Candidates } from "./build-candidates.ts";
import { type Builder, combine, stop } from "./build-context.ts";
import type { Term, TermOf } from "./meaning.ts";
import type { Taken } from "./resolve-brackets.ts";
import { type Context, isKnown } from "./resolve-context.ts";
import { changeSign as sign } from "./resolve-names.ts";
import { freeNames } from "./resolve-walk.ts";
import type { Syntax } from "./syntax.ts";
import { visibleEntries } from "./table.ts";

/** An upright d; the slanted letter is a quantity more often than not. */
const isSign = (s: Syntax): boolean => s.kind === "word" && s.text === "d";

const declaresChanges = (context: Context): boolean => {
  for (const name of visibleEntries(context.table).keys()) if (name.length > sign.length && name.startsWith(sign)) return true;
  return false;
};

/** `\mathrm{d}` before an operand: the declared change of a name, else the differential of the operand. */
export function differentialAt(
  context: Context,
  items: readonly Syntax[],
  i: number,
  factorAt: (context: Context, items: readonly Syntax[], i: number) => Taken,
): Taken | null {
  const item = items[i];
  if (!item || !isSign(item) || i + 1 >= items.length || isKnown(context, sign) || !declaresChanges(context)) return null;
  const { term, next } = factorAt(context, items, i + 1);
  const span = { start: item.span.start, end: term.span.end };
  const change = term.kind === "name" ? `${sign}${term.name}` : null;
  if (change !== null && isKnown(context, change)) return { term: { kind: "name", name: change, span }, next };
  return { term: { kind: "apply", heads: [heads.d], args: [term], span }, next };
}

/** dU = Σ ∂U/∂X · dX over the declared changes that reach U. */
export function differential(b: Builder, of: TermOf<"apply">): Candidates {
  const [inner] = of.args as readonly [Term];
  const reached = reachedFrom(b, inner);
  const changes = [...b.analysis.understood.values()].flatMap((u) => {
    const variable = u.name.startsWith(sign) ? u.name.slice(sign.length) : "";
    const x = variable === "" || !reached.has(variable) ? undefined : b.analysis.understood.get(variable);
    return x && sameShape(x.shape, u.shape) ? [{ x: b.t.sym(x.name, x.shape, x.sort), dx: b.t.sym(u.name, u.shape, u.sort) }] : [];
  });
  if (changes.length === 0)
    return stop(b, of.span, "unsupported", "no declared change reaches this differential", {
      expected: "a quantity that depends on one whose change is declared",
      try: "declare the change: \\mathrm{d}X \\in \\mathbb{R}^{m \\times n}",
    });
  return combine(b, [inner], ([u], readings) => (u ? [{ expr: along(b, u, changes), readings }] : []));
}

function along(b: Builder, u: Expr, changes: readonly { readonly x: Sym; readonly dx: Sym }[]): Expr {
  const parts = changes.map(({ x, dx }) => directional(b.t, u, x, dx));
  return parts.length === 1 ? (parts[0] as Expr) : b.t.app(heads.add, parts);
}

/** The names in a term and in every definition below it. */
function reachedFrom(b: Builder, term: Term): ReadonlySet<Name> {
  const out = new Set<Name>();
  const open: Term[] = [term];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of freeNames(next)) {
      if (out.has(name)) continue;
      out.add(name);
      const alias = b.analysis.alias.get(name);
      if (alias !== undefined) out.add(alias);
      const d = b.analysis.definitions.get(name) ?? (alias === undefined ? undefined : b.analysis.definitions.get(alias));
      if (d) open.push(d.body);
    }
  }
  return out;
}
