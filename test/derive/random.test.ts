import fc from "fast-check";
import { expect, test } from "vitest";
import { differentiate } from "../../src/derive/index.ts";
import { book, read, scope } from "./scope.ts";

/** Random formulas by shape: scalars, columns, square matrices. */
const { scalar, column, matrix } = fc.letrec<{ scalar: string; column: string; matrix: string }>((tie) => {
  const [s, v, m] = [tie("scalar"), tie("column"), tie("matrix")];
  const of = (template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((list) => template.replace(/#(\d)/g, (_, k) => `(${list[Number(k) - 1]})`));
  const grow = { depthSize: "small", withCrossShrink: true } as const;
  return {
    scalar: fc.oneof(
      grow,
      fc.constantFrom("t", "s", "x[i]", "2", "a'x"),
      of("#1 + #2", s, s),
      of("#1 #2", s, s),
      of("sin#1", s),
      of("sigmoid#1", s),
      of("#1'#2", v, v),
      of("norm#1", m),
      of("tr#1", m),
      of("logsumexp#1", v),
      of("#1/(1 + #2^2)", s, s),
      of("sumall#1", v),
      of("max(#1, #2)", s, s),
      of("sum(l in 1..n)(x[l] A[l, i])"),
      of("sum(k in 1..n)(sum(l in 1..k)(x[k] c[l]))"),
    ),
    column: fc.oneof(
      grow,
      fc.constantFrom("x", "a", "c", "ones(n, 1)"),
      of("#1 + #2", v, v),
      of("#1 #2", m, v),
      of("#1 #2", s, v),
      of("#1 ⊙ #2", v, v),
      of("softmax#1", v),
      of("tanh#1", v),
      of("relu#1", v),
      of("diag#1", m),
      of("sg#1", v),
      of("B'(B #1)", v),
    ),
    matrix: fc.oneof(
      grow,
      fc.constantFrom("A", "Q", "S", "X C", "eye(n)"),
      of("#1 + #2", m, m),
      of("#1 #2", m, m),
      of("#1'", m),
      of("Diag#1", v),
      of("#1 #2'", v, v),
      of("#1 ⊙ #2", m, m),
      of("tanh#1", m),
      of("inv(3 eye(n) + #1 #2')", v, v),
      of("#1 #2", s, m),
    ),
  };
});

test("the derivative of a random formula is confirmed by the oracle, or refused with a reason", () => {
  const by = fc.constantFrom("x", "t", "A", "X", "S", "x[j]", "A[i, j]");
  const layout = fc.constantFrom("mixed" as const, "numerator" as const, "denominator" as const);
  fc.assert(
    fc.property(fc.oneof(scalar, column, matrix), by, layout, (f, variable, wanted) => {
      const { t, environment } = scope();
      const found = differentiate(t, book, {
        expr: read(t, environment, f),
        environment,
        wrt: read(t, environment, variable),
        layout: wanted,
      });
      if (found.ok) expect(found.value.confirmed).not.toBeNull();
      else expect(found.error.code).toBe("not-a-function-of");
    }),
    { numRuns: 60, seed: 20, endOnFailure: true },
  );
});
