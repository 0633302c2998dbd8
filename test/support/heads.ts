/** Hand-made function cards for tests of rooms below the book: a name, how it acts, and the oracle's kernel of the same name. */
import type { Action, Head } from "../../src/expr/index.ts";
import { columnShape, matrixShape, multiplyDims, one, rowShape, type Shape, scalarShape, size } from "../../src/shape/index.ts";

export const card = (name: string, acts: Action, more: Partial<Head> = {}): Head => ({
  name,
  called: name,
  arity: 1,
  acts,
  reads: [],
  prints: null,
  code: new Map(),
  means: null,
  kernel: name,
  domain: [],
  kink: null,
  differential: null,
  rowsDifferential: null,
  smooth: [],
  adjoint: [],
  see: null,
  source: null,
  ...more,
});

const elementwise: Action = { kind: "elementwise" };
const n = size("n");
const m = size("m");
const column = columnShape(n);
const square = matrixShape(n, n);
const matrix = matrixShape(m, n);
const of = (params: readonly Shape[], result: Shape): Action => ({ kind: "signature", params, result });

const elementwiseNames = [
  "exp",
  "ln",
  "sqrt",
  "sin",
  "cos",
  "tan",
  "arcsin",
  "arccos",
  "arctan",
  "sinh",
  "cosh",
  "tanh",
  "arsinh",
  "artanh",
  "abs",
  "sign",
  "heaviside",
  "relu",
  "leakyrelu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "mish",
  "hardtanh",
  "sigmoid",
  "softplus",
  "Phi",
  "phi",
  "erf",
  "gamma",
  "digamma",
  "floor",
  "ceil",
] as const;

const shaped: readonly (readonly [string, Action, number])[] = [
  ["log", elementwise, 2],
  ["softmax", { kind: "rows", params: [column], result: column }, 1],
  ["logsoftmax", { kind: "rows", params: [column], result: column }, 1],
  ["logsumexp", { kind: "rows", params: [column], result: scalarShape }, 1],
  ["tr", of([square], scalarShape), 1],
  ["det", of([square], scalarShape), 1],
  ["logdet", of([square], scalarShape), 1],
  ["inv", of([square], square), 1],
  ["adj", of([square], square), 1],
  ["diag", of([square], column), 1],
  ["Diag", of([column], square), 1],
  ["vec", of([matrix], columnShape(multiplyDims(m, n))), 1],
  ["norm", of([matrix], scalarShape), 1],
  ["norm1", of([matrix], scalarShape), 1],
  ["norminf", of([matrix], scalarShape), 1],
  ["inner", of([matrix, matrix], scalarShape), 2],
  ["outer", of([columnShape(m), column], matrix), 2],
  ["sumall", of([matrix], scalarShape), 1],
  ["mean", of([matrix], scalarShape), 1],
  ["flip", of([column], column), 1],
];

const made = new Map<string, Head>();
for (const name of elementwiseNames) made.set(name, card(name, elementwise));
made.set("max", card("max", elementwise, { arity: "many" }));
made.set("min", card("min", elementwise, { arity: "many" }));
for (const [name, acts, arity] of shaped) made.set(name, card(name, acts, { arity }));

/** All of them by name. */
export const handMade: ReadonlyMap<string, Head> = made;

/** The card of this name. */
export function head(name: string): Head {
  const found = made.get(name);
  if (!found) throw new Error(`no hand-made card ${name}`);
  return found;
}

export const shapes = { scalar: scalarShape, column, square, matrix, row: rowShape(n), one };
