/** Slips of algebra at one place: signs, numbers, powers, functions of sums. */
import { type Expr, heads, nodesOf, rational, toNumber } from "../../expr/index.ts";
import { isScalar } from "../../shape/index.ts";
import type { Code } from "./codes.ts";
import type { Place } from "./places.ts";
import { short } from "./product.ts";
import { asksForDerivative, type Edit, isApp, negated, type Question, tried } from "./question.ts";
import { signCode } from "./scale.ts";

const elementwise = (e: Expr | undefined): boolean => e?.kind === "app" && e.head.acts.kind === "elementwise";

/** The sign of one term, factor or argument. */
export function* signs(q: Question, p: Place): Generator<Edit> {
  const [around] = p.above;
  if (p.slot < 0 || !around || p.node.sort === "truth" || isApp(around, "neg")) return;
  const inside =
    isApp(around, "add") ||
    elementwise(around) ||
    (isApp(around, "pow", "hpow") && p.slot === 1) ||
    (around.kind === "bind" && p.node === around.body);
  if (!inside && !isApp(around, "mul", "hadamard", "div")) return;
  if (!inside && !isApp(p.node, "neg")) return;
  if (p.node.kind === "num" && p.node.value.n === 0n) return;
  yield {
    code: placeSignCode(q, p),
    cost: 1.05,
    to: negated(q.t, p.node),
    what: `The sign of ${short(isApp(p.node, "neg") ? (p.node.args[0] as Expr) : p.node)} is the other one.`,
  };
}

function placeSignCode(q: Question, p: Place): Code {
  const within = p.above.findIndex((a) => elementwise(a) || a.kind === "elem");
  if (within >= 0) {
    if ((p.above[within] as Expr).kind === "elem") return isKernel(p) ? "M16" : "M33";
    return p.bound.length > 0 || nodesOf(p.node).some((x) => x.kind === "sym" && x.sort === "index") ? "M33" : "M06";
  }
  if (isActivation(q) && p.above.some((a) => isApp(a, "mul", "hadamard"))) return "M14";
  const whole = signCode(q);
  return whole === "M29" && isApp(p.above[0], "add") && p.above.length > 1 ? "M06" : whole;
}

/** An entry that is multiplied by another one, as in a convolution. */
const isKernel = (p: Place): boolean => p.above.some((a) => isApp(a, "mul")) || p.bound.length > 0 || p.above.at(-1)?.kind === "elem";

/** What is asked for is the derivative of a squashing function, whose rule people misremember. */
const isActivation = (q: Question): boolean =>
  (asksForDerivative(q) || nodesOf(q.lhs).some((x) => x.kind === "call" && x.slots.length > 0)) &&
  nodesOf(q.rhs).some((x) => isApp(x, "sigmoid", "tanh", "softplus") || (x.kind === "call" && x.slots.length === 0));

/** A number that is another one. */
export function* numbers(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (node.kind !== "num" || p.above.some((a) => a.kind === "elem") || (isApp(p.above[0], "pow", "hpow") && p.slot === 1)) return;
  if (p.above[0]?.kind === "bind" && p.above[0].body !== node) return;
  const { n, d } = node.value;
  const to = [
    { value: rational(n * 2n, d), cost: 1.1 },
    { value: rational(n, d * 2n), cost: 1.1 },
    { value: rational(n + d, d), cost: 1.3 },
    { value: rational(n - d, d), cost: 1.3 },
    { value: rational(-n, d), cost: 1.3 },
  ];
  // The number that a whole side is: the ratio tells more.
  if (p.slot < 0) return;
  for (const { value, cost } of to)
    yield { code: "M03", cost, to: q.t.num(value), what: `The number ${short(node)} should be ${short(q.t.num(value))}.` };
}

/** A factor 2 or ½ at one term of a sum. */
export function* factors(q: Question, p: Place): Generator<Edit> {
  if (!isApp(p.above[0], "add") || p.node.kind === "num") return;
  for (const [n, d] of [
    [2, 1],
    [1, 2],
  ] as const)
    yield {
      code: "M03",
      cost: 1.05,
      to: q.t.app(heads.mul, [q.t.num(rational(n, d)), p.node]),
      what: `The term ${short(p.node)} lacks the factor ${d === 1 ? n : "1/2"}.`,
    };
  const sizes = new Set(q.reached.flatMap((x) => x.shape.flatMap((s) => (/^[A-Za-z]\w*$/u.test(s.key) ? [s.key] : []))));
  for (const s of sizes)
    yield {
      code: "M27",
      cost: 1.3,
      to: q.t.app(heads.div, [p.node, q.t.index(s)]),
      what: `The term ${short(p.node)} lacks the factor 1/${s}.`,
    };
}

/** Powers lost, added, or off by one. */
export function* powers(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  const [around] = p.above;
  if (isApp(node, "pow", "hpow")) {
    const [base, exponent] = node.args as readonly [Expr, Expr];
    const again = (e: Expr): Expr | null => tried(q, node.head, [base, e]);
    const code = powerCode(q, base, p);
    if (exponent.kind === "num") {
      const e = toNumber(exponent.value);
      for (const next of [e - 1, e + 1])
        if (next !== 1 && next !== 0 && Number.isInteger(e))
          yield { code, cost: 1.05, to: again(t.num(next)), what: `The exponent of ${short(base)} should be ${next}.` };
      yield { code, cost: 1.05, to: base, what: `The power of ${short(base)} is one too many.` };
      if (e !== 1)
        yield {
          code: "M06",
          cost: 1.3,
          to: again(t.num(rational(-exponent.value.n, exponent.value.d))),
          what: `The exponent of ${short(base)} has the other sign.`,
        };
    } else
      for (const step of [-1, 1])
        yield {
          code,
          cost: 1.05,
          to: again(t.app(heads.add, [exponent, t.num(step)])),
          what: `The exponent of ${short(base)} is off by one.`,
        };
    return;
  }
  if (node.kind === "num" || node.sort !== "real" || isApp(around, "pow", "hpow") || isApp(node, "neg")) return;
  const plain =
    node.kind === "sym" || node.kind === "elem" || node.kind === "call" || (node.kind === "app" && node.head.acts.kind !== "structural");
  const below = isApp(around, "div", "hdiv") && p.slot === 1;
  const sum = isApp(node, "add") && p.slot >= 0 && isScalar(node.shape);
  if (!plain && !below && !sum) return;
  const code = powerCode(q, node, p);
  yield {
    code,
    cost: below ? 1.05 : 1.15,
    to: tried(q, isScalar(node.shape) ? heads.pow : heads.hpow, [node, t.num(2)]),
    what: `${short(node)} should be squared.`,
  };
  if (code === "M20" && !below && isScalar(node.shape))
    yield { code, cost: 1.25, to: t.app(heads.pow, [node, t.num(3)]), what: `${short(node)} should be cubed.` };
  if (below && isScalar(node.shape)) {
    const root = q.book.heads.get("sqrt");
    if (root) yield { code: "M22", cost: 1.3, to: tried(q, root, [node]), what: `The root of ${short(node)} belongs below the bar.` };
    yield { code, cost: 1.2, to: t.app(heads.pow, [node, t.num(3)]), what: `${short(node)} should be cubed.` };
  }
}

/** What a name, or a member of a family, is defined as. */
const meaning = (q: Question, e: Expr): Expr | undefined =>
  e.kind === "sym"
    ? q.environment.definitions.get(e.name)?.body
    : e.kind === "call"
      ? innermost(q.environment.definitions.get(e.fn)?.body)
      : undefined;

/** A recurrence: its general arm. */
const innermost = (e: Expr | undefined): Expr | undefined => (e?.kind === "cases" ? (e.otherwise ?? e.arms.at(-1)?.then) : e);

function powerCode(q: Question, base: Expr, p: Place): Code {
  if (isApp(base, "tanh") || isApp(meaning(q, base), "tanh")) return "M15";
  if (isApp(base, "norm")) return "M22";
  const k = [p.node, ...p.above].findIndex((a) => isApp(a, "div", "hdiv"));
  if (k > 0) {
    const below = (p.above[k - 1] as Expr & { kind: "app" }).args[1];
    if (below && nodesOf(below).includes(p.node)) return "M20";
  }
  return "M30";
}

/** f(a) + f(b) for f(a + b), and the like. */
export function* linear(q: Question, p: Place): Generator<Edit> {
  const { t } = q;
  const { node } = p;
  const what = "The function of a sum is not the sum of the functions.";
  if (isApp(node, "add")) {
    const parts = node.args.map((a) => functionOf(q, a));
    const [first] = parts;
    if (first && parts.every((x) => x && x.key === first.key)) {
      const inner = parts.map((x) => (x as Of).inner);
      const sum = tried(q, heads.add, inner);
      const product = tried(q, heads.mul, inner);
      yield { code: "M38", cost: 1, to: sum && first.make(sum), what };
      if (product) yield { code: "M38", cost: 1.2, to: first.make(product), what };
    }
  }
  if (node.kind === "bind" && node.binder === "sum") {
    const f = functionOf(q, node.body);
    if (f && f.inner.shape.length === 2 && isScalar(f.inner.shape))
      yield { code: "M38", cost: 1, to: f.make(t.bind("sum", node.index, node.domain, f.inner, node.hint)), what };
  }
  const own = functionOf(q, node);
  const inner = own?.inner;
  if (own && inner && isApp(inner, "add")) {
    const parts = inner.args.map((a) => own.make(a));
    if (parts.every((x) => x !== null)) yield { code: "M38", cost: 1.05, to: tried(q, heads.add, parts as Expr[]), what };
  }
  if (own && inner?.kind === "bind" && inner.binder === "sum") {
    const body = own.make(inner.body);
    if (body) yield { code: "M38", cost: 1.05, to: t.bind("sum", inner.index, inner.domain, body, inner.hint), what };
  }
}

interface Of {
  readonly key: string;
  readonly inner: Expr;
  readonly make: (e: Expr) => Expr | null;
}

/** A function of one argument that people take to be linear. */
function functionOf(q: Question, e: Expr): Of | null {
  if (e.kind !== "app") return null;
  const [a, b] = e.args;
  if (a && e.args.length === 1 && e.head.acts.kind !== "structural")
    return { key: e.head.name, inner: a, make: (x) => tried(q, e.head, [x]) };
  if (a && b?.kind === "num" && isApp(e, "pow", "hpow")) return { key: `pow${b.id}`, inner: a, make: (x) => tried(q, e.head, [x, b]) };
  if (a?.kind === "num" && b && isApp(e, "div")) return { key: `over${a.id}`, inner: b, make: (x) => tried(q, e.head, [a, x]) };
  if (a?.kind === "num" && b && isApp(e, "pow")) return { key: `to${a.id}`, inner: b, make: (x) => tried(q, e.head, [a, x]) };
  return null;
}
