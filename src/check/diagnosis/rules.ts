/**
 * Mistaken rules of differentiation: the right side is what comes out when a rule is applied wrongly.
 *
 * The left side is changed as the mistake changes it, in ways that keep its value and spoil its derivative: sg(x) for one x loses a term of
 * the product rule; c + sg(h(c) − c) for h(c) loses the factor h′(c). What then holds names the mistake.
 */
import { type Deriv, type Expr, heads, nodesOf, type Terms } from "../../expr/index.ts";
import { isScalar, sameShape } from "../../shape/index.ts";
import type { Code } from "./codes.ts";
import { placesOf } from "./places.ts";
import { short } from "./product.ts";
import { isApp, type Proposal, type Question, tried } from "./question.ts";

const mostTerms = 400;
const mostVariants = 40;

export function* mistakenRules(q: Question): Generator<Proposal> {
  const { t, rhs } = q;
  let count = 0;
  for (const place of placesOf(t, q.lhs)) {
    const { node } = place;
    if (node.kind !== "deriv") continue;
    for (const v of variants(q, node)) {
      const lhs =
        v.to && (sameShape(v.to.shape, node.shape) ? place.put(v.to) : place.slot < 0 ? v.to : turnedAlike(q, place.above[0], v.to));
      if (!lhs || count++ > mostVariants) continue;
      yield { code: v.code, cost: v.cost, lhs, rhs, what: v.what, mends: v.mends };
    }
  }
  yield* relabelled(q);
  for (const v of onlyPositive(q)) yield v;
}

/** The label of the variable wrong on both sides: ∂F/∂θ₃ = … ∂y/∂θ₃ for ∂F/∂θ₁ = … ∂y/∂θ₁. */
function* relabelled(q: Question): Generator<Proposal> {
  const { t, lhs, rhs } = q;
  for (const d of nodesOf(lhs)) {
    if (d.kind !== "deriv" || d.by.kind !== "sym" || !nodesOf(rhs).includes(d.by)) continue;
    const { by } = d;
    for (const other of q.names) {
      if (other === by || !sameShape(other.shape, by.shape)) continue;
      const again = (e: Expr): Expr => t.replace(e, (x) => (x === by ? other : null));
      yield {
        code: "M46",
        cost: 1.25,
        lhs: again(lhs),
        rhs: again(rhs),
        what: `This holds for ${short(other)}, not for ${short(by)}.`,
        mends: "lhs",
      };
    }
  }
}

/** A derivative of another shape below a transpose that the layout put there. */
const turnedAlike = (q: Question, around: Expr | undefined, e: Expr): Expr | null =>
  isApp(around, "transpose") && q.lhs === around ? tried(q, heads.transpose, [e]) : null;

interface Variant {
  readonly code: Code;
  readonly cost: number;
  readonly to: Expr | null;
  readonly what: string;
  readonly mends: "lhs" | "rule";
}

function* variants(q: Question, d: Deriv): Generator<Variant> {
  const { t } = q;
  const of = unfolded(q, d.of, d.by);
  const by = d.by.kind === "elem" ? d.by.of : d.by;
  const again = (e: Expr): Expr => t.deriv(e, d.by);
  const places = placesOf(t, of);
  const without = t.replace(of, (x) => (isApp(x, "sg") ? (x.args[0] as Expr) : null));
  if (without !== of)
    yield {
      code: "M24",
      cost: 0.9,
      to: again(without),
      what: "What stands under the stop-gradient was differentiated too.",
      mends: "rule",
    };
  for (const other of symbolsIn(q, d, of)) {
    const power = places.some(
      (p) =>
        isApp(p.node, "pow") &&
        nodesOf(p.node.args[0] as Expr, p.node.args[1] as Expr).includes(other) &&
        nodesOf(p.node.args[1] as Expr).includes(by),
    );
    yield power
      ? {
          code: "M26",
          cost: 0.95,
          to: t.deriv(of, other),
          what: `This is the derivative by ${short(other)}, which is constant here.`,
          mends: "rule",
        }
      : {
          code: "M46",
          cost: sameShape(other.shape, d.by.shape) ? 0.95 : 1.3,
          to: t.deriv(d.of, other),
          what: `This is the derivative by ${short(other)}, not by ${short(d.by)}.`,
          mends: "lhs",
        };
  }
  const atVariable = places.filter((p) => p.node === by);
  if (atVariable.length > 1 && atVariable.length <= 8)
    for (const p of atVariable) {
      const frozen = p.put(t.app(heads.sg, [by]));
      if (frozen)
        yield {
          code: "M21",
          cost: 1.02,
          to: again(frozen),
          what: `The term that comes from ${p.above[0] ? short(p.above[0]) : short(by)} is missing.`,
          mends: "rule",
        };
    }
  for (const p of places) {
    const { node } = p;
    if (node === by || node.kind === "num" || !nodesOf(node).includes(by)) continue;
    for (const inner of argumentsOf(node)) {
      if (!nodesOf(inner).includes(by)) continue;
      if (sameShape(inner.shape, node.shape)) {
        const through = t.app(heads.add, [inner, t.app(heads.sg, [t.app(heads.add, [node, t.app(heads.neg, [inner])])])]);
        const to = p.put(through);
        if (to)
          yield {
            code: lostCode(node),
            cost: 1.05,
            to: again(to),
            what: `The factor from the derivative of ${short(node)} is missing.`,
            mends: "rule",
          };
      }
    }
    if (p.bound.length === 0 && p.slot >= 0 && node !== of && node.kind !== "sym")
      yield {
        code: "M05",
        cost: 1.1,
        to: t.deriv(of, node),
        what: `This is the derivative by ${short(node)}; the factor from the chain rule for ${short(node)} is missing.`,
        mends: "rule",
      };
    if (isApp(node, "max") || (node.kind === "bind" && node.binder === "max")) {
      const sum = node.kind === "bind" ? t.bind("sum", node.index, node.domain, node.body, node.hint) : tried(q, heads.add, node.args);
      const to = sum && p.put(sum);
      if (to)
        yield { code: "M25", cost: 0.95, to: again(to), what: "The maximum was differentiated as if it were the sum.", mends: "rule" };
      const length = node.kind === "bind" && node.domain.kind === "range" ? node.domain.to : null;
      const mean = sum && length && p.put(t.app(heads.div, [sum, length]));
      if (mean)
        yield { code: "M25", cost: 0.95, to: again(mean), what: "The maximum was differentiated as if it were the mean.", mends: "rule" };
    }
    if (isApp(node, "norm")) {
      const square = t.app(heads.pow, [node, t.num(2)]);
      for (const [factor, cost] of [
        [null, 1],
        [2, 1.05],
      ] as const) {
        const to = p.put(factor ? t.app(heads.div, [square, t.num(factor)]) : square);
        if (to && !isApp(p.above[0], "pow"))
          yield { code: "M22", cost, to: again(to), what: "The norm was differentiated as if it were its square.", mends: "rule" };
      }
    }
    if (isApp(node, "inv")) {
      const to = p.put(t.app(heads.neg, [node]));
      if (to) yield { code: "M12", cost: 1, to: again(to), what: "The derivative of the inverse has a minus sign.", mends: "rule" };
    }
  }
}

/** The arguments whose derivative a rule multiplies with; factors that are only numbers are looked for by the ratio. */
const argumentsOf = (e: Expr): readonly Expr[] => {
  if (e.kind === "call") return e.args;
  if (e.kind !== "app" || isApp(e, "add", "neg", "sg", "transpose", "div")) return [];
  return isApp(e, "mul") && e.args.filter((x) => !isScalar(x.shape)).length < 2 ? [] : e.args;
};

const lostCode = (e: Expr): Code => (isApp(e, "relu", "heaviside") ? "M39" : isApp(e, "abs") ? "M40" : "M05");

/** Symbols by which one may have differentiated instead. */
function symbolsIn(q: Question, d: Deriv, of: Expr): readonly Expr[] {
  const inside = nodesOf(of);
  return q.names
    .filter((s) => s !== d.by && s !== d.of && (inside.includes(s) || nodesOf(d.of).includes(s) || q.reached.includes(s)))
    .slice(0, 10);
}

/** The term with its definitions put in, as long as it stays small; what is differentiated by stays a name. */
function unfolded(q: Question, e: Expr, by: Expr): Expr {
  const { t, environment } = q;
  let out = e;
  for (let k = 0; k < 12; k++) {
    const next = t.replace(out, (x) => {
      if (x === by) return x;
      if (x.kind === "sym") {
        const d = environment.definitions.get(x.name);
        return d && d.params.length === 0 && sameShape(d.body.shape, x.shape) && reaches(q, d.body, by) ? d.body : null;
      }
      if (x.kind === "call" && x.slots.length === 0) {
        const d = environment.definitions.get(x.fn);
        if (!d || d.params.length !== x.args.length || nodesOf(d.body).some((y) => y.kind === "call" && y.fn === x.fn)) return null;
        if (!d.params.every((s, i) => sameShape(s.shape, (x.args[i] as Expr).shape)) || !sameShape(d.body.shape, x.shape)) return null;
        return t.substitute(d.body, new Map(d.params.map((s, i) => [s.name, x.args[i] as Expr])));
      }
      return null;
    });
    if (next === out || nodesOf(next).length > mostTerms) return out;
    out = next;
  }
  return out;
}

/** Whether the variable occurs below, through definitions. */
function reaches(q: Question, e: Expr, by: Expr): boolean {
  const seen = new Set<string>();
  const queue: Expr[] = [e];
  for (let x = queue.pop(); x; x = queue.pop()) {
    for (const n of nodesOf(x)) {
      if (n === by || (by.kind === "elem" && n === by.of)) return true;
      if (n.kind === "call") return true;
      if (n.kind !== "sym" || seen.has(n.name)) continue;
      seen.add(n.name);
      const d = q.environment.definitions.get(n.name);
      if (d) queue.push(d.body);
    }
  }
  return false;
}

/** |x| = x, √(x²) = x, ReLU(x) = x: true for positive numbers. */
function* onlyPositive(q: Question): Generator<Proposal> {
  const { t, rhs } = q;
  const put = (side: Expr): Expr =>
    t.replace(side, (x) => {
      if (isApp(x, "abs")) return x.args[0] as Expr;
      if (isApp(x, "sqrt") && isApp(x.args[0], "pow") && isTwo(x.args[0].args[1])) return x.args[0].args[0] as Expr;
      return null;
    });
  const without = put(q.lhs);
  if (without !== q.lhs)
    yield {
      code: "M40",
      cost: 0.95,
      lhs: without,
      rhs,
      what: "This holds for positive numbers only: the absolute value was dropped.",
      mends: "rule",
    };
  const open = t.replace(q.lhs, (x) => (isApp(x, "relu") ? (x.args[0] as Expr) : isApp(x, "heaviside") ? one(t, x) : null));
  if (open !== q.lhs) yield { code: "M39", cost: 0.95, lhs: open, rhs, what: "This holds for positive arguments only.", mends: "rule" };
}

const isTwo = (e: Expr | undefined): boolean => e?.kind === "num" && e.value.n === 2n && e.value.d === 1n;
const one = (t: Terms, x: Expr): Expr | null => (sameShape(x.shape, t.num(1).shape) ? t.num(1) : null);
