/** The axes of generated arrays: free indices of the function and of the variables, and the axes that the answer has of its own. */
import { type Environment, type Expr, freeSymbols, type Name, type Sym, type Terms } from "../expr/index.ts";
import { axes, type Dim, isRow, one } from "../shape/index.ts";
import { freeIndices, type Stretch, tabulated } from "./free-indices.ts";

export interface AxesQuestion {
  readonly environment: Environment;
  readonly freeIndices?: readonly string[] | undefined;
  readonly layout?: "numerator" | "denominator" | "mixed" | undefined;
}

/**
 * Free indices of the function first, then those of the variable, unless an order is given. An array differentiated by an entry keeps its
 * own axes in front of those of the variable (behind them in the denominator layout).
 */
export function overFreeIndices(t: Terms, value: Expr, asked: readonly Expr[], q: AxesQuestion): Expr {
  const order = q.freeIndices;
  const all = freeIndices(...asked, value);
  const variables = freeSymbols(...asked.slice(1));
  const along = new Map([...all].filter(([name]) => !q.environment.symbols.has(name) || variables.has(name) || order?.includes(name)));
  const names = order ? [...order, ...[...along.keys()].filter((name) => !order.includes(name))] : [...along.keys()];
  const apart = order || q.layout === "denominator" ? null : axesInFront(t, value, asked, names);
  return tabulated(
    t,
    apart?.entry ?? value,
    (apart?.names ?? names).flatMap((name) => {
      const stretch = along.get(name) ?? apart?.own.get(name);
      return stretch ? [[name, stretch] as const] : [];
    }),
  );
}

/** An array by an entry: one entry of the answer, and its indices as free indices of f, axes of f, then indices or axes of each variable. */
function axesInFront(
  t: Terms,
  value: Expr,
  asked: readonly Expr[],
  names: readonly Name[],
): { readonly entry: Expr; readonly names: readonly Name[]; readonly own: ReadonlyMap<Name, Stretch> } | null {
  const [f, ...variables] = asked;
  const freeIn = variables.map((v) => names.filter((name) => freeSymbols(v).has(name)));
  if (!f || isRow(f.shape) || isRow(value.shape) || freeIn.every((own) => own.length === 0)) return null;
  const dims = axes(value.shape);
  const positions = dims.map((_, i) => t.index(`axis@${i}`));
  const ranks = variables.map((v, i) => ((freeIn[i] as readonly Name[]).length > 0 ? 0 : axes(v.shape).length));
  const mine = axes(f.shape).length;
  if (dims.length === 0 || mine + ranks.reduce((a, b) => a + b, 0) !== dims.length) return null;
  let next = mine;
  const sequence: Name[] = positions.slice(0, mine).map((p) => p.name);
  for (const [i, rank] of ranks.entries()) {
    sequence.push(...(freeIn[i] as readonly Name[]), ...positions.slice(next, next + rank).map((p) => p.name));
    next += rank;
  }
  return {
    entry: entryAt(t, value, positions),
    names: [...names.filter((name) => !sequence.includes(name)), ...new Set(sequence)],
    own: new Map(positions.map((p, i) => [p.name, { from: one, to: dims[i] as Dim }])),
  };
}

/** The entry at these positions; of an array that is given by its entries, that entry. */
function entryAt(t: Terms, of: Expr, at: readonly Sym[]): Expr {
  const [first, ...rest] = at;
  if (!first) return of;
  if (of.kind !== "bind" || of.binder !== "tabulate") return t.elem(of, at);
  return entryAt(t, t.substitute(of.body, new Map([[of.index.name, first]])), rest);
}
