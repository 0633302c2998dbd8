/**
 * Terms become expressions, under a layout and the readings admitted.
 *
 * Literal first: with no reading admitted a term has only its literal meaning, and a clash is an error that carries both shapes. With
 * readings, every alternative is a candidate beside it (`build-candidates.ts`); nothing is guessed here that the analysis does not say.
 */
import { type Expr, type Head, heads, type Name, rational, type Terms } from "../expr/index.ts";
import { absurd, axes, fail, isColumn, isFullMatrix, isRow, isScalar, isVector, ok, type Result, type Shape, showShape } from "../shape/index.ts";
import { constant, entry, identity, list, matrix, squareSide, star } from "./build-arrays.ts";
import { big, evaluation, integral, limit, quietly } from "./build-binders.ts";
import { call } from "./build-calls.ts";
import { type Candidate, type Candidates, choices, literal, prune, using } from "./build-candidates.ts";
import { admits, type Builder, clash, combine, expecting, stop } from "./build-context.ts";
import { derivative } from "./build-derivative.ts";
import { diagonal, power, product, quotient } from "./build-products.ts";
import type { Analysis, BuildOptions, Built, Term, TermOf, UsedReading } from "./meaning.ts";
import { letterOf, otherWeight, withLabel } from "./resolve-names.ts";
import type { ReadError, Span } from "./syntax.ts";
import { inLayout, lookup } from "./table.ts";

/** A builder for one formula. */
export const createBuilder = (t: Terms, analysis: Analysis, options: BuildOptions): Builder => ({
  t, analysis: inLayout(analysis, options.layout), options, scope: new Map(), expect: null, build: term, errors: [], assumptions: new Set(), undefinedNames: new Set(),
});

/** Builds one term; the candidate with the fewest readings. */
export function build(t: Terms, analysis: Analysis, of: Term, options: BuildOptions): Result<Built, ReadError> {
  const b = createBuilder(t, analysis, options);
  const [best] = term(of, b);
  return best ? ok(builtOf(b, best)) : fail(firstError(b, of.span));
}

export const builtOf = (b: Builder, c: Candidate): Built => ({
  expr: c.expr, readings: c.readings, assumptions: [...b.assumptions], undefinedNames: [...b.undefinedNames],
});

export const firstError = (b: Builder, span: Span): ReadError =>
  b.errors[0] ?? { code: "unsupported", span, message: "this formula has no meaning that can be computed", expected: null, try: null };

function term(of: Term, b: Builder): Candidates {
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
      return binaryHead(b, relations[of.symbol], of.left, of.right, of.span);
    case "logic":
      return combine(b, of.of, (exprs, readings) => [{ expr: b.t.app(of.operation === "not" ? heads.not : of.operation === "and" ? heads.and : heads.or, exprs), readings }]);
    case "iverson":
      return combine(b, [of.of], ([truth], readings) => (truth ? [{ expr: b.t.app(heads.iverson, [truth]), readings }] : []));
    case "opaque":
      b.undefinedNames.add(of.text);
      return [literal(b.t.sym(of.text))];
    default:
      return absurd(of);
  }
}

/** F alone, where F(x) has a definition, is F(x). */
function bareFunction(b: Builder, of: TermOf<"function">): Candidates {
  const params = b.analysis.definitions.get(of.name)?.params ?? [];
  if (params.length === 0) return stop(b, of.span, "unsupported", "a function stands where a value is needed", { expected: "its arguments", try: "write f(x)" });
  b.assumptions.add(`${of.name} stands for ${of.name}(${params.join(", ")})`);
  return b.build({ kind: "call", fn: of.name, slots: [], args: params.map((name): Term => ({ kind: "name", name, span: of.span })), span: of.span }, b);
}

const relations: Readonly<Record<TermOf<"relation">["symbol"], Head>> = { "=": heads.eq, "≠": heads.ne, "<": heads.lt, "≤": heads.le, ">": heads.gt, "≥": heads.ge };

/** A name as the scope understands it; one that nothing introduces is a number of which nothing is known. */
function named(b: Builder, written: Name, span: Span): Candidates {
  const bound = b.scope.get(written);
  if (bound) return [literal(bound)];
  const { analysis } = b;
  const name = analysis.alias.get(written) ?? written;
  const numbered = analysis.numbered.get(name);
  if (numbered) return entry(b, { kind: "entry", of: { kind: "name", name: numbered.of, span }, at: [{ kind: "number", value: rational(numbered.at), span }], span });
  const known = analysis.understood.get(name);
  const own = ((): Expr => {
    if (!known) {
      b.undefinedNames.add(name);
      return b.t.sym(name);
    }
    if (known.sort === "index") return b.t.sym(name, known.shape, known.sort);
    if (known.origin === "assumed") b.assumptions.add(`${name} is ${describeShape(known.shape)}: ${known.because}`);
    if (lookup(analysis.table, name) === null && !analysis.definitions.has(name)) b.undefinedNames.add(name);
    return b.t.sym(name, known.shape, known.sort);
  })();
  if (analysis.definitions.get(name)?.params.length) return stop(b, span, "unsupported", `the function ${name} stands where a value is needed`, { try: `write ${name}(x)` });
  const twin = otherWeight(name);
  const other = admits(b, "font") && known ? analysis.understood.get(twin) : undefined;
  const out: Candidate[] = [literal(own)];
  if (other && analysis.alias.get(twin) === undefined) out.push(using(b.t.sym(twin, other.shape, other.sort), [], "font", `${name} stands for ${twin}`));
  return out;
}

const describeShape = (s: Shape): string => (isScalar(s) ? "a number" : isVector(s) ? `a vector of length ${showShape(s).replace(/^1 x /u, "")}` : `${showShape(s)}`);

/** b_i where only b_1 is a vector: the label was left out. */
function withSubject(b: Builder, of: TermOf<"entry">): TermOf<"entry"> {
  if (of.of.kind !== "name" || !admits(b, "omitted-index") || b.scope.has(of.of.name)) return of;
  const { name, span } = of.of;
  const known = b.analysis.understood.get(b.analysis.alias.get(name) ?? name);
  if (known && known.ground !== "default" && axes(known.shape).length === of.at.length) return of;
  const labelled = [...b.analysis.understood.values()].filter((u) => axes(u.shape).length === of.at.length && u.name !== name && unlabelled(u.name) === unlabelled(name) && letterOf(u.name) === letterOf(name));
  const [only] = labelled;
  if (!only || labelled.length > 1) return of;
  b.assumptions.add(`${name} is read as ${only.name}`);
  return { ...of, of: { kind: "name", name: only.name, span } };
}

const unlabelled = (name: Name): Name => letterOf(name);

/** The first head whose arity and shapes fit. */
function apply(b: Builder, of: TermOf<"apply">): Candidates {
  return combine(b, of.args, (args, readings) => {
    let reason = "";
    for (const head of of.heads) {
      if (head.arity !== "many" && head.arity !== args.length) {
        reason ||= `${head.name} takes ${head.arity} argument(s), not ${args.length}`;
        continue;
      }
      const made = b.t.tryApp(head, args);
      if (made.ok) return [{ expr: made.value, readings }];
      reason ||= made.error.message;
    }
    const spread = overEntries(b, of.heads, args);
    return spread ? [{ expr: spread, readings }] : clash(b, of.span, reason);
  });
}

/** A row where a function wants a column: the function of the column, laid across again when it is as long. */
function overEntries(b: Builder, candidates: readonly Head[], args: readonly Expr[]): Expr | null {
  const [x] = args;
  if (!x || args.length !== 1 || !isRow(x.shape)) return null;
  const column = x.kind === "app" && x.head.name === "transpose" && x.args[0] ? x.args[0] : b.t.app(heads.transpose, [x]);
  for (const head of candidates) {
    const made = b.t.tryApp(head, [column]);
    if (made.ok) return isColumn(made.value.shape) ? b.t.app(heads.transpose, [made.value]) : made.value;
  }
  return null;
}

function binaryHead(b: Builder, head: Head, left: Term, right: Term, span: Span): Candidates {
  return combine(b, [left, right], (exprs, readings) => {
    const made = b.t.tryApp(head, exprs);
    return made.ok ? [{ expr: made.value, readings }] : clash(b, span, made.error.message);
  });
}

/** Candidates of several parts, where 0, I and **1** take the shape that the others have. */
function besides(b: Builder, parts: readonly Term[], shapeFor: (others: readonly (Expr | null)[], k: number) => Shape | null): readonly Candidates[] {
  const first = parts.map((p) => (takesShape(p) ? quietly(expecting(b, null), p) : term(p, b)));
  const shapes = first.map((l) => l[0]?.expr ?? null);
  return parts.map((p, k) => (first[k]?.length ? (first[k] as Candidates) : takesShape(p) ? term(p, expecting(b, shapeFor(shapes, k) ?? b.expect)) : []));
}

/** Whether a term holds a constant array that has no shape of its own. */
function takesShape(t: Term): boolean {
  switch (t.kind) {
    case "identity":
    case "constant":
      return t.size === null;
    case "product":
      return t.factors.some(takesShape);
    case "quotient":
      return takesShape(t.over);
    case "transpose":
      return takesShape(t.of);
    case "sum":
      return t.terms.every((x) => takesShape(x.term) || x.term.kind === "number");
    default:
      return false;
  }
}

function sum(b: Builder, of: TermOf<"sum">): Candidates {
  const lists = besides(b, of.terms.map((x) => x.term), (others) => others.find((e) => e !== null && !isScalar(e.shape))?.shape ?? b.expect);
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap((c) => summed(b, of, c.exprs, c.readings)));
}

function summed(b: Builder, of: TermOf<"sum">, exprs: readonly Expr[], readings: readonly UsedReading[]): Candidates {
  const signed = (list: readonly Expr[]): readonly Expr[] => list.map((e, k) => (of.terms[k]?.sign === "-" ? b.t.app(heads.neg, [e]) : e));
  const plain = addAll(b, signed(exprs));
  const out: Candidate[] = plain ? [{ expr: plain, readings }] : [];
  const square = exprs.map((e) => squareSide(e.shape)).find((d) => d && d.key !== "1");
  if (square && admits(b, "one-as-identity") && exprs.some((e, k) => e.kind === "num" && of.terms[k]?.term.kind === "number")) {
    const unit = b.t.app(heads.eye, [b.t.dim(square)]);
    const replaced = addAll(b, signed(exprs.map((e) => (e.kind === "num" ? (e.value.n === 1n && e.value.d === 1n ? unit : b.t.app(heads.mul, [e, unit])) : e))));
    if (replaced) out.push(using(replaced, readings, "one-as-identity", "1 stands for the identity matrix"));
  }
  if (square && admits(b, "vector-as-diag") && exprs.some((e) => isVector(e.shape))) {
    const replaced = addAll(b, signed(exprs.map((e) => (isVector(e.shape) ? (diagonal(b, e) ?? e) : e))));
    if (replaced) out.push(using(replaced, readings, "vector-as-diag", "a vector stands for the diagonal matrix"));
  }
  return out.length > 0 ? out : clash(b, of.span, `${exprs.map((e) => showShape(e.shape)).join(" and ")} cannot be added`);
}

function addAll(b: Builder, exprs: readonly Expr[]): Expr | null {
  const [only] = exprs;
  if (exprs.length === 1 && only) return only;
  const made = b.t.tryApp(heads.add, exprs);
  return made.ok ? made.value : null;
}

function factors(b: Builder, of: TermOf<"product">): Candidates {
  const lists = besides(b, of.factors, (others, k) => {
    const right = others.slice(k + 1).find((e) => e !== null && !isScalar(e.shape))?.shape[0];
    const left = others.slice(0, k).findLast((e) => e !== null && !isScalar(e.shape))?.shape[1];
    const side = right ?? left;
    return side && of.factors[k]?.kind === "identity" ? [side, side] : b.expect;
  });
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap((c) => product(b, c.exprs, of.dot, c.readings, of.span)));
}

function entrywise(b: Builder, of: TermOf<"entrywise">): Candidates {
  const head = of.operation === "times" ? heads.hadamard : of.operation === "over" ? heads.hdiv : heads.hpow;
  const lists = besides(b, [of.left, of.right], (others) => others.find((e) => e !== null)?.shape ?? null);
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap(({ exprs, readings }): Candidates => {
    const made = b.t.tryApp(head, exprs);
    return made.ok ? [{ expr: made.value, readings }] : clash(b, of.span, made.error.message);
  }));
}

function powers(b: Builder, of: TermOf<"power">): Candidates {
  const plain = prune(combine(expecting(b, null), [of.base, of.exponent], ([x, p], readings) => (x && p ? power(b, x, p, readings, of.span) : [])));
  const labelled = labelReading(b, of);
  return labelled ? prune([...plain, labelled]) : plain;
}

/** k² for a declared k_2. */
function labelReading(b: Builder, of: TermOf<"power">): Candidate | null {
  if (!admits(b, "label-superscript") || of.base.kind !== "name" || of.exponent.kind !== "number") return null;
  const label = String(of.exponent.value.n);
  for (const place of ["_", "^"] as const) {
    const name = withLabel(of.base.name, place, label);
    const known = b.analysis.understood.get(name);
    if (known && known.ground !== "default") return using(b.t.sym(name, known.shape, known.sort), [], "label-superscript", `${of.base.name}^${label} stands for ${name}`);
  }
  return null;
}

function transposed(b: Builder, of: TermOf<"transpose">): Candidates {
  const expect = b.expect && b.expect.length === 2 ? ([b.expect[1], b.expect[0]] as Shape) : null;
  return prune(b.build(of.of, expecting(b, expect)).flatMap((c): Candidates => {
    const made = b.t.tryApp(heads.transpose, [c.expr]);
    return made.ok ? [{ expr: made.value, readings: c.readings }] : clash(b, of.span, made.error.message);
  }));
}

/** A number over one, a matrix inverse; an array under the elementwise reading. */
function inverse(b: Builder, of: TermOf<"inverse">): Candidates {
  const inv = b.analysis.table.book.heads.get("inv");
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isScalar(x.shape)) return [{ expr: b.t.app(heads.pow, [x, b.t.num(-1)]), readings }];
    const made = inv && isFullMatrix(x.shape) ? b.t.tryApp(inv, [x]) : null;
    if (made?.ok) return [{ expr: made.value, readings }];
    if (admits(b, "elementwise-on-vector")) return quotient(b, b.t.num(1), x, readings, of.span);
    return clash(b, of.span, `${showShape(x.shape)} has no inverse`);
  });
}

function cases(b: Builder, of: TermOf<"cases">): Candidates {
  const parts = [...of.arms.flatMap((a) => [a.when, a.then]), ...(of.otherwise ? [of.otherwise] : [])];
  const lists = besides(b, parts, (others) => others.find((e, k) => e !== null && !isScalar(e.shape) && k % 2 === 1)?.shape ?? b.expect);
  if (lists.some((l) => l.length === 0)) return [];
  return prune(choices(lists).flatMap(({ exprs, readings }): Candidates => {
    const arms = of.arms.map((_, k) => ({ when: exprs[2 * k] as Expr, then: exprs[2 * k + 1] as Expr }));
    const otherwise = of.otherwise ? (exprs.at(-1) as Expr) : null;
    const shapes = [...arms.map((a) => a.then), ...(otherwise ? [otherwise] : [])].map((e) => e.shape);
    const wide = shapes.find((s) => !isScalar(s));
    const fits = shapes.every((s) => isScalar(s) || (wide && s.length === wide.length && s.every((d, k) => d.key === wide[k]?.key)));
    return fits ? [{ expr: b.t.cases(arms, otherwise), readings }] : clash(b, of.span, `the cases have different shapes: ${shapes.map(showShape).join(", ")}`);
  }));
}

function norm(b: Builder, of: TermOf<"norm">): Candidates {
  const name = of.which === "1" ? "norm1" : of.which === "infinity" ? "norminf" : "norm";
  const head = b.analysis.table.book.heads.get(name);
  if (!head) return stop(b, of.span, "unsupported", `the book has no card ${name}`);
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isFullMatrix(x.shape) && of.which !== "F") return stop(b, of.span, "unsupported", `the ${of.which}-norm of a matrix is an operator norm, which is not understood`, { try: "write \\|X\\|_F for the Frobenius norm" });
    const made = b.t.tryApp(head, [x]);
    if (made.ok) return [{ expr: made.value, readings }];
    const turned = isRow(x.shape) ? b.t.tryApp(head, [b.t.app(heads.transpose, [x])]) : null;
    return turned?.ok ? [{ expr: turned.value, readings }] : clash(b, of.span, made.error.message);
  });
}

/** |x|: absolute value of a number, length of a vector, determinant of a square matrix. */
function bars(b: Builder, of: TermOf<"bars">): Candidates {
  const { heads: cards } = b.analysis.table.book;
  return combine(b, [of.of], ([x], readings): Candidates => {
    if (!x) return [];
    if (isVector(x.shape)) {
      const [n] = axes(x.shape);
      return n ? [{ expr: b.t.dim(n), readings }] : [];
    }
    const head = cards.get(isScalar(x.shape) ? "abs" : "det");
    const made = head ? b.t.tryApp(head, [x]) : null;
    return made?.ok ? [{ expr: made.value, readings }] : clash(b, of.span, `|·| of ${showShape(x.shape)} is not understood`);
  });
}

export { buildSides } from "./build-claim.ts";
export { buildEnvironment } from "./build-environment.ts";
