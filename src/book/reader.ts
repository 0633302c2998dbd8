/** The reader of documents, set to rules: plain text, every name declared with its shape, no reading admitted but the literal one. */
import type { Book, Expr, Terms } from "../expr/index.ts";
import { build } from "../read/build.ts";
import type { Analysis, BuildOptions, Understood } from "../read/meaning.ts";
import { parseFormula } from "../read/parse.ts";
import { resolve, resolveTruth } from "../read/resolve.ts";
import type { Syntax } from "../read/syntax.ts";
import { createTable, emptyAnalysis, indexEntry, plainNotation, symbolEntry, withEntries } from "../read/table.ts";
import { fail, ok, type Result } from "../shape/index.ts";
import type { ReadFormula, Unreadable } from "./scope.ts";
import type { Variable } from "./shapes.ts";

const literally: BuildOptions = { layout: "mixed", readings: new Set() };
const facts = { ground: "given", because: "stated by the rule" } as const;

/** A reader with the vocabulary of a book, asked for when the first formula is read. In a rule `d(u)` is the differential of u. */
export function formulaReader(vocabulary: () => Book): ReadFormula {
  let known: Book | null = null;
  // The formulas of one record share their variables.
  const analyses = new Map<readonly Variable[], Analysis>();
  return (text, variables, t) => {
    if (known === null) {
      const book = vocabulary();
      known = { heads: book.heads, sources: book.sources, rules: [], spellings: new Map([...book.spellings, ["d", ["d"]]]) };
    }
    const syntax = parseFormula(text, { mode: "rule" });
    if (!syntax.ok) return syntax;
    const analysis = analyses.get(variables) ?? analysisOf(known, variables);
    analyses.set(variables, analysis);
    return mean(syntax.value, text, analysis, t);
  };
}

function analysisOf(book: Book, variables: readonly Variable[]): Analysis {
  const table = withEntries(
    createTable(book, { ...plainNotation, mode: "rule" }),
    variables.map((v) => (v.sort === "index" ? indexEntry(v.name, null, facts) : symbolEntry(v.name, v.shape, facts))),
  );
  const understood = variables.map(({ name, shape, sort }): readonly [string, Understood] => [
    name,
    { ...facts, name, shape, sort, origin: "declared", line: 0 },
  ]);
  return { ...emptyAnalysis(table), understood: new Map(understood) };
}

function mean(syntax: Syntax, text: string, analysis: Analysis, t: Terms): Result<Expr, Unreadable> {
  const isTruth = syntax.kind === "chain";
  const resolved = (isTruth ? resolveTruth : resolve)(syntax, analysis.table, text);
  if (!resolved.ok) return resolved;
  const [unknown] = resolved.value.unknown;
  if (unknown !== undefined)
    return fail({ message: `nothing says what ${unknown} is`, expected: "a name of the rule or of the book", try: null });
  const built = build(t, analysis, resolved.value.term, literally);
  return built.ok ? ok(built.value.expr) : built;
}
