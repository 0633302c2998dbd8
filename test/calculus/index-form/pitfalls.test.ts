/** Every mistake that an index normal form has been seen to make, and what keeps this one from it. */
import { describe, expect, it } from "vitest";
import { prove } from "../../../src/calculus/index-form/prove.ts";
import { setting } from "../../support/claims.ts";

const kind = (declare: string, line: string, given: readonly string[] = [], definitions: readonly string[] = []): string => {
  const s = setting(declare, given, definitions);
  return prove(s.t, s.claim(line)).kind;
};
const proof = (declare: string, line: string) => {
  const s = setting(declare);
  return prove(s.t, s.claim(line));
};

describe("ranges", () => {
  it("keeps the range of a sum whose last tensor is divided away", () => {
    expect(kind("x:n", "sumall(x ⊘ (1 + x)) = n - sumall(1 ⊘ (1 + x))")).toBe("proved");
    expect(kind("x:n", "sum(i in 2..n)(x[i] / x[i]) = n - 1")).toBe("proved");
    expect(kind("x:n", "sum(i in 2..n)(x[i] / x[i]) = n")).toBe("open");
    expect(kind("K:n,n", "tr(K inv(K)) = n")).toBe("proved");
  });

  it("knows inside ln(softmax) that the outer index is in range", () => {
    expect(kind("z:n", "sum(i in 1..n)(ln(softmax(z)[i])) = sumall(z) - n logsumexp(z)")).toBe("proved");
  });

  it("guards entries of composites, for σ(0) is not 0", () => {
    expect(kind("x:n", "sum(i in 1..n)(sigmoid(x)[i]) = sum(i in 1..n)([i ≥ 2] sigmoid(x)[i])")).toBe("open");
  });

  it("sums a constant over its range only", () => {
    expect(kind("a:; n: is natural", "sum(i in 1..3)(a) = 3 a")).toBe("proved");
    expect(kind("a:", "sum(i in -3..5)(a^2) = 9 a^2")).toBe("proved");
    expect(kind("a:", "sum(i in -3..5)(a^2) = 8 a^2")).toBe("open");
    expect(kind("a:", "sum(i in 3..1)(a) = 0")).toBe("proved");
  });

  it("sees that two halves of a stack do not meet", () => {
    expect(kind("x:n; y:n", "stack(x, y)' stack(y, x) = 2 x' y")).toBe("proved");
    expect(kind("x:n; y:n", "stack(x, y)' stack(x, y) = x' x + y' y")).toBe("proved");
  });

  it("normalises numbers made of indices after a substitution", () => {
    expect(kind("a:; x:n", "sum(i in 1..n)(x[i] cos(a (i + 1 / 2))) = sum(j in 0..n - 1)(x[j + 1] cos(a (j + 3 / 2)))")).toBe("proved");
    expect(kind("a:; x:n", "sum(i in 1..n)(x[i] cos(a (i + 1 / 2))) = sum(i in 1..n)(x[i] cos(a (i - 1 / 2)))")).toBe("open");
  });
});

describe("labels", () => {
  const attention = (k: string): string =>
    `tabulate(i in 1..m)(1 / sum(j in 1..m)(exp(sum(a in 1..m)(Q[i, a] ${k})))) = tabulate(i in 1..m)(1 / sum(j in 1..m)(exp(sum(a in 1..m)(Q[i, a] K[j, a]))))`;

  it("of a nested sum never equal those of the sum around it", () => {
    expect(kind("Q:m,m; K:m,m", attention("K[j, a]"))).toBe("proved");
    expect(kind("Q:m,m; K:m,m", attention("K[a, j]"))).toBe("open");
  });

  it("tell apart graphs that are locally alike", () => {
    const product = (edges: readonly string[]): string => {
      const letters = "abcdef".split("");
      const body = edges.map(([x, y]) => `S[${x}, ${y}]`).join(" ");
      return letters.reduceRight((inner, letter) => `sum(${letter} in 1..n)(${inner})`, body);
    };
    const prism = product(["ab", "bc", "ca", "de", "ef", "fd", "ad", "be", "cf"]);
    const complete = product(["ad", "ae", "af", "bd", "be", "bf", "cd", "ce", "cf"]);
    const relabelled = product(["fa", "fb", "fc", "ea", "eb", "ec", "da", "db", "dc"]);
    expect(kind("S:n,n is symmetric", `${complete} = ${relabelled}`)).toBe("proved");
    expect(kind("S:n,n is symmetric", `${complete} = ${prism}`)).toBe("open");
  });

  it("treat symmetric tensors as symmetric, others not", () => {
    expect(kind("S:n,n is symmetric; K:n,n; M:n,n", "tr(S K S M S) = tr(S M' S K' S)")).toBe("proved");
    expect(kind("S:n,n; K:n,n; M:n,n", "tr(S K S M S) = tr(S M' S K' S)")).toBe("open");
  });
});

describe("division", () => {
  it("never divides by an indicator or by zero", () => {
    expect(kind("v:n; z:n", "v ⊘ heaviside(z) = v ⊙ heaviside(z)")).toBe("open");
    expect(kind("a:; b:", "1 / (a - a) = 1 / (b - b)")).toBe("open");
    expect(kind("a:; i in 1..3; j in 1..3", "a / [i = j] = a [i = j]")).toBe("open");
    expect(kind("y:n is one-hot; x:n", "x ⊘ y ⊙ y = x")).toBe("open");
  });

  it("keeps equal denominators equal bases", () => {
    expect(kind("a:", "1 / (1 + exp(-a))^2 = exp(2 a) / (exp(a) + 1)^2")).toBe("proved");
    expect(kind("a:", "1 / (1 + 2 exp(-a) + exp(-2 a)) = 1 / (1 + exp(-a))^2")).toBe("proved");
    expect(kind("a:; b:", "sqrt(a^2 + 2 a b + b^2) = abs(a + b)")).toBe("proved");
  });

  it("names the condition of a quotient", () => {
    expect(proof("a:", "a^2 / a = a")).toMatchObject({ kind: "proved", conditions: ["nothing divided by is zero"] });
    expect(proof("a:; b:", "(a^2 - b^2) / (a - b) = a + b")).toMatchObject({ kind: "proved", conditions: ["nothing divided by is zero"] });
  });

  it("folds an inverse also beside a multiple of the identity", () => {
    expect(kind("K:n,n; a:", "inv(K + a eye(n)) K = eye(n) - a inv(K + a eye(n))")).toBe("proved");
    expect(kind("x:n", "Diag(x) inv(Diag(x) + eye(n)) = eye(n) - inv(Diag(x) + eye(n))")).toBe("proved");
  });
});

describe("steps", () => {
  it("are 0 or 1 only where they cannot be ½ at equal indices", () => {
    expect(kind("u:n", "heaviside(u) ⊙ heaviside(u) = heaviside(u)")).toBe("proved");
    const pairs = (body: string): string => `sum(i in 1..n)(sum(j in 1..n)(${body}))`;
    expect(kind("u:n", `${pairs("heaviside(u[i] - u[j])^2")} = ${pairs("heaviside(u[i] - u[j])")}`)).toBe("open");
    expect(kind("u:n", `${pairs("[u[i] > u[j]] + [u[j] > u[i]]")} = n^2`)).toBe("open");
    expect(kind("u:n", `${pairs("abs(u[i] - u[j])")} = 2 ${pairs("relu(u[i] - u[j])")}`)).toBe("proved");
    expect(kind("u:n", `${pairs("exp(heaviside(u[i] - u[j]))")} = ${pairs("1 + heaviside(u[i] - u[j]) (exp(1) - 1)")}`)).toBe("open");
  });

  it("of a sum of positive things are 1, of a delta they are not", () => {
    expect(kind("c: is positive; a:", "heaviside(c + exp(a)) = 1")).toBe("proved");
    expect(kind("c: is positive; i in 1..3; j in 1..3", "heaviside([i = j] c) = 1")).toBe("open");
  });
});

describe("roots and logarithms", () => {
  it("split only where signs are known", () => {
    expect(kind("a:; b:", "ln(a b) = ln(a) + ln(b)")).toBe("open");
    expect(kind("c: is positive; d: is positive", "ln(c d) = ln(c) + ln(d)")).toBe("proved");
    expect(kind("a:", "ln(a^2) = 2 ln(a)")).toBe("open");
    expect(kind("c: is positive", "ln(-c) = ln(c)")).toBe("open");
    expect(kind("t:", "sqrt(t^2) = t")).toBe("open");
    expect(kind("t:", "sqrt(t^2) = abs(t)")).toBe("proved");
    expect(kind("a:; b:", "sqrt(a b) = sqrt(a) sqrt(b)")).toBe("open");
  });
});

describe("declared values", () => {
  it("of entries are used", () => {
    expect(kind("y:n is sign; x:n", "sumall(y ⊙ y) = n")).toBe("proved");
    expect(kind("y:n is sign; x:n", "norm(y ⊙ x)^2 = x' x")).toBe("proved");
    expect(kind("y:n; x:n", "norm(y ⊙ x)^2 = x' x")).toBe("open");
    expect(kind("y:n is one-hot", "y' y = 1")).toBe("proved");
  });
});

describe("derivatives", () => {
  it("by a declared structure have independent entries", () => {
    expect(kind("S:n,n is symmetric; A:n,n", "D(tr(A S) + tr(A' S), S) = A + A'")).toBe("proved");
    expect(kind("S:n,n is symmetric; A:n,n", "D(tr(A S) + tr(A' S), S) = 2 A")).toBe("open");
    expect(kind("p:n is probability", "D(sumall(p), p) = ones(n, 1)")).toBe("proved");
    expect(kind("p:n is probability", "D(sumall(p), p) = 0")).toBe("open");
  });

  it("by a defined name cut the value there", () => {
    const declare = "W:m,n; x:n; b:m; v:m";
    expect(kind(declare, "D(v' sigmoid(z), z) = v ⊙ sigmoid(z) ⊙ (1 - sigmoid(z))", [], ["z := W x + b"])).toBe("proved");
    expect(kind(declare, "D(v' sigmoid(W x + b), z) = v ⊙ sigmoid(z) ⊙ (1 - sigmoid(z))", [], ["z := W x + b"])).toBe("proved");
    expect(kind(declare, "D(v' z + b' z, z) = v + b", [], ["z := W x + b"])).toBe("proved");
    expect(kind(declare, "D(v' z + b' z, b) = v + b + z", [], ["z := W x + b"])).toBe("proved");
    expect(kind(declare, "D(v' z + b' z, b) = v + b", [], ["z := W x + b"])).toBe("open");
  });

  it("see what is frozen as constant", () => {
    expect(kind("x:n; A:n,n", "D(sg(x)' A x, x) = A' x")).toBe("proved");
    expect(kind("x:n; A:n,n", "D(sg(x)' A x, x) = (A + A') x")).toBe("open");
  });

  it("by a function of what occurs elsewhere stay open", () => {
    expect(kind("a:", "D(a^2 + a, a^2) = 1")).toBe("open");
    expect(kind("a:; b:", "D(3 a^2 + b, a^2) = 3")).toBe("proved");
  });
});

describe("conditions in force", () => {
  it("between indices are used", () => {
    expect(kind("x:n; i in 1..n; j in 1..n", "[i = j] x[i] = 0", ["i ≠ j"])).toBe("proved");
    expect(kind("x:n; i in 1..n; j in 1..n", "[i = j] x[i] = 0")).toBe("open");
    expect(kind("i in 1..n; j in 1..n; x:n", "[i ≤ j] = 1", ["i < j"])).toBe("proved");
    expect(kind("x:n; i in 1..n; j in 1..n", "x[i] = x[j]", ["i = j"])).toBe("proved");
  });
});

describe("limits", () => {
  it("end in an open question, never in a verdict", () => {
    const s = setting("a:; b:; c:; e:; f:; g:");
    const claim = s.claim("(a + b + c + e + f + g)^4 (a + b + c)^4 (e + f + g)^4 = 0");
    expect(prove(s.t, claim, { budget: 5_000 })).toMatchObject({ kind: "open", reason: "budget" });
    expect(kind("a:", "9^9^9 a = a")).toBe("open");
    expect(kind("a:; b:", "(a + b)^1000000 = a")).toBe("open");
    expect(proof("A:m,n; x:n", "A x = x")).toMatchObject({ kind: "open", reason: "shapes differ" });
  });

  it("do not stop a six-layer network", () => {
    const deep = (k: number): string => (k === 0 ? "x" : `sigmoid(A ${deep(k - 1)} + u)`);
    expect(kind("A:n,n; x:n; u:n", `D(sumall(${deep(4)}), u) = D(sumall(1 - sigmoid(-A ${deep(3)} - u)), u)`)).toBe("proved");
  });
});
