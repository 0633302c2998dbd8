/** `plan`: how the Jacobian of a composition is accumulated, from `h \circ g \circ f` or a chain of definitions. */
import { type Book, createTerms, type Environment, type Sym } from "../expr/index.ts";
import { axes, type Dim, dim, fail, ok, type Result, type Shape, showShape } from "../shape/index.ts";
import { type Composition, type Plan, planOf } from "../solve/plan.ts";
import { passages, quantitiesOf } from "../solve/quantities.ts";
import { type AskError, readIn, type Setting, surroundingsOf } from "./question.ts";

export interface PlanQuestion extends Setting {
  /** `h \circ g \circ f`, or the last name of a chain of definitions. */
  readonly composition: string;
  /** The variable of a chain of definitions; of a composition the letter to use (x if left out). */
  readonly wrt?: string;
  /** Numbers for sizes: then the best order is found too. */
  readonly sizes?: Readonly<Record<string, number>>;
}

const refuse = (message: string): { readonly ok: false; readonly error: AskError } => fail({ code: "unread", message, span: null });

/** One size of a number or column; null for a matrix. */
const sizeOf = (s: Shape): Dim | null => (axes(s).length > 1 ? null : (axes(s)[0] ?? dim(1)));

/**
 * Forward and reverse accumulation with every function and Jacobian called once, their costs, which is cheaper when.
 *
 *   plan(book, { composition: "h \\circ g \\circ f", functions: { f: "R^l -> R^m", g: "R^m -> R^n", h: "R^n -> R^o" } })
 */
export function plan(book: Book, q: PlanQuestion): Result<Plan, AskError> {
  const surroundings = surroundingsOf(createTerms(), book, q);
  if (!surroundings.ok) return surroundings;
  const { environment } = surroundings.value;
  const composition = /\\circ(?![a-z])|∘/u.test(q.composition) ? ofFunctions(environment, q) : ofDefinitions(book, environment, q);
  if (!composition.ok) return composition;
  const planned = planOf(composition.value, new Map(Object.entries(q.sizes ?? {})));
  return planned.ok ? planned : refuse(planned.error);
}

function ofFunctions(environment: Environment, q: PlanQuestion): Result<Composition, AskError> {
  const names = q.composition
    .split(/\\circ(?![a-z])|∘/u)
    .map((n) => n.trim())
    .reverse();
  const links: { name: string; from: Dim; to: Dim }[] = [];
  for (const name of names) {
    const s = environment.functions.get(name);
    if (!s) return refuse(`${name} is no declared function; declare it with --let '${name} : R^m -> R^n'`);
    const [param] = s.params;
    const [from, to] = [param && s.params.length === 1 ? sizeOf(param) : null, sizeOf(s.result)];
    if (!from || !to) return refuse(`${name} must take one column or number and give one; it is declared otherwise`);
    const before = links.at(-1);
    if (before && before.to.key !== from.key)
      return refuse(`${before.name} gives a column of ${before.to.key}, but ${name} takes one of ${from.key}; let the sizes meet`);
    links.push({ name, from, to });
  }
  return ok({ variable: q.wrt ?? "x", from: (links[0] as { from: Dim }).from, links });
}

/** The quantities of a chain of definitions through which everything passes. */
function ofDefinitions(book: Book, environment: Environment, q: PlanQuestion): Result<Composition, AskError> {
  const t = createTerms();
  if (q.wrt === undefined) return refuse("a chain of definitions needs --wrt: the variable that it starts from");
  const [expr, wrt] = [readIn(t, book, q.composition, environment, q), readIn(t, book, q.wrt, environment, q)];
  if (!expr.ok) return expr;
  if (!wrt.ok) return wrt;
  const variable = wrt.value.expr;
  if (variable.kind !== "sym" || !sizeOf(variable.shape))
    return refuse(`${q.wrt} must be a number or a column; it is ${showShape(variable.shape)}`);
  const quantities = quantitiesOf(t, environment, expr.value.expr, variable, false);
  const through = passages(quantities.environment, quantities.all, quantities.f.symbol, variable).map((x) => x.symbol);
  const stations: readonly Sym[] = [...through, quantities.f.symbol];
  const matrix = stations.find((s) => !sizeOf(s.shape));
  if (matrix) return refuse(`${matrix.name} is a matrix; a plan is for columns and numbers`);
  return ok({
    variable: variable.name,
    from: sizeOf(variable.shape) as Dim,
    links: stations.map((s) => ({ name: s.name, to: sizeOf(s.shape) as Dim })),
  });
}
