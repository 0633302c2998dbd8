/** Names and arguments: another quantity of the same shape, another point of evaluation, another label of a derivative. */
import { type Expr, nodesOf } from "../../expr/index.ts";
import { sameShape } from "../../shape/index.ts";
import type { Place } from "./places.ts";
import { short } from "./product.ts";
import { type Edit, isApp, isClosed, type Question } from "./question.ts";

const mostNames = 14;

/** Another name where one stands. */
export function* renamed(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const named = node.kind === "sym" && node.sort === "real" && !node.name.includes("@");
  const number =
    node.kind === "num" && node.value.n === 1n && isApp(p.above[0], "add") && q.reached.some((x) => isApp(x, "softmax", "logsumexp"));
  if (!named && !number) return;
  if (p.above[0]?.kind === "call" && node.kind === "sym") return;
  let tried = 0;
  for (const other of q.names) {
    if (other === node || !(number || sameShape(other.shape, node.shape)) || tried++ > mostNames) continue;
    yield {
      code: number ? "M29" : isArgument(p) ? "M49" : "M45",
      cost: number ? 1.1 : 1.15 + 0.1 * distance(node.kind === "sym" ? node.name : "", other.name),
      to: other,
      what: `${short(other)} belongs here, not ${short(node)}.`,
    };
  }
}

/** Below a function that acts entry by entry. */
const isArgument = (p: Place): boolean =>
  p.above[0]?.kind === "app" && p.above[0].head.acts.kind === "elementwise" && !isApp(p.above[0], "neg");

/** Names that look alike are taken for each other more often: 0 where only a label differs. */
const distance = (a: string, b: string): number => (a.replace(/[_^].*$/u, "") === b.replace(/[_^].*$/u, "") ? 0 : 1);

/** The argument of a function of the document: any quantity that is an argument somewhere in the problem, or within one. */
export function* evaluated(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  const [around] = p.above;
  if (around?.kind !== "call") return;
  const pool = new Set<Expr>();
  for (const x of q.reached) {
    if (!isClosed(x)) continue;
    if (x.kind === "call") for (const a of [x, ...x.args]) pool.add(a);
    if (x.kind === "sym" && x.sort === "real") pool.add(x);
  }
  for (const name of q.names) pool.add(name);
  let tried = 0;
  for (const other of pool) {
    if (other === node || !sameShape(other.shape, node.shape) || nodesOf(other).includes(around) || tried++ > 24) continue;
    yield {
      code: "M49",
      cost: 1 + 0.02 * nodesOf(other).length,
      to: other,
      what: `${short(around)} is taken at ${short(node)}; it belongs at ${short(other)}.`,
    };
  }
}

/** The function itself, or one of its slot derivatives, for another. */
export function* slots(q: Question, p: Place): Generator<Edit> {
  const { node, slotless } = { node: p.node, slotless: p.node.kind === "call" ? p.node.slots : [] };
  if (node.kind !== "call") return;
  const plain = q.t.call(
    node.fn,
    [],
    node.args,
    node.slots.length === 0
      ? node.shape
      : (q.environment.functions.get(node.fn)?.result ?? q.environment.definitions.get(node.fn)?.body.shape ?? node.shape),
  );
  for (let k = 1; k <= node.args.length; k++)
    if (slotless.length !== 1 || slotless[0] !== k) {
      const to = q.t.call(node.fn, [k], node.args, plain.shape);
      yield {
        code: slotless.length === 0 ? "M05" : "M46",
        cost: 1.2,
        to,
        what: `The derivative of ${node.fn} by its argument ${k} belongs here.`,
      };
    }
  const functions = new Map([...q.environment.functions].map(([name, f]) => [name, f.params.length] as const));
  for (const [name, arity] of functions)
    if (name !== node.fn && arity === node.args.length)
      yield {
        code: "M45",
        cost: 1.3,
        to: sameResult(q, name, node.fn) ? q.t.call(name, node.slots, node.args, plain.shape) : null,
        what: `${name} belongs here, not ${node.fn}.`,
      };
}

const sameResult = (q: Question, a: string, b: string): boolean => {
  const [f, g] = [q.environment.functions.get(a), q.environment.functions.get(b)];
  return f !== undefined && g !== undefined && sameShape(f.result, g.result) && f.params.every((s, k) => sameShape(s, g.params[k] ?? []));
};

/** A derivative by another quantity inside the right side. */
export function* labels(q: Question, p: Place): Generator<Edit> {
  const { node } = p;
  if (node.kind !== "deriv") return;
  for (const other of q.names) {
    if (other !== node.by && sameShape(other.shape, node.by.shape))
      yield {
        code: "M46",
        cost: 1.2,
        to: q.t.deriv(node.of, other),
        what: `The derivative by ${short(other)} belongs here, not by ${short(node.by)}.`,
      };
    if (other !== node.of && sameShape(other.shape, node.of.shape) && other !== node.by)
      yield {
        code: "M45",
        cost: 1.25,
        to: q.t.deriv(other, node.by),
        what: `The derivative of ${short(other)} belongs here, not of ${short(node.of)}.`,
      };
  }
}
