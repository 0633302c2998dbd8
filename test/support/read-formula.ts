/** One formula read with declared names, and a plain notation of the result for tables in tests. */
import { defaultBook } from "../../src/book/default.ts";
import {
  createTerms,
  type Declared,
  type Definition,
  type Environment,
  type Expr,
  type Name,
  type Signature,
} from "../../src/expr/index.ts";
import { parseDeclaration } from "../../src/read/declare.ts";
import { type FormulaOptions, readFormula } from "../../src/read/formula.ts";
import type { Built } from "../../src/read/meaning.ts";
import type { ReadError } from "../../src/read/syntax.ts";
import { type Result, showShape } from "../../src/shape/index.ts";

const book = defaultBook();

export function environmentOf(declarations: readonly string[]): Environment {
  const symbols = new Map<Name, Declared>();
  const functions = new Map<Name, Signature>();
  for (const text of declarations) {
    const read = parseDeclaration(text, { mode: "latex" });
    if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
    for (const e of read.value) {
      if (e.signature) functions.set(e.name, e.signature);
      else if (e.shape)
        symbols.set(e.name, {
          name: e.name,
          shape: e.shape,
          sort: e.role === "index" ? "index" : "real",
          attributes: e.attributes,
          range: null,
        });
    }
  }
  return { symbols, functions, definitions: new Map<Name, Definition>(), given: [] };
}

export function readBuilt(
  source: string,
  declarations: readonly string[],
  options: Partial<FormulaOptions> = {},
): Result<Built, ReadError> {
  return readFormula(createTerms(), book, source, {
    mode: "latex",
    environment: environmentOf(declarations),
    layout: "numerator",
    ...options,
  });
}

/** `expression : shape`, or `code: message`. */
export function readShown(source: string, declarations: readonly string[], options: Partial<FormulaOptions> = {}): string {
  const built = readBuilt(source, declarations, options);
  return built.ok ? `${showExpr(built.value.expr)} : ${showShape(built.value.expr.shape)}` : `${built.error.code}: ${built.error.message}`;
}

const list = (es: readonly Expr[], by = ", "): string => es.map(showExpr).join(by);

/** head(args), f{args}, a[i], D[of / by], Σ as sum(#1: 1..n | body). */
export function showExpr(e: Expr): string {
  switch (e.kind) {
    case "num":
      return e.value.d === 1n ? `${e.value.n}` : `${e.value.n}/${e.value.d}`;
    case "sym":
      return e.name;
    case "app":
      return `${e.head.name}(${list(e.args)})`;
    case "call":
      return `${e.fn}${e.slots.length > 0 ? `'${e.slots.join(".")}` : ""}{${list(e.args, "; ")}}`;
    case "elem":
      return `${showExpr(e.of)}[${list(e.at)}]${e.outside === "zero" ? "₀" : ""}`;
    case "bind": {
      const d = e.domain;
      const where =
        d.kind === "point"
          ? `→${showExpr(d.at)}${d.side === "both" ? "" : d.side === "right" ? "+" : "-"}`
          : d.kind === "distribution"
            ? d.name
            : `${showExpr(d.from)}..${showExpr(d.to)}`;
      return `${e.binder}(${e.index.name}: ${where} | ${showExpr(e.body)})`;
    }
    case "cases":
      return `cases(${e.arms.map((a) => `${showExpr(a.when)}: ${showExpr(a.then)}`).join("; ")}${e.otherwise ? `; ${showExpr(e.otherwise)}` : ""})`;
    case "deriv":
      return `D[${showExpr(e.of)} / ${showExpr(e.by)}]`;
  }
}
