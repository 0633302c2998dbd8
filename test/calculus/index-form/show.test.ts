/** What a proof shows: the common normal form, the laws used, the conditions; of an open question what is left over. */
import { describe, expect, it } from "vitest";
import { prove } from "../../../src/calculus/index-form/prove.ts";
import { setting } from "../../support/claims.ts";

const proof = (declare: string, line: string) => {
  const s = setting(declare);
  return prove(s.t, s.claim(line));
};

describe("a proof", () => {
  it("shows the common normal form", () => {
    expect(proof("A:m,n; x:n", "(x' A')' = A x")).toMatchObject({ kind: "proved", stage: "native", form: "Σ_j x[j] A[i,j]" });
    expect(proof("A:n,n", "tr(A') = tr(A)")).toMatchObject({ form: "Σ_i A[i,i]" });
  });

  it("names laws and conditions", () => {
    expect(proof("K:n,n", "K inv(K) = eye(n)")).toMatchObject({
      laws: expect.arrayContaining(["a matrix times its inverse is the identity"]),
      conditions: ["what is inverted is nonsingular"],
    });
    expect(proof("a:", "D(sigmoid(a), a) = sigmoid(a) (1 - sigmoid(a))")).toMatchObject({ laws: ["σ′ = σ (1 − σ)"], conditions: [] });
    expect(proof("a:", "sigmoid(a) = exp(a) / (1 + exp(a))")).toMatchObject({ stage: "expand" });
    expect(proof("a:; b:", "1 / (a + b) + 1 / (a - b) = 2 a / ((a + b) (a - b))")).toMatchObject({ stage: "cross" });
  });

  it("that does not come about shows what is left", () => {
    expect(proof("A:m,n; x:n; u:m", "A x + u = A x")).toMatchObject({ kind: "open", residue: "u[i]" });
    expect(proof("x:n", "D(x' x, x) = x")).toMatchObject({ kind: "open", residue: "x[i]" });
  });

  it("costs few operations", () => {
    const s = setting("A:m,n; B:n,p; C:p,m");
    expect(prove(s.t, s.claim("tr(A B C) = tr(C A B)")).operations).toBeLessThan(300);
  });

  it("does not depend on what was proved before", () => {
    const s = setting("A:n,n; x:n");
    const claim = s.claim("x' A x = x' A' x");
    const first = prove(s.t, claim);
    prove(s.t, s.claim("tr(A A') = norm(A)^2"));
    expect(prove(s.t, claim)).toEqual(first);
  });
});
