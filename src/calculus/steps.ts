/** The rules that were used, as trace steps: every differential one node deep, with its name, reason and source. */
import type { Book, Expr, Terms } from "../expr/index.ts";
import { heads } from "../expr/index.ts";
import type { TraceStep } from "../rewrite/trace.ts";
import { inside } from "./atoms.ts";
import type { Exit } from "./exit.ts";
import type { Used } from "./reverse.ts";

/** Names of the rules for structural heads, as in the book. */
const structuralRules: ReadonlyMap<string, string> = new Map([
  ["add", "d-sum"],
  ["mul", "d-product"],
  ["hadamard", "d-entrywise-product"],
  ["transpose", "d-transpose"],
  ["kron", "d-kronecker"],
  ["pow", "d-power"],
  ["hpow", "d-entrywise-power"],
  ["sg", "d-stop-gradient"],
  ["stack", "d-blocks"],
  ["beside", "d-blocks"],
  [inside.sum.name, "d-sum-over-index"],
  [inside.product.name, "d-product-over-index"],
  [inside.max.name, "d-maximum"],
  [inside.min.name, "d-minimum"],
  [inside.integral.name, "leibniz"],
  [inside.expectation.name, "d-expectation"],
]);

const reasons: ReadonlyMap<string, string> = new Map([
  ["d-sum", "The differential is linear."],
  ["d-product", "Product rule; the order of matrices is kept."],
  ["d-entrywise-power", "Power rule, entry by entry."],
  ["d-blocks", "Blocks only place entries."],
  ["d-entry", "Taking an entry is linear."],
  ["d-sum-over-index", "A sum is linear."],
  ["d-product-over-index", "Product rule, one factor at a time."],
  ["d-maximum", "Only the largest entry moves the maximum."],
  ["d-minimum", "Only the smallest entry moves the minimum."],
  ["d-cases", "Each case by itself; the conditions do not vary."],
  ["d-call", "Chain rule, one slot at a time."],
  ["leibniz", "Leibniz' rule: under the integral, and at its bounds."],
  ["d-expectation", "The expectation is linear."],
  ["d-definition", "By its definition."],
]);

function ruleOf(e: Expr): string {
  switch (e.kind) {
    case "app":
      return structuralRules.get(e.head.name) ?? `d-${e.head.name}`;
    case "elem":
      return "d-entry";
    case "call":
      return "d-call";
    case "cases":
      return "d-cases";
    default:
      return "d-definition";
  }
}

/** The rule by which a term is differentiated, with its reason and source. */
export function reasonOf(book: Book, value: Expr): Pick<TraceStep, "rule" | "because" | "see"> {
  const name = ruleOf(value);
  const rule = book.rules.find((r) => r.name === name);
  const card = value.kind === "app" ? value.head : null;
  return {
    rule: name,
    because: rule?.because ?? reasons.get(name) ?? (card ? `The differential of ${card.called}.` : ""),
    see: rule?.see ?? card?.see ?? null,
  };
}

/** From the function inwards, in the order of the reverse pass. */
export function stepsOf(t: Terms, book: Book, used: readonly Used[], exit: Exit): readonly TraceStep[] {
  return used.map(({ node, value, differential }) => ({
    ...reasonOf(book, value),
    before: t.app(heads.d, [exit.term(node)]),
    after: exit.term(differential()),
  }));
}
