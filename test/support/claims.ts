/** Claims in the plain notation, for tests of `compare`: `W:m,n; x:n; c: positive; f(n)->m`, then `lhs = rhs`. */

import type { Claim, ClaimRelation } from "../../src/compare/types.ts";
import {
  type Attribute,
  attributes,
  createTerms,
  type Declared,
  type Environment,
  type Expr,
  emptyEnvironment,
  type Name,
  type Signature,
  type Sym,
  type Terms,
} from "../../src/expr/index.ts";
import { columnShape, dim, fromAxes, matrixShape, type Shape, scalarShape, size } from "../../src/shape/index.ts";
import { handMade } from "./heads.ts";
import { readPlain } from "./notation.ts";

export interface Setting {
  readonly t: Terms;
  readonly environment: Environment;
  readonly read: (text: string) => Expr;
  readonly claim: (text: string, undeclared?: ReadonlySet<Name>) => Claim;
}

const dimOf = (text: string) => {
  const [name, shift] = text.split("+");
  if (/^\d+$/.test(text)) return dim(Number(text));
  return shift ? size(text) : size(name as string);
};

function shapeOf(text: string): Shape {
  const dims = text
    .split(",")
    .map((d) => d.trim())
    .filter((d) => d !== "")
    .map(dimOf);
  if (dims.length === 0) return scalarShape;
  const [m, n] = dims;
  return dims.length === 1 && m ? columnShape(m) : dims.length === 2 && m && n ? matrixShape(m, n) : fromAxes(dims);
}

function attributesOf(words: string): ReadonlySet<Attribute> {
  return new Set(
    attributes.filter((a) =>
      words
        .split(",")
        .map((w) => w.trim())
        .includes(a),
    ),
  );
}

/** Reads declarations: `W:m,n`, `x:n`, `c: positive`, `i in 1..n`, `f(n|p)->m`, `n size`. */
export function setting(declarations: string, given: readonly string[] = [], definitions: readonly string[] = []): Setting {
  const t = createTerms();
  const symbols = new Map<string, Sym>();
  const declared = new Map<Name, Declared>();
  const functions = new Map<Name, Signature>();
  const results = new Map<string, Shape>();
  const sizes = new Set<string>();
  const declare = (name: string, shape: Shape, has: ReadonlySet<Attribute>): void => {
    const whole = has.has("natural") || has.has("integer");
    symbols.set(name, t.sym(name, shape, whole ? "index" : "real"));
    declared.set(name, { name, shape, sort: whole ? "index" : "real", attributes: has, range: null });
    for (const d of shape) for (const m of d.terms) for (const p of m.powers) sizes.add(p.atom);
  };
  const parts = declarations
    .split(";")
    .map((p) => p.trim())
    .filter((p) => p !== "");
  for (const part of parts) {
    const fn = /^(\w+)\(([^)]*)\)->(.*)$/.exec(part);
    const symbol = /^(\w+):([\w,+ ]*?)(?:\s*is\s+(.*))?$/.exec(part);
    if (fn) {
      const [, name = "", params = "", result = ""] = fn;
      functions.set(name, { name, params: params.split("|").map(shapeOf), result: shapeOf(result) });
      results.set(name, shapeOf(result));
    } else if (symbol) declare(symbol[1] as string, shapeOf(symbol[2] ?? ""), attributesOf(symbol[3] ?? ""));
  }
  for (const name of sizes) if (!symbols.has(name)) symbols.set(name, t.index(name));
  const read = (text: string): Expr => readPlain(text, { t, symbols, heads: handMade, functions: results });
  for (const part of parts) {
    const index = /^(\w+) in (.+)\.\.(.+)$/.exec(part);
    if (!index) continue;
    const [, name = "", from = "", to = ""] = index;
    symbols.set(name, t.index(name));
    declared.set(name, { name, shape: scalarShape, sort: "index", attributes: new Set(), range: { from: read(from), to: read(to) } });
  }
  const defined = new Map(
    definitions.map((d) => {
      const [name = "", body = ""] = d.split(":=").map((x) => x.trim());
      const value = read(body);
      symbols.set(name, t.sym(name, value.shape));
      return [name, { name, params: [], body: value }] as const;
    }),
  );
  const bare: Environment = { ...emptyEnvironment, symbols: declared, functions, definitions: defined };
  const environment: Environment = { ...bare, given: given.map((g) => readRelation(read, t, g)) };
  return {
    t,
    environment,
    read,
    claim(text, undeclared) {
      const [lhs, relation, rhs] = splitRelation(text);
      const base = { lhs: read(lhs), rhs: read(rhs), relation: relation as ClaimRelation, environment };
      return undeclared ? { ...base, undeclared } : base;
    },
  };
}

/** The sides of the first relation outside all brackets. */
function splitRelation(text: string): readonly [string, string, string] {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if ("([".includes(c)) depth++;
    else if (")]".includes(c)) depth--;
    else if (depth === 0 && "=≠<≤>≥".includes(c)) return [text.slice(0, i), c, text.slice(i + 1)];
  }
  throw new Error(`no relation in ${text}`);
}

const readRelation = (read: (text: string) => Expr, t: Terms, text: string): Expr => {
  const truth = read(`[${text}]`);
  return truth.kind === "app" ? (truth.args[0] as Expr) : t.num(1);
};
