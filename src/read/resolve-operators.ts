/** Operators written out: sums, fractions, products with a sign, compositions. */
import { absurd } from "../shape/result.ts";
import type { Term } from "./meaning.ts";
import { type Of, term } from "./resolve.ts";
import { beyond, type Context, isKnown, refuse, textOf } from "./resolve-context.ts";
import { derivativeFraction, derivativeOf, operatorAt, together } from "./resolve-derivative.ts";
import { sumWithDots } from "./resolve-dots.ts";
import type { Span, Syntax } from "./syntax.ts";

export function binary(s: Of<"binary">, context: Context): Term {
  const { span } = s;
  if (s.operator === "slash") return slash(s, context);
  if (isBareNabla(s.left)) return beyond(context, span, "divergence and curl have no meaning to compute with");
  const left = term(s.left, context);
  const right = term(s.right, context);
  switch (s.operator) {
    case "cdot":
    case "bullet":
    case "dot":
      return { kind: "product", factors: [left, right], dot: true, span };
    case "times":
      return { kind: "product", factors: [left, right], dot: false, span };
    case "star":
      // At the keyboard the star is a product; in a document it may be a convolution.
      return context.table.notation.mode === "plain"
        ? { kind: "product", factors: [left, right], dot: false, span }
        : { kind: "star", name: "*", left, right, span };
    case "tildestar":
      return { kind: "star", name: "\\tilde{*}", left, right, span };
    case "odot":
    case "elementwise-times":
      return { kind: "entrywise", operation: "times", left, right, span };
    case "oslash":
    case "elementwise-slash":
      return { kind: "entrywise", operation: "over", left, right, span };
    case "elementwise-power":
      return { kind: "entrywise", operation: "power", left, right, span };
    case "otimes":
      return { kind: "kron", left, right, span };
    case "div":
      return { kind: "quotient", over: left, under: right, span };
    case "circ":
      return circle(left, right, span);
    case "colon": {
      const inner = context.table.book.heads.get("inner");
      return inner
        ? { kind: "apply", heads: [inner], args: [left, right], span }
        : refuse(context, span, "unsupported", "A : B needs the card inner");
    }
    case "oplus":
    case "cup":
    case "cap":
    case "setminus":
    case "mod":
      return beyond(context, span, `the operator ${s.operator} has no meaning to compute with`);
    default:
      return absurd(s.operator);
  }
}

/** The ∇ of ∇·F and ∇×F. */
function isBareNabla(s: Syntax): boolean {
  const last = s.kind === "juxtaposition" ? s.items.at(-1) : s;
  return last !== undefined && operatorAt(last)?.symbol === "nabla";
}

/** δJ/δy, where the document uses δ for nothing of its own. */
function isVariation(above: Syntax, below: Syntax, context: Context): boolean {
  const delta = (s: Syntax): boolean => s.kind === "juxtaposition" && s.items[0]?.kind === "letter" && s.items[0].name === "\\delta";
  return delta(above) && delta(below) && !isKnown(context, "\\delta");
}

const isFunctionTerm = (t: Term): boolean => t.kind === "function" || t.kind === "head" || t.kind === "composition";

/** ∘ composes functions and multiplies arrays entry by entry. */
function circle(left: Term, right: Term, span: Span): Term {
  if (!isFunctionTerm(left) || !isFunctionTerm(right)) return { kind: "entrywise", operation: "times", left, right, span };
  return { kind: "composition", parts: [left, right].flatMap((t) => (t.kind === "composition" ? t.parts : [t])), span };
}

function slash(s: Of<"binary">, context: Context): Term {
  const d = derivativeFraction(s.left, s.right);
  if (d && d !== "unclear" && d.of) return derivativeOf(context, d, term(d.of, context), s.span);
  const leading = s.right.kind === "juxtaposition" ? s.right.items : [];
  const [first] = leading;
  const rest = together(leading.slice(1));
  // 1/2 x is a half of x, not 1/(2x).
  if (s.left.kind === "number" && first?.kind === "number" && rest) {
    context.guesses.push({
      what: "extent",
      span: s.span,
      note: `${textOf(context, s.span)} is read as a fraction times ${textOf(context, rest.span)}`,
    });
    const half: Term = {
      kind: "quotient",
      over: term(s.left, context),
      under: term(first, context),
      span: { start: s.left.span.start, end: first.span.end },
    };
    return { kind: "product", factors: [half, term(rest, context)], dot: false, span: s.span };
  }
  return { kind: "quotient", over: term(s.left, context), under: term(s.right, context), span: s.span };
}

export function sum(s: Of<"sum">, context: Context): Term {
  const progression = sumWithDots(context, s);
  if (progression) return progression;
  if (s.terms.some(({ sign }) => sign === "±" || sign === "∓")) return beyond(context, s.span, "± stands for two values at once");
  const terms = s.terms.map(({ sign, term: t }) => {
    return { sign: sign === "-" ? ("-" as const) : ("+" as const), term: term(t, context) };
  });
  const [only] = terms;
  return terms.length === 1 && only?.sign === "+" ? only.term : { kind: "sum", terms, span: s.span };
}

export function fraction(s: Of<"fraction">, context: Context): Term {
  const d = derivativeFraction(s.numerator, s.denominator);
  if (d === "unclear")
    return refuse(context, s.span, "unsupported", "the order of this derivative is not a number", { expected: "an order such as 2" });
  if (d?.of) return derivativeOf(context, d, term(d.of, context), s.span);
  if (d) return refuse(context, s.span, "missing-side", "nothing stands after this derivative operator", { expected: "an expression" });
  if (isVariation(s.numerator, s.denominator, context)) return beyond(context, s.span, "a variational derivative");
  return { kind: "quotient", over: term(s.numerator, context), under: term(s.denominator, context), span: s.span };
}

export function root(s: Of<"root">, context: Context): Term {
  const of = term(s.body, context);
  const head = context.table.book.heads.get("sqrt");
  if (!s.degree && head) return { kind: "apply", heads: [head], args: [of], span: s.span };
  const under: Term = s.degree ? term(s.degree, context) : { kind: "number", value: { n: 2n, d: 1n }, span: s.span };
  const one: Term = { kind: "number", value: { n: 1n, d: 1n }, span: s.span };
  return { kind: "power", base: of, exponent: { kind: "quotient", over: one, under, span: s.span }, span: s.span };
}
