/** Restrictions under which the line would be true: a matrix symmetric, indices different. They are its diagnosis, never its excuse. */

import { isAtKink } from "../../compare/sieve.ts";
import { type Attribute, type Environment, type Expr, freeSymbols, heads } from "../../expr/index.ts";
import { isScalar } from "../../shape/index.ts";
import type { Code } from "./codes.ts";
import { isSquare, type Question, reaches } from "./question.ts";

export interface Restriction {
  readonly code: Code;
  readonly environment: Environment;
  readonly what: string;
}

const mostMatrices = 4;

export function* restrictions(q: Question): Generator<Restriction> {
  const declared = (name: string): ReadonlySet<Attribute> => q.environment.symbols.get(name)?.attributes ?? new Set();
  const free = q.names.filter((s) => !q.environment.definitions.has(s.name));
  const matrices = free.filter(
    (s) => isSquare(s) && !["symmetric", "positive definite", "diagonal", "orthogonal"].some((a) => declared(s.name).has(a as Attribute)),
  );
  for (const s of matrices.slice(0, mostMatrices))
    yield {
      code: reaches(q, "logdet", "det") ? "M19" : "M04",
      environment: given(q, s, "symmetric"),
      what: `This holds only if ${s.name} is symmetric.`,
    };
  if (reaches(q, "relu", "heaviside", "abs", "sign", "sqrt", "max"))
    for (const s of free.filter((x) => declared(x.name).size === 0).slice(0, mostMatrices))
      yield {
        code: reaches(q, "relu", "heaviside", "max") ? "M39" : "M40",
        environment: given(q, s, "positive"),
        what: `This holds only for ${s.name} > 0.`,
      };
  const indices = [...freeSymbols(q.lhs).values()].filter((s) => s.sort === "index");
  for (const [k, i] of indices.entries())
    for (const j of indices.slice(k + 1)) {
      const truth = (head: typeof heads.eq): Expr => q.t.app(head, [i, j]);
      yield {
        code: "M48",
        environment: { ...q.environment, given: [...q.environment.given, truth(heads.ne)] },
        what: `This holds only for ${i.name} ≠ ${j.name}.`,
      };
      yield {
        code: isScalar(q.rhs.shape) ? "M28" : "M48",
        environment: { ...q.environment, given: [...q.environment.given, truth(heads.eq)] },
        what: `This holds only for ${i.name} = ${j.name}: elsewhere the value is another one.`,
      };
    }
}

/** The environment in which a symbol has one more attribute. */
function given(q: Question, s: Expr & { readonly kind: "sym" }, attribute: Attribute): Environment {
  const before = q.environment.symbols.get(s.name) ?? {
    name: s.name,
    shape: s.shape,
    sort: s.sort,
    attributes: new Set<Attribute>(),
    range: null,
  };
  const symbols = new Map(q.environment.symbols).set(s.name, { ...before, attributes: new Set([...before.attributes, attribute]) });
  return { ...q.environment, symbols };
}

/** A value at a kink that no convention gives: H(0) = 2. */
export const atKink = (q: Question): boolean =>
  freeSymbols(q.lhs, q.rhs).size === 0 && !q.reached.some((x) => x.kind === "bind") && isAtKink(q.environment, q.lhs);
