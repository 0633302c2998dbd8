/** Derivatives of functions, miswritten; functions that are often taken for each other; kinds of convolution. */
import { type Expr, heads } from "../../expr/index.ts";
import { isScalar } from "../../shape/index.ts";
import type { Code } from "./codes.ts";
import type { Place } from "./places.ts";
import { short } from "./product.ts";
import { applied, type Edit, isApp, type Question, tried } from "./question.ts";

/** A function that squashes: what its derivative is in terms of its value s. */
const squashing: ReadonlyMap<string, (q: Question, s: Expr) => Expr | null> = new Map([
  ["sigmoid", (q, s) => times(q, s, minus(q, s))],
  ["tanh", (q, s) => minus(q, squared(q, s))],
]);

const minus = (q: Question, s: Expr | null): Expr | null => s && tried(q, heads.add, [q.t.num(1), q.t.app(heads.neg, [s])]);
const squared = (q: Question, s: Expr): Expr | null => tried(q, isScalar(s.shape) ? heads.pow : heads.hpow, [s, q.t.num(2)]);
const times = (q: Question, a: Expr, b: Expr | null): Expr | null => b && tried(q, isScalar(a.shape) ? heads.mul : heads.hadamard, [a, b]);

/** Functions that stand for each other by mistake. */
const exchanged: readonly (readonly [string, string, Code])[] = [
  ["sin", "cos", "M14"],
  ["sinh", "cosh", "M14"],
  ["max", "min", "M25"],
  ["heaviside", "relu", "M39"],
  ["softmax", "sigmoid", "M29"],
  ["norm", "norm1", "M22"],
];
const convolutions = ["corrvalid", "convvalid", "convfull", "corrfull", "convsame"];

/** The value of a squashing function: applied, or a name for it. */
function squashed(q: Question, e: Expr): { readonly name: string; readonly code: Code } | null {
  const body =
    e.kind === "sym" ? q.environment.definitions.get(e.name)?.body : e.kind === "call" ? q.environment.definitions.get(e.fn)?.body : e;
  const slots = e.kind === "call" && e.slots.length > 0;
  if (isApp(body, "tanh") && !slots) return { name: "tanh", code: "M15" };
  if (isApp(body, "sigmoid") && !slots) return { name: "sigmoid", code: "M14" };
  return e.kind === "call" && !slots && body && isLogistic(body) ? { name: "sigmoid", code: "M14" } : null;
}

/** 1 / (1 + e^{−z}), written out. */
const isLogistic = (e: Expr): boolean =>
  isApp(e, "div", "hdiv") && e.args[0]?.kind === "num" && isApp(e.args[1], "add") && e.args[1].args.some((x) => isApp(x, "exp", "pow"));

export function* derivatives(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const value = squashed(q, node);
  if (value) {
    const right = squashing.get(value.name)?.(q, node) ?? null;
    const what = `The derivative of ${value.name === "tanh" ? "tanh is 1 − tanh²" : "σ is σ(1 − σ)"}.`;
    yield { code: value.code, cost: 1.1, to: right, what };
  }
  // 1 − s² for s (1 − s), s for s (1 − s), (1 − s) for s (1 − s).
  if (isApp(node, "add") && node.args.length === 2) {
    for (const inner of node.args.flatMap((a) => (isApp(a, "neg") ? [a.args[0] as Expr] : []))) {
      const s = isApp(inner, "pow", "hpow") ? (inner.args[0] as Expr) : inner;
      const known = squashed(q, s);
      if (known)
        yield {
          code: known.code,
          cost: 1.15,
          to: squashing.get(known.name)?.(q, s) ?? null,
          what: `The derivative of ${short(s)} is written wrongly.`,
        };
    }
  }
  if (node.kind === "app") {
    for (const [a, b, code] of exchanged) {
      const other = node.head.name === a ? b : node.head.name === b ? a : null;
      const made = other && applied(q, other, node.args);
      if (!made) continue;
      const what = `${other} belongs here, not ${node.head.name}.`;
      yield { code, cost: 1.2, to: made, what };
      yield { code, cost: 1.3, to: q.t.app(heads.neg, [made]), what };
    }
    if (convolutions.includes(node.head.name))
      for (const other of convolutions)
        if (other !== node.head.name) {
          const flips = node.head.name.startsWith("corr") !== other.startsWith("corr");
          yield {
            code: flips && node.head.name.slice(4) === other.slice(4) ? "M16" : "M47",
            cost: 1,
            to: applied(q, other, node.args),
            what: flips ? "The kernel is flipped in the one and not in the other." : "Another kind of convolution belongs here.",
          };
        }
    if (isApp(node, "flip")) yield { code: "M16", cost: 1.1, to: node.args[0] as Expr, what: "The kernel is flipped once too often." };
  }
  const [around] = p.above;
  if (around?.kind === "app" && convolutions.includes(around.head.name))
    yield { code: "M16", cost: 1.1, to: applied(q, "flip", [node]), what: "The kernel is not flipped." };
}
