/** What is written is read again as the same term, up to the nesting of sums and products (which the notation does not show). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBook } from "../../src/book/index.ts";
import { createTerms, type Declared, type Environment, type Expr, emptyEnvironment, heads, type Terms } from "../../src/expr/index.ts";
import { readFormula } from "../../src/read/formula.ts";
import { columnShape, isScalar, matrixShape, type Shape, scalarShape, size } from "../../src/shape/index.ts";
import { writeLatex } from "../../src/write/latex.ts";

const book = defaultBook();
const [m, n] = [size("m"), size("n")];
const shapes: Readonly<Record<string, Shape>> = {
  a: scalarShape,
  b: scalarShape,
  c: scalarShape,
  "\\lambda": scalarShape,
  x: columnShape(n),
  y: columnShape(n),
  u: columnShape(m),
  A: matrixShape(m, n),
  B: matrixShape(m, n),
  S: matrixShape(n, n),
  "\\theta_1": columnShape(n),
};
const declared = (name: string, shape: Shape): Declared => ({ name, shape, sort: "real", attributes: new Set(), range: null });
const environment: Environment = {
  ...emptyEnvironment,
  symbols: new Map(Object.entries(shapes).map(([name, shape]) => [name, declared(name, shape)])),
};

const read = (t: Terms, latex: string): Expr => {
  const built = readFormula(t, book, latex, { mode: "latex", environment });
  if (!built.ok) throw new Error(`${latex}: ${built.error.message}`);
  return built.value.expr;
};

/** Sums in sums and products in products flattened, −3 x as a product with −3, from the leaves up. */
function flat(t: Terms, e: Expr): Expr {
  const done = new Map<Expr, Expr>();
  const go = (x: Expr): Expr => {
    const known = done.get(x);
    if (known) return known;
    const out = one(x);
    done.set(x, out);
    return out;
  };
  const one = (x: Expr): Expr => {
    if (x.kind !== "app")
      return x.kind === "num" || x.kind === "sym" ? x : t.replace(x, (y) => (y === x || y.kind !== "app" ? null : go(y)));
    const args = x.args.map(go);
    if (x.head.name === "neg") return product(t, [t.num(-1), args[0] as Expr]);
    if (x.head.name === "mul") return product(t, args);
    if (x.head.name === "add")
      return t.app(
        heads.add,
        args.flatMap((y) => (y.kind === "app" && y.head.name === "add" ? y.args : [y])),
      );
    return t.app(x.head, args);
  };
  return go(e);
}

/** One number in front, then the other factors in order. */
function product(t: Terms, args: readonly Expr[]): Expr {
  const factors = args.reduce<readonly Expr[]>((before, y, i) => {
    // A bracket stays where the row without it is no product: A (xᵀ x).
    const opened = y.kind === "app" && y.head.name === "mul" ? [...before, ...y.args] : null;
    return opened && t.tryApp(heads.mul, [...opened, ...args.slice(i + 1)]).ok ? opened : [...before, y];
  }, []);
  const sign = factors.filter((f) => f.kind === "num" && f.value.n < 0n).length % 2 === 1;
  const rest = factors
    .map((f) => (f.kind === "num" && f.value.n < 0n ? t.num({ n: -f.value.n, d: f.value.d }) : f))
    .filter((f) => !(f.kind === "num" && f.value.n === f.value.d));
  const all = [...(sign ? [t.num(-1)] : []), ...rest];
  return all.length === 0 ? t.num(1) : all.length === 1 ? (all[0] as Expr) : t.app(heads.mul, all);
}

describe("read ∘ write", () => {
  it.each([
    "a - b - 3 c",
    "a - (b + c)",
    "a (b + c)",
    "-a^2",
    "(-a)^2",
    "\\frac{a + b}{c}",
    "\\frac{a}{b} \\frac{b}{c}",
    "a^{-1}",
    "(a + b)^{2 c}",
    "A^\\top A x",
    "(A x)^\\top u",
    "x \\odot (A^\\top u)",
    "A (x \\odot y)",
    "x x^\\top",
    "x^\\top y",
    "\\lambda x",
    "\\|A x\\|",
    "\\|A\\|_F",
    "\\|x\\|^2",
    "\\ln(a + b)",
    "e^{-a^2}",
    "\\sin(a)^2",
    "\\operatorname{tr}(A^\\top B)",
    "\\det(S)",
    "S^{-1} x",
    "S^{-\\top}",
    "\\operatorname{softmax}(x)",
    "\\operatorname{Diag}(x) y",
    "\\sum_{i=1}^{n} x_i y_i",
    "\\sum_{i=1}^{m} \\sum_{j=1}^{n} A_{ij} x_j",
    "2 \\sum_{j=1}^{n} A_{ij} x_j",
    "\\left(\\sum_{i=1}^{n} x_i\\right) a",
    "\\delta_{ij} x_j",
    "x_{i+1} - x_i",
    "(A x)_i",
    "\\sqrt{a^2 + b^2}",
    "|a - b|",
    "\\max(a, b)",
    "\\frac{\\partial}{\\partial x} (x^\\top S x)",
    "\\frac{\\partial (A x)}{\\partial x}",
    "\\prod_{i=1}^{n} x_i",
    "\\lim_{c \\to 0} \\frac{a + c}{b}",
    "\\begin{pmatrix} a & b \\\\ 0 & c \\end{pmatrix}",
    "\\begin{cases} a & \\text{if } a > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
    "\\int_{0}^{a} b^2 \\, db",
    "A \\otimes S",
    "\\sigma(A x)",
    "I x",
    "\\theta_1^\\top x",
  ])("%s", (latex) => {
    const t = createTerms();
    const once = read(t, latex);
    const text = writeLatex(once);
    expect(writeLatex(flat(t, read(t, text))), text).toBe(writeLatex(flat(t, once)));
    expect(flat(t, read(t, text))).toBe(flat(t, once));
  });

  it("random terms of sums, products, quotients, powers and transposes", () => {
    const t = createTerms();
    const leaves = [...Object.entries(shapes).map(([name, shape]) => t.sym(name, shape)), t.num(2), t.num(7)];
    /** A term is grown step by step: each step applies an operation to two earlier terms. */
    const grow = fc
      .array(fc.tuple(fc.constantFrom(...operations), fc.nat(40), fc.nat(40)), { minLength: 12, maxLength: 40, size: "max" })
      .map((steps) => {
        const terms: Expr[] = [...leaves];
        for (const [operation, i, j] of steps)
          terms.push(apply(t, operation, terms.at(-1 - (i % 4)) as Expr, terms[j % terms.length] as Expr));
        return terms.at(-1) as Expr;
      });
    const lengths: number[] = [];
    fc.assert(
      fc.property(grow, (e) => {
        const text = writeLatex(e);
        const again = flat(t, read(t, text));
        lengths.push(text.length);
        expect(again === flat(t, e), `${text} is read as ${writeLatex(again)}`).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
    // The terms are not trivial.
    expect(lengths.filter((l) => l > 40).length).toBeGreaterThan(60);
  });
});

const operations = ["add", "mul", "mul", "hadamard", "div", "neg", "transpose", "pow"] as const;

/** The head applied where shapes allow it; otherwise the first operand. An entrywise product needs arrays on both sides. */
function apply(t: Terms, name: (typeof operations)[number], p: Expr, q: Expr): Expr {
  if (name === "pow") return isScalar(p.shape) ? t.app(heads.pow, [p, t.num(3)]) : p;
  if (name === "neg" || name === "transpose") return name === "transpose" && isScalar(p.shape) ? p : t.app(heads[name], [p]);
  if (name === "hadamard" && (isScalar(p.shape) || isScalar(q.shape))) return p;
  if (name === "add" && isScalar(p.shape) !== isScalar(q.shape)) return p;
  const made = t.tryApp(heads[name], [p, q]);
  return made.ok ? made.value : p;
}
