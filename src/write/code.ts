/** Expressions as program text in six languages. */
import { childrenOf, createTerms, type Expr, type Name, nodesOf } from "../expr/index.ts";
import { ok, type Result } from "../shape/index.ts";
import type { Dialect, Language } from "./code/dialect.ts";
import { generate, type NoCode } from "./code/generate.ts";
import { javascriptDialect } from "./code/javascript.ts";
import { juliaDialect } from "./code/julia.ts";
import { matlabDialect } from "./code/matlab.ts";
import { createNames } from "./code/names.ts";
import { jaxDialect, numpyDialect, torchDialect } from "./code/python.ts";
import { nameParts, treeSizes } from "./share.ts";

export type { Language } from "./code/dialect.ts";
export type { NoCode } from "./code/generate.ts";
export { plainName } from "./code/names.ts";

const dialects: Readonly<Record<Language, Dialect>> = {
  numpy: numpyDialect,
  jax: jaxDialect,
  torch: torchDialect,
  julia: juliaDialect,
  matlab: matlabDialect,
  js: javascriptDialect,
};

export const languages: readonly Language[] = Object.keys(dialects) as readonly Language[];

/** A part at least this large that occurs twice is computed once. */
const worthComputingOnce = 4;

export interface CodeOptions {
  /** The identifier of a symbol where the plain form of its name (`\\theta_1` → theta_1) is not wanted. */
  readonly names?: ReadonlyMap<Name, string>;
  /** Names that are assigned first, in order: each value may use those before it. */
  readonly given?: readonly Named[];
}

export interface Named {
  readonly name: Name;
  readonly value: Expr;
}

/**
 * Program text: assignments for the names given and for parts that occur more than once, then a last line that is the expression.
 *
 * A column is a 1-D array, a row an array of shape 1×n; size names are integers in scope; positions are counted as the language counts.
 */
export function writeCode(e: Expr, language: Language, options: CodeOptions = {}): Result<string, NoCode> {
  const dialect = dialects[language];
  const nameOf = createNames(dialect.reserved, options.names ?? new Map());
  const { main, where } = shareForComputing(e);
  const lines: string[] = [];
  for (const part of [...(options.given ?? []), ...where]) {
    const made = generate(part.value, dialect, nameOf);
    if (!made.ok) return made;
    lines.push(dialect.assign(nameOf(part.name), dialect.answer(made.value)));
  }
  const last = generate(main, dialect, nameOf);
  if (!last.ok) return last;
  return ok([...lines, dialect.answer(last.value)].join("\n"));
}

/** Names for what is used more than once, and for computed arrays of which a loop takes entries. */
function shareForComputing(root: Expr): ReturnType<typeof nameParts> {
  const uses = new Map<Expr, number>();
  const tables = new Set<Expr>();
  for (const x of nodesOf(root)) {
    for (const c of childrenOf(x)) uses.set(c, (uses.get(c) ?? 0) + 1);
    if (x.kind === "elem" && x.at.some((p) => p.level > 0) && x.of.kind !== "sym") tables.add(x.of);
  }
  const sizes = treeSizes(root);
  const wanted = (x: Expr): boolean => tables.has(x) || ((uses.get(x) ?? 0) > 1 && (sizes.get(x) ?? 0) >= worthComputingOnce);
  if (![...uses.keys()].some(wanted)) return { main: createTerms().adopt(root), where: [] };
  return nameParts(root, wanted, 0);
}
