/** Products: transposes, order, entrywise or not, diagonal matrices, inner and outer. */
import { type Attribute, type Expr, heads, nodesOf } from "../../expr/index.ts";
import { isColumn, isFullMatrix, isRow, isScalar } from "../../shape/index.ts";
import { writeLatex } from "../../write/latex.ts";
import type { Code } from "./codes.ts";
import { permutations } from "./permutations.ts";
import type { Place } from "./places.ts";
import { applied, type Edit, isApp, isSquare, type Question, reaches, tried, turned } from "./question.ts";
import { bare } from "./shown.ts";

/** A transpose more or less at this place. */
export function* transposed(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (isScalar(node.shape) || node.shape.length !== 2 || isApp(p.above[0], "transpose") || isSymmetric(q, node)) return;
  const back = isApp(node, "transpose");
  yield {
    code: transposeCode(q, p),
    cost: p.slot < 0 ? 1 : 1.05,
    to: turned(q.t, node),
    what:
      p.slot < 0
        ? "The right side is the transpose of what it should be."
        : `${short(back ? (node.args[0] as Expr) : node)} stands ${back ? "transposed; it should not be" : "without the transpose that belongs here"}.`,
  };
}

/** Declared or built so that its transpose is the same. */
export const isSymmetric = (q: Question, e: Expr): boolean =>
  isApp(e, "inv", "transpose")
    ? isSymmetric(q, e.args[0] as Expr)
    : isApp(e, "Diag", "eye") ||
      (e.kind === "sym" &&
        ["symmetric", "positive definite", "diagonal"].some((a) => q.environment.symbols.get(e.name)?.attributes.has(a as Attribute)));

function transposeCode(q: Question, p: Place): Code {
  const { node } = p;
  const factors = matrixFactors(p.slot < 0 ? node : (p.above[0] as Expr));
  if (isApp(node, "inv") || (isApp(node, "transpose") && isApp(node.args[0], "inv")))
    if (reaches(q, "logdet") || (reaches(q, "ln") && reaches(q, "det"))) return "M19";
  if (p.slot < 0 && isOuter(node)) return "M31";
  if (factors.length > 1 && factors.every((f) => isApp(f, "transpose")) && isApp(q.lhs, "transpose")) return "M37";
  return "M01";
}

/** An inverse that is missing, or one too many. */
export function* inverted(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const code = reaches(q, "logdet", "det") ? "M19" : "M12";
  if (isApp(node, "inv"))
    yield { code, cost: 1.1, to: node.args[0] as Expr, what: `The inverse of ${short(node.args[0] as Expr)} is one too many.` };
  else if (isSquare(node) && !isApp(p.above[0], "inv") && !isApp(node, "Diag", "eye"))
    for (const to of [applied(q, "inv", [node]), applied(q, "inv", [turned(q.t, node)])])
      yield { code, cost: 1.15, to, what: `${short(node)} should be inverted.` };
}

/** A column times a row, perhaps with a number in front. */
function isOuter(e: Expr): boolean {
  const factors = matrixFactors(e);
  return factors.length === 2 && isColumn((factors[0] as Expr).shape) && isRow((factors[1] as Expr).shape);
}

const matrixFactors = (e: Expr): readonly Expr[] =>
  isApp(e, "mul") ? e.args.flatMap(matrixFactors) : isApp(e, "neg") ? matrixFactors(e.args[0] as Expr) : isScalar(e.shape) ? [] : [e];

/** Factors in another order, some of them with a transpose more or less. */
export function* reordered(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (isApp(node, "kron")) {
    const [a, b] = node.args as readonly [Expr, Expr];
    yield {
      code: "M34",
      cost: 1,
      to: tried(q, heads.kron, [b, a]),
      what: "The factors of the Kronecker product stand in the other order.",
    };
    return;
  }
  if (!isApp(node, "mul", "hadamard")) return;
  const arrays = node.args.map((f, k) => ({ f, k })).filter(({ f }) => !isScalar(f.shape));
  if (!isApp(node, "mul") || arrays.length < 2 || arrays.length > 5) return;
  const with_ = (next: readonly Expr[]): Expr | null => {
    let k = 0;
    return tried(
      q,
      heads.mul,
      node.args.map((f) => (isScalar(f.shape) ? f : (next[k++] as Expr))),
    );
  };
  const own = arrays.map(({ f }) => f);
  for (const order of arrays.length <= 4 ? permutations(own) : neighbours(own)) {
    if (order.every((f, k) => f === own[k])) continue;
    yield {
      code: orderCode(q, p, own),
      cost: 1,
      to: with_(order),
      what: `The factors stand in another order: ${order.map(short).join(" · ")} would be right.`,
    };
  }
  if (own.length === 2) {
    const [u, v] = own as [Expr, Expr];
    for (const [a, b] of [
      [turned(q.t, u), turned(q.t, v)],
      [turned(q.t, v), turned(q.t, u)],
      [v, turned(q.t, u)],
      [turned(q.t, v), u],
      [turned(q.t, u), v],
      [u, turned(q.t, v)],
    ] as const)
      yield {
        code: pairCode(q, p, u, v, a),
        cost: 1.1,
        to: with_([a, b]),
        what: `${short(u)} · ${short(v)} stands where ${short(a)} · ${short(b)} belongs.`,
      };
  }
  // Two neighbours become their transposed product: A Aᵀ for Aᵀ A inside a longer one.
  if (own.length > 2)
    for (let k = 0; k + 1 < own.length; k++) {
      const [a, b] = [turned(q.t, own[k] as Expr), turned(q.t, own[k + 1] as Expr)];
      const next = own.map((f, i) => (i === k ? a : i === k + 1 ? b : f));
      yield {
        code: pairCode(q, p, own[k] as Expr, own[k + 1] as Expr, a),
        cost: 1.1,
        to: with_(next),
        what: `${short(own[k] as Expr)} · ${short(own[k + 1] as Expr)} stands where ${short(a)} · ${short(b)} belongs.`,
      };
    }
}

function orderCode(q: Question, p: Place, factors: readonly Expr[]): Code {
  if (p.above.some((a) => isApp(a, "tr"))) return "M35";
  if (factors.some((f) => isApp(f, "Diag")) || factors.some((f) => isDiagonal(q, f))) return "M11";
  const [a, b] = factors as readonly [Expr, Expr];
  if (isTransposeOf(a, b)) return isFullMatrix(a.shape) ? "M23" : "M17";
  if (factors.length === 2 && (isRow(a.shape) || isColumn(a.shape)) && (isRow(b.shape) || isColumn(b.shape))) return "M17";
  if (factors.every((f) => isApp(f, "inv"))) return "M36";
  if (factors.every((f) => isApp(f, "transpose")) && isApp(q.lhs, "transpose")) return "M37";
  return "M02";
}

/** A name that is defined as a diagonal matrix. */
const isDiagonal = (q: Question, e: Expr): boolean =>
  e.kind === "sym" &&
  (isApp(q.environment.definitions.get(e.name)?.body, "Diag") || (q.environment.symbols.get(e.name)?.attributes.has("diagonal") ?? false));

const isTransposeOf = (a: Expr, b: Expr): boolean =>
  (isApp(a, "transpose") && a.args[0] === b) || (isApp(b, "transpose") && b.args[0] === a);

function pairCode(q: Question, p: Place, u: Expr, v: Expr, first: Expr): Code {
  if (isTransposeOf(u, v)) return isFullMatrix(u.shape) ? "M23" : "M17";
  const vectors = [u, v].every((x) => isColumn(x.shape) || isRow(x.shape));
  if (!vectors) return isApp(q.lhs, "transpose") ? "M37" : orderCode(q, p, [u, v]) === "M02" ? "M01" : orderCode(q, p, [u, v]);
  const was = isRow(u.shape);
  return was === isRow(first.shape) ? "M31" : "M17";
}

/** Entry by entry or as matrices. */
export function* multiplied(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (isApp(node, "mul")) {
    const arrays = node.args.filter((f) => !isScalar(f.shape));
    const scalars = node.args.filter((f) => isScalar(f.shape));
    for (let k = 0; k + 1 < arrays.length; k++) {
      const [a, b] = [arrays[k] as Expr, arrays[k + 1] as Expr];
      const rest = (made: Expr | null): Expr | null =>
        made && tried(q, heads.mul, [...scalars, ...arrays.slice(0, k), made, ...arrays.slice(k + 2)]);
      const what = `${short(a)} and ${short(b)} should be multiplied entry by entry.`;
      yield { code: "M07", cost: 1.1, to: rest(tried(q, heads.hadamard, [a, b])), what };
      if (isRow(a.shape) && isColumn(b.shape))
        yield { code: "M17", cost: 1.2, to: rest(tried(q, heads.hadamard, [turned(q.t, a), b])), what };
    }
  }
  if (isApp(node, "hadamard")) {
    const what = "The entrywise product stands where the matrix product belongs.";
    for (const args of permutations(node.args).slice(0, 6)) {
      yield { code: "M07", cost: 1.1, to: tried(q, heads.mul, args), what };
      if (args.length !== 2) continue;
      const [a, b] = args as readonly [Expr, Expr];
      yield { code: "M07", cost: 1.2, to: tried(q, heads.mul, [turned(q.t, a), b]), what };
      yield { code: "M07", cost: 1.2, to: tried(q, heads.mul, [a, turned(q.t, b)]), what };
    }
  }
}

/** A vector for its diagonal matrix, or the other way round. */
export function* diagonal(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const column = isColumn(node.shape) ? node : isRow(node.shape) ? turned(q.t, node) : null;
  if (column) {
    const matrix = applied(q, "Diag", [column]);
    yield { code: "M11", cost: 1, to: matrix, what: `The vector ${short(column)} stands where diag(${short(column)}) belongs.` };
    // s(z)ᵀ W for diag(s(z)) W, and the diagonal matrix on the other side.
    const around = p.above[0];
    if (matrix && isApp(around, "mul") && p.slot >= 0) return;
  }
  if (isApp(node, "Diag"))
    yield { code: "M11", cost: 1.2, to: node.args[0] as Expr, what: "The diagonal matrix stands where its diagonal belongs." };
  if (isApp(node, "hadamard", "mul") && node.args.length >= 2)
    for (const [k, v] of node.args.entries()) {
      const flat = isColumn(v.shape) ? v : isRow(v.shape) ? turned(q.t, v) : null;
      const matrix = flat && applied(q, "Diag", [flat]);
      const others = node.args.filter((_, i) => i !== k);
      if (!matrix || others.every((o) => isScalar(o.shape))) continue;
      const what = `The vector ${short(flat)} stands where diag(${short(flat)}) belongs.`;
      yield { code: "M11", cost: 1.05, to: tried(q, heads.mul, [matrix, ...others]), what };
      yield { code: "M11", cost: 1.05, to: tried(q, heads.mul, [...others, matrix]), what };
    }
  if (isApp(node, "mul") && node.args.some(isSquare)) {
    const diagonals = node.args.filter((f) => isApp(f, "Diag"));
    for (const f of diagonals) {
      const others = node.args.filter((x) => x !== f);
      for (const args of [
        [f, ...others],
        [...others, f],
      ])
        yield { code: "M11", cost: 1.1, to: tried(q, heads.mul, args), what: "The diagonal matrix stands on the other side." };
    }
  }
}

/** det(cA) = cⁿ det A. */
export function* determinants(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (!isApp(node, "mul") || !node.args.some((f) => isApp(f, "det"))) return;
  const inside = nodesOf(node).find((x) => isApp(x, "det"));
  const [n] = isApp(inside, "det") ? (inside.args[0] as Expr).shape : [];
  if (!n) return;
  for (const [k, c] of node.args.entries())
    if (isScalar(c.shape) && !isApp(c, "det"))
      yield {
        code: "M18",
        cost: 1,
        to: tried(
          q,
          heads.mul,
          node.args.map((f, i) => (i === k ? q.t.app(heads.pow, [c, q.t.dim(n)]) : f)),
        ),
        what: `The factor ${short(c)} leaves the determinant with the power ${n.key}.`,
      };
}

const neighbours = <T>(list: readonly T[]): readonly (readonly T[])[] => [
  [...list].reverse(),
  ...list.slice(1).map((_, k) => list.map((x, i) => (i === k ? (list[k + 1] as T) : i === k + 1 ? (list[k] as T) : x))),
];

/** A term in a message: as LaTeX, shortened where it is long. */
export const short = (e: Expr): string => {
  const text = bare(writeLatex(e));
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
};
