/**
 * The quantities of a problem: the function, the definitions it is made of, and names for the inner expressions that deserve one
 * (the r of ‖Xw − y‖², the z of softmax(Wx + b)).
 */
import {
  contains,
  type Definition,
  type Environment,
  type Expr,
  freeSymbols,
  type Name,
  nodesOf,
  type Sym,
  type Terms,
} from "../expr/index.ts";
import { isColumn, isScalar } from "../shape/index.ts";
import { treeSizes } from "../write/share.ts";

export interface Quantity {
  readonly symbol: Sym;
  readonly body: Expr;
  /** The letter is ours. */
  readonly introduced: boolean;
}

export interface Quantities {
  readonly environment: Environment;
  /** Every definition that the function is made of, the function last; each uses only earlier ones. */
  readonly all: readonly Quantity[];
  readonly f: Quantity;
}

/** The function and its parts under names, the names of the question kept; `naming`: inner expressions get letters of our own. */
export function quantitiesOf(t: Terms, environment: Environment, expr: Expr, variable: Sym, naming: boolean): Quantities {
  const taken = takenNames(environment, expr);
  const own = expr.kind === "sym" ? environment.definitions.get(expr.name) : undefined;
  const named = expr.kind === "sym" && own?.params.length === 0 ? expr.name : null;
  const name = named ?? freshName(taken, isScalar(expr.shape) ? ["f", "L", "\\varphi"] : ["f", "F", "h"]);
  const whole = named !== null && own ? own.body : expr;
  const definition = (n: Name, body: Expr): Definition => ({ name: n, params: [], body });
  const f = t.sym(name, expr.shape);
  const withF: Environment = { ...environment, definitions: new Map([...environment.definitions, [name, definition(name, whole)]]) };
  const written = reached(t, withF, f).filter((q) => q.symbol.name !== variable.name);
  const inner: Inner = naming
    ? innerNames(t, written, variable, environment, taken)
    : { bodies: written.map((q) => q.body), named: new Map() };
  const introduced = new Set([...inner.named.keys(), ...(named === null ? [name] : [])]);
  const bodies = [...inner.named, ...written.map((q, i) => [q.symbol.name, inner.bodies[i] as Expr] as const)];
  const definitions = new Map([...environment.definitions, ...bodies.map(([n, body]) => [n, definition(n, body)] as const)]);
  const extended: Environment = { ...environment, definitions };
  return reachedBy(t, extended, f, introduced);
}

/** A function of a scope with everything that it is made of. */
export function reachedBy(t: Terms, environment: Environment, f: Sym, introduced: ReadonlySet<Name>): Quantities {
  const all = reached(t, environment, f).map((q) => ({ ...q, introduced: introduced.has(q.symbol.name) }));
  return { environment, all, f: all.at(-1) as Quantity };
}

/** Definitions without parameters below a symbol, the inner ones first. */
function reached(t: Terms, environment: Environment, root: Sym): readonly Quantity[] {
  const out: Quantity[] = [];
  const seen = new Set<Name>();
  const visit = (s: Sym): void => {
    const d = seen.has(s.name) ? undefined : environment.definitions.get(s.name);
    if (!d || d.params.length > 0) return;
    seen.add(s.name);
    for (const x of symbolsBelow(environment, d.body)) visit(x);
    out.push({ symbol: t.sym(s.name, s.shape, s.sort), body: t.adopt(d.body), introduced: false });
  };
  visit(root);
  return out;
}

/** Symbols in a term and in the functions it calls. */
function symbolsBelow(environment: Environment, e: Expr, seen: Set<Name> = new Set()): readonly Sym[] {
  return nodesOf(e).flatMap((x) => {
    if (x.kind === "sym") return [x];
    const d = x.kind === "call" && !seen.has(x.fn) ? environment.definitions.get(x.fn) : undefined;
    if (x.kind !== "call" || !d) return [];
    seen.add(x.fn);
    const params = new Set(d.params.map((p) => p.name));
    return symbolsBelow(environment, d.body, seen).filter((s) => !params.has(s.name));
  });
}

export function takenNames(environment: Environment, ...exprs: readonly Expr[]): Set<Name> {
  const bodies = [...environment.definitions.values()].map((d) => d.body);
  const sizes = [...environment.symbols.values()].flatMap((s) =>
    s.shape.flatMap((d) => d.terms.flatMap((m) => m.powers.map((p) => p.atom))),
  );
  const hints = nodesOf(...exprs, ...bodies).flatMap((x) => (x.kind === "bind" ? [x.hint] : x.kind === "call" ? [x.fn] : []));
  return new Set([
    ...environment.symbols.keys(),
    ...environment.functions.keys(),
    ...environment.definitions.keys(),
    ...freeSymbols(...exprs, ...bodies).keys(),
    ...sizes,
    ...hints,
  ]);
}

/** The first letter that is free, else the first with a number. The letter is then taken. */
export function freshName(taken: Set<Name>, wanted: readonly Name[]): Name {
  let name = wanted.find((n) => !taken.has(n));
  for (let k = 1; name === undefined; k++) {
    const numbered = `${wanted[0]}_${k}`;
    if (!taken.has(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

/** An expression of fewer nodes is short enough to be repeated. */
const worthNaming = 5;
/** Of a function inside a function, the inner one gets a name from this size on. */
const worthNamingInside = 3;
const mostNames = 8;

interface Inner {
  readonly bodies: readonly Expr[];
  readonly named: ReadonlyMap<Name, Expr>;
}

/** Names for what functions are applied to, from the inside outwards. */
function innerNames(t: Terms, quantities: readonly Quantity[], variable: Sym, environment: Environment, taken: Set<Name>): Inner {
  const named = new Map<Name, Expr>();
  const names = new Map<Expr, Expr>();
  const depends = (e: Expr): boolean => contains(e, variable) || [...freeSymbols(e).keys()].some((n) => leads(environment, n, variable));
  const rewrite = (e: Expr): Expr => t.replace(e, (y) => (y === e ? null : (names.get(y) ?? null)));
  const bodies = quantities.map(({ body }) => {
    const wanted = wantedIn(body, depends);
    for (const x of nodesOf(body)) {
      const letters = wanted.get(x);
      if (!letters || x === body || names.has(x) || named.size >= mostNames) continue;
      const name = freshName(taken, letters);
      named.set(name, rewrite(x));
      names.set(x, t.sym(name, x.shape));
    }
    return rewrite(body);
  });
  return { bodies, named };
}

/** The arguments of functions that deserve a name, with the letters to choose from. */
function wantedIn(root: Expr, depends: (e: Expr) => boolean): ReadonlyMap<Expr, readonly Name[]> {
  const sizes = treeSizes(root);
  const wanted = new Map<Expr, readonly Name[]>();
  for (const a of nodesOf(root).flatMap(argumentsOf)) {
    if (a.kind !== "app" || a.level > 0 || a.sort !== "real" || !depends(a)) continue;
    const size = sizes.get(a) ?? 0;
    const nested = isFunction(a) || nodesOf(a).some((y) => y !== a && argumentsOf(y).length > 0 && depends(y));
    if (size >= worthNaming || (size >= worthNamingInside && nested)) wanted.set(a, lettersFor(a));
  }
  return wanted;
}

/** Does a defined name lead to the variable? */
export function leads(environment: Environment, name: Name, variable: Sym, seen: Set<Name> = new Set()): boolean {
  const d = seen.has(name) || name === variable.name ? undefined : environment.definitions.get(name);
  if (!d) return false;
  seen.add(name);
  return symbolsBelow(environment, d.body).some((s) => s.name === variable.name || leads(environment, s.name, variable, seen));
}

/** A card with a differential of its own that is not linear: what it is applied to deserves a name. */
const isFunction = (e: Expr): boolean =>
  e.kind === "app" && e.head.acts.kind !== "structural" && !linearCards.has(e.head.name) && e.head.adjoint.every((a) => a === null);
const linearCards: ReadonlySet<string> = new Set(["tr", "diag", "Diag", "vec", "norm"]);

/** ‖r‖² and σ(z)² are read as one thing. */
const takesPower = (e: Expr): boolean => isFunction(e) || (e.kind === "app" && e.head.name === "norm");

function argumentsOf(x: Expr): readonly Expr[] {
  if (x.kind !== "app") return [];
  if (x.head.name === "norm") return x.args;
  if (x.head.name === "pow" || x.head.name === "hpow") return takesPower(x.args[0] as Expr) ? [] : x.args.slice(0, 1);
  return isFunction(x) ? x.args : [];
}

function lettersFor(e: Expr): readonly Name[] {
  const name = e.kind === "app" ? e.head.name : "";
  if (name === "softmax" && isColumn(e.shape)) return ["p", "s", "q"];
  if (isFunction(e)) return isScalar(e.shape) ? ["s", "a", "v"] : isColumn(e.shape) ? ["a", "h", "s"] : ["H", "P", "S"];
  const difference = e.kind === "app" && e.head.name === "add" && e.args.some((a) => a.kind === "app" && a.head.name === "neg");
  if (isScalar(e.shape)) return ["u", "v", "s"];
  if (isColumn(e.shape)) return difference ? ["r", "e", "u"] : ["z", "u", "v"];
  return difference ? ["R", "E", "U"] : ["Z", "U", "M"];
}

/** Quantities that every way from the variable to the function passes through, the inner ones first. */
export function passages(environment: Environment, all: readonly Quantity[], f: Sym, variable: Sym): readonly Quantity[] {
  return all.filter((q) => {
    const { name } = q.symbol;
    if (name === f.name || name === variable.name || !leads(environment, name, variable)) return false;
    const around = new Map([...environment.definitions].filter(([n]) => n !== name));
    return !leads({ ...environment, definitions: around }, f.name, variable) && leads(environment, f.name, q.symbol);
  });
}
