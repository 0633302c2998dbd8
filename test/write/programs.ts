/** Terms with their NumPy as we write it and, in the last column, NumPy by hand: what every language must compute. */
import { createTerms, type Expr, heads } from "../../src/expr/index.ts";
import { columnShape, matrixShape, rowShape, size } from "../../src/shape/index.ts";
import { card, head } from "../support/heads.ts";

export const t = createTerms();
export const [m, n, k] = [size("m"), size("n"), size("k")];
export const A = t.sym("A", matrixShape(m, n));
const B = t.sym("B", matrixShape(n, k));
const S = t.sym("S", matrixShape(n, n));
const u = t.sym("u", columnShape(m));
const v = t.sym("\\hat{v}_1", columnShape(n));
const r = t.sym("r", rowShape(n));
export const s = t.sym("\\lambda");
const T3 = t.sym("T", [m, n, k]);
const [i, j, l] = [t.index("i"), t.index("j"), t.index("l")];

export const mul = (...f: Expr[]) => t.app(heads.mul, f);
const add = (...f: Expr[]) => t.app(heads.add, f);
const T = (e: Expr) => t.app(heads.transpose, [e]);
const over = (
  index: Expr & { kind: "sym" },
  last: Expr,
  body: Expr,
  binder: "sum" | "tabulate" | "max" | "argmax" = "sum",
  from: Expr = t.num(1),
) => t.bind(binder, index, { kind: "range", from, to: last }, body);
const entry = (e: Expr, ...at: Expr[]) => t.elem(e, at);
const size_ = (name: string) => t.index(name);

const sigmoid = t.app(card("sigmoid", { kind: "elementwise" }, { code: new Map([["numpy", "(1 / (1 + np.exp(-(#1))))"]]) }), [mul(A, v)]);
const inv = { ...head("inv"), code: new Map([["numpy", "np.linalg.inv(#1)"]]) };
const x = t.sym("x");
const tanhByMeaning = card(
  "tanh2",
  { kind: "elementwise" },
  {
    kernel: null,
    means: { params: [x], body: t.app(heads.hdiv, [t.app(head("sinh"), [x]), t.app(head("cosh"), [x])]) },
  },
);
const meanParameter = t.sym("U", matrixShape(size("p"), size("q")));
const meanByMeaning = card(
  "mean2",
  { kind: "signature", params: [meanParameter.shape], result: s.shape },
  {
    kernel: null,
    means: {
      params: [meanParameter],
      body: t.app(heads.div, [
        mul(t.app(heads.ones, [t.num(1), t.index("p")]), meanParameter, t.app(heads.ones, [t.index("q"), t.num(1)])),
        mul(t.index("p"), t.index("q")),
      ]),
    },
  },
);

/** What it shows, the term, the code, the same by hand. */
export const table: readonly (readonly [string, Expr, string, string])[] = [
  ["a matrix times a column", mul(A, v), "A @ v_hat_1", "A.dot(v_hat_1)"],
  ["a chain from the right", mul(T(B), S, v), "B.T @ (S @ v_hat_1)", "B.T.dot(S).dot(v_hat_1)"],
  ["an inner product", mul(T(v), v), "v_hat_1 @ v_hat_1", "sum(v_hat_1**2)"],
  ["a quadratic form", mul(T(u), A, v), "u @ (A @ v_hat_1)", "u.dot(A).dot(v_hat_1)"],
  ["an outer product", mul(u, T(v)), "np.outer(u, v_hat_1)", "u[:, None] * v_hat_1[None, :]"],
  ["a row as the answer", mul(T(u), A), "(u @ A)[None, :]", "u[None, :].dot(A)"],
  ["a declared row", mul(t.num(2), r), "(2 * r[0])[None, :]", "2 * r"],
  ["a row times a column", mul(r, v), "r[0] @ v_hat_1", "(r @ v_hat_1)[0]"],
  ["a reserved word as a name", mul(s, s), "lambda_ * lambda_", "lambda_ ** 2"],
  [
    "differences and negatives",
    add(v, t.app(heads.neg, [mul(t.num(2), v)]), mul(t.num(-3), v)),
    "v_hat_1 - 2 * v_hat_1 - 3 * v_hat_1",
    "-4 * v_hat_1",
  ],
  ["a negative sum", t.app(heads.neg, [add(v, v)]), "-(v_hat_1 + v_hat_1)", "-2 * v_hat_1"],
  ["powers", t.app(heads.pow, [add(s, t.num(1)), t.num(-2)]), "(lambda_ + 1) ** -2", "1 / (1 + lambda_) ** 2"],
  ["a negative base", t.app(heads.pow, [t.app(heads.neg, [s]), t.num(2)]), "(-lambda_) ** 2", "lambda_ ** 2"],
  ["quotients of quotients", t.app(heads.div, [s, t.app(heads.div, [s, t.num(2)])]), "lambda_ / (lambda_ / 2)", "2.0"],
  ["entrywise products and powers", t.app(heads.hadamard, [v, t.app(heads.hpow, [v, t.num(2)])]), "v_hat_1 * v_hat_1 ** 2", "v_hat_1 ** 3"],
  ["a matrix product times entries", t.app(heads.hadamard, [u, mul(A, v)]), "u * (A @ v_hat_1)", "u * A.dot(v_hat_1)"],
  ["solving instead of inverting", mul(t.app(inv, [S]), v), "np.linalg.solve(S, v_hat_1)", "np.linalg.inv(S).dot(v_hat_1)"],
  ["solving from the left", mul(T(v), t.app(inv, [S])), "np.linalg.solve(S.T, v_hat_1)[None, :]", "v_hat_1[None, :].dot(np.linalg.inv(S))"],
  ["a card's own code", sigmoid, "1 / (1 + np.exp(-(A @ v_hat_1)))", "1 / (1 + np.exp(-A.dot(v_hat_1)))"],
  [
    "a function by its meaning",
    t.app(tanhByMeaning, [add(v, v)]),
    "np.sinh(v_hat_1 + v_hat_1) / np.cosh(v_hat_1 + v_hat_1)",
    "np.tanh(2 * v_hat_1)",
  ],
  ["sizes of a meaning are those of the argument", t.app(meanByMeaning, [A]), "np.ones(m) @ (A @ np.ones(n)) / (m * n)", "A.mean()"],
  [
    "an identity and ones",
    add(t.app(heads.eye, [size_("n")]), t.app(heads.ones, [size_("n"), size_("n")])),
    "np.eye(n) + np.ones((n, n))",
    "np.eye(n) + 1",
  ],
  ["a unit vector", t.app(heads.basis, [t.num(2), size_("n")]), "np.eye(n)[1]", "np.array([0, 1, 0.])"],
  ["a sum over entries", over(i, size_("m"), entry(u, i)), 'np.einsum("i->", u)', "u.sum()"],
  [
    "an Einstein sum",
    over(i, size_("m"), over(l, size_("k"), over(j, size_("n"), mul(s, entry(A, i, j), entry(B, j, l))), "tabulate"), "tabulate"),
    'lambda_ * np.einsum("ik,kj->ij", A, B)',
    "lambda_ * A.dot(B)",
  ],
  ["a sum over a part", over(i, size_("m"), entry(u, i), "sum", t.num(2)), "sum(u[i] for i in range(1, m))", "u[1:].sum()"],
  ["positions as numbers", over(i, size_("m"), mul(i, entry(u, i))), "sum((i + 1) * u[i] for i in range(m))", "np.arange(1, m + 1).dot(u)"],
  [
    "shifted positions",
    over(i, t.dim(n), over(j, t.num(2), entry(T(A), i, add(i, j, t.num(-1))), "sum"), "tabulate"),
    "t_1 = A.T\nnp.array([sum(t_1[i, i + j] for j in range(2)) for i in range(n)])",
    "np.array([A.T[q, q] + A.T[q, q + 1] for q in range(n)])",
  ],
  [
    "deltas",
    over(i, size_("n"), over(j, size_("n"), t.app(heads.iverson, [t.app(heads.eq, [i, j])]), "tabulate"), "tabulate"),
    "np.array([[float(i + 1 == j + 1) for j in range(n)] for i in range(n)])",
    "np.eye(n)",
  ],
  [
    "entries that are zero outside",
    over(i, size_("m"), t.elem(u, [add(i, t.num(1))], "zero"), "tabulate"),
    "np.array([u[i + 1] if i + 1 >= 0 and i + 1 < m else 0 for i in range(m)])",
    "np.append(u[1:], 0)",
  ],
  [
    "a largest entry and its position",
    add(over(i, size_("m"), entry(u, i), "max"), over(i, size_("m"), entry(u, i), "argmax")),
    "max(u[i] for i in range(m)) + (max(range(m), key=lambda i: u[i]) + 1)",
    "u.max() + u.argmax() + 1",
  ],
  ["cases", t.cases([{ when: t.app(heads.gt, [s, t.num(0)]), then: s }], t.num(0)), "lambda_ if lambda_ > 0 else 0", "max(lambda_, 0)"],
  ["stacked numbers", t.app(heads.stack, [s, t.num(2)]), "np.array([lambda_, 2])", "np.array([lambda_, 2.])"],
  [
    "a written matrix",
    t.app(heads.stack, [t.app(heads.beside, [s, t.num(1)]), t.app(heads.beside, [t.num(0), s])]),
    "np.array([[lambda_, 1], [0, lambda_]])",
    "lambda_ * np.eye(2) + np.eye(2, k=1)",
  ],
  [
    "blocks",
    t.app(heads.stack, [t.app(heads.beside, [S, v]), t.app(heads.beside, [T(v), s])]),
    "np.vstack([np.column_stack([S, v_hat_1]), np.hstack([v_hat_1, lambda_])])",
    "np.block([[S, v_hat_1[:, None]], [v_hat_1[None, :], lambda_]])",
  ],
  ["Kronecker products", t.app(heads.kron, [A, v]), "np.kron(A, v_hat_1[:, None])", "np.kron(A, v_hat_1.reshape(-1, 1))"],
  [
    "a permutation of axes",
    t.app(heads.permute, [T3, t.num(3), t.num(1), t.num(2)]),
    "np.transpose(T, (2, 0, 1))",
    "np.einsum('abc->cab', T)",
  ],
  [
    "parts used twice, once",
    t.app(heads.hadamard, [t.app(head("exp"), [mul(A, v)]), t.app(head("exp"), [mul(A, v)])]),
    "t_1 = np.exp(A @ v_hat_1)\nt_1 * t_1",
    "np.exp(2 * A.dot(v_hat_1))",
  ],
  [
    "a tensor",
    over(i, size_("m"), mul(u, T(v)), "tabulate"),
    "np.array([np.outer(u, v_hat_1) for i in range(m)])",
    "np.stack([np.outer(u, v_hat_1)] * m)",
  ],
];

/** Python that defines the values of all names above as `scope`. */
export const scopeInPython = `
import json, numpy as np, scipy.special, scipy.linalg
g = np.random.default_rng(7)
m, n, k = 4, 3, 2
scope = dict(np=np, scipy=scipy, m=m, n=n, k=k, A=g.normal(size=(m, n)), B=g.normal(size=(n, k)), S=g.normal(size=(n, n)) + 3 * np.eye(n),
  u=g.normal(size=m), v_hat_1=g.normal(size=n), r=g.normal(size=(1, n)), lambda_=1.75, T=g.normal(size=(m, n, k)))
`;
