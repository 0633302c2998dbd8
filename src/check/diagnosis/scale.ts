/** Ratio of the sides: the sign, a constant, a size, a norm, or another quantity of the line as a factor. */
import { type Expr, heads, nodesOf, rational, type Terms } from "../../expr/index.ts";
import { isMatrixLike, isScalar, sameShape } from "../../shape/index.ts";
import { writeLatex } from "../../write/latex.ts";
import type { Code } from "./codes.ts";
import { asksForDerivative, isApp, isClosed, isQuantity, negated, type Proposal, type Question, reaches } from "./question.ts";

const bracketed = (source: string): string => `\\left(${source.trim()}\\right)`;

/** Which mistake a wrong sign is: some rules are known for it. */
export function signCode(q: Question): Code {
  const rhs = nodesOf(q.rhs);
  if (reaches(q, "softmax", "logsoftmax", "logsumexp") && reaches(q, "ln", "logsoftmax", "logsumexp") && rhs.some((x) => isApp(x, "add")))
    return "M29";
  if (asksForDerivative(q) && rhs.some((x) => isApp(x, "inv")) && !reaches(q, "logdet", "ln")) return "M12";
  if (asksForDerivative(q) && isFraction(q.rhs) && q.reached.some((x) => isApp(x, "div") && !isConstant(q, x.args[1] as Expr)))
    return "M20";
  return "M06";
}

const isConstant = (q: Question, e: Expr): boolean =>
  !nodesOf(e).some((x) => x.kind === "sym" && x.sort === "real" && variables(q).has(x.name));

const variables = (q: Question): ReadonlySet<string> =>
  new Set(nodesOf(q.lhs).flatMap((x) => (x.kind === "deriv" ? nodesOf(x.by).flatMap((s) => (s.kind === "sym" ? [s.name] : [])) : [])));

/** A fraction with a sum above the bar. */
const isFraction = (e: Expr): boolean =>
  (isApp(e, "div") && nodesOf(e.args[0] as Expr).some((x) => isApp(x, "add"))) || (isApp(e, "neg") && isFraction(e.args[0] as Expr));

const constants: readonly (readonly [number, number, number])[] = [
  [2, 1, 1],
  [1, 2, 1],
  [3, 1, 1.3],
  [1, 3, 1.3],
  [4, 1, 1.3],
  [1, 4, 1.3],
];

export function* scale(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  if (!sameShape(lhs.shape, rhs.shape)) return;
  const mend = (code: Code, cost: number, side: Expr, what: string, around: (s: string) => string): Proposal => ({
    code,
    cost,
    lhs,
    rhs: side,
    what,
    mends: "rhs",
    around,
  });
  yield mend(signCode(q), 1, negated(t, rhs), "The whole right side has the other sign.", (s) => `-${bracketed(s)}`);
  for (const [n, d, cost] of constants) {
    const factor = d === 1 ? String(n) : `\\frac{${n}}{${d}}`;
    const by = t.num(rational(n, d));
    const times = `The left side is ${d === 1 ? n : `${n}/${d}`} times the right side.`;
    yield mend(constantCode(q), cost, multiple(t, by, rhs), times, (s) => `${factor}${bracketed(s)}`);
    if (cost === 1)
      yield mend(
        "M06",
        2,
        t.app(heads.neg, [multiple(t, by, rhs)]),
        `${times.slice(0, -1)}, with the other sign.`,
        (s) => `-${factor}${bracketed(s)}`,
      );
  }
  for (const a of factorsOf(q)) {
    const written = writeLatex(a);
    const code = factorCode(q, a);
    yield mend(code, 1.2, multiple(t, a, rhs), `The factor ${written} is missing.`, (s) => `${written} ${bracketed(s)}`);
    yield mend(
      code,
      1.2,
      t.app(heads.div, [rhs, a]),
      `The factor ${written} is one too many, or belongs below the bar.`,
      (s) => `\\frac{${s.trim()}}{${written}}`,
    );
    if (isApp(a, "norm")) {
      const twice = t.app(heads.mul, [t.num(2), a]);
      yield mend(
        "M22",
        1.4,
        t.app(heads.div, [rhs, twice]),
        `The rule of the squared norm was used for the norm.`,
        (s) => `\\frac{${s.trim()}}{2 ${written}}`,
      );
    }
  }
}

/** A number times an array of any rank. */
const multiple = (t: Terms, by: Expr, e: Expr): Expr => t.app(isMatrixLike(e.shape) ? heads.mul : heads.hadamard, [by, e]);

/** A constant factor: of a mean over two, of a determinant, or just so. */
const constantCode = (q: Question): Code => (q.reached.some((x) => isApp(x, "sg")) ? "M24" : "M03");

/** Numbers that the line may have lost as a factor: sizes, norms, logarithms, parts of both sides, names. */
function factorsOf(q: Question): readonly Expr[] {
  const { t } = q;
  const sizes = new Set(q.reached.flatMap((x) => x.shape.flatMap((d) => (/^[A-Za-z]\w*$/u.test(d.key) ? [d.key] : []))));
  const parts = nodesOf(q.rhs, q.lhs).filter(
    (x) => isClosed(x) && isQuantity(x) && x.kind !== "deriv" && x !== q.rhs && x !== q.lhs && isSmall(x),
  );
  const within = q.reached.filter((x) => isClosed(x) && isApp(x, "norm", "ln", "sigmoid", "tanh", "exp", "det"));
  const names = q.names.filter((s) => isScalar(s.shape));
  return [...new Set<Expr>([...[...sizes].map((n) => t.index(n)), ...sums(q), ...within, ...names, ...parts])]
    .filter((x) => isScalar(x.shape))
    .slice(0, 40);
}

/** How many terms a sum over a range has: a size that no shape mentions. */
const sums = (q: Question): readonly Expr[] =>
  q.reached.flatMap((x) =>
    x.kind === "bind" && x.binder === "sum" && x.domain.kind === "range" && x.domain.to.kind === "sym" && x.domain.to.level === 0
      ? [x.domain.to]
      : [],
  );

const isSmall = (e: Expr): boolean => nodesOf(e).length <= 8;

function factorCode(q: Question, a: Expr): Code {
  if (a.sort === "index") return "M27";
  if (isApp(a, "norm") || (isApp(a, "pow") && isApp(a.args[0], "norm"))) return "M22";
  if (isApp(a, "ln")) return "M26";
  if (nodesOf(q.rhs).some((x) => isApp(x, "pow", "hpow") && x.args[0] === a)) return "M30";
  return "M05";
}
