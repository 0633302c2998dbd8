/**
 * Terms become expressions, under a layout and the readings admitted.
 *
 * Literal first: with no reading admitted a term has only its literal meaning, and a clash is an error that carries both shapes. With
 * readings, every alternative is a candidate beside it (`build-candidates.ts`); nothing is guessed here that the analysis does not say.
 */
import { type Expr, type Head, heads, type Terms } from "../expr/index.ts";
import { absurd, fail, isScalar, ok, type Result, showShape } from "../shape/index.ts";
import { constant, entry, identity, list, matrix, star } from "./build-arrays.ts";
import { big, evaluation, integral, limit } from "./build-binders.ts";
import { call } from "./build-calls.ts";
import { type Candidate, type Candidates, choices, literal, prune } from "./build-candidates.ts";
import { type Builder, clash, combine, stop } from "./build-context.ts";
import { derivative } from "./build-derivative.ts";
import { indicator } from "./build-indicator.ts";
import { moment } from "./build-moments.ts";
import { bareFunction, named, withSubject } from "./build-names.ts";
import { quotient } from "./build-products.ts";
import { besides, entrywise, factors, sum } from "./build-sums.ts";
import { apply, bars, inverse, norm, powers, transposed } from "./build-values.ts";
import type { Analysis, BuildOptions, Built, Term, TermOf } from "./meaning.ts";
import type { ReadError, Span } from "./syntax.ts";
import { inLayout } from "./table.ts";

/** A builder for one formula. */
export const createBuilder = (t: Terms, analysis: Analysis, options: BuildOptions): Builder => ({
  t,
  analysis: inLayout(analysis, options.layout),
  options,
  scope: new Map(),
  expect: null,
  build: term,
  errors: [],
  assumptions: new Set(),
  undefinedNames: new Set(),
});

/** Builds one term; the candidate with the fewest readings. */
export function build(t: Terms, analysis: Analysis, of: Term, options: BuildOptions): Result<Built, ReadError> {
  const b = createBuilder(t, analysis, options);
  const [best] = term(of, b);
  return best ? ok(builtOf(b, best)) : fail(firstError(b, of.span));
}

export const builtOf = (b: Builder, c: Candidate): Built => ({
  expr: c.expr,
  readings: c.readings,
  assumptions: [...b.assumptions],
  undefinedNames: [...b.undefinedNames],
});

export const firstError = (b: Builder, span: Span): ReadError =>
  b.errors[0] ?? { code: "unsupported", span, message: "this formula has no meaning that can be computed", expected: null, try: null };

export function term(of: Term, b: Builder): Candidates {
  switch (of.kind) {
    case "number":
      return [literal(b.t.num(of.value))];
    case "name":
      return named(b, of.name, of.span);
    case "function":
      return bareFunction(b, of);
    case "head":
    case "composition":
      return stop(b, of.span, "unsupported", "a function stands where a value is needed", { expected: "its arguments", try: "write f(x)" });
    case "constant":
      return constant(b, of);
    case "identity":
      return identity(b, of);
    case "apply":
      return apply(b, of);
    case "call":
      return call(b, of);
    case "sum":
      return sum(b, of);
    case "product":
      return factors(b, of);
    case "star":
      return star(b, of);
    case "entrywise":
      return entrywise(b, of);
    case "kron":
      return binaryHead(b, heads.kron, of.left, of.right, of.span);
    case "quotient":
      return prune(combine(b, [of.over, of.under], ([x, y], readings) => (x && y ? quotient(b, x, y, readings, of.span) : [])));
    case "power":
      return powers(b, of);
    case "transpose":
      return transposed(b, of);
    case "inverse":
      return inverse(b, of);
    case "entry":
      return entry(b, withSubject(b, of));
    case "big":
      return big(b, of);
    case "limit":
      return limit(b, of);
    case "integral":
      return integral(b, of);
    case "evaluation":
      return evaluation(b, of);
    case "cases":
      return cases(b, of);
    case "derivative":
      return derivative(b, of);
    case "norm":
      return norm(b, of);
    case "bars":
      return bars(b, of);
    case "matrix":
      return matrix(b, of);
    case "list":
      return list(b, of);
    case "tuple":
      return stop(b, of.span, "unsupported", "several values stand where one is needed", { expected: "one value" });
    case "relation":
      return related(b, of);
    case "logic":
      return combine(b, of.of, (exprs, readings) => [
        { expr: b.t.app(of.operation === "not" ? heads.not : of.operation === "and" ? heads.and : heads.or, exprs), readings },
      ]);
    case "iverson":
      return indicator(b, of.of);
    case "moment":
      return moment(b, of);
    case "opaque":
      if (of.why !== null) return stop(b, of.span, "unsupported", of.why);
      // Its text would be one and the same value for every value of a bound name.
      if (b.scope.size > 0) return stop(b, of.span, "unsupported", `${of.text} under a sum, a limit or the like is not computed`);
      b.undefinedNames.add(of.text);
      return [literal(b.t.sym(of.text))];
    default:
      return absurd(of);
  }
}

/** In XᵀX = I each side takes its shape from the other. */
function related(b: Builder, of: TermOf<"relation">): Candidates {
  const lists = besides(b, [of.left, of.right], (others, k) => others[1 - k]?.shape ?? null);
  if (lists.some((l) => l.length === 0)) return [];
  return prune(
    choices(lists).flatMap((c) => {
      const made = b.t.tryApp(relations[of.symbol], c.exprs);
      return made.ok ? [{ expr: made.value, readings: c.readings }] : clash(b, of.span, made.error.message);
    }),
  );
}

const relations: Readonly<Record<TermOf<"relation">["symbol"], Head>> = {
  "=": heads.eq,
  "≠": heads.ne,
  "<": heads.lt,
  "≤": heads.le,
  ">": heads.gt,
  "≥": heads.ge,
};

function binaryHead(b: Builder, head: Head, left: Term, right: Term, span: Span): Candidates {
  return combine(b, [left, right], (exprs, readings) => {
    const made = b.t.tryApp(head, exprs);
    return made.ok ? [{ expr: made.value, readings }] : clash(b, span, made.error.message);
  });
}

function cases(b: Builder, of: TermOf<"cases">): Candidates {
  const parts = [...of.arms.flatMap((a) => [a.when, a.then]), ...(of.otherwise ? [of.otherwise] : [])];
  const lists = besides(b, parts, (others) => others.find((e, k) => e !== null && !isScalar(e.shape) && k % 2 === 1)?.shape ?? b.expect);
  if (lists.some((l) => l.length === 0)) return [];
  return prune(
    choices(lists).flatMap(({ exprs, readings }): Candidates => {
      const arms = of.arms.map((_, k) => ({ when: exprs[2 * k] as Expr, then: exprs[2 * k + 1] as Expr }));
      const otherwise = of.otherwise ? (exprs.at(-1) as Expr) : null;
      const shapes = [...arms.map((a) => a.then), ...(otherwise ? [otherwise] : [])].map((e) => e.shape);
      const wide = shapes.find((s) => !isScalar(s));
      const fits = shapes.every((s) => isScalar(s) || (wide && s.length === wide.length && s.every((d, k) => d.key === wide[k]?.key)));
      return fits
        ? [{ expr: b.t.cases(arms, otherwise), readings }]
        : clash(b, of.span, `the cases have different shapes: ${shapes.map(showShape).join(", ")}`);
    }),
  );
}

export { buildSides } from "./build-claim.ts";

export { buildEnvironment } from "./build-environment.ts";
