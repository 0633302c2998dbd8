/**
 * Why two expressions are equal, as steps between them: by entries, in shortest form, and back. A step is shown only when the prover or the
 * acceptor accepts it by itself.
 */
import { isRefusal } from "../calculus/refusal.ts";
import { decide } from "../compare/decide.ts";
import { simplify } from "../derive/index.ts";
import { type Book, type Environment, type Expr, nodesOf, type Sym, type Terms } from "../expr/index.ts";
import { axes, isScalar, type Shape, scalarShape } from "../shape/index.ts";
import { createComponents } from "./components.ts";
import { chain, formula } from "./frame.ts";
import { takenNames } from "./quantities.ts";
import type { Reason, SolutionStep } from "./types.ts";

const reason = (rule: string, because: string, see: string | null = null): Reason => ({ rule, because, see });
const byEntries = reason("entries", "Products of arrays are sums over the index between them.", "petersen-pedersen-2012 §9");
const shortest = reason("algebra", "Like terms are merged, common factors cancelled, what is inverse to each other goes.");
const assembled = reason("assembly", "The sums are products of arrays again.", "petersen-pedersen-2012 §9");

interface Station {
  readonly term: Expr;
  /** Why it equals the one before; the reason of the way back is `back`. */
  readonly reason: Reason;
  readonly back: Reason;
}

/** Steps from lhs to rhs, or null when no way was found whose every step is accepted. `laws`: what the prover used for the whole. */
export function stepsBetween(
  t: Terms,
  book: Book,
  environment: Environment,
  lhs: Expr,
  rhs: Expr,
  laws: readonly string[],
  seed: number,
): readonly SolutionStep[] | null {
  const meeting = reason("normal-form", laws.length > 0 ? `${sentence(laws.join("; "))}` : "Both sides are the same sum of products.");
  const whole = (e: Expr): readonly Station[] => [{ term: e, reason: shortest, back: shortest }];
  const ways: (readonly Station[])[] = [[...whole(lhs), ...shorter(t, book, environment, lhs, seed)]];
  const other: (readonly Station[])[] = [[...whole(rhs), ...shorter(t, book, environment, rhs, seed)]];
  const [a, b] = [entries(t, book, environment, lhs, rhs), entries(t, book, environment, rhs, lhs)];
  if (a && b && a.key === b.key) {
    const scope = { ...environment, symbols: new Map([...environment.symbols, ...a.ranges]) };
    ways.push([
      { term: a.start, reason: byEntries, back: assembled },
      { term: a.term, reason: byEntries, back: assembled },
      ...shorter(t, book, scope, a.term, seed),
    ]);
    other.push([
      { term: b.start, reason: byEntries, back: assembled },
      { term: b.term, reason: byEntries, back: assembled },
      ...shorter(t, book, scope, b.term, seed),
    ]);
  }
  const accepted = (x: Expr, y: Expr): boolean => {
    if (x === y) return true;
    const verdict = decide(t, book, { lhs: x, rhs: y, relation: "=", environment, undeclared: new Set() }, { seed });
    return verdict.verdict === "proved" || verdict.verdict === "probable";
  };
  let best: readonly SolutionStep[] | null = null;
  for (const [k, way] of ways.entries()) {
    const back = [...(other[k] ?? [])].reverse();
    const terms = [...way, ...back];
    const links = terms.slice(1).map((s, i) => ({
      after: formula(s.term),
      reasons: [i + 1 < way.length ? s.reason : i + 1 === way.length ? meeting : (terms[i] as Station).back],
      ok: accepted((terms[i] as Station).term, s.term),
    }));
    if (!links.every((l) => l.ok)) continue;
    const steps = chain(formula((terms[0] as Station).term), links);
    if (best === null || steps.length > best.length) best = steps;
  }
  return best;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function shorter(t: Terms, book: Book, environment: Environment, e: Expr, seed: number): readonly Station[] {
  const simple = simplify(t, book, environment, e, seed);
  return simple === e ? [] : [{ term: simple, reason: shortest, back: shortest }];
}

interface ByEntries {
  readonly start: Expr;
  readonly term: Expr;
  readonly key: string;
  readonly ranges: Environment["symbols"];
}

/** An expression by its entries, with the same free letters for both sides. */
function entries(t: Terms, book: Book, environment: Environment, e: Expr, other: Expr): ByEntries | null {
  if (nodesOf(e, other).some((x) => x.kind === "deriv" || x.kind === "call")) return null;
  try {
    const components = createComponents(t, book, takenNames(environment, e, other));
    const at = axes(e.shape).map(() => components.letter());
    const start = at.length === 0 ? e : t.elem(e, at);
    const term = isScalar(e.shape) ? components.number(e) : components.entry(e, at);
    return { start, term, key: at.map((s) => s.name).join(","), ranges: rangesOf(t, at, e.shape) };
  } catch (stop) {
    if (isRefusal(stop)) return null;
    throw stop;
  }
}

const rangesOf = (t: Terms, at: readonly Sym[], shape: Shape): Environment["symbols"] =>
  new Map(
    at.map((s, k) => {
      const range = { from: t.num(1), to: t.dim(axes(shape)[k] as Shape[number]) };
      return [s.name, { name: s.name, shape: scalarShape, sort: "index" as const, attributes: new Set<never>(), range }];
    }),
  );
