import { describe, expect, test } from "vitest";
import { createExit, createProblem, createTidy, solve } from "../../src/calculus/index.ts";
import { differentiate, gradients } from "../../src/derive/index.ts";
import { type Expr, emptyEnvironment, heads, nodesOf, type Sym, type Terms } from "../../src/expr/index.ts";
import { columnShape, matrixShape, size } from "../../src/shape/index.ts";
import { book, read, scope } from "./scope.ts";

const n = size("n");
const sigmoid = book.heads.get("sigmoid") as NonNullable<ReturnType<typeof book.heads.get>>;

/** ½‖h_L − y‖² with h ← σ(W h + b), or h ← h + σ(W h + b). */
function network(t: Terms, layers: number, residual = false): { readonly f: Expr; readonly parameters: readonly Sym[] } {
  let h: Expr = t.sym("x", columnShape(n));
  const parameters: Sym[] = [];
  for (let l = 1; l <= layers; l++) {
    const [w, b] = [t.sym(`W${l}`, matrixShape(n, n)), t.sym(`b${l}`, columnShape(n))];
    const z = t.app(sigmoid, [t.app(heads.add, [t.app(heads.mul, [w, h]), b])]);
    h = residual ? t.app(heads.add, [h, z]) : z;
    parameters.push(w, b);
  }
  const r = t.app(heads.add, [h, t.app(heads.neg, [t.sym("y", columnShape(n))])]);
  return { f: t.app(heads.div, [t.app(heads.mul, [t.app(heads.transpose, [r]), r]), t.num(2)]), parameters };
}

function nodesOfGradients(layers: number, residual: boolean): number {
  const { t } = scope();
  const { f, parameters } = network(t, layers, residual);
  const found = gradients(t, book, { expr: f, environment: emptyEnvironment, wrt: parameters });
  if (!found.ok) throw new Error(found.error.message);
  expect(found.value).toHaveLength(2 * layers);
  return nodesOf(...found.value).length;
}

describe("all parameters in one pass", () => {
  test("each gradient is the one that is found alone", () => {
    const { t, environment } = scope();
    const f = read(t, environment, "norm(sigmoid(W x + b) - y)^2/2");
    const wrt = ["W", "x", "b", "y"].map((name) => read(t, environment, name) as Sym);
    const found = gradients(t, book, { expr: f, environment, wrt });
    const { enter } = createProblem({ book, environment, expr: f, by: [] });
    const alone = wrt.map((by) => differentiate(t, book, { expr: f, environment, wrt: by }));
    // Up to the order of terms and factors, one node.
    expect(found.ok && found.value.map((g) => enter(g).id)).toEqual(alone.map((d) => d.ok && enter(d.value.expr).id));
  });

  test.each([
    [false, 13],
    [true, 18],
  ])("nodes grow with the layers (residual: %s)", (residual, perLayer) => {
    const [few, many] = [nodesOfGradients(8, residual), nodesOfGradients(24, residual)];
    expect((many - few) / 16).toBeLessThanOrEqual(perLayer);
  });

  test("an array has a Jacobian, no gradient", () => {
    const { t, environment } = scope();
    const found = gradients(t, book, { expr: read(t, environment, "B x"), environment, wrt: [read(t, environment, "x") as Sym] });
    expect(found.ok ? "" : found.error.code).toBe("shape-clash");
  });
});

test("the Hessian of a chain grows with its layers", () => {
  const count = (layers: number): number => {
    const { t } = scope();
    const { f } = network(t, layers);
    const x = t.sym("x", columnShape(n));
    const problem = createProblem({ book, environment: emptyEnvironment, expr: f, by: [x, x] });
    const { value } = solve(problem, f, "matrix");
    return nodesOf(createExit(problem.n, t).term(createTidy(problem.n)(value))).length;
  };
  const [four, eight, sixteen] = [count(4), count(8), count(16)];
  expect(sixteen - eight).toBe(2 * (eight - four));
});
