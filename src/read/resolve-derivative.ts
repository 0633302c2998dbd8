/**
 * Derivatives as written: \frac{\partial A}{\partial B} with any expression above and below, \frac{d}{dx} E, ∂A/∂B, ∇.
 *
 * The order is read from the numerator. With two or more orders, `\partial x^2` stands for x twice and `\partial x \partial y^T` for x and y.
 */
import type { Term } from "./meaning.ts";
import { beyond, type Context, refuse, textOf } from "./resolve-context.ts";
import { atomName } from "./resolve-names.ts";
import { raise } from "./resolve-scripts.ts";
import type { Span, Syntax } from "./syntax.ts";

type Letter = "\\partial" | "d";

interface Differential {
  readonly letter: Letter;
  readonly order: Syntax | null;
  readonly rest: readonly Syntax[];
}

function operatorLetter(s: Syntax): Letter | null {
  if (s.kind === "letter") return s.name === "\\partial" || s.name === "d" ? s.name : null;
  if (s.kind === "word") return s.text === "d" ? "d" : null;
  return s.kind === "styled" ? operatorLetter(s.of) : null;
}

/** `\partial^2 f`, `d x`, `\partial`: the operator, its order and what it acts on. */
function differential(s: Syntax): Differential | null {
  if (s.kind === "juxtaposition") {
    const [first, ...rest] = s.items;
    const head = first ? differential(first) : null;
    return head && head.rest.length === 0 ? { ...head, rest } : null;
  }
  if (s.kind === "scripts" && s.sub === null && s.primes === 0) {
    const letter = operatorLetter(s.base);
    return letter && s.sup ? { letter, order: s.sup, rest: [] } : null;
  }
  if (s.kind === "group" && s.fence === "curly") return differential(s.body);
  const letter = operatorLetter(s);
  return letter ? { letter, order: null, rest: [] } : null;
}

/** What stands between the operators of a denominator: `x`, `y^T` of `\partial x \partial y^T`. */
function variables(first: Differential): readonly Syntax[] | null {
  const groups: Syntax[][] = [[]];
  for (const item of first.rest) {
    if (operatorLetter(item) === first.letter) groups.push([]);
    else (groups.at(-1) as Syntax[]).push(item);
  }
  const out = groups.map(together);
  return out.some((g) => g === null) ? null : (out as Syntax[]);
}

export function together(items: readonly Syntax[]): Syntax | null {
  const [first] = items;
  if (!first) return null;
  if (items.length === 1) return first;
  return { kind: "juxtaposition", items, span: { start: first.span.start, end: (items.at(-1) as Syntax).span.end } };
}

/** A derivative read from a fraction; `of` is null in the operator form, which takes what follows. */
export interface DerivativeFraction {
  readonly of: Syntax | null;
  readonly by: readonly Syntax[];
  readonly order: number;
  /** The ∂ below the bar was left out. */
  readonly repaired: boolean;
}

export function derivativeFraction(above: Syntax, below: Syntax): DerivativeFraction | "unclear" | null {
  const top = differential(above);
  const bottom = differential(below);
  // A lone ∂ has no value, so \frac{\partial}{x} can only mean \frac{\partial}{\partial x}.
  if (top?.letter === "\\partial" && top.order === null && !bottom)
    return { of: together(top.rest), by: [below], order: 1, repaired: true };
  if (!top || !bottom || top.letter !== bottom.letter || bottom.order !== null) return null;
  const by = variables(bottom);
  if (!by) return null;
  const order = top.order === null ? 1 : top.order.kind === "number" ? Number(top.order.text) : null;
  if (order === null) return "unclear";
  return { of: together(top.rest), by, order, repaired: false };
}

/** The variables, one for each order. */
function inOrder(context: Context, written: DerivativeFraction, span: Span): readonly Term[] | null {
  const d = withEach(context, written, span);
  if (d.order === 1) {
    if (d.by.length !== 1) {
      refuse(context, span, "unexpected", `a first derivative by ${d.by.length} variables`, { try: "write \\partial^2 above the bar" });
      return null;
    }
    return d.by.map((s) => context.resolve(s, context));
  }
  const out: Term[] = [];
  for (const s of d.by) {
    // ∂f(x)² below the bar: the square is that of the call.
    const last = s.kind === "juxtaposition" ? s.items.at(-1) : s;
    const power = last?.kind === "scripts" && last.sup?.kind === "number" ? Number(last.sup.text) : null;
    const transposed = s.kind === "scripts" && s.sup?.kind === "letter" && ["T", "\\top"].includes(s.sup.name);
    const bare = last?.kind === "scripts" && (power !== null || transposed) ? withoutSup(last) : last;
    const variable = context.resolve(
      s.kind === "juxtaposition" && bare ? { ...s, items: [...s.items.slice(0, -1), bare] } : (bare ?? s),
      context,
    );
    for (let k = 0; k < (power ?? 1); k++) out.push(variable);
  }
  if (out.length === d.order) return out;
  refuse(context, span, "unexpected", `order ${d.order} above the bar, ${out.length} below`, { try: "make the orders agree" });
  return null;
}

/** \frac{\partial^2 L}{\partial x_j x_k}: a ∂ was left out between as many names as there are orders. */
function withEach(context: Context, d: DerivativeFraction, span: Span): DerivativeFraction {
  const [only] = d.by;
  if (d.order < 2 || d.by.length !== 1 || only?.kind !== "juxtaposition" || only.items.length !== d.order) return d;
  if (!only.items.every((s) => atomName(s.kind === "scripts" ? s.base : s) !== null)) return d;
  context.guesses.push({ what: "repair", span, note: `${textOf(context, span)} lacks a ∂ below its bar` });
  return { ...d, by: only.items };
}

const withoutSup = (s: Extract<Syntax, { kind: "scripts" }>): Syntax => (s.sub === null && s.primes === 0 ? s.base : { ...s, sup: null });

/** The derivative with its operand: written above the bar, or what follows the operator. */
export function derivativeOf(context: Context, d: DerivativeFraction, of: Term, span: Span): Term {
  if (d.repaired) context.guesses.push({ what: "repair", span, note: `${textOf(context, span)} lacks the ∂ below its bar` });
  const slot = slotOf(context, d);
  if (slot !== null && of.kind === "call" && slot <= of.args.length) return { ...of, slots: [...of.slots, slot], span };
  if (slot !== null && of.kind === "function") return { kind: "derivative", form: "fraction", of, by: [], order: 1, slot, span };
  const by = inOrder(context, d, span);
  return by
    ? { kind: "derivative", form: "fraction", of, by, order: d.order, slot: null, span }
    : { kind: "opaque", text: "", why: "a derivative without a variable", span };
}

/** With slots named x, the x_2 of ∂f(u, v)/∂x_2 is the second argument. */
function slotOf(context: Context, d: DerivativeFraction): number | null {
  const { slots } = context.table.notation;
  const [by] = d.by;
  if (slots === null || d.order !== 1 || d.by.length !== 1 || !by || by.kind !== "scripts" || by.sup !== null || by.sub?.kind !== "number")
    return null;
  return atomName(by.base) === slots ? Number(by.sub.text) : null;
}

/** `\nabla`, `\nabla_x`, `\nabla^2`, `\partial_x`, `\partial_1`: the order, and the variable or the number of the argument written below. */
export function operatorAt(s: Syntax): { readonly symbol: "nabla" | "partial"; readonly order: number; readonly by: Syntax | null } | null {
  const base = s.kind === "scripts" ? s.base : s;
  if (base.kind !== "letter" || (base.name !== "\\nabla" && base.name !== "\\partial")) return null;
  const sub = s.kind === "scripts" ? s.sub : null;
  const sup = s.kind === "scripts" ? s.sup : null;
  const order = sup === null ? 1 : sup.kind === "number" ? Number(sup.text) : 0;
  if (order === 0 || (base.name === "\\partial" && sub === null)) return null;
  return { symbol: base.name === "\\nabla" ? "nabla" : "partial", order, by: sub };
}

export function operatorTerm(context: Context, op: NonNullable<ReturnType<typeof operatorAt>>, of: Term, span: Span): Term {
  // ∂₂ f(x, θ): by the second argument, as the writer prints it; like ∇ it is in no layout.
  if (op.symbol === "partial" && op.by?.kind === "number" && of.kind === "call")
    return { kind: "derivative", form: "nabla", of, by: [], order: 1, slot: Number(op.by.text), span };
  const several = op.by ? separate(op.by) : [];
  if (several.length > 1) {
    // ∇²ₓᵧ f and ∂ₓᵧ f: as many orders as letters below.
    if (op.order !== several.length && (op.order !== 1 || op.by?.kind === "list"))
      return beyond(context, span, "a gradient by several variables at once");
    const by = several.map((s) => context.resolve(s, context));
    return { kind: "derivative", form: "fraction", of, by, order: by.length, slot: null, span };
  }
  const variable = op.by ? context.resolve(op.by, context) : null;
  const by = variable ? Array.from({ length: op.order }, () => variable) : [];
  return { kind: "derivative", form: op.symbol === "nabla" ? "nabla" : "fraction", of, by, order: op.order, slot: null, span };
}

/** The letters below an operator: x and y of ∇²_{xy}. */
function separate(by: Syntax): readonly Syntax[] {
  if (by.kind === "group" && by.fence === "curly") return separate(by.body);
  if (by.kind === "list") return by.items;
  return by.kind === "juxtaposition" && by.items.every((s) => atomName(s) !== null) ? by.items : [by];
}

/** `g'(x)`: derivative of a function at its arguments; of a function standing bare without arguments. */
export const primed = (of: Term, primes: number, span: Span): Term =>
  primes === 0 ? of : { kind: "derivative", form: "prime", of, by: [], order: primes, slot: null, span };

/** `J_f` and `H_f`, when f is a function of the document or of the book. */
export function jacobianOf(context: Context, s: Syntax): Term | null {
  if (s.kind !== "scripts" || !s.sub || s.primes > 0) return null;
  const base = atomName(s.base);
  if (base === null || !/^(?:\\math(?:bf|cal|rm)\{J\}|J)$/u.test(base)) return null;
  const below = s.sub.kind === "group" ? s.sub.body : s.sub;
  const of = context.resolve(below, context);
  if (of.kind !== "function" && of.kind !== "head") return null;
  const jacobian: Term = { kind: "derivative", form: "jacobian", of, by: [], order: 1, slot: null, span: s.span };
  return s.sup ? raise(context, jacobian, s.sup, s.span) : jacobian;
}
