/**
 * The same claim in the same surroundings is decided once, whatever layout, epoch or part it was built for.
 *
 * Its surroundings are what it reaches: the definitions it leads to, what is declared of the names it ends at, and the conditions in force.
 */
import { deadline } from "../compare/budget.ts";
import { decide } from "../compare/decide.ts";
import { reachOf } from "../compare/reach.ts";
import type { Claim, DecideOptions, Decision } from "../compare/types.ts";
import type { Book, Declared, Environment, Name, Signature, Terms } from "../expr/index.ts";
import { showShape } from "../shape/index.ts";
import type { Deciding } from "./judge.ts";

/** `seconds`: how long one claim may take. */
export function createDeciding(t: Terms, book: Book, options: DecideOptions, seconds: number | null = null): Deciding {
  const known = new Map<string, Decision>();
  return {
    decide(claim) {
      const key = `${claim.lhs.id}${claim.relation}${claim.rhs.id}|${surroundings(claim)}`;
      const decision = known.get(key) ?? decide(t, book, claim, seconds === null ? options : { ...options, late: deadline(seconds) });
      known.set(key, decision);
      return decision;
    },
  };
}

function surroundings(claim: Claim): string {
  const { environment, undeclared } = claim;
  const { nodes, sizes } = reachOf(environment, [claim.lhs, claim.rhs, ...environment.given]);
  const names = new Set<Name>(sizes);
  for (const x of nodes) if (x.kind === "sym" || x.kind === "call") names.add(x.kind === "sym" ? x.name : x.fn);
  const facts = [...names].flatMap((name) => [...factsOf(environment, name), ...(undeclared?.has(name) ? [`?${name}`] : [])]);
  return [...facts, ...environment.given.map((g) => g.id)].join(";");
}

function factsOf(environment: Environment, name: Name): readonly string[] {
  const definition = environment.definitions.get(name);
  const declared = environment.symbols.get(name);
  const signature = environment.functions.get(name);
  return [
    ...(definition ? [`${name}(${definition.params.map((p) => p.id).join()})=${definition.body.id}`] : []),
    ...(declared ? [`${name}:${declaredAs(declared)}`] : []),
    ...(signature ? [`${name}:${signed(signature)}`] : []),
  ];
}

const declaredAs = ({ shape, sort, attributes, range }: Declared): string =>
  `${showShape(shape)} ${sort} ${[...attributes].sort().join()} ${range ? `${range.from.id}..${range.to.id}` : ""}`;

const signed = ({ params, result }: Signature): string => `${params.map(showShape).join()}->${showShape(result)}`;
