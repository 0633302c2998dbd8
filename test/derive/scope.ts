/** The symbols of the tests of this room, and formulas in the plain notation over them. */
import { defaultBook } from "../../src/book/index.ts";
import {
  type Attribute,
  createTerms,
  type Declared,
  type Definition,
  type Environment,
  type Expr,
  emptyEnvironment,
  type Terms,
} from "../../src/expr/index.ts";
import { readFormula } from "../../src/read/formula.ts";
import { columnShape, matrixShape, type Shape, scalarShape, size } from "../../src/shape/index.ts";

export { show } from "./show.ts";

export const book = defaultBook();

const v = (n: string): Shape => columnShape(size(n));
const m = (a: string, b: string): Shape => matrixShape(size(a), size(b));

const shapes: Readonly<Record<string, Shape>> = {
  x: v("n"),
  a: v("n"),
  c: v("n"),
  z: v("n"),
  o: v("n"),
  b: v("m"),
  y: v("m"),
  h: v("m"),
  v: v("m"),
  A: m("n", "n"),
  S: m("n", "n"),
  Q: m("n", "n"),
  R: m("n", "n"),
  P: m("n", "n"),
  F: m("n", "n"),
  K: m("n", "n"),
  H: m("m", "m"),
  E: m("p", "p"),
  G: m("p", "p"),
  B: m("m", "n"),
  W: m("m", "n"),
  Y: m("m", "n"),
  X: m("n", "p"),
  C: m("p", "n"),
  D: m("p", "m"),
  Z: m("m", "k"),
  r: scalarShape,
  s: scalarShape,
  t: scalarShape,
  u: scalarShape,
};

const attributes: Readonly<Record<string, readonly Attribute[]>> = {
  S: ["symmetric"],
  P: ["positive definite"],
  G: ["positive definite"],
  F: ["diagonal"],
  K: ["skew-symmetric"],
  o: ["one-hot"],
  v: ["sign"],
};

export interface Scoped {
  readonly t: Terms;
  readonly environment: Environment;
}

/** Definitions are written `name` or `name(x, y)`, with their bodies in the plain notation; later ones may use earlier ones. */
export function scope(definitions: Readonly<Record<string, string>> = {}): Scoped {
  const t = createTerms();
  const declared = new Map<string, Declared>(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { name, shape, sort: "real", attributes: new Set(attributes[name] ?? []), range: null },
    ]),
  );
  for (const name of ["n", "m", "p", "k", "i", "j", "l"])
    declared.set(name, { name, shape: scalarShape, sort: "index", attributes: new Set(), range: null });
  let environment: Environment = { ...emptyEnvironment, symbols: declared };
  for (const [left, body] of Object.entries(definitions)) {
    const [, name = left, list] = /^(\w+)(?:\(([^)]*)\))?$/.exec(left) ?? [];
    const params = (list ?? "")
      .split(",")
      .map((p) => p.trim())
      .filter((p) => p !== "")
      .map((p) => t.sym(p, declared.get(p)?.shape ?? scalarShape));
    const definition: Definition = { name, params, body: read(t, environment, body) };
    const symbols = new Map(environment.symbols);
    symbols.delete(name);
    environment = { ...environment, symbols, definitions: new Map([...environment.definitions, [name, definition]]) };
  }
  return { t, environment };
}

/** A formula in the plain notation. */
export function read(t: Terms, environment: Environment, text: string): Expr {
  const found = readFormula(t, book, text, { mode: "plain", environment });
  if (!found.ok) throw new Error(`${text}: ${found.error.message}`);
  return found.value.expr;
}
