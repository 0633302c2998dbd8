/**
 * Differentiation: our engine beside mathjs, compute-engine and (where python3-sympy is installed) SymPy on scalar expressions that all of
 * them read, then networks of growing size.
 *
 * Warm, book loaded, expression already read; medians. Our columns: differential and reading off with normalising constructors; the same
 * with clean-up and writing out as a term; confirmation by the oracle by itself.
 */
import { spawnSync } from "node:child_process";
import { ComputeEngine } from "@cortex-js/compute-engine";
import { derivative, type MathNode, parse } from "mathjs";
import { defaultBook } from "../src/book/index.ts";
import { createExit, createProblem, createTidy, solve } from "../src/calculus/index.ts";
import { confirm, gradients } from "../src/derive/index.ts";
import { createTerms, type Expr, emptyEnvironment, type Head, heads, nodesOf, type Sym, type Terms } from "../src/expr/index.ts";
import { columnShape, matrixShape, size } from "../src/shape/index.ts";

interface Row {
  readonly what: string;
  readonly value: string;
}

const book = defaultBook();

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Median time in ms of one call, warm. */
function time(work: () => void, rounds = 30): number {
  for (let i = 0; i < Math.min(rounds, 10); i++) work();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times);
}

const ms = (x: number): string => `${x < 1 ? x.toFixed(3) : x < 100 ? x.toFixed(2) : x.toFixed(0)} ms`;

/** Sixty scalar expressions in the notation of mathjs, of the kinds people differentiate. */
const workload: readonly string[] = [
  ...[1, 2, 3, 5, 8].flatMap((k) => [
    `x^${k} * sin(x)`,
    `exp(-${k} * x^2)`,
    `log(1 + x^${k})`,
    `(a * x + b)^${k}`,
    `cos(${k} * x) / x`,
    `sqrt(1 + ${k} * x^2)`,
  ]),
  ...[1, 2, 3].flatMap((k) => [
    `1 / (1 + exp(-${k} * x))`,
    `tanh(a * x + ${k})`,
    `x^${k} * exp(a * x) * cos(b * x)`,
    `log(1 + exp(${k} * x + b))`,
    `(x - ${k})^2 / (x + ${k})^2`,
  ]),
  "-y * log(1 / (1 + exp(-(w * x + b)))) - (1 - y) * log(1 - 1 / (1 + exp(-(w * x + b))))",
  "exp(-(x - a)^2 / (2 * b^2))",
  "x * log(x) + (1 - x) * log(1 - x)",
  "(1 + x)^3 * (1 - x)^4",
  "exp(sin(x) * cos(x))",
  "log(log(1 + x^2))",
  "sin(cos(sin(x)))",
  "x / sqrt(1 + x^2)",
  "(a * x^2 + b * x + 1) / (x^2 + 1)",
  "exp(x) / (exp(x) + exp(a) + exp(b))",
  "tanh(w * tanh(a * x + b))",
  "sqrt((x - a)^2 + (y - b)^2)",
  "x^3 - 3 * x^2 + 3 * x - 1",
  "sin(x)^2 + cos(x)^2",
  "exp(exp(x))",
];

const network = (units: number): string => Array.from({ length: units }, (_, i) => `w${i} / (1 + exp(-(a${i} * x + b${i})))`).join(" + ");

/** What the three engines have in common: a tree of operators and one-argument functions. */
interface Tree {
  readonly op: string;
  readonly args: readonly Tree[];
}

function treeOf(node: MathNode): Tree {
  const n = node as unknown as {
    type: string;
    fn?: { name?: string } | string;
    args?: MathNode[];
    name?: string;
    value?: number;
    content?: MathNode;
  };
  if (n.type === "ParenthesisNode" && n.content) return treeOf(n.content);
  const args = (n.args ?? []).map(treeOf);
  if (n.type === "OperatorNode") return { op: String(n.fn), args };
  if (n.type === "FunctionNode") return { op: typeof n.fn === "object" ? String(n.fn.name) : String(n.fn), args };
  return { op: n.type === "ConstantNode" ? String(n.value) : String(n.name), args: [] };
}

const card = (name: string): Head => book.heads.get(name) as Head;

function ours(t: Terms, { op, args }: Tree): Expr {
  const [a, b] = args.map((x) => ours(t, x));
  if (!a) return /^\d/.test(op) ? t.num(Number(op)) : t.sym(op);
  if (!b) return op === "unaryMinus" ? t.app(heads.neg, [a]) : t.app(card(op === "log" ? "ln" : op), [a]);
  switch (op) {
    case "add":
      return t.app(heads.add, [a, b]);
    case "subtract":
      return t.app(heads.add, [a, t.app(heads.neg, [b])]);
    case "multiply":
      return t.app(heads.mul, [a, b]);
    case "divide":
      return t.app(heads.div, [a, b]);
    default:
      return t.app(heads.pow, [a, b]);
  }
}

const mathJson: Readonly<Record<string, string>> = {
  add: "Add",
  subtract: "Subtract",
  multiply: "Multiply",
  divide: "Divide",
  pow: "Power",
  unaryMinus: "Negate",
  sin: "Sin",
  cos: "Cos",
  exp: "Exp",
  log: "Ln",
  tanh: "Tanh",
  sqrt: "Sqrt",
};
type Json = number | string | readonly Json[];
const json = ({ op, args }: Tree): Json =>
  args.length === 0 ? (/^\d/.test(op) ? Number(op) : op) : [mathJson[op] ?? op, ...args.map(json)];

/** Differential and reading off; with `clean`, tidied and written out as a term of `t`. */
function differentiated(t: Terms, f: Expr, by: Expr, clean: boolean): Expr {
  const problem = createProblem({ book, environment: emptyEnvironment, expr: f, by: [by] });
  const { value } = solve(problem, f, "matrix");
  return clean ? createExit(problem.n, t).term(createTidy(problem.n)(value)) : value;
}

/** Total of the medians over the workload; NaN where an engine cannot. */
const total = (works: readonly (() => void)[], rounds: number): number => works.reduce((s, w) => s + time(w, rounds), 0);

/** Sums of the medians in ms that SymPy takes, without and with `simplify` (ten expressions of the workload), or null where it is absent. */
function sympy(): { readonly plain: number; readonly simplified: number } | null {
  const program = `
import json, sys, time, statistics
import sympy
names = "x y a b w".split()
symbols = {n: sympy.Symbol(n) for n in names}
def median(work, rounds):
    work()
    times = []
    for _ in range(rounds):
        sympy.core.cache.clear_cache()
        start = time.perf_counter(); work(); times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)
terms = [sympy.sympify(e.replace("^", "**"), locals=symbols) for e in json.load(sys.stdin)]
x = symbols["x"]
print(json.dumps([sum(median(lambda: sympy.diff(f, x), 5) for f in terms), sum(median(lambda: sympy.simplify(sympy.diff(f, x)), 1) for f in terms[::6])]))
`;
  const run = spawnSync("python3", ["-c", program], { input: JSON.stringify(workload), encoding: "utf8" });
  if (run.status !== 0) return null;
  const [plain, simplified] = JSON.parse(run.stdout) as [number, number];
  return { plain, simplified };
}

function comparison(): readonly Row[] {
  const t = createTerms();
  const x = t.sym("x");
  const trees = workload.map((e) => treeOf(parse(e)));
  const terms = trees.map((e) => ours(t, e));
  const nodes = workload.map((e) => parse(e));
  const engine = new ComputeEngine();
  const boxed = trees.map((e) => engine.box(["D", json(e), "x"] as never));
  const a = total(
    terms.map((f) => () => void differentiated(t, f, x, false)),
    20,
  );
  const b = total(
    terms.map((f) => () => void differentiated(t, f, x, true)),
    20,
  );
  const c = total(
    terms.map((f) => {
      const answer = differentiated(t, f, x, true);
      return () => void confirm(emptyEnvironment, answer, t.deriv(f, x), 1);
    }),
    5,
  );
  const plain = total(
    nodes.map((e) => () => void derivative(e, "x", { simplify: false })),
    20,
  );
  const simplified = total(
    nodes.map((e) => () => void derivative(e, "x")),
    3,
  );
  const theirs = total(
    boxed.map((e) => () => void e.evaluate()),
    5,
  );
  const python = sympy();
  return [
    { what: `fluxion, ${workload.length} expressions: (a) read off`, value: ms(a) },
    { what: "  (b) cleaned up and written out", value: ms(b) },
    { what: "  (c) confirmation by the oracle", value: ms(c) },
    { what: "mathjs derivative, simplify: false", value: `${ms(plain)}   (a) takes ${(a / plain).toFixed(2)} of it` },
    { what: "mathjs derivative", value: `${ms(simplified)}   (b) is ${(simplified / b).toFixed(0)} times as fast` },
    { what: "compute-engine D", value: ms(theirs) },
    { what: "SymPy diff", value: python ? ms(python.plain) : "not installed" },
    { what: "  with simplify, a sixth of the expressions", value: python ? ms(python.simplified) : "not installed" },
  ];
}

function units(): readonly Row[] {
  const source = network(64);
  const t = createTerms();
  const f = ours(t, treeOf(parse(source)));
  const node = parse(source);
  const engine = new ComputeEngine();
  const boxed = engine.box(["D", json(treeOf(node)), "x"] as never);
  return [
    { what: "64 sigmoid units: (a) read off", value: ms(time(() => void differentiated(t, f, t.sym("x"), false), 100)) },
    { what: "  (b) cleaned up and written out", value: ms(time(() => void differentiated(t, f, t.sym("x"), true), 50)) },
    { what: "  mathjs, simplify: false", value: ms(time(() => void derivative(node, "x", { simplify: false }), 20)) },
    { what: "  mathjs, simplified (8 units only)", value: ms(time(() => void derivative(parse(network(8)), "x"), 2)) },
    { what: "  compute-engine D", value: ms(time(() => void boxed.evaluate(), 3)) },
  ];
}

/** ½‖h − y‖² of a network of this depth, and its first matrix. */
function deep(t: Terms, layers: number, residual: boolean): { readonly f: Expr; readonly by: Expr } {
  const n = size("n");
  let h: Expr = t.sym("x", columnShape(n));
  for (let l = 1; l <= layers; l++) {
    const z = t.app(card("sigmoid"), [
      t.app(heads.add, [t.app(heads.mul, [t.sym(`W${l}`, matrixShape(n, n)), h]), t.sym(`b${l}`, columnShape(n))]),
    ]);
    h = residual ? t.app(heads.add, [h, z]) : z;
  }
  const r = t.app(heads.add, [h, t.app(heads.neg, [t.sym("y", columnShape(n))])]);
  return { f: t.app(heads.div, [t.app(heads.mul, [t.app(heads.transpose, [r]), r]), t.num(2)]), by: t.sym("W1", matrixShape(n, n)) };
}

function growth(): readonly Row[] {
  return [false, true].flatMap((residual) =>
    [1, 4, 16, 64].map((layers): Row => {
      const t = createTerms();
      const { f, by } = deep(t, layers, residual);
      const nodes = nodesOf(differentiated(t, f, by, true)).length;
      return {
        what: `${residual ? "residual" : "sigmoid"} network, ${layers} layers`,
        value: `${ms(time(() => void differentiated(t, f, by, false), 20))}   ${nodes} nodes`,
      };
    }),
  );
}

/** The symbols W₁ b₁ … of a network. */
function parameters(t: Terms, layers: number): readonly Sym[] {
  const n = size("n");
  return Array.from({ length: layers }, (_, i) => [t.sym(`W${i + 1}`, matrixShape(n, n)), t.sym(`b${i + 1}`, columnShape(n))]).flat();
}

/** All parameters in one pass, confirmed; a Hessian by the input; a long product by all its factors. Distinct nodes of the answers. */
function sizes(): readonly Row[] {
  const all = [1, 4, 16, 64].map((layers): Row => {
    const t = createTerms();
    const found = gradients(t, book, { expr: deep(t, layers, false).f, environment: emptyEnvironment, wrt: parameters(t, layers) });
    return {
      what: `all ${2 * layers} parameters of ${layers} layers, one pass`,
      value: found.ok ? `${nodesOf(...found.value).length} nodes` : "-",
    };
  });
  const hessians = [4, 8, 16, 32].map((layers): Row => {
    const t = createTerms();
    const x = t.sym("x", columnShape(size("n")));
    const { f } = deep(t, layers, false);
    const problem = createProblem({ book, environment: emptyEnvironment, expr: f, by: [x, x] });
    const { value } = solve(problem, f, "matrix");
    return {
      what: `Hessian of ${layers} layers by the input`,
      value: `${nodesOf(createExit(problem.n, t).term(createTidy(problem.n)(value))).length} nodes`,
    };
  });
  const t = createTerms();
  const x = t.sym("x", columnShape(size("n")));
  const speelpenning = t.app(
    heads.mul,
    Array.from({ length: 64 }, (_, i) => t.elem(x, [t.num(i + 1)])),
  );
  return [
    ...all,
    ...hessians,
    { what: "Speelpenning's product, 64 factors", value: `${nodesOf(differentiated(t, speelpenning, x, true)).length} nodes` },
  ];
}

export function differentiateBench(): readonly Row[] {
  return [...comparison(), ...units(), ...growth(), ...sizes()];
}

/** The table, for `npm run bench`. */
export function printDifferentiateBench(): void {
  console.log("Differentiation");
  for (const { what, value } of differentiateBench()) console.log(`  ${what.padEnd(48)} ${value}`);
}
