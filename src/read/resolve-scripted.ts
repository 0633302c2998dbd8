/** Scripts on constants, brackets, names and values. */
import type { Head, Name } from "../expr/index.ts";
import { isFullMatrix } from "../shape/index.ts";
import { familyName } from "./families.ts";
import type { Term } from "./meaning.ts";
import { type Of, term } from "./resolve.ts";
import { constantOf, restyled, unknownAtom } from "./resolve-atoms.ts";
import { beyond, type Context, entryOf, headsOf, isFunction, isKnown, refuse, textOf, within } from "./resolve-context.ts";
import { jacobianOf, primed } from "./resolve-derivative.ts";
import { truth } from "./resolve-guards.ts";
import { juxtaposition } from "./resolve-juxtaposition.ts";
import { atomName, labelText, withLabel } from "./resolve-names.ts";
import { decode, positions, raise, subscriptItems } from "./resolve-scripts.ts";
import { arrayByEntries } from "./resolve-tabulate.ts";
import { freeNames } from "./resolve-walk.ts";
import type { Span, Syntax } from "./syntax.ts";
import { rankOf } from "./table.ts";

/** In y^{(j)2} the brackets are a label of y and the rest a power of it. */
function labelThenPower(s: Of<"scripts">): Of<"scripts"> {
  const above = s.sup?.kind === "group" && s.sup.fence === "curly" ? s.sup.body : s.sup;
  if (above?.kind !== "juxtaposition") return s;
  const [label, ...rest] = above.items;
  const [first] = rest;
  if (label?.kind !== "group" || (label.fence !== "round" && label.fence !== "square") || !first) return s;
  const isPlain = rest.length === 1 && (first.kind === "number" || first.kind === "letter");
  return isPlain && labelText(label) !== null ? { ...s, base: { ...s, sup: label }, sub: null, sup: first, primes: 0 } : s;
}

export function scripted(written: Of<"scripts">, context: Context): Term {
  const s = labelThenPower(written);
  return (
    scriptedConstant(s, context) ??
    pseudoInverse(s, context) ??
    jacobianOf(context, s) ??
    arrayByEntries(s, context) ??
    scriptedGroup(s, context) ??
    scriptedName(s, context) ??
    onValue(s, context)
  );
}

/** X^+ and X^\\dagger of a declared matrix, unless the document has a quantity of that name. */
function pseudoInverse(s: Of<"scripts">, context: Context): Term | null {
  const name = atomName(s.base);
  const above = s.sup?.kind === "group" ? s.sup.body : s.sup;
  const pinv = context.table.book.heads.get("pinv");
  if (name === null || s.sub || s.primes > 0 || above?.kind !== "letter" || !pinv) return null;
  const entry = ["+", "\\dagger"].includes(above.name) ? entryOf(context, name) : null;
  if (entry === null || rankOf(entry) !== 2 || isKnown(context, withLabel(name, "^", above.name))) return null;
  return { kind: "apply", heads: [pinv], args: [term(s.base, context)], span: s.span };
}

/** X, −X and t X for a declared square matrix X. */
function isMatrixNamed(s: Syntax, context: Context): boolean {
  if (s.kind === "group" && s.fence === "curly") return isMatrixNamed(s.body, context);
  if (s.kind === "sum") return s.terms.some((x) => isMatrixNamed(x.term, context));
  if (s.kind === "juxtaposition")
    return s.items.every((x) => atomName(x) !== null && headsOf(context, x).length === 0) && s.items.some((x) => isMatrixNamed(x, context));
  const name = atomName(s);
  const shape = name === null ? null : (entryOf(context, name)?.shape ?? null);
  return shape !== null && isFullMatrix(shape) && shape[0]?.key === shape[1]?.key;
}

/** e^x, I_n, \mathbf{1}_{i=j}, \mathbf{0}_n, δ_{ij}. */
function scriptedConstant(s: Of<"scripts">, context: Context): Term | null {
  const name = s.base.kind === "number" ? (s.base.text === "1" && s.sub ? "\\mathbf{1}" : null) : atomName(s.base);
  if (name === null || isKnown(context, name)) return null;
  const { span } = s;
  const exp = context.table.book.heads.get("exp");
  if ((name === "e" || name === "\\mathrm{e}") && s.sup && !s.sub && exp && isMatrixNamed(s.sup, context))
    return beyond(
      context,
      s.span,
      "e to a matrix is the matrix exponential, of which nothing is computed; write \\exp(X) for the exponential of every entry",
    );
  if ((name === "e" || name === "\\mathrm{e}") && s.sup && !s.sub && exp)
    return { kind: "apply", heads: [exp], args: [term(s.sup, context)], span };
  if (name === "\\delta" && s.sub) return deltaOf(s.sub, span, context);
  if (!s.sub) {
    const array = constantOf(s.base, name, context);
    return array?.kind === "constant" && (array.which === "ones" || array.which === "zeros") && s.sup
      ? raise(context, array, s.sup, span)
      : null;
  }
  const sub = s.sub.kind === "group" ? s.sub.body : s.sub;
  const constant = constantOf(s.base, name, context);
  const isTruth = sub.kind === "chain" || (sub.kind === "list" && sub.items.some((i) => i.kind === "chain"));
  if (name === "\\mathbf{1}" || name === "\\mathbb{1}" || name === "\\mathbb{I}") {
    const value: Term = isTruth
      ? { kind: "iverson", of: truth(context, sub), span }
      : name === "\\mathbb{I}"
        ? { kind: "identity", size: term(sub, context), span }
        : sized("ones", term(sub, context), span);
    return s.sup ? raise(context, value, s.sup, span) : value;
  }
  if (name === "\\mathbf{0}") return sized("zeros", term(sub, context), span);
  return constant?.kind === "identity" ? { kind: "identity", size: term(sub, context), span } : null;
}

/** Arrays of constants of a stated size are columns. */
const sized = (which: "ones" | "zeros", size: Term, span: Span): Term => ({ kind: "constant", which, size, span });

function deltaOf(sub: Syntax, span: Span, context: Context): Term | null {
  const [left, right, ...more] = subscriptItems(sub);
  if (!left || !right || more.length > 0) return null;
  return { kind: "iverson", of: { kind: "relation", symbol: "=", left: term(left, context), right: term(right, context), span }, span };
}

/** Norms with their name below, brackets evaluated between bounds. */
function scriptedGroup(s: Of<"scripts">, context: Context): Term | null {
  if (s.base.kind !== "group") return null;
  if (s.base.fence === "norm" && s.sub) {
    const which = normOf(s.sub);
    const norm: Term = which
      ? { kind: "norm", which, of: term(s.base.body, context), span: s.span }
      : pNorm(s, s.base.body, s.sub, context);
    return s.sup ? raise(context, norm, s.sup, s.span) : norm;
  }
  if (s.base.fence === "angle" && s.sub && normOf(s.sub) === "F" && !s.sup) return term(s.base, context);
  if (s.base.fence === "evaluation") return valueAtPoint(s, s.base.body, context);
  if (s.base.fence === "square" && s.sub && s.sup && s.base.body.kind !== "list") return evaluation(s, s.base.body, s.sub, s.sup, context);
  return null;
}

/** ‖x‖ₚ = (Σᵢ |xᵢ|ᵖ)^{1/p}, for a number or a declared scalar p. Another name below stands for a norm that is not known. */
function pNorm(s: Of<"scripts">, body: Syntax, below: Syntax, context: Context): Term {
  const sub = below.kind === "group" && below.fence === "curly" ? below.body : below;
  const name = atomName(sub);
  const entry = name === null ? null : entryOf(context, name);
  const isScalarName = entry !== null && (entry.role === "index" || (entry.role === "symbol" && rankOf(entry) === 0));
  const abs = context.table.book.heads.get("abs");
  if (!(sub.kind === "number" || isScalarName) || !abs)
    return beyond(context, s.span, `only the norms F, 2, 1, ∞ and p have a meaning to compute with, not ${textOf(context, sub.span)}`);
  const { span } = s;
  const p = term(sub, context);
  const size: Term = { kind: "apply", heads: [abs], args: [term(body, context)], span };
  const powers: Term = { kind: "entrywise", operation: "power", left: size, right: p, span };
  const one: Term = { kind: "number", value: { n: 1n, d: 1n }, span };
  return {
    kind: "power",
    // 1ᵀ|x|ᵖ is a number for a vector only: the norms of matrices are others.
    base: {
      kind: "product",
      factors: [{ kind: "transpose", of: { kind: "constant", which: "ones", size: null, span }, span }, powers],
      dot: false,
      span,
    },
    exponent: { kind: "quotient", over: one, under: p, span },
    span,
  };
}

/** f(x)|_{x=a}; with a bound above, F(x)|_a^b is the value at b less the value at a. */
function valueAtPoint(s: Of<"scripts">, body: Syntax, context: Context): Term {
  if (s.sub && s.sup) return evaluation(s, body, s.sub, s.sup, context);
  const sub = s.sub?.kind === "group" && s.sub.fence === "curly" ? s.sub.body : s.sub;
  const [left, right] = sub?.kind === "chain" && sub.relators.length === 1 && sub.relators[0]?.symbol === "=" ? sub.operands : [];
  const variable = left ? atomName(left) : null;
  if (!right || variable === null) return beyond(context, s.span, "it is not clear at which value of which variable this is taken");
  return {
    kind: "evaluation",
    of: term(body, within(context, [variable])),
    variable,
    from: null,
    to: term(right, context),
    span: s.span,
  };
}

function normOf(sub: Syntax): "F" | "2" | "1" | "infinity" | null {
  if (sub.kind === "group") return normOf(sub.body);
  if (sub.kind === "number") return sub.text === "2" ? "2" : sub.text === "1" ? "1" : null;
  const name = atomName(sub);
  return name === "F" || name === "\\mathrm{F}" ? "F" : name === "\\infty" ? "infinity" : null;
}

/** [g(x)]_a^b: the value at b less the value at a; the variable is the only free name of the body. */
export function evaluation(s: Syntax, body: Syntax, from: Syntax, to: Syntax, context: Context): Term {
  const of = term(body, context);
  const variables = [...freeNames(of)].filter(
    (n) => entryOf(context, n)?.role !== "function" && !freeNames(term(from, context)).has(n) && !freeNames(term(to, context)).has(n),
  );
  const names = of.kind === "call" ? variables.filter((n) => n !== of.fn) : variables;
  const [variable] = names;
  if (variable === undefined || names.length > 1)
    return refuse(context, s.span, "ambiguous", "it is not clear which variable takes these bounds", { try: "write g(b) - g(a)" });
  return { kind: "evaluation", of, variable, from: term(from, context), to: term(to, context), span: s.span };
}

/** A name with scripts: label, positions, primes, power. */
function scriptedName(s: Of<"scripts">, context: Context): Term | null {
  const heads = headsOf(context, s.base);
  if (heads.length > 0 && s.base.kind !== "letter") return bareCard(s, heads, context);
  if (s.base.kind === "styled" && s.base.of.kind === "juxtaposition" && heads.length === 0) {
    const items = s.base.of.items;
    const last = items.at(-1);
    return last
      ? juxtaposition(
          context,
          [...items.slice(0, -1).map((i) => restyled(s.base as Of<"styled">, i)), { ...s, base: restyled(s.base as Of<"styled">, last) }],
          s.span,
        )
      : null;
  }
  const member = memberOfFamily(s, context);
  if (member) return member;
  const decoded = decode(context, s.base, s.sub, s.sup, s.primes);
  if (!decoded) return null;
  const isOther =
    decoded.primes > 0 &&
    heads.length === 0 &&
    !isFunction(context, decoded.name) &&
    context.table.notation.mode === "latex" &&
    !(context.table.notation.primesTranspose && decoded.primes === 1 && isArrayDeclared(context, decoded.name));
  // A prime on a quantity is part of its name: m', n'.
  const name = isOther ? decoded.name + "'".repeat(decoded.primes) : decoded.name;
  let out = named(name, s, heads, isOther ? 0 : decoded.primes, context);
  if (decoded.at.length > 0) out = { kind: "entry", of: out, at: positions(context, name, decoded.at), span: s.span };
  return decoded.sup ? raise(context, out, decoded.sup, s.span) : out;
}

function isArrayDeclared(context: Context, name: Name): boolean {
  const entry = entryOf(context, name);
  return entry?.role === "symbol" && (rankOf(entry) ?? 0) > 0;
}

/** `h_{t-1}` of a family h is the call h_·(t − 1), `x_{i,j}` entry j of x_·(i). */
function memberOfFamily(s: Of<"scripts">, context: Context): Term | null {
  const base = s.sub ? atomName(s.base) : null;
  if (base === null || !s.sub || s.primes > 0 || !isFunction(context, familyName(base))) return null;
  const items = subscriptItems(s.sub);
  const text = labelText(s.sub);
  if (text !== null && isKnown(context, withLabel(base, "_", text))) return null;
  if (items.some((i) => i.kind === "word" || i.kind === "prose" || (i.kind === "letter" && !/^\\?[A-Za-z]/.test(i.name)))) return null;
  const [at, ...further] = positions(context, base, items);
  if (!at) return null;
  const call: Term = { kind: "call", fn: familyName(base), slots: [], args: [at], span: s.span };
  const value: Term = further.length > 0 ? { kind: "entry", of: call, at: further, span: s.span } : call;
  return s.sup ? raise(context, value, s.sup, s.span) : value;
}

function named(name: Name, s: Of<"scripts">, heads: readonly Head[], primes: number, context: Context): Term {
  if (isFunction(context, name)) return primed({ kind: "function", name, span: s.span }, primes, s.span);
  if (heads.length > 0 && primes > 0) return primed({ kind: "head", heads, span: s.span }, primes, s.span);
  const base =
    (s.base.kind === "letter" || s.base.kind === "styled") && !isKnown(context, name) && s.sub === null
      ? constantOf(s.base, atomName(s.base), context)
      : null;
  const plain: Term = base ?? (isKnown(context, name) || s.sub ? { kind: "name", name, span: s.span } : unknownOrName(s, name, context));
  return primes > 0 ? { kind: "transpose", of: plain, span: s.span } : plain;
}

const unknownOrName = (s: Of<"scripts">, name: Name, context: Context): Term => {
  const raw = s.base.kind === "letter" ? s.base.name : s.base.kind === "word" ? s.base.text : null;
  if (raw !== null && isKnown(context, raw)) return { kind: "name", name: raw, span: s.span };
  return context.table.notation.mode === "rule" ? unknownAtom(s, name, raw, context) : { kind: "name", name, span: s.span };
};

/** A function word with scripts but without an argument: `\text{ReLU}'`. */
function bareCard(s: Of<"scripts">, heads: readonly Head[], context: Context): Term {
  const head: Term = { kind: "head", heads, span: s.span };
  if (s.primes > 0 && !s.sub && !s.sup) return primed(head, s.primes, s.span);
  return beyond(context, s.span, `${textOf(context, s.base.span)} stands without its argument`);
}

/** Scripts on any closed value: `(A + B)_{ij}`, `(\ldots)^T`. */
function onValue(s: Of<"scripts">, context: Context): Term {
  let out = term(s.base, context);
  if (s.primes > 0) out = { kind: "transpose", of: out, span: s.span };
  if (s.sub) out = { kind: "entry", of: out, at: positions(context, "", subscriptItems(s.sub)), span: s.span };
  return s.sup ? raise(context, out, s.sup, s.span) : out;
}
