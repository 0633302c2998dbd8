/** Other ways to give the same derivative: all entries at once, and with what depends on the variable held fixed. */
import { type Derivative, type DeriveQuestion, differentiate } from "../derive/index.ts";
import { type Book, type Environment, type Expr, freeSymbols, type Name, type Terms } from "../expr/index.ts";
import { writeUnicode } from "../write/unicode.ts";
import { freeIndices, tabulated } from "./free-indices.ts";

/** ∂f/∂xₖ for every k at once: f as an array over its free indices, by the whole of x. Null when an entry is not named by distinct letters. */
export function inMatrixForm(
  t: Terms,
  f: Expr,
  by: Expr,
  second: Expr | null,
  order: readonly Name[] | undefined,
): { readonly f: Expr; readonly by: Expr } | null {
  if (by.kind !== "elem" || second !== null) return null;
  const letters = by.at.map((p) => (p.kind === "sym" && p.sort === "index" ? p.name : ""));
  const own = freeSymbols(f);
  if (letters.includes("") || new Set(letters).size < letters.length || letters.some((name) => own.has(name))) return null;
  const along = freeIndices(f);
  const names = order?.filter((name) => along.has(name)) ?? [...along.keys()];
  if (names.length < along.size) return null;
  const over = [...names, ...[...along.keys()].filter((name) => !names.includes(name))];
  return {
    f: tabulated(
      t,
      f,
      over.flatMap((name) => {
        const stretch = along.get(name);
        return stretch ? [[name, stretch] as const] : [];
      }),
    ),
    by: by.of,
  };
}

/**
 * f(x, y) with y = g(x) by x is the total derivative; the partial one, y held fixed, is told beside it. Null where f reaches the variable
 * in one of the two ways only.
 */
export function partialReading(t: Terms, book: Book, q: DeriveQuestion): Derivative["alternatives"][number] | null {
  if (q.wrt.kind !== "sym" || q.wrt2 || (q.order ?? 1) > 1 || !freeSymbols(q.expr).has(q.wrt.name)) return null;
  const held = [...freeSymbols(q.expr).keys()].filter((name) => leadsTo(q.environment, name, (q.wrt as { readonly name: Name }).name));
  if (held.length === 0) return null;
  const definitions = new Map([...q.environment.definitions].filter(([name]) => !held.includes(name)));
  const partial = differentiate(t, book, { ...q, environment: { ...q.environment, definitions } });
  return partial.ok
    ? { reading: `partial derivative: ${held.map((name) => writeUnicode(t.sym(name))).join(", ")} held fixed`, expr: partial.value.expr }
    : null;
}

/** Is this a defined name whose value uses the variable, directly or through other names? */
function leadsTo(environment: Environment, name: Name, variable: Name, seen: Set<Name> = new Set()): boolean {
  const d = environment.definitions.get(name);
  if (!d || d.params.length > 0 || seen.has(name)) return false;
  seen.add(name);
  const inside = freeSymbols(d.body);
  return inside.has(variable) || [...inside.keys()].some((next) => leadsTo(environment, next, variable, seen));
}
