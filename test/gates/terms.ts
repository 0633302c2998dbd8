/** Random well-shaped terms over a handful of declared names: what the three machines are set against each other on. */
import {
  type Attribute,
  type Declared,
  type Environment,
  type Expr,
  emptyEnvironment,
  heads,
  type Sym,
  type Terms,
} from "../../src/expr/index.ts";
import { columnShape, isScalar, matrixShape, type Shape, scalarShape, size } from "../../src/shape/index.ts";
import type { Cards } from "./laws.ts";
import type { Random } from "./random.ts";

const [m, n] = [size("m"), size("n")];
const column = columnShape(n);
const rows = columnShape(m);
const matrix = matrixShape(m, n);
const square = matrixShape(n, n);

const declared: readonly (readonly [string, Shape, readonly Attribute[]])[] = [
  ["a", scalarShape, []],
  ["b", scalarShape, []],
  ["c", scalarShape, ["positive"]],
  ["x", column, []],
  ["y", column, []],
  ["u", rows, []],
  ["p", column, ["probability"]],
  ["W", matrix, []],
  ["V", matrix, []],
  ["K", square, ["nonsingular"]],
  ["S", square, ["symmetric"]],
  ["P", square, ["positive definite"]],
];

export interface World {
  readonly t: Terms;
  readonly environment: Environment;
  readonly symbols: readonly Sym[];
  readonly card: Cards;
}

export function worldOf(t: Terms, card: Cards): World {
  const symbols = declared.map(([name, shape]) => t.sym(name, shape));
  const entries = declared.map(([name, shape, has]): [string, Declared] => [
    name,
    { name, shape, sort: "real", attributes: new Set(has), range: null },
  ]);
  return { t, symbols, card, environment: { ...emptyEnvironment, symbols: new Map(entries) } };
}

type Maker = (w: World, r: Random, depth: number) => Expr;

const any = (w: World, r: Random, shape: Shape): Expr => {
  const fitting = w.symbols.filter((s) => s.shape.every((d, k) => d.key === shape[k]?.key));
  return fitting[r.below(fitting.length)] as Expr;
};

const app = (w: World, name: string, ...args: readonly Expr[]): Expr => w.t.app(w.card(name), args);
const scalar: Maker = (w, r, k) => termOf(w, r, scalarShape, k - 1);
const vector: Maker = (w, r, k) => termOf(w, r, column, k - 1);

/** A number that is at least one: what is divided by, and what roots and logarithms are taken of. */
const safe: Maker = (w, r, k) => w.t.app(heads.add, [w.t.num(1), w.t.app(heads.pow, [scalar(w, r, k), w.t.num(2)])]);

const scalars: readonly Maker[] = [
  (w, r, k) => w.t.app(heads.mul, [scalar(w, r, k), scalar(w, r, k)]),
  (w, r, k) => w.t.app(heads.mul, [w.t.app(heads.transpose, [vector(w, r, k)]), vector(w, r, k)]),
  (w, r, k) => w.t.app(heads.mul, [w.t.app(heads.transpose, [vector(w, r, k)]), termOf(w, r, square, k - 1), vector(w, r, k)]),
  (w, r, k) => w.t.app(heads.div, [scalar(w, r, k), safe(w, r, k)]),
  (w, r, k) => app(w, "tr", termOf(w, r, square, k - 1)),
  (w, r, k) => app(w, "sumall", termOf(w, r, matrix, k - 1)),
  (w, r, k) => w.t.app(heads.pow, [app(w, "norm", vector(w, r, k)), w.t.num(2)]),
  (w, r, k) => app(w, "ln", safe(w, r, k)),
  (w, r, k) => app(w, "sqrt", safe(w, r, k)),
  (w, r, k) => app(w, "max", scalar(w, r, k), scalar(w, r, k)),
  (w, r, k) => app(w, "logsumexp", vector(w, r, k)),
  (w) => app(w, "det", any(w, { below: () => 0 }, square)),
  (w, r, k) => {
    const i = w.t.index("i");
    const v = vector(w, r, k);
    return w.t.bind(
      "sum",
      i,
      { kind: "range", from: w.t.num(1), to: w.t.dim(n) },
      w.t.app(heads.mul, [w.t.elem(v, [i]), w.t.elem(any(w, r, column), [i])]),
      "i",
    );
  },
];

const columns: readonly Maker[] = [
  (w, r, k) => w.t.app(heads.mul, [termOf(w, r, square, k - 1), vector(w, r, k)]),
  (w, r, k) => w.t.app(heads.mul, [w.t.app(heads.transpose, [termOf(w, r, matrix, k - 1)]), termOf(w, r, rows, k - 1)]),
  (w, r, k) => w.t.app(heads.hadamard, [vector(w, r, k), vector(w, r, k)]),
  (w, r, k) => app(w, "softmax", vector(w, r, k)),
  (w, r, k) => w.t.deriv(scalar(w, r, k), any(w, r, column)),
];

const squares: readonly Maker[] = [
  (w, r, k) => w.t.app(heads.mul, [vector(w, r, k), w.t.app(heads.transpose, [vector(w, r, k)])]),
  (w, r, k) => app(w, "Diag", vector(w, r, k)),
  (w, r) => app(w, "inv", r.below(2) === 0 ? (w.symbols[9] as Expr) : (w.symbols[11] as Expr)),
  (w, r, k) => w.t.app(heads.mul, [w.t.app(heads.transpose, [termOf(w, r, matrix, k - 1)]), termOf(w, r, matrix, k - 1)]),
  (w, r, k) => w.t.deriv(vector(w, r, k), any(w, r, column)),
];

const matrices: readonly Maker[] = [
  (w, r, k) => w.t.app(heads.mul, [termOf(w, r, rows, k - 1), w.t.app(heads.transpose, [vector(w, r, k)])]),
  (w, r, k) => w.t.app(heads.mul, [any(w, r, matrix), termOf(w, r, square, k - 1)]),
  (w, r, k) => w.t.deriv(scalar(w, r, k), any(w, r, matrix)),
];

const images: readonly Maker[] = [(w, r, k) => w.t.app(heads.mul, [termOf(w, r, matrix, k - 1), vector(w, r, k)])];

const elementwise = ["exp", "sigmoid", "tanh", "relu", "abs", "heaviside", "sin", "cos", "softplus"] as const;

const common: readonly ((w: World, r: Random, shape: Shape, k: number) => Expr)[] = [
  (w, r, shape, k) => w.t.app(heads.add, [termOf(w, r, shape, k - 1), termOf(w, r, shape, k - 1)]),
  (w, r, shape, k) => w.t.app(heads.neg, [termOf(w, r, shape, k - 1)]),
  (w, r, shape, k) => w.t.app(heads.mul, [w.t.num(1 + r.below(3)), termOf(w, r, shape, k - 1)]),
  (w, r, shape, k) => app(w, elementwise[r.below(elementwise.length)] as string, termOf(w, r, shape, k - 1)),
];

/** A term of this shape with at most `depth` operations above its names. */
export function termOf(w: World, r: Random, shape: Shape, depth: number): Expr {
  if (depth <= 0 || r.below(5) === 0) return any(w, r, shape);
  if (r.below(2) === 0) return (common[r.below(common.length)] as (typeof common)[number])(w, r, shape, depth);
  const makers = isScalar(shape) ? scalars : shape === column ? columns : shape === rows ? images : shape === square ? squares : matrices;
  return (makers[r.below(makers.length)] as Maker)(w, r, depth);
}

export const shapes: readonly Shape[] = [scalarShape, scalarShape, column, square, matrix];
