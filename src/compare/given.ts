/** Conditions in force: which of them matter to a claim, and how they are met by sampling. */
import { type Attribute, contains, type Definition, type Environment, type Expr, type Name, type Sym } from "../expr/index.ts";
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

/** x = e or e = x with x a free name without a value: what x is. */
function asDefinition(e: Expr, environment: Environment): Definition | null {
  if (e.kind !== "app" || e.head.name !== "eq") return null;
  for (const [x, body] of [
    [e.args[0], e.args[1]],
    [e.args[1], e.args[0]],
  ] as const) {
    if (!x || !body || x.kind !== "sym" || x.sort !== "real" || x.name.startsWith("#")) continue;
    const known = environment.definitions.has(x.name) || x.shape.length !== body.shape.length;
    const free = [...reachOf(environment, [body]).symbols.keys()];
    if (!known && !free.includes(x.name) && !contains(body, x)) return { name: x.name, params: [], body };
  }
  return null;
}

/** x > 0 and the like for a bare name: what can be drawn rather than waited for. */
function asAttribute(e: Expr): { readonly symbol: Sym; readonly attribute: Attribute } | null {
  if (e.kind !== "app") return null;
  const [a, b] = e.args;
  if (!a || !b) return null;
  const zero = (x: Expr): boolean => x.kind === "num" && x.value.n === 0n;
  const bare = (x: Expr): Sym | null => (x.kind === "sym" && x.sort === "real" && !x.name.startsWith("#") ? x : null);
  const above = e.head.name === "gt" || e.head.name === "ge" ? [a, b] : e.head.name === "lt" || e.head.name === "le" ? [b, a] : null;
  if (!above) return null;
  const [larger, smaller] = above as [Expr, Expr];
  const positive = zero(smaller) ? bare(larger) : null;
  if (positive) return { symbol: positive, attribute: "positive" };
  const negative = zero(larger) ? bare(smaller) : null;
  return negative ? { symbol: negative, attribute: "negative" } : null;
}

/** The environment in which a symbol has one more attribute, unless it has others that it would have to be reconciled with. */
function withAttribute(environment: Environment, symbol: Sym, attribute: Attribute): Environment | null {
  if (environment.definitions.has(symbol.name)) return null;
  const before = environment.symbols.get(symbol.name);
  const declared = before ?? { name: symbol.name, shape: symbol.shape, sort: symbol.sort, attributes: new Set<Attribute>(), range: null };
  if (declared.attributes.has(attribute)) return environment;
  if (declared.attributes.size > 0) return null;
  const symbols = new Map(environment.symbols).set(symbol.name, { ...declared, attributes: new Set([attribute]) });
  return { ...environment, symbols };
}

/** The conditions that share a symbol with the claim, directly or through another condition. */
export function relevantConditions(environment: Environment, sides: readonly Expr[]): Conditions {
  const names = new Set<Name>(reachOf(environment, sides).symbols.keys());
  const open = environment.given.flatMap(conjuncts);
  const taken: Expr[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    for (const [i, g] of open.entries()) {
      const here = [...reachOf(environment, [g]).symbols.keys()];
      if (!here.some((n) => names.has(n))) continue;
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
    const definition = asDefinition(g, now);
    if (definition) {
      now = { ...now, definitions: new Map([...now.definitions, [definition.name, definition]]) };
      continue;
    }
    const fact = asAttribute(g);
    now = (fact && withAttribute(now, fact.symbol, fact.attribute)) ?? now;
    truths.push(g);
  }
  return { environment: now, truths };
}
