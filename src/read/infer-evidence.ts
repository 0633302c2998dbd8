/** Ranks of the names of a scope: what is settled by declarations, nouns and positions, and the search for the rest. */
import type { Name } from "../expr/index.ts";
import { type Dim, isOne, type Shape } from "../shape/index.ts";
import { beliefs, type Chosen, type Piece, piecesOf } from "./infer-beliefs.ts";
import { chooseRanks, type Evidence, likeliest } from "./infer-ranks.ts";
import { isAbstract, isLayer, symbolNames, variableOf, type World } from "./infer-world.ts";
import type { Ground, Term } from "./meaning.ts";
import { isBold, isCapital } from "./resolve-names.ts";
import { freeNames } from "./resolve-walk.ts";
import { rankOf } from "./table.ts";

/** How much more a definition counts than a claim. */
const definitionWeight = 2.5;

export function ranksOf(w: World): Chosen {
  const settled = new Map<Name, number>();
  const ground = new Map<Name, Ground>();
  const open: Name[] = [];
  const layered = argumentsOfLayers(w);
  for (const name of symbolNames(w)) {
    const entry = w.entries.get(name);
    const d = w.definitions.get(name);
    const counts = w.usage.positions.get(name);
    if (entry?.shape) continue;
    if (w.usage.counting.has(name)) settle(name, 0, "position");
    else if (entry && rankOf(entry) !== null) settle(name, rankOf(entry) as number, entry.ground);
    else if (d && d.params.length === 0 && d.at.length > 0) settle(name, d.at.length, "definition");
    else if (d && d.params.length === 0) continue;
    else if (counts && counts.size === 1) settle(name, [...counts][0] as number, "indices");
    else open.push(name);
  }
  const functions = [...w.usage.applications.keys()].filter((fn) => isAbstract(w, fn)).map((fn) => variableOf(w, fn));
  const all = [...open, ...functions];
  const evidence = evidenceOf(w, all, settled);
  const ranks = chooseRanks(all, evidence, (name, rank) => (rank === 0 && layered.has(name) ? 1.2 : 0));
  for (const n of open)
    ground.set(
      n,
      ranks.get(n) === likeliest(n) ? (likeliest(n) === 0 && !isBold(n) && !isCapital(n) ? "default" : "typography") : "position",
    );
  return { ranks, settled, ground };

  function settle(name: Name, rank: number, why: Ground): void {
    settled.set(name, rank);
    ground.set(name, why);
  }
}

/** Names that stand as arguments of functions with several arguments: layers, so most likely vectors. */
function argumentsOfLayers(w: World): ReadonlySet<Name> {
  const out = new Set<Name>();
  for (const [fn, calls] of w.usage.applications) {
    if (!isAbstract(w, fn) || !isLayer(w, fn)) continue;
    for (const c of calls) if (c.kind === "call") for (const a of c.args) if (a.kind === "name") out.add(a.name);
  }
  return out;
}

/** The formulas of the scope, with the open names each depends on through definitions; judged by ranks alone. */
function evidenceOf(w: World, open: readonly Name[], settled: ReadonlyMap<Name, number>): Evidence {
  const isOpen = new Set(open);
  const pieces = piecesOf(w);
  const reached = reachThroughDefinitions(w);
  const variables = (p: Piece): readonly Name[] => {
    const seen = new Set(p.terms.flatMap((t) => [...reached(t)]));
    return [...seen].flatMap((n) => [n, `fn:${n}`, `layer:${n}`]).filter((n) => isOpen.has(n));
  };
  return {
    open: pieces.map(variables),
    misfits: (choice, formulas) => {
      let cost = 0;
      const solver = {
        unify: (a: Dim, b: Dim): boolean => isOne(a) === isOne(b),
        apply: (s: Shape): Shape => s,
        penalty: (x: number): void => {
          cost += x;
        },
      };
      const b = beliefs(w, { ranks: choice, settled, ground: new Map() }, solver);
      return formulas.map((k) => {
        const p = pieces[k] as Piece;
        cost = 0;
        p.fit(b);
        return cost * (p.kind === "definition" ? definitionWeight : 1);
      });
    },
  };
}

/** Names that a term depends on, definitions opened. */
function reachThroughDefinitions(w: World): (t: Term) => ReadonlySet<Name> {
  const reach = (t: Term, seen: Set<Name>): ReadonlySet<Name> => {
    for (const written of freeNames(t)) {
      const n = w.alias.get(written) ?? written;
      if (seen.has(n)) continue;
      seen.add(n);
      const d = w.definitions.get(n);
      if (!d) continue;
      for (const p of d.params) seen.add(p);
      reach(d.body, seen);
    }
    return seen;
  };
  return (t) => reach(t, new Set());
}
