/** The hand-made cards with differentials, read from the plain notation: a book for tests of rooms below `book`. */
import { type Book, createTerms, type Formula, type Head, heads, type Sym } from "../../src/expr/index.ts";
import { handMade } from "./heads.ts";
import { readPlain, sizesOf } from "./plain.ts";
import { columnShape, matrixShape, scalarShape, type Shape, size } from "../../src/shape/index.ts";

const n = size("n");
const column = columnShape(n);
const square = matrixShape(n, n);
const matrix = matrixShape(size("m"), n);

/** name, parameters, differential; of heads on rows also the differential on a matrix. */
const differentials: readonly (readonly [string, Readonly<Record<string, Shape>>, string, (readonly [Readonly<Record<string, Shape>>, string])?])[] = [
  ...([
    ["exp", "exp(x) ⊙ d(x)"], ["ln", "d(x) ⊘ x"], ["sqrt", "d(x) ⊘ (2 sqrt(x))"], ["sin", "cos(x) ⊙ d(x)"], ["cos", "-(sin(x) ⊙ d(x))"],
    ["tan", "(1 + tan(x) ⊙ tan(x)) ⊙ d(x)"], ["arctan", "d(x) ⊘ (1 + x ⊙ x)"], ["sinh", "cosh(x) ⊙ d(x)"], ["cosh", "sinh(x) ⊙ d(x)"],
    ["tanh", "(1 - tanh(x) ⊙ tanh(x)) ⊙ d(x)"], ["abs", "sign(x) ⊙ d(x)"], ["sign", "0 d(x)"], ["heaviside", "0 d(x)"], ["relu", "heaviside(x) ⊙ d(x)"],
    ["sigmoid", "sigmoid(x) ⊙ (1 - sigmoid(x)) ⊙ d(x)"], ["softplus", "sigmoid(x) ⊙ d(x)"], ["gelu", "(Phi(x) + x ⊙ phi(x)) ⊙ d(x)"],
    ["Phi", "phi(x) ⊙ d(x)"], ["phi", "-(x ⊙ phi(x) ⊙ d(x))"], ["erf", "2 / sqrt(pi) exp(-(x ⊙ x)) ⊙ d(x)"],
  ] as const).map(([name, text]) => [name, { x: scalarShape }, text] as const),
  ["max", { x: scalarShape, y: scalarShape }, "heaviside(x - y) ⊙ d(x) + heaviside(y - x) ⊙ d(y)"],
  ["tr", { U: square }, "tr(d(U))"],
  ["diag", { U: square }, "diag(d(U))"],
  ["Diag", { u: column }, "Diag(d(u))"],
  ["vec", { U: matrix }, "vec(d(U))"],
  ["det", { U: square }, "det(U) tr(inv(U) d(U))"],
  ["logdet", { U: square }, "tr(inv(U) d(U))"],
  ["inv", { U: square }, "-(inv(U) d(U) inv(U))"],
  ["norm", { U: matrix }, "tr(U' d(U)) / norm(U)"],
  ["sumall", { U: matrix }, "sumall(d(U))"],
  ["softmax", { u: column }, "(Diag(softmax(u)) - softmax(u) softmax(u)') d(u)", [{ U: matrix }, "softmax(U) ⊙ (d(U) - (softmax(U) ⊙ d(U)) ones(n, n))"]],
  ["logsumexp", { u: column }, "softmax(u)' d(u)", [{ U: matrix }, "(softmax(U) ⊙ d(U)) ones(n, 1)"]],
];

const means: readonly (readonly [string, Readonly<Record<string, Shape>>, string])[] = [
  ["inner", { U: matrix, V: matrix }, "tr(U' V)"],
  ["sumall", { U: matrix }, "ones(m, 1)' U ones(n, 1)"],
  ["mean", { U: matrix }, "ones(m, 1)' U ones(n, 1) / (m n)"],
  ["logsoftmax", { u: column }, "u - logsumexp(u) ones(n, 1)"],
];

function made(): ReadonlyMap<string, Head> {
  const t = createTerms();
  const formula = (params: Readonly<Record<string, Shape>>, text: string): Formula => {
    const list: Sym[] = Object.entries(params).map(([name, shape]) => t.sym(name, shape));
    const symbols = new Map([...list, ...sizesOf(t, Object.values(params))].map((s) => [s.name, s] as const));
    return { params: list, body: readPlain(text, { t, symbols, heads: handMade }) };
  };
  const out = new Map<string, Head>(heads.structuralHeads.map((h) => [h.name, h]));
  for (const [name, h] of handMade) {
    const d = differentials.find((x) => x[0] === name);
    const m = means.find((x) => x[0] === name);
    out.set(name, {
      ...h, adjoint: h.adjoint ?? [], smooth: h.smooth ?? [], rowsDifferential: d?.[3] ? formula(...d[3]) : null,
      differential: d ? formula(d[1], d[2]) : null, means: m ? formula(m[1], m[2]) : h.means,
    });
  }
  return out;
}

export const plainBook: Book = { heads: made(), rules: [], spellings: new Map(), sources: new Map() };
