/**
 * Equations that are assumed: solved where that is simple, so that points can be drawn on them instead of waited for.
 *
 *   a + b = 1          a := 1 − b                        AᵀA = I    A orthogonal         A = Aᵀ    A symmetric
 *   h(x) = c, h homogeneous of degree 1 or 2 (a norm, a sum, xᵀAx, a trace): x := x° (c/h(x°))^(1/degree), x° free
 *   xᵀy = 0            y := y° − x xᵀy°/(xᵀx), y° free   AB = I     B := A⁻¹
 */
import {
  type Attribute,
  contains,
  type Definition,
  type Environment,
  type Expr,
  heads,
  type Name,
  rational,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import { isScalar, sameDim, sameShape } from "../shape/index.ts";
import { reachOf } from "./reach.ts";

/** What an equation says of one symbol: what it is, or a fact by which it is drawn. */
export type Solution =
  | { readonly kind: "definition"; readonly definition: Definition }
  | { readonly kind: "attribute"; readonly symbol: Sym; readonly attribute: Attribute };

export function solveEquation(t: Terms, e: Expr, environment: Environment): Solution | null {
  const [l, r] = e.kind === "app" && e.head === heads.eq ? e.args : [];
  if (!l || !r) return null;
  const free = (x: Expr): x is Sym => isFree(x, environment);
  return (
    isolated(t, l, r, environment, free) ??
    matrixFact(l, r, free) ??
    matrixFact(r, l, free) ??
    inverseOf(t, l, r, free) ??
    orthogonalTo(t, l, r, environment, free) ??
    rescaled(t, l, r, environment, free) ??
    rescaled(t, r, l, environment, free)
  );
}

const isFree = (x: Expr, environment: Environment): x is Sym =>
  x.kind === "sym" && x.sort === "real" && !x.name.startsWith("#") && !environment.definitions.has(x.name);

const isNumber = (e: Expr, n: bigint): boolean => e.kind === "num" && e.value.d === 1n && e.value.n === n;
const is = (e: Expr | undefined, head: typeof heads.add): e is Extract<Expr, { kind: "app" }> => e?.kind === "app" && e.head === head;
const define = (x: Sym, body: Expr): Solution => ({ kind: "definition", definition: { name: x.name, params: [], body } });

/** Whether e mentions x, definitions followed. */
const mentions = (e: Expr, x: Sym, environment: Environment): boolean => contains(e, x) || reachOf(environment, [e]).symbols.has(x.name);

/** A symbol without facts of its own that is a term of one side: it is minus the rest. */
function isolated(t: Terms, l: Expr, r: Expr, environment: Environment, free: (x: Expr) => x is Sym): Solution | null {
  const terms = (e: Expr, sign: 1 | -1): readonly (readonly [Expr, 1 | -1])[] => {
    if (e.kind !== "app" || (e.head !== heads.add && e.head !== heads.neg)) return [[e, sign]];
    return e.args.flatMap((a) => terms(a, e.head === heads.add ? sign : sign === 1 ? -1 : 1));
  };
  const all = [...terms(l, 1), ...terms(r, -1)].filter(([e]) => !isNumber(e, 0n));
  for (const [k, [x, sign]] of all.entries()) {
    const others = all.filter((_, i) => i !== k);
    if (!free(x) || environment.symbols.get(x.name)?.attributes.size || others.some(([e]) => mentions(e, x, environment))) continue;
    if (others.length > 0 && !others.some(([e]) => sameShape(e.shape, x.shape))) continue;
    if (others.length === 0 && isScalar(x.shape)) return define(x, t.num(0));
    const moved = others.map(([e, s]) => (s === sign ? t.app(heads.neg, [e]) : e));
    const [only] = moved;
    if (moved.length === 0 || !only) continue;
    return define(x, moved.length === 1 ? only : t.app(heads.add, moved));
  }
  return null;
}

/** A = ±Aᵀ, AᵀA = I, AAᵀ = I for a square A. */
function matrixFact(l: Expr, r: Expr, free: (x: Expr) => x is Sym): Solution | null {
  const square = (x: Expr | undefined): x is Sym =>
    x !== undefined &&
    free(x) &&
    x.shape.length === 2 &&
    !isScalar(x.shape) &&
    sameDim(x.shape[0] as Sym["shape"][0], x.shape[1] as Sym["shape"][0]);
  const fact = (symbol: Sym, attribute: Attribute): Solution => ({ kind: "attribute", symbol, attribute });
  if (square(l) && is(r, heads.transpose) && r.args[0] === l) return fact(l, "symmetric");
  if (square(l) && is(r, heads.neg) && is(r.args[0], heads.transpose) && r.args[0].args[0] === l) return fact(l, "skew-symmetric");
  if (is(l, heads.transpose) && square(l.args[0]) && is(r, heads.neg) && r.args[0] === l.args[0]) return fact(l.args[0], "skew-symmetric");
  if (!is(l, heads.mul) || l.args.length !== 2 || !is(r, heads.eye)) return null;
  const [a, b] = l.args as [Expr, Expr];
  if (is(a, heads.transpose) && a.args[0] === b && square(b)) return fact(b, "orthogonal");
  return is(b, heads.transpose) && b.args[0] === a && square(a) ? fact(a, "orthogonal") : null;
}

function inverseOf(t: Terms, l: Expr, r: Expr, free: (x: Expr) => x is Sym): Solution | null {
  if (!is(l, heads.mul) || l.args.length !== 2 || !is(r, heads.eye)) return null;
  const [a, b] = l.args as [Expr, Expr];
  return free(b) && sameShape(a.shape, b.shape) && !contains(a, b) ? define(b, t.app(heads.pow, [a, t.num(-1)])) : null;
}

/** A symbol of this kind that no name of the claim is: the x° that x is made of. */
function freed(t: Terms, x: Sym, environment: Environment): { readonly symbol: Sym; readonly name: Name } {
  let name = `${x.name}^{\\circ}`;
  while (environment.symbols.has(name) || environment.definitions.has(name)) name = `${name}{}^{\\circ}`;
  return { symbol: t.sym(name, x.shape), name };
}

function orthogonalTo(t: Terms, l: Expr, r: Expr, environment: Environment, free: (x: Expr) => x is Sym): Solution | null {
  if (!isNumber(r, 0n) || !is(l, heads.mul) || l.args.length !== 2 || !isScalar(l.shape)) return null;
  const [row, y] = l.args as [Expr, Expr];
  if (!is(row, heads.transpose) || !free(y) || environment.symbols.get(y.name)?.attributes.size) return null;
  const x = row.args[0] as Expr;
  if (mentions(x, y, environment)) return null;
  const { symbol } = freed(t, y, environment);
  const share = t.app(heads.div, [t.app(heads.mul, [row, symbol]), t.app(heads.mul, [row, x])]);
  return define(y, t.app(heads.add, [symbol, t.app(heads.neg, [t.app(heads.mul, [share, x])])]));
}

/** h(x) = c with h homogeneous in x: x is a multiple of something free. */
function rescaled(t: Terms, h: Expr, c: Expr, environment: Environment, free: (x: Expr) => x is Sym): Solution | null {
  if (c.kind !== "num" || c.value.n <= 0n || !isScalar(h.shape)) return null;
  for (const x of reachOf(environment, [h]).symbols.values()) {
    const has = environment.symbols.get(x.name)?.attributes;
    if (!free(x) || (has && [...has].some((a) => a !== "positive" && a !== "nonzero" && a !== "fixed"))) continue;
    const degree = degreeIn(h, x, environment);
    if (degree !== 1 && degree !== 2) continue;
    const { symbol } = freed(t, x, environment);
    const ratio = t.app(heads.div, [c, t.replace(h, (e) => (e === x ? symbol : null))]);
    const factor = degree === 1 ? ratio : t.app(heads.pow, [ratio, t.num(rational(1, 2))]);
    return define(x, t.app(heads.mul, [factor, symbol]));
  }
  return null;
}

const linearHeads: ReadonlySet<string> = new Set([
  "neg",
  "transpose",
  "tr",
  "diag",
  "Diag",
  "vec",
  "sumall",
  "mean",
  "norm",
  "norm1",
  "norminf",
]);

/** The degree in which e is homogeneous in x; null where it is not, or where that is not seen. */
function degreeIn(e: Expr, x: Sym, environment: Environment): number | null {
  if (e === x) return 1;
  if (!mentions(e, x, environment)) return 0;
  const all = (list: readonly Expr[]): readonly (number | null)[] => list.map((a) => degreeIn(a, x, environment));
  const sum = (list: readonly (number | null)[]): number | null =>
    list.includes(null) ? null : list.reduce<number>((a, b) => a + (b as number), 0);
  switch (e.kind) {
    case "app": {
      const degrees = all(e.args);
      const [a, b] = e.args;
      if (linearHeads.has(e.head.name)) return degrees[0] ?? null;
      if (e.head === heads.mul || e.head === heads.hadamard) return sum(degrees);
      if (e.head === heads.add) return degrees.every((d) => d === degrees[0]) ? (degrees[0] ?? null) : null;
      if ((e.head === heads.div || e.head === heads.hdiv) && degrees[1] === 0) return degrees[0] ?? null;
      if ((e.head === heads.pow || e.head === heads.hpow) && a && b?.kind === "num")
        return degrees[0] === null || degrees[0] === undefined ? null : (degrees[0] * Number(b.value.n)) / Number(b.value.d);
      return e.head.name === "sqrt" && typeof degrees[0] === "number" ? degrees[0] / 2 : null;
    }
    case "elem":
      return degreeIn(e.of, x, environment);
    case "bind":
      return e.binder === "sum" ? degreeIn(e.body, x, environment) : null;
    default:
      return null;
  }
}
