import { describe, expect, test } from "vitest";
import { type DeriveQuestion, differentiate, simplify } from "../../src/derive/index.ts";
import { type Expr, heads, nodesOf } from "../../src/expr/index.ts";
import { columnShape, matrixShape, scalarShape, size } from "../../src/shape/index.ts";
import { book, read, scope, show } from "./scope.ts";

type More = Partial<Pick<DeriveQuestion, "layout" | "form" | "order" | "structure">>;

/** The derivative as text, or the code of the refusal. */
function d(f: string, by: string, definitions: Readonly<Record<string, string>> = {}, more: More = {}): string {
  const { t, environment } = scope(definitions);
  const found = differentiate(t, book, { expr: read(t, environment, f), environment, wrt: read(t, environment, by), ...more });
  if (!found.ok) return found.error.code;
  expect(found.value.confirmed, `${f} by ${by} is confirmed`).not.toBeNull();
  return show(found.value.expr);
}

describe("definitions are an environment", () => {
  test("the answer uses the names of the document", () => {
    expect(d("-o'ln(q)", "z", { q: "softmax(z)" })).toBe("q - o");
    expect(d("q", "z", { q: "softmax(z)" })).toBe("Diag(q) - q q'");
  });

  test("a defined quantity cuts the graph", () => {
    const loss = { w: "W x", f: "relu(w)", g: "sigmoid(b'f)" };
    expect(d("-r ln(g) - (1 - r) ln(1 - g)", "w", loss)).toBe("(g - r) (b⊙heaviside(w))");
    expect(d("-r ln(g) - (1 - r) ln(1 - g)", "W", loss)).toBe("(g - r) (b⊙heaviside(w)) x'");
    expect(d("-r ln(g) - (1 - r) ln(1 - g)", "f", loss)).toBe("(g - r) b");
    expect(d("f", "w", loss)).toBe("Diag(heaviside(w))");
  });

  test("a cut is not merged away", () => {
    expect(d("t u", "u", { u: "t^2" })).toBe("t");
    expect(d("t u", "t", { u: "t^2" })).toBe("3 u");
    expect(d("t u + exp(t^2)", "u", { u: "t^2" })).toBe("exp(u) + t");
  });

  test("functions close over what mentions their parameter", () => {
    const g = { w: "a'x", "g(x)": "sigmoid(w)" };
    expect(d("g(x)^2", "x", g)).toBe("2 g(x)^2 (1 - g(x)) a");
    expect(d("g(c)^2", "c", g)).toBe("2 g(c)^2 (1 - g(c)) a");
    expect(d("-r ln(g(x)) - (1 - r) ln(1 - g(x))", "g(x)", g)).toBe("(1 - r)/(1 - g(x)) - r/g(x)");
  });

  test("by a subterm, all its occurrences", () => {
    expect(d("ln(1 + norm(A Q)^2)", "norm(A Q)^2")).toBe("1/(1 + norm(A Q)^2)");
    expect(d("norm(A Q)", "norm(A Q)^2")).toBe("1/(2 norm(A Q))");
    expect(d("norm(A Q)", "Q'")).toBe("(Q' A' A)/norm(A Q)");
  });
});

describe("abstract functions", () => {
  const { t, environment } = scope();
  const v = (n: string) => columnShape(size(n));
  const [x, one, two] = [t.sym("x", v("n")), t.sym("θ", v("p")), t.sym("η", v("q"))];
  const functions = new Map([
    ["f", { name: "f", params: [v("n"), v("p")], result: v("n") }],
    ["g", { name: "g", params: [v("n"), v("q")], result: v("n") }],
    ["φ", { name: "φ", params: [scalarShape], result: scalarShape }],
  ]);
  const within = { ...environment, functions };
  const inner = t.call("f", [], [x, one], v("n"));
  const skip = t.app(heads.add, [inner, t.call("g", [], [inner, two], v("n"))]);
  const by = (f: Expr, wrt: Expr, order = 1): string => {
    const found = differentiate(t, book, { expr: f, environment: within, wrt, order });
    return found.ok ? show(found.value.expr) : found.error.code;
  };

  test("slots of a skip connection", () => {
    expect(by(skip, one)).toBe("(I + ∂1g(f(x; θ); η)) ∂2f(x; θ)");
    expect(by(skip, two)).toBe("∂2g(f(x; θ); η)");
    expect(by(skip, inner)).toBe("I + ∂1g(f(x; θ); η)");
  });

  test("higher orders nest slots", () => {
    expect(by(t.call("φ", [], [t.sym("t")], scalarShape), t.sym("t"), 3)).toBe("∂1∂1∂1φ(t)");
  });
});

describe("layouts", () => {
  test.each([
    ["a'x", "x", "numerator", "a'"],
    ["a'x", "x", "denominator", "a"],
    ["tr(A R)", "A", "numerator", "R"],
    ["B x", "x", "denominator", "B'"],
    ["B x", "x", "numerator", "B"],
    ["t x", "t", "denominator", "x'"],
    ["t x", "t", "numerator", "x"],
  ] as const)("%s by %s in %s layout", (f, by, layout, answer) => {
    expect(d(f, by, {}, { layout })).toBe(answer);
  });
});

describe("structured variables", () => {
  test("the ambient gradient is the answer, the other reading an alternative", () => {
    const { t, environment } = scope();
    const found = differentiate(t, book, { expr: read(t, environment, "logdet(S)"), environment, wrt: read(t, environment, "S") });
    if (!found.ok) throw new Error(found.error.message);
    expect(show(found.value.expr)).toBe("inv(S)");
    expect(found.value.alternatives.map((a) => show(a.expr))).toEqual(["2 inv(S) - Diag(diag(inv(S)))"]);
  });

  test("asked for by name", () => {
    expect(d("x'S x", "S", {}, { structure: "symmetric" })).toBe("2 x x' - Diag(x^2)");
    expect(d("tr(A R)", "R", {}, { structure: "diagonal" })).toBe("Diag(diag(A))");
  });

  test("facts are used after all orders only", () => {
    expect(d("a'S c", "S")).toBe("a c'");
    expect(d("c'S a", "S")).toBe("c a'");
  });
});

describe("index form", () => {
  test("always exists", () => {
    expect(d("A Q", "Q")).toContain("A[");
    expect(d("softmax(W)", "W")).toContain("softmax(W)");
  });

  test("dependent ranges become indicators", () => {
    expect(d("sum(i in 1..n)(sum(j in 1..i)(x[i] x[j]))", "x[k]")).toBe("sum_{#1=1..n} [k≤#1] x[#1] + sum_{#1=1..n} [#1≤k] x[#1]");
  });

  test("a convolution: terms that run out are zero", () => {
    expect(d("sum(i in 1..m)(b[i] sum(j in 1..n)(x[i + j - 1] a[j]))", "x[l]")).toContain("≤");
  });
});

describe("refusals and zeros", () => {
  test("zero only where it is confirmed", () => {
    expect(d("a'x", "c")).toBe("0");
    expect(d("floor(t)", "t")).toBe("0");
  });

  test("what does not lead through the variable", () => {
    expect(d("t", "s")).toBe("0");
    expect(d("W x", "u", { u: "norm(W x)" })).toBe("not-a-function-of");
  });

  test("a square asks nothing of the norm below it, another power does", () => {
    const conditions = (f: string): number => {
      const { t, environment } = scope();
      const found = differentiate(t, book, { expr: read(t, environment, f), environment, wrt: read(t, environment, "x") });
      return found.ok ? found.value.assumptions.length : -1;
    };
    expect([conditions("norm(x)^2"), conditions("norm(x)^3"), conditions("norm(x)^2 + norm(x)")]).toEqual([0, 1, 1]);
  });

  test("orders out of reach", () => {
    expect(d("x'x", "x", {}, { order: 50 })).toBe("budget");
  });

  test("a card without differential and meaning is refused by name", () => {
    const { t, environment } = scope();
    const bare = {
      ...(book.heads.get("exp") as NonNullable<ReturnType<typeof book.heads.get>>),
      name: "blackbox",
      called: "black box",
      differential: null,
      means: null,
      kernel: "exp",
    };
    const x = read(t, environment, "t");
    const found = differentiate(
      t,
      { ...book, heads: new Map([...book.heads, ["blackbox", bare]]) },
      { expr: t.app(bare, [x]), environment, wrt: x },
    );
    expect(found.ok ? "" : found.error).toMatchObject({ code: "no-rule", message: expect.stringContaining("blackbox") });
  });

  test("a wrong card is caught by the oracle", () => {
    const { t, environment } = scope();
    const exp = book.heads.get("exp") as NonNullable<ReturnType<typeof book.heads.get>>;
    const sin = book.heads.get("sin") as typeof exp;
    const wrong = { ...exp, differential: sin.differential };
    const x = read(t, environment, "t");
    const found = differentiate(
      t,
      { ...book, heads: new Map([...book.heads, ["exp", wrong]]) },
      { expr: t.app(exp, [x]), environment, wrt: x },
    );
    expect(found.ok ? "" : found.error.code).toBe("internal-mismatch");
  });
});

describe("cost follows the distinct nodes", () => {
  const n = size("n");
  const sigmoid = book.heads.get("sigmoid") as NonNullable<ReturnType<typeof book.heads.get>>;

  function network(layers: number, residual: boolean) {
    const { t, environment } = scope();
    let h: Expr = t.sym("x", columnShape(n));
    for (let l = 1; l <= layers; l++) {
      const z = t.app(sigmoid, [
        t.app(heads.add, [t.app(heads.mul, [t.sym(`W${l}`, matrixShape(n, n)), h]), t.sym(`b${l}`, columnShape(n))]),
      ]);
      h = residual ? t.app(heads.add, [h, z]) : z;
    }
    const r = t.app(heads.add, [h, t.app(heads.neg, [t.sym("y", columnShape(n))])]);
    const f = t.app(heads.div, [t.app(heads.mul, [t.app(heads.transpose, [r]), r]), t.num(2)]);
    return { t, environment, f, first: t.sym("W1", matrixShape(n, n)) };
  }
  const count = (layers: number, residual: boolean): number => {
    const { t, environment, f, first } = network(layers, residual);
    const found = differentiate(t, book, { expr: f, environment, wrt: first });
    if (!found.ok) throw new Error(found.error.message);
    return nodesOf(found.value.expr).length;
  };

  test("a sigmoid network of depth 64: ten nodes a layer", () => {
    expect(count(64, false) - count(32, false)).toBeLessThanOrEqual(320);
  });

  test("40 residual layers", () => {
    expect(count(40, true)).toBeLessThanOrEqual(600);
  });

  test("40 residual layers simplify", () => {
    const { t, environment, f } = network(40, true);
    expect(nodesOf(simplify(t, book, environment, f)).length).toBeLessThanOrEqual(nodesOf(f).length + 10);
  });

  test("Speelpenning's product of 64 factors: at most 300 nodes", () => {
    const { t, environment } = scope();
    const x = t.sym("x", columnShape(size("n")));
    const f = t.app(
      heads.mul,
      Array.from({ length: 64 }, (_, i) => t.elem(x, [t.num(i + 1)])),
    );
    const found = differentiate(t, book, { expr: f, environment, wrt: x });
    if (!found.ok) throw new Error(found.error.message);
    expect(nodesOf(found.value.expr).length).toBeLessThanOrEqual(300);
  });
});

test("a derivative inside the question is worked out first", () => {
  const { t, environment } = scope();
  const [f, x, a] = [read(t, environment, "x'A x"), read(t, environment, "x"), read(t, environment, "a")];
  const along = t.app(heads.mul, [t.app(heads.transpose, [a]), t.deriv(f, x)]);
  const found = differentiate(t, book, { expr: along, environment, wrt: x });
  expect(found.ok && found.value.confirmed ? show(found.value.expr) : "").toBe("(A + A') a");
});

test("what does not vary is no variable", () => {
  const { t, environment } = scope();
  const found = differentiate(t, book, { expr: read(t, environment, "2 t"), environment, wrt: t.num(2) });
  expect(found.ok ? "" : found.error.code).toBe("not-a-function-of");
});
