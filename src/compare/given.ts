/** Conditions in force: which of them matter to a claim, and how they are met by sampling. */
import {
  type Attribute,
  type Definition,
  type Environment,
  type Expr,
  freeSymbols,
  heads,
  type Name,
  nodesOf,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import { isScalar } from "../shape/index.ts";
import { solveEquation } from "./equations.ts";
import { reachOf } from "./reach.ts";

export interface Conditions {
  /** The environment with equations x = e taken as definitions. */
  readonly environment: Environment;
  /** What remains to be met by redrawing: conjunctions taken apart. */
  readonly truths: readonly Expr[];
}

function conjuncts(e: Expr): readonly Expr[] {
  return e.kind === "app" && e.head.name === "and" ? e.args.flatMap(conjuncts) : [e];
}

/** The environment with one more definition; facts about the name pass to the free symbol that it is made of. */
function withDefinition(environment: Environment, definition: Definition): Environment {
  const symbols = new Map(environment.symbols);
  const before = symbols.get(definition.name);
  const free = before && nodesOf(definition.body).find((x) => x.kind === "sym" && x.name.startsWith(`${definition.name}^{\\circ}`));
  if (before && free?.kind === "sym") symbols.set(free.name, { ...before, name: free.name });
  return { ...environment, symbols, definitions: new Map([...environment.definitions, [definition.name, definition]]) };
}

/** x > 0 and the like for a bare name: what can be drawn rather than waited for. */
function asAttribute(e: Expr): { readonly symbol: Sym; readonly attribute: Attribute } | null {
  if (e.kind !== "app") return null;
  const [a, b] = e.args;
  if (!a || !b) return null;
  const bare = (x: Expr): Sym | null => (x.kind === "sym" && x.sort === "real" && !x.name.startsWith("#") ? x : null);
  const above = e.head.name === "gt" || e.head.name === "ge" ? [a, b] : e.head.name === "lt" || e.head.name === "le" ? [b, a] : null;
  if (!above) return null;
  const [larger, smaller] = above as [Expr, Expr];
  const atLeastZero = (x: Expr): boolean => x.kind === "num" && x.value.n >= 0n;
  const positive = atLeastZero(smaller) ? bare(larger) : null;
  if (positive) return { symbol: positive, attribute: "positive" };
  const negative = larger.kind === "num" && larger.value.n <= 0n ? bare(smaller) : null;
  return negative ? { symbol: negative, attribute: "negative" } : null;
}

/** The environment in which a symbol has one more attribute, unless it has others that it would have to be reconciled with. */
function withAttribute(environment: Environment, symbol: Sym, attribute: Attribute): Environment | null {
  if (environment.definitions.has(symbol.name)) return null;
  const before = environment.symbols.get(symbol.name);
  const declared = before ?? { name: symbol.name, shape: symbol.shape, sort: symbol.sort, attributes: new Set<Attribute>(), range: null };
  if (declared.attributes.has(attribute)) return environment;
  if ([...declared.attributes].some((a) => a !== "fixed")) return null;
  const symbols = new Map(environment.symbols).set(symbol.name, { ...declared, attributes: new Set([...declared.attributes, attribute]) });
  return { ...environment, symbols };
}

const mayFail: ReadonlySet<string> = new Set(["div", "hdiv", "pow", "hpow", "inv", "ln", "sqrt"]);
const isTotal = (e: Expr): boolean => !nodesOf(e).some((x) => x.kind === "app" && mayFail.has(x.head.name));

/** x² ≥ −1, which holds exactly where x has a value: what was solved for does exist. */
function exists(t: Terms, { name, body }: Definition): Expr {
  const x = t.sym(name, body.shape);
  return t.app(heads.ge, [t.app(heads.hadamard, [x, x]), t.num(-1)]);
}

const isScalarEquation = (e: Expr): boolean => e.kind === "app" && e.head === heads.eq && e.args.every((a) => isScalar(a.shape));

/**
 * An equation of numbers that says what an unknown number of its own is: of the names of the claim it says nothing. One between arrays,
 * Su = λu, restricts the others too.
 */
function determines(g: Expr, own: ReadonlySet<Name>, open: readonly Expr[], environment: Environment): boolean {
  const others = new Set(open.flatMap((o) => (o === g ? [] : [...reachOf(environment, [o]).symbols.keys()])));
  return [...reachOf(environment, [g]).symbols.values()].some(
    (s) => s.sort === "real" && isScalar(s.shape) && !own.has(s.name) && !others.has(s.name),
  );
}

/** The conditions that share a symbol with the claim, directly or through another condition. */
export function relevantConditions(t: Terms, environment: Environment, sides: readonly Expr[]): Conditions {
  const names = new Set<Name>(reachOf(environment, sides).symbols.keys());
  const open = environment.given.flatMap(conjuncts);
  const taken: Expr[] = [];
  // Parameters of functions are no names of the claim.
  const apart = new Set([...environment.definitions.values()].flatMap((d) => d.params.map((p) => p.name)));
  const direct = new Set(
    [...sides, ...[...environment.definitions.values()].flatMap((d) => (d.params.length === 0 ? [d.body] : []))].flatMap((e) => [
      ...freeSymbols(e).keys(),
    ]),
  );
  const own = new Set([...names].filter((n) => !apart.has(n) || direct.has(n)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [i, g] of open.entries()) {
      const here = [...reachOf(environment, [g]).symbols.keys()];
      if (!here.some((n) => names.has(n)) || (isScalarEquation(g) && determines(g, own, open, environment))) continue;
      open.splice(i, 1);
      taken.push(g);
      for (const n of here) names.add(n);
      grew = true;
      break;
    }
  }
  let now = environment;
  const truths: Expr[] = [];
  for (const g of taken) {
    const solved = solveEquation(t, g, now);
    if (solved?.kind === "definition") {
      now = withDefinition(now, solved.definition);
      if (!isTotal(solved.definition.body)) truths.push(exists(t, solved.definition));
      continue;
    }
    const known = solved ? withAttribute(now, solved.symbol, solved.attribute) : null;
    if (known) {
      now = known;
      continue;
    }
    const fact = asAttribute(g);
    now = (fact && withAttribute(now, fact.symbol, fact.attribute)) ?? now;
    truths.push(g);
  }
  return { environment: now, truths };
}
