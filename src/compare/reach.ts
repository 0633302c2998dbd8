/** What a claim is about: the terms it reaches through definitions, their sizes, indices and abstract functions. */
import { type Environment, type Expr, type Name, nodesOf, type Sym } from "../expr/index.ts";
import { dimNames } from "../shape/index.ts";

export interface Reach {
  /** Every distinct node below the roots, definitions followed, children before parents. */
  readonly nodes: readonly Expr[];
  /** Free symbols without a definition, by name, in order of first appearance. */
  readonly symbols: ReadonlyMap<Name, Sym>;
  /** Size names in order of first appearance. */
  readonly sizes: readonly string[];
  /** Names of functions that are called and have no definition. */
  readonly abstract: ReadonlySet<Name>;
}

/** Names bound as parameters of a definition are not free in it. */
function bodies(environment: Environment, roots: readonly Expr[]): { readonly nodes: readonly Expr[]; readonly formal: ReadonlySet<Name> } {
  const seen = new Set<Name>();
  const nodes: Expr[] = [];
  const known = new Set<Expr>();
  const formal = new Set<Name>();
  const queue: Expr[] = [...roots];
  for (let root = queue.shift(); root; root = queue.shift()) {
    for (const x of nodesOf(root)) {
      if (known.has(x)) continue;
      known.add(x);
      nodes.push(x);
      const name = x.kind === "sym" ? x.name : x.kind === "call" ? x.fn : null;
      const definition = name === null || seen.has(name) ? undefined : environment.definitions.get(name);
      if (!definition) continue;
      seen.add(definition.name);
      for (const p of definition.params) formal.add(p.name);
      queue.push(definition.body);
    }
  }
  return { nodes, formal };
}

/** Everything that the roots reach. */
export function reachOf(environment: Environment, roots: readonly Expr[]): Reach {
  const { nodes, formal } = bodies(environment, roots);
  const symbols = new Map<Name, Sym>();
  const sizes = new Set<string>();
  const abstract = new Set<Name>();
  for (const x of nodes) {
    if (x.kind === "call" && !environment.definitions.has(x.fn)) abstract.add(x.fn);
    if (x.kind !== "sym") continue;
    const plain = !x.name.startsWith("#") && !environment.definitions.has(x.name);
    if (plain && !(formal.has(x.name) && !environment.symbols.has(x.name))) {
      symbols.set(x.name, x);
      for (const d of x.shape) dimNames(d, sizes);
    }
  }
  for (const name of abstract) {
    const signature = environment.functions.get(name);
    for (const shape of signature ? [...signature.params, signature.result] : []) for (const d of shape) dimNames(d, sizes);
  }
  for (const x of nodes) if (x.kind === "app" && x.args.length === 0) for (const d of x.shape) dimNames(d, sizes);
  return { nodes, symbols, sizes: [...sizes], abstract };
}
