/** A worked solution: from a function and a variable to numbered steps, every one confirmed before it is shown. */
import { isRefusal } from "../calculus/refusal.ts";
import { type Assumption, type Confirmed, confirm, type Derivative, type DeriveError, differentiate, glance } from "../derive/index.ts";
import { turnOf } from "../derive/layout.ts";
import { type Book, calledFunctions, type Environment, type Expr, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import { absurd, axes, Bug, fail, isColumn, isScalar, ok, type Result, showShape } from "../shape/index.ts";
import { writeLatex } from "../write/latex.ts";
import { byChainRule } from "./chain.ts";
import { byDifferentials, type Claim, part, type Worked } from "./differential.ts";
import {
  chain,
  declaration,
  derivativeSign,
  equation,
  type Frame,
  formula,
  gradientSign,
  type Layout,
  layoutText,
  meaningOf,
  named,
  shapeText,
  signature,
  withChange,
} from "./frame.ts";
import { byIndex } from "./index-style.ts";
import { byLimit } from "./limit.ts";
import { moves } from "./moves.ts";
import { numericalCheck } from "./numbers.ts";
import { freshName, leads, type Quantity, quantitiesOf, reachedBy, takenNames } from "./quantities.ts";
import type { Detail, Formula, Introduction, NumericalCheck, Prose, Solution, SolutionPart, Style } from "./types.ts";

export interface SolveQuestion {
  readonly expr: Expr;
  readonly environment: Environment;
  readonly wrt: Expr;
  readonly order: number;
  readonly layout: Layout;
  readonly style: Style;
  readonly detail: Detail;
  readonly seed: number;
}

/** The solution, or what is missing for one; never half of it. */
export function workOut(t: Terms, book: Book, q: SolveQuestion): Result<Solution, DeriveError> {
  try {
    return worked(t, book, q);
  } catch (stop) {
    if (isRefusal(stop)) return fail({ code: stop.refusal, message: stop.message });
    throw stop;
  }
}

function variableOf(q: SolveQuestion): Result<{ readonly variable: Sym; readonly at: readonly Expr[] | null }, DeriveError> {
  const { wrt } = q;
  if (wrt.kind === "sym" && wrt.sort === "real") return ok({ variable: wrt, at: null });
  if (wrt.kind === "elem" && wrt.of.kind === "sym") return ok({ variable: wrt.of, at: wrt.at });
  return fail({
    code: "unknown-name",
    message: `a solution needs a variable with a name; give ${writeLatex(wrt)} one with --where and differentiate by that`,
  });
}

function worked(t: Terms, book: Book, q: SolveQuestion): Result<Solution, DeriveError> {
  const chosen = variableOf(q);
  if (!chosen.ok) return chosen;
  const { variable, at } = chosen.value;
  const quantities = quantitiesOf(t, q.environment, q.expr, variable, q.style === "differential" || q.style === "chain");
  const frame: Frame = { t, book, quantities, variable, at, layout: q.layout, detail: q.detail, seed: q.seed };
  const { f } = quantities;
  const asked = differentiate(t, book, {
    expr: f.symbol,
    environment: quantities.environment,
    wrt: q.wrt,
    order: q.order,
    layout: q.layout,
    seed: q.seed,
  });
  if (!asked.ok) return asked;
  if (f.symbol.name !== variable.name && !leads(quantities.environment, f.symbol.name, variable))
    return fail({
      code: "not-a-function-of",
      message: `${writeLatex(q.expr)} does not lead to ${writeLatex(q.wrt)}, so there is nothing to work out; define it with --where if something is missing`,
    });
  const parts: SolutionPart[] = [];
  const claims: Claim[] = [];
  const assumptions: Assumption[] = [];
  let now: Frame = frame;
  let shown: ReadonlySet<string> = new Set();
  for (let k = 1; ; k++) {
    const step = styled(q.style, now, shown);
    shown = step.shown;
    parts.push(...step.parts);
    claims.push(...step.claims);
    assumptions.push(...step.assumptions);
    if (k < q.order) {
      if (!step.derivative)
        return fail({ code: "no-rule", message: "the next derivative would be taken of an array of rank three or more" });
      now = withDerivative(now, step.derivative);
      parts.push(part(`Once more`, [["The derivative is a quantity of its own now:"]], [], [defined(now.quantities.f)]));
      continue;
    }
    const answer = answerOf(frame, now, asked.value, q);
    parts.push(...lastPart(now, step.derivative, answer, q));
    const wrong = firstUnconfirmed(now, claims);
    if (wrong)
      return fail({ code: "internal-mismatch", message: `a step of the solution is not confirmed ${wrong}; this is a bug of ours` });
    const asItIs = turnOf(f.symbol.shape, q.wrt.shape, q.layout) === "as it is";
    const mixed = step.derivative ?? (asItIs && q.order === 1 ? asked.value.expr : null);
    const check = mixed && numericalCheck(now, mixed, now.quantities.f.symbol);
    const notes = asked.value.assumptions.filter((a) => a.kind === "note");
    return ok(solution(frame, q, { ...asked.value, assumptions: distinctAssumptions([...assumptions, ...notes]) }, parts, answer, check));
  }
}

function styled(style: Style, frame: Frame, shown: ReadonlySet<string>): Worked {
  const { f } = frame.quantities;
  switch (style) {
    case "differential":
      return byDifferentials(frame, f, shown);
    case "chain":
      return byChainRule(frame, f);
    case "limit":
      return byLimit(frame, f);
    case "index":
      return byIndex(frame, f);
    default:
      return absurd(style);
  }
}

const distinctAssumptions = (list: readonly Assumption[]): readonly Assumption[] => [
  ...new Map(list.map((a) => [a.kind === "note" ? a.note : a.truth, a])).values(),
];

/** The derivative as a quantity g of its own, to be differentiated again. */
function withDerivative(frame: Frame, derivative: Expr): Frame {
  const { t, quantities } = frame;
  const taken = takenNames(quantities.environment, derivative);
  const name = freshName(taken, isScalar(derivative.shape) ? ["g", "u", "v"] : isColumn(derivative.shape) ? ["g", "h"] : ["G", "H"]);
  const symbol = t.sym(name, derivative.shape);
  const definitions = new Map([...quantities.environment.definitions, [name, { name, params: [], body: derivative }] as const]);
  return { ...frame, quantities: reachedBy(t, { ...quantities.environment, definitions }, symbol, new Set([name])) };
}

/** From the gradient to what was asked: an entry, another layout, a second derivative. */
function lastPart(frame: Frame, derivative: Expr | null, answer: Written, q: SolveQuestion): readonly SolutionPart[] {
  const g = derivativeSign(named(frame.quantities.f.symbol.name), named(frame.variable.name));
  if (q.order > 1) {
    const links = [
      { after: g, reasons: [moves.again] },
      { after: answer.rhs, reasons: [moves.readOff] },
    ];
    return [part("Together", [], chain(answer.lhs, links))];
  }
  if (derivative !== null && answer.rhs.latex === writeLatex(derivative)) return [];
  const reasons =
    derivative === null ? moves.entries : frame.at !== null ? moves.entry : q.layout === "denominator" ? moves.denominator : moves.layout;
  return [part("As it was asked for", [], chain(answer.lhs, [{ after: answer.rhs, reasons: [reasons] }]))];
}

interface Written {
  readonly lhs: Formula;
  readonly rhs: Formula;
}

/** ∇_X f = …, ∂F_ij/∂X_kl = …, ∇²_x f = …. */
function answerOf(frame: Frame, last: Frame, asked: Derivative, q: SolveQuestion): Written {
  const f = frame.quantities.f.symbol;
  const by = formula(q.wrt);
  const whole = frame.at === null && isScalar(f.shape) && !isScalar(frame.variable.shape);
  if (q.order > 1) {
    const last_ = isScalar(f.shape) && q.order === 2 && isColumn(frame.variable.shape) && whole;
    return { lhs: last_ ? gradientSign(named(f.name), by, 2) : derivativeSign(named(f.name), by, q.order), rhs: formula(asked.expr) };
  }
  if (whole && q.layout !== "numerator") return { lhs: gradientSign(named(f.name), by), rhs: formula(asked.expr) };
  const entries = frame.at === null ? entriesOf(last.t, asked.expr) : null;
  if (!entries) return { lhs: derivativeSign(named(f.name), by), rhs: formula(asked.expr) };
  const own = q.layout === "denominator" ? entries.letters.length - axes(f.shape).length : axes(f.shape).length;
  const split = [entries.letters.slice(0, own), entries.letters.slice(own)] as const;
  const [above, below] = q.layout === "denominator" ? [split[1], split[0]] : split;
  const at = (s: Sym, letters: readonly Sym[]): Formula => formula(letters.length === 0 ? s : last.t.elem(s, letters));
  return { lhs: derivativeSign(at(f, above), at(frame.variable, below)), rhs: formula(entries.body) };
}

/** An array by its entries, with free letters. */
function entriesOf(t: Terms, e: Expr): { readonly letters: readonly Sym[]; readonly body: Expr } | null {
  const letters: Sym[] = [];
  let body = e;
  while (body.kind === "bind" && body.binder === "tabulate") {
    const letter = t.index(body.hint);
    letters.push(letter);
    body = t.substitute(body.body, new Map([[body.index.name, letter]]));
  }
  return letters.length === 0 ? null : { letters, body };
}

/** Every step along its direction, and every derivative, at the points of the oracle. */
function firstUnconfirmed(frame: Frame, claims: readonly Claim[]): string | null {
  const environment = withChange(frame, frame.quantities.environment);
  for (const { lhs, rhs } of claims) {
    const verdict: Confirmed = confirm(environment, meaningOf(frame, rhs), meaningOf(frame, lhs), frame.seed, glance);
    if (verdict.kind === "differs") return `${verdict.detail}: ${writeLatex(lhs)} = ${writeLatex(rhs)}`;
  }
  return null;
}

function solution(
  frame: Frame,
  q: SolveQuestion,
  asked: Derivative,
  parts: readonly SolutionPart[],
  answer: Written,
  check: NumericalCheck | null,
): Solution {
  const { quantities, variable } = frame;
  return {
    schema: "fluxion.solution/1",
    title: [q.order === 1 ? "Derivative of " : `Derivative of order ${q.order} of `, formula(q.expr), " with respect to ", formula(q.wrt)],
    style: q.style,
    detail: q.detail,
    given: givenOf(frame, q),
    conventions: conventionsOf(asked, q),
    quantities: quantities.all.filter((x) => x.symbol.name !== variable.name).map(defined),
    sought: answer.lhs,
    parts,
    answer: { ...answer, shape: showShape(asked.shape), layout: asked.layout },
    check,
    sources: sourcesOf(frame.book, parts),
  };
}

const defined = (q: Quantity): Introduction => ({
  formula: equation(formula(q.symbol), formula(q.body)),
  note: shapeText(q.symbol.shape),
});

/** What the question uses, in the order in which it was declared. */
function givenOf(frame: Frame, q: SolveQuestion): readonly Introduction[] {
  const { environment, all } = frame.quantities;
  const used = new Map<string, Sym>();
  const bodies = [
    ...all.map((x) => x.body),
    ...[...environment.definitions.values()].filter((d) => d.params.length > 0).map((d) => d.body),
  ];
  for (const e of [q.expr, q.wrt, ...bodies]) {
    for (const x of nodesOf(e))
      if (x.kind === "sym" && x.sort === "real" && !x.name.startsWith("#") && !x.name.startsWith("$")) used.set(x.name, x);
  }
  const names = [...new Set([...environment.symbols.keys(), ...used.keys()])];
  return names
    .flatMap((name) => {
      const s = used.get(name);
      if (!s || environment.definitions.has(name)) return [];
      const attributes = environment.symbols.get(name)?.attributes ?? new Set<string>();
      return [declaration(name, s.shape, [...attributes].join(", "))];
    })
    .concat(signaturesOf(environment, [q.expr, ...bodies]));
}

/** f : ℝⁿ × ℝᵖ → ℝᵐ for the abstract functions that are called. */
function signaturesOf(environment: Environment, bodies: readonly Expr[]): readonly Introduction[] {
  return [...calledFunctions(...bodies)].flatMap((fn) => {
    const s = environment.definitions.has(fn) ? undefined : environment.functions.get(fn);
    return s ? [signature(fn, s.params, s.result)] : [];
  });
}

function conventionsOf(asked: Derivative, q: SolveQuestion): readonly Prose[] {
  const out: Prose[] = asked.assumptions.map((a): Prose => (a.kind === "truth" ? ["Assume ", formula(a.truth), "."] : [`${a.note}.`]));
  const plain = isScalar(q.expr.shape) && axes(q.wrt.shape).length === 0;
  return plain ? out : [...out, [`Derivatives are written in ${layoutText(q.style === "chain" ? "numerator" : q.layout)}.`]];
}

function sourcesOf(book: Book, parts: readonly SolutionPart[]): readonly string[] {
  const keys = new Set(
    parts.flatMap((p) => p.steps.flatMap((s) => s.reasons.flatMap((r) => (r.see === null ? [] : [r.see.split(" ")[0] as string])))),
  );
  return [...keys].sort().map((key) => {
    const text = book.sources.get(key);
    if (text === undefined) throw new Bug(`the source ${key} is not in the book`);
    return `[${key}] ${text}`;
  });
}
