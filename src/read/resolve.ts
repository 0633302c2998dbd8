/**
 * Syntax with a table of names becomes a `Term`: names resolved, no shapes yet.
 *
 * Errors of the user are collected, not thrown, so that one formula tells all of them; nothing is dropped, commuted or simplified here.
 */
import { parseDecimal } from "../expr/index.ts";
import { absurd, fail, ok, type Result } from "../shape/result.ts";
import type { Resolved, Table, Term } from "./meaning.ts";
import { atom } from "./resolve-atoms.ts";
import { bigTerm, isFunctionLike, shifted } from "./resolve-big.ts";
import { beyond, type Context, isKnown, refuse, textOf } from "./resolve-context.ts";
import { casesTerm, truth } from "./resolve-guards.ts";
import { applyHeads, juxtaposition } from "./resolve-juxtaposition.ts";
import { listTerm, matrixTerm } from "./resolve-matrix.ts";
import { binary, fraction, root, sum } from "./resolve-operators.ts";
import { scripted } from "./resolve-scripted.ts";
import { freeNames } from "./resolve-walk.ts";
import type { ReadError, Span, Syntax } from "./syntax.ts";

/** Resolves one formula. `source` is the text that spans point into. */
export function resolve(s: Syntax, table: Table, source: string): Result<Resolved, ReadError> {
  const context: Context = { table, source, bound: new Set(), resolve: term, guesses: [], errors: [], inner: [] };
  const out = term(s, context);
  const [error] = context.errors;
  if (error) return fail(error);
  return ok({
    term: out,
    guesses: context.guesses,
    unknown: [...freeNames(out)].filter((n) => !isKnown(context, n)),
    inner: context.inner,
  });
}

/** A condition (`i \ne j`, `0 ≤ i < n`) as a truth. */
export function resolveTruth(s: Syntax, table: Table, source: string): Result<Resolved, ReadError> {
  const context: Context = { table, source, bound: new Set(), resolve: term, guesses: [], errors: [], inner: [] };
  const out = truth(context, s);
  const [error] = context.errors;
  if (error) return fail(error);
  return ok({
    term: out,
    guesses: context.guesses,
    unknown: [...freeNames(out)].filter((n) => !isKnown(context, n)),
    inner: context.inner,
  });
}

export function term(s: Syntax, context: Context): Term {
  switch (s.kind) {
    case "number": {
      const value = parseDecimal(s.text);
      return value ? { kind: "number", value, span: s.span } : refuse(context, s.span, "unexpected", `${s.text} is not a number`);
    }
    case "letter":
    case "word":
    case "styled":
    case "accent":
      return atom(s, context);
    case "scripts":
      return scripted(s, context);
    case "group":
      return group(s, context);
    case "list":
      return { kind: "tuple", items: s.items.filter((i) => i.kind !== "empty").map((i) => term(i, context)), span: s.span };
    case "juxtaposition":
      return juxtaposition(context, s.items, s.span);
    case "application":
      return application(s, context);
    case "phrase":
      return phrase(s, context);
    case "range":
      return refuse(context, s.span, "unexpected", "a range stands where a value is needed", { expected: "a value" });
    case "binary":
      return binary(s, context);
    case "sum":
      return sum(s, context);
    case "chain":
      return truth(context, s);
    case "fraction":
      return fraction(s, context);
    case "binomial":
      return binomial(s, context);
    case "root":
      return root(s, context);
    case "big":
      return isFunctionLike(s) ? listFunction(s, context) : bigTerm(context, s);
    case "environment":
      return environment(s, context);
    case "decorated":
      return decorated(s, context);
    case "factorial":
      return factorial(term(s.of, context), s.span, context);
    case "dots":
      return beyond(context, s.span, "an ellipsis stands for terms that are not written; a sum with bounds would say which");
    case "placeholder":
      return refuse(context, s.span, "unexpected", "a dot stands where a value is needed", { expected: "an argument" });
    case "prose":
      return beyond(context, s.span, `“${s.text.trim()}” stands for a value that is described in words`);
    case "empty":
      return refuse(context, s.span, "missing-side", "an operand is missing", { expected: "an operand" });
    case "hole":
      context.errors.push(s.error);
      return { kind: "opaque", text: textOf(context, s.span), why: s.error.message, span: s.span };
    default:
      return absurd(s);
  }
}

export type Of<K extends Syntax["kind"]> = Extract<Syntax, { kind: K }>;

/** Plain text: `f(x)`, `a[j]`, and in rules `dU`. */
function application(s: Of<"application">, context: Context): Term {
  if (s.argument.kind !== "group") {
    const d = context.table.book.heads.get("d");
    return d
      ? { kind: "apply", heads: [d], args: [term(s.argument, context)], span: s.span }
      : refuse(context, s.span, "unsupported", "the book has no differential");
  }
  return juxtaposition(context, [s.of, s.argument], s.span);
}

/** n! = Γ(n + 1). */
function factorial(of: Term, span: Span, context: Context): Term {
  const gamma = context.table.book.heads.get("gamma");
  if (!gamma) return beyond(context, span, "the book has no gamma function");
  return { kind: "apply", heads: [gamma], args: [shifted(of, 1)], span };
}

/** n!/(k! (n − k)!). */
function binomial(s: Of<"binomial">, context: Context): Term {
  const { span } = s;
  const n = term(s.above, context);
  const k = term(s.below, context);
  const rest: Term = {
    kind: "sum",
    terms: [
      { sign: "+", term: n },
      { sign: "-", term: k },
    ],
    span,
  };
  const under: Term = { kind: "product", factors: [factorial(k, span, context), factorial(rest, span, context)], dot: false, span };
  return { kind: "quotient", over: factorial(n, span, context), under, span };
}

/** A formula with remarks around it; words between formulas are not understood. */
function phrase(s: Of<"phrase">, context: Context): Term {
  const formulas = s.items.filter((i) => i.kind !== "prose");
  const [only] = formulas;
  if (only && formulas.length === 1) return term(only, context);
  return refuse(context, s.span, "unsupported", "words stand between formulas", { expected: "one formula", try: "write them apart" });
}

export function group(s: Of<"group">, context: Context): Term {
  const { span, body } = s;
  switch (s.fence) {
    case "round":
      return term(body, context);
    case "curly":
      return isSet(body) ? beyond(context, span, "a set has no value to compute with") : term(body, context);
    case "square":
      if (body.kind === "list") return listTerm(context, body);
      return body.kind === "chain" ? { kind: "iverson", of: truth(context, body), span } : term(body, context);
    case "bars":
      return { kind: "bars", of: term(body, context), span };
    case "norm":
      return { kind: "norm", which: "F", of: term(body, context), span };
    case "angle": {
      const inner = context.table.book.heads.get("inner");
      if (body.kind !== "list" || body.items.length !== 2 || !inner)
        return refuse(context, span, "unsupported", "angle brackets hold two arrays", { expected: "an inner product ⟨x, y⟩" });
      return { kind: "apply", heads: [inner], args: body.items.map((i) => term(i, context)), span };
    }
    case "floor":
    case "ceil": {
      const head = context.table.book.heads.get(s.fence);
      return head
        ? { kind: "apply", heads: [head], args: [term(body, context)], span }
        : refuse(context, span, "unsupported", `the book has no card ${s.fence}`);
    }
    case "evaluation":
      return beyond(context, span, "a bar says that the value is taken at a point, but not at which");
    case "left-curly":
      return body.kind === "environment" && body.rows.every((r) => r.length <= 3)
        ? casesTerm(context, body)
        : refuse(context, span, "unexpected", "an open brace stands where a value is needed", { expected: "a value" });
    case "round-square":
    case "square-round":
      return refuse(context, span, "unexpected", "an interval stands where a value is needed", { expected: "a value" });
    default:
      return absurd(s.fence);
  }
}

/** {x : x > 0}, {x ∈ S | …}: what its members satisfy stands behind a colon or a bar. */
function isSet(body: Syntax): boolean {
  if (body.kind === "list") return body.separators.includes("|") || body.separators.includes(":") || body.items.some(isSet);
  return body.kind === "chain" && body.relators.some((r) => r.symbol === "\\in");
}

/** `\max(0, x)`, `\max\{0, x\}`. */
function listFunction(s: Of<"big">, context: Context): Term {
  const head = context.table.book.heads.get(s.name);
  if (!head) return refuse(context, s.span, "unsupported", `the book has no card ${s.name}`);
  return applyHeads(context, [head], s.body, s.span);
}

function environment(s: Of<"environment">, context: Context): Term {
  if (/^[dr]?cases/u.test(s.name)) return casesTerm(context, s);
  if (/matrix$|^array$/u.test(s.name)) return matrixTerm(context, s);
  const [row] = s.rows;
  const [only] = row ?? [];
  if (s.rows.length === 1 && row?.length === 1 && only) return term(only, context);
  return refuse(context, s.span, "unexpected", `several rows of ${s.name} stand inside a formula`, { expected: "a matrix or cases" });
}

function decorated(s: Of<"decorated">, context: Context): Term {
  switch (s.decoration) {
    case "underbrace":
    case "overbrace":
    case "boxed":
      return term(s.body, context);
    case "cancel":
      return beyond(context, s.span, "a term that is struck out says nothing of its value");
    case "modulus":
      return beyond(
        context,
        s.span,
        `a congruence modulo ${textOf(context, s.body.span).replace(/^\{|\}$/gu, "")} is no equation of numbers`,
      );
    case "underset":
    case "overset":
      return beyond(context, s.span, "what stands above or below a term that is no operator has no meaning to compute with");
    default:
      return absurd(s.decoration);
  }
}
