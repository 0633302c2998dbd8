/** Plain text: words are names, a blank is a product, a touching bracket is a call or an index. */
import { describe, expect, it } from "vitest";
import { parseFormula } from "../../src/read/parse.ts";
import { show } from "../support/show-syntax.ts";

const shapes: readonly (readonly [string, string])[] = [
  ["d(U V) = dU V + U dV", "<d@round({U V}) = sum(+{d@U V} +{U d@V})>"],
  ["dU1 + dθ + d x", "sum(+d@U_(1) +d@\\theta +{d x})"],
  ["Σ(j ∈ 1..n)(a[j] delta(j, k)) / n", "(big-sum[<j \\in range(1, n)>](round({a@square(j) \\delta@round(list(j , k))})) slash n)"],
  ["sum(j in 1..n) a[j] + 1", "sum(+big-sum[<j \\in range(1, n)>](a@square(j)) +1)"],
  ["max(i in 1..n)(u[i])", "big-max[<i \\in range(1, n)>](round(u@square(i)))"],
  ["max(x, y)", "max@round(list(x , y))"],
  ["sum_{j=1}^n x_j", "big-sum[<j = 1> .. n](x_(j))"],
  ["f'(x) - s sᵀ", "sum(+f'@round(x) -{s s^(\\top)})"],
  ["W1 x_2 .* y", "({W_(1) x_(2)} elementwise-times y)"],
  ["Uᵀ[j, i] → U[i, j]", "<U^(\\top)@square(list(j , i)) \\to U@square(list(i , j))>"],
  ["softmax(z)[i]", "softmax@round(z)@square(i)"],
  ["f (x)", "{f round(x)}"],
  ["f_k(x)", "f_(k)@round(x)"],
  ["x^2(y)", "{x^(2) round(y)}"],
  ["x .^ 2 ./ y", "((x elementwise-power 2) elementwise-slash y)"],
  ["x^-1", "x^(sum(-1))"],
  ["{0, 1}", "curly(list(0 , 1))"],
  ["R^{m x n}", "R^({m x n})"],
  ["norm(A X) ≠ 0", "<norm@round({A X}) \\ne 0>"],
  ["a > 0; b > 0", "list(<a > 0> ; <b > 0>)"],
  ["tr(U V) ↔ tr(V U)", "<tr@round({U V}) \\leftrightarrow tr@round({V U})>"],
  ["x -> y <-> z", "<x \\to y \\leftrightarrow z>"],
  ["alpha beta Gamma infinity", "{\\alpha \\beta \\Gamma \\infty}"],
  ["2.5e-3 x", "{2.5e-3 x}"],
  ["[i = j] v[i]", "{square(<i = j>) v@square(i)}"],
  ["|x| + ||y||", "sum(+bars(x) +norm(y))"],
  ["a ⊙ b ⊘ c", "((a odot b) oslash c)"],
  ["1/2 x", "(1 slash {2 x})"],
  ["A⁻¹", "A^(sum(-1))"],
  ["xᵢ²", "x_(i)^(2)"],
  ["√(x+1)", "root(round(sum(+x +1)))"],
  ["lim(x -> 0)(f(x))", "big-limit[<x \\to 0>](round(f@round(x)))"],
  ["max_i x_i", "big-max[i](x_(i))"],
  ["a := b", "<a := b>"],
  ["x in R^n", "<x \\in R^(n)>"],
  ["not p and q or r", "list({not p} and q or r)"],
  ["i = 1..n", "<i = range(1, n)>"],
];

describe("plain text in a rule", () => {
  it.each(shapes)("%s", (source, shape) => {
    const parsed = parseFormula(source, { mode: "rule" });
    expect(parsed.ok ? show(parsed.value) : parsed.error).toBe(shape);
  });

  it("knows differentials in rules only", () => {
    const plain = parseFormula("dU", { mode: "plain" });
    expect(plain.ok && show(plain.value)).toBe("dU");
  });
});
