/**
 * Shapes as a book writes them: `ℝ` or `1` a number, `n` a column, `m×n` a matrix, `n - k + 1` a column of that length; `index n` a
 * position 1..n, `size` a positive whole number; then facts: `A : n×n, symmetric`.
 */
import { type Attribute, attributes, type Sort } from "../expr/index.ts";
import {
  addDims,
  columnShape,
  type Dim,
  dim,
  fail,
  matrixShape,
  multiplyDims,
  ok,
  type Result,
  type Shape,
  scalarShape,
  scaleDim,
  size,
  zero,
} from "../shape/index.ts";

/** A variable of a rule or card. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly sort: Sort;
  /** A size: a positive whole number that shapes may mention. */
  readonly isSize: boolean;
  readonly facts: ReadonlySet<Attribute>;
}

/** `n`, `4`, `m n`, `n - k + 1`: a polynomial in sizes. */
export function readDim(text: string): Dim | null {
  const parts = text.trim().split(/\s*([+-])\s*/);
  let sum = zero;
  let sign = 1;
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      sign = part === "-" ? -1 : 1;
      continue;
    }
    const product = readMonomial(part);
    if (!product) return null;
    sum = addDims(sum, scaleDim(product, sign));
  }
  return sum;
}

function readMonomial(text: string): Dim | null {
  let product = dim(1);
  for (const factor of text.split(/[\s*]+/)) {
    if (/^\d+$/.test(factor)) product = multiplyDims(product, dim(Number(factor)));
    else if (/^[A-Za-z]\w*$/.test(factor)) product = multiplyDims(product, size(factor));
    else return null;
  }
  return product;
}

export function readShape(text: string): Shape | null {
  const trimmed = text.trim();
  if (trimmed === "ℝ" || trimmed === "R") return scalarShape;
  const dims = trimmed.split(/\s*×\s*|\s+x\s+/).map(readDim);
  const [m, n] = dims;
  if (dims.some((d) => d === null) || !m) return null;
  if (dims.length === 1) return m.key === "1" ? scalarShape : columnShape(m);
  return dims.length === 2 && n ? matrixShape(m, n) : null;
}

/** `U, V : m×n, symmetric; k : index n`: the variables of a rule. The error says what is wrong. */
export function readVariables(text: string): Result<readonly Variable[], string> {
  const out: Variable[] = [];
  for (const group of text.split(";")) {
    const colon = group.indexOf(":");
    if (colon < 0) return fail(`“${group.trim()}” does not say a shape`);
    const names = group
      .slice(0, colon)
      .split(",")
      .map((n) => n.trim());
    const [kind = "", ...facts] = group
      .slice(colon + 1)
      .split(",")
      .map((f) => f.trim());
    const wrong = facts.find((f) => !isAttribute(f));
    if (wrong !== undefined) return fail(`“${wrong}” is no known fact`);
    const like = readKind(kind);
    if (!like) return fail(`“${kind}” is no shape`);
    for (const name of names) {
      if (!/^[A-Za-z]\w*$/.test(name)) return fail(`“${name}” is no name`);
      out.push({ name, ...like, facts: new Set(facts.filter(isAttribute)) });
    }
  }
  return ok(out);
}

const isAttribute = (text: string): text is Attribute => (attributes as readonly string[]).includes(text);

function readKind(text: string): Pick<Variable, "shape" | "sort" | "isSize"> | null {
  if (text === "size" || /^index\b/.test(text)) return { shape: scalarShape, sort: "index", isSize: text === "size" };
  const shape = readShape(text);
  return shape && { shape, sort: "real", isSize: false };
}

/** A parameter, cotangent or abbreviation as a variable. */
export const variableOf = (e: { readonly shape: Shape; readonly sort: Sort }, name: string): Variable => ({
  name,
  shape: e.shape,
  sort: e.sort,
  isSize: false,
  facts: new Set(),
});

export const sizeVariable = (name: string): Variable => ({ name, shape: scalarShape, sort: "index", isSize: true, facts: new Set() });
