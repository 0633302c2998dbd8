/** What surrounds a claim: conditions in force, free indices, definitions, names that nothing introduced. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import type { Decision } from "../../src/compare/types.ts";
import { setting } from "../support/claims.ts";

interface More {
  readonly given?: readonly string[];
  readonly definitions?: readonly string[];
  readonly undeclared?: readonly string[];
  readonly budget?: number;
}

function judge(declare: string, text: string, more: More = {}): Decision {
  const s = setting(declare, more.given ?? [], more.definitions ?? []);
  const claim = s.claim(text, more.undeclared ? new Set(more.undeclared) : undefined);
  return decide(s.t, null, claim, more.budget === undefined ? { seed: 1 } : { seed: 1, budget: more.budget });
}

const accepted = /proved|probable/;

describe("conditions in force", () => {
  it("restrict the points", () => {
    expect(judge("x:", "sqrt(x^2) = x", { given: ["x > 0"] }).verdict).toMatch(accepted);
    expect(judge("x:", "sqrt(x^2) = x").verdict).toBe("refuted");
    expect(judge("x:", "relu(x) = 0", { given: ["x < 0"] }).verdict).toMatch(accepted);
    expect(judge("x:; y:", "max(x, y) = x", { given: ["x > y"] }).verdict).toMatch(accepted);
  });

  it("between arrays restrict the other names too, a number of their own notwithstanding", () => {
    const eigenvector = judge("S:n,n; u:n; l:", "(u' u) (S u) = (u' S u) u", { given: ["S u = l u"] });
    expect(eigenvector.verdict).not.toBe("refuted");
  });

  it("that leave room for a counterexample do not excuse it", () => {
    expect(judge("x:", "relu(x) = x", { given: ["x > -1"] }).verdict).toBe("refuted");
    expect(judge("x:; y:", "relu(y) = y", { given: ["x > 0"] }).verdict).toBe("refuted");
  });

  it("that say what a name is are used as its definition", () => {
    expect(judge("x:; y:", "x^2 = 4 y^2", { given: ["x = 2 y"] }).verdict).toMatch(accepted);
  });

  it("that contradict each other leave nothing to judge", () => {
    expect(judge("x:", "x = 1", { given: ["x > 0", "x < 0"] })).toMatchObject({ verdict: "undetermined", reason: "no-valid-point" });
  });
});

describe("free indices", () => {
  const declare = "u:n; A:n,n; i in 1..n; j in 1..n";
  it("run over their ranges, coincidences included", () => {
    expect(judge(declare, "D(u[i], u[j]) = [i = j]").verdict).toMatch(accepted);
    const d = judge(declare, "D(u[i], u[j]) = 0");
    if (d.verdict !== "refuted") throw new Error(d.verdict);
    expect(d.counterexample.indices.get("i")).toBe(d.counterexample.indices.get("j"));
    expect(judge(declare, "A[i, j] = A[j, i]").verdict).toBe("refuted");
  });

  it("are excluded by a case", () => {
    expect(judge(declare, "D(u[i], u[j]) = 0", { given: ["i ≠ j"] }).verdict).toMatch(accepted);
  });

  it("may coincide where both sides have no value", () => {
    expect(judge(declare, "1/(u[i] - u[j]) = -1/(u[j] - u[i])").verdict).toMatch(accepted);
  });
});

describe("names", () => {
  it("without a dependence are no functions of others", () => {
    expect(judge("L:; x:", "D(L, x) = 0")).toMatchObject({ verdict: "undetermined", reason: "not-a-function-of" });
    expect(judge("a:n; b:n; x:", "D(a' b, x) = 0").verdict).toMatch(accepted);
    expect(judge("x:; c:", "D(L, x) = 2 x", { definitions: ["L := x^2 + c"] }).verdict).toMatch(accepted);
  });

  it("that nothing introduced may be what makes a line true", () => {
    expect(judge("x:; e:", "x^2 = e", { undeclared: ["e"] })).toMatchObject({ verdict: "undetermined", reason: "undefined-symbol" });
    expect(judge("x:; e:", "x^2 + e = x + e", { undeclared: ["e"] }).verdict).toBe("refuted");
    expect(judge("x:; e:", "(x + e)^2 = x^2 + 2 x e + e^2", { undeclared: ["e"] }).verdict).toMatch(accepted);
  });
});

describe("shapes", () => {
  it("that clash refute without values", () => {
    const d = judge("x:n; A:m,n", "A x = x");
    if (d.verdict !== "refuted") throw new Error(d.verdict);
    expect(d.counterexample.shapes).toEqual({ lhs: "m", rhs: "n" });
  });

  it("of a literal 0 are any", () => {
    expect(judge("x:n", "x - x = 0").verdict).toMatch(accepted);
    expect(judge("x:n", "x = 0").verdict).toBe("refuted");
    expect(judge("x:n", "x = 1").verdict).toBe("refuted");
  });
});

describe("inequalities and numbers", () => {
  it("are refuted by one violation and at best consistent", () => {
    expect(judge("x:", "x^2 ≥ 0").verdict).toBe("consistent");
    expect(judge("x:", "x^2 > 0").verdict).toBe("refuted");
    expect(judge("x:n; y:n", "norm(x + y) ≤ norm(x)").verdict).toBe("refuted");
    expect(judge("x:", "x ≠ 2 x").verdict).toBe("refuted");
    expect(judge("x:", "x ≠ x + 1").verdict).toBe("consistent");
  });

  it("are exact where only numbers occur", () => {
    expect(judge("x:", "64 * 32 * 32 = 65536").verdict).toBe("proved");
    expect(judge("x:", "floor(7/2) = 3").verdict).toBe("proved");
    expect(judge("x:", "2^100 + 1 = 2^100").verdict).toBe("refuted");
    expect(judge("x:", "2 < 3").verdict).toBe("proved");
    expect(judge("x:", "9^9^9 = 1").verdict).not.toMatch(accepted);
  });
});

describe("limits of the machines", () => {
  it("are stated, never a verdict", () => {
    expect(judge("A:n,n; B:n,n", "tr(A B A B A) = tr(B A A B A) + 0 tr(A)", { budget: 10 })).not.toMatchObject({ verdict: "probable" });
    expect(judge("f()->; x:", "D(D(D(D(D(D(f(x), x), x), x), x), x), x) = 0").verdict).not.toMatch(accepted);
    expect(judge("n: is natural", "n (n - 1) (n - 2) (n - 3) (n - 4) (n - 5) (n - 6) = 0").verdict).toBe("refuted");
    expect(judge("A:n,n", "(n - 2) (n - 3) (n - 4) tr(A) = 0").verdict).toBe("refuted");
  });

  it("give the same answer twice", () => {
    const once = judge("z:n", "D(softmax(z), z) = Diag(softmax(z))");
    expect(judge("z:n", "D(softmax(z), z) = Diag(softmax(z))")).toEqual(once);
  });
});

describe("values at kinks", () => {
  it("that rest on a convention are remarked", () => {
    const d = judge("t:", "heaviside(t) = cases(t > 0: 1; 0)");
    expect(d.verdict).toMatch(accepted);
    expect("kinks" in d && d.kinks.length).toBe(1);
    const whole = judge("t:", "heaviside(t) = cases(t > 0: 1; t = 0: 1/2; 0)");
    expect("kinks" in whole && whole.kinks).toEqual([]);
  });
});
