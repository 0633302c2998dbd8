/** Wrong rules, each of which a careless audit lets through. */
import { describe, expect, it } from "vitest";
import { audit, renderAudit } from "../../src/audit/index.ts";
import { defaultBook, loadBook, showDiagnostic } from "../../src/book/index.ts";

const base = defaultBook();

/** Problems of a small book of one's own, by name of the claim. */
function problems(text: string): ReadonlyMap<string, readonly string[]> {
  const book = loadBook([{ file: "wrong.rules", text }], base);
  if (!book.ok) throw new Error(book.error.map(showDiagnostic).join("\n"));
  const own = {
    ...book.value,
    heads: new Map([...book.value.heads].filter(([, h]) => h.source?.startsWith("wrong") ?? true)),
    rules: book.value.rules.filter((r) => r.source.startsWith("wrong")),
  };
  return new Map(
    audit(own)
      .findings.filter((f) => f.problems.length > 0)
      .map((f) => [f.name, f.problems]),
  );
}

const rule = (name: string, given: string, says: string, when = ""): string =>
  `rule ${name}\n  given    ${given}\n${when ? `  when     ${when}\n` : ""}  says     ${says}\n  because  It seems so.\n`;

describe("wrong identities", () => {
  it.each([
    ["tangent and secant with the wrong sign", rule("r", "x : ℝ", "tan(x)^2 - 1 / cos(x)^2 ↔ 1")],
    ["a logarithm of a product without signs", rule("r", "a, b : ℝ", "ln(a b) ↔ ln(a) + ln(b)")],
    ["matrices that commute", rule("r", "U, V : n×n", "U V ↔ V U")],
    ["the trace of a product", rule("r", "U, V : n×n", "tr(U V) ↔ tr(U) tr(V)")],
    ["a root of a square", rule("r", "a : ℝ", "sqrt(a^2) ↔ a")],
    ["a delta whose index may lie outside", rule("r", "a : n; k : index n", "sum(j in 1..n)(a[j] [j = k]) ↔ a[k]")],
    ["true for one size only", rule("r", "u : n", "sumall(u) ↔ sumall(u) + n - 2")],
    ["an indicator at the tie", rule("r", "a, b : ℝ", "[a < b] + [a > b] ↔ 1")],
  ])("%s", (_, text) => {
    expect(problems(text).get("r")).toHaveLength(1);
  });
});

describe("wrong differentials", () => {
  it.each([
    ["of a product", rule("r", "U : m×n; V : n×k", "d(U V) = d(U) V")],
    ["of an inverse, transposed", rule("r", "U : n×n", "d(inv(U)) = -(inv(U) (d(U))ᵀ inv(U))", "det(U) ≠ 0")],
    ["of a stopped gradient", rule("r", "x : n", "d(sg(x)ᵀ x) = 2 xᵀ d(x)")],
    ["of something fixed", rule("r", "A : m×n; x : n", "d(A x) = A d(x)")],
    ["of |x| at zero", rule("r", "x : ℝ", "d(abs(x)) = sign(x) d(x)")],
    ["of ReLU at zero, where a central quotient gives ½ and agrees", rule("r", "x : ℝ", "d(relu(x)) = heaviside(x) d(x)")],
    ["of a step at its jump", rule("r", "x : ℝ", "d(heaviside(x)) = 0 d(x)")],
    ["of a root at zero", rule("r", "x : ℝ", "d(sqrt(x)) = d(x) / (2 sqrt(x))", "x ≥ 0")],
  ])("%s", (_, text) => {
    expect(problems(text).get("r")).toHaveLength(1);
  });
});

describe("wrong cards", () => {
  it("a differential, an adjoint, a kernel that does not mean what it says", () => {
    const found = problems(`
function half(u)
  acts     u : n -> n
  means    u / 2
  d        d(u)
  adjoint  g

function cosine(x)
  acts     elementwise
  means    sin(x)
  kernel   cos
`);
    expect([...found.keys()]).toEqual(["half: d", "half: adjoint u", "cosine: means"]);
  });

  it("a domain that is too wide, a kink with another value than the differential gives", () => {
    const found = problems(`
function root(x)
  acts     elementwise
  means    sqrt(x)
  when     x ≥ -1

function ramp(x)
  acts     elementwise
  means    max(x, 0)
  d        heaviside(x) ⊙ d(x)
  at       x = 0: 1 by convention
`);
    expect([...found.keys()]).toEqual(["root: value", "ramp: at"]);
  });

  it("rows of a matrix differentiated as if they were one column", () => {
    const found = problems(`
function soft(u)
  acts     on rows u : n -> n
  means    exp(u) / sumall(exp(u))
  d        soft(u) ⊙ d(u) - soft(u) (soft(u)ᵀ d(u))
  d rows   soft(U) ⊙ d(U) - soft(U) (sumall(soft(U) ⊙ d(U)))
`);
    expect([...found.keys()]).toEqual(["soft: d rows"]);
  });
});

describe("what is true but badly said", () => {
  it("conditions that contradict each other are vacuous", () => {
    expect(problems(rule("r", "a : ℝ", "a ↔ a + 1", "a > 1; a < 0")).get("r")?.[0]).toMatch(
      /^vacuous: the conditions held in 0 of \d+ trials$/,
    );
  });

  it("a condition that is not needed is a mutant that survives", () => {
    expect(problems(rule("r", "a, b : ℝ", "a + b ↔ b + a", "a > 0")).get("r")).toEqual(["a broken version also passes: drop condition 1"]);
  });

  it("a → that does not get simpler", () => {
    expect(problems(rule("r", "a, b, c : ℝ", "a (b + c) → a b + a c")).get("r")?.[0]).toMatch(/^→ does not decrease: a occurs 2 times/);
  });

  it("a rule kept as unsound must fail", () => {
    expect(problems("rule r\n  unsound\n  given    a : ℝ\n  says     a + a ↔ 2 a\n  because  no").get("r")).toEqual([
      "it is marked unsound, but it holds on all trials",
    ]);
  });
});

describe("renderAudit", () => {
  it("says how many rules, trials and mutants there were, and where a rule fails", () => {
    const book = loadBook([{ file: "wrong.rules", text: rule("r", "a : ℝ", "a ↔ -a") }], base);
    if (!book.ok) throw new Error("the rule can be read");
    const text = renderAudit(audit({ ...book.value, heads: new Map(), rules: book.value.rules.slice(-1) }));
    expect(text).toMatch(/^0 functions, 1 rule: 1 claim, \d+ effective trials\n0 mutants: 0 killed, 0 equivalent\n/);
    expect(text).toMatch(/wrong\.rules:1 {2}r: .* on the left, .* on the right, at a = \[.*\]\n1 problem in 1 of 1 claim\n$/);
  });
});
