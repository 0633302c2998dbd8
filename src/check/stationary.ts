/**
 * "Setting this to zero gives w = …": judged by putting it back. The derivative above, with the value in the place of its variable, must be
 * zero; so must what the document says the derivative is, for a line that follows from a wrong one is no second mistake.
 *
 * A linear equation M w = b is put back as w = M⁻¹ b. Any other equation is accepted when it is a multiple of the derivative.
 */
import { type Environment, type Expr, heads, type Name, nodesOf, rational, type Sym, type Terms } from "../expr/index.ts";
import type { Vanishing } from "../read/solutions.ts";
import type { ReadLink } from "../read/unit.ts";
import { isScalar, type Shape, sameShape } from "../shape/index.ts";
import type { StepInput } from "./builders.ts";
import { doubtOf } from "./doubts.ts";
import { accepts, type BuiltSides } from "./judge.ts";
import { type Judged, ofDecision } from "./judged.ts";
import { describeDecision } from "./message.ts";

/** The judgement of a line that solves; null where nothing can be said. */
export function judgeSolution(l: ReadLink, input: StepInput): Judged | null {
  const { solution } = l;
  if (!solution || !l.left.ok || !l.right.ok) return null;
  const left = built(l, l.left.value.term, input);
  const right = built(l, l.right.value.term, input);
  if (!left || !right) return null;
  let refused: Judged | null = null;
  for (const v of solution.vanishing) {
    const names = solution.variable === null ? v.variables : v.variables.filter((n) => n === solution.variable);
    for (const name of names) {
      const judged = putBack(l, v, name, left, right, input);
      if (judged?.verdict === "refuted") refused ??= judged;
      else if (judged) return judged;
    }
  }
  return refused;
}

function built(l: ReadLink, term: Vanishing["derivative"], input: StepInput): Expr | null {
  const made = input.makers.term(term, l.epoch, input.layout, new Set());
  return made.ok ? made.value.expr : null;
}

/** The derivative with the value of its variable; accepted, refuted, or null where that is not seen. */
function putBack(l: ReadLink, v: Vanishing, name: Name, left: Expr, right: Expr, input: StepInput): Judged | null {
  const t = input.makers.terms;
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const derivative = built(l, v.derivative, input);
  const stated = v.value && built(l, v.value, input);
  const place = l.solution?.named ? null : equationFor(t, left, right, name, environment);
  const own = l.solution?.variable === name;
  const at = own ? givenValue(t, l, name, right, environment) : place;
  if (at) {
    const there = own && l.solution?.named === null ? environment : withValue(environment, name, at);
    if (!there) return null;
    const verdicts = [derivative, stated].flatMap((d) => (d ? [zeroAt(l, t, d, there, input)] : []));
    return (
      verdicts.find((j) => j && j.verdict !== "refuted") ?? (verdicts.every((j) => j?.verdict === "refuted") ? (verdicts[0] ?? null) : null)
    );
  }
  if (own) return null;
  for (const d of [derivative, stated]) {
    const found = d && multipleOf(l, t, d, left, right, environment, input);
    if (found) return found;
  }
  return null;
}

/**
 * The line with the true solution on its left, for the search for its mistake: r − H⁻¹ g, where g and H are the derivative and its derivative
 * at the value r of the line. That is where the derivative vanishes when it is linear; otherwise nothing that is tried will fit it.
 */
export function solvedSides(l: ReadLink, input: StepInput): BuiltSides | null {
  const { solution } = l;
  if (!solution || solution.variable === null || !l.right.ok) return null;
  const name = solution.variable;
  const t = input.makers.terms;
  const right = built(l, l.right.value.term, input);
  const vanishing = solution.vanishing.find((v) => v.variables.includes(name));
  const derivative = vanishing ? built(l, vanishing.derivative, input) : null;
  if (!right || !derivative || (derivative.kind !== "deriv" && derivative.kind !== "call" && derivative.kind !== "app")) return null;
  const slope = isScalar(right.shape) || sameShape(derivative.shape, right.shape) ? derivative : t.app(heads.transpose, [derivative]);
  if (!sameShape(slope.shape, right.shape)) return null;
  const second = t.deriv(slope, t.sym(name, right.shape));
  const step = isScalar(right.shape)
    ? t.tryApp(heads.div, [slope, second])
    : sameShape(second.shape, [right.shape[0] as Shape[number], right.shape[0] as Shape[number]])
      ? t.tryApp(heads.mul, [t.app(heads.pow, [second, t.num(-1)]), slope])
      : null;
  if (!step?.ok) return null;
  const { environment } = input.makers.environment(l.epoch, input.layout);
  const definitions = new Map([...environment.definitions].filter(([n]) => n !== solution.named));
  definitions.set(name, { name, params: [], body: right });
  const lhs = t.app(heads.add, [right, t.app(heads.neg, [step.value])]);
  return { ...plainSides, lhs, rhs: right, environment: { ...environment, definitions } };
}

/** ŵ as a symbol stands for the value that its definition gives; w itself has the value of the line. */
function givenValue(t: Terms, l: ReadLink, name: Name, right: Expr, environment: Environment): Expr | null {
  const named = l.solution?.named;
  if (!named) return right;
  const shape = environment.definitions.get(named)?.body.shape ?? environment.symbols.get(name)?.shape ?? right.shape;
  return environment.definitions.has(named) ? t.sym(named, shape) : right;
}

function withValue(environment: Environment, name: Name, body: Expr): Environment | null {
  if (environment.definitions.has(name)) return null;
  return { ...environment, definitions: new Map([...environment.definitions, [name, { name, params: [], body }]]) };
}

const zeroLike = (t: Terms, e: Expr): Expr => t.app(heads.mul, [t.num(0), e]);

function zeroAt(l: ReadLink, t: Terms, derivative: Expr, environment: Environment, input: StepInput): Judged | null {
  return decided(l, { ...plainSides, lhs: derivative, rhs: zeroLike(t, derivative), environment }, input, "The derivative is zero there.");
}

const plainSides: Omit<BuiltSides, "lhs" | "rhs" | "environment"> = { relation: "=", readings: [], assumptions: [], undefinedNames: [] };

function decided(l: ReadLink, sides: BuiltSides, input: StepInput, because: string): Judged | null {
  const decision = input.deciding.decide(sides);
  const told = ofDecision(decision, sides);
  const judged: Judged = {
    kind: "claim",
    ...told,
    qualifiers: [],
    layouts: [],
    assumptions: sides.assumptions,
    diagnosis: [],
    message: "",
  };
  if (accepts(decision)) return { ...judged, message: `${because} ${describeDecision(decision)}` };
  if (decision.verdict !== "refuted" || doubtOf(l, { kind: "decided", decision, sides, byCase: false }, input)) return null;
  return { ...judged, message: `Put back, this does not make the derivative zero. ${describeDecision(decision)}` };
}

const factors = [1, -1, 2, -2, rational(1, 2), rational(-1, 2)] as const;

/** l − r = c ∂f/∂x for one of the usual numbers c. */
function multipleOf(
  l: ReadLink,
  t: Terms,
  derivative: Expr,
  left: Expr,
  right: Expr,
  environment: Environment,
  input: StepInput,
): Judged | null {
  const rest = t.tryApp(heads.add, [left, t.app(heads.neg, [right])]);
  if (!rest.ok || !sameShape(rest.value.shape, derivative.shape)) return null;
  for (const c of factors) {
    const rhs = t.app(heads.mul, [t.num(c), derivative]);
    const judged = decided(l, { ...plainSides, lhs: rest.value, rhs, environment }, input, "This says that the derivative is zero.");
    if (judged && judged.verdict !== "refuted") return judged;
  }
  return null;
}

interface Linear {
  readonly matrices: readonly Expr[];
  readonly rest: readonly Expr[];
}

/** The w of an equation M w = b that is linear in w, as M⁻¹ b. The w may be written ŵ or w^*. */
function equationFor(t: Terms, left: Expr, right: Expr, name: Name, environment: Environment): Expr | null {
  const shape = environment.symbols.get(name)?.shape;
  if (!shape) return null;
  const isVariable = (e: Expr): e is Sym =>
    e.kind === "sym" && sameShape(e.shape, shape) && !environment.definitions.has(e.name) && isNamed(e.name, name);
  const parts = [...summands(t, left, false), ...summands(t, right, true)];
  const linear = separate(t, parts, isVariable, shape);
  if (!linear || linear.matrices.length === 0) return null;
  const matrix = linear.matrices.length === 1 ? (linear.matrices[0] as Expr) : t.tryApp(heads.add, linear.matrices);
  const made = "ok" in matrix ? (matrix.ok ? matrix.value : null) : matrix;
  const rest = linear.rest.length === 0 ? null : t.tryApp(heads.add, linear.rest);
  if (!made || !rest?.ok) return null;
  const value = isScalar(made.shape)
    ? t.tryApp(heads.div, [t.app(heads.neg, [rest.value]), made])
    : t.tryApp(heads.mul, [t.app(heads.pow, [made, t.num(-1)]), t.app(heads.neg, [rest.value])]);
  return value.ok && sameShape(value.value.shape, shape) ? value.value : null;
}

/** w, ŵ, w^*: the name itself or a decorated one. */
const isNamed = (candidate: Name, name: Name): boolean =>
  candidate === name || candidate.startsWith(`${name}^`) || candidate.startsWith(`${name}_`) || candidate.includes(`{${name}}`);

function summands(t: Terms, e: Expr, negative: boolean): readonly Expr[] {
  if (e.kind === "app" && e.head === heads.add) return e.args.flatMap((a) => summands(t, a, negative));
  if (e.kind === "app" && e.head === heads.neg) return summands(t, e.args[0] as Expr, !negative);
  return e.kind === "num" && e.value.n === 0n ? [] : [negative ? t.app(heads.neg, [e]) : e];
}

/** Terms A w as A, the others apart; null where the variable stands in another way. */
function separate(t: Terms, parts: readonly Expr[], isVariable: (e: Expr) => boolean, shape: Shape): Linear | null {
  const matrices: Expr[] = [];
  const rest: Expr[] = [];
  for (const p of parts) {
    const negated = p.kind === "app" && p.head === heads.neg;
    const e = negated ? (p.args[0] as Expr) : p;
    const args = e.kind === "app" && e.head === heads.mul ? e.args : [e];
    const places = args.flatMap((a, k) => (isVariable(a) ? [k] : []));
    const inside = args.some((a) => !isVariable(a) && mentions(a, isVariable));
    if (inside || places.length > 1) return null;
    if (places.length === 0) {
      rest.push(p);
      continue;
    }
    if (places[0] !== args.length - 1 && !isScalar(shape)) return null;
    const others = args.filter((_, k) => k !== places[0]);
    const factor = others.length === 0 ? t.num(1) : others.length === 1 ? (others[0] as Expr) : t.app(heads.mul, others);
    const n = shape[0] as Shape[number];
    if (!isScalar(factor.shape) && !sameShape(factor.shape, [n, n])) return null;
    const square = isScalar(shape) || !isScalar(factor.shape) ? factor : t.app(heads.mul, [factor, t.app(heads.eye, [t.dim(n)])]);
    matrices.push(negated ? t.app(heads.neg, [square]) : square);
  }
  return { matrices, rest };
}

function mentions(e: Expr, isVariable: (e: Expr) => boolean): boolean {
  return nodesOf(e).some(isVariable);
}
